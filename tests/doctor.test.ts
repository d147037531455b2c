import { execFile } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BOT_SCOPES } from '../adapters/slack/manifest.ts';
import { createDatabase, execute, type TestDatabase } from './support/database.ts';
import { type FakeDiscord, startFakeDiscord } from './support/fake-discord/index.ts';
import { type FakeOpenAi, fakeOpenAi } from './support/fake-openai.ts';
import { type FakeSlack, startFakeSlack } from './support/fake-slack/index.ts';

const ROOT = new URL('../', import.meta.url);
const DISCORD_TOKEN = 'MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.a-token-that-nobody-may-be-shown';
const KEY = 'sk-doctor-0123456789abcdef';

interface Examined {
  readonly code: number;
  readonly lines: readonly string[];
  readonly all: string;
}

/** As an operator runs it; in a folder without a `.env`. */
function doctor(env: Readonly<Record<string, string>>): Promise<Examined> {
  return new Promise((resolve) => {
    const options = { cwd: new URL('tests/', ROOT), env: { PATH: process.env['PATH'] ?? '', ...env } };
    execFile(process.execPath, ['../src/doctor.ts'], options, (error, stdout, stderr) => {
      const lines = stdout.split('\n').flatMap((line) => (line === '' ? [] : [line.replace(/ {2,}/g, ' · ')]));
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, lines, all: stdout + stderr });
    });
  });
}

