import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { basename, join } from 'node:path';
import { findPrograms, type Package, type Programs } from './programs.ts';
import { isGone, type Log, run, type User } from './run.ts';

/**
 * A database at home: `<folder>/postgres` holds `data` (PostgreSQL's own), `password` and `server.log`.
 * `path` is where that really is, with symlinks followed, since the server may be unable to follow them.
 */
export interface Home {
  readonly path: string;
  readonly data: string;
  readonly password: string;
  readonly user: User;
  readonly programs: Programs;
}

/** Where root keeps a database whose own folder the server's user cannot reach. */
const ELSEWHERE = '/var/lib/deskbell';

/**
 * Opens the database in `folder`, or makes an empty one. It appears there whole or not at all: it is made under
 * another name and renamed, so an interrupted initdb is never taken for a database.
 * `fast` leaves out flushing the new files to disk. Throws a sentence when the folder cannot be used.
 */
export async function openHome(folder: string, pack: Package, log: Log, fast: boolean): Promise<Home> {
  await mkdir(folder, { recursive: true });
  const entry = join(await realpath(folder), 'postgres');
  if (await isEmptyPlace(entry)) await makeHome(entry, pack, log, fast);
  const path = await realpath(entry).catch(() => {
    throw new Error(`${entry} points to a folder that is gone. Bring it back, or remove ${entry} to start empty.`);
  });
  const data = join(path, 'data');
  await checkVersion(entry, data, pack.major);
  const user = await ownerOf(data);
  if (user && !(await canReach(data, user))) {
    throw new Error(
      `The database in ${path} belongs to user ${user.uid}, who cannot reach it there. ` +
        'Move it to where it was made, or open the folders above it with "chmod o+x".',
    );
  }
  const password = await readFile(join(path, 'password'), 'utf8');
  return { path, data, password, user, programs: await findPrograms(pack, path, user) };
}

/**
 * The folder for the server's Unix socket: always the same for one database, and private to its user. It is left
 * there when the server stops: removing it would pull it from under another process that is just starting one.
 */
export async function socketFolder({ password, path: home, user }: Home, temporary: string): Promise<string> {
  // Not in the data folder: a socket's path may have about 100 bytes, and shared folders often allow no sockets.
  // Named after the secret, nobody can guess it and take the name first; if somebody did, that is noticed below.
  // Named after the place too, so that a copied folder does not collide with the one it was copied from.
  const name = createHash('sha256').update(`${password} ${home}`).digest('hex').slice(0, 16);
  const path = join(temporary, `deskbell-${name}`);
  const made = await mkdir(path, { mode: 0o700 }).then(
    () => true,
    () => false,
  );
  if (made && user) await chown(path, user.uid, user.gid);
  const found = await lstat(path);
  if (!found.isDirectory() || found.uid !== (user?.uid ?? process.getuid?.()) || (found.mode & 0o077) !== 0) {
    throw new Error(`${path} is in the way: Deskbell's database keeps its socket there. Remove it.`);
  }
  return path;
}

async function makeHome(entry: string, pack: Package, log: Log, fast: boolean): Promise<void> {
  const user = process.getuid?.() === 0 ? await nobody() : undefined;
  const folder = join(entry, '..');
  const near = !user || (await canReach(folder, user));
  const parent = near ? folder : ELSEWHERE;
  await mkdir(parent, { recursive: true });
  if (!near) await chmod(parent, 0o711);
  await sweep(parent);
  const staging = await mkdtemp(join(parent, `new-${process.pid}-`));
  try {
    await initialise(staging, pack, user, fast);
    const settled = near ? entry : join(ELSEWHERE, randomBytes(6).toString('hex'));
    await rename(staging, settled);
    if (near) return;
    // Nobody's way is barred (a home folder such as /root), and opening it up is not for us to do. A random name,
    // not one made from the path: whoever deletes the data folder then gets an empty database, as they expect.
    await symlink(settled, entry).catch((error) => rm(settled, { recursive: true }).then(() => Promise.reject(error)));
    log(`The database is kept in ${settled}: the user it runs as cannot reach ${folder}. ${entry} points there.`);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    // Two first starts at once: the other one has put its database there, and we open that.
    if (!existsSync(join(entry, 'data', 'PG_VERSION'))) throw error;
  }
}

async function initialise(home: string, pack: Package, user: User, fast: boolean): Promise<void> {
  if (user) await chmod(home, 0o711);
  const data = join(home, 'data');
  await mkdir(data, { mode: 0o700 });
  if (user) await chown(data, user.uid, user.gid);
  const { initdb, postgres } = await findPrograms(pack, home, user);
  const password = randomBytes(24).toString('hex');
  await writeFile(join(home, 'password'), password, { mode: 0o600 });
  // The builtin locale sorts and folds alike on every machine, whatever locales are installed there.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const sync = fast ? ['--no-sync'] : [];
  await must(initdb, ['-D', data, '-U', 'postgres', '--auth=reject', ...locale, ...sync], user);
  // Nobody can log in as the superuser at all; the program owns its database and may create others.
  await writeFile(join(data, 'pg_hba.conf'), HBA);
  const role = `create role deskbell login createdb password '${password}'`;
  const script = `${role};\nalter database postgres owner to deskbell;\n`;
  await must(postgres, ['--single', '-F', '-D', data, 'postgres'], user, script);
}

const HBA = `# A password even on the private socket: loopback, where there are no sockets, is open to every local user.
local all deskbell scram-sha-256
host  all deskbell 127.0.0.1/32 scram-sha-256
`;

async function must(program: string, args: readonly string[], user: User, input?: string): Promise<void> {
  const { code, output } = await run(program, args, user, input);
  if (code === 0) return;
  throw new Error(`Making the database failed: ${basename(program)} ended with ${code}.\n${output.trim()}`);
}

async function isEmptyPlace(entry: string): Promise<boolean> {
  const found = await lstat(entry).catch(() => undefined);
  return !found || (found.isDirectory() && (await readdir(entry)).length === 0);
}

async function checkVersion(entry: string, data: string, major: string): Promise<void> {
  const version = await readFile(join(data, 'PG_VERSION'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EACCES') throw new Error(`The database in ${entry} belongs to another user: run as that user.`);
    throw new Error(
      `${entry} holds something that is not Deskbell's database. Move it away, or choose another folder.`,
    );
  });
  if (version.trim() === major) return;
  throw new Error(
    `The database in ${entry} was made by PostgreSQL ${version.trim()}, and this Deskbell brings ${major}. ` +
      `Bring its data over with pg_dump and pg_restore, or run it yourself and set DATABASE_URL.`,
  );
}

/** As root the server runs as whoever owns the data; a server refuses to run as root. */
async function ownerOf(data: string): Promise<User> {
  if (process.getuid?.() !== 0) return undefined;
  const { uid, gid } = await stat(data);
  return uid === 0 ? nobody() : { uid, gid };
}

async function nobody(): Promise<User> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'nobody'], undefined)));
  if (uid?.code !== 0 || gid?.code !== 0) {
    throw new Error('PostgreSQL does not run as root, and there is no user "nobody". Run Deskbell as another user.');
  }
  return { uid: Number(uid.output) >>> 0, gid: Number(gid.output) >>> 0 };
}

async function canReach(folder: string, user: User): Promise<boolean> {
  const { code } = await run('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], user);
  return code === 0;
}

/** Removes what interrupted first starts have left. */
async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const pid = /^new-(\d+)-/.exec(name)?.[1];
    if (!pid || !isGone(Number(pid))) continue;
    // An orphaned initdb may still be writing there; then the next first start removes the rest.
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => {});
  }
}
