/** What every mode of the bench does alike. */
import { availableParallelism, loadavg } from 'node:os';

export const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** What has to be undone when a mode is over, the last first. */
export type Undo = (() => unknown)[];

/** Runs a mode and undoes what it has done, also when it is interrupted: a server would go on without us. */
export async function inMode(mode: (undo: Undo) => Promise<void>): Promise<void> {
  const undo: Undo = [];
  const tidyUp = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => tidyUp().finally(() => process.exit(1)));
  try {
    await mode(undo);
  } finally {
    await tidyUp();
  }
}

/** The machine, and whether others use it. */
export function about(): readonly string[] {
  const cores = availableParallelism();
  const [load = 0] = loadavg();
  const busy = load > cores / 2;
  const head = `${cores} cores, load ${load.toFixed(1)}${busy ? ': the machine is busy with other things' : ''}`;
  return busy
    ? [
        head,
        'Whoever has more processes gets more of a busy machine, and pgbench has one for each client: compare the CPU.',
      ]
    : [head];
}
