import { type Embedded, startEmbedded } from '../../../src/db/embedded.ts';
import { removeFolder, temporaryFolder } from '../../support/embedded.ts';
import { disk } from '../disk.ts';
import { witness } from '../invariants.ts';
import { joined, type MortalCompany, mortalCompany } from '../mortal-company.ts';
import { seeded } from '../seeded.ts';
import { born, live } from './live.ts';
import { type People, pause, people } from './people.ts';
import { inWords } from './plan.ts';
import type { Happening, Life, Times } from './record.ts';
import { type Cue, nth, plans, type Scene, shortened, troublesOf } from './script.ts';
import { improvised, type Stage, scripted } from './stage.ts';
import { trouble, type Victims } from './troubles.ts';
import { judge, type Verdict } from './verdict.ts';

export interface Run {
  readonly seed: number;
  readonly verdict: Verdict;
  readonly lives: readonly Life[];
  /** All that happened, in order. */
  readonly happened: readonly Happening[];
  readonly times: Times;
  /** What the desk's processes wrote. */
  readonly log: string;
  /** Why somebody gave up waiting; empty when nobody did. */
  readonly broken: readonly string[];
}

export interface RunOptions {
  readonly seed: number;
  /** For how long things go wrong, in s; then everything has as long as it needs. */
  readonly seconds: number;
  /** Tickets whose lives go on at the same time. [6] */
  readonly atOnce?: number;
  /** What is to happen, of all that the seed makes up; then it ends by itself. [whatever fits into these seconds] */
  readonly only?: readonly Cue[];
  /** Hears what happens, as it happens. [silence] */
  readonly say?: (line: string) => void;
}

// A crash of the server, not of the machine: what it has committed is with the operating system, and is there again.
const SETTINGS = { fsync: 'off' };
/** How long the desk may take, once nothing goes wrong any more, until everything has been shown. */
const DRAIN_MS = 120_000;

/**
 * A random life of a desk on two replicas: people on two platforms open tickets, talk, change their minds and rate, while
 * processes, database, network and platforms fail. The same seed gives the same people the same plans and the same troubles
 * in the same order; how they fall together is the machine's. Resolves with what was seen, whether or not all was well.
 */
export async function run({ seed, seconds, atOnce = 6, only, say = () => {} }: RunOptions): Promise<Run> {
  const folder = await temporaryFolder('deskbell-chaos');
  const server: Embedded = await startEmbedded({ folder, settings: SETTINGS });
  let company: MortalCompany | undefined;
  try {
    company = await mortalCompany({ databaseUrl: server.url, discord: { heartbeatIntervalMs: 5_000 } });
    const replicas = [company.desk, await company.another()];
    await Promise.all(replicas.map((one) => one.start()));
    await joined(company);
    // Discord tells nobody later what was said before it had a connection at all; a busy machine may run without for a while.
    await company.discord.ready({ timeoutMs: DRAIN_MS });
    await witness(company);
    const room = await disk(company.db.pool);
    const times: Times = { acks: [], recoveries: [] };
    const staff = people(
      company,
      replicas.map(({ inSlack }) => inSlack),
      seeded(seed).fork('address'),
      times,
    );
    const victims: Victims = { company, replicas, people: staff, folder, disk: room };
    const begun = Date.now();
    const since = (): number => Date.now() - begun;
    const lives: Life[] = [];
    const happened: Happening[] = [];
    const broken: string[] = [];
    const recovering: Promise<void>[] = [];
    const troubles = (scene: Scene) => troublesOf(seed, scene, (random) => trouble(random, scene, victims));
    const stage: Stage = {
      goesOn: () => since() < seconds * 1_000 && broken.length === 0,
      since,
      plans: (teller) => plans(seed, teller),
      troubles,
      play: async (cue) => {
        if (cue.is === 'life') {
          const life = born(shortened(nth(plans(seed, cue.teller), cue.n), cue.deeds));
          lives.push(life);
          happened.push({ cue, what: inWords(life.plan) });
          await live(staff, life, (what) => life.history.push(`${since()} ms: ${what}`)).catch((error: unknown) => {
            broken.push(`${life.plan.word}: ${error instanceof Error ? error.message : String(error)}`);
          });
          return;
        }
        const { one } = nth(troubles(cue.scene), cue.n);
        happened.push({ cue, what: one.what });
        say(`${String(since()).padStart(7)} ms  ${one.what}`);
        await one.strike();
        if (one.recovers) recovering.push(recovered(staff, times));
      },
    };
    await (only === undefined ? improvised(atOnce, stage) : scripted(only, stage));
    say(`${String(since()).padStart(7)} ms  nothing goes wrong any more; ${lives.length} tickets`);
    await Promise.all(recovering);
    await drained(company);
    const verdict = await judge(company, lives);
    return { seed, verdict, lives, happened, times, broken, log: company.output() };
  } finally {
    await company?.stop();
    await server.stop();
    await removeFolder(folder);
  }
}

/** Measures until what was to be shown when a trouble was over has been. */
async function recovered({ company }: People, times: Times): Promise<void> {
  const begun = Date.now();
  const ask = (text: string, values: readonly unknown[] = []) =>
    company.db.pool.query(text, [...values]).then(
      ({ rows }) => rows,
      () => undefined,
    );
  let last: number | undefined;
  while (Date.now() - begun < DRAIN_MS) {
    if (last === undefined) last = (await ask('select coalesce(max(id), 0)::int as id from witness'))?.[0]?.id;
    else if ((await ask('select from outbox where id <= $1 limit 1', [last]))?.length === 0) {
      times.recoveries.push(Date.now() - begun);
      return;
    }
    await pause(50);
  }
  times.recoveries.push(DRAIN_MS);
}

async function drained({ db }: MortalCompany): Promise<void> {
  const deadline = Date.now() + DRAIN_MS;
  while (Date.now() < deadline) {
    const { rows } = await db.pool.query(
      `select from outbox union all select from inbox where work is not null and work->>'kind' <> 'intent' limit 1`,
    );
    if (rows.length === 0) return;
    await pause(100);
  }
}
