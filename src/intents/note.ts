import { act, type Effect } from '../intent.ts';
import { ticketOf } from './scene.ts';

/** Writes an internal note: agents' threads show it, and nothing else ever does. */
export const note = act({
  name: 'note',
  form: {
    ticket: { kind: 'ticket', required: true },
    text: { kind: 'text', required: true, max: 40_000, long: true },
  } as const,
  may: 'agent',
  takesFiles: true,
  decide: ({ text }, scene) => {
    const ticket = ticketOf(scene);
    const said: Effect = { do: 'note', ticket: ticket.number, text };
    // Written in the notes thread, it stands there already.
    return scene.source === undefined ? [said, { do: 'answer', message: scene.words.noted(ticket) }] : [said];
  },
});
