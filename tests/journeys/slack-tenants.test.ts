import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slack } from '../../adapters/slack/index.ts';
import { readConfig } from '../../src/config.ts';
import { logger } from '../../src/log.ts';
import { run } from '../../src/run.ts';
import type { FakeSlack } from '../support/fake-slack/index.ts';
import { back, slackTenants, type Tenants } from '../support/slack-tenants.ts';

const cards = (workspace: FakeSlack, channel: string) =>
  workspace.channel(channel).messages.filter(({ threadTs }) => threadTs === undefined);

const card = (workspace: FakeSlack, channel: string, words: string) =>
  workspace.waitFor(() => cards(workspace, channel).find(({ said }) => said.includes(words)), {
    what: `the card “${words}”`,
  });

describe('installing', () => {
  let all: Tenants;
  beforeAll(async () => {
    all = await slackTenants();
  });
  afterAll(() => all.stop());

  const begin = async () => {
    const response = await fetch(`${all.desk.url}/slack/install`, { redirect: 'manual' });
    const to = new URL(response.headers.get('location') ?? '');
    const cookie = response.headers.get('set-cookie') ?? '';
    return { status: response.status, to, cookie, state: to.searchParams.get('state') ?? '' };
  };
  const kept = async () => (await all.desk.db.pool.query('select tenant, key, value from kept')).rows;

  it('leads to Slack with what is needed, and with a state that belongs to this browser', async () => {
    const { status, to, cookie, state } = await begin();
    expect(status).toBe(302);
    expect(to.pathname).toBe('/oauth/v2/authorize');
    expect(to.searchParams.get('client_id')).toBe('1.2');
    expect(to.searchParams.get('scope')).toContain('chat:write');
    expect(cookie).toMatch(new RegExp(`=${state}; Secure; HttpOnly`));
    expect((await fetch(`${all.desk.url}/slack/install`, { method: 'POST' })).status).toBe(405);
    expect(await kept()).toEqual([]);
  });

  it('takes a state once, from its own browser, and only while it is young', async () => {
    const { state, cookie } = await begin();
    const [mine = ''] = cookie.split(';', 1);
    const code = () => all.grid.code({ id: 'T1' });
    const expired = { status: 400, text: expect.stringContaining('This link is too old') };
    expect(await back(all.desk.url, { code: code(), state }, 'slack-app-oauth-state=other')).toMatchObject(expired);
    expect(await back(all.desk.url, { code: code(), state: 'x' }, 'slack-app-oauth-state=x')).toMatchObject(expired);
    const old = `nonce.${Math.floor(Date.now() / 1000) - 1}`;
    const mac = createHmac('sha256', 'a secret of our own').update(old).digest('base64url');
    const late = { code: code(), state: `${old}.${mac}` };
    expect(await back(all.desk.url, late, `slack-app-oauth-state=${late.state}`)).toMatchObject(expired);
    expect(all.grid.grants).toEqual([]);
    const twice = await Promise.all([1, 2].map(() => back(all.desk.url, { code: code(), state }, mine)));
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(all.grid.grants).toHaveLength(1);
  });

  it('says so when somebody refuses, and when Slack does not confirm it', async () => {
    const { state, cookie } = await begin();
    const [mine = ''] = cookie.split(';', 1);
    expect(await back(all.desk.url, { error: 'access_denied', state }, mine)).toMatchObject({
      status: 200,
      text: expect.stringContaining('was not installed, as you wished'),
    });
    expect(await back(all.desk.url, { code: 'forged', state }, mine)).toMatchObject({
      status: 502,
      text: expect.stringContaining('Slack did not confirm it'),
    });
  });

  it('keeps tokens encrypted, each for its own workspace', async () => {
    expect(await all.install({ id: 'T2' })).toMatchObject({ status: 200 });
    const rows = await kept();
    expect(rows.filter(({ key }) => key === 'installation').map(({ tenant }) => tenant)).toEqual([
      'slack:T1',
      'slack:T2',
    ]);
    for (const token of [...all.grid.tokens('T1'), ...all.grid.tokens('T2')])
      for (const { value } of rows) expect(value.toString('latin1')).not.toContain(token);
  });
});

