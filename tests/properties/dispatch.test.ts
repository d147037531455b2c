/** The transaction on a real PostgreSQL: many at once, through two desks, with what goes wrong. */
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Account, Address, Incoming, Outcome, Remote, Tenant } from '../../src/adapter.ts';
import { connect, type Database } from '../../src/db/connect.ts';
import { type Dispatcher, dispatcher } from '../../src/dispatch.ts';
import { Unavailable } from '../../src/errors.ts';
import { fill } from '../../src/form.ts';
import { type Gesture, messageOf } from '../../src/gesture.ts';
import { act, type Effect } from '../../src/intent.ts';
import { intentNamed } from '../../src/intents/index.ts';
import { words } from '../../src/say/index.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { violations } from '../support/invariants.ts';
import { textOf } from '../support/plain-adapter.ts';
import { PLAIN_SETTING } from '../support/setting.ts';

const ORG = 1;
const AGENTS = 'plain:agents' as Address;
const wordsFor = words({ prefix: 'INC', timeZone: 'UTC', command: '/ticket', now: () => new Date() }, 'en');

let database: TestDatabase;
/** Two desks over one database, each with a pool of its own, like two replicas. */
let pools: readonly [Database, Database];
/** For looking at what was stored. */
let db: Database;
let desks: readonly [Dispatcher, Dispatcher];

beforeAll(async () => {
  database = await createDatabase();
  db = connect(database.url, { applicationName: 'test' });
  pools = [connect(database.url), connect(database.url)];
  desks = [deskOver(pools[0]), deskOver(pools[1])];
});
afterAll(async () => {
  await Promise.all([...pools, db].map((one) => one.close()));
  await database.drop();
});
afterEach(async () => {
  expect(await violations(db.pool)).toEqual([]);
});

function deskOver({ pool }: Database, measured: (size: number) => void = () => {}): Dispatcher {
  return dispatcher(pool, {
    measured,
    wordsFor,
    agentsPlaces: () => [AGENTS],
    agentsPlace: () => AGENTS,
    ...PLAIN_SETTING,
    direct: (account) => `plain:@${account.split(':')[2]}` as Address,
    note: (author, text) => wordsFor(undefined).note(author, text),
    onCommit: () => {},
  });
}

let count = 0;
function incoming(who: string, said: Incoming['said'], place: Partial<Incoming['place']> = {}): Incoming {
  count += 1;
  const home = `plain:@${who}` as Address;
  return {
    key: `g${count}`,
    at: new Date(),
    from: { account: `plain:T:${who}` as Account, name: who },
    place: { tenant: 'plain:T' as Tenant, side: 'direct', address: home, home, ...place },
    said,
  };
}

function command(
  who: string,
  intent: string,
  params: Record<string, string>,
  where: 'agents' | 'direct' = 'direct',
): Gesture {
  const said = { kind: 'command' as const, intent, params };
  return gesture(
    incoming(who, said, where === 'agents' ? { side: 'agents', address: AGENTS } : {}),
    what(intent, params),
  );
}

function message(who: string, text: string, thread: Address): Gesture {
  const side = thread.startsWith(AGENTS) ? ('agents' as const) : ('direct' as const);
  const said = { kind: 'message' as const, text, remote: `m${count}` as Remote };
  return gesture(incoming(who, said, { side, thread, replying: true }), messageOf(text, 'INC'));
}

function gesture(from: Incoming, means: Gesture['what']): Gesture {
  return {
    key: from.key,
    ...(from.also === undefined ? {} : { also: from.also }),
    org: ORG,
    at: from.at,
    stored: false,
    incoming: from,
    what: means,
  };
}

function what(name: string, params: Record<string, string>): Gesture['what'] {
  const intent = intentNamed(name);
  const filled = intent && fill(intent.form, params);
  if (intent?.kind !== 'act' || !filled?.ok) throw new Error(`${name} cannot be done with ${JSON.stringify(params)}`);
  return { kind: 'act', intent, params: filled.params };
}

