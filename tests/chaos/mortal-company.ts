import { connect, type Database } from '../../src/db/connect.ts';
import { castSlack, GUILD, MEMBERS } from '../support/cast.ts';
import { createDatabase } from '../support/database.ts';
import { type FakeDiscord, type FakeDiscordOptions, startFakeDiscord } from '../support/fake-discord/index.ts';
import { type Delivered, type FakeSlack, type Gestures, startFakeSlack } from '../support/fake-slack/index.ts';
import { type PostgresProxy, postgresProxy } from '../support/postgres-proxy.ts';
import { type DeskProcess, type Ending, freePort, startProcess } from '../support/process.ts';

/**
 * One desk in Slack and Discord whose process can be killed at an exact moment and started again. Mira (Slack U1, Discord
 * D1) raises tickets; Sam (Slack) and Dana (Discord) are agents; Olu (Slack U4, Discord D4) is somebody else.
 */
export interface MortalCompany {
  readonly slack: FakeSlack;
  readonly discord: FakeDiscord;
  /** The test's own way to the database, past the proxy. */
  readonly db: Database;
  readonly desk: Mortal;
  /** A second process on the same database, as a second replica is. It is the caller's to stop. */
  another(): Promise<Mortal>;
  /** Every delivery from Slack, and how it was answered. */
  readonly deliveries: readonly Delivered[];
  /** What every process has written. */
  output(): string;
  /** What must never be in it. */
  readonly secrets: readonly string[];
  stop(): Promise<void>;
}

export interface Mortal {
  readonly proxy: PostgresProxy;
  /** Slack's gestures, signed, over HTTP; the address stays the same over all its lives. */
  readonly inSlack: Gestures;
  /** Starts it, and resolves when it is running, or was killed meanwhile. */
  start(): Promise<void>;
  /** Starts it, and does not wait. */
  begin(): Promise<DeskProcess>;
  /** Resolves when the process is gone and PostgreSQL has noticed: its locks are free, its transactions rolled back. */
  kill(signal?: NodeJS.Signals): Promise<Ending>;
  /** It stands still, as a machine does that is short of memory; and goes on. */
  freeze(): void;
  thaw(): void;
  /**
   * Sets its wall clock so far ahead of everybody else's, in ms; negative is behind. A process that is started while it is
   * wrong begins with it. Resolves when it is set; does not wait for a process that is frozen.
   */
  setClock(aheadMs: number): Promise<void>;
}

/** For so long a process that ends at its start is started again. */
const STARTING_MS = 60_000;

export interface Circumstances {
  /** A PostgreSQL that the test may kill as well. [the one that all tests share] */
  readonly databaseUrl?: string;
  /** How Discord is. */
  readonly discord?: Partial<FakeDiscordOptions>;
}

export async function mortalCompany({ databaseUrl, discord: options }: Circumstances = {}): Promise<MortalCompany> {
  const slack = await startFakeSlack({
    botToken: 'xoxb-4711-chaos',
    signingSecret: 'c4a05c4a05c4a05c4a05c4a05c4a0500',
  });
  castSlack(slack);
  const discord = await startFakeDiscord({
    token: 'MTIz.chaos.discord-token-for-tests-only',
    applicationId: '900000000000000001',
    guild: GUILD,
    ...options,
  });
  discord.addUser(MEMBERS.mira);
  discord.addUser(MEMBERS.dana);
  discord.addUser(MEMBERS.olu);

  const database =
    databaseUrl === undefined ? await createDatabase() : { url: databaseUrl, drop: () => Promise.resolve() };
  const db = connect(database.url, { max: 3, applicationName: 'test' });
  const deliveries: Delivered[] = [];
  const mortals: { stop(): Promise<void> }[] = [];
  const processes: DeskProcess[] = [];

  const mortal = async (): Promise<Mortal> => {
    const proxy = await postgresProxy(database.url);
    const port = await freePort();
    let process: DeskProcess | undefined;
    let ahead = 0;
    let frozen = false;
    const begin = async (): Promise<DeskProcess> => {
      const env = {
        PORT: String(port),
        LOG_LEVEL: 'debug',
        DESK_TIMEZONE: 'UTC',
        // Everybody here has the same few troubles.
        DUPLICATES: 'off',
        // People here open as many tickets in a minute as others do in a month.
        TICKETS_PER_HOUR: '0',
        DATABASE_URL: proxy.url,
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_SIGNING_SECRET: slack.signingSecret,
        SLACK_API_URL: slack.apiUrl,
        DISCORD_TOKEN: discord.token,
        DISCORD_APPLICATION_ID: discord.applicationId,
        DISCORD_API_URL: discord.apiUrl,
      };
      const begunWith = ahead;
      const begun = await startProcess(env, begunWith);
      process = begun;
      processes.push(begun);
      if (ahead !== begunWith) void begun.setClock(ahead);
      return begun;
    };
    const kill = async (signal: NodeJS.Signals = 'SIGKILL'): Promise<Ending> => {
      const ending = (await process?.kill(signal)) ?? { code: null, signal: null };
      process = undefined;
      frozen = false;
      proxy.forget();
      await proxy.quiet();
      return ending;
    };
    const one: Mortal = {
      proxy,
      inSlack: recorded(slack.http(`http://127.0.0.1:${port}/slack/events`), deliveries),
      begin,
      start: async () => {
        // Whatever supervises it starts it again, as where the database did not answer in time: the machine may be busy.
        for (const begun = Date.now(); ; ) {
          const mine = await begin();
          const ended = await mine.running.then(
            () => undefined,
            (error: unknown) => error,
          );
          if (ended === undefined || process !== mine) return;
          if (Date.now() - begun > STARTING_MS) throw ended;
        }
      },
      kill,
      freeze: () => {
        frozen = true;
        process?.signal('SIGSTOP');
      },
      thaw: () => {
        frozen = false;
        process?.signal('SIGCONT');
      },
      setClock: async (aheadMs) => {
        ahead = aheadMs;
        const set = process?.setClock(aheadMs);
        if (!frozen) await set;
      },
    };
    mortals.push({
      stop: async () => {
        proxy.forget();
        one.thaw();
        // Node writes its cache of compiled code when a process ends by itself.
        await kill('SIGTERM');
        await proxy.close();
      },
    });
    return one;
  };
  const desk = await mortal();
  return {
    slack,
    discord,
    db,
    desk,
    another: mortal,
    deliveries,
    output: () => processes.map((one) => one.output()).join(''),
    secrets: [slack.botToken, slack.signingSecret, discord.token, new URL(database.url).password].filter(Boolean),
    stop: async () => {
      for (const one of mortals) await one.stop();
      await db.close();
      await slack.stop();
      await discord.stop();
      await database.drop();
    },
  };
}

