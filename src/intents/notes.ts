import { Refusal } from '../errors.ts';
import { act } from '../intent.ts';
import { ticketOf } from './scene.ts';

/**
 * Begins a thread for notes in the agents' place where it is asked for: whatever agents write in it is a note. There is one
 * at most in each place.
 */
export const notes = act({
  name: 'notes',
  form: { ticket: { kind: 'ticket', required: true } } as const,
  may: 'agent',
  decide: (_params, scene) => {
    const ticket = ticketOf(scene);
    const { number } = ticket;
    const at = scene.agentsPlace;
    if (at === undefined) throw new Refusal('not allowed', { intent: 'notes' });
    if (ticket.threads.some((thread) => thread.side === 'notes' && thread.at === at))
      throw new Refusal('already noting', { ticket: number });
    return [
      { do: 'open notes', ticket: number, at },
      { do: 'answer', message: scene.words.notesOpened(ticket) },
    ];
  },
});