describe('several workspaces at one desk', () => {
  let all: Tenants;
  beforeAll(async () => {
    all = await slackTenants();
    await all.install({ id: 'T1' });
    await all.install({ id: 'T2' });
  });
  afterAll(() => all.stop());

  it('are apart: each has its agents’ channel, its numbers and its token', async () => {
    const { one, two, grid } = all;
    await all.at(one).message({ user: 'UMIRA', text: 'my monitor flickers' });
    await all.at(two).message({ user: 'UZOE', text: 'my keyboard is dead' });
    expect((await card(one, 'C1TRIAGE', 'my monitor flickers')).said).toContain('INC-1');
    expect((await card(two, 'C2TRIAGE', 'my keyboard is dead')).said).toContain('INC-1');
    expect([cards(one, 'C1TRIAGE').length, cards(two, 'C2TRIAGE').length]).toEqual([1, 1]);
    expect(new Set(grid.calls.map(({ token }) => token))).toEqual(
      new Set([...grid.tokens('T1'), ...grid.tokens('T2')]),
    );
    const { rows } = await all.desk.db.pool.query('select count(distinct org_id)::int as orgs from ticket');
    expect(rows).toEqual([{ orgs: 2 }]);
  });

  it('a workspace without the app is told so where it asks, and is no tenant', async () => {
    const { startFakeSlack } = await import('../support/fake-slack/index.ts');
    const stranger = await startFakeSlack({ team: 'T3' });
    stranger.addUser({ id: 'UTOM', name: 'tom' });
    stranger.addChannel({ id: 'C3', name: 'it-triage', members: ['UTOM'] });
    const there = all.at(stranger);
    const answer = await there.slash({ user: 'UTOM', channel: 'C3', command: '/ticket', text: 'help' });
    expect(answer.body).toContain('Deskbell is not installed in this workspace');
    expect((await there.message({ user: 'UTOM', text: 'my mouse is broken' })).status).toBe(200);
    expect((await there.openHome({ user: 'UTOM' })).status).toBe(200);
    const { rows } = await all.desk.db.pool.query("select 1 from tenant where tenant = 'slack:T3'");
    expect(rows).toEqual([]);
    await stranger.stop();
  });
});

describe('tokens that end', () => {
  let all: Tenants;
  beforeAll(async () => {
    all = await slackTenants();
    await all.install({ id: 'T1', lives: 12 * 3600 });
    await all.install({ id: 'T2', lives: 3600 });
  });
  afterAll(() => all.stop());
  const refreshes = () => all.grid.grants.filter(({ type }) => type === 'refresh_token');

  it('are exchanged before they do, while the old one still serves', async () => {
    const { two, grid } = all;
    await all.at(two).message({ user: 'UZOE', text: 'no sound in the meeting room' });
    await card(two, 'C2TRIAGE', 'no sound');
    await two.waitFor(() => grid.tokens('T2').length > 1, { what: 'the exchange' });
    expect(grid.tokens('T1')).toHaveLength(1);
  });

  it('one that Slack calls expired is exchanged once, whichever replica hears of it, and what was to be said is said once', async () => {
    const { one, grid, desk } = all;
    const config = readConfig({ PORT: '0', LOG_LEVEL: 'fatal', PLAYGROUND: 'on', DATABASE_URL: desk.databaseUrl });
    const other = await run({ config, adapters: [slack(all.settings)], log: logger('fatal') });
    await one.waitFor(() => one.calls.filter(({ method }) => method === 'auth.test').length >= 2, {
      what: 'both replicas being connected',
    });
    grid.spoil(grid.tokens('T1').at(-1) ?? '', 'token_expired');
    await Promise.all([
      all.at(one).message({ user: 'UMIRA', text: 'my cable is broken' }),
      all.at(one, other.url).message({ user: 'USAM', text: 'my lamp is broken' }),
    ]);
    await card(one, 'C1TRIAGE', 'my cable');
    await card(one, 'C1TRIAGE', 'my lamp');
    expect(cards(one, 'C1TRIAGE')).toHaveLength(2);
    expect(grid.tokens('T1')).toHaveLength(2);
    expect(refreshes().filter(({ answer }) => answer['ok'] !== true)).toEqual([]);
    await other.stop();
    await all.restart();
    await all.at(one).message({ user: 'UMIRA', text: 'my other cable is broken' });
    await card(one, 'C1TRIAGE', 'other cable');
    expect(grid.tokens('T1')).toHaveLength(2);
  });
});

