/** Where a gesture was said: the ticket and the thread that it belongs to. Pure. */
import type { Place } from './adapter.ts';
import type { Loaded } from './desk/load.ts';
import type { Recording } from './desk/rows.ts';
import type { Thread, Ticket } from './desk/ticket.ts';
import type { Gesture } from './gesture.ts';
import { isAgain } from './understand/grammar.ts';
import { isSlip } from './understand/slip.ts';

export interface Here {
  /** The ticket and its thread that the gesture was said in. */
  readonly bound: { readonly ticket: Ticket; readonly thread: Thread } | undefined;
  /** The ticket that was raised in the thread of everybody's that it was said in. */
  readonly raised?: Ticket | undefined;
}

/** In which thread of which ticket a gesture was said, as the batch stands. */
export function whereOf({ org, incoming, what }: Gesture, { bound }: Loaded, recording: Recording): Here {
  const address = incoming?.place.thread ?? incoming?.place.address;
  if (bound === undefined) return { bound: undefined };
  const own = recording.ticket(org, bound.number) ?? bound;
  // An agents' thread is its ticket's alone, whatever follows that.
  const inside = own.threads.find((one) => one.address === address && one.side !== 'requester');
  if (inside !== undefined) return { bound: { ticket: own, thread: inside } };
  const ticket = newest(own, org, recording);
  if (what.kind === 'message' && incoming !== undefined && isAnotherMatter(incoming.place, ticket, what)) {
    return { bound: undefined };
  }
  const thread = ticket.threads.find((one) => one.address === address);
  if (thread !== undefined) return { bound: { ticket, thread } };
  return { bound: undefined, ...(incoming?.place.replying === true && { raised: ticket }) };
}

/**
 * Where direct messages have no threads, all of a person's tickets share one place. A new problem told there after the last
 * one was resolved is a new ticket, unless it answers a message of the old one, or is the old one's trouble once more.
 */
function isAnotherMatter(
  { address, thread, answers }: Place,
  { resolvedAt }: Ticket,
  { text, outside }: Extract<Gesture['what'], { kind: 'message' }>,
): boolean {
  const threadless = thread === address && answers === undefined;
  const opens = outside.kind === 'intent' && outside.intent === 'open';
  return threadless && resolvedAt !== undefined && opens && !isAgain(text);
}

/** The ticket that goes on from a closed one, where this batch knows it: both live in the same thread. */
function newest(ticket: Ticket, org: number, recording: Recording): Ticket {
  const next = ticket.followedBy === undefined ? undefined : recording.ticket(org, ticket.followedBy);
  return next === undefined ? ticket : newest(next, org, recording);
}

/** The intent by which what agents write goes to no requester, or not yet: its thread says so, and its words may. */
export function keptAmongAgents(
  { side }: Thread,
  text: string,
  groups: readonly string[],
): 'note' | 'hold' | undefined {
  switch (side) {
    case 'notes':
      return 'note';
    case 'agents':
      return isSlip(text, groups) ? 'hold' : undefined;
    case 'requester':
      return undefined;
    default:
      return side satisfies never;
  }
}
