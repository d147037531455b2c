/**
 * What outlives the process of its connection to Discord: the sessions with how far the desk has taken their events, when
 * Discord was last heard, and each time the bot identified. It is one kept value, and whoever wrote it last holds the
 * connection: of several replicas one is connected, and the others take its sessions over when it lets go or falls silent.
 */
import { createHash, randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionInfo } from '@discordjs/ws';
import type { Desk } from '../../src/adapter.ts';
import { tenantOf } from './ids.ts';

export interface Sessions {
  /** Resolves with true once the connection is this process's; with false when it was stopped before. `held`: it is another's. */
  take(stopped: AbortSignal, held: () => void): Promise<boolean>;
  /** The session of a shard as it is now: what its heartbeats and its next resume tell Discord. */
  get(shard: number): SessionInfo | null;
  set(shard: number, session: SessionInfo | null): void;
  /** An event has come that is of a time not before `at`. It is taken when `done` resolves; if that rejects, it is asked for again. */
  event(shard: number, sequence: number, at: number, done: Promise<void> | undefined): void;
  /** Everything that Discord sent before has come. */
  heard(shard: number, at: number): void;
  /** Until when nothing can have been missed; undefined before the first connection. */
  mark(shard: number): number | undefined;
  /** What was missed since is being read: until it is done the mark stays there, for whoever comes next too. */
  reading(shard: number, since: number, work: Promise<void>): void;
  /** Since when a reading is owed that was not done before the process ended. */
  owed(shard: number): number | undefined;
  /** When a shard identified, within a day. */
  identified(shard: number): readonly number[];
  /** Must be kept before it happens: rejects when it cannot be. */
  identify(shard: number, at: number): Promise<void>;
  /** Writes a last time, and leaves the sessions to whoever comes next. */
  release(): Promise<void>;
}

interface Kept {
  readonly owner: string;
  readonly at: number;
  readonly released: boolean;
  /** Another token or other intents cannot resume what these began. */
  readonly of: string;
  readonly shards: Readonly<Record<string, KeptShard>>;
}

interface KeptShard {
  readonly session: SessionInfo | null;
  readonly mark?: number;
  readonly owed?: number;
  readonly identified: readonly number[];
}

interface Shard {
  session: SessionInfo | null;
  /** The last event that came, and what the desk has not taken yet. */
  last: number;
  readonly pending: Set<Pending>;
  heard: number | undefined;
  owed: number | undefined;
  identified: readonly number[];
}

/** An event with when it came; or other work since then, which is of no session. */
interface Pending {
  readonly at: number;
  readonly session?: string | undefined;
  readonly sequence?: number;
}

/** It is about no guild. */
const EVERYWHERE = tenantOf('0');
const KEY = 'connection';
const WRITE = 1_000;
const RENEW = 5_000;
/** Who has not renewed for this long is gone. */
const SILENT = 15_000;
const LONG_GONE = 60_000;
const DAY = 86_400_000;

/** The owners in this process, which a name alone cannot tell from those before a crash: containers restart as process 1. */
const here = new Set<string>();

