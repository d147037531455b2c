import { Refusal } from '../errors.ts';
import { act } from '../intent.ts';
import { actorOf, ticketOf } from './scene.ts';

/** Gives a claimed ticket back to the queue: the undo of `claim`, for whoever claimed it. */
export const release = act({
  name: 'release',
  aliases: ['unclaim'],
  form: { ticket: { kind: 'ticket', required: true } } as const,
  may: 'agent',
  decide: (_params, scene) => {
    const ticket = ticketOf(scene);
    const { number, assignee, status } = ticket;
    if (status === 'closed') throw new Refusal('already closed', { ticket: number });
    if (status === 'resolved') throw new Refusal('already resolved', { ticket: number });
    if (assignee === undefined) throw new Refusal('not claimed', { ticket: number });
    if (assignee.person !== actorOf(scene).person) {
      throw new Refusal('already claimed', { ticket: number, by: assignee.name });
    }
    const next = ticket.firstReplyAt === undefined ? 'new' : status;
    return [
      { do: 'change', ticket: number, event: 'released', set: { assignee: null, status: next } },
      { do: 'answer', message: scene.words.released(ticket) },
    ];
  },
});
