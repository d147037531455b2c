import type { Ticket } from '../desk/ticket.ts';
import { Refusal } from '../errors.ts';
import type { Actor, Scene } from '../intent.ts';
import type { Words } from '../say/words.ts';

/** The ticket that the intent is about; refused when none was named and none is bound here. */
export function ticketOf(scene: Scene): Ticket {
  if (scene.ticket === undefined) throw new Refusal('which ticket', {});
  return scene.ticket;
}

/** The same, while it is being worked on. */
export function openTicketOf(scene: Scene): Ticket {
  const ticket = ticketOf(scene);
  if (ticket.status === 'closed') throw new Refusal('already closed', { ticket: ticket.number });
  if (ticket.status === 'resolved') throw new Refusal('already resolved', { ticket: ticket.number });
  return ticket;
}

/** What is said to a ticket's requester, in their language. */
export const requesterWords = (ticket: Ticket, scene: Scene): Words => scene.wordsFor(ticket.requester.locale);

/** Whoever acts. An intent that the clock may not speak always has one. */
export function actorOf(scene: Scene): Actor {
  if (scene.actor === undefined) throw new Error('the clock has no account');
  return scene.actor;
}

/** Whether this gesture was an agent's own work on somebody's ticket, and not the requester speaking. */
export function asAgent(scene: Scene): boolean {
  return scene.actor?.agent === true;
}

export const HOUR_MS = 3_600_000;

/** Those of the last hour, newest first. */
export function lately(times: readonly Date[], now: Date): readonly Date[] {
  return times.filter((at) => now.getTime() - at.getTime() < HOUR_MS).toSorted((a, b) => b.getTime() - a.getTime());
}
