/** What the stand-in Slack was given to show, looked at as a whole. */
import { placeOf } from './gestures.ts';
import type { Posted } from './stub.ts';

/** When something was shown in each place with a person, in order, by `performance.now()`. */
export function shownIn(messages: readonly Posted[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const { channel, thread, at } of messages) {
    if (thread === undefined || !channel.startsWith('D')) continue;
    const place = placeOf(channel, thread);
    const known = places.get(place);
    if (known === undefined) places.set(place, [at]);
    else known.push(at);
  }
  return places;
}

/** An opened ticket is shown in its requester's thread as a card and an answer, and to the agents as a card and the message. */
export const SHOWN_TO_REQUESTER = 2;
export const SHOWN = 4;

/** What is wrong with what was shown of `tickets` tickets, whose threads are `places`: what was lost or doubled. */
export function faultsIn(
  messages: readonly Posted[],
  tickets: number,
  places: readonly string[],
): { readonly lost: number; readonly doubled: number } {
  const doubled = messages.length - new Set(messages.map(({ key }) => key)).size;
  const shown = shownIn(messages);
  const missing = places.filter((place) => (shown.get(place)?.length ?? 0) < SHOWN_TO_REQUESTER).length;
  const twice = places.filter((place) => (shown.get(place)?.length ?? 0) > SHOWN_TO_REQUESTER).length;
  return {
    lost: Math.max(missing, tickets * SHOWN - (messages.length - doubled)),
    doubled: Math.max(doubled, twice, messages.length - tickets * SHOWN),
  };
}
