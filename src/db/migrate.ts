import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Pool, PoolClient } from 'pg';

export interface MigrateOptions {
  /** Hears what a person should know: waiting for another replica, a database newer than this program. [silence] */
  readonly log?: (sentence: string) => void;
  /** Longest wait for a table lock, in ms, so that a migration never queues up in front of live traffic. [5000] */
  readonly lockTimeoutMs?: number;
}

export interface Migrated {
  /** File names in the order they were applied; empty when the database was up to date. */
  readonly applied: readonly string[];
}

interface Migration {
  readonly version: number;
  readonly file: string;
  readonly sql: string;
  readonly checksum: string;
}

interface AppliedRow {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
}

/**
 * Brings the database up to date with the numbered SQL files of a folder (0001_name.sql …): in order, forward only,
 * each in its own transaction together with its row in `migration`. Killed half-way it can simply be run again.
 * Any number of replicas may call it at once: one works, the others wait and find it done.
 * Throws a sentence when an applied file was changed, or a new one is numbered below an applied one.
 * A database that is newer than this program is served all the same: migrations only expand what is there, so during
 * a rolling deploy the older replica goes on working.
 */
export async function migrate(pool: Pool, folder: URL, options: MigrateOptions = {}): Promise<Migrated> {
  const { log = () => {}, lockTimeoutMs = 5_000 } = options;
  const migrations = await readMigrations(folder);
  const client = await pool.connect();
  // The connection is lost to the pool afterwards: it holds the lock, and limits meant for migrations only.
  try {
    await patiently(client, SESSION);
    await takeLock(client, log);
    const applied = await readApplied(client);
    check(migrations, applied, log);
    const missing = migrations.slice(migrations.findLastIndex((one) => applied.has(one.version)) + 1);
    for (const one of missing) await apply(client, one, lockTimeoutMs, log);
    return { applied: missing.map((one) => one.file) };
  } finally {
    client.release(true);
  }
}

export interface Awaited {
  /** File names that the next start applies. */
  readonly missing: readonly string[];
  /** The extensions that those make. */
  readonly needs: readonly string[];
  /** Why it would not, in a sentence. */
  readonly changed?: string;
}

/** What `migrate` would do, without doing any of it. */
export async function awaited(pool: Pool, folder: URL): Promise<Awaited> {
  const migrations = await readMigrations(folder);
  const { rows: there } = await pool.query<{ there: boolean }>(`select to_regclass('migration') is not null as there`);
  const applied = there[0]?.there === true ? await appliedIn(pool) : new Map<number, AppliedRow>();
  const missing = migrations.filter(({ version }) => !applied.has(version));
  const needs = missing.flatMap(({ sql }) => [...sql.matchAll(EXTENSION)].map(([, name = '']) => name));
  const plan = { missing: missing.map(({ file }) => file), needs };
  try {
    check(migrations, applied, () => {});
    return plan;
  } catch (error) {
    return { ...plan, changed: error instanceof Error ? error.message : String(error) };
  }
}

const EXTENSION = /^create extension (?:if not exists )?"?(\w+)/gim;

/** A statement may take hours here; and when this process is killed, the server notices within a second. */
const SESSION = `set statement_timeout = 0; set idle_in_transaction_session_timeout = 0;
  set client_connection_check_interval = '1s'`;
const HOURS_MS = 24 * 3_600_000;
const LOCK = '7309453289019';
const ATTEMPTS = 5;

async function readMigrations(folder: URL): Promise<readonly Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  const base = new URL(folder.href.endsWith('/') ? folder.href : `${folder.href}/`);
  const migrations = await Promise.all(files.map((file) => readMigration(base, file)));
  const twice = migrations.find((one, i) => one.version === migrations[i - 1]?.version);
  if (twice) throw new Error(`Two migrations have the number of ${twice.file}: give the newer one the next number.`);
  return migrations;
}

async function readMigration(base: URL, file: string): Promise<Migration> {
  const version = /^(\d{4})_[\w-]+\.sql$/.exec(file)?.[1];
  if (!version) throw new Error(`${file} is not named like a migration: 0001_what_it_does.sql.`);
  // Git on Windows may check files out with other line ends; that is no change.
  const sql = (await readFile(new URL(encodeURIComponent(file), base), 'utf8')).replaceAll('\r\n', '\n');
  return { version: Number(version), file, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}

async function takeLock(client: PoolClient, log: (sentence: string) => void): Promise<void> {
  // Asked again and again rather than waited for: a waiting statement holds a snapshot, and would block another
  // replica's `create index concurrently` for ever.
  for (let tries = 0; ; tries++) {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [LOCK]);
    if (rows[0]?.taken) return;
    if (tries === 20) log('Another process is bringing the database up to date; waiting for it.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function readApplied(client: PoolClient): Promise<ReadonlyMap<number, AppliedRow>> {
  await patiently(
    client,
    `create table if not exists migration (
      version int primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now()
    )`,
  );
  return appliedIn(client);
}

async function appliedIn(client: Pool | PoolClient): Promise<ReadonlyMap<number, AppliedRow>> {
  const { rows } = await client.query<AppliedRow>('select version, name, checksum from migration order by version');
  return new Map(rows.map((row) => [row.version, row]));
}

function check(migrations: readonly Migration[], applied: ReadonlyMap<number, AppliedRow>, log: (s: string) => void) {
  const newest = Math.max(0, ...applied.keys());
  for (const { version, file, checksum } of migrations) {
    const row = applied.get(version);
    if (row && row.checksum !== checksum) {
      throw new Error(
        `${file} was changed after it was applied to this database (as ${row.name}). ` +
          'Put it back as it was, and make the change in a new migration.',
      );
    }
    if (!row && migrations.some((one) => one.version > version && applied.has(one.version))) {
      throw new Error(`${file} is numbered below migrations that are applied already: give it the next number.`);
    }
  }
  if (newest > Math.max(0, ...migrations.map((one) => one.version))) {
    log(`The database is newer than this program (${applied.get(newest)?.name}); going on, but do update.`);
  }
}

async function apply(client: PoolClient, one: Migration, lockTimeoutMs: number, log: (s: string) => void) {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query('begin');
      await client.query(`set local lock_timeout = ${Math.round(lockTimeoutMs)}`);
      await patiently(client, one.sql);
      const row = [one.version, one.file, one.checksum];
      await client.query('insert into migration (version, name, checksum) values ($1, $2, $3)', row);
      await client.query('commit');
      return;
    } catch (error) {
      await client.query('rollback').catch(() => {});
      if (attempt === ATTEMPTS || (error as { code?: string }).code !== LOCK_NOT_AVAILABLE) {
        throw new Error(`Migration ${one.file} failed: ${error instanceof Error ? error.message : error}`, {
          cause: error,
        });
      }
      log(`${one.file} waits for a table that is in use (attempt ${attempt} of ${ATTEMPTS}).`);
    }
  }
}

const LOCK_NOT_AVAILABLE = '55P03';

/** Runs a statement without the pool's own limit on waiting for an answer. */
function patiently(client: PoolClient, text: string) {
  const config = { text, query_timeout: HOURS_MS };
  return client.query(config);
}
