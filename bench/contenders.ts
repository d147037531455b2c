/** Who is compared: each does the same work for a while and says how fast it went. */
import { child, type Usage } from './child.ts';
import type { Run, Timing } from './loop.ts';
import type { Pgbench } from './pgbench.ts';
import { rowsIn } from './tally.ts';
import { UNITS, type UnitName } from './units/index.ts';

/** What one round of one contender gave. */
export interface Measured {
  /** Units a second. */
  readonly rate: number;
  /** All units, those of the warm-up too. */
  readonly total: number;
  /** In ms, sorted; none from pgbench. */
  readonly latencies: readonly number[];
  /** µs of our process for one unit, and of all of the database server's. */
  readonly cpuUs?: number;
  readonly serverUs?: number;
  /** Of one unit: how often our process waited for the database, and the bytes that the server wrote to its log. */
  readonly trips?: number;
  readonly walBytes?: number;
  readonly rssMb?: number;
  /** Messages that were posted meanwhile. */
  readonly posted?: number;
  /** Answers of 503, after which the same was sent again. */
  readonly refused?: number;
}

export interface Contender {
  readonly url: string;
  run(unit: UnitName, timing: Timing): Promise<Measured>;
  stop(): Promise<void>;
}

/** One that can be looked at while it does one thing. */
export interface Watchable extends Contender {
  once(unit: UnitName): Promise<void>;
}

/** Everything that was reported done must be in its table, and nothing else. */
export async function counted(url: string, unit: UnitName, work: () => Promise<Measured>): Promise<Measured> {
  const { table, plural } = UNITS[unit];
  if (table === undefined) return work();
  const before = await rowsIn(url, table);
  const measured = await work();
  const there = (await rowsIn(url, table)) - before;
  if (there !== measured.total) throw new Error(`${measured.total} ${plural} were reported, ${there} are in ${table}`);
  return measured;
}

export function pgbenchOn(pgbench: Pgbench, url: string): Watchable {
  return {
    url,
    once: (unit) => pgbench.once(url, unit),
    run: (unit, { clients, warmMs, ms }) =>
      counted(url, unit, async () => {
        // Its connections are new each time, and slow at first: they get a second more.
        const run = await pgbench.run(url, unit, clients, Math.ceil(warmMs / 1_000) + 1, Math.ceil(ms / 1_000));
        // One statement is one, by its making.
        return { ...run, latencies: [], trips: 1 };
      }),
    stop: async () => {},
  };
}

/** The dispatcher in a process of its own, without HTTP and without deliveries. */
export async function core(url: string): Promise<Watchable> {
  const process = await child('core-process.ts', { DATABASE_URL: url, PLAYGROUND: 'on' });
  return {
    url,
    once: (unit) => process.ask({ unit }),
    run: (unit, timing) =>
      counted(url, unit, async () => {
        const { run, from, to } = await process.ask<{ run: Run; from: Usage; to: Usage }>({ unit, timing });
        return measuredOf(run, from, to);
      }),
    stop: () => process.stop(),
  };
}

/** `from` is what the process had used when measuring began. */
export const measuredOf = ({ total, count, seconds, latencies }: Run, from: Usage, to: Usage): Measured => ({
  total,
  rate: count / seconds,
  latencies: [...latencies].sort((one, other) => one - other),
  cpuUs: (to.cpuUs - from.cpuUs) / count,
  trips: (to.trips - from.trips) / count,
  rssMb: to.rssMb,
});
