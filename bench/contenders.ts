/** Who is compared: each does the same work for a while and says how fast it went. */
import { type Child, child, type Usage } from './child.ts';
import { closedLoop, type Run, type Timing } from './loop.ts';
import type { Pgbench } from './pgbench.ts';
import { type Poster, poster } from './slack/post.ts';
import { startStub } from './slack/stub.ts';
import { AGENTS_CHANNEL, anybody, messageEvent, PEOPLE, SECRET } from './story.ts';
import { tickets } from './tally.ts';

/** What one round of one contender gave. */
export interface Measured {
  /** Tickets a second. */
  readonly rate: number;
  /** All tickets, those of the warm-up too. */
  readonly total: number;
  /** In ms, sorted; none from pgbench. */
  readonly latencies: readonly number[];
  /** µs of our process for one ticket, and of all of the database server's. */
  readonly cpuUs?: number;
  readonly serverUs?: number;
  readonly rssMb?: number;
  /** Messages that were posted meanwhile. */
  readonly posted?: number;
  /** Answers of 503, after which the same was sent again. */
  readonly refused?: number;
}

export interface Contender {
  readonly url: string;
  run(timing: Timing): Promise<Measured>;
  stop(): Promise<void>;
}

/** Every ticket that was reported opened must be in the table, and no other. */
async function counted(url: string, open: () => Promise<Measured>): Promise<Measured> {
  const before = await tickets(url);
  const measured = await open();
  const there = (await tickets(url)) - before;
  if (there !== measured.total)
    throw new Error(`${measured.total} tickets were reported opened, ${there} are in the table`);
  return measured;
}

export function pgbenchOn(pgbench: Pgbench, url: string): Contender {
  return {
    url,
    run: ({ clients, warmMs, ms }) =>
      counted(url, async () => {
        // Its connections are new each time, and slow at first: they get a second more.
        const run = await pgbench.run(url, clients, Math.ceil(warmMs / 1_000) + 1, Math.ceil(ms / 1_000));
        return { ...run, latencies: [] };
      }),
    stop: async () => {},
  };
}

/** The dispatcher in a process of its own, without HTTP and without deliveries. */
export async function core(url: string): Promise<Contender> {
  const process = await child('core-process.ts', { DATABASE_URL: url, PLAYGROUND: 'on' });
  return {
    url,
    run: (timing) =>
      counted(url, async () => {
        const run = await process.ask<Run & Usage>(timing);
        return { ...measuredOf(run), cpuUs: run.cpuUs / run.count, rssMb: run.rssMb };
      }),
    stop: () => process.stop(),
  };
}

/** The whole desk in a process of its own, its clients and its Slack in this one. */
export async function desk(url: string): Promise<Contender> {
  const stub = await startStub();
  const process = await child('desk-process.ts', {
    DATABASE_URL: url,
    PORT: '0',
    PLAYGROUND: 'off',
    TICKETS_PER_HOUR: '0',
    LOG_LEVEL: 'error',
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: stub.url,
    SLACK_AGENTS_CHANNEL: AGENTS_CHANNEL,
    DISCORD_TOKEN: '',
    SLACK_APP_TOKEN: '',
    OPENAI_API_KEY: '',
  });
  const at = await process.ask<string>({ what: 'url' });
  let refused = 0;
  const send = async (to: Poster | undefined, person: number): Promise<void> => {
    const body = JSON.stringify(messageEvent(person));
    for (;;) {
      const status = await to?.post(body);
      if (status === 200) return;
      // Slack brings it again too, though not at once; whatever became of the first one, it must be one ticket in the end.
      if (status !== 503) throw new Error(`the desk answered ${status}`);
      refused += 1;
    }
  };
  await meetEverybody(at, send);
  return {
    url,
    run: (timing) =>
      counted(url, async () => {
        const posters = await Promise.all(Array.from({ length: timing.clients }, () => poster(at)));
        let begun: Promise<Usage> | undefined;
        let posted = 0;
        const refusedBefore = refused;
        const run = await closedLoop(
          timing,
          (client) => send(posters[client], anybody()),
          () => {
            begun = process.ask<Usage>({ what: 'usage' });
            posted = stub.posted();
          },
        );
        for (const one of posters) one.close();
        const measured = await used(process, run, begun, stub.posted() - posted);
        return { ...measured, refused: refused - refusedBefore };
      }),
    stop: async () => {
      await process.stop();
      stub.stop();
    },
  };
}

async function used(process: Child, run: Run, begun: Promise<Usage> | undefined, posted: number): Promise<Measured> {
  const [from, to] = [await begun, await process.ask<Usage>({ what: 'usage' })];
  const cpuUs = (to.cpuUs - (from?.cpuUs ?? 0)) / run.count;
  return { ...measuredOf(run), cpuUs, rssMb: to.rssMb, posted };
}

/** Everybody writes once, so that the desk has asked Slack for everybody's name. */
async function meetEverybody(at: string, send: (to: Poster, person: number) => Promise<void>): Promise<void> {
  const posters = await Promise.all(Array.from({ length: 16 }, () => poster(at)));
  const people = Array.from({ length: PEOPLE }, (_, index) => index + 1);
  await Promise.all(
    posters.map(async (one) => {
      for (let person = people.pop(); person !== undefined; person = people.pop()) await send(one, person);
      one.close();
    }),
  );
}

const measuredOf = ({ total, count, seconds, latencies }: Run): Measured => ({
  total,
  rate: count / seconds,
  latencies: [...latencies].sort((one, other) => one - other),
});
