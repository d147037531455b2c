import { Refusal } from '../errors.ts';
import { act } from '../intent.ts';
import { followUp, LOW } from './follow-up.ts';
import { actorOf, ticketOf } from './scene.ts';

/** Takes down how it went, 1 to 5: only ever what the requester pressed or typed as a command. The newest counts. */
export const rate = act({
  name: 'rate',
  form: {
    ticket: { kind: 'ticket', required: true },
    score: { kind: 'number', required: true, min: 1, max: 5 },
  } as const,
  may: 'requester',
  needs: ({ score }) => (score <= LOW ? { agents: true, said: true } : {}),
  decide: ({ score }, scene) => {
    const ticket = ticketOf(scene);
    const actor = actorOf(scene);
    const { state, kind = 'rating' } = ticket.survey;
    if (ticket.assignee?.person === actor.person) throw new Refusal('own work', { ticket: ticket.number });
    if (state !== 'offered' || kind !== 'rating') throw new Refusal('not rateable yet', { ticket: ticket.number });
    const answer = { do: 'answer', message: scene.words.rated(ticket, score) } as const;
    if (ticket.rated === score) return [answer];
    return [
      { do: 'rate', ticket: ticket.number, score },
      {
        do: 'tell agents',
        ticket: ticket.number,
        message: scene.wordsFor(undefined).ratedBy(ticket, actor.name, score),
      },
      ...(score <= LOW ? followUp({ ...ticket, rated: score }, 'score', scene) : []),
      answer,
    ];
  },
});
