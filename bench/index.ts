/**
 * `npm run bench`: how fast tickets are opened, beside PostgreSQL's own pgbench that does the same rows by hand, on the same
 * server in the same run. Prints every round, and one JSON object in the last line. `--quick` takes under a minute;
 * `--growth` measures something else, see growth.ts.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Contender, core, desk, type Measured, pgbenchOn } from './contenders.ts';
import { discordGuilds } from './discord-guilds.ts';
import { growth } from './growth.ts';
import { findPgbench } from './pgbench.ts';
import { figures, table } from './report.ts';
import { nameOf, type Results, ROUND, type Step } from './rounds.ts';
import { execute, startServer } from './server.ts';
import { serverCpu } from './server-cpu.ts';
import { PEOPLE } from './story.ts';
import { compareRows, tickets, tidy } from './tally.ts';

interface Plan {
  readonly rounds: number;
  readonly warmMs: number;
  readonly ms: number;
  /** For the first of all, when nothing is compiled and nothing is in the caches. */
  readonly firstMs: number;
  /** No further round is begun after this. */
  readonly untilMs: number;
  readonly short: boolean;
}

const FULL: Plan = {
  rounds: 3,
  warmMs: 3_000,
  ms: 6_000,
  firstMs: 6_000,
  untilMs: Number.POSITIVE_INFINITY,
  short: false,
};
const QUICK: Plan = { rounds: 2, warmMs: 500, ms: 2_000, firstMs: 2_000, untilMs: 37_000, short: true };

type Contenders = { readonly [W in Step['who']]?: Contender };

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const plan = process.argv.includes('--quick') ? QUICK : FULL;
  const undo: (() => unknown)[] = [];
  const tidyUp = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  // The server would go on without us.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => tidyUp().finally(() => process.exit(1)));
  try {
    const contenders = await prepare(undo);
    await warm(contenders, plan);
    const results = await measure(contenders, plan);
    for (const line of ['', ...table(results), '']) say(line);
    for (const [who, { url }] of Object.entries(contenders))
      say(`${await tickets(url)} tickets in the table of ${who}`);
    say(`${(performance.now() / 1_000).toFixed(0)} s`);
    say(JSON.stringify(figures(results)));
  } finally {
    await tidyUp();
  }
}

async function prepare(undo: (() => unknown)[]): Promise<Contenders> {
  const folder = await mkdtemp(join(tmpdir(), 'deskbell-pgbench-'));
  undo.push(() => rm(folder, { recursive: true, force: true }));
  const server = await startServer();
  undo.push(() => server.stop());
  const pgbench = await findPgbench(folder);
  say(`${server.about}; ${pgbench?.about ?? 'no pgbench'}; ${PEOPLE} people`);
  const cores = availableParallelism();
  const [load = 0] = loadavg();
  say(`${cores} cores, load ${load.toFixed(1)}${load > cores / 2 ? ': the machine is busy with other things' : ''}`);
  if (load > cores / 2) {
    say(
      'Whoever has more processes gets more of a busy machine, and pgbench has one for each client: compare the CPU.',
    );
  }
  if (pgbench === undefined) {
    say(
      'pgbench was not found: apt-get install postgresql-contrib. There is nothing to compare with: ratios are null.',
    );
  }
  const kept = async (contender: Promise<Contender>): Promise<Contender> => {
    const made = await contender;
    undo.push(() => made.stop());
    return made;
  };
  const theirs = pgbench === undefined ? {} : { pgbench: pgbenchOn(pgbench, await server.database('pgbench')) };
  const urls = [await server.database('core'), await server.database('desk')] as const;
  const [dispatcher, whole] = await Promise.all([kept(core(urls[0])), kept(desk(urls[1]))]);
  return { ...theirs, core: dispatcher, desk: whole };
}

async function warm(contenders: Contenders, { firstMs }: Plan): Promise<void> {
  // All at once: nothing is measured yet. On a machine that is very busy pgbench does not get its connections in time.
  const first = async (one: Contender): Promise<void> => {
    while ((await one.run({ clients: 32, warmMs: 0, ms: firstMs })).total === 0);
  };
  await Promise.all(Object.values(contenders).map(first));
  const { pgbench, core: dispatcher } = contenders;
  if (pgbench !== undefined && dispatcher !== undefined) {
    for (const line of await compareRows(pgbench.url, dispatcher.url)) say(line);
  }
  for (const { url } of Object.values(contenders)) {
    await tidy(url);
    // What autovacuum would do a minute from now, in the middle of something.
    await execute(url, 'analyze');
  }
}

async function measure(contenders: Contenders, { rounds, warmMs, ms, untilMs, short }: Plan): Promise<Results> {
  const results: { [name: string]: Measured }[] = [];
  const cpu = await serverCpu(contenders.core?.url ?? '');
  for (let round = 1; round <= rounds && (round === 1 || performance.now() < untilMs); round += 1) {
    const measured: { [name: string]: Measured } = {};
    for (const { who, clients, rare } of ROUND) {
      const contender = contenders[who];
      if (contender === undefined || (short && rare !== false && (round > 1 || rare === 'full'))) continue;
      const before = await cpu();
      const one = await contender.run({ clients, warmMs, ms });
      const after = await cpu();
      const spent = before === undefined || after === undefined ? {} : { serverUs: (after - before) / one.total };
      measured[nameOf({ who, clients })] = { ...one, ...spent };
      await tidy(contender.url);
      const posted = one.posted === undefined ? '' : `, ${one.posted} deliveries meanwhile`;
      const refused = one.refused ? `, ${one.refused} refused and sent again` : '';
      say(`round ${round}: ${who}, ${clients} at a time: ${one.rate.toFixed(0)} tickets/s${posted}${refused}`);
    }
    results.push(measured);
  }
  return results;
}

const wantsGrowth = process.argv.find((one) => one === '--growth' || one.startsWith('--growth='));
if (wantsGrowth !== undefined) await growth(wantsGrowth.split('=')[1]);
else await (process.argv.includes('--discord') ? discordGuilds(say) : main());
