import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, isTransient } from '../../src/db/connect.ts';
import { orm as drizzle, pgCore } from '../../src/db/drizzle.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { removeFolder, serverPid, temporaryFolder } from '../support/embedded.ts';

let home: TestDatabase;
beforeAll(async () => {
  home = await createDatabase({ empty: true });
});
afterAll(() => home.drop());

const thing = pgCore.pgTable('thing', {
  id: pgCore.bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  at: pgCore.timestamp({ withTimezone: true }).notNull().defaultNow(),
});

test('int8 arrives as number, timestamptz as Date, and a date stays the text it is', async () => {
  const db = connect(home.url);
  const statement = `select 9007199254740991::int8 as id, '{1,null}'::int8[] as ids,
    '2026-03-01T00:00Z'::timestamptz as at, '2026-03-01'::date as day`;
  const { rows } = await db.pool.query(statement);
  const at = new Date('2026-03-01T00:00Z');
  expect(rows).toEqual([{ id: 9007199254740991, ids: [1, null], at, day: '2026-03-01' }]);
  await expect(db.pool.query('select 9007199254740993::int8')).rejects.toThrow(/too large for a number/);
  await db.close();
});

test("drizzle's query builder works over the same pool, in a transaction too", async () => {
  const db = connect(home.url);
  await db.pool.query(
    'create table thing (id bigint generated always as identity primary key, at timestamptz not null default now())',
  );
  const [made] = await db.transaction(({ orm }) => orm.insert(thing).values({}).returning());
  expect(made).toEqual({ id: 1, at: expect.any(Date) });
  expect(await db.orm.select().from(thing).where(drizzle.eq(thing.id, 1))).toEqual([made]);
  await db.close();
});

test('queries given together are answered in order, and a failed one rolls the transaction back', async () => {
  const db = connect(home.url);
  const client = await db.pool.connect();
  await client.query('create table pair (n int primary key)');
  const good = [client.query('begin'), client.query('insert into pair values (1)'), client.query('commit')];
  expect((await Promise.all(good)).map((one) => one.command)).toEqual(['BEGIN', 'INSERT', 'COMMIT']);
  const bad = ['begin', 'insert into pair values (2)', 'insert into pair values (1)', 'commit'];
  const results = await Promise.allSettled(bad.map((text) => client.query(text)));
  expect(results.map((one) => (one.status === 'fulfilled' ? one.value.command : one.reason.code))).toEqual([
    'BEGIN',
    'INSERT',
    '23505',
    'ROLLBACK',
  ]);
  expect((await client.query('select n from pair')).rows).toEqual([{ n: 1 }]);
  client.release();
  await db.close();
});

test('a transaction is all or nothing, and its connection goes back to the pool either way', async () => {
  const db = connect(home.url, { max: 1 });
  await db.pool.query('create table once (n int primary key)');
  const add = (n: number) => db.transaction(({ client }) => client.query('insert into once values ($1)', [n]));
  await add(1);
  await expect(add(1)).rejects.toMatchObject({ code: '23505' });
  const regretted = db.transaction(async ({ client }) => {
    await client.query('insert into once values (2)');
    throw new Error('on second thoughts');
  });
  await expect(regretted).rejects.toThrow('on second thoughts');
  const careless = db.transaction(async ({ client }) => {
    await client.query('insert into once values (3)');
    await client.query('select 1/0').catch(() => {});
  });
  await expect(careless).rejects.toThrow(/ignored a failed statement/);
  expect((await db.pool.query('select n from once')).rows).toEqual([{ n: 1 }]);
  await db.close();
});

test('a server that crashes and restarts under load costs transient errors only, and the pool heals', async () => {
  const folder = await temporaryFolder();
  const server = await startEmbedded({ folder, settings: { fsync: 'off' } });
  const db = connect(server.url, { max: 6 });
  await db.pool.query(
    'create table thing (id bigint generated always as identity primary key, at timestamptz not null default now())',
  );
  const held = await db.pool.connect();
  const errors: unknown[] = [];
  let on = true;
  let committed = 0;
  const attempt = async () => {
    try {
      if ((await db.transaction(({ orm }) => orm.insert(thing).values({}).returning())).length === 1) committed++;
    } catch (error) {
      errors.push(error);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  const workers = Array.from({ length: 12 }, async () => {
    while (on) await attempt();
  });
  for (let i = 0; i < 5; i++) {
    const [pid, before] = [await serverPid(folder), committed];
    process.kill(pid ?? 0, i % 2 ? 'SIGINT' : 'SIGQUIT'); // fast · immediate
    await expect.poll(() => committed, { timeout: 10_000 }).toBeGreaterThan(before + 50);
  }
  on = false;
  await Promise.all(workers);
  expect(errors.filter((error) => !isTransient(error))).toEqual([]);
  expect(errors.length).toBeGreaterThan(0);
  const { rows } = await db.pool.query('select count(*) as n from thing');
  expect(rows[0].n).toBeGreaterThanOrEqual(committed);
  held.release();
  await db.close();
  await server.stop();
  await removeFolder(folder);
}, 60_000);

test('F11: a pool with no free connection gives up in time, with a transient error', async () => {
  const db = connect(home.url, { max: 1, connectTimeoutMs: 1_000 });
  const client = await db.pool.connect();
  expect(isTransient(await failureOf(db.pool.query('select 1')))).toBe(true);
  client.release();
  await db.close();
});

test('a statement that takes too long is ended, with a transient error', async () => {
  const db = connect(home.url, { statementTimeoutMs: 100 });
  expect(isTransient(await failureOf(db.pool.query('select pg_sleep(10)')))).toBe(true);
  await db.close();
});

test('a server that is not there, is full, or has become read-only is a transient error', async () => {
  const absent = [`${home.url.split('?')[0]}?host=/tmp/nobody-listens-here`, 'postgres://u:p@127.0.0.1:1/x'];
  for (const url of absent) {
    const db = connect(url);
    expect(isTransient(await failureOf(db.pool.query('select 1')))).toBe(true);
    await db.close();
  }
  const db = connect(home.url, { max: 1 });
  await db.pool.query('set default_transaction_read_only = on');
  const readOnly = db.pool.query('create table never (n int)');
  expect(isTransient(await failureOf(readOnly))).toBe(true);
  const name = new URL(home.url).pathname.slice(1);
  await db.pool.query(`set default_transaction_read_only = off; alter database ${name} connection limit 1`);
  const second = connect(home.url, { max: 1 });
  await db.pool.query('select 1');
  expect(await failureOf(second.pool.query('select 1'))).toMatchObject({ code: '53300' });
  await db.pool.query(`alter database ${name} connection limit -1`);
  await second.close();
  await db.close();
});

test('a wrong statement, broken data and a bug are not transient, however wrapped', async () => {
  const db = connect(home.url);
  for (const text of ['selec 1', 'select 1/0', 'select * from nowhere']) {
    expect(isTransient(await failureOf(db.pool.query(text)))).toBe(false);
  }
  await db.close();
  expect(isTransient(new TypeError('undefined is not a function'))).toBe(false);
  expect(isTransient('a string')).toBe(false);
  const lost = Object.assign(new Error('read'), { code: 'ECONNRESET' });
  expect(isTransient(new Error('Failed query', { cause: lost }))).toBe(true);
});

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => expect.unreachable('it should have failed'),
    (error: unknown) => error,
  );
}
