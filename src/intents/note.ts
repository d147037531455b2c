import { act } from '../intent.ts';
import { ticketOf } from './scene.ts';

/** Writes an internal note: agents' threads show it, and nothing else ever does. */
export const note = act({
  name: 'note',
  form: {
    ticket: { kind: 'ticket', required: true },
    text: { kind: 'text', required: true, max: 3000, long: true },
  } as const,
  may: 'agent',
  takesFiles: true,
  decide: ({ text }, scene) => {
    const ticket = ticketOf(scene);
    return [
      { do: 'note', ticket: ticket.number, text },
      { do: 'answer', message: scene.words.noted(ticket) },
    ];
  },
});
