/** The real program at its most talkative, through a story with every kind of failure: what it wrote is searched at the end. */
import { expect, inject, it } from 'vitest';
import { castSlack, GUILD, MEMBERS } from '../support/cast.ts';
import { createDatabase, execute } from '../support/database.ts';
import { fault, startFakeDiscord } from '../support/fake-discord/index.ts';
import { fakeOpenAi } from '../support/fake-openai.ts';
import { startFakeSlack } from '../support/fake-slack/index.ts';
import { startProcess } from '../support/process.ts';

/** Shapes that no pattern knows, so that only what is given to the logger by name keeps them out. */
const SECRETS = {
  slackSigning: '5ec4e7a1b2c3d4e5f60718293a4b5c6d',
  slackToken: 'xoxb-1111-2222-quietSlackToken',
  discordToken: 'odd.shaped.discord-quietToken',
  openai: 'a-key-of-another-maker-quiet',
  own: 'a secret key that is quiet as well, 32 letters',
};
/** What people say: one word for each way in. */
const WORDS = [
  'zebrafish',
  'quokkanote',
  'wombatreply',
  'narwhaledit',
  'ocelotslash',
  'pangolinjunk',
  'axolotldiscord',
  'capybara',
];
/** A report's link, and a code that makes one person of two accounts. */
const CODES = /token=[\w.-]+|\b[0-9A-Z]{7}(?:-[0-9A-Z]{1,7})+\b/g;

