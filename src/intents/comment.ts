import { Refusal } from '../errors.ts';
import { act } from '../intent.ts';
import { followUp } from './follow-up.ts';
import { actorOf, ticketOf } from './scene.ts';

/** Adds words to a score that was given, and asks to be called back where the person says so. */
export const comment = act({
  name: 'comment',
  form: {
    ticket: { kind: 'ticket', required: true },
    text: { kind: 'text', required: true, max: 1000, long: true },
    contact: { kind: 'choice', required: false, options: ['yes', 'no'] },
  } as const,
  may: 'requester',
  needs: ({ contact }) => (contact === 'yes' ? { agents: true, said: true } : {}),
  decide: ({ text, contact }, scene) => {
    const ticket = ticketOf(scene);
    const { name } = actorOf(scene);
    const { state, kind = 'rating' } = ticket.survey;
    if (ticket.rated === undefined || state !== 'offered') {
      throw new Refusal('not yet rated', { ticket: ticket.number });
    }
    const { number } = ticket;
    // What is said of the desk as a whole is not about this ticket, and its agents need not read it.
    const told = {
      do: 'tell agents',
      ticket: number,
      message: scene.wordsFor(undefined).commentedBy(ticket, name, text),
    };
    return [
      { do: 'comment', ticket: number, text },
      ...(kind === 'rating' ? [told as typeof told & { readonly do: 'tell agents' }] : []),
      ...(contact === 'yes' ? followUp(ticket, 'comment', scene) : []),
      { do: 'answer', message: scene.words.commented(ticket) },
    ];
  },
});
