import type { Adapter, Log } from '../../src/adapter.ts';
import { readConfig } from '../../src/config.ts';
import { connect, type Database } from '../../src/db/connect.ts';
import { logger } from '../../src/log.ts';
import { type Running, type RunSettings, run } from '../../src/run.ts';
import { createDatabase } from './database.ts';

/** A whole desk in this process, over a database of its own. */
export interface RunningDesk extends Running {
  readonly databaseUrl: string;
  /** For looking at what was stored; the stories themselves look at what people see. */
  readonly db: Database;
  /** Stops the desk and starts another over the same database. */
  restart(adapters: readonly Adapter[]): Promise<RunningDesk>;
}

export interface DeskOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly now?: () => Date;
  readonly model?: RunSettings['model'];
  /** Hears what the desk logs. [standard output, from TEST_LOG_LEVEL on] */
  readonly log?: Log;
}

export async function startDesk(adapters: readonly Adapter[], options: DeskOptions = {}): Promise<RunningDesk> {
  const database = await createDatabase();
  const begin = async (served: readonly Adapter[]): Promise<RunningDesk> => {
    const config = readConfig({
      PORT: '0',
      LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'fatal',
      DESK_TIMEZONE: 'UTC',
      PLAYGROUND: 'on',
      // Stories of other matters may well be about the same trouble.
      DUPLICATES: 'off',
      // Random lives are short and busy; the limit has its own stories.
      TICKETS_PER_HOUR: '0',
      DATABASE_URL: database.url,
      ...options.env,
    });
    const { now, model } = options;
    const log = options.log ?? logger(config.logLevel);
    const running = await run({ config, adapters: served, log, model, ...(now === undefined ? {} : { now }) });
    const db = connect(database.url, { max: 2, applicationName: 'test' });
    let last = true;
    return {
      url: running.url,
      waiting: running.waiting,
      databaseUrl: database.url,
      db,
      restart: async (next) => {
        last = false;
        await db.close();
        await running.stop();
        return begin(next);
      },
      stop: async () => {
        await db.close().catch(() => {});
        await running.stop();
        if (last) await database.drop();
      },
    };
  };
  return begin(adapters);
}