it('has no secret and no word that anybody said in it, whatever failed', async () => {
  const slack = await startFakeSlack({ signingSecret: SECRETS.slackSigning, botToken: SECRETS.slackToken });
  castSlack(slack);
  const discord = await startFakeDiscord({
    token: SECRETS.discordToken,
    applicationId: '900000000000000001',
    guild: GUILD,
  });
  for (const one of Object.values(MEMBERS)) discord.addUser(one);
  const model = await fakeOpenAi();
  const database = await createDatabase();
  const desk = await startProcess({
    PORT: '0',
    LOG_LEVEL: 'trace',
    DATABASE_URL: database.url,
    SECRET_KEY: SECRETS.own,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    DISCORD_TOKEN: discord.token,
    DISCORD_APPLICATION_ID: discord.applicationId,
    DISCORD_API_URL: discord.apiUrl,
    OPENAI_API_KEY: SECRETS.openai,
    OPENAI_BASE_URL: model.url,
  });
  const stop = async () => {
    await desk.kill('SIGTERM');
    await Promise.all([slack.stop(), discord.stop(), model.close()]);
    await database.drop();
  };
  try {
    const url = await desk.running;
    const inSlack = slack.http(`${url}/slack/events`);
    const card = (words: string) =>
      slack.waitFor(() => slack.channel('C2').messages.find(({ said }) => said.includes(words)), {
        what: `the card “${words}”`,
        timeoutMs: 40_000,
      });
    // Platforms and model say in their errors what they were given.
    const echo = `${Object.values(SECRETS).join(' ')} ${WORDS.join(' ')}`;
    model.script({ kind: 'body', body: echo }, { kind: 'status', status: 500 }, { kind: 'says', content: echo });
    for (const reply of [
      { status: 500, body: echo },
      { error: 'internal_error', extra: { detail: echo, response_metadata: { messages: [echo] } } },
      'truncated',
      'reset',
    ] as const)
      slack.faults.add('chat.postMessage', { reply });
    const { ts } = await inSlack.message({ user: 'U1', text: 'my vpn drops, zebrafish' });
    const root = await card('zebrafish');
    await inSlack.message({ user: 'U2', channel: 'C2', threadTs: root.ts, text: 'on it, wombatreply' });
    await slack.waitFor(() => slack.seenBy('U1').find(({ said }) => said.includes('wombatreply')), {
      what: 'the reply',
      timeoutMs: 40_000,
    });
    await inSlack.slash({ user: 'U2', channel: 'C2', command: '/ticket', text: 'note INC-1 quokkanote' });
    await inSlack.edit({ user: 'U1', channel: slack.dm('U1'), ts: ts ?? '', text: 'my vpn drops, narwhaledit' });
    const slash = await inSlack.slash({ user: 'U1', channel: 'C1', command: '/ticket', text: 'ocelotslash is broken' });
    await slack.waitFor(() => slack.views('U1').length > 0, { what: 'the form' });
    const coded = await inSlack.slash({ user: 'U1', channel: 'C1', command: '/ticket', text: 'link' });
    const given = await slack.waitFor(() => slack.seenBy('U1').find(({ said }) => said.includes('Your code')));
    const report = await inSlack.slash({ user: 'U2', channel: 'C2', command: '/ticket', text: 'report' });
    await slack.waitFor(() => slack.seenBy('U2').find(({ said }) => said.includes('/report/open')));

    for (const junk of [
      '{"type":"event_callback","event":{"type":"message","text":"pangolinjunk',
      '{"type":"event_callback","team_id":"T1","event":{"type":"message","text":{"a":"pangolinjunk"},"user":7}}',
      '{"type":"event_callback","team_id":"T1","event":"pangolinjunk"}',
      '{"type":"block_actions","actions":[{"value":"pangolinjunk"}],"user":"pangolinjunk"}',
    ])
      expect((await inSlack.raw(junk, { 'content-type': 'application/json' })).status).toBeLessThan(500);
    const forged = await fetch(`${url}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-slack-signature': `v0=${SECRETS.slackSigning}` },
      body: '{"text":"pangolinjunk"}',
    });
    expect(forged.status).toBe(401);

    const echoed = fault.junk(JSON.stringify({ message: echo, code: 0 }), 500, 'application/json');
    discord.faults.next('POST /channels/:channel/messages', echoed);
    await discord.waitFor(() => discord.registeredCommands().length === 4, { what: 'the commands' });
    discord.message({ user: 'D1', channel: 'help', content: '@deskbell axolotldiscord is broken' });
    await card('axolotldiscord');

    const { url: server } = inject('databaseServer');
    const name = new URL(database.url).pathname.slice(1);
    await execute(server, `alter database ${name} allow_connections false`);
    await execute(server, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    const away = await inSlack.message({ user: 'U1', text: 'my printer is broken, zebrafish' });
    expect(away.status).toBeGreaterThanOrEqual(500);
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    await execute(server, `alter database ${name} allow_connections true`);
    await expect.poll(async () => (await inSlack.redeliver(away)).status, { timeout: 20_000 }).toBe(200);
    await card('my printer');
    // PostgreSQL tells the whole row that it does not take.
    await execute(database.url, "alter table ticket add constraint odd check (subject not like '%capybara%')");
    const odd = await inSlack.message({ user: 'U1', text: 'my scanner is broken, capybara' });
    expect(odd.status).toBeGreaterThanOrEqual(500);
    await desk.kill('SIGTERM');

    const log = desk.output();
    const lines = log.split('\n').filter((line) => line.startsWith('{'));
    expect(lines.length).toBeGreaterThan(30);
    for (const event of ['"heard"', '"decided"', '"level":"warn"', '"level":"error"', '"slack sdk"'])
      expect(log).toContain(event);
    const codes = `${JSON.stringify(slack.seenBy('U2'))} ${given.said}`.match(CODES) ?? [];
    expect(codes.length).toBeGreaterThan(1);
    const once = [slash, coded, report].map(({ delivery }) => String(delivery.payload['response_url']));
    const secret = [...Object.values(SECRETS), ...WORDS, ...codes, ...once, new URL(database.url).password];
    expect(once.every((one) => one.startsWith('http'))).toBe(true);
    for (const one of secret.filter((word) => word !== ''))
      expect(lines.filter((line) => line.includes(one)).concat(log.includes(one) ? [one] : []), one).toEqual([]);
  } finally {
    await stop();
  }
});
