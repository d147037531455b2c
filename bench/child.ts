/** Processes of their own for what is measured, so that nobody else's CPU is counted as theirs. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export interface Child {
  /** Asks and waits for the answer; rejects with what went wrong over there. One at a time. */
  ask<A>(question: object): Promise<A>;
  /** Hears what it tells unasked. */
  hears(listener: (told: readonly string[]) => void): void;
  stop(): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

type Reply = { readonly answer: unknown } | { readonly failed: string };
type Told = { readonly told: readonly string[] };

/** Starts `file` beside this one; resolves when it has said that it is ready. */
export async function child(file: string, env: Readonly<Record<string, string>>): Promise<Child> {
  const execArgv = (process.env['BENCH_NODE_OPTIONS'] ?? '').split(' ').filter((option) => option !== '');
  const started = fork(new URL(file, import.meta.url), { env: { ...process.env, ...env }, execArgv });
  await reply(started, file);
  return {
    ask: async <A>(question: object): Promise<A> => {
      started.send(question);
      return (await reply(started, file)) as A;
    },
    hears: (listener) => {
      started.on('message', (message: Reply | Told) => {
        if ('told' in message) listener(message.told);
      });
    },
    stop: async () => {
      if (started.exitCode !== null || started.signalCode !== null) return;
      const gone = once(started, 'exit');
      started.disconnect();
      await gone;
    },
    kill: async () => {
      const gone = once(started, 'exit');
      started.kill('SIGKILL');
      await gone;
    },
  };
}

function reply(from: ChildProcess, file: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const told = (message: Reply | Told): void => {
      if ('told' in message) return;
      from.off('exit', left);
      from.off('message', told);
      if ('failed' in message) reject(new Error(`${file}: ${message.failed}`));
      else resolve(message.answer);
    };
    const left = (code: number | null): void => {
      from.off('message', told);
      reject(new Error(`${file} ended with code ${code}`));
    };
    from.on('message', told);
    from.once('exit', left);
  });
}

/** The other side: answers every question until the parent hangs up. Says first that it is ready. */
export function answering<Q>(answer: (question: Q) => Promise<unknown>, stop: () => Promise<void>): void {
  const tell = (message: Reply): void => void process.send?.(message);
  process.on('message', (question) => {
    answer(question as Q).then(
      (given) => tell({ answer: given }),
      (error: unknown) => tell({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
  });
  process.on('disconnect', () => {
    stop().finally(() => process.exit());
  });
  tell({ answer: 'ready' });
}

/** Tells the parent something unasked; what is told at once travels together. */
export function teller(): (what: string) => void {
  let waiting: string[] = [];
  return (what) => {
    if (waiting.length === 0) {
      setImmediate(() => {
        const message: Told = { told: waiting };
        waiting = [];
        process.send?.(message);
      });
    }
    waiting.push(what);
  };
}

/** CPU that a process has used, in µs, the memory that it holds, and how often it has waited for the database. */
export interface Usage {
  readonly cpuUs: number;
  readonly rssMb: number;
  readonly trips: number;
}

export function usage(): Omit<Usage, 'trips'> {
  const { user, system } = process.cpuUsage();
  return { cpuUs: user + system, rssMb: Math.round(process.memoryUsage.rss() / 1e6) };
}
