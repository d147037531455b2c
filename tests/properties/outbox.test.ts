/** The outbox on a real PostgreSQL: each message is shown once and in its turn, whatever the platform and the process do. */
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Account, Adapter, Address, Delivery, Fault, Log, Tenant } from '../../src/adapter.ts';
import { connect, type Database } from '../../src/db/connect.ts';
import { type Deliverer, deliverer } from '../../src/deliver.ts';
import { bury, claim, done, retry } from '../../src/desk/outbox.ts';
import { type Dispatcher, dispatcher } from '../../src/dispatch.ts';
import { fill } from '../../src/form.ts';
import { intentNamed } from '../../src/intents/index.ts';
import { words } from '../../src/say/index.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { plainAdapter, textOf } from '../support/plain-adapter.ts';
import { PLAIN_SETTING } from '../support/setting.ts';

const ORG = 1;
const AGENTS = 'plain:agents' as Address;
const wordsFor = words({ prefix: 'INC', timeZone: 'UTC', command: '/ticket', now: () => new Date() }, 'en');
const quiet: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let database: TestDatabase;
let db: Database;
let other: Database;
let running: Deliverer[] = [];

beforeAll(async () => {
  database = await createDatabase();
  db = connect(database.url);
  other = connect(database.url);
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop(5_000)));
  running = [];
  await db.pool.query('truncate outbox, dead_letter');
});
afterAll(async () => {
  await Promise.all([db.close(), other.close()]);
  await database.drop();
});

type Script = (
  delivery: Delivery,
  tryNumber: number,
) => { readonly fault: Fault; readonly shown?: boolean } | undefined;

/** A platform whose sends take a moment and fail as the script says; `flying` is what it was ever sent at once, by place. */
function platform(script: Script = () => undefined, takesMs = 1) {
  const chat = plainAdapter();
  const tries = new Map<string, number>();
  const flying = new Map<Address, number>();
  const overlaps: Address[] = [];
  chat.failWith((delivery) => {
    const count = (tries.get(delivery.key) ?? 0) + 1;
    tries.set(delivery.key, count);
    return script(delivery, count);
  });
  const { platform: name, start: begin, stop, agents, direct, bucket, fetch } = chat;
  const adapter: Adapter = {
    platform: name,
    start: begin,
    stop,
    agents,
    direct,
    bucket,
    fetch,
    send: async (delivery) => {
      if (delivery.op === 'remove') return chat.send(delivery);
      const at = placeOf(delivery);
      if ((flying.get(at) ?? 0) > 0) overlaps.push(at);
      flying.set(at, (flying.get(at) ?? 0) + 1);
      try {
        await sleep(takesMs);
        return await chat.send(delivery);
      } finally {
        flying.set(at, (flying.get(at) ?? 1) - 1);
      }
    },
  };
  return { chat, adapter, tries, overlaps, texts: (room: string) => chat.at(room as Address).map(({ text }) => text) };
}

const placeOf = (delivery: Delivery): Address => (delivery.op === 'open' ? delivery.at : delivery.to);
const said = (delivery: Delivery): string => textOf(delivery.message);

function start(adapter: Adapter, { pool }: Database = db, log = quiet): Deliverer {
  const one = deliverer(pool, { adapterFor: () => adapter, wordsFor, keyPrefix: 'd', log });
  running.push(one);
  one.nudge();
  return one;
}

/** Puts a message into the outbox for each text, in order. */
async function put(room: string, ...texts: readonly string[]): Promise<void> {
  const rows = texts.map((text) => ({
    side: 'requester',
    message: { audience: 'everyone', lines: [{ kind: 'text', text }] },
  }));
  await db.pool.query(
    `insert into outbox (org_id, lane, op, address, content)
     select ${ORG}, 'a:1:' || $1::text, 'post', $1, content from jsonb_array_elements($2) with ordinality as x(content, ord) order by ord`,
    [room, JSON.stringify(rows)],
  );
}

