import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { run } from '../../src/db/embedded/run.ts';
import { type Embedded, startEmbedded } from '../../src/db/embedded.ts';
import { companion, removeFolder, serverPid, source, temporaryFolder } from '../support/embedded.ts';

// Making a database takes a second; most tests only need one that is there, and begin with a copy of this one.
let seed: string;
beforeAll(async () => {
  seed = await temporaryFolder();
  await (await startEmbedded({ folder: seed, settings: { fsync: 'off' } })).stop();
});
afterAll(() => removeFolder(seed));

const clean: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of clean.splice(0).reverse()) await step();
});

async function folderNamed(name?: string): Promise<string> {
  const folder = await temporaryFolder(name);
  clean.push(() => removeFolder(folder));
  return folder;
}

async function seededFolder(): Promise<string> {
  const folder = await folderNamed();
  await run('cp', ['-a', join(seed, 'postgres'), folder], undefined);
  return folder;
}

async function start(folder: string): Promise<Embedded> {
  const server = await startEmbedded({ folder, settings: { fsync: 'off' } });
  clean.push(() => server.stop());
  return server;
}

async function ask(url: string, statement: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(statement).finally(() => client.end());
  return rows[0];
}

const RUN = `
  const { startEmbedded } = await import('${source('db/embedded.ts')}');
  const { url } = await startEmbedded({ folder: process.argv[1] });
  console.log(url);
  setInterval(() => {}, 1000);`;

test('the first start makes a database, and opened again it has what was written', async () => {
  const folder = await folderNamed();
  const first = await start(folder);
  await ask(first.url, `create table kept as select 'word' as it`);
  await first.stop();
  expect(await serverPid(folder)).toBeUndefined();
  const second = await start(folder);
  expect(await ask(second.url, 'select it from kept')).toEqual({ it: 'word' });
  expect(second.url).toBe(first.url);
});

test('a folder may have spaces, quotes and dollars in its name', async () => {
  const { url } = await start(await folderNamed(`it's "my" $HOME; é`));
  expect(await ask(url, 'show data_checksums')).toEqual({ data_checksums: 'on' });
});

test('the database is UTF-8 with the builtin locale, and its user is no superuser', async () => {
  const { url } = await start(await seededFolder());
  const statement = `select datlocprovider, datlocale, pg_encoding_to_char(encoding) as encoding, rolsuper
    from pg_database, pg_roles where datname = current_database() and rolname = current_user`;
  expect(await ask(url, statement)).toEqual({
    datlocprovider: 'b',
    datlocale: 'C.UTF-8',
    encoding: 'UTF8',
    rolsuper: false,
  });
});

test('nobody gets in without the password, nor as the superuser', async () => {
  const { url } = await start(await seededFolder());
  const wrong = new URL(url);
  wrong.password = 'guess';
  await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  wrong.username = 'postgres';
  await expect(ask(wrong.href, 'select 1')).rejects.toThrow(/no pg_hba.conf entry/);
});

test('a server that outlived its killed process holds no pipe open, and is adopted with its data', async () => {
  const folder = await seededFolder();
  const other = companion(RUN, folder);
  const url = await other.says();
  await ask(url, 'create table kept as select 7 as it');
  const pid = await serverPid(folder);
  await other.kill();
  const server = await start(folder);
  expect(await serverPid(folder)).toBe(pid);
  expect(await ask(server.url, 'select it from kept')).toEqual({ it: 7 });
  await server.stop();
  expect(await serverPid(folder)).toBeUndefined();
});

test('of two processes in one folder, the last one out stops the server', async () => {
  const folder = await seededFolder();
  const server = await start(folder);
  const other = companion(RUN, folder);
  clean.push(() => other.kill());
  expect(await other.says()).toBe(server.url);
  await server.stop();
  expect(await ask(server.url, 'select 1 as one')).toEqual({ one: 1 });
  const again = await start(folder);
  await other.kill();
  // The server drops the lock of a killed process when it finds that nobody is there any more, and not before.
  const users = `select count(*)::int as users from pg_locks where locktype = 'advisory'`;
  await expect.poll(() => ask(again.url, users), { timeout: 10_000 }).toEqual({ users: 1 });
  await again.stop();
  expect(await serverPid(folder)).toBeUndefined();
});

