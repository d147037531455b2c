import { Refusal } from '../errors.ts';
import { act } from '../intent.ts';
import { ticketOf } from './scene.ts';

/** Brings a snoozed ticket back into the queue: when it is time, or earlier, by an agent. */
export const wake = act({
  name: 'wake',
  aliases: ['unsnooze'],
  form: { ticket: { kind: 'ticket', required: true } } as const,
  may: 'agent',
  decide: (_params, scene) => {
    const ticket = ticketOf(scene);
    const { actor, now, words, wordsFor } = scene;
    const { number, snoozedUntil } = ticket;
    if (actor === undefined && (snoozedUntil === undefined || now < snoozedUntil)) return [];
    if (snoozedUntil === undefined) throw new Refusal('not snoozed', { ticket: number });
    return [
      { do: 'change', ticket: number, event: 'woken', set: { snoozedUntil: null } },
      actor === undefined
        ? { do: 'tell agents', ticket: number, message: wordsFor(undefined).wokenBy(ticket, undefined) }
        : { do: 'answer', message: words.woken(ticket) },
    ];
  },
});