/** `lost` is called when another replica has taken the connection over. */
export function sessions(desk: () => Desk, token: string, intents: number, lost: () => void): Sessions {
  const of = createHash('sha256').update(`${token} ${intents}`).digest('base64url').slice(0, 16);
  const owner = `${hostname()}/${process.pid}/${randomUUID()}`;
  const shards = new Map<number, Shard>();
  let written = '';
  let writtenAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  const shardOf = (id: number): Shard => {
    const known = shards.get(id);
    if (known !== undefined) return known;
    const fresh: Shard = {
      session: null,
      last: 0,
      pending: new Set(),
      heard: undefined,
      owed: undefined,
      identified: [],
    };
    shards.set(id, fresh);
    return fresh;
  };
  const markOf = ({ heard, pending }: Shard): number | undefined =>
    heard === undefined ? undefined : Math.min(heard, ...[...pending].map(({ at }) => at));
  const owedBy = ({ owed, pending }: Shard): number | undefined => {
    const since = [...pending].flatMap(({ at, sequence }) => (sequence === undefined ? [at] : []));
    return since.length === 0 ? owed : Math.min(...since);
  };
  /** The sequence that everything up to has been taken. */
  const taken = ({ session, last, pending }: Shard): number =>
    Math.min(
      last,
      ...[...pending].flatMap((one) =>
        one.session === session?.sessionId && one.sequence !== undefined ? [one.sequence - 1] : [],
      ),
    );

  const state = () => ({
    of,
    shards: Object.fromEntries(
      [...shards].map(([id, shard]) => {
        const mark = markOf(shard);
        const session = shard.session === null ? null : { ...shard.session, sequence: taken(shard) };
        const owed = owedBy(shard);
        const kept: KeptShard = {
          session,
          identified: shard.identified,
          ...(mark === undefined ? {} : { mark }),
          ...(owed === undefined ? {} : { owed }),
        };
        return [id, kept];
      }),
    ),
  });

  const read = async (): Promise<Kept | undefined> => parse(await desk().kept(EVERYWHERE, KEY));
  const put = async (released: boolean): Promise<void> => {
    const now = state();
    await desk().keep(EVERYWHERE, KEY, JSON.stringify({ owner, at: Date.now(), released, ...now }));
    written = JSON.stringify(now);
    writtenAt = Date.now();
  };
  const write = (released = false): Promise<void> => {
    const next = writing.then(() => put(released));
    writing = next.catch(() => undefined);
    return next;
  };

  const renew = async (): Promise<void> => {
    if (Date.now() - writtenAt < RENEW && JSON.stringify(state()) === written) return;
    const found = await read();
    if (found !== undefined && found.owner !== owner && !found.released) {
      leave();
      return lost();
    }
    if (here.has(owner)) await write();
  };
  const leave = (): void => {
    here.delete(owner);
    clearInterval(timer);
    timer = undefined;
  };
  const tick = (): void => {
    // What cannot be written now, because the database is away, is written at a later tick.
    void renew().catch(() => undefined);
  };

  const adopt = async (found: Kept | undefined): Promise<void> => {
    here.add(owner);
    shards.clear();
    for (const [id, { session, mark, owed, identified }] of Object.entries(found?.shards ?? {})) {
      const shard = shardOf(Number(id));
      shard.session = found?.of === of ? session : null;
      shard.last = shard.session?.sequence ?? 0;
      shard.heard = mark;
      shard.owed = owed;
      shard.identified = identified;
    }
    await write();
    timer = setInterval(tick, WRITE);
    timer.unref();
  };

  return {
    take: async (stopped, held) => {
      if (here.has(owner)) return true;
      let seen: { readonly at: number; readonly since: number } | undefined;
      while (!stopped.aborted) {
        const found = await read();
        if (found === undefined || isFree(found)) return adopt(found).then(() => true);
        if (seen === undefined) held();
        if (seen?.at !== found.at) seen = { at: found.at, since: Date.now() };
        else if (Date.now() - seen.since > SILENT) return adopt(found).then(() => true);
        await sleep(WRITE, undefined, { signal: stopped, ref: false }).catch(() => undefined);
      }
      return false;
    },
    get: (id) => shardOf(id).session,
    set: (id, session) => {
      const shard = shardOf(id);
      const another = session?.sessionId !== shard.session?.sessionId;
      shard.session = session;
      if (!another) return;
      // It counts anew, and a process killed in the next second must not lose it.
      shard.last = session?.sequence ?? 0;
      tick();
    },
    event: (id, sequence, at, done) => {
      const shard = shardOf(id);
      shard.last = Math.max(shard.last, sequence);
      if (done !== undefined) wait(shard, { at, session: shard.session?.sessionId, sequence }, done);
    },
    heard: (id, at) => {
      const shard = shardOf(id);
      shard.heard = Math.max(shard.heard ?? 0, at);
    },
    mark: (id) => markOf(shardOf(id)),
    reading: (id, since, work) => {
      const shard = shardOf(id);
      wait(shard, { at: since }, work);
      shard.owed = undefined;
    },
    owed: (id) => shardOf(id).owed,
    identified: (id) => shardOf(id).identified,
    identify: async (id, at) => {
      const shard = shardOf(id);
      shard.identified = [...shard.identified, at].filter((one) => one > at - DAY);
      await write();
    },
    release: async () => {
      if (!here.has(owner)) return;
      leave();
      await writing;
      await put(true);
    },
  };
}

/** What is given up stays pending, so that what is kept stays before it. */
function wait({ pending }: Shard, one: Pending, done: Promise<void>): void {
  pending.add(one);
  done.then(
    () => pending.delete(one),
    () => undefined,
  );
}

/** Nobody's: let go, of a process that is gone, or silent for so long that no clock can be that wrong. */
function isFree({ owner, released, at }: Kept): boolean {
  if (released || Date.now() - at > LONG_GONE) return true;
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

/** What an older or newer version kept otherwise is as good as nothing. */
function parse(value: string | undefined): Kept | undefined {
  try {
    const kept = JSON.parse(value ?? 'null') as Kept | null;
    return typeof kept?.owner === 'string' && typeof kept.shards === 'object' ? kept : undefined;
  } catch {
    return undefined;
  }
}
