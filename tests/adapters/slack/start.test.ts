import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { BOT_SCOPES } from '../../../adapters/slack/manifest.ts';
import { delivery, type Office, openOffice, say } from './setup.ts';

const warnings = (desk: Awaited<ReturnType<typeof openOffice>>['desk']) =>
  desk.lines.filter(({ level }) => level === 'warn').map(({ message }) => message);

test('a token that Slack does not accept is named', async () => {
  const office = await openOffice({ started: false, settings: { botToken: 'xoxb-wrong' } });
  await expect(office.adapter.start(office.desk)).rejects.toThrow(
    /^Slack does not accept SLACK_BOT_TOKEN \(invalid_auth\): copy/,
  );
  await office.stop();
});

test('F18: every missing scope is named; what can be done without is a warning', async () => {
  const scopes = BOT_SCOPES.filter((scope) => scope !== 'chat:write');
  const office = await openOffice({ started: false, fake: { scopes } });
  await expect(office.adapter.start(office.desk)).rejects.toThrow('lacks the bot scope chat:write: add it');
  await office.stop();
  const without = [
    'app_mentions:read',
    'chat:write.customize',
    'groups:history',
    'groups:read',
    'reactions:read',
    'users:read',
  ];
  const less = await openOffice({
    fake: { scopes: BOT_SCOPES.filter((scope) => !without.includes(scope)) },
    settings: { agentsChannel: 'help' },
  });
  expect(warnings(less.desk)).toEqual([
    expect.stringContaining('app_mentions:read'),
    expect.stringContaining('lacks the bot scope chat:write.customize: mirrored messages'),
    expect.stringContaining('groups:history'),
    expect.stringContaining('groups:read'),
    expect.stringContaining('reactions:read'),
    expect.stringContaining('users:read'),
  ]);
  await less.people.message({ user: 'UMIRA', text: 'hi' });
  expect(less.desk.heard.at(-1)?.from).toEqual({ account: 'slack:T1:UMIRA', name: 'UMIRA' });
  await less.stop();
});

test('an app token that Slack does not accept is named', async () => {
  const office = await openOffice({ started: false, settings: { appToken: 'xapp-wrong' } });
  await expect(office.adapter.start(office.desk)).rejects.toThrow(/^Slack does not accept SLACK_APP_TOKEN/);
  await office.stop();
});

test('while Slack does not answer, the start goes on in the background', async () => {
  const office = await openOffice({
    furnish: (slack) => {
      slack.faults.add('auth.test', { reply: { status: 503 } }, { times: 2 });
    },
  });
  expect(office.desk.joined).toEqual([]);
  expect(warnings(office.desk)[0]).toBe('Slack does not answer; trying again');
  expect((await office.people.message({ user: 'UMIRA', text: 'meanwhile' })).status).toBe(200);
  expect(office.desk.joined).toEqual(['slack:T1']);
  await office.slack.waitFor(
    () => office.slack.calls.filter(({ method }) => method === 'conversations.list').length > 0,
  );
  await office.stop();
});

test('while Slack does not say which channel is the agents’, nothing said in a channel is taken', async () => {
  const office = await openOffice({
    furnish: (slack) => {
      slack.faults.add('conversations.list', { reply: { status: 503 } }, { times: 99 });
    },
  });
  const { people, desk } = office;
  const root = await people.message({ user: 'USAM', channel: 'CTRIAGE', text: 'root' });
  expect((await people.message({ user: 'USAM', channel: 'CTRIAGE', text: 'a note?', threadTs: root.ts })).status).toBe(
    503,
  );
  expect((await people.message({ user: 'UMIRA', text: 'direct' })).status).toBe(200);
  office.slack.faults.clear();
  expect((await people.message({ user: 'USAM', channel: 'CTRIAGE', text: 'a note', threadTs: root.ts })).status).toBe(
    200,
  );
  expect(desk.heard.at(-1)?.place.side).toBe('agents');
  await office.stop();
});

test('the agents’ channel is remembered for a start at which Slack does not say', async () => {
  const first = await openOffice();
  const kept = await first.desk.kept('slack:T1' as never, 'agents-channel');
  expect(JSON.parse(kept ?? '')).toEqual({ name: 'it-triage', id: 'CTRIAGE' });
  await first.stop();
  const again = await openOffice({
    started: false,
    furnish: (slack) => {
      slack.faults.add('conversations.list', { reply: { status: 503 } }, { times: 9 });
    },
  });
  await again.desk.keep('slack:T1' as never, 'agents-channel', kept ?? null);
  await again.adapter.start(again.desk);
  expect(again.adapter.bucket(again.adapter.agents('slack:T1' as never))).toBe('slack:T1/CTRIAGE');
  await again.stop();
});

test('the agents’ channel may be given by id or found behind many others; a bot that is not in it is told', async () => {
  const byId = await openOffice({ settings: { agentsChannel: 'CTRIAGE' } });
  expect(byId.adapter.bucket(byId.adapter.agents('slack:T1' as never))).toBe('slack:T1/CTRIAGE');
  expect(warnings(byId.desk)).toEqual([]);
  await byId.stop();
  const far = await openOffice({
    settings: { agentsChannel: '#zz-last' },
    furnish: (slack) => {
      for (let n = 0; n < 450; n += 1) slack.addChannel({ id: `CX${n}`, name: `x${n}` });
      slack.addChannel({ id: 'CZZ', name: 'zz-last', withBot: false });
    },
  });
  expect(far.adapter.bucket(far.adapter.agents('slack:T1' as never))).toBe('slack:T1/CZZ');
  expect(warnings(far.desk)).toEqual([expect.stringContaining('The bot is not in the agents\' channel "zz-last"')]);
  await far.stop();
});

