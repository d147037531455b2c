/** THE TRANSACTION. What arrived while the last commit was in flight is loaded, decided and recorded together. */
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Account, Address, InternalMessage, Log, Outcome } from './adapter.ts';
import { together } from './db/connect.ts';
import { isContention, isTaken, isTransient } from './db/transient.ts';
import { decide } from './decide.ts';
import type { Rows } from './desk/batch.ts';
import { type Loaded, load } from './desk/load.ts';
import { record } from './desk/record.ts';
import { recording } from './desk/rows.ts';
import { traceOf } from './desk/trace.ts';
import type { Wanted } from './desk/wanted.ts';
import { Unavailable } from './errors.ts';
import { type Gesture, wantedOf, writesArticles } from './gesture.ts';
import type { Setting } from './setting.ts';
import type { Understood } from './understand/understood.ts';

export interface Dispatcher {
  /**
   * Decides and records one gesture, in the same transaction as others that wait. Resolves after commit. Rejects with
   * Unavailable when the database cannot take it (nothing is stored then), with the bug's own error otherwise.
   */
  dispatch(gesture: Gesture): Promise<Outcome>;
  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void>;
  /** How many gestures wait to be decided. */
  waiting(): number;
}

export interface Left {
  readonly deliveries: boolean;
  readonly work: boolean;
  readonly files: boolean;
  readonly opened: readonly { readonly org: number; readonly number: number }[];
}

export interface DispatchSettings extends Setting {
  direct(account: Account): Address;
  note(author: string, text: string): InternalMessage;
  /** Called after each commit, with what it left to be delivered and to be done. */
  onCommit(left: Left): void;
  /** Called after each commit, with how many gestures were in it and how long it took. [nobody measures] */
  measured?(size: number, seconds: number): void;
  /** Hears of every gesture that was decided. [nobody does] */
  readonly log?: Log;
}

/** Two batches in flight keep the database busy while Node decides the next; more only fight for the same rows. */
const LANES = 2;
/**
 * The second one waits until so many have gathered: a transaction costs nearly as much for four as for sixteen, so two
 * small ones cost everybody time. Or until the first one has been under way for so long: whatever it waits for, the others
 * need not.
 */
const SECOND = { worth: 16, afterMs: 50 };
const BATCH = 64;
/** Beyond this the desk says "unavailable" and the platforms try again: a bounded wait, bounded memory. */
const WAITING = 4_000;
/** Deadlocks, lost connections and the like are tried again this often before the gesture is given back. */
const TRIES = 4;
/** Later than this no try begins: the platforms wait for three seconds, and connecting alone may take half of them. */
const TRYING_MS = 1_000;