/** A database whose first answer with rows stays unread until it goes on, as it does in a process that stands still. */
function heldAnswers({ pool }: Database) {
  const claimed = Promise.withResolvers<void>();
  const going = Promise.withResolvers<void>();
  const readAgain = Promise.withResolvers<void>();
  let held = false;
  const connect = async () => {
    const client = await pool.connect();
    const query = async (...given: Parameters<typeof client.query>) => {
      const answer = await client.query(...given);
      if (!(answer as unknown as { rows?: readonly unknown[] }).rows?.length) {
        if (held && (given[0] as { name?: string }).name?.startsWith('claim')) readAgain.resolve();
        return answer;
      }
      held = true;
      claimed.resolve();
      await going.promise;
      return answer;
    };
    return { query, release: client.release.bind(client) };
  };
  const database = { ...db, pool: { connect, query: pool.query.bind(pool) } } as unknown as Database;
  return { database, claimed: claimed.promise, goOn: going.resolve, readAgain: readAgain.promise };
}

/** Waits until there is nothing more to send, with every wait cut short: what is put off is due at once. */
async function drained(hurry = true): Promise<void> {
  const until = Date.now() + 20_000;
  for (;;) {
    const { rows } = await db.pool.query<{ left: number }>('select count(*)::int as left from outbox');
    if (rows[0]?.left === 0) return;
    if (Date.now() > until) throw new Error(`${rows[0]?.left} rows were not sent`);
    if (hurry) await db.pool.query('update outbox set run_at = now() where run_at > now() and lease_until is null');
    for (const one of running) one.nudge();
    await sleep(5);
  }
}

async function count(text: string, ...values: readonly unknown[]): Promise<number> {
  const { rows } = await db.pool.query<{ n: number }>(text, [...values]);
  return rows[0]?.n ?? 0;
}

