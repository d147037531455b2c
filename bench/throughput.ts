/**
 * `npm run bench`: how fast tickets are opened, asked for, answered and rated, beside PostgreSQL's own pgbench that does the
 * same by hand, on the same server in the same run. Prints every round, and one JSON object in the last line.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Contender, core, type Measured, pgbenchOn, type Watchable } from './contenders.ts';
import { discordDesk } from './discord/desk.ts';
import { makeHistory } from './history.ts';
import { about, say, type Undo } from './mode.ts';
import { against } from './numbers.ts';
import { findPgbench } from './pgbench.ts';
import { ACK, figures, table } from './report.ts';
import { nameOf, type Results, ROUND, type Step } from './rounds.ts';
import { execute, startServer } from './server.ts';
import { serverCpu } from './server-cpu.ts';
import { desk } from './slack/desk.ts';
import { PEOPLE, TALKED, TICKETS } from './story.ts';
import { compareAnswers, compareRows, logged, rowsIn, tidy } from './tally.ts';
import { UNITS } from './units/index.ts';

interface Plan {
  readonly rounds: number;
  readonly warmMs: number;
  readonly ms: number;
  /** Of what is not opening a ticket: there is four times as much of it. */
  readonly others: { readonly warmMs: number; readonly ms: number };
  /** For the first of all, when nothing is compiled and nothing is in the caches. */
  readonly firstMs: number;
  /** For the whole desk after that, by itself: it has the most code, which is compiled while it is used. */
  readonly deskMs: number;
  /** Nothing further is begun after this, but what has not been measured at all. */
  readonly untilMs: number;
  readonly short: boolean;
}

const FULL: Plan = {
  rounds: 3,
  warmMs: 3_000,
  ms: 6_000,
  others: { warmMs: 1_000, ms: 3_000 },
  firstMs: 6_000,
  deskMs: 10_000,
  untilMs: Number.POSITIVE_INFINITY,
  short: false,
};
const QUICK: Plan = {
  rounds: 2,
  warmMs: 500,
  ms: 2_000,
  others: { warmMs: 0, ms: 1_500 },
  firstMs: 1_500,
  deskMs: 7_000,
  untilMs: 44_000,
  short: true,
};

interface Contenders {
  readonly pgbench?: Watchable;
  readonly core: Watchable;
  readonly desk: Contender;
  readonly discord?: Contender;
}

export async function throughput(undo: Undo, quick: boolean, rounds: string | undefined): Promise<void> {
  const whole = quick ? QUICK : FULL;
  const plan = rounds === undefined ? whole : { ...whole, rounds: Number(rounds) };
  const contenders = await prepare(undo, plan);
  await warm(contenders, plan);
  const results = await measure(contenders, plan);
  for (const line of ['', ...table(results), '']) say(line);
  for (const [who, { url }] of Object.entries(contenders))
    say(`${await rowsIn(url, 'ticket')} tickets in the table of ${who}`);
  const found = figures(results);
  say(against('acknowledgement at 32 clients, p99', found.ackP99Ms, ACK.p99Ms, 'ms'));
  say(against('acknowledgement at 32 clients, longest', found.ackMaxMs, ACK.maxMs, 'ms'));
  say(`${(performance.now() / 1_000).toFixed(0)} s`);
  say(JSON.stringify(found));
}

async function prepare(undo: Undo, { short }: Plan): Promise<Contenders> {
  const folder = await mkdtemp(join(tmpdir(), 'deskbell-pgbench-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  const server = await startServer((url) => makeHistory(url, TICKETS, PEOPLE, `n >= ${TALKED.first}`));
  undo.push(() => server.stop());
  const pgbench = await findPgbench(folder);
  say(
    `${server.about}; ${pgbench?.about ?? 'no pgbench'}; ${PEOPLE} people, ${TICKETS} tickets, ${TALKED.last - TALKED.first + 1} of them open`,
  );
  for (const line of about()) say(line);
  if (pgbench === undefined) {
    say(
      'pgbench was not found: apt-get install postgresql-contrib. There is nothing to compare with: ratios are null.',
    );
  }
  const kept = async <C extends Contender>(contender: Promise<C>): Promise<C> => {
    const made = await contender;
    undo.push(() => made.stop());
    return made;
  };
  const theirs = pgbench === undefined ? {} : { pgbench: pgbenchOn(pgbench, await server.database('pgbench')) };
  const urls = [await server.database('core'), await server.database('desk')] as const;
  const [dispatcher, whole] = await Promise.all([kept(core(urls[0])), kept(desk(urls[1]))]);
  const gateway = short ? {} : { discord: await kept(discordDesk(await server.database('discord'))) };
  return { ...theirs, core: dispatcher, desk: whole, ...gateway };
}

async function warm(contenders: Contenders, { firstMs, deskMs }: Plan): Promise<void> {
  const { pgbench, core: dispatcher } = contenders;
  if (pgbench !== undefined) {
    for (const unit of ['open', 'reply', 'rate'] as const)
      for (const line of await compareRows(unit, pgbench, dispatcher)) say(line);
    say(await compareAnswers(pgbench.url));
  }
  // All at once: nothing is measured yet. On a machine that is very busy pgbench does not get its connections in time.
  const first = async (one: Contender): Promise<void> => {
    while ((await one.run('open', { clients: 32, warmMs: 0, ms: firstMs })).total === 0);
  };
  await Promise.all(Object.values(contenders).map(first));
  await contenders.desk.run('open', { clients: 32, warmMs: 0, ms: deskMs });
  for (const { url } of Object.values(contenders)) {
    await tidy(url);
    // What autovacuum would do a minute from now, in the middle of something.
    await execute(url, 'analyze');
  }
}

async function measure(contenders: Contenders, plan: Plan): Promise<Results> {
  const results: { [name: string]: Measured }[] = [];
  const cpu = await serverCpu(contenders.core.url);
  for (let round = 1; round <= plan.rounds; round += 1) {
    const measured: { [name: string]: Measured } = {};
    for (const step of ROUND) {
      const contender = contenders[step.who];
      if (contender === undefined || isLeftOut(step, round, plan)) continue;
      const timing = { clients: step.clients, ...(step.unit === 'open' ? plan : plan.others) };
      const [log, before] = [await logged(contender.url), await cpu()];
      const one = await contender.run(step.unit, timing);
      const after = await cpu();
      const walBytes = ((await logged(contender.url)) - log) / one.total;
      const spent = before === undefined || after === undefined ? {} : { serverUs: (after - before) / one.total };
      measured[nameOf(step)] = { ...one, ...spent, walBytes };
      await tidy(contender.url);
      say(line(round, step, one));
    }
    results.push(measured);
  }
  return results;
}

function isLeftOut({ rare }: Step, round: number, { short, rounds, untilMs }: Plan): boolean {
  const late = performance.now() > untilMs;
  if (!short || rare === false) return round > 1 && late;
  return rare === 'full' || (rare === 'first' ? round > 1 : round < rounds || late);
}

function line(round: number, { who, clients, unit }: Step, { rate, posted, refused }: Measured): string {
  const deliveries = posted === undefined ? '' : `, ${posted} deliveries meanwhile`;
  const again = refused ? `, ${refused} refused and sent again` : '';
  return `round ${round}: ${who}, ${clients} at a time: ${rate.toFixed(0)} ${UNITS[unit].plural}/s${deliveries}${again}`;
}