describe('npm run doctor', () => {
  let database: TestDatabase;
  let slack: FakeSlack;
  let discord: FakeDiscord;
  let openai: FakeOpenAi;
  let env: Readonly<Record<string, string>>;

  beforeEach(async () => {
    database = await createDatabase();
    slack = await startFakeSlack({ scopes: BOT_SCOPES });
    slack.addChannel({ id: 'CTRIAGE', name: 'it-triage', isPrivate: true, members: [] });
    discord = await startFakeDiscord({
      token: DISCORD_TOKEN,
      applicationId: '1100000000000000001',
      guild: { id: '1200000000000000001', name: 'Acme', channels: [{ id: 'triage', name: 'it-triage' }] },
    });
    openai = await fakeOpenAi();
    openai.script({ kind: 'says', content: 'ok' });
    env = {
      DATABASE_URL: database.url,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef',
      SLACK_API_URL: slack.apiUrl,
      DISCORD_TOKEN,
      DISCORD_API_URL: discord.apiUrl,
      OPENAI_API_KEY: KEY,
      OPENAI_BASE_URL: openai.url,
    };
  });
  afterEach(async () => {
    await Promise.all([slack.stop(), discord.stop(), openai.close()]);
    await database.drop();
  });

  it('says of each thing that it is well, and ends with 0', async () => {
    const { DATABASE_URL: _, ...own } = env;
    const { code, lines, all } = await doctor({ ...own, DATA_DIR: `/tmp/deskbell-doctor-${process.pid}` });
    expect(lines.filter((line) => !line.startsWith('ok'))).toEqual([]);
    expect([...new Set(lines.map((line) => line.split(' · ')[1]))]).toEqual([
      'settings',
      'database',
      'Slack',
      'Discord',
      'model',
    ]);
    expect(lines.find((line) => line.includes('database'))).toMatch(/one of its own in .*, made at the first start/);
    expect(code).toBe(0);
    for (const secret of [slack.botToken, DISCORD_TOKEN, KEY, '0123456789abcdef0123456789abcdef'])
      expect(all).not.toContain(secret);
  });

  it('says where a database would lose what was acknowledged', async () => {
    // The server of the tests writes nothing to disk at once, to be quick.
    const { code, lines } = await doctor(env);
    const about = lines.filter((line) => line.includes(' · database · '));
    expect(about[0]).toMatch(/^ok .*PostgreSQL \d+.*; every migration is applied$/);
    expect(about.slice(1).map((line) => line.split(':')[0])).toEqual([
      'WRONG · database · fsync is off',
      'WRONG · database · full_page_writes is off',
      'lacks · database · synchronous_commit is off',
    ]);
    expect(code).toBe(1);
  });

  it('says what a database needs before the desk can start on it, and what it would apply', async () => {
    const empty = await createDatabase({ empty: true });
    const fresh = await doctor({ ...env, DATABASE_URL: empty.url });
    expect(fresh.lines.find((line) => line.includes('database'))).toMatch(/at the next start: 0001_desk\.sql, /);
    // It has only looked: a start would find nothing there.
    await execute(empty.url, 'create table migration (nobody int)');
    await empty.drop();

    await execute(database.url, `update migration set checksum = 'other' where version = 1`);
    const changed = await doctor(env);
    expect(changed.code).toBe(1);
    expect(changed.lines.join('\n')).toMatch(/WRONG · database · 0001_desk\.sql was changed after it was applied/);
  });

  it('says that a database is away without its password', async () => {
    const { code, all } = await doctor({ ...env, DATABASE_URL: 'postgres://desk:hunter2hunter2@127.0.0.1:1/desk' });
    expect(code).toBe(1);
    expect(all).toMatch(/WRONG +database +the PostgreSQL of DATABASE_URL \(127\.0\.0\.1:1\/desk\) cannot be used/);
    expect(all).not.toContain('hunter2');
  });

  it('says which scope is missing and what is lost by it, and that a token is not accepted', async () => {
    const poor = await startFakeSlack({ scopes: BOT_SCOPES.filter((scope) => scope !== 'users:read') });
    poor.addChannel({ id: 'CTRIAGE', name: 'it-triage', members: [] });
    const { DATABASE_URL: _, ...own } = env;
    const lacking = await doctor({ ...own, SLACK_API_URL: poor.apiUrl, SLACK_BOT_TOKEN: poor.botToken });
    await poor.stop();
    expect(lacking.lines.join('\n')).toMatch(
      /lacks · Slack · the scope users:read is missing: people are known by their ids/,
    );
    expect(lacking.code).toBe(0);

    const foreign = await doctor({ ...env, SLACK_BOT_TOKEN: 'xoxb-of-nobody' });
    expect(foreign.lines.join('\n')).toMatch(/WRONG · Slack · Slack does not accept SLACK_BOT_TOKEN \(\w+\): copy/);
    expect(foreign.code).toBe(1);
  });

  it("says that the agents' channel is not there", async () => {
    const { code, lines } = await doctor({ ...env, SLACK_AGENTS_CHANNEL: 'desk', DISCORD_AGENTS_CHANNEL: 'desk' });
    expect(lines.join('\n')).toMatch(/WRONG · Slack · there is no channel "desk" that the bot can see/);
    expect(lines.join('\n')).toMatch(/lacks · Discord · Acme has no channel "desk"/);
    expect(code).toBe(1);
  });

  it('says that Discord does not accept a token, and where neither platform answers', async () => {
    const foreign = await doctor({
      ...env,
      DISCORD_TOKEN: 'MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.of-nobody-at-all-aaaaaaaaa',
    });
    expect(foreign.lines.join('\n')).toMatch(/WRONG · Discord · Discord does not accept DISCORD_TOKEN/);
    const away = { SLACK_API_URL: 'http://127.0.0.1:1/api/', DISCORD_API_URL: 'http://127.0.0.1:1/api' };
    const { code, lines } = await doctor({ ...env, ...away });
    expect(lines.filter((line) => /WRONG · (Slack|Discord) · \w+ does not answer/.test(line))).toHaveLength(2);
    expect(code).toBe(1);
  });

  it('says what is wrong with the model', async () => {
    openai.script({ kind: 'status', status: 401 });
    const refused = await doctor(env);
    expect(refused.lines.join('\n')).toMatch(/WRONG · model · OPENAI_API_KEY is not accepted \(401\)/);
    openai.script({ kind: 'status', status: 404 });
    expect((await doctor({ ...env, OPENAI_MODEL: 'gpt-none' })).lines.join('\n')).toMatch(
      /there is no model "gpt-none"/,
    );
    expect(openai.asked.map(({ path }) => path)).toEqual(['/v1/chat/completions', '/v1/chat/completions']);
  });

  it('says every setting that cannot be used, and looks no further', async () => {
    const { code, lines } = await doctor({ ...env, PORT: 'many', LOG_LEVEL: 'loud' });
    expect(lines).toHaveLength(2);
    expect(lines.every((line) => line.startsWith('WRONG · settings · '))).toBe(true);
    expect(code).toBe(1);
  });
});
