import type { HeldMessage, Party, Source, Ticket } from '../desk/ticket.ts';
import { Refusal } from '../errors.ts';
import { act, type Scene } from '../intent.ts';
import { firstReply } from './reply.ts';
import { actorOf, ticketOf } from './scene.ts';

const WAIT_MINUTES = 10;
/** How many messages are remembered as decided, so that a button pressed again is told so. */
const REMEMBERED = 5;

const decided = {
  ticket: { kind: 'ticket', required: true },
  held: { kind: 'text', required: true, max: 30, hidden: true },
} as const;

/**
 * A message in an agents' thread that looks as if it was not meant for the requester goes nowhere: its writer, and nobody
 * else, is asked. Without an answer it stays among the agents. What is held is on the ticket, so that it is decided once.
 */
export const hold = act({
  name: 'hold',
  form: {
    ticket: { kind: 'ticket', required: true },
    text: { kind: 'text', required: true, max: 40_000, long: true },
  } as const,
  may: 'agent',
  typed: false,
  decide: ({ text }, scene) => {
    const ticket = ticketOf(scene);
    const { number } = ticket;
    const { person, account, name, locale } = actorOf(scene);
    const writer: Party = { person, account, name, ...(locale === undefined ? {} : { locale }) };
    const id = scene.random.slice(0, 10);
    const { source, files } = scene;
    const one: HeldMessage = {
      ...{ id, writer, text },
      ...(source === undefined ? {} : { source }),
      ...(files.length === 0 ? {} : { files }),
    };
    const at = new Date(scene.now.getTime() + WAIT_MINUTES * 60_000);
    const params = { ticket: String(number), held: id };
    return [
      { do: 'change', ticket: number, event: 'held', set: { held: [...(ticket.held ?? []), one] } },
      { do: 'later', at, key: `held ${number} ${id}`, intent: 'keep held', params },
      { do: 'tell', to: account, message: scene.words.askHeld(ticket, id, WAIT_MINUTES) },
    ];
  },
});

/** It was meant for the requester after all: it goes to every thread but the one it was written in. */
export const sendHeld = act({
  name: 'send held',
  form: decided,
  may: 'writer',
  typed: false,
  decide: ({ held: id }, scene) => {
    const { ticket, text, source, files } = heldIn(scene, id);
    return [
      { do: 'say', ticket: ticket.number, text, source, files },
      ...firstReply(ticket, scene.now),
      { do: 'change', ticket: ticket.number, event: 'sent', set: { held: without(ticket, id) } },
      { do: 'answer', message: scene.words.sentHeld(ticket) },
    ];
  },
});

/** It stays among the agents, as a note: because its writer said so, or said nothing. */
export const keepHeld = act({
  name: 'keep held',
  form: decided,
  may: 'writer',
  typed: false,
  decide: ({ held: id }, scene) => {
    const { actor } = scene;
    if (actor === undefined && !isWaiting(ticketOf(scene), id)) return [];
    const { ticket, writer, text, source, files } = heldIn(scene, id);
    const { number } = ticket;
    return [
      { do: 'note', ticket: number, text, by: writer, source, files },
      { do: 'change', ticket: number, event: 'kept', set: { held: without(ticket, id) } },
      actor === undefined
        ? {
            do: 'tell',
            to: writer.account,
            message: scene.wordsFor(writer.locale).keptHeld(ticket, true),
            ifReached: true,
          }
        : { do: 'answer', message: scene.words.keptHeld(ticket, false) },
    ];
  },
});

interface Held {
  readonly ticket: Ticket;
  readonly writer: Party;
  readonly text: string;
  readonly source: Source | undefined;
  readonly files: Scene['files'];
}

/** What is still to be decided; refused when it was. */
function heldIn(scene: Scene, id: string): Held {
  const ticket = ticketOf(scene);
  const one = ticket.held?.find((message) => message.id === id);
  if (one?.text === undefined) throw new Refusal('already decided', { ticket: ticket.number });
  const { writer, text, source, files = [] } = one;
  return { ticket, writer, text, source, files };
}

const isWaiting = ({ held = [] }: Ticket, id: string): boolean =>
  held.some((one) => one.id === id && one.text !== undefined);

/** Without its text; where it was written still tells which message it was. */
const decidedOf = ({ text: _, files: __, ...rest }: HeldMessage): HeldMessage => rest;

/** The messages of a ticket once this one is decided: its text is let go. */
export function without({ held = [] }: Ticket, id: string): readonly HeldMessage[] {
  const after = held.map((one): HeldMessage => (one.id === id ? decidedOf(one) : one));
  const over = after.filter(({ text }) => text === undefined).length - REMEMBERED;
  let dropped = 0;
  return after.filter(({ text }) => {
    if (text !== undefined || dropped >= over) return true;
    dropped += 1;
    return false;
  });
}
