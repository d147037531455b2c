import { Refusal } from '../errors.ts';
import { act } from '../intent.ts';
import { openTicketOf } from './scene.ts';

/** Ends the waiting: the undo of `wait`. */
export const resume = act({
  name: 'resume',
  form: { ticket: { kind: 'ticket', required: true } } as const,
  may: 'agent',
  decide: (_params, scene) => {
    const ticket = openTicketOf(scene);
    const { number, status } = ticket;
    if (status !== 'waiting_requester' && status !== 'waiting_third_party') {
      throw new Refusal('not waiting', { ticket: number });
    }
    return [
      { do: 'change', ticket: number, event: 'resumed', set: { status: 'in_progress' } },
      { do: 'answer', message: scene.words.resumed({ ...ticket, status: 'in_progress' }) },
    ];
  },
});
