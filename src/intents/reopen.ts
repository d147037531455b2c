import type { Ticket } from '../desk/ticket.ts';
import { Refusal } from '../errors.ts';
import { act, type Effect, type Scene } from '../intent.ts';
import { unlinking } from './duplicate.ts';
import { actorOf, asAgent, requesterWords, ticketOf } from './scene.ts';

/** Takes a resolved ticket up again. */
export const reopen = act({
  name: 'reopen',
  form: {
    ticket: { kind: 'ticket', required: true },
    reason: { kind: 'text', required: false, max: 1000, long: true },
    round: { kind: 'number', required: false, min: 0, max: 32_767, hidden: true },
  } as const,
  may: 'party',
  decide: ({ reason, round }, scene) => {
    const ticket = ticketOf(scene);
    if (ticket.status === 'closed') throw new Refusal('already closed', { ticket: ticket.number });
    if (ticket.status !== 'resolved') throw new Refusal('not resolved', { ticket: ticket.number });
    // A card's button is pressed for the end that it stood under: one that comes late does not undo the next.
    if (round !== undefined && round !== ticket.reopened)
      throw new Refusal('already resolved', { ticket: ticket.number });
    return [
      ...(reason === undefined ? [] : [{ do: 'say', ticket: ticket.number, text: reason } as const]),
      ...reopening(ticket, scene),
      { do: 'answer', message: scene.words.reopened(ticket) },
    ];
  },
});

/** What reopening is, however it came about: the clock runs on, the rating request is taken back, the other side is told. */
export function reopening(ticket: Ticket, scene: Scene): readonly Effect[] {
  const set = {
    status: ticket.assignee === undefined ? 'new' : 'in_progress',
    resolvedAt: null,
    resolutionCode: null,
    resolution: null,
    reopened: ticket.reopened + 1,
    duplicateOf: null,
  } as const;
  const withdrawn: readonly Effect[] =
    ticket.survey.state === 'offered' ? [{ do: 'withdraw rating', ticket: ticket.number }] : [];
  return [
    { do: 'change', ticket: ticket.number, event: 'reopened', set },
    ...withdrawn,
    ...unlinking(ticket, scene),
    asAgent(scene)
      ? {
          do: 'tell requester',
          ticket: ticket.number,
          message: requesterWords(ticket, scene).tellReopened(ticket),
        }
      : {
          do: 'tell agents',
          ticket: ticket.number,
          message: scene.wordsFor(undefined).reopenedBy(ticket, actorOf(scene).name),
        },
  ];
}
