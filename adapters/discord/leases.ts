/**
 * Which shards of the connection are this process's. Replicas divide them: each says that it lives, takes free shards up to
 * its share, and gives back what is more than that. A shard is one kept value, and only whoever holds it may change it; of a
 * replica that lets go, has died or falls silent the others take the shards over, with their sessions.
 */
import { createHash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Desk } from '../../src/adapter.ts';
import { tenantOf } from './ids.ts';
import { type KeptSession, type Session, sessionOf } from './session.ts';

export interface Leases {
  /** Takes part from now on. Resolves after the first look, with the shards that were taken then. */
  begin(shards: number, fixed: boolean): Promise<readonly number[]>;
  /** How many shards the connection has. */
  count(): number;
  /** Discord wants more shards than there are: all begin anew. */
  grow(shards: number): Promise<void>;
  /** Must be written before it happens: rejects when it cannot be. */
  identify(shard: number, at: number): Promise<void>;
  /** Takes the turn to identify of all shards that share this bucket. Resolves with 0, or with how long to wait before it is asked for again. */
  turn(bucket: number): Promise<number>;
  /** Holds what it has and takes nothing more. */
  pause(): void;
  /** Writes a last time, and leaves the shards to whoever comes next. */
  release(): Promise<void>;
}

export interface LeaseEvents {
  taken(shard: number, session: Session): void;
  /** To be left, so that it can be taken up elsewhere: it was given back, or another replica has it. */
  left(shard: number, why: 'given' | 'lost'): Promise<void>;
}

interface Kept extends KeptSession {
  readonly owner: string;
  readonly at: number;
  readonly released: boolean;
  /** Another token, other intents or another number of shards cannot resume what these began. */
  readonly of: string;
  readonly shards: number;
}

interface Held {
  readonly session: Session;
  /** As it was written last, what that says of the session, and when it was, as performance.now() counts. */
  value: string;
  state: string;
  at: number;
}

/** Since when the shards are so many, and until when nothing was missed before that. */
interface Division {
  readonly shards: number;
  readonly since?: number;
}

/** It is about no guild. */
const EVERYWHERE = tenantOf('0');
const PREFIX = 'gateway/';
const DIVISION = `${PREFIX}shards`;
const REPLICA = `${PREFIX}replica/`;
const shardKey = (id: number): string => `${PREFIX}shard/${id}`;
const TICK = 1_000;
const RENEW = 5_000;
/** Who has not renewed for this long is gone. */
const SILENT = 15_000;
const LONG_GONE = 60_000;
/** Identifies of one bucket are five seconds apart, where they arrive. */
const GAP = 5_500;

/** The owners in this process, which a name alone cannot tell from those before a crash: containers restart as process 1. */
const here = new Set<string>();

