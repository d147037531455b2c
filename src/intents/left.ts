import { act } from '../intent.ts';
import { ticketOf } from './scene.ts';

/** What the clock says when something did not reach a requester who has left: nobody may take the ticket for answered. */
export const left = act({
  name: 'requester left',
  form: { ticket: { kind: 'ticket', required: true } } as const,
  may: 'clock',
  typed: false,
  decide: (_params, scene) => {
    const { number, status } = ticketOf(scene);
    if (status !== 'new' && status !== 'in_progress') return [];
    return [{ do: 'change', ticket: number, event: 'waiting', set: { status: 'waiting_requester' }, reason: 'left' }];
  },
});
