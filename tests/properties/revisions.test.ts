/** Messages that are changed and deleted, on a real PostgreSQL: whatever comes when, everybody reads what their writer left. */
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Address, Fault, Incoming, Remote } from '../../src/adapter.ts';
import { violations } from '../support/invariants.ts';
import { type PlainAdapter, plainAdapter, textOf } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

const SECRET = 'hunter2';
/** An agent's note for agents, by its looks: no requester may ever be sent it. */
const SLIP = 'note: canary-51c9';

let here: PlainAdapter;
let there: PlainAdapter;
let desk: RunningDesk;

beforeAll(async () => {
  here = plainAdapter('here');
  there = plainAdapter('there');
  desk = await startDesk([here, there]);
});
afterAll(() => desk.stop());
beforeEach(() => {
  here.failWith(undefined);
  there.failWith(undefined);
});

let count = 0;
const fresh = (): string => `m${++count}`;

/** A ticket of Mira's with a thread of hers and one for agents on each platform. */
async function ticket(): Promise<{ readonly number: number; readonly mine: Address; readonly agents: Address }> {
  const subject = `ticket ${fresh()}`;
  await here.command('mira', 'open', { subject });
  await Promise.all(
    [here, there].map((at) => at.sees(({ address, text }) => isAgents(address) && text.includes(subject))),
  );
  await drained();
  const threads = await rows<{ ticket: number; side: string; address: Address }>(
    `select ticket, side, address from thread h join ticket t on t.org_id = h.org_id and t.number = h.ticket
     where t.subject = $1 order by seq`,
    subject,
  );
  const at = (side: string) => threads.find((one) => one.side === side && one.address?.startsWith('here:'));
  return {
    number: threads[0]?.ticket ?? 0,
    mine: at('requester')?.address as Address,
    agents: at('agents')?.address as Address,
  };
}

const isAgents = (address: Address): boolean => /^(?:here|there):agents/.test(address);

async function rows<T extends object>(text: string, ...values: readonly unknown[]): Promise<readonly T[]> {
  return (await desk.db.pool.query<T>(text, [...values])).rows;
}

/** Until nothing is left to decide or to deliver; whatever waits is due at once. */
async function drained(): Promise<void> {
  const until = Date.now() + 30_000;
  for (;;) {
    const [left] = await rows<{ n: number }>(
      `select (select count(*) from outbox)::int
         + (select count(*) from inbox where work->>'kind' in ('revise', 'again'))::int as n`,
    );
    if (left?.n === 0) return;
    if (Date.now() > until) throw new Error(`${left?.n} things were not done`);
    await desk.db.pool.query('update outbox set run_at = now() where run_at > now() and lease_until is null');
    await sleep(20);
  }
}

/** A message in a thread, and what can become of it, each as often and as late as it is told. */
function message(who: string, thread: Address, text: string) {
  const remote = fresh() as Remote;
  const side = isAgents(thread) ? ('agents' as const) : ('direct' as const);
  const place: Partial<Incoming['place']> = { side, thread, replying: true };
  const incoming = here.incoming(who, { kind: 'message', text, remote }, place, `here:${remote}`);
  const { key, place: at } = incoming;
  const of = { of: key, tenant: at.tenant, thread };
  return {
    key,
    create: () => here.desk.receive(incoming),
    edit: (version: number, now: string) => here.desk.revise({ ...of, kind: 'edited', text: now, version }),
    delete: () => here.desk.revise({ ...of, kind: 'deleted' }),
  };
}

const copies = (number: number, part: string) =>
  [...here.shown, ...there.shown].filter(({ address, text }) => isOf(number, address) && text.includes(part));

/** Each ticket's threads are told apart by the addresses that the desk knows. */
const known = new Map<Address, number>();
const isOf = (number: number, address: Address): boolean => known.get(address) === number;
async function learn(number: number): Promise<void> {
  for (const { address } of await rows<{ address: Address }>('select address from thread where ticket = $1', number))
    known.set(address, number);
}

type Telling = { readonly what: 'create' | 'edit 1' | 'edit 2' | 'delete'; readonly waitMs: number };
const telling = (deletes: boolean) =>
  fc
    .shuffledSubarray(
      (['create', 'edit 1', 'edit 2', ...(deletes ? ['delete' as const] : [])] as const).flatMap((what) => [
        what,
        what,
      ]),
      { minLength: 3 },
    )
    .filter((order) => order.includes('create'))
    .chain((order) =>
      fc.tuple(
        ...order.map((what) => fc.record({ what: fc.constant(what), waitMs: fc.constantFrom(0, 0, 0, 2, 15, 40) })),
      ),
    );
