/**
 * Two customers at one desk in whose workspaces every id is the same: people, channels, messages, tickets. What tells them
 * apart is the workspace alone.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Account, Address, Tenant } from '../../src/adapter.ts';
import { fill } from '../knowledge/shelf.ts';
import type { FakeSlack } from '../support/fake-slack/index.ts';
import { plainAdapter, textOf } from '../support/plain-adapter.ts';
import { startDesk } from '../support/running-desk.ts';
import { slackTenants, type Tenants } from '../support/slack-tenants.ts';

const HELP = 'C1HELP';
const TRIAGE = 'C1TRIAGE';

describe('two workspaces with equal ids everywhere', () => {
  let all: Tenants;
  /** A workspace, the word that only it knows, and that of the other. */
  let sides: readonly (readonly [FakeSlack, string, string])[];

  beforeAll(async () => {
    all = await slackTenants({}, { twins: true, env: { DUPLICATES: 'on', SERVICES: 'Network' } });
    sides = [
      [all.one, 'aardvark', 'buffalo'],
      [all.two, 'buffalo', 'aardvark'],
    ];
    for (const [index, [workspace, own]] of sides.entries()) {
      await all.install({ id: workspace.team });
      const shelf = [{ title: `Printers of ${own}`, body: `Press ${own} and wait for the printer.` }];
      await fill(all.desk.db, index + 1, shelf);
    }
    // The same person says it in the same instant, in the same message.
    const said = { user: 'UMIRA', ts: `${Math.floor(Date.now() / 1000)}.000100`, clientMsgId: 'the-same-in-both' };
    await Promise.all(
      sides.map(([workspace, own]) =>
        all.at(workspace).message({ ...said, text: `my vpn drops every ten minutes, ${own}` }),
      ),
    );
    await Promise.all(sides.map(([workspace, own]) => card(workspace, own)));
  });
  afterAll(() => all?.stop());

  const card = (workspace: FakeSlack, words: string) =>
    workspace.waitFor(() => workspace.channel(TRIAGE).messages.find(({ said }) => said.includes(words)), {
      what: `the card “${words}”`,
    });
  /** What somebody is whispered next, after this. */
  const told = async (workspace: FakeSlack, user: string, gesture: () => Promise<{ readonly body: string }>) => {
    const whispers = () => workspace.seenBy(user).filter(({ ephemeral }) => ephemeral);
    const before = whispers().length;
    await gesture();
    await workspace.waitFor(() => whispers().length > before, { what: `a word to ${user} of ${workspace.team}` });
    return whispers()
      .slice(before)
      .map(({ said, blocks }) => `${said}\n${JSON.stringify(blocks)}`)
      .join('\n');
  };
  const typed = (workspace: FakeSlack, text: string, user = 'UMIRA', channel = HELP) =>
    told(workspace, user, () => all.at(workspace).slash({ user, channel, command: '/ticket', text }));
  const rows = async (sql: string) => (await all.desk.db.pool.query(sql)).rows;

  it('each has its own ticket of the same number, from the same message', async () => {
    expect(await rows('select org_id, number, requester_account as who from ticket order by org_id')).toEqual([
      { org_id: 1, number: 1, who: 'slack:T1:UMIRA' },
      { org_id: 2, number: 1, who: 'slack:T2:UMIRA' },
    ]);
    const cards = await Promise.all(sides.map(([workspace, own]) => card(workspace, own)));
    for (const { said } of cards) expect(said).toContain('INC-1');
  });

  it.each(['status INC-1', 'mine', 'search printer'])('“/ticket %s” tells of one’s own alone', async (line) => {
    for (const [workspace, own, other] of sides) {
      const answer = await typed(workspace, line);
      expect(answer).toContain(own);
      expect(answer).not.toContain(other);
    }
  });

  it('the queue of agents is theirs alone', async () => {
    for (const [workspace, own, other] of sides) {
      const answer = await typed(workspace, 'list', 'USAM', TRIAGE);
      expect(answer).toContain(own);
      expect(answer).not.toContain(other);
    }
  });

  it('what is written in a thread of the same id goes to the ticket there alone', async () => {
    const roots = await Promise.all(sides.map(([workspace, own]) => card(workspace, own)));
    for (const [index, [workspace, own]] of sides.entries()) {
      const threadTs = roots[index]?.ts ?? '';
      await all.at(workspace).message({ user: 'USAM', channel: TRIAGE, threadTs, text: `greetings from ${own}` });
      await workspace.waitFor(
        () => workspace.channel(workspace.dm('UMIRA')).messages.find(({ said }) => said.includes(`from ${own}`)),
        { what: 'the reply' },
      );
    }
    for (const [workspace, , other] of sides)
      for (const user of ['UMIRA', 'USAM']) expect(JSON.stringify(workspace.seenBy(user))).not.toContain(other);
  });

  it('a button that is copied from one to the other does nothing there, and says so', async () => {
    const { one, two } = all;
    const { blocks } = await card(one, 'aardvark');
    const [, value] = /"value":"([^"]+)"/.exec(JSON.stringify(blocks)) ?? expect.fail('no button');
    const state = () => rows('select t::text from ticket t order by org_id');
    const before = await state();
    const { ts } = await card(two, 'buffalo');
    const payload = {
      type: 'block_actions',
      user: { id: 'USAM', username: 'sam', team_id: 'T2' },
      team: { id: 'T2', domain: 'other' },
      api_app_id: two.appId,
      trigger_id: 'copied.1',
      container: { type: 'message', message_ts: ts, channel_id: TRIAGE },
      channel: { id: TRIAGE, name: 'it-triage' },
      actions: [{ action_id: 'desk:1', block_id: 'b', type: 'button', value, action_ts: '1.1' }],
    };
    const answer = await told(two, 'USAM', () => all.at(two).redeliver({ kind: 'interactive', payload }));
    expect(answer).toMatch(/button/i);
    expect(answer).not.toContain('aardvark');
    expect(await state()).toEqual(before);
    await all.at(one).press({ user: 'USAM', channel: TRIAGE, label: 'Claim' });
    await expect.poll(async () => (await state())[0]).not.toEqual(before[0]);
    expect((await state())[1]).toEqual(before[1]);
  });

  it('a link code of one is unknown in the other, and who has the same id in both stays two people', async () => {
    const given = await typed(all.one, 'link');
    const code = /\b[0-9A-Z]{5,7}(?:-[0-9A-Z]{1,7})+\b/.exec(given)?.[0] ?? expect.fail(given);
    const people = () => rows("select org_id, account, person_id from account where account like '%UMIRA' order by 1");
    const before = await people();
    expect(before).toHaveLength(2);
    expect(await typed(all.two, `link ${code}`)).toContain('That code does not work');
    expect(await people()).toEqual(before);
    expect(await typed(all.two, 'status INC-1')).not.toContain('aardvark');
  });

  it('the report and all that is exported are of one’s own desk', async () => {
    const { desk } = all;
    // So that each has a different number of them.
    await all.at(all.two).message({ user: 'UMIRA', text: 'my chair is broken, buffalo' });
    await card(all.two, 'my chair');
    for (const [index, [workspace]] of sides.entries()) {
      const answer = await typed(workspace, 'report this year', 'USAM', TRIAGE);
      const token = /token=([\w.-]+)/.exec(answer)?.[1] ?? expect.fail(answer);
      const body = new URLSearchParams({ token });
      const entered = await fetch(`${desk.url}/report/open`, { method: 'POST', body, redirect: 'manual' });
      const cookie = (entered.headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
      const read = async (path: string) => (await fetch(`${desk.url}/report/${path}`, { headers: { cookie } })).text();
      const csv = await read('export?table=tickets&period=this_year');
      expect(csv.match(/INC-\d+/g)).toEqual(index === 0 ? ['INC-1'] : ['INC-1', 'INC-2']);
      for (const path of ['?period=this_year', 'export?table=demand&period=this_year&format=json'])
        expect(await read(path)).not.toMatch(/aardvark|buffalo/);
    }
  });

  it('a ticket is compared with those of its own desk', async () => {
    const { one, two } = all;
    await all.at(one).message({ user: 'USAM', text: 'my chair is broken, aardvark' });
    await card(one, 'my chair');
    // That the first is told of nothing is known when a later one has been told of its own.
    await all.at(one).message({ user: 'USAM', text: 'vpn is dropping every ten minutes' });
    const alike = await card(one, 'INC-3 looks like INC-1');
    expect(alike.said).not.toContain('buffalo');
    const both = JSON.stringify([one, two].map((workspace) => workspace.channel(TRIAGE).messages));
    expect(both).not.toContain('INC-2 looks like');
  });
});