const told = (outcome: Outcome): string => (outcome.kind === 'answer' ? textOf(outcome.message) : outcome.kind);

async function opened(subject: string, who = 'mira'): Promise<number> {
  await desks[0].dispatch(command(who, 'open', { subject }));
  const [row] = await query<{ number: number }>('select number from ticket where subject = $1', subject);
  if (row === undefined) throw new Error('no ticket');
  // The platform has made its threads.
  await query(`update thread set address = at || '/' || ticket, remote = 'card' where ticket = $1`, row.number);
  await query(`delete from outbox where op = 'open'`);
  return row.number;
}

async function query<Row extends object>(text: string, ...values: readonly unknown[]): Promise<readonly Row[]> {
  const { rows } = await db.pool.query<Row>(text, [...values]);
  return rows;
}

async function one(text: string, ...values: readonly unknown[]): Promise<unknown> {
  const [row] = await query<{ value: unknown }>(text, ...values);
  return row?.value;
}

it('takes what comes in one turn of the loop together', async () => {
  const sizes: number[] = [];
  const desk = deskOver(pools[0], (size) => sizes.push(size));
  const many = Array.from({ length: 10 }, (_, n) => command(`turn${n}`, 'open', { subject: `Printer ${n} jams` }));
  await Promise.all(many.map((one) => desk.dispatch(one)));
  expect(sizes).toEqual([10]);
});

