import { chmod, cp, lstat, mkdir, readdir, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { findPackage, findPrograms, type Package } from '../../src/db/embedded/programs.ts';
import { run } from '../../src/db/embedded/run.ts';
import { startEmbedded } from '../../src/db/embedded.ts';
import { removeFolder, temporaryFolder } from '../support/embedded.ts';

const root = process.getuid?.() === 0;
const nobody = { uid: 65534, gid: 65534 };
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await removeFolder(folder);
});

async function folderNamed(name?: string): Promise<string> {
  const folder = await temporaryFolder(name);
  folders.push(folder);
  return folder;
}

/** The package as npm unpacks it when it may run no install scripts: without its symlinks. */
async function bareCopy(folder: string): Promise<Package> {
  const pack = await findPackage();
  const native = join(folder, 'native');
  await cp(pack.native, native, { recursive: true, verbatimSymlinks: true });
  for (const name of await readdir(join(native, 'lib'))) {
    const path = join(native, 'lib', name);
    if ((await lstat(path)).isSymbolicLink()) await rm(path);
  }
  return { ...pack, native };
}

test('links that npm was not allowed to make are made good', async () => {
  const folder = await folderNamed('my package');
  const { postgres } = await findPrograms(await bareCopy(folder), folder, undefined);
  expect(postgres.startsWith(join(folder, 'native'))).toBe(true);
  expect((await run(postgres, ['--version'], undefined)).output).toContain('PostgreSQL) 18');
});

test.skipIf(root)('a read-only package without its links is copied', async () => {
  const folder = await folderNamed();
  const pack = await bareCopy(folder);
  await chmod(join(pack.native, 'lib'), 0o555);
  const { postgres } = await findPrograms(pack, folder, undefined);
  await chmod(join(pack.native, 'lib'), 0o755);
  expect(postgres).toContain('programs-');
});

test.runIf(root)("programs that the server's user cannot reach are copied to where it can", async () => {
  const closed = await folderNamed();
  const home = await folderNamed();
  const pack = await bareCopy(closed);
  await chmod(closed, 0o700);
  const [{ postgres }, second] = await Promise.all([
    findPrograms(pack, home, nobody),
    findPrograms(pack, home, nobody),
  ]);
  expect(second.postgres).toBe(postgres);
  expect(postgres.startsWith(home)).toBe(true);
  expect((await run(postgres, ['--version'], nobody)).code).toBe(0);
  expect(await readdir(home)).toEqual([`programs-${pack.version}`]);
});

test.runIf(root)(
  "data that the server's user could not reach is kept elsewhere, with a pointer and a word",
  async () => {
    const closed = await folderNamed();
    await chmod(closed, 0o700);
    const folder = join(closed, 'my data');
    await mkdir(folder);
    folders.unshift(folder);
    const heard: string[] = [];
    const server = await startEmbedded({ folder, log: (sentence) => heard.push(sentence), settings: { fsync: 'off' } });
    await server.stop();
    const home = await realpath(join(folder, 'postgres'));
    expect(dirname(home)).toBe('/var/lib/deskbell');
    expect(heard).toEqual([expect.stringContaining(`The database is kept in ${home}`)]);
    await rename(home, `${home}.away`);
    await expect(startEmbedded({ folder })).rejects.toThrow(/points to a folder that is gone/);
    await rename(`${home}.away`, home);
  },
);
