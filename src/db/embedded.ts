import { resolve } from 'node:path';
import pg from 'pg';
import { type Home, openHome } from './embedded/home.ts';
import { findPackage } from './embedded/programs.ts';
import type { Log } from './embedded/run.ts';
import * as server from './embedded/server.ts';
import { isTransient } from './transient.ts';

export interface EmbeddedOptions {
  /** Where the data lives; made if it is missing. Several processes may name the same folder and share the server. */
  readonly folder: string;
  /** Hears what a person should know. [silence] */
  readonly log?: Log;
  /** Server settings on top of ours; they count for whoever starts the server. [none] */
  readonly settings?: server.Settings;
}

export interface Embedded {
  /** The same for as long as the data stays where it is (not on Windows). Holds a password: do not log it. */
  readonly url: string;
  /** Leaves the server, and stops it if nobody else uses it. Close your pools first: they would be cut off. */
  stop(): Promise<void>;
}

/** How long a server may take to answer: long enough for the recovery from a crash under load. */
const PATIENCE_MS = 120_000;
/** Whoever uses the server holds this lock shared; whoever gets it alone is the last one and stops the server. */
const USERS = '7309453289018';

/**
 * Starts the PostgreSQL that comes with Deskbell, or joins the one that already runs in this folder (another process
 * of ours, or one whose parent was killed). Until stop() it is watched, and started again should it die.
 * Throws a sentence when there is no PostgreSQL for this platform or the folder cannot be used.
 *
 * Who uses the server is known from advisory locks, not from files with process ids: the server itself drops the
 * lock of a process that was killed, so there is nothing stale to clean up and nothing to mistake.
 */
export async function startEmbedded({ folder, log = () => {}, settings = {} }: EmbeddedOptions): Promise<Embedded> {
  const home = await openHome(resolve(folder), await findPackage(), log, settings['fsync'] === 'off');
  const first = await join(home, settings);
  let seat = Promise.resolve(first);
  let stopping = false;
  void watch();

  async function watch(): Promise<void> {
    for (;;) {
      await (await seat).left;
      if (stopping) return;
      log('The database server went away; starting it again.');
      seat = rejoin();
    }
  }

  async function rejoin(): Promise<Seat> {
    for (;;) {
      try {
        return await join(home, settings, first.address);
      } catch (error) {
        if (stopping) return first;
        log(String(error));
      }
    }
  }

  return {
    url: urlOf(home, first.address),
    async stop() {
      if (stopping) return;
      stopping = true;
      const mine = await seat;
      if (await leave(mine)) await server.shutDown(home);
      await mine.client.end().catch(() => {});
    },
  };
}

/** One process's place at a running server. `left` is kept when the connection has ended, for whatever reason. */
interface Seat {
  readonly address: server.Address;
  readonly client: pg.Client;
  readonly left: Promise<void>;
}

async function join(home: Home, settings: server.Settings, before?: server.Address): Promise<Seat> {
  const deadline = Date.now() + PATIENCE_MS;
  let launched: server.Launched | undefined;
  let launches = 0;
  while (Date.now() < deadline) {
    const running = await server.readPidFile(home.data);
    if (running && (await server.isServer(running))) {
      const seat = await sit(home, running);
      if (seat) return seat;
    } else if (!launched || launched.hasEnded()) {
      // Two that launch at once: one of them ends at once and joins the other. One that fails again and again is
      // broken; a few tries, because after a crash the old server's last processes take a moment to go.
      if (launches === 5) throw new Error(`The database server did not start:\n${await server.lastWords(home)}`);
      await server.pause(250 * launches++);
      if (running) await server.forget(home, running);
      launched = await server.launch(home, await server.chooseAddress(home, before), settings);
    }
    await server.pause(15);
  }
  throw new Error(`The database server in ${home.path} did not answer within ${PATIENCE_MS / 1000} seconds.`);
}

/** Takes a seat; undefined while the server is not ready, or about to leave. */
async function sit(home: Home, address: server.Address): Promise<Seat | undefined> {
  const client = new pg.Client({
    connectionString: urlOf(home, address),
    application_name: 'deskbell supervisor',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  client.on('error', () => {}); // `left` tells it.
  const left = new Promise<void>((resolve) => client.once('end', () => resolve()));
  try {
    await client.connect();
    await client.query('select pg_advisory_lock_shared($1)', [USERS]);
    return { address, client, left };
  } catch (error) {
    await client.end().catch(() => {});
    if (isTransient(error)) return undefined;
    throw error;
  }
}

/** Gives up the seat's lock and says whether it was the last one; if so nobody can sit down any more. */
async function leave({ client }: Seat): Promise<boolean> {
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [USERS]);
    const { rows } = await client.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [USERS]);
    return rows[0]?.last === true;
  } catch {
    // The server is gone or going. Should it live after all, the next start will find it.
    return false;
  }
}

function urlOf({ password }: Home, { host, port }: server.Address): string {
  // The host as a parameter: as the URL's own host a folder's path is something that not every parser accepts.
  return `postgres://deskbell:${password}@localhost:${port}/postgres?host=${encodeURIComponent(host)}`;
}
