/**
 * What a process that stood still must not do when it goes on: it was stopped, or its machine was suspended, and what it was about
 * to post has been posted by another meanwhile. Slack would show it twice.
 */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type Delivery, DeliveryFailure } from '../../src/adapter.ts';

/** Throws where a delivery may be somebody else's by now. `begun`: a part of it is there. */
export function mustBeOurs({ isOurs }: Delivery, begun: boolean): void {
  if (isOurs?.() !== false) return;
  throw new DeliveryFailure({ kind: 'later', ...(begun && { begun }) }, 'lease_over');
}

const BEAT_MS = 500;
const STILL_MS = 5_000;

/**
 * From now on a connection that was being opened while the process stood still is closed before anything is written to it. `fetch`
 * writes as soon as there is a connection; where the loop looks at its sockets before its timers, that is before anybody's
 * time-out. Returns what ends it. It is for every `fetch` of the process: what goes over such a connection is late whoever asks
 * it, and is tried again.
 */
export function dropLateConnections(): () => void {
  let [steady, wall] = [performance.now(), Date.now()];
  const timer = setInterval(() => {
    [steady, wall] = [performance.now(), Date.now()];
  }, BEAT_MS).unref();
  const connected = (message: unknown): void => {
    // The steady clock stands still while a machine is suspended.
    const still = Math.max(performance.now() - steady, Date.now() - wall) > STILL_MS;
    if (still) (message as { readonly socket: { destroy(): void } }).socket.destroy();
  };
  subscribe(CONNECTED, connected);
  return () => {
    clearInterval(timer);
    unsubscribe(CONNECTED, connected);
  };
}

/** Told by undici, which is Node's `fetch`, before it writes the first request. */
const CONNECTED = 'undici:client:connected';
