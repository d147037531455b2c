/** What the rounds come to. Medians, because a neighbour on the machine spoils a round and not all of them. */
import type { Measured } from './contenders.ts';
import type { Name, Results } from './rounds.ts';

/** The last line. A ratio is null where there is no pgbench. */
export interface Figures {
  readonly httpRatio: number | null;
  readonly dispatchRatio: number | null;
  readonly batchRatio: number | null;
  readonly ackP50Ms: number;
  readonly ackP99Ms: number;
  readonly cpuUsPerTicket: number;
  readonly rssMb: number;
}

export function figures(results: Results): Figures {
  const http = of(results, 'desk 32');
  return {
    httpRatio: ratio(results, 'desk 32', 'pgbench 32'),
    dispatchRatio: ratio(results, 'core 32', 'pgbench 32'),
    batchRatio: ratio(results, 'core 128', 'pgbench 32'),
    ackP50Ms: rounded(median(http.map((one) => quantile(one, 0.5))), 1),
    ackP99Ms: rounded(median(http.map((one) => quantile(one, 0.99))), 1),
    cpuUsPerTicket: rounded(median(http.map(({ cpuUs = 0 }) => cpuUs)), 0),
    rssMb: Math.max(0, ...http.map(({ rssMb = 0 }) => rssMb)),
  };
}

const ROWS: readonly {
  readonly name: Name;
  readonly against?: Name;
  readonly about: string;
  readonly goal?: number;
}[] = [
  { name: 'pgbench 1', about: 'pgbench, 1 client' },
  { name: 'core 1', against: 'pgbench 1', about: 'dispatcher, 1 in flight', goal: 0.9 },
  { name: 'desk 1', against: 'pgbench 1', about: 'Slack over HTTP, 1 client' },
  { name: 'pgbench 8', about: 'pgbench, 8 clients' },
  { name: 'desk 8', against: 'pgbench 8', about: 'Slack over HTTP, 8 clients' },
  { name: 'pgbench 32', about: 'pgbench, 32 clients' },
  { name: 'desk 32', against: 'pgbench 32', about: 'Slack over HTTP, 32 clients', goal: 1 },
  { name: 'core 32', against: 'pgbench 32', about: 'dispatcher, 32 in flight' },
  { name: 'core 128', against: 'pgbench 32', about: 'dispatcher, 128 in flight', goal: 4 },
];

const HEAD = [
  '',
  'tickets/s',
  'ratio',
  'goal',
  'p50 ms',
  'p99 ms',
  'max ms',
  'our CPU µs',
  'server CPU µs',
  'RSS MB',
  'ratios of the rounds',
];

/** A table, as lines. */
export function table(results: Results): readonly string[] {
  const rows = ROWS.filter(({ name }) => of(results, name).length > 0).map((row) => cells(results, row));
  const widths = HEAD.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  return [HEAD, ...rows].map((row) =>
    row
      .map((cell, column) =>
        column === 0 || column === HEAD.length - 1
          ? cell.padEnd(widths[column] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

function cells(results: Results, { name, against, about, goal }: (typeof ROWS)[number]): readonly string[] {
  const all = of(results, name);
  const ratios = against === undefined ? [] : ratiosOf(results, name, against);
  const timed = all.filter(({ latencies }) => latencies.length > 0);
  const number = (values: readonly (number | undefined)[], digits: number): string => {
    const known = values.filter((value) => value !== undefined);
    return known.length === 0 ? '' : median(known).toFixed(digits);
  };
  return [
    about,
    number(
      all.map(({ rate }) => rate),
      0,
    ),
    number(ratios, 2),
    goal === undefined ? '' : goal.toFixed(1),
    ...[0.5, 0.99, 1].map((which) =>
      number(
        timed.map((one) => quantile(one, which)),
        1,
      ),
    ),
    number(
      all.map(({ cpuUs }) => cpuUs),
      0,
    ),
    number(
      all.map(({ serverUs }) => serverUs),
      0,
    ),
    number(
      all.map(({ rssMb }) => rssMb),
      0,
    ),
    ratios.map((one) => one.toFixed(2)).join(' '),
  ];
}

const of = (results: Results, name: Name): readonly Measured[] =>
  results.flatMap((round) => (round[name] === undefined ? [] : [round[name]]));

/** Of each round, because what slows one of a round down mostly slows the other down too. */
const ratiosOf = (results: Results, name: Name, against: Name): readonly number[] =>
  results.flatMap(({ [name]: ours, [against]: theirs }) =>
    ours === undefined || theirs === undefined || theirs.rate === 0 ? [] : [ours.rate / theirs.rate],
  );

function ratio(results: Results, name: Name, against: Name): number | null {
  const all = ratiosOf(results, name, against);
  return all.length === 0 ? null : rounded(median(all), 2);
}

const quantile = ({ latencies }: Measured, which: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * which))] ?? 0;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
