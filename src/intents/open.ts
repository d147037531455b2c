import type { Address } from '../adapter.ts';
import { type Kind, type Level, priorityOf, replyDue, type Thread, type Ticket } from '../desk/ticket.ts';
import { Refusal } from '../errors.ts';
import { act, type Effect, type Opening, type Scene } from '../intent.ts';
import { actorOf, asAgent, HOUR_MS, lately } from './scene.ts';
import { serviceNamed } from './service.ts';
import { IMPACT, URGENCY } from './weights.ts';

/** Opens a ticket: a card in every agents' place, a thread for the requester. */
export const open = act({
  name: 'open',
  aliases: ['new'],
  form: {
    subject: { kind: 'text', required: true, max: 150 },
    description: { kind: 'text', required: false, max: 40_000, long: true },
    needed: { kind: 'day', required: false },
    urgency: { kind: 'choice', required: false, options: ['low', 'medium', 'high'] },
    impact: { kind: 'choice', required: false, options: ['me', 'team', 'everyone'] },
    service: { kind: 'service', required: false },
    kind: { kind: 'choice', required: false, options: ['incident', 'request', 'question'] },
  } as const,
  may: 'anyone',
  asksFirst: true,
  takesFiles: true,
  needs: () => ({ number: true }),
  decide: (params, scene) => {
    const impact = params.impact === undefined ? 2 : IMPACT[params.impact];
    const urgency = params.urgency === undefined ? 2 : URGENCY[params.urgency];
    const { behalf, raising, raised } = scene;
    if (behalf?.from === 'name' && !asAgent(scene)) throw new Refusal('not allowed', { intent: 'open for' });
    if (raised !== undefined) throw new Refusal('already raised', { ticket: raised });
    allow(scene, params);
    const about = params.service === undefined ? {} : { service: serviceNamed(params.service, scene) };
    const by = params.needed === undefined ? {} : { neededBy: params.needed };
    const what = {
      subject: params.subject,
      kind: params.kind ?? 'incident',
      impact,
      urgency,
      ...about,
      ...by,
    } as const;
    const ticket = newTicket(scene, what, undefined, behalf);
    const opening = { ticket, text: params.description, threads: ticket.threads, raising };
    if (behalf !== undefined) return onBehalf(behalf, opening, scene);
    return [
      { do: 'open', opening },
      ...pointer(ticket, scene),
      ...warning(ticket, scene),
      scene.source === undefined
        ? { do: 'answer', message: scene.words.opened(ticket) }
        : { do: 'tell requester', ticket: ticket.number, message: scene.words.openedFromMessage(ticket) },
    ] satisfies readonly Effect[];
  },
});

/** Refuses one ticket too many in an hour, with what was written where it stands nowhere else. Agents at work open any number. */
function allow(
  scene: Scene,
  { subject, description }: { readonly subject: string; readonly description?: string | undefined },
): void {
  const { opened, openLimit: most, now, source } = scene;
  if (most === 0 || asAgent(scene)) return;
  const oldest = lately(opened, now)[most - 1];
  if (oldest === undefined) return;
  const wrote = source === undefined ? [subject, description].filter(Boolean).join('\n\n') : undefined;
  throw new Refusal('too many tickets', { most, again: new Date(oldest.getTime() + HOUR_MS), wrote });
}

/** Each side is told who did it; only what is quoted is shown as the requester's own words. */
function onBehalf({ of, from }: NonNullable<Scene['behalf']>, opening: Opening, scene: Scene): readonly Effect[] {
  const ticket = { ...opening.ticket, threads: opening.threads };
  const { number } = ticket;
  const by = actorOf(scene).name;
  const author = from === 'quote' ? { author: of } : {};
  return [
    { do: 'open', opening: { ...opening, ...author, behalf: from } },
    ...pointer(ticket, scene),
    { do: 'tell requester', ticket: number, message: scene.wordsFor(of.locale).openedForYou(ticket, by) },
    { do: 'tell agents', ticket: number, message: scene.wordsFor(undefined).openedOnBehalf(ticket, by) },
    { do: 'answer', message: scene.words.openedFor(ticket) },
  ];
}

/**
 * A ticket that begins now, raised by the actor or on somebody's behalf, with its requester's thread first and one for each agents' place. A message
 * is the root of its own thread; any other gesture gets a thread at the speaker's home. `from` is a thread that goes on.
 */
export function newTicket(
  scene: Scene,
  what: {
    readonly subject: string;
    readonly kind: Kind;
    readonly impact: Level;
    readonly urgency: Level;
    readonly service?: string;
    readonly neededBy?: string;
    readonly follows?: number;
  },
  from?: Thread,
  behalf?: Scene['behalf'],
): Ticket {
  const { now, number, place } = scene;
  if (number === undefined || place === undefined) throw new Error('a new ticket needs a number and a place');
  const priority = priorityOf(what.impact, what.urgency);
  const home = from ?? (behalf ? { seq: 0, side: 'requester', at: behalf.home } : requesterThread(scene, place.home));
  return {
    ...what,
    number,
    priority,
    status: 'new',
    requester: behalf?.of ?? actorOf(scene),
    openedAt: now,
    replyDueAt: replyDue(priority, now),
    reopened: 0,
    survey: { round: 0, state: 'none' },
    threads: [home, ...scene.agentsPlaces.map((at, index): Thread => ({ seq: index + 1, side: 'agents', at }))],
  };
}

/** What stays where everybody reads: that there is a ticket, in the desk's own language, and nothing of what it is about. */
function pointer(ticket: Ticket, { place, wordsFor }: Scene): readonly Effect[] {
  if (!overheard(place) || place?.thread === undefined) return [];
  return [{ do: 'tell place', at: place.thread, message: wordsFor(undefined).openedElsewhere(ticket) }];
}

const overheard = (place: Scene['place']): boolean => place?.addressed === true || place?.watched === true;

/** Agents must know when others read what they write to the requester. */
function warning(ticket: Ticket, scene: Scene): readonly Effect[] {
  if (scene.source === undefined || !isOpenToAll(scene)) return [];
  return [{ do: 'tell agents', ticket: ticket.number, message: scene.wordsFor(undefined).inPublic(ticket) }];
}

/** Raised in a place that is for raising tickets in public, and not by calling the desk to one that is not. */
const isOpenToAll = ({ place }: Scene): boolean => place?.side === 'public' && place.addressed !== true;

/**
 * A thread that others read is no place for a ticket, unless it was begun for one; and what others can take away is not
 * where it begins anew.
 */
function requesterThread(scene: Scene, home: Address): Thread {
  const here = scene.source === undefined || overheard(scene.place) ? undefined : scene.place?.thread;
  return here === undefined
    ? { seq: 0, side: 'requester', at: home }
    : { seq: 0, side: 'requester', at: isOpenToAll(scene) ? home : here, address: here };
}
