import type { Ticket } from '../desk/ticket.ts';
import { Refusal } from '../errors.ts';
import { act, type Effect, type Scene } from '../intent.ts';
import { actorOf, ticketOf } from './scene.ts';

/** A rating this low is looked after. */
export const LOW = 2;

/**
 * A low score, or a comment that asks for it, is a task: each who looks after the desk gets it in their direct messages with
 * the ticket's history; where nobody is known, it goes to the agents. Needs `agents` and `said`.
 */
export function followUp(ticket: Ticket, why: 'score' | 'comment', scene: Scene): readonly Effect[] {
  if (ticket.followUp === 'open') return [];
  const { number } = ticket;
  const leads = scene.agents.filter(({ account }) => scene.isLead(account));
  const told = leads.map((lead): Effect => {
    const message = scene.wordsFor(lead.locale).followUp(ticket, why, scene.said);
    return { do: 'tell', to: lead.account, message, ifReached: true };
  });
  const message = scene.wordsFor(undefined).followUp(ticket, why, scene.said);
  return [
    { do: 'follow up', ticket: number, why },
    ...(told.length > 0 ? told : [{ do: 'tell agents', ticket: number, message } as const]),
  ];
}

/** Says what came of it. The first to say so counts. */
export const settle = act({
  name: 'settle',
  form: {
    ticket: { kind: 'ticket', required: true },
    outcome: { kind: 'choice', required: true, options: ['recovered', 'not recovered'] },
  } as const,
  may: 'lead',
  typed: false,
  decide: ({ outcome }, scene) => {
    const ticket = ticketOf(scene);
    if (ticket.followUp !== 'open') throw new Refusal('already settled', { ticket: ticket.number });
    const by = actorOf(scene);
    if (by.person === ticket.requester.person) throw new Refusal('own work', { ticket: ticket.number });
    return [
      { do: 'settle', ticket: ticket.number, outcome },
      { do: 'answer', message: scene.words.settled(ticket, outcome) },
    ];
  },
});