const story = fc.record({
  writer: fc.constantFrom('mira' as const, 'sam' as const),
  together: fc.boolean(),
  slips: fc.boolean(),
  tellings: fc.boolean().chain(telling) as fc.Arbitrary<readonly Telling[]>,
});
const faults = fc.array(
  fc.constantFrom<{ readonly fault: Fault; readonly shown?: boolean } | undefined>(
    { fault: { kind: 'later' } },
    { fault: { kind: 'ambiguous' } },
    { fault: { kind: 'ambiguous' }, shown: true },
    undefined,
    undefined,
  ),
  { minLength: 10, maxLength: 30 },
);

describe('what becomes of a message', () => {
  it('is so before anybody has seen it: words that were changed or deleted are never sent then', async () => {
    const { number, mine } = await ticket();
    const [changed, gone] = [message('mira', mine, `psw ${SECRET} a`), message('mira', mine, `psw ${SECRET} b`)];
    for (const at of [here, there]) at.failWith(() => ({ fault: { kind: 'later' } }));
    await Promise.all([changed.create(), gone.create()]);
    const isTried = () => there.sends.some((sent) => textOf(sent.message).includes(`${SECRET} `));
    for (const until = Date.now() + 10_000; !isTried() && Date.now() < until; ) await sleep(5);
    // What is in hand comes back before the platform is there again.
    await sleep(100);
    await changed.edit(1, `psw [removed] ${number}`);
    await gone.delete();
    await sleep(100);
    const before = here.sends.length + there.sends.length;
    for (const at of [here, there]) at.failWith(undefined);
    await drained();
    const after = [...here.sends, ...there.sends].map((sent) => textOf(sent.message));
    expect(after.filter((text) => text === `psw [removed] ${number}`)).not.toEqual([]);
    expect(here.sends.length + there.sends.length).toBeGreaterThan(before);
    expect([...here.shown, ...there.shown].filter(({ text }) => text.includes(SECRET))).toEqual([]);
    expect(here.removals.length + there.removals.length).toBe(0);
    expect(await rows(`select from outbox where strpos(content::text, $1) > 0`, SECRET)).toEqual([]);
  });

  it('F21: ends as its writer left it, in one copy a thread, in whatever order and however often it is told', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(story, { minLength: 8, maxLength: 8 }), faults, async (stories, scripted) => {
        const tickets = await Promise.all(stories.map(ticket));
        let turn = 0;
        const fault = () => scripted[turn++ % scripted.length];
        for (const at of [here, there]) {
          at.failWith((delivery) => (delivery.op === 'open' ? undefined : fault()));
          at.failRemovals(fault);
        }
        await Promise.all(
          stories.map(async ({ writer, together, slips, tellings }, index) => {
            const { mine, agents, number } = tickets[index] as (typeof tickets)[number];
            await learn(number);
            const slip = slips && writer === 'sam';
            const it = message(writer, writer === 'mira' ? mine : agents, `psw ${SECRET} ${number}`);
            const tell = async ({ what, waitMs }: Telling): Promise<void> => {
              if (waitMs > 0) await sleep(waitMs);
              if (what === 'create') await it.create();
              else if (what === 'edit 1') await it.edit(1.5, slip ? `${SLIP} ${number}` : `psw ${SECRET}! ${number}`);
              else if (what === 'edit 2') await it.edit(2, `psw [removed] ${number}`);
              else await it.delete();
            };
            if (together) await Promise.all(tellings.map(tell));
            else for (const one of tellings) await tell(one);
          }),
        );
        for (const at of [here, there]) at.failWith(undefined);
        await drained();
        for (const [index, { writer, slips, tellings }] of stories.entries()) {
          const { number } = tickets[index] as (typeof tickets)[number];
          const told = new Set(tellings.map(({ what }) => what));
          const slip = slips && writer === 'sam' && told.has('edit 1');
          const left = told.has('edit 2') ? '[removed]' : told.has('edit 1') ? `${SECRET}!` : SECRET;
          const expected = told.has('delete')
            ? []
            : writer === 'mira'
              ? ['here:agents', 'there:agents']
              : ['here:@mira', 'there:agents'];
          const all = copies(number, `psw`).filter(({ as }) => as !== undefined);
          const context = JSON.stringify({ number, story: stories[index], all });
          // What was ever changed into a note, or was one when it came, is no requester's any more.
          if (slip)
            expect(
              all.filter(({ text }) => text !== `psw [removed] ${number}`),
              context,
            ).toEqual([]);
          else {
            expect(all.map(({ address }) => address.split('/')[0]).sort(), context).toEqual(expected.sort());
            expect(
              all.every(({ text }) => text === `psw ${left} ${number}`),
              context,
            ).toBe(true);
          }
        }
        const toRequesters = [...here.sends, ...there.sends].filter(
          (delivery) => delivery.side === 'requester' || !isAgents(delivery.op === 'open' ? delivery.at : delivery.to),
        );
        expect(toRequesters.filter(({ message: shown }) => textOf(shown).includes('canary'))).toEqual([]);
        expect(await violations(desk.db.pool)).toEqual([]);
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });
});