test('the API’s address may lack its last slash', async () => {
  const office = await openOffice({ started: false });
  const { slack } = await import('../../../adapters/slack/index.ts');
  const adapter = slack({ botToken: office.slack.botToken, apiUrl: office.slack.apiUrl.replace(/\/$/, '') });
  expect(adapter.routes).toBeUndefined();
  await adapter.start(office.desk);
  expect(office.desk.joined).toEqual(['slack:T1']);
  await adapter.stop();
  await office.stop();
});

test.each(['missing_scope', 'unknown_method'])(
  'where Slack lists no channels (%s), the agents’ one is addressed by its name, and known by its id from then on',
  async (error) => {
    const deaf = (slack: Office['slack']): void => {
      slack.faults.add('conversations.list', { reply: { error } }, { times: 9 });
    };
    const office = await openOffice({ furnish: deaf });
    expect(warnings(office.desk)).toEqual([expect.stringContaining('"#it-triage" is tried by its name')]);
    const place = office.adapter.agents('slack:T1' as never);
    const sent = await office.adapter.send(delivery.open(place, say('INC-1')));
    expect(sent.thread).toMatch(/^slack:T1\/CTRIAGE\//);
    expect(office.adapter.bucket(place)).toBe('slack:T1/CTRIAGE');
    const kept = await office.desk.kept('slack:T1' as never, 'agents-channel');
    await office.stop();

    const again = await openOffice({ started: false, furnish: deaf });
    await again.desk.keep('slack:T1' as never, 'agents-channel', kept ?? null);
    await again.adapter.start(again.desk);
    expect(again.adapter.bucket(place)).toBe('slack:T1/CTRIAGE');
    expect(warnings(again.desk)).toEqual([]);
    await again.stop();
  },
);

test('where Slack will never say which channel is the agents’, the rest of the desk goes on', async () => {
  const office = await openOffice({
    furnish: (slack) => {
      slack.faults.add('conversations.list', { reply: { error: 'unknown_method' } }, { times: 9 });
    },
  });
  const answer = await office.people.slash({ user: 'UMIRA', channel: 'CHELP', command: '/ticket', text: 'list' });
  expect(answer).toMatchObject({ status: 200, body: '' });
  expect(office.desk.heard.at(-1)?.place.side).toBe('public');
  await office.stop();
});

test('a command says what the token lacks, and what is lost without it', async () => {
  const office = await openOffice({
    started: false,
    fake: { scopes: BOT_SCOPES.filter((one) => one !== 'reactions:read') },
  });
  const env = { ...process.env, SLACK_BOT_TOKEN: office.slack.botToken, SLACK_API_URL: office.slack.apiUrl };
  const script = fileURLToPath(new URL('../../../adapters/slack/scopes.ts', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env });
  expect(stdout).toMatch(/^The token for Acme lacks:\n {2}reactions:read: an emoji on a message opens no ticket\n/);
  expect(stdout).not.toContain('users:read');
  const wrong = promisify(execFile)(process.execPath, [script], { env: { ...env, SLACK_BOT_TOKEN: 'xoxb-wrong' } });
  await expect(wrong).rejects.toThrow('Slack does not accept SLACK_BOT_TOKEN');
  await office.stop();
});

test.each(['not_allowed_token_type', 'invalid_auth', 'missing_scope'])(
  'an app token that Slack refuses (%s) is named, and not tried again and again',
  async (error) => {
    const office = await openOffice({ started: false, settings: { appToken: 'xapp-fake' } });
    office.slack.faults.add('apps.connections.open', { reply: { error } }, { times: 99 });
    await expect(office.adapter.start(office.desk)).rejects.toThrow(
      `Slack does not accept SLACK_APP_TOKEN (An API error occurred: ${error}): it needs the scope connections:write`,
    );
    expect(office.slack.calls.filter(({ method }) => method === 'apps.connections.open')).toHaveLength(1);
    expect(office.desk.lines.filter(({ level }) => level === 'error')).toEqual([]);
    await office.stop();
  },
);

test('an app token refused with a status is named as well; one that fails for a moment is tried again', async () => {
  const refused = await openOffice({ started: false, settings: { appToken: 'xapp-fake' } });
  refused.slack.faults.add('apps.connections.open', { reply: { status: 401 } }, { times: 99 });
  await expect(refused.adapter.start(refused.desk)).rejects.toThrow('Slack does not accept SLACK_APP_TOKEN');
  await refused.stop();
  const slow = await openOffice({ started: false, settings: { appToken: 'xapp-fake' } });
  slow.slack.faults.add('apps.connections.open', { reply: { status: 503 } }, { times: 2 });
  await slow.adapter.start(slow.desk);
  expect(slow.adapter.answers?.()).toBe(true);
  await slow.stop();
});

test('a platform that does not answer yet is not said to be connected', async () => {
  const office = await openOffice({
    furnish: (slack) => {
      slack.faults.add('auth.test', { reply: { status: 503 } });
    },
  });
  expect(office.adapter.answers?.()).toBe(false);
  await expect.poll(() => office.adapter.answers?.()).toBe(true);
  await office.stop();
});

test('a call that Slack refuses is logged by whoever made it, once', async () => {
  const office = await openOffice();
  office.slack.faults.add('views.open', {
    reply: { error: 'invalid_arguments', extra: { response_metadata: { messages: ['[ERROR] no'] } } },
  });
  await office.people.slash({ user: 'UMIRA', channel: 'CHELP', command: '/ticket', text: 'my printer' });
  const loud = office.desk.lines.filter(({ level }) => level === 'warn' || level === 'error');
  expect(loud.map(({ message }) => message)).toEqual(['Slack did not open a modal']);
  await office.stop();
});
