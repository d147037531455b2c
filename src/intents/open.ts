import type { Address } from '../adapter.ts';
import { type Kind, type Level, priorityOf, replyDue, type Thread, type Ticket } from '../desk/ticket.ts';
import { act, type Effect, type Scene } from '../intent.ts';
import { actorOf } from './scene.ts';
import { IMPACT, URGENCY } from './weights.ts';

/** Opens a ticket: a card in every agents' place, a thread for the requester. */
export const open = act({
  name: 'open',
  aliases: ['new'],
  form: {
    subject: { kind: 'text', required: true, max: 150 },
    description: { kind: 'text', required: false, max: 40_000, long: true },
    urgency: { kind: 'choice', required: false, options: ['low', 'medium', 'high'] },
    impact: { kind: 'choice', required: false, options: ['me', 'team', 'everyone'] },
    kind: { kind: 'choice', required: false, options: ['incident', 'request', 'question'] },
  } as const,
  may: 'anyone',
  asksFirst: true,
  needs: () => ({ number: true }),
  decide: (params, scene) => {
    const impact = params.impact === undefined ? 2 : IMPACT[params.impact];
    const urgency = params.urgency === undefined ? 2 : URGENCY[params.urgency];
    const ticket = newTicket(scene, { subject: params.subject, kind: params.kind ?? 'incident', impact, urgency });
    const said = scene.source !== undefined;
    return [
      { do: 'open', opening: { ticket, text: params.description, threads: ticket.threads } },
      said
        ? { do: 'tell requester', ticket: ticket.number, message: scene.words.openedFromMessage(ticket) }
        : { do: 'answer', message: scene.words.opened(ticket) },
    ] satisfies readonly Effect[];
  },
});

/**
 * A ticket that begins now, raised by the actor, with its requester's thread first and one for each agents' place. A message
 * is the root of its own thread; any other gesture gets a thread at the speaker's home. `from` is a thread that goes on.
 */
export function newTicket(
  scene: Scene,
  what: {
    readonly subject: string;
    readonly kind: Kind;
    readonly impact: Level;
    readonly urgency: Level;
    readonly follows?: number;
  },
  from?: Thread,
): Ticket {
  const { now, number, place } = scene;
  const actor = actorOf(scene);
  if (number === undefined || place === undefined) throw new Error('a new ticket needs a number and a place');
  const priority = priorityOf(what.impact, what.urgency);
  const home = from ?? requesterThread(scene, place.home);
  return {
    ...what,
    number,
    priority,
    status: 'new',
    requester: actor,
    openedAt: now,
    replyDueAt: replyDue(priority, now),
    reopened: 0,
    survey: { round: 0, state: 'none' },
    threads: [home, ...scene.agentsPlaces.map((at, index): Thread => ({ seq: index + 1, side: 'agents', at }))],
  };
}

function requesterThread(scene: Scene, home: Address): Thread {
  const here = scene.source === undefined ? undefined : scene.place?.thread;
  return here === undefined
    ? { seq: 0, side: 'requester', at: home }
    : { seq: 0, side: 'requester', at: here, address: here };
}
