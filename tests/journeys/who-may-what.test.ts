/** Who may do what, on every platform and over the web: each cell is pressed, and what changed is looked up. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tenant } from '../../src/adapter.ts';
import { type Secrets, secrets } from '../../src/desk/secrets.ts';
import { fresh, overhear } from '../adapters/playground/support.ts';
import { type Company, company } from '../support/company.ts';

const ROLES = ['requester', 'bystander', 'agent', 'agent elsewhere', 'guest'] as const;
type Role = (typeof ROLES)[number];
type Params = Readonly<Record<string, string>>;

/** One platform: how somebody presses a button with this in it, and what they are told, alone. */
interface Door {
  readonly tenant: Tenant;
  /** The requester writes that something is wrong. */
  opens(text: string): Promise<unknown>;
  /** Undefined where there is no such person. Resolves with what they are told; it waits for that unless told not to. */
  press(role: Role, value: string, hurried?: true): Promise<string> | undefined;
}

const BOTH: readonly Role[] = ['requester', 'agent'];
const AGENT: readonly Role[] = ['agent'];
const REQUESTER: readonly Role[] = ['requester'];
const NOBODY: readonly Role[] = [];
const RESOLVED = [['agent', 'resolve', { code: 'solved' }]] as const;
const RATED_LOW = [...RESOLVED, ['requester', 'rate', { score: '1' }]] as const;

interface Action {
  readonly intent: string;
  readonly params: Params;
  readonly allowed: readonly Role[];
  /** What must have been done before. */
  readonly before?: readonly (readonly [Role, string, Params])[];
}

const ACTIONS: readonly Action[] = [
  { intent: 'reply', params: { text: 'Hello' }, allowed: BOTH },
  { intent: 'note', params: { text: 'They are new here' }, allowed: AGENT },
  { intent: 'claim', params: {}, allowed: AGENT },
  { intent: 'release', params: {}, allowed: AGENT, before: [['agent', 'claim', {}]] },
  { intent: 'assign', params: { to: 'me' }, allowed: AGENT },
  { intent: 'prioritize', params: { priority: '1', reason: 'board meeting' }, allowed: AGENT },
  { intent: 'service', params: { service: 'Network' }, allowed: AGENT },
  { intent: 'wait', params: { for: 'third_party' }, allowed: AGENT },
  { intent: 'resume', params: {}, allowed: AGENT, before: [['agent', 'wait', { for: 'third_party' }]] },
  { intent: 'snooze', params: { until: '1h' }, allowed: AGENT },
  { intent: 'wake', params: {}, allowed: AGENT, before: [['agent', 'snooze', { until: '1h' }]] },
  { intent: 'resolve', params: { code: 'solved' }, allowed: BOTH },
  { intent: 'reopen', params: { reason: 'It is back' }, allowed: BOTH, before: RESOLVED },
  { intent: 'rate', params: { score: '5' }, allowed: REQUESTER, before: RESOLVED },
  {
    intent: 'comment',
    params: { text: 'Quick' },
    allowed: REQUESTER,
    before: [...RESOLVED, ['requester', 'rate', { score: '4' }]],
  },
  { intent: 'settle', params: { outcome: 'recovered' }, allowed: AGENT, before: RATED_LOW },
  { intent: 'close', params: {}, allowed: NOBODY, before: RESOLVED },
  { intent: 'ask rating', params: {}, allowed: NOBODY },
  { intent: 'expire rating', params: {}, allowed: NOBODY, before: RESOLVED },
  { intent: 'left', params: { name: 'Mira', why: 'left' }, allowed: NOBODY },
  { intent: 'keep held', params: { held: '0' }, allowed: NOBODY },
  { intent: 'send held', params: { held: '0' }, allowed: NOBODY },
];

