/**
 * `npm run bench -- --backlog`: how long people wait for an acknowledgement while 100,000 deliveries are pending, and how fast
 * those are made; then how long others wait for what they are to be shown while one address waits out a limit of 30 seconds.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { makeHistory } from './history.ts';
import { closedLoop } from './loop.ts';
import { about, say, type Undo } from './mode.ts';
import { against, rounded, type Waits, waitsOf } from './numbers.ts';
import { ACK } from './report.ts';
import { execute, startServer } from './server.ts';
import { insist, meet, startDesk } from './slack/desk.ts';
import { opening } from './slack/gestures.ts';
import { type Poster, poster } from './slack/post.ts';
import { SHOWN_TO_REQUESTER, shownIn } from './slack/shown.ts';
import { AGENTS_CHANNEL_ID, type Stub, startStub } from './slack/stub.ts';
import { anybody, channelOf } from './story.ts';
import { rowsIn } from './tally.ts';

const PENDING = 100_000;
/** Each with two lanes of two: a little more than that, for some are made meanwhile. */
const TICKETS = 26_000;
const EACH = 2;
const PEOPLE = 100;
const TIMING = { clients: 32, warmMs: 1_500, ms: 8_000 };
const LIMIT_MS = 30_000;
const OTHERS_P99_MS = 1_000;
/** While somebody is limited, others write at a pace that is no load: what they wait for is not one another. */
const PACE = { clients: 4, pauseMs: 250 };
/** Slack's time over a message is not ours. */
const SLACK_MS = 20;
const LIMITED = 1;

/** Half to requesters' threads, half to the agents', two in each lane, as an hour without Slack would leave them. */
const FILL = `
insert into outbox (org_id, lane, op, ticket, thread, content, trace)
select 1, 't:1:' || number || ':' || seq, 'post', number, seq,
  jsonb_build_object('side', case seq when 0 then 'requester' else 'agents' end, 'message', jsonb_build_object(
    'lines', jsonb_build_array(jsonb_build_object('kind', 'text', 'text', 'Somebody is looking at it, number ' || turn)),
    'audience', 'everyone')),
  left(md5(number::text), 16)
from ticket, (values (0), (1)) lane(seq), generate_series(1, ${EACH}) turn
order by turn, number`;

interface Place {
  readonly at: string;
  readonly stub: Stub;
}

export async function backlog(undo: Undo): Promise<void> {
  const server = await startServer((url) => makeHistory(url, TICKETS, PEOPLE, 'true'));
  undo.push(() => server.stop());
  for (const line of [server.about, ...about()]) say(line);
  const stub = await startStub();
  undo.push(() => stub.stop());
  const url = await server.database('backlog');
  // What is like another ticket is told later, perhaps of one whose deliveries are cleared away between two measurements.
  const desk = await startDesk(url, stub.url, { DUPLICATES: 'off' });
  undo.push(() => desk.stop());
  const at = await desk.ask<string>({ what: 'url' });
  await meet(at, PEOPLE);
  await execute(url, 'truncate outbox');
  const before = await opened({ at, stub });
  await execute(url, 'truncate outbox');
  await execute(url, FILL);
  const full = await rowsIn(url, 'outbox');
  const meanwhile = await opened({ at, stub });
  const left = await rowsIn(url, 'outbox');
  say(`nothing pending: ${before.rate} tickets/s, acknowledged in ${before.ack.p50Ms} ms, p99 ${before.ack.p99Ms} ms`);
  say(
    `${full} deliveries pending (${left} at the end): ${meanwhile.rate} tickets/s (${(meanwhile.rate / before.rate).toFixed(2)} of that), acknowledged in ${meanwhile.ack.p50Ms} ms, and ${meanwhile.shown} deliveries/s made`,
  );
  say(against('acknowledgement with the backlog, p99', meanwhile.ack.p99Ms, ACK.p99Ms, 'ms'));
  say(against('acknowledgement with the backlog, longest', meanwhile.ack.maxMs, ACK.maxMs, 'ms'));
  if (left < PENDING) throw new Error('the backlog was gone before the end');
  stub.takes(SLACK_MS);
  const alone = await shownWhen(stub, 5_000);
  say(`nobody opens anything, and Slack takes ${SLACK_MS} ms over a message: ${alone} deliveries/s`);
  await execute(url, 'truncate outbox');
  const limited = {
    person: await besides({ at, stub }, 'a person', channelOf(LIMITED)),
    agents: await besides({ at, stub }, "the agents' channel", AGENTS_CHANNEL_ID),
  };
  say(JSON.stringify({ pending: full, before, meanwhile, deliveriesPerSecond: alone, limited }));
}

interface Opened {
  readonly rate: number;
  readonly ack: Waits;
  /** Deliveries a second meanwhile. */
  readonly shown: number;
}

async function opened({ at, stub }: Place): Promise<Opened> {
  const posters = await Promise.all(Array.from({ length: TIMING.clients }, () => poster(at)));
  let posted = 0;
  const run = await closedLoop(
    TIMING,
    async (client) => void (await insist(posters[client] as Poster, opening(anybody(PEOPLE)).body)),
    () => {
      posted = stub.posted();
    },
  );
  for (const one of posters) one.close();
  return {
    rate: rounded(run.count / run.seconds, 0),
    ack: waitsOf(run.latencies),
    shown: rounded((stub.posted() - posted) / run.seconds, 0),
  };
}

async function shownWhen(stub: Stub, ms: number): Promise<number> {
  await sleep(1_000);
  const [posted, began] = [stub.posted(), performance.now()];
  await sleep(ms);
  return rounded(((stub.posted() - posted) * 1_000) / (performance.now() - began), 0);
}

interface Beside {
  /** From the acknowledgement of what somebody said until both answers to it were there. */
  readonly others: Waits;
  readonly count: number;
  /** Deliveries to the limited address before it took any again, which must be none. */
  readonly early: number;
}

/** What others wait for while `channel` takes nothing for 30 seconds, though there is something for it all the time. */
async function besides({ at, stub }: Place, whom: string, channel: string): Promise<Beside> {
  const acked = new Map<string, number>();
  const from = stub.messages().length;
  const until = performance.now() + LIMIT_MS;
  stub.limits(channel, LIMIT_MS);
  const client = async (): Promise<void> => {
    const to = await poster(at);
    for (let turn = 0; performance.now() < until - 2_000; turn += 1) {
      const person = turn % 4 === 0 ? LIMITED : 1 + anybody(PEOPLE - 1);
      const { body, place } = opening(person);
      await insist(to, body);
      if (person !== LIMITED) acked.set(place, performance.now());
      await sleep(PACE.pauseMs);
    }
    to.close();
  };
  await Promise.all(Array.from({ length: PACE.clients }, client));
  await sleep(1_500);
  const messages = stub.messages().slice(from);
  const shown = shownIn(messages);
  const waits = [...acked].map(([place, ack]) => {
    const last = shown.get(place)?.[SHOWN_TO_REQUESTER - 1];
    return (last ?? performance.now()) - ack;
  });
  const others = waitsOf(waits);
  const early = messages.filter((one) => one.channel === channel && one.at < until).length;
  say(
    `${whom} waits out a limit of ${LIMIT_MS / 1_000} s: ${waits.length} others had their answers ${others.p50Ms} ms after the acknowledgement`,
  );
  say(against('  p99 of the others', others.p99Ms, OTHERS_P99_MS, 'ms'));
  // The next one begins with nothing of this one to come.
  await sleep(Math.max(0, until - performance.now()) + 3_000);
  return { others, count: waits.length, early };
}
