import { spawn } from 'node:child_process';

/** The account the server runs as; undefined means our own. Only root runs it as somebody else. */
export type User = { readonly uid: number; readonly gid: number } | undefined;

/** One sentence for the person at the console; never a secret in it. */
export type Log = (sentence: string) => void;

/** How a program ended. `code` is null when a signal ended it; `output` is stdout and stderr together. */
export interface Ran {
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs a program to its end as the given user, without a shell, so that no path needs quoting.
 * Resolves however it ends; rejects only when it could not be started at all.
 */
export function run(program: string, args: readonly string[], user: User, input = ''): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...spawnAs(user), stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.stdin.on('error', () => {}); // It may end before it has read: its exit code tells the rest.
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
    child.stdin.end(input);
  });
}

/** Spawn options common to every program: the user, a folder that user can stand in, no console window. */
export function spawnAs(user: User): { uid?: number; gid?: number; cwd?: string; windowsHide: true } {
  // Spawn takes signed ids while chown takes unsigned ones: macOS's nobody is -2 here and 4294967294 there.
  const account = user && { uid: user.uid | 0, gid: user.gid | 0 };
  return { ...account, ...(process.platform !== 'win32' && { cwd: '/' }), windowsHide: true };
}

/** True when nothing of that id runs. A process of another user counts as running. */
export function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