describe('who may do what', () => {
  let desk: Company;
  let keys: Secrets;
  let doors: Readonly<Record<string, Door>>;
  beforeAll(async () => {
    desk = await company({ env: { PLAYGROUND: 'on', SERVICES: 'Network', TICKETS_PER_HOUR: '0' } });
    const { slack, discord } = desk;
    slack.addUser({ id: 'UEXT', name: 'eve', teamId: 'T9' });
    keys = await secrets(desk.db, undefined);
    const helped = discord.message({ user: 'D4', channel: 'help', content: 'hello all' });
    const among = discord.message({ user: 'D3', channel: 'triage', content: 'hello you' });
    doors = {
      Slack: slackDoor(desk),
      Discord: discordDoor(desk, { help: helped.id, triage: among.id }),
      playground: playgroundDoor(desk),
    };
  });
  afterAll(() => desk.stop());

  const seal = ({ tenant }: Door, intent: string, params: Params) => keys.seal(tenant, intent, params);
  const orgOf = async ({ tenant }: Door): Promise<number> =>
    (await desk.db.pool.query('select org_id from tenant where tenant = $1', [tenant])).rows[0].org_id;
  /** All that there is of a ticket. */
  const state = async (org: number, ticket: number): Promise<string> => {
    const { rows } = await desk.db.pool.query(
      `select concat((select t::text from ticket t where org_id = $1 and number = $2),
        (select string_agg(l::text, ' ' order by id) from timeline l where org_id = $1 and ticket = $2),
        (select string_agg(m::text, ' ' order by id) from message m where org_id = $1 and ticket = $2),
        (select string_agg(r::text, ' ' order by id) from rating r where org_id = $1 and ticket = $2)) as all`,
      [org, ticket],
    );
    return rows[0].all;
  };
  const opened = async (door: Door, before: Action['before'] = []): Promise<number> => {
    const org = await orgOf(door);
    const newest = async (): Promise<number> =>
      (await desk.db.pool.query('select coalesce(max(number), 0) as n from ticket where org_id = $1', [org])).rows[0].n;
    const last = await newest();
    await door.opens('My VPN drops every ten minutes, canary');
    await expect.poll(newest).toBeGreaterThan(last);
    const number = await newest();
    const survey = async () =>
      (
        await desk.db.pool.query('select survey_state as s from ticket where org_id = $1 and number = $2', [
          org,
          number,
        ])
      ).rows[0].s;
    for (const [who, intent, params] of before) {
      const was = await state(org, number);
      await door.press(who, seal(door, intent, { ticket: String(number), ...params }), true);
      await expect.poll(() => state(org, number)).not.toBe(was);
      // The clock asks for a rating, and that is a change as well.
      if (intent === 'resolve') await expect.poll(survey).toBe('offered');
    }
    return number;
  };

  for (const where of ['Slack', 'Discord', 'playground']) {
    it.each(ACTIONS)(`in ${where}: $intent is for $allowed`, async ({ intent, params, allowed, before }) => {
      const door = doors[where] as Door;
      const org = await orgOf(door);
      const shut = await opened(door, before);
      for (const role of ROLES.filter((one) => !allowed.includes(one))) {
        const was = await state(org, shut);
        const told = await door.press(role, seal(door, intent, { ticket: String(shut), ...params }));
        expect(await state(org, shut), `${role} changed it`).toBe(was);
        if (told === undefined) continue;
        expect(told, `${role} is told nothing`).not.toBe('');
        expect(told).not.toContain('canary');
        if (role !== 'bystander') continue;
        const missing = await door.press(role, seal(door, intent, { ticket: '9999', ...params }));
        expect(told.replaceAll(`INC-${shut}`, 'X'), role).toBe(missing?.replaceAll('INC-9999', 'X'));
      }
      for (const role of allowed) {
        const ticket = await opened(door, before);
        const was = await state(org, ticket);
        await door.press(role, seal(door, intent, { ticket: String(ticket), ...params }), true);
        await expect.poll(() => state(org, ticket), { message: `${role} could not` }).not.toBe(was);
      }
    });

    it(`in ${where}: a ticket and the queue are read by those whom they concern alone`, async () => {
      const door = doors[where] as Door;
      const ticket = await opened(door);
      for (const role of ROLES) {
        const status = await door.press(role, seal(door, 'status', { ticket: String(ticket) }));
        const queue = await door.press(role, seal(door, 'list', { which: 'open' }));
        if (status === undefined) continue;
        expect(status.includes('canary'), `${role} reads a ticket`).toBe(BOTH.includes(role));
        expect(queue?.includes('canary'), `${role} reads the queue`).toBe(AGENT.includes(role));
        const report = await door.press(role, seal(door, 'report', { period: '30_days' }));
        expect(report?.includes('/report/open'), `${role} reads the report`).toBe(AGENT.includes(role));
      }
    });

    it(`in ${where}: a button that was changed, or is of another place, does nothing and says so`, async () => {
      const door = doors[where] as Door;
      const org = await orgOf(door);
      const ticket = await opened(door);
      const was = await state(org, ticket);
      const good = seal(door, 'claim', { ticket: String(ticket) });
      const other = where === 'Slack' ? 'slack:T2' : where === 'Discord' ? 'discord:1' : 'playground:other';
      const flipped = Array.from({ length: 8 }, (_, n) => {
        const at = Math.floor((n * (good.length - 1)) / 7);
        return `${good.slice(0, at)}${good[at] === 'A' ? 'B' : 'A'}${good.slice(at + 1)}`;
      });
      for (const value of [keys.seal(other as Tenant, 'claim', { ticket: String(ticket) }), ...flipped, 'claim', '.']) {
        const told = await door.press('agent', value);
        expect(told, value).toMatch(/button|Knopf|Schaltfl/i);
      }
      expect(await state(org, ticket)).toBe(was);
      await door.press('agent', good, true);
      await expect.poll(() => state(org, ticket)).not.toBe(was);
    });
  }

  it('over the web: without a visit of one’s own there is no report, and no ticket behind any path', async () => {
    await opened(doors['Slack'] as Door);
    const forged = [{}, { cookie: 'deskbell_report=x' }, { cookie: 'deskbell_report=eyJvcmciOjF9.AAAA' }];
    for (const path of ['/report/', '/report/export?table=demand', '/report/export?table=demand&format=json'])
      for (const headers of forged) {
        const answer = await fetch(`${desk.url}${path}`, { headers });
        expect([path, answer.status]).toEqual([path, 403]);
        expect(await answer.text()).not.toContain('canary');
      }
    const guess = await fetch(`${desk.url}/report/open`, { method: 'POST', body: new URLSearchParams({ token: 'x' }) });
    expect(guess.status).toBe(403);
    for (const path of ['/tickets', '/api/tickets/1', '/report/../playground', '/.env', '/metrics/../.env'])
      expect([path, (await fetch(`${desk.url}${path}`)).status]).toEqual([path, expect.any(Number)]);
    const elsewhere = await fetch(`${desk.url}/playground/api/events?who=mira`, {
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(elsewhere.status).toBe(403);
  });
});

let presses = 0;

function slackDoor({ slack, inSlack }: Company): Door {
  const people = { requester: 'U1', bystander: 'U4', agent: 'U2', 'agent elsewhere': 'U2', guest: 'UEXT' } as const;
  return {
    tenant: 'slack:T1' as Tenant,
    opens: (text) => inSlack.message({ user: 'U1', text }),
    press: async (role, value, hurried) => {
      presses += 1;
      const user = people[role];
      const channel = role === 'agent' || role === 'guest' ? 'C2' : 'C1';
      // Who cannot be whispered to in a channel is written to directly.
      const direct = role === 'guest' ? slack.dm(user) : undefined;
      const words = () => slack.seenBy(user).filter(({ ephemeral, channel: at }) => ephemeral || at === direct);
      const before = words().length;
      const payload = {
        type: 'block_actions',
        user: { id: user, username: user.toLowerCase(), team_id: role === 'guest' ? 'T9' : 'T1' },
        team: { id: 'T1', domain: 'acme' },
        api_app_id: 'A1',
        trigger_id: `forged.${presses}`,
        container: { type: 'message', message_ts: '1.1', channel_id: channel },
        channel: { id: channel, name: channel },
        actions: [{ action_id: 'desk:1', block_id: 'b', type: 'button', value, action_ts: `${presses}.1` }],
      };
      await inSlack.redeliver({ kind: 'interactive', payload });
      if (hurried) return '';
      await slack.waitFor(() => words().length > before, { what: `a word to ${user}` });
      return words()
        .slice(before)
        .map(({ said }) => said)
        .join('\n');
    },
  };
}

function discordDoor({ discord }: Company, messages: { readonly help: string; readonly triage: string }): Door {
  const people = { requester: 'D1', bystander: 'D4', agent: 'D3', 'agent elsewhere': 'D3' } as const;
  return {
    tenant: `discord:${discord.guildId}` as Tenant,
    opens: async (text) => discord.message({ user: 'D1', channel: 'help', content: `@deskbell ${text}` }),
    press: (role, forged, hurried) => {
      if (role === 'guest') return undefined;
      const message = role === 'agent' ? messages.triage : messages.help;
      const pressed = discord.press({ user: people[role], message, forged });
      if (hurried) return pressed.response().then(() => '');
      // A press that is answered later has the message with the button for its first answer.
      const answers = () => [pressed.original, ...pressed.followups].filter((one) => one && one.id !== message);
      const words = () => answers().flatMap((one) => one?.content || []);
      return discord.waitFor(() => words().length > 0 && words().join('\n'), { what: 'a word' });
    },
  };
}

function playgroundDoor({ url }: Company): Door {
  const people = { requester: 'mira', bystander: 'kai', agent: 'sam', 'agent elsewhere': 'sam' } as const;
  const root = `${url}/playground/`;
  const gesture = (body: object) =>
    fetch(`${root}api/gesture`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const whispers = async (who: string): Promise<readonly unknown[]> => {
    const heard = await overhear(root, who, 'event: ready');
    return JSON.parse(/event: state\ndata: (.*)/.exec(heard)?.[1] ?? '{}').whispers ?? [];
  };
  return {
    tenant: 'playground:demo' as Tenant,
    opens: (text) => gesture({ who: 'mira', id: fresh(), kind: 'line', place: '@mira', text }),
    press: (role, value) => {
      if (role === 'guest') return undefined;
      const who = people[role];
      const place = { requester: 'help', bystander: 'support', agent: 'it-triage', 'agent elsewhere': '@sam' }[role];
      const press = async (): Promise<string> => {
        const before = new Set((await whispers(who)).map((one) => JSON.stringify(one)));
        await gesture({ who, id: fresh(), kind: 'press', place, value });
        const told = (await whispers(who)).filter((one) => !before.has(JSON.stringify(one)));
        return told.map((one) => JSON.stringify((one as { content: unknown }).content)).join('\n');
      };
      return press();
    },
  };
}
