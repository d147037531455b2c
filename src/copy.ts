/**
 * FILES → POSTGRESQL. What was attached is fetched soon after it was said, because the platforms' links expire, outside any
 * transaction and beside the deliveries: a slow one holds up nothing. When its bytes are here, the ticket's lanes get it.
 */
import type { Pool } from 'pg';
import { type Adapter, DeliveryFailure, type Fault, type Log, type Tenant } from './adapter.ts';
import { isTransient } from './db/transient.ts';
import type { Missing } from './desk/file.ts';
import { type DueFile, dueFiles, emptyFile, holdFile, PIECE, RENEW_LEASE_MS, writePiece } from './desk/file-store.ts';
import type { Dispatcher } from './dispatch.ts';
import type { Copied } from './files.ts';

export interface Copier {
  /** There may be something to copy: look now. */
  nudge(): void;
  /** Takes nothing more and waits for what is being copied, at most `waitMs`. What is cut off is copied after the next start. */
  stop(waitMs: number): Promise<void>;
}

export interface CopySettings {
  adapterFor(tenant: Tenant): Adapter | undefined;
  readonly dispatcher: Dispatcher;
  /** The most bytes that one file may have. */
  readonly limit: number;
  now(): Date;
  readonly log: Log;
}

/** Each holds one piece of a file in memory. */
const AT_ONCE = 8;
/** The backstop for what another replica wrote, and for what becomes due; our own commits nudge. */
const POLL_MS = 2_000;
/** One try takes no longer than this, however slowly the bytes come. */
const LONGEST_MS = 180_000;
/** What fails in a way that may pass is given up after both: time alone passes while the desk is down. */
const PATIENCE = { tries: 8, forMs: 30 * 60_000 };
const REVOKED_MS = 60_000;

/** Somebody else copies it by now: whatever this process still does for it is for nothing. */
const LOST = new Error('the lease of a file is lost');