describe('a gesture that is told again', () => {
  it('F21: has one effect, however often, when and to whichever desk it is told', async () => {
    let run = 0;
    const telling = fc.record({
      of: fc.nat({ max: 7 }),
      desk: fc.nat({ max: 1 }),
      waitMs: fc.constantFrom(0, 0, 0, 1, 5),
      asAlso: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(telling, { minLength: 8, maxLength: 40, size: 'max' }), async (tellings) => {
        run += 1;
        const ticket = await opened(`told ${run}`);
        const gestures = [
          ...[1, 2, 3].map((n) => command('mira', 'open', { subject: `again ${run}.${n}` })),
          ...[1, 2, 3].map((n) => command('mira', 'reply', { ticket: String(ticket), text: `reply ${n}` })),
          message('mira', 'in its thread', `plain:@mira/${ticket}` as Address),
          command('sam', 'claim', { ticket: String(ticket) }, 'agents'),
        ];
        const named = gestures.map((each) => ({ ...each, also: `also ${each.key}` }));
        await Promise.all(
          tellings.map(async ({ of, desk, waitMs, asAlso }, index) => {
            const it = named[of] as Gesture;
            if (waitMs > 0) await new Promise((wake) => setTimeout(wake, waitMs));
            await desks[desk as 0 | 1].dispatch(asAlso ? { ...it, key: `${it.key} retold ${index}` } : it);
          }),
        );
        const said = new Set(tellings.map(({ of }) => of));
        const replies = [3, 4, 5, 6].filter((of) => said.has(of)).length;
        const opens = [0, 1, 2].filter((of) => said.has(of)).length;
        expect(await one('select count(*)::int as value from message where ticket = $1', ticket)).toBe(replies);
        expect(await one('select count(*)::int as value from ticket where subject like $1', `again ${run}.%`)).toBe(
          opens,
        );
        expect(
          await one(`select count(*)::int as value from timeline where ticket = $1 and event = 'claimed'`, ticket),
        ).toBe(said.has(7) ? 1 : 0);
        expect(
          await one(
            'select count(*)::int as value from inbox where also = any($1)',
            named.map(({ also }) => also),
          ),
        ).toBe(said.size);
      }),
      { numRuns: 15 },
    );
  });

  it('is answered with nothing more the second time', async () => {
    const once = command('mira', 'open', { subject: 'answered once' });
    const outcomes = await Promise.all([desks[0].dispatch(once), desks[1].dispatch(once), desks[0].dispatch(once)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['answer', 'done', 'done']);
    expect(await desks[1].dispatch(once)).toEqual({ kind: 'done' });
  });
});

describe('several people at once', () => {
  it('F22: gives a ticket to one of fifty agents, and tells everybody else who that is', async () => {
    const ticket = await opened('fifty claims');
    const agents = Array.from({ length: 50 }, (_, index) => `agent${index}`);
    const outcomes = await Promise.all(
      agents.map(
        async (name, index) =>
          [
            name,
            told(
              await desks[(index % 2) as 0 | 1].dispatch(command(name, 'claim', { ticket: String(ticket) }, 'agents')),
            ),
          ] as const,
      ),
    );
    const account = await one('select assignee_account as value from ticket where number = $1', ticket);
    const winner = String(account).split(':')[2] as string;
    const claimed = told({
      kind: 'answer',
      message: wordsFor(undefined).refusal('already claimed', { ticket, by: winner }),
    });
    expect(outcomes.filter(([, answer]) => answer !== claimed).map(([name]) => name)).toEqual([winner]);
    expect(
      await one(`select count(*)::int as value from timeline where ticket = $1 and event = 'claimed'`, ticket),
    ).toBe(1);
  });

  it('F23: keeps every rule in all 70 orders of what a requester and an agent do', async () => {
    const orders = interleavings(4, 4);
    expect(orders).toHaveLength(70);
    for (const order of orders) {
      const { mira, sam } = await twoPeople(`order ${order.join('')}`);
      for (const turn of order) await (turn === 0 ? mira : sam)();
    }
    expect(await violations(db.pool)).toEqual([]);
  });

  it('keeps every rule when both do it at once, on many tickets at the same time', async () => {
    await Promise.all(
      Array.from({ length: 25 }, async (_, index) => {
        const { mira, sam } = await twoPeople(`at once ${index}`);
        const all = async (step: () => Promise<unknown>): Promise<void> => {
          for (let turn = 0; turn < 4; turn += 1) await step();
        };
        await Promise.all([all(mira), all(sam)]);
      }),
    );
    expect(await violations(db.pool)).toEqual([]);
  });

  it('F11: never waits for itself, when batches want the same tickets in different orders', async () => {
    const deadlocks: unknown[] = [];
    const watched = pools.map((pool) => deskOver(telling(pool, (code) => code === '40P01' && deadlocks.push(code))));
    const tickets = await Promise.all(Array.from({ length: 24 }, (_, index) => opened(`crossed ${index}`)));
    const order = [...tickets, ...tickets.toReversed(), ...tickets, ...tickets.toReversed()];
    const notes = Array.from({ length: 12 }, () => order).flat();
    await Promise.all(
      notes.map((ticket, index) => {
        const note = command('sam', 'note', { ticket: String(ticket), text: 'crossed' }, 'agents');
        return watched[index % 2]?.dispatch(note);
      }),
    );
    expect(await one(`select count(*)::int as value from message where text = 'crossed'`)).toBe(notes.length);
    expect(deadlocks).toEqual([]);
  });

  it('lets nobody wait for a ticket that is not theirs, however few they are', async () => {
    const ticket = await opened('held by somebody slow');
    const holder = await db.pool.connect();
    try {
      await holder.query('begin');
      await holder.query('select 1 from ticket where number = $1 for update', [ticket]);
      const held = desks[0].dispatch(command('mira', 'reply', { ticket: String(ticket), text: 'held up' }));
      const waits = `select count(*)::int as value from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await expect.poll(() => one(waits)).toBe(1);
      const others = ['olu', 'ines', 'tom'].map((who) => desks[0].dispatch(command(who, 'open', { subject: 'quick' })));
      expect((await Promise.all(others)).map(({ kind }) => kind)).toEqual(['answer', 'answer', 'answer']);
      expect(await one(waits)).toBe(1);
      await holder.query('commit');
      expect((await held).kind).toBe('answer');
    } finally {
      await holder.query('rollback');
      holder.release();
    }
  });

  it('loses no ticket of a person who is made one with another while they open it', async () => {
    for (let round = 0; round < 12; round += 1) {
      const [one, two] = [`left${round}`, `right${round}`];
      await Promise.all([opened(`${one} has a ticket`, one), opened(`${two} has a ticket`, two)]);
      const given = told(await desks[0].dispatch(command(one, 'link', {})));
      const code = /link ([0-9A-Z-]{20,})/.exec(given)?.[1] ?? '';
      await Promise.all([
        ...[1, 2, 3].map((n) => desks[1].dispatch(command(two, 'open', { subject: `${two} ${n}` }))),
        desks[0].dispatch(command(two, 'link', { code })),
        ...[4, 5, 6].map((n) => desks[1].dispatch(command(two, 'open', { subject: `${two} ${n}` }))),
      ]);
    }
    expect(await violations(db.pool)).toEqual([]);
  });

  it('makes one person of two with all that either has, also what they work on themselves', async () => {
    const old = await opened('from the older account', 'older');
    const [own, theirs] = [await opened('own work', 'newer'), await opened('by another', 'newer')];
    await desks[0].dispatch(command('newer', 'claim', { ticket: String(own) }, 'agents'));
    await desks[0].dispatch(command('newer', 'claim', { ticket: String(old) }, 'agents'));
    await desks[0].dispatch(command('sam', 'claim', { ticket: String(theirs) }, 'agents'));
    const given = told(await desks[0].dispatch(command('newer', 'link', {})));
    const code = /link ([0-9A-Z-]{20,})/.exec(given)?.[1] ?? '';
    await desks[1].dispatch(command('older', 'link', { code }));
    const person = await one(`select person_id as value from account where account = 'plain:T:older'`);
    const people = await query<{ requester_id: number; assignee: number | null }>(
      `select requester_id, nullif(assignee_account, 'plain:T:sam') is not null and assignee_id = $4 as assignee
       from ticket where number in ($1, $2, $3) order by number`,
      old,
      own,
      theirs,
      person,
    );
    expect(people).toEqual([
      { requester_id: person, assignee: true },
      { requester_id: person, assignee: true },
      { requester_id: person, assignee: false },
    ]);
  });

  /** A requester's four steps and an agent's, on a ticket of their own, each through a desk of their own. */
  async function twoPeople(subject: string) {
    const ticket = await opened(subject);
    const it = { ticket: String(ticket) };
    const steps = (desk: Dispatcher, gestures: readonly Gesture[]) => {
      const left = [...gestures];
      return () => desk.dispatch(left.shift() as Gesture);
    };
    return {
      mira: steps(desks[0], [
        message('mira', 'it fails again', `plain:@mira/${ticket}` as Address),
        command('mira', 'resolve', it),
        command('mira', 'rate', { ...it, score: '2' }),
        command('mira', 'reopen', { ...it, reason: 'not yet' }),
      ]),
      sam: steps(desks[1], [
        command('sam', 'claim', it, 'agents'),
        message('sam', 'Which network?', `plain:agents/${ticket}` as Address),
        command('sam', 'note', { ...it, text: `canary ${ticket}` }, 'agents'),
        command('sam', 'resolve', it, 'agents'),
      ]),
    };
  }
});

describe('what goes wrong', () => {
  it('F27: harms nobody else in its batch when a gesture cannot be decided', async () => {
    const poison = act({
      name: 'poison',
      form: {} as const,
      may: 'anyone',
      decide: () => {
        throw new Error('a bug in a rule');
      },
    });
    await withNeighbours((at) => ({ ...at, what: { kind: 'act', intent: poison, params: {} } }), 'a bug in a rule');
  });

  it('F27: harms nobody else in its batch when what was decided cannot be recorded', async () => {
    const effects: readonly Effect[] = [{ do: 'give code', hash: null as never, expiresAt: new Date() }];
    const poison = act({ name: 'poison', form: {} as const, may: 'anyone', decide: () => effects });
    await withNeighbours((at) => ({ ...at, what: { kind: 'act', intent: poison, params: {} } }), /null value/);
  });

  async function withNeighbours(spoil: (gesture: Gesture) => Gesture, complaint: string | RegExp): Promise<void> {
    const before = Number(await one('select count(*)::int as value from ticket'));
    const good = Array.from({ length: 30 }, (_, index) =>
      command(`kai${index}`, 'open', { subject: 'beside a poisoned one' }),
    );
    const bad = [3, 4, 25].map((index) => spoil(command(`kai${index}`, 'open', { subject: 'poisoned' })));
    const all = [...good.slice(0, 10), ...bad.slice(0, 2), ...good.slice(10), ...bad.slice(2)];
    const outcomes = await Promise.allSettled(all.map((gesture) => desks[0].dispatch(gesture)));
    for (const [index, outcome] of outcomes.entries()) {
      if (!bad.includes(all[index] as Gesture)) expect(outcome.status).toBe('fulfilled');
      else expect((outcome as PromiseRejectedResult).reason.message).toMatch(complaint);
    }
    expect(await one('select count(*)::int as value from ticket')).toBe(before + good.length);
    expect(
      await one(
        'select count(*)::int as value from inbox where key = any($1)',
        bad.map(({ key }) => key),
      ),
    ).toBe(0);
  }

  it('stores whatever can be typed, though PostgreSQL takes no NUL and no half of a surrogate pair', async () => {
    const ticket = await opened('odd characters');
    const odd = [
      '\u0000',
      'a\u0000b',
      '\ud800',
      'cut \ud83d',
      '\udc00\ud800',
      '\\u0000',
      '\\\\ud800',
      '\u202e',
      '\ufffe',
      '"'.repeat(50),
      "'; drop table ticket; --",
      '👩‍👩‍👧‍👦',
    ];
    for (const text of odd) {
      await desks[0].dispatch(command('mira', 'reply', { ticket: String(ticket), text: `<${text}>` }));
      await desks[1].dispatch({ ...message(`ki${text}m`, `<${text}>`, `plain:@mira/${ticket}` as Address) });
    }
    const kept = await query<{ text: string }>('select text from message where ticket = $1 order by id', ticket);
    const clean = odd.map((text) => `<${text.replaceAll('\u0000', '').toWellFormed()}>`);
    expect(kept.map(({ text }) => text)).toEqual(clean.flatMap((text) => [text, text]));
  });

  it('says that it is unavailable when the database is away, and keeps nothing', async () => {
    const gone = connect('postgres://nobody@127.0.0.1:1/nothing', { connectTimeoutMs: 200 });
    const began = Date.now();
    const away = deskOver(gone);
    const early = command('mira', 'open', { subject: 'told too early' });
    const outcomes = await Promise.allSettled([
      away.dispatch(early),
      ...Array.from({ length: 150 }, () => away.dispatch(command('olu', 'open', { subject: 'also too early' }))),
    ]);
    // Asked for each by itself it would be a minute.
    expect(Date.now() - began).toBeLessThan(10_000);
    for (const outcome of outcomes) expect((outcome as PromiseRejectedResult).reason).toBeInstanceOf(Unavailable);
    await gone.close();
    expect(await one(`select count(*)::int as value from ticket where subject like '%too early'`)).toBe(0);
    expect((await desks[0].dispatch(early)).kind).toBe('answer');
    expect(await one(`select count(*)::int as value from ticket where subject like '%too early'`)).toBe(1);
  });

  const CUTS = 8;
  it('F11: loses nothing and does nothing twice while the server ends connections all the time', async () => {
    let running = true;
    let cut = 0;
    const cutting = (async () => {
      while (running) {
        const [row] = await query<{ n: number }>(
          `select count(pg_terminate_backend(pid))::int as n from (select pid from pg_stat_activity
           where datname = current_database() and application_name = 'deskbell' order by random() limit 1) victim`,
        );
        cut += row?.n ?? 0;
        await new Promise((wake) => setTimeout(wake, 100));
      }
    })();
    // Like a platform: what was not taken is told again, until it is.
    const tell = async (gesture: Gesture, desk: Dispatcher): Promise<void> => {
      for (;;) {
        try {
          await desk.dispatch(gesture);
          return;
        } catch (error) {
          expect(error).toBeInstanceOf(Unavailable);
        }
      }
    };
    let begun = 0;
    // However quick the desk is: until it has often been cut off.
    while (begun < 300 || cut < CUTS) {
      const gestures = Array.from({ length: 20 }, () => {
        begun += 1;
        return command(`storm${begun % 7}`, 'open', { subject: `storm ${begun}` });
      });
      await Promise.all(gestures.map((gesture, index) => tell(gesture, desks[(index % 2) as 0 | 1])));
    }
    running = false;
    await cutting;
    expect(cut).toBeGreaterThanOrEqual(CUTS);
    expect(await one(`select count(distinct subject)::int as value from ticket where subject like 'storm %'`)).toBe(
      begun,
    );
    expect(await one(`select count(*)::int as value from ticket where subject like 'storm %'`)).toBe(begun);
  });

  it('F26: takes no more than it can hold: beyond that it says that it is unavailable, and what it took is done', async () => {
    const nothing = Array.from(
      { length: 5_000 },
      (): Gesture => ({
        ...command('mira', 'open', { subject: 'x' }),
        incoming: undefined,
        what: { kind: 'effects', effects: [] },
      }),
    );
    const client = await db.pool.connect();
    await client.query('begin');
    await client.query('lock table inbox in access exclusive mode');
    const outcomes = nothing.map((gesture) =>
      desks[0].dispatch(gesture).then(
        () => 'done',
        (error: unknown) => (error instanceof Unavailable ? 'unavailable' : error),
      ),
    );
    const refused = await Promise.race([
      Promise.all(outcomes.slice(4_600)),
      new Promise((wake) => setTimeout(wake, 20_000, 'it waits')),
    ]);
    expect(new Set(refused as string[])).toEqual(new Set(['unavailable']));
    await client.query('commit');
    client.release();
    const all = await Promise.all(outcomes);
    const taken = nothing.filter((_, index) => all[index] === 'done').map(({ key }) => key);
    expect(taken.length).toBeGreaterThan(3_999);
    expect(new Set(all)).toEqual(new Set(['done', 'unavailable']));
    expect(
      await one(
        'select count(*)::int as value from inbox where key = any($1)',
        nothing.map(({ key }) => key),
      ),
    ).toBe(taken.length);
  });
});

/** The same database; `tell` hears the code of every statement that fails. */
function telling({ pool, ...rest }: Database, tell: (code: unknown) => unknown): Database {
  const connectTo = async () => {
    const client = await pool.connect();
    const query = (...args: readonly unknown[]): Promise<unknown> => {
      const answer = (client.query as (...given: readonly unknown[]) => Promise<unknown>)(...args);
      answer.catch((error: { readonly code?: unknown }) => tell(error.code));
      return answer;
    };
    return Object.assign(Object.create(client), { query, release: (broken?: boolean) => client.release(broken) });
  };
  return { ...rest, pool: { connect: connectTo } as unknown as Database['pool'] };
}

/** Every order of `a` zeros and `b` ones. */
function interleavings(a: number, b: number): readonly (readonly number[])[] {
  if (a === 0 || b === 0) return [[...Array<number>(a).fill(0), ...Array<number>(b).fill(1)]];
  return [
    ...interleavings(a - 1, b).map((rest) => [0, ...rest]),
    ...interleavings(a, b - 1).map((rest) => [1, ...rest]),
  ];
}
