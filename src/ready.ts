/** What `/readyz` tells a monitor. */
import type { Adapter } from './adapter.ts';
import type { Backlog } from './desk/backlog.ts';

/** As JSON on the wire: no secret in it, and nobody's name. */
export interface Readiness {
  readonly database: 'ok' | 'away';
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

/** `waiting` is undefined while the database is away. */
export function readiness(
  adapters: readonly Pick<Adapter, 'platform' | 'answers'>[],
  waiting: Backlog | undefined,
): Readiness {
  const late = waiting !== undefined && waiting.oldestSeconds > LATE_SECONDS;
  return {
    database: waiting === undefined ? 'away' : 'ok',
    adapters: Object.fromEntries(
      adapters.map((one) => [one.platform, one.answers?.() === false ? 'never answered' : 'ok']),
    ),
    oldestDeliverySeconds: waiting?.oldestSeconds ?? null,
    pendingDeliveries: waiting?.pending ?? null,
    degraded: late ? [`a delivery has been due for ${waiting.oldestSeconds} s`] : [],
  };
}

/**
 * Whether gestures may be sent to this replica. Not without the database, where nothing can be kept; nor before each platform
 * has answered once, so that a rollout with a wrong token stops before it has replaced the replica that works. Late
 * deliveries are no reason: the outbox is shared, so every replica would be taken out at once for one platform's outage,
 * and the desk could no longer take up what people ask.
 */
export function isReady({ database, adapters }: Readiness): boolean {
  return database === 'ok' && Object.values(adapters).every((one) => one === 'ok');
}