test('three first starts at once end with one database', async () => {
  const folder = await folderNamed();
  const servers = await Promise.all([start(folder), start(folder), start(folder)]);
  expect(new Set(servers.map((one) => one.url)).size).toBe(1);
  await Promise.all(servers.map((one) => one.stop()));
  expect(await serverPid(folder)).toBeUndefined();
  expect(await readdir(folder)).toEqual(['postgres']);
});

test('one process leaves while the other arrives, again and again, and both find the database up', async () => {
  const folder = await seededFolder();
  let server = await start(folder);
  for (let i = 0; i < 5; i++) {
    const [next] = await Promise.all([start(folder), server.stop()]);
    expect(await ask(next.url, 'select 1 as one')).toEqual({ one: 1 });
    server = next;
  }
});

test('an initdb that was interrupted is never taken for a database', async () => {
  const folder = await folderNamed();
  const other = companion(RUN, folder);
  while (!(await readdir(folder)).some((name) => name.startsWith('new-'))) await pause(5);
  await pause(100);
  await other.kill();
  const { url } = await start(folder);
  expect(await ask(url, 'select 1 as one')).toEqual({ one: 1 });
});

test('a database of another PostgreSQL version is refused in words', async () => {
  const folder = await seededFolder();
  await (await start(folder)).stop();
  await writeFile(join(folder, 'postgres/data/PG_VERSION'), '17\n');
  await expect(start(folder)).rejects.toThrow(/made by PostgreSQL 17, and this Deskbell brings 18.*DATABASE_URL/);
});

test('a folder with something else in it is left alone', async () => {
  const folder = await folderNamed();
  await mkdir(join(folder, 'postgres'));
  await writeFile(join(folder, 'postgres/thesis.txt'), 'mine');
  await expect(start(folder)).rejects.toThrow(/not Deskbell's database/);
  expect(await readdir(join(folder, 'postgres'))).toEqual(['thesis.txt']);
});

test('a postmaster.pid whose number now belongs to another program does not keep the server from starting', async () => {
  const folder = await seededFolder();
  const first = await start(folder);
  await first.stop();
  const lines = [process.pid, join(folder, 'postgres/data'), 1, 5432, '/tmp/gone', '', '', 'ready'];
  await writeFile(join(folder, 'postgres/data/postmaster.pid'), lines.join('\n'));
  const { url } = await start(folder);
  expect(await ask(url, 'select 1 as one')).toEqual({ one: 1 });
});

test('a server that dies is started again under the same URL', async () => {
  const folder = await seededFolder();
  const { url } = await start(folder);
  const pid = await serverPid(folder);
  process.kill(pid ?? 0, 'SIGKILL');
  await expect.poll(() => ask(url, 'select 1 as one').catch(() => undefined), { timeout: 10_000 }).toEqual({ one: 1 });
  expect(await serverPid(folder)).not.toBe(pid);
});

test("somebody else's folder where the socket should be is refused in words", async () => {
  const folder = await seededFolder();
  const server = await start(folder);
  await server.stop();
  const socket = new URL(server.url).searchParams.get('host') ?? '';
  await chmod(socket, 0o755);
  await expect(start(folder)).rejects.toThrow(/is in the way/);
});

test('a stop with nothing to stop, and a second stop, are harmless', async () => {
  const folder = await seededFolder();
  const server = await start(folder);
  process.kill((await serverPid(folder)) ?? 0, 'SIGINT');
  await Promise.all([server.stop(), server.stop()]);
  await expect.poll(() => serverPid(folder)).toBeUndefined();
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