export function leases(desk: () => Desk, token: string, intents: number, events: LeaseEvents): Leases {
  const owner = `${hostname()}/${process.pid}/${randomUUID()}`;
  const held = new Map<number, Held>();
  /** When each value of another's was first seen as it is: clocks of two machines are not compared. */
  const seen = new Map<string, { readonly value: string; readonly since: number }>();
  let division: Division = { shards: 0 };
  let fixed = false;
  let taking = true;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let saidAt = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();

  const of = (): string =>
    createHash('sha256').update(`${token} ${intents} ${division.shards}`).digest('base64url').slice(0, 16);
  const written = (session: Session, released = false): string => {
    const kept: Kept = { owner, at: Date.now(), released, of: of(), shards: division.shards, ...session.state() };
    return JSON.stringify(kept);
  };
  /** Whether a value has been as it is for so long. */
  const isOlder = (key: string, value: string, ms: number): boolean => {
    const before = seen.get(key);
    if (before?.value === value) return performance.now() - before.since > ms;
    seen.set(key, { value, since: performance.now() });
    return false;
  };

  /** False if it is another's by now. */
  const write = async (id: number, one: Held, released = false): Promise<boolean> => {
    const value = written(one.session, released);
    if (!(await desk().swap(EVERYWHERE, shardKey(id), one.value, value))) return false;
    Object.assign(one, { value, state: JSON.stringify(one.session.state()), at: performance.now() });
    return true;
  };
  const renew = async (id: number, one: Held): Promise<void> => {
    if (performance.now() - one.at < RENEW && JSON.stringify(one.session.state()) === one.state) return;
    if (await write(id, one)) return;
    held.delete(id);
    await events.left(id, 'lost');
  };
  const give = async (id: number, one: Held): Promise<void> => {
    held.delete(id);
    await events.left(id, 'given');
    await write(id, one, true);
  };

  const look = async (): Promise<void> => {
    lookedAt = performance.now();
    const all = new Map(
      (await desk().keptUnder(EVERYWHERE, PREFIX)).map(({ key, value }): [string, string] => [key, value]),
    );
    for (const key of seen.keys()) if (!all.has(key)) seen.delete(key);
    // Each is noted at each look: else it would be found silent only long after it was wanted.
    const silent = new Set([...all].flatMap(([key, value]) => (isOlder(key, value, SILENT) ? [key] : [])));
    const now = parse<Division>(all.get(DIVISION));
    if (now !== undefined && !fixed) await follow(now);
    if (!taking) return;
    const share = Math.ceil(division.shards / (await living(all, silent)));
    const [last] = [...held].sort(([a], [b]) => b - a);
    // One at a time: where another replica begins, most of what is said goes on being heard.
    if (held.size > share && last !== undefined) return give(...last);
    for (let id = 0; id < division.shards && held.size < share; id += 1) {
      const before = all.get(shardKey(id));
      if (!held.has(id) && (silent.has(shardKey(id)) || isFree(before))) await take(id, before);
    }
  };

  /** How many replicas there are, this one among them. */
  const living = async (all: ReadonlyMap<string, string>, silent: ReadonlySet<string>): Promise<number> => {
    let others = 0;
    for (const [key, value] of all) {
      const kept = key.startsWith(REPLICA) ? parse<Pick<Kept, 'owner' | 'at'>>(value) : undefined;
      if (kept === undefined || kept.owner === owner) continue;
      if (isGone(kept)) await desk().keep(EVERYWHERE, key, null);
      else if (!silent.has(key)) others += 1;
    }
    return others + 1;
  };

  const take = async (id: number, before: string | undefined): Promise<void> => {
    const found = parse<Kept>(before);
    const mark = found?.shards === division.shards ? found.mark : (division.since ?? found?.mark);
    const kept: KeptSession = {
      session: found?.of === of() ? found.session : null,
      identified: found?.identified ?? [],
      ...(mark === undefined ? {} : { mark }),
      ...(found?.owed === undefined ? {} : { owed: found.owed }),
    };
    const session = sessionOf(kept, poke);
    const value = written(session);
    if (!(await desk().swap(EVERYWHERE, shardKey(id), before, value))) return;
    held.set(id, { session, value, state: JSON.stringify(session.state()), at: performance.now() });
    events.taken(id, session);
  };

  /** Where the shards are divided otherwise by now, what was held is of the old division. */
  const follow = async (now: Division): Promise<void> => {
    if (now.shards === division.shards) return;
    for (const [id, one] of held) await give(id, one);
    division = now;
  };
  const divide = async (shards: number, only: (before: number) => boolean): Promise<void> => {
    const before = await desk().kept(EVERYWHERE, DIVISION);
    const known = parse<Division>(before);
    if (known !== undefined && (known.shards === shards || !only(known.shards))) return follow(known);
    const marks = (await desk().keptUnder(EVERYWHERE, `${PREFIX}shard/`)).flatMap(
      ({ value }) => parse<Kept>(value)?.mark ?? [],
    );
    const next: Division = { shards, ...(marks.length === 0 ? {} : { since: Math.min(...marks) }) };
    await desk().swap(EVERYWHERE, DIVISION, before, JSON.stringify(next));
    await follow(parse<Division>(await desk().kept(EVERYWHERE, DIVISION)) ?? next);
  };

  const say = async (): Promise<void> => {
    if (performance.now() - saidAt < RENEW) return;
    await desk().keep(EVERYWHERE, `${REPLICA}${owner}`, JSON.stringify({ owner, at: Date.now() }));
    saidAt = performance.now();
  };
  const work = async (): Promise<void> => {
    await say();
    for (const [id, one] of held) await renew(id, one);
    // A share that is full is looked at now and then, for there may be more replicas by now.
    if (held.size < division.shards || performance.now() - lookedAt > RENEW) await look();
  };
  /** One after another; what cannot be done now, because the database is away, is done at a later tick. */
  const poke = (): void => {
    working = working.then(() => (here.has(owner) ? work() : undefined)).catch(() => undefined);
  };
  const inLine = <T>(step: () => Promise<T>): Promise<T> => {
    const next = working.then(step);
    working = next.then(
      () => undefined,
      () => undefined,
    );
    return next;
  };

  return {
    begin: (shards, given) =>
      inLine(async () => {
        here.add(owner);
        fixed = given;
        await divide(shards, (before) => fixed || shards > before);
        timer ??= setInterval(poke, TICK).unref();
        await say();
        await look();
        return [...held.keys()];
      }),
    count: () => division.shards,
    grow: (shards) => inLine(() => (fixed ? Promise.resolve() : divide(shards, (before) => shards > before))),
    identify: (id, at) =>
      inLine(async () => {
        const one = held.get(id);
        one?.session.identify(at);
        if (one === undefined || !(await write(id, one))) throw new Error('the shard is another replica’s');
      }),
    turn: async (bucket) => {
      const key = `${PREFIX}identify/${bucket}`;
      const before = await desk().kept(EVERYWHERE, key);
      const now = Date.now();
      // A clock that is ahead must not keep others waiting for longer.
      const wait = isOlder(key, before ?? '', GAP) ? 0 : Math.min(Number(before ?? 0) + GAP - now, GAP);
      if (wait > 0) return wait;
      return (await desk().swap(EVERYWHERE, key, before, String(now))) ? 0 : GAP;
    },
    pause: () => {
      taking = false;
    },
    release: () =>
      inLine(async () => {
        clearInterval(timer);
        if (!here.delete(owner)) return;
        for (const [id, one] of held) await write(id, one, true);
        held.clear();
        await desk().keep(EVERYWHERE, `${REPLICA}${owner}`, null);
      }),
  };
}

/** Nobody's: never held, let go, or of a process that is gone. */
function isFree(value: string | undefined): boolean {
  const kept = parse<Kept>(value);
  return kept === undefined || kept.released || isGone(kept);
}

/** Of a process that is gone, or silent for so long that no clock can be that wrong. */
function isGone({ owner, at }: Pick<Kept, 'owner' | 'at'>): boolean {
  if (Date.now() - at > LONG_GONE) return true;
  const [host, pid = ''] = owner.split('/');
  return host === hostname() && !here.has(owner) && !(Number(pid) !== process.pid && isAlive(Number(pid)));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** What another version kept otherwise is as good as nothing. */
function parse<T extends object>(value: string | undefined): T | undefined {
  try {
    const kept: unknown = JSON.parse(value ?? 'null');
    return typeof kept === 'object' && kept !== null ? (kept as T) : undefined;
  } catch {
    return undefined;
  }
}
