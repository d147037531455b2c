/** What the rounds come to. Medians, because a neighbour on the machine spoils a round and not all of them. */
import type { Measured } from './contenders.ts';
import { median, quantile, rounded } from './numbers.ts';
import { type Name, nameOf, type Results, ROUND, type Step } from './rounds.ts';
import { UNIT_NAMES, type UnitName } from './units/index.ts';

/** The last line. A ratio is null where there is no pgbench. Of opening a ticket, unless it stands under another unit. */
export interface Figures {
  readonly httpRatio: number | null;
  readonly dispatchRatio: number | null;
  readonly batchRatio: number | null;
  readonly ackP50Ms: number;
  readonly ackP99Ms: number;
  readonly ackMaxMs: number;
  readonly cpuUsPerTicket: number;
  readonly rssMb: number;
  readonly tripsPerTicket: number;
  readonly walBytesPerTicket: number;
  readonly units: { readonly [U in UnitName]?: UnitFigures };
}

/** At 32 clients; null where it was not measured. */
interface UnitFigures {
  readonly httpRatio: number | null;
  readonly dispatchRatio: number | null;
  readonly discordRate: number | null;
  readonly ackP99Ms: number | null;
  readonly cpuUs: number | null;
}

/** Under load nobody waits longer for an acknowledgement than this, in ms: 99 of 100, and whoever it is. */
export const ACK = { p99Ms: 250, maxMs: 2_800 } as const;

export function figures(results: Results): Figures {
  const http = of(results, 'desk 32');
  return {
    httpRatio: ratio(results, 'desk 32', 'pgbench 32'),
    dispatchRatio: ratio(results, 'core 32', 'pgbench 32'),
    batchRatio: ratio(results, 'core 128', 'pgbench 32'),
    ackP50Ms: rounded(median(http.map(({ latencies }) => quantile(latencies, 0.5))), 1),
    ackP99Ms: rounded(median(http.map(({ latencies }) => quantile(latencies, 0.99))), 1),
    ackMaxMs: rounded(Math.max(0, ...http.map(({ latencies }) => quantile(latencies, 1))), 1),
    cpuUsPerTicket: rounded(median(http.map(({ cpuUs = 0 }) => cpuUs)), 0),
    rssMb: Math.max(0, ...http.map(({ rssMb = 0 }) => rssMb)),
    tripsPerTicket: rounded(median(http.map(({ trips = 0 }) => trips)), 2),
    walBytesPerTicket: rounded(median(http.map(({ walBytes = 0 }) => walBytes)), 0),
    units: Object.fromEntries(
      UNIT_NAMES.filter((unit) => isMeasured(results, unit)).map((unit) => [unit, unitFigures(results, unit)]),
    ),
  };
}

const isMeasured = (results: Results, unit: UnitName): boolean =>
  (['core', 'desk', 'discord'] as const).some((who) => of(results, nameOf({ who, unit, clients: 32 })).length > 0);

function unitFigures(results: Results, unit: UnitName): UnitFigures {
  const at = (who: Step['who']): Name => nameOf({ who, unit, clients: 32 });
  const middle = (who: Step['who'], value: (one: Measured) => number | undefined, digits: number): number | null => {
    const values = of(results, at(who)).flatMap((one) => value(one) ?? []);
    return values.length === 0 ? null : rounded(median(values), digits);
  };
  return {
    httpRatio: ratio(results, at('desk'), at('pgbench')),
    dispatchRatio: ratio(results, at('core'), at('pgbench')),
    discordRate: middle('discord', ({ rate }) => rate, 0),
    ackP99Ms: middle('desk', ({ latencies }) => quantile(latencies, 0.99), 1),
    cpuUs: middle('desk', ({ cpuUs }) => cpuUs, 0),
  };
}

const CALLED: Readonly<Record<Step['who'], (clients: number) => string>> = {
  pgbench: (clients) => `pgbench, ${clients} client${clients === 1 ? '' : 's'}`,
  core: (clients) => `dispatcher, ${clients} in flight`,
  desk: (clients) => `Slack over HTTP, ${clients} client${clients === 1 ? '' : 's'}`,
  discord: (clients) => `Discord's gateway, ${clients} in flight`,
};

/** How many times pgbench's rate it is to be. */
const GOALS: { readonly [N in Name]?: number } = { 'core 1': 0.9, 'desk 32': 1, 'core 128': 4 };

const ORDER: readonly Step['who'][] = ['pgbench', 'core', 'desk', 'discord'];
const inOrder = (one: Step, other: Step): number =>
  UNIT_NAMES.indexOf(one.unit) - UNIT_NAMES.indexOf(other.unit) ||
  one.clients - other.clients ||
  ORDER.indexOf(one.who) - ORDER.indexOf(other.who);

const ABOUT: Readonly<Record<UnitName, string>> = {
  open: 'open a ticket',
  status: 'status of one ticket',
  mine: "status of all of one's own",
  reply: 'reply in a thread',
  rate: 'rate',
};

const HEAD = [
  '',
  'units/s',
  'ratio',
  'goal',
  'p50 ms',
  'p99 ms',
  'max ms',
  'our CPU µs',
  'server CPU µs',
  'trips',
  'WAL bytes',
  'RSS MB',
  'ratios of the rounds',
];

/** A table, as lines; the units one after another. */
export function table(results: Results): readonly string[] {
  const steps = [...ROUND].sort(inOrder).filter((step) => of(results, nameOf(step)).length > 0);
  const rows = steps.map((step) => cells(results, step));
  const widths = HEAD.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const drawn = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 0 || column === HEAD.length - 1
          ? cell.padEnd(widths[column] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [
    drawn(HEAD),
    ...rows.flatMap((row, index) => {
      const unit = steps[index]?.unit;
      const first = unit !== undefined && unit !== steps[index - 1]?.unit;
      return first ? [`${ABOUT[unit]}:`, drawn(row)] : [drawn(row)];
    }),
  ];
}

function cells(results: Results, step: Step): readonly string[] {
  const name = nameOf(step);
  const all = of(results, name);
  const theirs = nameOf({ ...step, who: 'pgbench', clients: Math.min(step.clients, 32) });
  const ratios = step.who === 'pgbench' ? [] : ratiosOf(results, name, theirs);
  const timed = all.filter(({ latencies }) => latencies.length > 0);
  const middle = (value: (one: Measured) => number | undefined, digits: number, of = all): string => {
    const known = of.flatMap((one) => value(one) ?? []);
    return known.length === 0 ? '' : median(known).toFixed(digits);
  };
  return [
    `  ${CALLED[step.who](step.clients)}`,
    middle(({ rate }) => rate, 0),
    ratios.length === 0 ? '' : median(ratios).toFixed(2),
    GOALS[name]?.toFixed(1) ?? '',
    ...[0.5, 0.99, 1].map((share) => middle(({ latencies }) => quantile(latencies, share), 1, timed)),
    middle(({ cpuUs }) => cpuUs, 0),
    middle(({ serverUs }) => serverUs, 0),
    middle(({ trips }) => trips, 2),
    middle(({ walBytes }) => walBytes, 0),
    middle(({ rssMb }) => rssMb, 0),
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
