import { Refusal } from '../errors.ts';
import { act } from '../intent.ts';
import { actorOf, ticketOf } from './scene.ts';

/** Adds words to a rating that was given. */
export const comment = act({
  name: 'comment',
  form: {
    ticket: { kind: 'ticket', required: true },
    text: { kind: 'text', required: true, max: 1000, long: true },
  } as const,
  may: 'requester',
  decide: ({ text }, scene) => {
    const ticket = ticketOf(scene);
    const { name } = actorOf(scene);
    if (ticket.rated === undefined || ticket.survey.state !== 'offered') {
      throw new Refusal('not yet rated', { ticket: ticket.number });
    }
    return [
      { do: 'comment', ticket: ticket.number, text },
      { do: 'tell agents', ticket: ticket.number, message: scene.wordsFor(undefined).commentedBy(ticket, name, text) },
      { do: 'answer', message: scene.words.commented(ticket) },
    ];
  },
});
