/**
 * `npm run bench -- --replicas`: one, two and four replicas on one database, signed HTTP to all of them, and whether what they
 * show is shown once; then one of two is killed under load, and how long it takes until what it held is shown.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Child } from './child.ts';
import { closedLoop } from './loop.ts';
import { about, say, type Undo } from './mode.ts';
import { rounded, type Waits, waitsOf } from './numbers.ts';
import { ask, type Server, startServer } from './server.ts';
import { insist, meet, startDesk } from './slack/desk.ts';
import { opening } from './slack/gestures.ts';
import { type Poster, poster } from './slack/post.ts';
import { faultsIn, SHOWN_TO_REQUESTER, shownIn } from './slack/shown.ts';
import { type Stub, startStub } from './slack/stub.ts';
import { anybody } from './story.ts';
import { rowsIn } from './tally.ts';

const COUNTS = [1, 2, 4];
const CLIENTS = 32;
const PEOPLE = 100;
const TIMING = { clients: CLIENTS, warmMs: 1_500, ms: 6_000 };
/** Deliveries keep up with what is opened, so that they are shared under load too. */
const SLACK_MS = 20;
const DRAIN_MS = 180_000;
/**
 * Several tickets a second, each with a post in the agents' channel, where Slack lets an app have about one a second. Whoever looks
 * for what the killed one may have posted reads the newest 300 messages since: with many times more, it would never find it.
 */
const KILLING = { clients: 8, pauseMs: 1_200, beforeMs: 6_000, afterMs: 3_000 };
/** "Taking one away costs seconds": a lease, and a look for what it may have sent. */
const GOAL_S = 30;

interface Fleet {
  readonly url: string;
  readonly stub: Stub;
  readonly desks: readonly Child[];
  readonly ats: readonly string[];
}

interface Shared {
  readonly replicas: number;
  readonly rate: number;
  readonly ack: Waits;
  readonly lost: number;
  readonly doubled: number;
  /** The part of all deliveries that each has made. */
  readonly shares: readonly number[];
}

export async function replicas(undo: Undo): Promise<void> {
  const server = await startServer();
  undo.push(() => server.stop());
  for (const line of [server.about, ...about()]) say(line);
  const shared: Shared[] = [];
  for (const count of COUNTS) {
    const one = await inFleet(server, count, share);
    const [alone] = shared;
    const ratio = alone === undefined ? '' : ` (${(one.rate / alone.rate).toFixed(2)} of one's)`;
    say(
      `${count} replica${count === 1 ? '' : 's'}: ${one.rate} tickets/s${ratio}, acknowledged in ${one.ack.p50Ms} ms, p99 ${one.ack.p99Ms} ms; ${one.lost} lost, ${one.doubled} doubled; deliveries shared ${one.shares.map((part) => `${Math.round(part * 100)} %`).join(', ')}`,
    );
    shared.push(one);
  }
  const killed = await inFleet(server, 2, kill);
  say(
    `one of two killed under load: all that had been acknowledged (${killed.pending} deliveries to come, ${killed.held} of them held) shown after ${killed.seconds} s (goal: below ${GOAL_S} s${killed.seconds < GOAL_S ? '' : ': MISSED'}); ${killed.lost} lost, ${killed.doubled} doubled (goal: none${killed.lost + killed.doubled === 0 ? '' : ': MISSED'})`,
  );
  say(
    `acknowledged meanwhile in ${killed.ack.p50Ms} ms, p99 ${killed.ack.p99Ms} ms, at most ${killed.ack.maxMs} ms, sent again to the other replica included`,
  );
  say(JSON.stringify({ replicas: shared, killed }));
}

async function inFleet<R>(server: Server, count: number, work: (fleet: Fleet) => Promise<R>): Promise<R> {
  const url = await server.database(`replicas_${count}_${work.name}`);
  const stub = await startStub();
  stub.takes(SLACK_MS);
  const desks: Child[] = [];
  try {
    for (let index = 0; index < count; index += 1) {
      // What is like another ticket is told to agents besides, and is not counted here.
      const env = { SLACK_BOT_TOKEN: tokenOf(index), DUPLICATES: 'off' };
      desks.push(await startDesk(url, stub.url, env));
    }
    const ats = await Promise.all(desks.map((desk) => desk.ask<string>({ what: 'url' })));
    for (const at of ats) await meet(at, PEOPLE);
    return await work({ url, stub, desks, ats });
  } finally {
    await Promise.all(desks.map((desk) => desk.stop()));
    stub.stop();
  }
}

