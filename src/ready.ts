/** What `/readyz` tells a monitor. */
import type { Adapter } from './adapter.ts';
import { isRefusedWrite } from './db/transient.ts';
import type { Outlook } from './desk/backlog.ts';

/** As JSON on the wire: no secret in it, and nobody's name. */
export interface Readiness {
  readonly database: 'ok' | 'away' | 'read-only';
  /** By platform. */
  readonly adapters: Readonly<Record<string, 'ok' | 'never answered'>>;
  /** How long the first delivery in the outbox has been due, in seconds; null while the database is away. */
  readonly oldestDeliverySeconds: number | null;
  /** Deliveries not yet shown, counted no further than 1000; null while the database is away. */
  readonly pendingDeliveries: number | null;
  /** What goes badly although the desk works, in words; empty when nothing does. */
  readonly degraded: readonly string[];
}

/** Past this somebody waits for an answer that the desk has already given. */
const LATE_SECONDS = 300;

/** What became of the desk's writes: known from the gestures that led to them, for a small write may pass where the next does not. */
export interface Writes {
  /** Gives the work back, and takes note if the database refused to write for it. */
  watched<T>(work: Promise<T>): Promise<T>;
  /** Something was committed. */
  took(): void;
  /** How many seconds ago a write was refused, if nothing has been committed since; undefined when all is well. */
  refusedSeconds(): number | undefined;
}

export function writes(now: () => number = () => performance.now()): Writes {
  let since: number | undefined;
  return {
    watched: (work) =>
      work.catch((error: unknown) => {
        if (isRefusedWrite(error)) since ??= now();
        throw error;
      }),
    took: () => {
      since = undefined;
    },
    refusedSeconds: () => (since === undefined ? undefined : Math.floor((now() - since) / 1_000)),
  };
}

/** `waiting` is undefined while the database is away. */
export function readiness(
  adapters: readonly Pick<Adapter, 'platform' | 'answers'>[],
  waiting: Outlook | undefined,
  refusedSeconds?: number,
): Readiness {
  const late = waiting !== undefined && waiting.oldestSeconds > LATE_SECONDS;
  return {
    database: waiting === undefined ? 'away' : waiting.readOnly ? 'read-only' : 'ok',
    adapters: Object.fromEntries(
      adapters.map((one) => [one.platform, one.answers?.() === false ? 'never answered' : 'ok']),
    ),
    oldestDeliverySeconds: waiting?.oldestSeconds ?? null,
    pendingDeliveries: waiting?.pending ?? null,
    degraded: [
      ...(late ? [`a delivery has been due for ${waiting.oldestSeconds} s`] : []),
      ...(refusedSeconds === undefined
        ? []
        : [`the database refused a write ${refusedSeconds} s ago and has taken none since`]),
    ],
  };
}

/**
 * Whether gestures may be sent to this replica. Not without the database, nor while it lets this replica only read, where
 * nothing can be kept and another replica may be connected to its successor already; nor before each platform has answered once, so that a rollout with a wrong token stops before it has replaced the replica that works. Late
 * deliveries are no reason: the outbox is shared, so every replica would be taken out at once for one platform's outage,
 * and the desk could no longer take up what people ask. Nor is a full disk, which is everybody's too: what is only asked
 * is answered still, and the next gesture that is written is what finds that there is room again.
 */
export function isReady({ database, adapters }: Readiness): boolean {
  return database === 'ok' && Object.values(adapters).every((one) => one === 'ok');
}
