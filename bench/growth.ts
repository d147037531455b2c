/**
 * `npm run bench -- --growth[=TICKETS]`: what opening, status (of one ticket, and of all of somebody's), a reply, a rating and a look for work cost the server when
 * there are 10,000 tickets and when there are 1,000,000 (or so many), one at a time, and how the desk starts on each.
 */
import { type Core, startCore } from './core.ts';
import { makeHistory, peopleFor } from './history.ts';
import { type Known, known, type Turn } from './known.ts';
import { quantile } from './numbers.ts';
import { ask, execute, startServer } from './server.ts';
import { type ServerCpu, serverCpu } from './server-cpu.ts';
import { startOn } from './starting.ts';
import { logged } from './tally.ts';

const SMALL = 10_000;
const LARGE = 1_000_000;
const ROUNDS = 5;
/** A clock of CPU that ticks a hundred times a second has to be asked for long; a sweep is the least of all. */
const TIMES: Readonly<Record<Unit, number>> = {
  open: 200,
  status: 200,
  mine: 200,
  reply: 200,
  rate: 200,
  sweep: 1_000,
};
const UNITS = ['open', 'status', 'mine', 'reply', 'rate', 'sweep'] as const;
type Unit = (typeof UNITS)[number];

/** One round of a unit: for one time, in µs of the server's CPU and bytes of its log; times in ms, sorted. */
interface Cost {
  readonly cpuUs: number;
  readonly walBytes: number;
  readonly ms: readonly number[];
}

interface Grown {
  readonly tickets: number;
  readonly url: string;
  readonly core: Core;
  readonly open: readonly Known[];
  readonly closed: readonly Known[];
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

export async function growth(given: string | undefined): Promise<void> {
  const sizes = [SMALL, given === undefined ? LARGE : Number(given)];
  const server = await startServer();
  const stops: (() => Promise<void>)[] = [() => server.stop()];
  try {
    say(server.about);
    const grown: Grown[] = [];
    for (const tickets of sizes) {
      const url = await server.database(`growth_${tickets}`);
      const began = performance.now();
      await makeHistory(url, tickets);
      await execute(url, UNATTENDED);
      const seconds = ((performance.now() - began) / 1_000).toFixed(0);
      const { ms, rssMb } = await startOn(url);
      say(`${tickets} tickets, made in ${seconds} s: the desk starts in ${ms} ms and holds ${rssMb} MB when idle`);
      const core = startCore(url);
      stops.push(() => core.stop());
      grown.push({ tickets, url, core, open: await known(url, OPEN), closed: await known(url, CLOSED) });
    }
    const costs = await measure(grown, await serverCpu(grown[0]?.url ?? ''));
    const ratios: Record<string, number> = {};
    for (const unit of UNITS) {
      const rows = grown.map((_, index) =>
        costs.map((round) => round[index]?.[unit]).filter((one) => one !== undefined),
      );
      const cpu = rows.map((rounds) => middle(rounds.map(({ cpuUs }) => cpuUs)));
      ratios[unit] = Number(((cpu[1] ?? 0) / (cpu[0] ?? 1)).toFixed(2));
      for (const [index, rounds] of rows.entries()) say(line(unit, grown[index]?.tickets ?? 0, rounds));
    }
    say(JSON.stringify(ratios));
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

/** Every size in turn within a round, so that a neighbour on the machine slows them alike. */
async function measure(grown: readonly Grown[], cpu: ServerCpu) {
  const rounds: Record<Unit, Cost>[][] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const all: Partial<Record<Unit, Cost>>[] = grown.map(() => ({}));
    for (const unit of UNITS) {
      for (const [index, one] of grown.entries()) {
        const cost = await costOf(one, unit, cpu);
        // The first is for caches and plans.
        if (round > 0) (all[index] ?? {})[unit] = cost;
      }
    }
    if (round > 0) rounds.push(all as Record<Unit, Cost>[]);
  }
  return rounds;
}

async function costOf({ url, core, open, closed, tickets }: Grown, unit: Unit, cpu: ServerCpu): Promise<Cost> {
  const any = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)] as T;
  const work: Readonly<Record<Unit, () => Promise<void>>> = {
    open: () => core.open(21 + Math.floor(Math.random() * (peopleFor(tickets) - 21))),
    status: () => core.status(any(open)),
    mine: () => core.mine(any(open).person),
    reply: () => core.reply(any(open)),
    rate: () => core.rate(otherScore(any(closed))),
    sweep: () => core.sweep(),
  };
  // What the others have left to be delivered is nothing to this one; what waits for later stays.
  await ask(url, 'truncate outbox');
  const [log, used] = [await logged(url), (await cpu()) ?? 0];
  const ms: number[] = [];
  for (let time = 0; time < TIMES[unit]; time += 1) {
    const began = performance.now();
    await work[unit]();
    ms.push(performance.now() - began);
  }
  const spent = ((await cpu()) ?? 0) - used;
  const written = (await logged(url)) - log;
  return { cpuUs: spent / TIMES[unit], walBytes: written / TIMES[unit], ms: ms.sort((a, b) => a - b) };
}

/** Nobody vacuums what was just made: that costs more where there is more, and is no part of any of these. */
const UNATTENDED = `do $$ declare name text; begin
  for name in select quote_ident(tablename) from pg_tables where schemaname = 'public' loop
    execute format('alter table %s set (autovacuum_enabled = off, toast.autovacuum_enabled = off)', name);
  end loop;
end $$`;

/** What people are still talking about, and what they may have been asked about lately. */
const OPEN = 't.closed_at is null';
const CLOSED = `t.closed_at is not null and t.survey_state = 'offered'`;
/** What a ticket was rated last, since it was read. */
const scores = new Map<string, number>();
function otherScore(ticket: Known): Turn {
  const last = scores.get(ticket.thread) ?? ticket.rated;
  const score = last === 5 ? 4 : 5;
  scores.set(ticket.thread, score);
  return { ticket, score };
}

function line(unit: Unit, tickets: number, rounds: readonly Cost[]): string {
  const of = (which: (cost: Cost) => number): number => middle(rounds.map(which));
  const share = (which: number): string => of(({ ms }) => quantile(ms, which)).toFixed(1);
  const cells = [
    `${unit} among ${tickets}`.padEnd(24),
    `${of(({ cpuUs }) => cpuUs)
      .toFixed(0)
      .padStart(6)} µs of the server`,
    `${of(({ walBytes }) => walBytes)
      .toFixed(0)
      .padStart(6)} bytes of its log`,
    `p50 ${share(0.5)} ms, p99 ${share(0.99)} ms`,
  ];
  return cells.join('  ');
}

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
