/** The PostgreSQL server that is measured, and the databases in it. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connect } from '../src/db/connect.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { migrate } from '../src/db/migrate.ts';

export interface Server {
  /** In words, for the head of the report. */
  readonly about: string;
  /** A migrated database. All of them are clones of one. */
  database(name: string): Promise<string>;
  stop(): Promise<void>;
}

const MIGRATIONS = new URL('../migrations/', import.meta.url);

/**
 * BENCH_DATABASE_URL's server, where databases may be made; or a new embedded one, with the durability it always has.
 * `fill` puts into the one that all are clones of what all begin with.
 */
export async function startServer(fill: (url: string) => Promise<void> = async () => {}): Promise<Server> {
  const given = process.env['BENCH_DATABASE_URL'];
  const { url, stop } = given ? { url: given, stop: async () => {} } : await startOwn();
  const mark = randomBytes(4).toString('hex');
  const template = `bench_template_${mark}`;
  const made = [template];
  const drop = async (): Promise<void> => {
    // Without force, which the embedded server's user may not use on an autovacuum: that one is ended for us.
    for (const name of made.reverse()) await execute(url, `drop database if exists ${name}`).catch(() => {});
  };
  try {
    await execute(url, `create database ${template}`);
    const database = connect(within(url, template), { max: 1 });
    await migrate(database.pool, MIGRATIONS);
    await database.close();
    await fill(within(url, template));
    const about = await describe(url);
    return {
      about,
      database: async (name) => {
        const full = `bench_${name}_${mark}`;
        await execute(url, `create database ${full} template ${template}`);
        made.push(full);
        return within(url, full);
      },
      stop: () => drop().finally(stop),
    };
  } catch (error) {
    await drop();
    await stop();
    throw error;
  }
}

async function startOwn(): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'deskbell-bench-'));
  // As root the server is another user, who has to get in.
  await chmod(folder, 0o711);
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const { url, stop } = await startEmbedded({ folder });
    return { url, stop: () => stop().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function describe(url: string): Promise<string> {
  const [row] = await ask<{ version: string; fsync: string; commit: string }>(
    url,
    `select current_setting('server_version') as version, current_setting('fsync') as fsync,
       current_setting('synchronous_commit') as commit`,
  );
  return `PostgreSQL ${row?.version}, fsync ${row?.fsync}, synchronous_commit ${row?.commit}`;
}

const within = (url: string, database: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
};

/** Runs one statement over a connection of its own. */
export async function execute(url: string, statement: string): Promise<void> {
  await ask(url, statement);
}

export async function ask<R extends pg.QueryResultRow>(url: string, statement: string): Promise<readonly R[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<R>(statement)).rows;
  } finally {
    await client.end();
  }
}
