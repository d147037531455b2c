import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Home, socketFolder } from './home.ts';
import { isGone, run, spawnAs } from './run.ts';

/** Where a server listens: `host` is a socket's folder, or 127.0.0.1 where Node knows no Unix sockets. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A server as its postmaster.pid describes it. The file may be stale: see `isServer`. */
export interface Running extends Address {
  readonly pid: number;
}

export type Settings = Readonly<Record<string, string>>;

/** Reads postmaster.pid. Undefined when there is none, or when the server has not finished writing it. */
export async function readPidFile(data: string): Promise<Running | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  const [pid, , , port, socket, listen] = text.split('\n');
  const host = socket || listen;
  return pid && port && host ? { pid: Number(pid), port: Number(port), host } : undefined;
}

/** Where this database's server shall listen: the same place every time, except where it takes a port (`before`). */
export async function chooseAddress(home: Home, before?: Address): Promise<Address> {
  if (process.platform === 'win32') return before ?? { host: '127.0.0.1', port: await freePort() };
  // A long or private TMPDIR is no use: socket paths are short, and as root the server is somebody else.
  const temporary = home.user || Buffer.byteLength(tmpdir()) > 60 ? '/tmp' : tmpdir();
  return { host: await socketFolder(home, temporary), port: 5432 };
}

/** A server process that was started; it may end at once if another serves the same data already. */
export interface Launched {
  hasEnded(): boolean;
}

/**
 * Starts the server and does not wait until it is ready.
 * It is detached and writes to its own log file, because it may outlive us: a Ctrl-C at our console must not reach
 * it before our last statement has, and it must not hold our pipes open.
 */
export async function launch(home: Home, { host, port }: Address, settings: Settings): Promise<Launched> {
  const socket = host !== '127.0.0.1';
  const all: Settings = {
    listen_addresses: socket ? '' : host,
    unix_socket_directories: socket ? host : '',
    unix_socket_permissions: '0700',
    port: String(port),
    timezone: 'UTC',
    log_timezone: 'UTC',
    // People's words are in the rows, and the details of an error quote rows: they stay out of the log.
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    ...settings,
  };
  const args = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = await openLog(home);
  const child = spawn(home.programs.postgres, ['-D', home.data, ...args], {
    ...spawnAs(home.user),
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  let ended = false;
  const end = (): void => {
    ended = true;
  };
  child.once('exit', end).once('error', end);
  child.unref();
  await log.close();
  return { hasEnded: () => ended };
}

/** Asks the server to shut down, breaking off what runs, and waits until it is gone. */
export async function shutDown({ data, user, programs }: Home): Promise<void> {
  const running = await readPidFile(data);
  if (!running) return;
  if (process.platform === 'win32') await run(programs.pgCtl, ['stop', '-D', data, '-m', 'fast', '-W'], user);
  else process.kill(running.pid, 'SIGINT');
  // Its file, not its process, is what is waited for: removing it is the last thing a server does, and where
  // nothing reaps orphans (a container without init) the process itself seems to live on for ever.
  while (existsSync(join(data, 'postmaster.pid')) && !isGone(running.pid)) await pause(10);
}

/**
 * Says whether the process of a postmaster.pid really is a PostgreSQL server. After a power cut or in a new container
 * its number may belong to anything, and a server would then refuse to start.
 */
export async function isServer({ pid }: Running): Promise<boolean> {
  if (isGone(pid)) return false;
  if (process.platform === 'win32') return true;
  const command = existsSync('/proc/self/cmdline')
    ? await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    : (await run('ps', ['-o', 'command=', '-p', String(pid)], undefined)).output;
  return command.includes('postgres') && basename(command.split(/\0| -D /)[0] ?? '').startsWith('postgres');
}

/** Removes the postmaster.pid of a server that is no more, unless another has written its own in the meantime. */
export async function forget({ data }: Home, stale: Running): Promise<void> {
  if ((await readPidFile(data))?.pid === stale.pid) await unlink(join(data, 'postmaster.pid')).catch(() => {});
}

/** The last lines the server wrote, for the sentence that says why it did not start. */
export async function lastWords({ path }: Home): Promise<string> {
  const text = await readFile(join(path, 'server.log'), 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-5).join('\n');
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function openLog({ path, user }: Home) {
  const file = join(path, 'server.log');
  const size = await stat(file).then(
    (found) => found.size,
    () => 0,
  );
  if (size > 10_000_000) await rename(file, `${file}.old`);
  const log = await open(file, 'a', 0o600);
  if (user) await chown(file, user.uid, user.gid);
  return log;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
