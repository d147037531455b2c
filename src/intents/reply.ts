import { isSame } from '../desk/access.ts';
import type { Ticket } from '../desk/ticket.ts';
import { Refusal } from '../errors.ts';
import { act, type Effect, type Scene } from '../intent.ts';
import { newTicket } from './open.ts';
import { reopening } from './reopen.ts';
import { actorOf, asAgent, ticketOf } from './scene.ts';

/**
 * Says something on a ticket, for both sides to read. From the requester it reopens a resolved ticket unless it was only
 * thanks, and after closing it becomes a ticket that follows. An agent's first one is the first response.
 */
export const reply = act({
  name: 'reply',
  form: {
    ticket: { kind: 'ticket', required: true },
    text: { kind: 'text', required: true, max: 40_000, long: true },
    /** What the form is filled in with: see `Desk.remembered`. */
    draft: { kind: 'text', required: false, max: 30, hidden: true },
    tone: { kind: 'choice', required: false, options: ['thanks'], hidden: true },
  } as const,
  may: 'party',
  takesFiles: true,
  decide: ({ text, tone }, scene) => {
    const ticket = ticketOf(scene);
    const heard: readonly Effect[] =
      scene.source === undefined ? [{ do: 'answer', message: scene.words.replied(ticket) }] : [];
    const say: Effect = { do: 'say', ticket: ticket.number, text };
    if (asAgent(scene)) return [say, ...firstReply(ticket, scene.now), ...heard];
    // Whoever else is let into the thread takes part; what becomes of the ticket is its requester's.
    if (!isSame(ticket.requester, scene.actor)) return [say, ...heard];
    if (tone === 'thanks') return [say, ...roused(ticket, scene), ...heard];
    // Only a command gets here: the thread of a ticket that was followed belongs to the one that follows.
    if (ticket.followedBy !== undefined) {
      throw new Refusal('already followed', { ticket: ticket.number, next: ticket.followedBy });
    }
    if (ticket.status === 'closed') return followUp(ticket, text, scene);
    if (ticket.status === 'resolved') return [say, ...reopening(ticket, scene), ...heard];
    return [say, ...roused(ticket, scene), ...heard];
  },
});

/** A word of the requester ends the waiting for it, and brings the ticket back into the queue. */
function roused(ticket: Ticket, scene: Scene): readonly Effect[] {
  const { number, status, snoozedUntil } = ticket;
  const waited = status === 'waiting_requester';
  if (!waited && snoozedUntil === undefined) return [];
  const by = actorOf(scene).name;
  const words = scene.wordsFor(undefined);
  return [
    {
      do: 'change',
      ticket: number,
      event: waited ? 'resumed' : 'woken',
      set: { status: waited ? 'in_progress' : status, snoozedUntil: null },
    },
    {
      do: 'tell agents',
      ticket: number,
      message: waited ? words.resumedBy(ticket, by) : words.wokenBy(ticket, by),
    },
  ];
}

/** What an agent's first word to the requester changes. */
export function firstReply(ticket: Ticket, now: Date): readonly Effect[] {
  if (ticket.firstReplyAt !== undefined || ticket.closedAt !== undefined) return [];
  const status = ticket.status === 'new' ? 'in_progress' : ticket.status;
  return [{ do: 'change', ticket: ticket.number, event: 'replied', set: { firstReplyAt: now, status } }];
}

function followUp(old: Ticket, text: string, scene: Scene): readonly Effect[] {
  const here = scene.source?.address;
  const thread = old.threads.find(
    ({ side, address }) => side === 'requester' && (here === undefined || address === here),
  );
  const next = newTicket(scene, { ...about(old), follows: old.number }, thread);
  return [
    { do: 'open', opening: { ticket: next, text, threads: next.threads } },
    { do: 'change', ticket: old.number, event: 'followed', set: { followedBy: next.number } },
    scene.source === undefined
      ? { do: 'answer', message: scene.words.followed(old, next) }
      : { do: 'tell requester', ticket: next.number, message: scene.words.followed(old, next) },
  ];
}

const about = ({ subject, kind, impact, urgency, service }: Ticket) => ({
  subject,
  kind,
  impact,
  urgency,
  ...(service === undefined ? {} : { service }),
});
