import { Refusal } from '../errors.ts';
import type { Actor, May } from '../intent.ts';
import type { Party, Ticket } from './ticket.ts';

/** Whether a ticket exists for this actor at all: for the clock, for agents where they act as agents, for its requester. */
export function sees(actor: Actor | undefined, ticket: Ticket): boolean {
  return actor === undefined || actor.agent || actor.person === ticket.requester.person;
}

/** Whether an actor is this person: by the account too, for what was written down before accounts were linked. */
export function isSame(party: Party, actor: Actor | undefined): boolean {
  return actor !== undefined && (actor.person === party.person || actor.account === party.account);
}

/**
 * Refuses what this actor may not do. A ticket that they may not see is refused in the very words for one that does not
 * exist. `inThread`: they wrote in a thread that the ticket is bound to, so that the platform has let them take part in it;
 * that is enough to reply, and for nothing else.
 */
export function permit(
  intent: { readonly name: string; readonly may: May },
  actor: Actor | undefined,
  ticket: Ticket | undefined,
  inThread: boolean,
): void {
  if (intent.may === 'clock') {
    if (actor !== undefined) throw new Refusal('unknown intent', { intent: intent.name });
    return;
  }
  if (intent.may === 'writer') {
    const wrote = ticket?.held?.some(({ writer }) => isSame(writer, actor)) === true;
    if (actor !== undefined && !wrote) throw new Refusal('ticket unknown', { number: String(ticket?.number ?? '') });
    return;
  }
  const looksAfter = intent.may === 'lead' && actor?.lead === true;
  if (ticket !== undefined && !sees(actor, ticket) && !looksAfter && !(inThread && intent.name === 'reply')) {
    throw new Refusal('ticket unknown', { number: String(ticket.number) });
  }
  switch (intent.may) {
    case 'anyone':
    case 'party':
      return;
    case 'agent':
      if (actor !== undefined && !actor.agent) throw new Refusal('not allowed', { intent: intent.name });
      return;
    case 'lead':
      if (actor !== undefined && actor.lead !== true) throw new Refusal('not allowed', { intent: intent.name });
      return;
    case 'requester':
      if (actor !== undefined && actor.person !== ticket?.requester.person) {
        throw new Refusal('not allowed', { intent: intent.name });
      }
      return;
    default:
      intent.may satisfies never;
  }
}
