import type { Run } from './index.ts';

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

/** A run in a few lines; where something is wrong, with its seed and what happened to the tickets that it happened to. */
export function told(run: Run): string {
  const { verdict, lives, troubles, times, broken, seed } = run;
  const said = lives.reduce((all, life) => all + life.said.length, 0);
  const head =
    `seed ${seed}: ${lives.length} tickets, ${said} messages, ${troubles.length} troubles; ` +
    `acknowledged within ${Math.ceil(percentile(times.acks, 0.5))} ms (half), ${Math.ceil(percentile(times.acks, 0.99))} ms (99 %), ` +
    `${Math.ceil(Math.max(0, ...times.acks))} ms (all); ` +
    `recovered within ${Math.ceil(percentile(times.recoveries, 0.5))} ms (half), ${Math.ceil(Math.max(0, ...times.recoveries))} ms (all)`;
  const findings = [
    ...Object.entries(verdict).flatMap(([kind, list]) => list.map((one: string) => `${kind}: ${one}`)),
    ...broken.map((one) => `gave up: ${one}`),
  ];
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
  const trouble = troubles.map(({ atMs, what }) => `    ${atMs} ms: ${what}`);
  return [head, ...findings.map((one) => `  ${one}`), ...histories, '  and meanwhile:', ...trouble].join('\n');
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
