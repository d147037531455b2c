import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, realpath, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for a database of its own, which also the server's user can reach when the tests run as root. */
export async function temporaryFolder(name = 'deskbell'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  await chmod(folder, 0o711);
  return folder;
}

/** Removes such a folder with all that belongs to its database, wherever that is. */
export async function removeFolder(folder: string): Promise<void> {
  const started = await readFile(join(folder, 'postgres/data/postmaster.opts'), 'utf8').catch(() => '');
  const socket = /unix_socket_directories=([^"]+)"/.exec(started)?.[1];
  if (socket) await rmdir(socket).catch(() => {});
  const home = await realpath(join(folder, 'postgres')).catch(() => folder);
  await rm(home, { recursive: true, force: true });
  await rm(folder, { recursive: true, force: true });
}

export async function serverPid(folder: string): Promise<number | undefined> {
  const text = await readFile(join(folder, 'postgres/data/postmaster.pid'), 'utf8').catch(() => undefined);
  return text ? Number(text.split('\n')[0]) : undefined;
}

/** Another Node process with this program (an ES module) to run; `says` resolves with its next line. */
export interface Companion {
  readonly process: ChildProcess;
  says(): Promise<string>;
  /** kill -9, resolved when the process is dead and its pipes are closed. */
  kill(): Promise<void>;
}

export function companion(program: string, ...args: readonly string[]): Companion {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    // Vitest's own loaders are no use to it.
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const closed = once(child, 'close');
  return {
    process: child,
    says: async () => String((await once(child.stdout, 'data'))[0]).trim(),
    kill: async () => {
      child.kill('SIGKILL');
      await closed;
    },
  };
}

/** The URL of a source file, for a companion to import. */
export function source(path: string): string {
  return new URL(`../../src/${path}`, import.meta.url).href;
}