describe('what is in the outbox', () => {
  it('is shown once and in the order of its lane, whatever fails on the way', async () => {
    const fault = fc.constantFrom<{ readonly fault: Fault; readonly shown?: boolean } | undefined>(
      { fault: { kind: 'limited', waitMs: 5, bucket: 'plain:none' } },
      { fault: { kind: 'later' } },
      { fault: { kind: 'ambiguous' } },
      { fault: { kind: 'ambiguous' }, shown: true },
      undefined,
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fault, { maxLength: 3 }), { minLength: 30, maxLength: 60, size: 'max' }),
        async (faults) => {
          run += 1;
          const rooms = [1, 2, 3, 4, 5].map((n) => `plain:run${run}-${n}`);
          const texts = faults.map((_, index) => `message ${index}`);
          const at = platform((delivery, tryNumber) => faults[Number(said(delivery).split(' ')[1])]?.[tryNumber - 1]);
          for (const [index, room] of rooms.entries())
            await put(room, ...texts.filter((_, n) => n % rooms.length === index));
          const one = start(at.adapter);
          await drained();
          await one.stop(5_000);
          for (const [index, room] of rooms.entries())
            expect(at.texts(room)).toEqual(texts.filter((_, n) => n % rooms.length === index));
          expect(at.overlaps).toEqual([]);
          expect(await count('select count(*)::int as n from dead_letter')).toBe(0);
        },
      ),
      { numRuns: 4 },
    );
  });

  it('is sent again as tried, since when it was first tried, after a try whose result is not known', async () => {
    const at = platform((_, tryNumber) =>
      tryNumber < 3 ? { fault: { kind: 'ambiguous' }, shown: tryNumber === 1 } : undefined,
    );
    await put('plain:unsure', 'once');
    start(at.adapter);
    await drained();
    expect(at.texts('plain:unsure')).toEqual(['once']);
    const [first, second, third] = at.chat.sends;
    expect([first?.tried, at.chat.sends.length]).toEqual([undefined, 3]);
    expect(second?.tried).toBeInstanceOf(Date);
    expect(third?.tried).toEqual(second?.tried);
    expect(new Set(at.chat.sends.map(({ key }) => key)).size).toBe(1);
  });

  it('is not taken for tried after a try that certainly showed nothing, and still is after an unsure one before it', async () => {
    const faults: readonly (Fault | undefined)[] = [
      { kind: 'later' },
      { kind: 'limited', waitMs: 1, bucket: 'plain:none' },
      { kind: 'ambiguous' },
      { kind: 'later' },
      undefined,
    ];
    const at = platform((_, tryNumber) => {
      const fault = faults[tryNumber - 1];
      return fault && { fault };
    });
    await put('plain:sure', 'once');
    start(at.adapter);
    await drained();
    expect(at.chat.sends.map(({ tried }) => tried !== undefined)).toEqual([false, false, false, true, true]);
    expect(at.texts('plain:sure')).toEqual(['once']);
  });

  it.each([
    [2, 0.5, 2],
    [7, 25, 30],
    [11, 25, 30],
    [12, 270, 300],
  ])('waits after %i failed tries for %d to %d s', async (tries, atLeast, atMost) => {
    const address = `plain:patience${tries}`;
    await put(address, 'later');
    await db.pool.query('update outbox set attempts = $1', [tries - 1]);
    const at = platform(() => ({ fault: { kind: 'later' } }));
    const one = start(at.adapter);
    const back = `select count(*)::int as n from outbox where attempts = $1 and lease_until is null`;
    while ((await count(back, tries)) === 0) await sleep(5);
    await one.stop(1_000);
    const { rows } = await db.pool.query('select extract(epoch from run_at - now())::float8 as wait from outbox');
    await db.pool.query('delete from outbox');
    expect(rows[0].wait).toBeGreaterThan(atLeast);
    expect(rows[0].wait).toBeLessThanOrEqual(atMost);
  });

  it('F13: waits where a bucket is limited, and nowhere else', async () => {
    const at = platform((delivery) =>
      placeOf(delivery).startsWith('plain:slow/')
        ? { fault: { kind: 'limited', waitMs: 60_000, bucket: 'plain:slow' } }
        : undefined,
    );
    for (let n = 0; n < 150; n += 1) await put(`plain:slow/${n}`, 'a', 'b');
    for (let n = 0; n < 20; n += 1) await put(`plain:fast/${n}`, 'a', 'b', 'c');
    start(at.adapter);
    const until = Date.now() + 10_000;
    while (at.chat.shown.length < 60 && Date.now() < until) await sleep(10);
    expect(at.chat.shown.length).toBe(60);
    for (let n = 0; n < 20; n += 1) expect(at.texts(`plain:fast/${n}`)).toEqual(['a', 'b', 'c']);
    // Only what was under way when the platform said so: the others were not even tried.
    expect([...at.tries.values()].every((tries) => tries === 1)).toBe(true);
    expect(at.chat.sends.filter((delivery) => placeOf(delivery).startsWith('plain:slow/')).length).toBeLessThanOrEqual(
      64,
    );
    const waiting = () => count('select count(*)::int as n from outbox where run_at > now()');
    await expect.poll(waiting, { timeout: 20_000 }).toBe(150);
  });

  it('survives an adapter that throws what it should not: it is looked for, and then sent', async () => {
    const at = platform();
    let thrown = 0;
    const adapter: Adapter = {
      ...at.adapter,
      send: (delivery) => {
        thrown += 1;
        if (thrown === 1) throw new TypeError('undefined is not a function');
        return at.adapter.send(delivery);
      },
    };
    await put('plain:bug', 'first', 'second');
    start(adapter);
    await drained();
    expect(at.texts('plain:bug')).toEqual(['first', 'second']);
    expect(at.chat.sends[0]?.tried).toBeInstanceOf(Date);
  });

  it.each(['place gone', 'unreachable', 'refused'] as const)(
    'becomes a dead letter when it is %s, and its lane goes on',
    async (kind) => {
      const at = platform((delivery) => (said(delivery) === 'bad' ? { fault: { kind } } : undefined));
      await put('plain:dead', 'good', 'bad', 'better');
      start(at.adapter);
      await drained();
      expect(at.texts('plain:dead')).toEqual(['good', 'better']);
      const { rows } = await db.pool.query('select fault, code, address, content from dead_letter');
      expect(rows).toEqual([
        {
          fault: kind,
          code: 'scripted',
          address: 'plain:dead',
          content: expect.objectContaining({ side: 'requester' }),
        },
      ]);
      expect(at.chat.sends.filter((delivery) => said(delivery) === 'bad')).toHaveLength(1);
    },
  );

  it('F27: is given up when its result stays unknown for a quarter of an hour and eight tries, so that its lane goes on', async () => {
    const at = platform((delivery) => (said(delivery) === 'lost' ? { fault: { kind: 'ambiguous' } } : undefined));
    await put('plain:lost', 'lost', 'next');
    await db.pool.query(
      `update outbox set attempts = 8, tried_at = now() - interval '16 minutes' where content::text like '%lost%'`,
    );
    start(at.adapter);
    await drained();
    expect(at.texts('plain:lost')).toEqual(['next']);
    expect(await count(`select count(*)::int as n from dead_letter where fault = 'ambiguous'`)).toBe(1);
  });

  it('is kept, and the platform left alone, while our token is not accepted', async () => {
    let accepted = false;
    const at = platform(() => (accepted ? undefined : { fault: { kind: 'revoked' } }));
    await put('plain:token', 'a', 'b');
    const first = start(at.adapter);
    while (at.chat.sends.length === 0) await sleep(5);
    await sleep(100);
    await db.pool.query('update outbox set run_at = now()');
    first.nudge();
    await sleep(200);
    expect(at.chat.sends).toHaveLength(1);
    await first.stop(1_000);
    accepted = true;
    start(at.adapter);
    await drained();
    expect(at.texts('plain:token')).toEqual(['a', 'b']);
  });

  it('waits for the tenant whose token is not accepted, told once; others go on, and it does when it is served again', async () => {
    let accepted = false;
    const at = platform((delivery) =>
      accepted || placeOf(delivery) === 'plain:B/room' ? undefined : { fault: { kind: 'revoked' } },
    );
    const tenant = (address: Address): Tenant => address.split('/')[0] as Tenant;
    await put('plain:A/one', 'first', 'second');
    await put('plain:A/two', 'another');
    await put('plain:B/room', 'unharmed');
    const lines: string[] = [];
    const log: Log = { ...quiet, error: (_, message) => lines.push(message) };
    const one = start({ ...at.adapter, tenant }, db, log);
    while (at.texts('plain:B/room').length === 0 || lines.length === 0) await sleep(5);
    await sleep(100);
    await db.pool.query('update outbox set run_at = now()');
    one.nudge();
    await sleep(100);
    expect(lines).toEqual(['our token is no longer accepted there; deliveries wait until it is']);
    accepted = true;
    await one.resume('plain:A' as Tenant, ORG);
    await drained(false);
    expect(at.texts('plain:A/one')).toEqual(['first', 'second']);
    expect(at.texts('plain:A/two')).toEqual(['another']);
  });
});