describe('F15: a workspace that takes the app out', () => {
  let all: Tenants;
  beforeAll(async () => {
    all = await slackTenants();
    await all.install({ id: 'T1' });
    await all.install({ id: 'T2' });
  });
  afterAll(() => all.stop());

  it('has what was for it kept, and shown in its order when it installs the app again; others go on', async () => {
    const { one, two, grid, desk } = all;
    const { ts = '' } = await all.at(one).message({ user: 'UMIRA', text: 'the door does not open' });
    const { ts: root } = await card(one, 'C1TRIAGE', 'the door');
    const gone = grid.tokens('T1').at(-1) ?? '';
    const uninstalled = (type: string, extra: object = {}) =>
      all.at(one).raw(JSON.stringify({ ...EVENT, event: { type, ...extra }, event_id: `Ev${type}` }), {
        'content-type': 'application/json',
      });
    // Told of a token that is good still, it is about an installation from before.
    expect((await uninstalled('tokens_revoked', { tokens: { bot: ['UBOT'] } })).status).toBe(200);
    await all.at(one).message({ user: 'UMIRA', threadTs: ts, text: 'still here' });
    await one.waitFor(() =>
      one
        .channel('C1TRIAGE')
        .thread(root)
        .find(({ text }) => text.includes('still here')),
    );
    grid.spoil(gone, 'token_revoked');
    for (const text of ['first', 'second', 'third'])
      await all.at(one).message({ user: 'UMIRA', threadTs: ts, text: `${text} word` });
    expect((await uninstalled('app_uninstalled')).status).toBe(200);
    const { rows } = await desk.db.pool.query("select 1 from kept where tenant = 'slack:T1' and key = 'installation'");
    expect(rows).toEqual([]);
    await all.at(two).message({ user: 'UZOE', text: 'my window is broken' });
    await card(two, 'C2TRIAGE', 'my window');
    expect(await all.install({ id: 'T1' })).toMatchObject({ status: 200 });
    await one.waitFor(
      () =>
        one
          .channel('C1TRIAGE')
          .thread(root)
          .find(({ text }) => text.includes('third word')),
      {
        what: 'what was kept',
      },
    );
    const said = one
      .channel('C1TRIAGE')
      .thread(root)
      .flatMap(({ text }) => /(\w+) word/.exec(text)?.[1] ?? []);
    expect(said).toEqual(['first', 'second', 'third']);
  });
});

const EVENT = {
  type: 'event_callback',
  team_id: 'T1',
  api_app_id: 'A1',
  event_time: 1,
  authorizations: [{ enterprise_id: null, team_id: 'T1', user_id: 'UBOT', is_bot: true, is_enterprise_install: false }],
};

describe('an organisation that installs the app for all of its workspaces', () => {
  let all: Tenants;
  beforeAll(async () => {
    all = await slackTenants();
    await all.install({ id: 'E1' });
  });
  afterAll(() => all.stop());

  it('has each of them served as the workspace that it is', async () => {
    const { one, two } = all;
    const said = async (workspace: FakeSlack, user: string, text: string) => {
      const { delivery } = await workspace.http('http://127.0.0.1:9/').message({ user, text });
      const whole = { enterprise_id: 'E1', team_id: 'E1', user_id: 'UBOT', is_bot: true, is_enterprise_install: true };
      const body = { ...delivery.payload, enterprise_id: 'E1', authorizations: [whole] };
      return all.at(workspace).raw(JSON.stringify(body), { 'content-type': 'application/json' });
    };
    expect((await said(one, 'UMIRA', 'my projector is broken')).status).toBe(200);
    expect((await said(two, 'UZOE', 'my heating is broken')).status).toBe(200);
    await card(one, 'C1TRIAGE', 'my projector');
    await card(two, 'C2TRIAGE', 'my heating');
    expect([cards(one, 'C1TRIAGE').length, cards(two, 'C2TRIAGE').length]).toEqual([1, 1]);
    const { rows } = await all.desk.db.pool.query('select tenant from tenant order by tenant');
    expect(rows.map(({ tenant }) => tenant)).toEqual(['slack:T1', 'slack:T2']);
    // Known from then on, without anybody saying anything.
    const before = all.grid.calls.length;
    await all.restart();
    const asked = () => all.grid.calls.slice(before).filter(({ method }) => method === 'auth.test').length;
    await two.waitFor(() => asked() >= 2, { what: 'both being known' });
  });
});