it('what is suggested while somebody types is of their own organisation, though their ids are the same', async () => {
  const chat = plainAdapter();
  const desk = await startDesk([chat]);
  const there = { tenant: 'plain:U' as Tenant };
  const from = (tenant: string) => ({ account: `${tenant}:mira` as Account, name: 'mira' });
  const place = (tenant: string, side: 'direct' | 'agents') => ({
    ...{ tenant: tenant as Tenant, side },
    ...{ address: 'plain:@mira' as Address, home: 'plain:@mira' as Address },
  });
  const opens = (subject: string) => ({ kind: 'command', intent: 'open', params: { subject } }) as const;
  await chat.desk.receive(chat.incoming('mira', opens('aardvark is broken'), {}));
  const other = chat.incoming('mira', opens('buffalo is broken'), there);
  await chat.desk.receive({ ...other, from: from('plain:U') });
  for (const [tenant, subject] of [
    ['plain:T', 'aardvark is broken'],
    ['plain:U', 'buffalo is broken'],
  ] as const) {
    for (const side of ['direct', 'agents'] as const)
      for (const what of ['', 'INC-1', '1', 'broken']) {
        const labels = (await chat.desk.suggest(from(tenant), place(tenant, side), what)).map(({ label }) => label);
        expect(labels, `${tenant} ${side} “${what}”`).toEqual([expect.stringContaining(subject)]);
      }
    const incoming = chat.incoming('mira', { kind: 'command', intent: 'status', params: { ticket: '1' } }, {});
    const asked = { ...incoming, from: from(tenant), place: { ...incoming.place, tenant: tenant as Tenant } };
    const outcome = await chat.desk.receive(asked);
    expect(outcome.kind === 'answer' && textOf(outcome.message)).toContain(subject);
  }
  await desk.stop();
});