export function copier(pool: Pool, { adapterFor, dispatcher, limit, now, log }: CopySettings): Copier {
  const flying = new Set<Promise<void>>();
  const held = new Set<DueFile>();
  const told = new Set<string>();
  const stopping = new AbortController();
  let looking = false;
  let again = false;

  const nudge = (): void => {
    again = true;
    if (!looking && !stopping.signal.aborted) void look();
  };

  const look = async (): Promise<void> => {
    looking = true;
    try {
      while (again && !stopping.signal.aborted && flying.size < AT_ONCE) {
        again = false;
        const due = await dueFiles(pool, AT_ONCE - flying.size);
        for (const one of due) fly(one);
        if (due.length > 0) again = true;
      }
    } catch (error) {
      if (!isTransient(error)) log.error({ err: error }, 'the files to be copied could not be read');
    } finally {
      looking = false;
    }
  };

  const fly = (due: DueFile): void => {
    const flight = copyOne(due)
      .catch((error: unknown) => {
        // Its lease runs out, and it is copied anew.
        if (error !== LOST && !isTransient(error))
          log.error({ err: error, file: due.file.id }, 'a file was not copied');
      })
      .finally(() => {
        flying.delete(flight);
        held.delete(due);
        nudge();
      });
    flying.add(flight);
    held.add(due);
  };

  const copyOne = async (due: DueFile): Promise<void> => {
    const adapter = adapterFor(due.file.tenant);
    if (adapter === undefined) return putOff(due, REVOKED_MS);
    const renewal = setInterval(() => void holdFile(pool, due).catch(() => false), RENEW_LEASE_MS);
    try {
      const copied = await fetched(due, adapter);
      if (copied !== undefined) await end(due, copied);
    } finally {
      clearInterval(renewal);
    }
  };

  /** How it ended; undefined when it was put off. */
  const fetched = async (due: DueFile, adapter: Adapter): Promise<Copied | undefined> => {
    const { file, attempts } = due;
    try {
      return await store(due, adapter);
    } catch (error) {
      if (error === LOST || isTransient(error)) throw error;
      if (stopping.signal.aborted) return putOff(due, 0);
      const { fault, code } = error instanceof DeliveryFailure ? error : failureOf(error);
      log.warn(
        { file: file.id, ticket: file.ticket, fault: fault.kind, code, attempts },
        'a file could not be fetched',
      );
      const wait = waitAfter(fault, attempts);
      const patient = attempts < PATIENCE.tries || Date.now() - due.since.getTime() < PATIENCE.forMs;
      if (wait !== undefined && patient) return putOff(due, wait);
      return { ok: false, why: whyOf(fault, limit) };
    }
  };

  /** Writes the bytes as they come, and counts them: what the platform says of their number is not believed. */
  const store = async (due: DueFile, adapter: Adapter): Promise<Copied> => {
    const until = Date.now() + LONGEST_MS;
    const tooLarge: Copied = { ok: false, why: { why: 'too large', limit } };
    const { bytes: announced = 0, body } = await adapter.fetch(due.file.tenant, due.file.ref);
    if (announced > limit) {
      await body[Symbol.asyncIterator]().return?.();
      return tooLarge;
    }
    await emptyFile(pool, due);
    let waiting: Uint8Array[] = [];
    let size = 0;
    let total = 0;
    let piece = 0;
    const write = async (): Promise<void> => {
      if (!(await writePiece(pool, due, piece, Buffer.concat(waiting)))) throw LOST;
      piece += 1;
      waiting = [];
      size = 0;
    };
    for await (const chunk of body) {
      stopping.signal.throwIfAborted();
      if (Date.now() > until) throw new DeliveryFailure({ kind: 'later' }, 'too_slow');
      total += chunk.length;
      if (total > limit) return tooLarge;
      waiting.push(chunk);
      size += chunk.length;
      if (size >= PIECE) await write();
    }
    if (total === 0) return { ok: false, why: { why: 'empty' } };
    if (announced > 0 && total !== announced) throw new DeliveryFailure({ kind: 'later' }, 'cut_off');
    if (size > 0) await write();
    return { ok: true, bytes: total };
  };

  /** The same commit ends the work and gives the file to the lanes. */
  const end = async (due: DueFile, copied: Copied): Promise<void> => {
    const { org, file } = due;
    if (!copied.ok) await emptyFile(pool, due);
    const permission = !copied.ok && copied.why.why === 'not permitted' ? copied.why.permission : undefined;
    const known = permission !== undefined && told.has(`${file.account} ${permission}`);
    if (permission !== undefined) told.add(`${file.account} ${permission}`);
    await dispatcher.dispatch({
      key: `file ${org} ${file.id}`,
      org,
      at: now(),
      stored: false,
      incoming: undefined,
      what: { kind: 'copied', file, copied, told: known },
    });
  };

  const putOff = async (due: DueFile, waitMs: number): Promise<undefined> => {
    await holdFile(pool, due, waitMs);
  };

  const timer = setInterval(nudge, POLL_MS);
  return {
    nudge,
    stop: async (waitMs) => {
      stopping.abort();
      clearInterval(timer);
      let giveUp: NodeJS.Timeout | undefined;
      const tooLong = new Promise((wake) => {
        giveUp = setTimeout(wake, waitMs);
      });
      await Promise.race([Promise.all(flying), tooLong]);
      clearTimeout(giveUp);
      // What hangs is let go, for others not to have to wait until its lease runs out.
      await Promise.all([...held].map((due) => holdFile(pool, due, 0).catch(() => false)));
    },
  };
}

/** How long to wait for another try; undefined where there is no use in one. */
function waitAfter(fault: Fault, attempts: number): number | undefined {
  const backOff = Math.min(300_000, 1_000 * 2 ** Math.min(attempts, 10));
  switch (fault.kind) {
    case 'limited':
      return fault.waitMs;
    case 'revoked':
      return REVOKED_MS;
    case 'later':
    case 'ambiguous':
      return backOff;
    case 'place gone':
    case 'unreachable':
    case 'too large':
    case 'not permitted':
    case 'refused':
      return undefined;
    default:
      return fault satisfies never;
  }
}

function whyOf(fault: Fault, limit: number): Missing {
  switch (fault.kind) {
    case 'place gone':
      return { why: 'gone' };
    case 'too large':
      return { why: 'too large', limit: Math.min(fault.most ?? limit, limit) };
    case 'not permitted':
      return { why: 'not permitted', permission: fault.permission };
    default:
      return { why: 'failed' };
  }
}

const failureOf = (error: unknown): { readonly fault: Fault; readonly code: string } => ({
  fault: { kind: 'later' },
  code: error instanceof Error ? error.message.slice(0, 200) : 'unknown',
});
