import { adapters } from '../../adapters/index.ts';
import { readConfig } from '../../src/config.ts';
import { connect, type Database } from '../../src/db/connect.ts';
import { logger } from '../../src/log.ts';
import { COMMAND, type Running, run } from '../../src/run.ts';
import { castSlack, GUILD, MEMBERS } from './cast.ts';
import { createDatabase } from './database.ts';
import { type FakeDiscord, startFakeDiscord } from './fake-discord/index.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack/index.ts';

/**
 * A company with one desk in Slack and in Discord: the real adapters over the wire, the doubles at the other end.
 * Mira (Slack U1, Discord D1, German there) raises tickets; Sam (Slack) and Dana (Discord) are agents; Olu (Slack U4, Discord
 * D4) is somebody else. #help is public, #it-triage is for agents.
 */
export interface Company {
  readonly slack: FakeSlack;
  readonly discord: FakeDiscord;
  readonly db: Database;
  /** Where the desk's HTTP server listens. */
  readonly url: string;
  /** Slack's gestures, signed, over HTTP. */
  readonly inSlack: ReturnType<FakeSlack['http']>;
  readonly env: Readonly<Record<string, string>>;
  /** Stops the desk and starts it again over the same database; `meanwhile` happens while it is down. */
  restart(meanwhile?: () => unknown): Promise<void>;
  /** Starts another replica of the desk beside the first. */
  replica(): Promise<Pick<Company, 'inSlack'>>;
  /** Moves the desk's clock; the platforms' clocks stay. */
  advance(ms: number): void;
  stop(): Promise<void>;
}

export interface CompanyOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Happens to Discord before the desk starts; then the start does not wait for the commands there. */
  readonly before?: (discord: FakeDiscord) => unknown;
}

export async function company(options: CompanyOptions = {}): Promise<Company> {
  const slack = await startFakeSlack({});
  castSlack(slack);
  const discord = await startFakeDiscord({
    token: 'MTIz.fake.discord-token-for-tests-only',
    applicationId: '900000000000000001',
    guild: GUILD,
  });
  discord.addUser({ ...MEMBERS.mira, locale: 'de' });
  discord.addUser(MEMBERS.dana);
  discord.addUser(MEMBERS.olu);

  const database = await createDatabase();
  const env = {
    PORT: '0',
    LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'fatal',
    DESK_TIMEZONE: 'UTC',
    // Stories of other matters may well be about the same trouble.
    DUPLICATES: 'off',
    DATABASE_URL: database.url,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.apiUrl,
    DISCORD_TOKEN: discord.token,
    DISCORD_APPLICATION_ID: discord.applicationId,
    DISCORD_API_URL: discord.apiUrl,
    ...options.env,
  };
  const config = readConfig(env);
  let ahead = 0;
  const begin = (): Promise<Running> =>
    run({
      config,
      adapters: adapters(config, COMMAND),
      log: logger(config.logLevel),
      now: () => new Date(Date.now() + ahead),
    });
  await options.before?.(discord);
  let running = await begin();
  const replicas: Running[] = [];
  const db = connect(database.url, { max: 2, applicationName: 'test' });
  if (options.before === undefined)
    await discord.waitFor(() => discord.registeredCommands().length === 4, { what: 'the commands' });
  let inSlack = slack.http(`${running.url}/slack/events`);
  return {
    slack,
    discord,
    db,
    env,
    get url() {
      return running.url;
    },
    get inSlack() {
      return inSlack;
    },
    restart: async (meanwhile) => {
      await running.stop();
      await meanwhile?.();
      running = await begin();
      inSlack = slack.http(`${running.url}/slack/events`);
    },
    replica: async () => {
      const other = await begin();
      replicas.push(other);
      return { inSlack: slack.http(`${other.url}/slack/events`) };
    },
    advance: (ms) => {
      ahead += ms;
    },
    stop: async () => {
      await Promise.all([running, ...replicas].map((one) => one.stop()));
      await db.close();
      await slack.stop();
      await discord.stop();
      await database.drop();
    },
  };
}