interface Waiting {
  readonly gesture: Gesture;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

export function dispatcher(pool: Pool, settings: DispatchSettings): Dispatcher {
  const queue: Waiting[] = [];
  const idle: (() => void)[] = [];
  const opening = new Set<Account>();
  let running = 0;
  let begun = 0;
  let later: NodeJS.Timeout | undefined;
  let soon = false;

  const mayRun = (): boolean => {
    if (queue.length === 0 || running === LANES) return false;
    if (running === 0 || queue.length >= SECOND.worth) return true;
    const wait = begun + SECOND.afterMs - performance.now();
    if (wait <= 0) return true;
    if (later === undefined) {
      later = setTimeout(() => {
        later = undefined;
        pump();
      }, wait);
    }
    return false;
  };

  const pump = (): void => {
    while (mayRun()) {
      const batch = takeBatch(queue, opening);
      // Whoever is first has a ticket on its way; the lane that opens it goes on from here.
      if (batch.length === 0) return;
      const openers = settings.openLimit === 0 ? [] : batch.flatMap(({ gesture }) => openerOf(gesture) ?? []);
      for (const account of openers) opening.add(account);
      running += 1;
      begun = performance.now();
      void run(batch).finally(() => {
        running -= 1;
        for (const account of openers) opening.delete(account);
        pump();
        if (running === 0 && queue.length === 0) for (const done of idle.splice(0)) done();
      });
    }
  };

  /** What came in the same turn of the loop goes together: the first of ten requests that are read at once is not sent ahead. */
  const pumpSoon = (): void => {
    if (soon) return;
    soon = true;
    setImmediate(() => {
      soon = false;
      pump();
    });
  };

  const run = async (batch: readonly Waiting[]): Promise<void> => {
    const began = performance.now();
    try {
      const { outcomes, left, led } = await transact(
        pool,
        batch.map(({ gesture }) => gesture),
        settings,
      );
      for (const [index, { resolve }] of batch.entries()) resolve(outcomes[index] ?? { kind: 'done' });
      settings.onCommit(left);
      const ms = performance.now() - began;
      settings.measured?.(batch.length, ms / 1_000);
      for (const [index, { gesture }] of batch.entries()) {
        const trace = traceOf(gesture.key);
        const what = { outcome: outcomes[index]?.kind ?? 'seen before', deliveries: led.get(trace) ?? 0 };
        settings.log?.info({ trace, ...what, batch: batch.length, ms: Math.round(ms) }, 'decided');
      }
    } catch (error) {
      // A database that is away is away for each of them: to ask it once for every one would take minutes.
      if (batch.length === 1 || (error instanceof Unavailable && !isContention(error))) {
        for (const { reject } of batch) reject(error);
        return;
      }
      // One poisoned gesture harms nobody: each is tried by itself, and fails by itself.
      for (const one of batch) await run([one]);
    }
  };

  return {
    dispatch: (gesture) =>
      new Promise((resolve, reject) => {
        if (queue.length >= WAITING) return reject(new Unavailable(new Error(`${WAITING} gestures are waiting`)));
        queue.push({ gesture, resolve, reject });
        pumpSoon();
      }),
    waiting: () => queue.length,
    idle: () => (running === 0 && queue.length === 0 ? Promise.resolve() : new Promise((done) => idle.push(done))),
  };
}

/**
 * The next batch: no key twice, and whatever makes one person of two by itself, because it changes rows that a decision
 * beside it has loaded. Whoever is `opening` a ticket in the other lane waits for it: how many they opened has to be known.
 */
function takeBatch(queue: Waiting[], opening: ReadonlySet<Account>): readonly Waiting[] {
  const batch: Waiting[] = [];
  const keys = new Set<string>();
  while (batch.length < BATCH) {
    const next = queue[0];
    if (next === undefined || keys.has(next.gesture.key)) break;
    if (opening.size > 0 && opening.has(openerOf(next.gesture) as Account)) break;
    const alone = isAlone(next.gesture);
    if (alone && batch.length > 0) break;
    queue.shift();
    keys.add(next.gesture.key);
    batch.push(next);
    if (alone) break;
  }
  return batch;
}

/**
 * What changes rows that others have loaded; and what must know for sure that there is nothing: a message that is recorded
 * beside it at this moment is not to be seen.
 */
function isAlone(gesture: Gesture): boolean {
  const { what, stored } = gesture;
  // A file is not shown and taken back in one statement.
  return linksPeople(gesture) || publishes(gesture) || what.kind === 'copied' || (what.kind === 'revise' && stored);
}

/** Whether the ticket has an article must be known for sure; only its own row is read anew once its lock is had. */
const publishes = ({ what }: Gesture): boolean => what.kind === 'act' && writesArticles(what.intent.name);

function linksPeople({ what }: Gesture): boolean {
  if (what.kind === 'act') return what.intent.name === 'link' && 'code' in what.params;
  return what.kind === 'message' && what.outside.kind === 'intent' && what.outside.params['code'] !== undefined;
}

/** Who may be opening a ticket by it. */
function openerOf({ what, incoming }: Gesture): Account | undefined {
  const opens = what.kind === 'act' ? what.intent.name === 'open' : what.kind === 'message' && mayOpen(what.outside);
  return opens ? incoming?.from.account : undefined;
}

const mayOpen = (outside: Understood): boolean =>
  outside.kind === 'unsure' || (outside.kind === 'intent' && outside.intent === 'open');

async function transact(pool: Pool, gestures: readonly Gesture[], settings: DispatchSettings): Promise<Committed> {
  const began = performance.now();
  for (let tried = 1; ; tried += 1) {
    try {
      return await once(pool, gestures, settings);
    } catch (error) {
      if (isTaken(error) && tried === 1) continue;
      if (!isTransient(error)) throw error;
      if (tried === TRIES || performance.now() - began > TRYING_MS) throw new Unavailable(error);
      await new Promise((wake) => setTimeout(wake, 10 * 4 ** tried * Math.random()));
    }
  }
}

interface Committed {
  /** Undefined for what was seen before. */
  readonly outcomes: readonly (Outcome | undefined)[];
  readonly left: Left;
  /** How many deliveries each gesture led to, by its trace. */
  readonly led: ReadonlyMap<string, number>;
}

/** Work that is due later is found when it is due. */
function leftBy({ tickets, outbox, works, files, filed, withdrawn }: Rows, gestures: readonly Gesture[]): Left {
  const now = Math.max(...gestures.map(({ at }) => at.getTime()));
  return {
    deliveries: outbox.length + filed.length + withdrawn.length > 0,
    work: works.some(({ due }) => due.getTime() <= now),
    files: files.length > 0,
    opened: tickets as Left['opened'],
  };
}

/** A batch looks rows up by their keys and writes: a plan that reads a table through was made when the table was small. */
const BEGIN = 'begin; set local enable_seqscan = off; set local plan_cache_mode = force_generic_plan';
/**
 * What is alone, such as making one person of two, waits for every batch under way and is waited for by the next ones: what a batch writes for a
 * person that another makes part of someone else would be nobody's. The lock comes before the statement that reads.
 */
const PEOPLE = 7_309_454;
const SHARED = `${BEGIN}; select pg_advisory_xact_lock_shared(${PEOPLE})`;
const ALONE = `${BEGIN}; select pg_advisory_xact_lock(${PEOPLE})`;

/**
 * Two gestures that may raise a ticket in one thread of everybody's wait for one another, so that the second finds what the
 * first has raised. In order of number, as all locks are taken.
 */
function raisingLocks(wanted: readonly Wanted[]): string {
  const numbers = wanted.flatMap(({ org, raising }) =>
    raising === undefined ? [] : [createHash('sha256').update(`${org} ${raising}`).digest().readBigInt64BE()],
  );
  return [...new Set(numbers)]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((one) => `; select pg_advisory_xact_lock(${one})`)
    .join('');
}
/** Whom to ask depends on whom others have asked: one batch at a time asks, and nobody waits for it but the clock. */
const ASKING = '; select pg_advisory_xact_lock(7309455)';
const asks = ({ what }: Gesture): boolean => what.kind === 'act' && what.intent.name === 'ask rating';

/** Two round trips: begin and load travel together, and record and commit. */
async function once(pool: Pool, gestures: readonly Gesture[], settings: DispatchSettings): Promise<Committed> {
  const client = await pool.connect();
  let broken: unknown;
  try {
    const wanted = gestures.map((gesture) => wantedOf(gesture, settings.openLimit));
    const begin = `${gestures.some(isAlone) ? ALONE : SHARED}${raisingLocks(wanted)}${gestures.some(asks) ? ASKING : ''}`;
    const [, loaded] = await together(client, () => Promise.all([client.query(begin), load(client, wanted)]));
    const changes = recording(settings.direct, settings.note);
    const outcomes = gestures.map((gesture, index) => decideOne(gesture, loaded[index], changes, settings));
    const rows = changes.rows();
    await together(client, () => Promise.all([record(client, rows), client.query('commit')]));
    return { outcomes, left: leftBy(rows, gestures), led: ledTo(rows) };
  } catch (error) {
    broken = error;
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release(broken !== undefined && isTransient(broken));
  }
}

function ledTo({ outbox }: Rows): ReadonlyMap<string, number> {
  const led = new Map<string, number>();
  for (const { trace } of outbox as readonly { readonly trace?: string }[]) {
    if (trace !== undefined) led.set(trace, (led.get(trace) ?? 0) + 1);
  }
  return led;
}

function decideOne(
  gesture: Gesture,
  loaded: Loaded | undefined,
  changes: ReturnType<typeof recording>,
  settings: DispatchSettings,
): Outcome | undefined {
  return loaded === undefined ? undefined : decide(gesture, loaded, changes, settings);
}
