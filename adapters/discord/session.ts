/**
 * What outlives the process of one shard's connection to Discord: the session with how far the desk has taken its events,
 * when Discord was last heard, and each time that the bot identified.
 */
import type { SessionInfo } from '@discordjs/ws';

export interface Session {
  /** As it is now: what its heartbeats and its next resume tell Discord. */
  get(): SessionInfo | null;
  set(session: SessionInfo | null): void;
  /** The number of the last event that came; 0 before the first. */
  last(): number;
  /** An event has come that is of a time not before `at`. It is taken when `done` resolves; if that rejects, it is asked for again. */
  event(sequence: number, at: number, done: Promise<void> | undefined): void;
  /** Everything that Discord sent before has come. */
  heard(at: number): void;
  /** Until when nothing can have been missed; undefined before the first connection. */
  mark(): number | undefined;
  /** What was missed since is being read: until it is done the mark stays there, for whoever comes next too. */
  reading(since: number, work: Promise<void>): void;
  /** Since when a reading is owed that was not done before the process ended. */
  owed(): number | undefined;
  /** When the shard identified, within a day. */
  identified(): readonly number[];
  identify(at: number): void;
  /** What is kept of it. */
  state(): KeptSession;
}

export interface KeptSession {
  readonly session: SessionInfo | null;
  readonly mark?: number;
  readonly owed?: number;
  readonly identified: readonly number[];
}

/** An event with when it came; or other work since then, which is of no session. */
interface Pending {
  readonly at: number;
  readonly session?: string | undefined;
  readonly sequence?: number;
}

const DAY = 86_400_000;

/** `renewed` is called when Discord began or ended a session: a process killed in the next second must not lose that. */
export function sessionOf(kept: KeptSession | undefined, renewed: () => void): Session {
  const pending = new Set<Pending>();
  let session = kept?.session ?? null;
  /** The last event that came. */
  let last = session?.sequence ?? 0;
  let heard = kept?.mark;
  let owed = kept?.owed;
  let identified = kept?.identified ?? [];

  const mark = (): number | undefined =>
    heard === undefined ? undefined : Math.min(heard, ...[...pending].map(({ at }) => at));
  const owing = (): number | undefined => {
    const since = [...pending].flatMap(({ at, sequence }) => (sequence === undefined ? [at] : []));
    return since.length === 0 ? owed : Math.min(...since);
  };
  /** The sequence that everything up to has been taken. */
  const taken = (): number =>
    Math.min(
      last,
      ...[...pending].flatMap((one) =>
        one.session === session?.sessionId && one.sequence !== undefined ? [one.sequence - 1] : [],
      ),
    );
  /** What is given up stays pending, so that what is kept stays before it. */
  const wait = (one: Pending, done: Promise<void>): void => {
    pending.add(one);
    done.then(
      () => pending.delete(one),
      () => undefined,
    );
  };

  return {
    get: () => session,
    set: (next) => {
      const another = next?.sessionId !== session?.sessionId;
      session = next;
      if (!another) return;
      last = next?.sequence ?? 0;
      renewed();
    },
    last: () => last,
    event: (sequence, at, done) => {
      last = Math.max(last, sequence);
      if (done !== undefined) wait({ at, session: session?.sessionId, sequence }, done);
    },
    heard: (at) => {
      heard = Math.max(heard ?? 0, at);
    },
    mark,
    reading: (since, work) => {
      wait({ at: since }, work);
      owed = undefined;
    },
    owed: () => owed,
    identified: () => identified,
    identify: (at) => {
      identified = [...identified, at].filter((one) => one > at - DAY);
    },
    state: () => {
      const [until, since] = [mark(), owing()];
      return {
        session: session === null ? null : { ...session, sequence: taken() },
        identified,
        ...(until === undefined ? {} : { mark: until }),
        ...(since === undefined ? {} : { owed: since }),
      };
    },
  };
}
