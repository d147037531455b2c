import { Refusal } from '../errors.ts';
import { act } from '../intent.ts';
import { actorOf, ticketOf } from './scene.ts';

/** Takes a ticket on. The first agent wins; the next is told who it was. */
export const claim = act({
  name: 'claim',
  form: { ticket: { kind: 'ticket', required: true } } as const,
  may: 'agent',
  decide: (_params, scene) => {
    const ticket = ticketOf(scene);
    const { agent: _, ...me } = actorOf(scene);
    const { number, assignee, status } = ticket;
    if (status === 'closed') throw new Refusal('already closed', { ticket: number });
    if (status === 'resolved') throw new Refusal('already resolved', { ticket: number });
    if (assignee?.person === me.person) throw new Refusal('already yours', { ticket: number });
    if (assignee !== undefined) throw new Refusal('already claimed', { ticket: number, by: assignee.name });
    const next = status === 'new' ? 'in_progress' : status;
    return [
      { do: 'change', ticket: number, event: 'claimed', set: { assignee: me, status: next } },
      { do: 'answer', message: scene.words.claimed({ ...ticket, assignee: me, status: next }) },
    ];
  },
});
