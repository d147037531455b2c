import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How a process ended: by itself with a code, or by a signal. */
export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Deskbell as an operator starts it, in a process of its own. */
export interface DeskProcess {
  /** Resolves with the address of its HTTP server when it says that it is running; rejects with its words if it ends before. */
  readonly running: Promise<string>;
  readonly ended: Promise<Ending>;
  /** Everything that it has written, to standard output and error. */
  output(): string;
  /** Sends the signal, and resolves when the process is gone. */
  kill(signal: NodeJS.Signals): Promise<Ending>;
  /** Sends the signal and does not wait: SIGSTOP, SIGCONT. */
  signal(signal: NodeJS.Signals): void;
  /** Sets its wall clock so far ahead of the machine's, in ms; negative is behind. Resolves when it is so, or it has ended. */
  setClock(aheadMs: number): Promise<void>;
}

/** Compiled code is kept from start to start: a test starts it often. */
const CACHE = join(tmpdir(), `deskbell-compiled-${process.getuid?.() ?? 0}`);
const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const CLOCK = new URL('./wall-clock.ts', import.meta.url).href;
/** A test that is broken off leaves nothing behind. */
const alive = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of alive) child.kill('SIGKILL');
});
const RUNNING = /Deskbell is running.*?(http:\/\/[^\s/]+)/;

/**
 * Starts the program with these settings and nothing else from our environment. Its working directory is empty, so that no
 * .env and no data of the machine is read. `aheadMs`: its wall clock begins so far ahead. [0]
 */
export async function startProcess(env: Readonly<Record<string, string>>, aheadMs = 0): Promise<DeskProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'deskbell-process-'));
  const child = spawn(process.execPath, ['--import', CLOCK, MAIN], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { PATH: process.env['PATH'], NODE_COMPILE_CACHE: CACHE, TEST_CLOCK_AHEAD_MS: String(aheadMs), ...env },
  });
  alive.add(child);
  let output = '';
  const running = new Promise<string>((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      output += chunk;
      const url = RUNNING.exec(output)?.[1];
      if (url !== undefined) resolve(url);
    };
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', hear);
    child.once('error', reject);
    child.once('close', (code, signal) => reject(new Error(`it ended (${signal ?? code}) and said:\n${output}`)));
  });
  // Whoever waits for it hears of it; whoever kills it meanwhile need not.
  running.catch(() => {});
  const ended = endingOf(child).finally(() => {
    alive.delete(child);
    return rm(folder, { recursive: true, force: true });
  });
  return {
    running,
    ended,
    output: () => output,
    kill: (signal) => {
      child.kill(signal);
      return ended;
    },
    signal: (signal) => void child.kill(signal),
    setClock: async (ahead) => {
      const set = new Promise<void>((resolve) => {
        const hear = (heard: unknown): void => {
          if (heard !== ahead) return;
          child.off('message', hear);
          resolve();
        };
        child.on('message', hear);
      });
      // A process that ends at this moment has no clock any more.
      child.send(ahead, () => {});
      await Promise.race([set, ended]);
    },
  };
}

/** A port that is free now. A program that is started again must be found where it was. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function endingOf(child: ChildProcess): Promise<Ending> {
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}