const tokenOf = (index: number): string => `xoxb-bench-${index + 1}`;

async function share({ url, stub, desks, ats }: Fleet): Promise<Shared> {
  const posters = await postersTo(ats, CLIENTS);
  const places: string[] = [];
  const before = await rowsIn(url, 'ticket');
  const run = await closedLoop(
    TIMING,
    async (client) => {
      const { body, place } = opening(anybody(PEOPLE));
      await insist(posters[client] as Poster, body);
      places.push(place);
    },
    () => {},
  );
  for (const one of posters) one.close();
  await drained(url);
  const tickets = await rowsIn(url, 'ticket');
  if (tickets - before !== places.length) throw new Error(`${places.length} acknowledged, ${tickets - before} opened`);
  const messages = stub.messages();
  return {
    replicas: desks.length,
    rate: rounded(run.count / run.seconds, 0),
    ack: waitsOf(run.latencies),
    ...faultsIn(messages, tickets, places),
    shares: desks.map((_, index) =>
      rounded(messages.filter(({ token }) => token === tokenOf(index)).length / messages.length, 3),
    ),
  };
}

interface Killed {
  /** Deliveries that were still to come when it was killed, and those of them that somebody was about to make. */
  readonly pending: number;
  readonly held: number;
  readonly seconds: number;
  readonly lost: number;
  readonly doubled: number;
  readonly ack: Waits;
}

async function kill({ url, stub, desks, ats }: Fleet): Promise<Killed> {
  const [victim] = desks;
  const [, other = ''] = ats;
  if (victim === undefined) throw new Error('there is nobody to kill');
  const places: string[] = [];
  const acks: number[] = [];
  let over = false;
  const before = await rowsIn(url, 'ticket');
  const client = async (to: Poster): Promise<void> => {
    for (let mine = to; !over; await sleep(KILLING.pauseMs)) {
      const { body, place } = opening(anybody(PEOPLE));
      const began = performance.now();
      try {
        await insist(mine, body);
      } catch {
        // Slack, too, brings it again where the connection broke, to whoever answers there now.
        mine = await poster(other);
        await insist(mine, body);
      }
      acks.push(performance.now() - began);
      places.push(place);
    }
  };
  const clients = (await postersTo(ats, KILLING.clients)).map(client);
  await sleep(KILLING.beforeMs);
  const begun = performance.now();
  await victim.kill();
  const rows = await ask<{ id: number; held: boolean }>(
    url,
    'select id::int, lease_until is not null as held from outbox',
  );
  const ids = rows.map(({ id }) => id);
  say(`one of two is killed under load, with ${rows.length} deliveries to come`);
  const left = (): Promise<readonly { n: number }[]> =>
    ask(url, `select count(*)::int as n from outbox where id = any('{${ids}}')`);
  while (((await left())[0]?.n ?? 0) > 0 && performance.now() - begun < DRAIN_MS) await sleep(100);
  const seconds = rounded((performance.now() - begun) / 1_000, 1);
  await sleep(KILLING.afterMs);
  over = true;
  await Promise.all(clients);
  await drained(url);
  const tickets = await rowsIn(url, 'ticket');
  const opened = tickets - before;
  const faults = faultsIn(stub.messages(), tickets, places);
  const shown = shownIn(stub.messages());
  const unanswered = places.filter((place) => (shown.get(place)?.length ?? 0) < SHOWN_TO_REQUESTER);
  for (const place of unanswered.slice(0, 5)) say(`not shown: ${place}`);
  return {
    pending: rows.length,
    held: rows.filter(({ held }) => held).length,
    seconds,
    lost: Math.max(faults.lost, places.length - opened),
    doubled: Math.max(faults.doubled, opened - places.length),
    ack: waitsOf(acks),
  };
}

const postersTo = (ats: readonly string[], clients: number): Promise<readonly Poster[]> =>
  Promise.all(Array.from({ length: clients }, (_, client) => poster(ats[client % ats.length] ?? '')));

/** Until there is nothing to deliver, and nothing is being recorded. */
async function drained(url: string): Promise<void> {
  for (const until = performance.now() + DRAIN_MS; (await rowsIn(url, 'outbox')) > 0; ) {
    if (performance.now() > until) {
      const rows = await ask(
        url,
        "select count(*) over () as of, to_jsonb(o) - 'content' as row from outbox o limit 3",
      );
      throw new Error(`deliveries are still to come after ${DRAIN_MS / 1_000} s: ${JSON.stringify(rows)}`);
    }
    await sleep(100);
  }
}
