/** The questions from 0 to 10: opened by a press, answered by another, explained in a form. Only ever by the requester. */
import type { Ticket } from '../desk/ticket.ts';
import { FACTORS, type SurveyKind } from '../desk/worth/asking.ts';
import { Refusal } from '../errors.ts';
import { act, type Scene } from '../intent.ts';
import { ticketOf } from './scene.ts';

export const openSurvey = act({
  name: 'open survey',
  form: { ticket: { kind: 'ticket', required: true } } as const,
  may: 'requester',
  typed: false,
  decide: (_params, scene) => {
    const { ticket, kind } = askedOn(scene);
    const answer = { do: 'answer', message: scene.words.question(ticket, kind) } as const;
    return ticket.rated === undefined ? [{ do: 'open rating', ticket: ticket.number }, answer] : [answer];
  },
});

/** The newest press counts. */
export const answerSurvey = act({
  name: 'answer survey',
  form: {
    ticket: { kind: 'ticket', required: true },
    score: { kind: 'number', required: true, min: 0, max: 10 },
  } as const,
  may: 'requester',
  typed: false,
  decide: ({ score }, scene) => {
    const { ticket, kind } = askedOn(scene);
    const answer = { do: 'answer', message: scene.words.answered(ticket, kind, score) } as const;
    return ticket.rated === score ? [answer] : [{ do: 'rate', ticket: ticket.number, score }, answer];
  },
});

/** What made the difference, and the time that was lost by the person's own estimate. */
export const explainSurvey = act({
  name: 'explain survey',
  form: {
    ticket: { kind: 'ticket', required: true, hidden: true },
    factor: { kind: 'choice', required: false, options: FACTORS, shuffled: true },
    lost: { kind: 'number', required: false, min: 0, max: 100_000 },
    text: { kind: 'text', required: false, max: 1000, long: true },
  } as const,
  may: 'requester',
  typed: false,
  asksFirst: true,
  decide: ({ factor, lost, text }, scene) => {
    const { ticket, kind } = askedOn(scene);
    if (kind !== 'experience' || ticket.rated === undefined)
      throw new Refusal('not yet rated', { ticket: ticket.number });
    const answer = { do: 'answer', message: scene.words.explained(ticket) } as const;
    if (factor === undefined && lost === undefined && text === undefined) return [answer];
    return [
      {
        do: 'comment',
        ticket: ticket.number,
        ...(text === undefined ? {} : { text }),
        ...(factor === undefined ? {} : { factor }),
        ...(lost === undefined ? {} : { lostMinutes: lost }),
      },
      answer,
    ];
  },
});

function askedOn(scene: Scene): { readonly ticket: Ticket; readonly kind: Exclude<SurveyKind, 'rating'> } {
  const ticket = ticketOf(scene);
  const { state, kind = 'rating' } = ticket.survey;
  if (state !== 'offered' || kind === 'rating') throw new Refusal('not rateable yet', { ticket: ticket.number });
  return { ticket, kind };
}