/** The same gestures; what was delivered and how it was answered is kept. */
function recorded(gestures: Gestures, deliveries: Delivered[]): Gestures {
  const wrapped = Object.entries(gestures).map(([name, gesture]) => [
    name,
    async (...given: readonly unknown[]) => {
      const delivered = await (gesture as (...all: readonly unknown[]) => unknown)(...given);
      if (typeof delivered === 'object' && delivered !== null && 'delivery' in delivered)
        deliveries.push(delivered as Delivered);
      return delivered;
    },
  ]);
  return Object.fromEntries(wrapped) as Gestures;
}

/**
 * What only time would bring after a kill, brought at once, for to wait for it would cost each test as long: a killed process
 * holds its leases until they are out, and work that it had begun for ten seconds. What people or the clock put off on
 * purpose stays where it is.
 */
export async function letTimePass({ db }: MortalCompany): Promise<void> {
  await db.pool.query('update outbox set lease_until = now() where lease_until > now()');
  await db.pool.query('update outbox set run_at = now() where run_at > now()');
  await db.pool.query(`update inbox set due_at = now() where due_at > now() and work->>'kind' <> 'intent'`);
}

/** Resolves when there is nothing left to show and nothing left to do. */
export async function settled(company: MortalCompany): Promise<void> {
  await until(company, 'that everything is shown and done', async () => {
    const { rows } = await company.db.pool.query(
      `select key as left from inbox where work is not null and work->>'kind' <> 'intent'
       union all select lane from outbox`,
    );
    return rows.length === 0;
  });
}

/** Resolves when the desk knows both platforms' tenants: what is opened from then on has a card on both. */
export async function joined(company: MortalCompany): Promise<void> {
  await until(company, 'both tenants', async () => {
    return (await company.db.pool.query('select from tenant')).rows.length === 2;
  });
}

/** Asks the database until it is so: nothing rings when something is recorded. */
async function until(company: MortalCompany, what: string, look: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 40_000;
  // A machine that is busy may not even give a connection in time.
  while (!(await look().catch(() => false))) {
    if (Date.now() > deadline) {
      const { rows } = await company.db.pool.query('select * from outbox').catch(() => ({ rows: ['unknown'] }));
      throw new Error(
        `waited in vain for ${what}: ${JSON.stringify(rows)}\n${company.slack.dump()}\n${company.discord.dump()}`,
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** After a kill: the desk is there again, and what only time would bring comes at once. */
export async function backAgain(company: MortalCompany): Promise<void> {
  await letTimePass(company);
  await company.desk.start();
}

/**
 * What Slack does with an event that was not acknowledged: it brings it at once, after a minute and after five. The first
 * time nobody is there; the second waits until the desk is there again, because the test's minutes are not Slack's.
 */
export async function retold(company: MortalCompany, first: Delivered): Promise<Delivered> {
  const { inSlack } = company.desk;
  const again = await inSlack.redeliver(first, { retryNum: 1, retryReason: 'connection_failed' });
  if (again.ok) throw new Error('somebody was there already');
  await backAgain(company);
  return inSlack.redeliver(first, { retryNum: 2, retryReason: 'connection_failed' });
}
