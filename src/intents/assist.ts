import type { Task } from '../assist.ts';
import { Refusal } from '../errors.ts';
import { act, ask, type Effect, type Scene } from '../intent.ts';
import { ticketOf } from './scene.ts';

/** Below a translation the original has as much room again, and a form on any platform holds both. */
const TEXT_MAX = 1_400;

/**
 * Has a language model do something for an agent: sum the ticket up, draft a reply (with `text`: that says so), translate what
 * the requester said (with `text`: this, for the requester). What comes of it goes to the agents; nothing is sent by itself.
 */
export const assist = act({
  name: 'assist',
  form: {
    ticket: { kind: 'ticket', required: true },
    what: { kind: 'choice', required: true, options: ['summary', 'draft', 'translation'] },
    text: { kind: 'text', required: false, max: TEXT_MAX, long: true },
  } as const,
  may: 'agent',
  decide: ({ what, text }, scene) => {
    switch (what) {
      case 'summary':
        return thinking({ kind: 'summary' }, scene);
      case 'draft':
        return thinking({ kind: 'draft', ...(text === undefined ? {} : { wish: text }) }, scene);
      case 'translation':
        return thinking(text === undefined ? { kind: 'translation' } : { kind: 'reply', text }, scene);
      default:
        return what satisfies never;
    }
  },
});

/** The same for an answer in the requester's language: asks for the text first. */
export const translateReply = act({
  name: 'translate reply',
  form: {
    ticket: { kind: 'ticket', required: true },
    text: { kind: 'text', required: true, max: TEXT_MAX, long: true },
  } as const,
  may: 'agent',
  typed: false,
  decide: ({ text }, scene) => thinking({ kind: 'reply', text }, scene),
});

const SHOWN = 5;

/** What a model was shown of a ticket, to agents. */
export const shownToModel = ask({
  name: 'shown to model',
  form: { ticket: { kind: 'ticket', required: true } } as const,
  may: 'agent',
  typed: false,
  answer: async ({ ticket: number }, { actor, db, words }) => {
    const ticket = await db.ticket(number);
    if (ticket === undefined) throw new Refusal('ticket unknown', { number: String(number) });
    if (!actor.agent) throw new Refusal('not allowed', { intent: 'assist' });
    return words.assist.shown(ticket, await db.shown(number, SHOWN));
  },
});

function thinking(task: Task, scene: Scene): readonly Effect[] {
  const ticket = ticketOf(scene);
  if (!scene.assisted) throw new Refusal('no model', {});
  return [
    { do: 'think', ticket: ticket.number, task },
    { do: 'answer', message: scene.words.assist.thinking(ticket, task.kind) },
  ];
}