describe('two deliverers on one database', () => {
  it('share the work, show nothing twice and keep every lane in order', async () => {
    const at = platform(() => undefined, 10);
    const rooms = Array.from({ length: 200 }, (_, n) => `plain:shared${n}`);
    const texts = Array.from({ length: 4 }, (_, n) => `message ${n}`);
    for (const room of rooms) await put(room, ...texts);
    const sent = [0, 0];
    const counting = (which: 0 | 1): Adapter => ({
      ...at.adapter,
      send: (delivery) => {
        sent[which] = (sent[which] ?? 0) + 1;
        return at.adapter.send(delivery);
      },
    });
    start(counting(0), db);
    start(counting(1), other);
    await drained();
    for (const room of rooms) expect(at.texts(room)).toEqual(texts);
    expect(at.overlaps).toEqual([]);
    expect(at.chat.sends).toHaveLength(rooms.length * texts.length);
    expect(Math.min(...sent)).toBeGreaterThan(20);
  });
});

describe('a deliverer that dies', () => {
  const takeOver = (): Promise<unknown> =>
    db.pool.query(`update outbox set lease_until = now() - interval '1 s' where lease_until is not null`);

  it('leaves what it was sending to others, as tried, once its lease is over and not before', async () => {
    await put('plain:killed', 'in hand', 'behind');
    await put('plain:other', 'beside');
    const held = await claim(other.pool, 10);
    expect(held.map(({ tried, attempts }) => [tried, attempts])).toEqual([
      [undefined, 1],
      [undefined, 1],
    ]);
    const at = platform();
    const one = start(at.adapter);
    await sleep(150);
    expect(at.chat.sends).toEqual([]);
    await takeOver();
    one.nudge();
    await drained();
    expect(at.texts('plain:killed')).toEqual(['in hand', 'behind']);
    expect(at.chat.sends.map((delivery) => [said(delivery), delivery.tried !== undefined]).sort()).toEqual([
      ['behind', false],
      ['beside', true],
      ['in hand', true],
    ]);
  });

  it('and had it been shown, it is not shown again', async () => {
    const at = platform();
    await put('plain:shown', 'shown');
    const [row] = await claim(other.pool, 1);
    if (row?.content === undefined) throw new Error('nothing was claimed');
    const { file: _, ...content } = row.content;
    await at.chat.send({ ...content, op: 'post', to: 'plain:shown' as Address, key: `d-${row.id.toString(36)}` });
    await takeOver();
    start(at.adapter);
    await drained();
    expect(at.texts('plain:shown')).toEqual(['shown']);
    expect(at.chat.sends).toHaveLength(2);
  });

  it('F32: changes nothing when it comes back after another took over', async () => {
    await put('plain:zombie', 'one');
    const [zombie] = await claim(other.pool, 1);
    await takeOver();
    const [heir] = await claim(db.pool, 1);
    if (zombie === undefined || heir === undefined) throw new Error('nothing was claimed');
    expect([heir.id, heir.attempts, heir.tried instanceof Date]).toEqual([zombie.id, zombie.attempts + 1, true]);
    const state = async (): Promise<unknown> =>
      (await db.pool.query('select id, attempts, lease_until, run_at, tried_at from outbox')).rows;
    const before = await state();
    await done(other.pool, [{ id: zombie.id, attempts: zombie.attempts }]);
    await retry(other.pool, [{ id: zombie.id, attempts: zombie.attempts, waitMs: 0, tried: false }]);
    expect(await bury(other.pool, zombie, 'refused', 'too late', [])).toBe(false);
    expect(await state()).toEqual(before);
    expect(await count('select count(*)::int as n from dead_letter')).toBe(0);
    await done(db.pool, [{ id: heir.id, attempts: heir.attempts }]);
    expect(await state()).toEqual([]);
  });

  it('F32: shows nothing that it stood still over for longer than it was its own', { timeout: 60_000 }, async () => {
    await put('plain:frozen', 'once');
    const frozen = heldAnswers(other);
    const at = platform();
    start(at.adapter, frozen.database);
    await frozen.claimed;
    start(at.adapter);
    await expect.poll(() => at.texts('plain:frozen'), { timeout: 40_000 }).toEqual(['once']);
    frozen.goOn();
    await frozen.readAgain;
    expect(at.chat.sends).toHaveLength(1);
  });

  it('says of a delivery that it is ours for as long as its lease is renewed, and not when it was taken anew', {
    timeout: 60_000,
  }, async () => {
    await put('plain:slow', 'once');
    const { adapter } = platform();
    const sending: Delivery[] = [];
    const goingOn = Promise.withResolvers<void>();
    const send: Adapter['send'] = async (delivery) => {
      sending.push(delivery as Delivery);
      await goingOn.promise;
      return adapter.send(delivery);
    };
    start({ ...adapter, send });
    await expect.poll(() => sending.length).toBe(1);
    const ours = () => sending.map(({ isOurs }) => isOurs?.());
    expect(ours()).toEqual([true]);
    // As if the database had been away for longer than the lease lasts: the same process takes its own row once more.
    await db.pool.query(`update outbox set lease_until = now() - interval '1 s'`);
    await expect.poll(() => sending.length, { timeout: 5_000 }).toBe(2);
    // Longer than a lease is good for without being renewed.
    await expect.poll(ours, { timeout: 20_000 }).toEqual([false, true]);
    await sleep(11_000);
    expect(ours()).toEqual([false, true]);
    goingOn.resolve();
  });

  it('that is stopped while it takes rows gives them back at once', async () => {
    const at = platform();
    for (let round = 0; round < 5; round += 1) {
      await put(`plain:back${round}`, 'left');
      const one = start(at.adapter);
      await one.stop(5_000);
    }
    await sleep(50);
    const held = await count('select count(*)::int as n from outbox where lease_until is not null');
    expect([at.chat.sends.length, held]).toEqual([0, 0]);
  });

  it('that is stopped finishes what it is sending and takes nothing more', async () => {
    const at = platform(() => undefined, 150);
    await put('plain:stop', 'in hand', 'left');
    const one = start(at.adapter);
    while (
      at.overlaps.length === 0 &&
      (await count('select count(*)::int as n from outbox where lease_until is not null')) === 0
    )
      await sleep(2);
    await one.stop(5_000);
    expect(at.texts('plain:stop')).toEqual(['in hand']);
    await sleep(100);
    expect(await count('select count(*)::int as n from outbox where lease_until is null')).toBe(1);
    expect(at.chat.sends).toHaveLength(1);
  });
});

