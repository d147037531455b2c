import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect, type Database } from '../../src/db/connect.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { companion, source } from '../support/embedded.ts';

let home: TestDatabase;
let db: Database;
let folder: string;

beforeEach(async () => {
  home = await createDatabase({ empty: true });
  db = connect(home.url);
  folder = await mkdtemp(join(tmpdir(), 'some migrations-'));
  await write('0001_people.sql', 'create table person (id int); insert into person values (1);');
  await write('0002_tickets.sql', 'create table ticket (id int);\nalter table person add name text;');
});

afterEach(async () => {
  await db.close();
  await home.drop();
  await rm(folder, { recursive: true });
});

const write = (name: string, sql: string) => writeFile(join(folder, name), sql);
const run = (log?: (sentence: string) => void) =>
  migrate(db.pool, pathToFileURL(folder), { lockTimeoutMs: 100, ...(log && { log }) });
const people = async () => (await db.pool.query('select count(*) as n from person')).rows[0].n;
const recorded = async () => (await db.pool.query('select name from migration order by version')).rows;

test('the files are applied in order, once, and recorded', async () => {
  expect(await run()).toEqual({ applied: ['0001_people.sql', '0002_tickets.sql'] });
  expect(await run()).toEqual({ applied: [] });
  await write('0003_more.sql', 'insert into person values (2)');
  expect(await run()).toEqual({ applied: ['0003_more.sql'] });
  expect(await people()).toBe(2);
  expect(await recorded()).toHaveLength(3);
});

test('F29: of five replicas that start at once one migrates, and all find the database migrated', async () => {
  const results = await Promise.all(Array.from({ length: 5 }, () => run()));
  expect(results.map((one) => one.applied.length).sort()).toEqual([0, 0, 0, 0, 2]);
  expect(await people()).toBe(1);
});

test('a migration that fails leaves nothing of itself, names itself, and is done again once it is mended', async () => {
  await write('0003_broken.sql', 'insert into person values (2); select 1/0;');
  await expect(run()).rejects.toThrow('Migration 0003_broken.sql failed: division by zero');
  expect(await people()).toBe(1);
  await write('0003_broken.sql', 'insert into person values (2);');
  expect(await run()).toEqual({ applied: ['0003_broken.sql'] });
});

test('F29: a process killed in the middle of a migration leaves nothing of it, and the next start completes', async () => {
  await write('0003_slow.sql', 'insert into person values (2); select pg_sleep(60);');
  const other = companion(
    `const { connect } = await import('${source('db/connect.ts')}');
     const { migrate } = await import('${source('db/migrate.ts')}');
     const [url, folder] = process.argv.slice(1);
     await migrate(connect(url).pool, new URL(folder));`,
    home.url,
    pathToFileURL(folder).href,
  );
  const sleeping = `select 1 from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`;
  await expect.poll(async () => (await db.pool.query(sleeping)).rowCount, { timeout: 10_000 }).toBe(1);
  await other.kill();
  await write('0003_slow.sql', 'insert into person values (2);');
  expect(await run()).toEqual({ applied: ['0003_slow.sql'] });
  expect(await people()).toBe(2);
});

test('a file that was changed after it was applied is refused in words', async () => {
  await run();
  await write('0001_people.sql', 'create table person (id bigint);');
  await expect(run()).rejects.toThrow(/0001_people.sql was changed after it was applied/);
});

test('other line ends are no change', async () => {
  await run();
  await write('0002_tickets.sql', 'create table ticket (id int);\r\nalter table person add name text;');
  expect(await run()).toEqual({ applied: [] });
});

test('a new file numbered below an applied one, one number twice, and a strange name are refused in words', async () => {
  await run();
  await rm(join(folder, '0001_people.sql'));
  await db.pool.query('delete from migration where version = 1');
  await write('0001_other.sql', 'select 1');
  await expect(run()).rejects.toThrow(/0001_other.sql is numbered below/);
  await write('0001_people.sql', 'select 1');
  await expect(run()).rejects.toThrow(/Two migrations have the number/);
  await rm(join(folder, '0001_other.sql'));
  await write('fix.sql', 'select 1');
  await expect(run()).rejects.toThrow(/fix.sql is not named like a migration/);
});

test('F28: a database that is newer than the program is served, with a warning', async () => {
  await run();
  await rm(join(folder, '0002_tickets.sql'));
  const heard: string[] = [];
  expect(await run((sentence) => heard.push(sentence))).toEqual({ applied: [] });
  expect(heard).toEqual([expect.stringContaining('newer than this program (0002_tickets.sql)')]);
});

test('F29: a table in use is waited for in short turns, and given up in words', async () => {
  await run();
  await write('0003_alter.sql', 'alter table person add mail text');
  const user = await db.pool.connect();
  await user.query('begin; select * from person');
  await expect(run()).rejects.toThrow(/0003_alter.sql failed: canceling statement due to lock timeout/);
  const waiting = run((sentence) => sentence.includes('attempt 1') && void user.query('commit'));
  expect(await waiting).toEqual({ applied: ['0003_alter.sql'] });
  user.release();
});

test("a migration may take longer than the pool's own limit for a statement", async () => {
  const hurried = connect(home.url, { statementTimeoutMs: 200 });
  await write('0003_slow.sql', 'select pg_sleep(1.5)');
  const { applied } = await migrate(hurried.pool, pathToFileURL(folder));
  expect(applied).toContain('0003_slow.sql');
  await hurried.close();
});

test('the migrations of Deskbell itself are in the template, and applied to an empty database they work', async () => {
  const { applied } = await migrate(db.pool, new URL('../../migrations/', import.meta.url));
  expect(applied[0]).toMatch(/^0001_/);
});
