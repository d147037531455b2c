import type { Run } from './index.ts';
import { written } from './script.ts';

/** The promises, as figures; the last line of `npm run chaos`. */
export interface Figures {
  readonly runs: number;
  readonly lost: number;
  readonly doubledTickets: number;
  readonly doubledMessages: number;
  readonly orderViolations: number;
  readonly noteLeaks: number;
  readonly ackMaxMs: number;
  readonly recoveryP99Ms: number;
}

export function figures(runs: readonly Run[]): Figures {
  const sum = (of: (run: Run) => number): number => runs.reduce((all, run) => all + of(run), 0);
  const acks = runs.flatMap(({ times }) => times.acks);
  const recoveries = runs.flatMap(({ times }) => times.recoveries);
  return {
    runs: runs.length,
    lost: sum(({ verdict, broken }) => verdict.lost.length + verdict.other.length + broken.length),
    doubledTickets: sum(({ verdict }) => verdict.doubledTickets.length),
    doubledMessages: sum(({ verdict }) => verdict.doubledMessages.length),
    orderViolations: sum(({ verdict }) => verdict.orderViolations.length),
    noteLeaks: sum(({ verdict }) => verdict.noteLeaks.length),
    ackMaxMs: Math.ceil(Math.max(0, ...acks)),
    recoveryP99Ms: Math.ceil(percentile(recoveries, 0.99)),
  };
}

/** Is everything as it was promised? */
export function isClean(figures: Figures): boolean {
  const { lost, doubledTickets, doubledMessages, orderViolations, noteLeaks } = figures;
  return lost + doubledTickets + doubledMessages + orderViolations + noteLeaks === 0;
}

/** Everything that is wrong with a run, with the kind of failure that it is. */
export function failuresOf({ verdict, broken }: Run): readonly { readonly kind: string; readonly what: string }[] {
  return [
    ...Object.entries(verdict).flatMap(([kind, list]) => list.map((what: string) => ({ kind, what }))),
    ...broken.map((what) => ({ kind: 'gave up', what })),
  ];
}

/** What happened in a run, in order, and how to have exactly this happen again. */
export function retold({ seed, happened }: Run): string {
  const lines = happened
    .toSorted((a, b) => a.cue.atMs - b.cue.atMs)
    .map(({ cue, what }) => `  ${String(cue.atMs).padStart(7)} ms  ${what}`);
  const again = `npm run chaos -- --seed ${seed} --only "${written(happened.map(({ cue }) => cue))}"`;
  return [...lines, '  again:', `    ${again}`].join('\n');
}

/** A run in a few lines; where something is wrong, with its seed and what happened to the tickets that it happened to. */
export function told(run: Run): string {
  const { lives, happened, times, seed } = run;
  const troubles = happened.filter(({ cue }) => cue.is === 'trouble');
  const said = lives.reduce((all, life) => all + life.said.length, 0);
  const head =
    `seed ${seed}: ${lives.length} tickets, ${said} messages, ${troubles.length} troubles; ` +
    `acknowledged within ${Math.ceil(percentile(times.acks, 0.5))} ms (half), ${Math.ceil(percentile(times.acks, 0.99))} ms (99 %), ` +
    `${Math.ceil(Math.max(0, ...times.acks))} ms (all); ` +
    `recovered within ${Math.ceil(percentile(times.recoveries, 0.5))} ms (half), ${Math.ceil(Math.max(0, ...times.recoveries))} ms (all)`;
  const findings = failuresOf(run).map(({ kind, what }) => `${kind}: ${what}`);
  if (findings.length === 0) return head;
  const concerned = lives.filter(({ plan, said }) =>
    findings.some(
      (one) =>
        one.includes(plan.word) || said.some(({ word, gone }) => [word, ...gone].some((w) => w && one.includes(w))),
    ),
  );
  const histories = concerned.map(
    ({ plan, history }) => `  ${plan.word}, of ${plan.home}:\n${history.map((line) => `    ${line}`).join('\n')}`,
  );
  const trouble = troubles.map(({ cue, what }) => `    ${cue.atMs} ms: ${what}`);
  return [head, ...findings.map((one) => `  ${one}`), ...histories, '  and meanwhile:', ...trouble].join('\n');
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** A line for each run and one for all of them. */
export function table(runs: readonly Run[]): string {
  const heads = ['run', 'lost', 'tickets ×2', 'messages ×2', 'disorder', 'note leaks', 'ack max ms', 'recovery p99 ms'];
  const line = (name: string, some: readonly Run[]): readonly string[] => {
    const { runs: _, ...rest } = figures(some);
    return [name, ...Object.values(rest).map(String)];
  };
  const lines = [heads, ...runs.map((one) => line(`seed ${one.seed}`, [one])), line(`${runs.length} runs`, runs)];
  const widths = heads.map((_, column) => Math.max(...lines.map((cells) => (cells[column] ?? '').length)));
  return lines.map((cells) => cells.map((cell, n) => cell.padStart(widths[n] ?? 0)).join('  ')).join('\n');
}