describe('a ticket’s threads', () => {
  let desk: Dispatcher;
  let gestures = 0;

  beforeAll(() => {
    desk = dispatcher(db.pool, {
      wordsFor,
      agentsPlaces: () => [AGENTS],
      agentsPlace: () => AGENTS,
      ...PLAIN_SETTING,
      closeAfterMs: 1,
      direct: (account) => `plain:@${account.split(':')[2]}` as Address,
      note: (author, text) => wordsFor(undefined).note(author, text),
      onCommit: () => {},
    });
  });

  async function act(who: string, name: string, params: Record<string, string>): Promise<void> {
    const intent = intentNamed(name);
    const filled = intent && fill(intent.form, params);
    if (intent?.kind !== 'act' || !filled?.ok) throw new Error(`${name} cannot be done`);
    gestures += 1;
    const home = `plain:@${who}` as Address;
    const side = who === 'sam' ? ('agents' as const) : ('direct' as const);
    await desk.dispatch({
      key: `gesture ${gestures}`,
      org: ORG,
      at: new Date(),
      stored: false,
      incoming: {
        key: `gesture ${gestures}`,
        at: new Date(),
        from: { account: `plain:T:${who}` as Account, name: who },
        place: { tenant: 'plain:T' as Tenant, side, address: side === 'agents' ? AGENTS : home, home },
        said: { kind: 'command', intent: name, params },
      },
      what: { kind: 'act', intent, params: filled.params },
    });
  }

  async function opened(who: string): Promise<string> {
    await act(who, 'open', { subject: `from ${who}` });
    return String(await count('select max(number)::int as n from ticket'));
  }

  it('have their card first, then what was said, and the card as it is now', async () => {
    const at = platform();
    const ticket = await opened('mira');
    await act('sam', 'claim', { ticket });
    await act('sam', 'reply', { ticket, text: 'Which network?' });
    await act('sam', 'resolve', { ticket });
    start(at.adapter);
    await drained();
    const root = at.chat.shown.find(({ address }) => address.startsWith('plain:@mira/'));
    const [card, ...rest] = at.texts(root?.address ?? '');
    expect(card).toMatch(/Status: Resolved/);
    expect(rest[0]).toBe('Which network?');
    // Four changes, and one edit at the end shows them all.
    const edits = at.chat.sends.filter((delivery) => delivery.op === 'edit' && delivery.to === root?.address);
    expect(edits.length).toBeLessThanOrEqual(2);
  });

  it('that are gone tell the agents once, and the agents’ own lane goes on', async () => {
    const at = platform((delivery) =>
      delivery.side === 'requester' && said(delivery) === 'into the void'
        ? { fault: { kind: 'place gone' } }
        : undefined,
    );
    const ticket = await opened('kai');
    start(at.adapter);
    start(at.adapter, other);
    await drained();
    await act('sam', 'reply', { ticket, text: 'into the void' });
    await act('sam', 'reply', { ticket, text: 'after it' });
    await drained();
    const agents = at.chat.shown.find(
      ({ address, text }) => address.startsWith('plain:agents/') && text.includes('from kai'),
    );
    const told = textOf(
      wordsFor(undefined).notDelivered({ number: Number(ticket), requester: { name: 'kai' } } as never, 'place gone'),
    );
    expect(at.texts(agents?.address ?? '').filter((text) => text === told)).toHaveLength(1);
    expect(at.chat.shown.filter(({ text, address }) => text === told && !address.startsWith('plain:agents/'))).toEqual(
      [],
    );
    expect(at.chat.shown.some(({ address, text }) => address.startsWith('plain:@kai/') && text === 'after it')).toBe(
      true,
    );
    expect((await db.pool.query('select op, fault, code from dead_letter')).rows).toEqual([
      { op: 'post', fault: 'place gone', code: 'scripted' },
    ]);
  });

  it('that could not be opened lose nothing in silence: the agents are told of each reply', async () => {
    const at = platform((delivery) =>
      delivery.op === 'open' && delivery.side === 'requester' ? { fault: { kind: 'unreachable' } } : undefined,
    );
    const ticket = await opened('olu');
    await act('sam', 'reply', { ticket, text: 'Are you there?' });
    start(at.adapter);
    await drained();
    expect(at.chat.shown.filter(({ address }) => address.startsWith('plain:@olu'))).toEqual([]);
    expect(await count(`select count(*)::int as n from dead_letter where op = 'open' and fault = 'unreachable'`)).toBe(
      1,
    );
    expect(
      await count(
        `select count(*)::int as n from dead_letter where op = 'post' and code = 'its thread was never opened'`,
      ),
    ).toBe(1);
    expect(
      at.chat.shown.some(
        ({ address, text }) =>
          address.startsWith('plain:agents/') && /^INC-\d+: a message did not reach olu/.test(text),
      ),
    ).toBe(true);
  });

  it('show what was asked for a rating as delivered only when it was', async () => {
    const at = platform((delivery) =>
      delivery.op === 'post' && JSON.stringify(delivery.message).includes('"rate"')
        ? { fault: { kind: 'later' } }
        : undefined,
    );
    const ticket = await opened('ines');
    await act('sam', 'resolve', { ticket });
    const one = start(at.adapter);
    const asked = async (): Promise<number> =>
      count('select count(*)::int as n from survey where ticket = $1 and delivered_at is not null', ticket);
    while (!at.chat.sends.some(({ message }) => JSON.stringify(message).includes('"rate"'))) await sleep(5);
    await sleep(50);
    expect(await asked()).toBe(0);
    await one.stop(1_000);
    at.chat.failWith(undefined);
    start(at.adapter);
    await drained();
    expect(await asked()).toBe(1);
  });
});
