import { RESOLUTION_CODES, type Ticket } from '../desk/ticket.ts';
import { Refusal } from '../errors.ts';
import { act } from '../intent.ts';
import { askingAbout } from './ask-rating.ts';
import { closeLater } from './close.ts';
import { tellDuplicates } from './duplicate.ts';
import { actorOf, asAgent, requesterWords, ticketOf } from './scene.ts';

/** Says that a ticket is solved, by an agent or by the requester; the requester is then asked once how it went. */
export const resolve = act({
  name: 'resolve',
  aliases: ['close', 'solve', 'solved'],
  form: {
    ticket: { kind: 'ticket', required: true },
    code: { kind: 'choice', required: false, options: RESOLUTION_CODES },
    summary: { kind: 'text', required: false, max: 1000, long: true },
  } as const,
  may: 'party',
  // The requester's button says `solved` at once; an agent is asked how it ended.
  asksFirst: ['code'],
  decide: ({ code = 'solved', summary }, scene) => {
    const ticket = ticketOf(scene);
    const { number, status } = ticket;
    if (status === 'closed') throw new Refusal('already closed', { ticket: number });
    if (status === 'resolved') throw new Refusal('already resolved', { ticket: number });
    const actor = actorOf(scene);
    const resolution = summary ?? null;
    const after: Ticket = { ...ticket, status: 'resolved', resolvedAt: scene.now, resolutionCode: code };
    const told = summary === undefined ? after : { ...after, resolution: summary };
    const set = {
      status: 'resolved',
      resolvedAt: scene.now,
      resolutionCode: code,
      resolution,
      snoozedUntil: null,
    } as const;
    return [
      { do: 'change', ticket: number, event: 'resolved', set, reason: code },
      asAgent(scene)
        ? { do: 'tell requester', ticket: number, message: requesterWords(told, scene).tellResolved(told, actor.name) }
        : { do: 'tell agents', ticket: number, message: scene.wordsFor(undefined).resolvedBy(told, actor.name) },
      ...askingAbout(told, code, scene),
      closeLater(number, scene),
      ...tellDuplicates(ticket, code, scene),
      { do: 'answer', message: scene.words.resolved(told) },
    ];
  },
});
