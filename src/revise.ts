import type { Revision } from './adapter.ts';
import type { Loaded } from './desk/load.ts';
import type { Deed, Recording } from './desk/rows.ts';
import type { Spoken } from './desk/spoken.ts';
import type { HeldMessage, Ticket } from './desk/ticket.ts';
import type { Gesture } from './gesture.ts';
import type { Effect } from './intent.ts';
import { without } from './intents/hold.ts';
import type { Setting } from './setting.ts';
import { openingIn } from './understand/grammar.ts';
import { isSlip } from './understand/slip.ts';

/**
 * Decides what follows from what became of a message. Pure. Only its words change: what it led to when it was said, such as
 * a ticket taken up again, stays. A message that is not known is looked for a second time, when nothing is being recorded
 * beside it; what became of one that has not come then is remembered for when it does.
 */
export function revise(
  { org, key, at, stored }: Gesture,
  revision: Revision,
  { revises, named, bound, heard }: Loaded,
  recording: Recording,
  setting: Setting,
): void {
  for (const ticket of [bound, named]) if (ticket !== undefined) recording.know(org, ticket);
  const deed: Deed = { org, key, at, actor: undefined, place: undefined, source: undefined, answerTo: undefined };
  const message = recording.spoken(org, revision.of) ?? revises;
  if (message !== undefined) {
    const ticket = recording.ticket(org, message.ticket);
    if (ticket !== undefined) recording.add(deed, changes(message, revision, ticket, at, setting));
    return;
  }
  const here = bound && recording.ticket(org, bound.number);
  const held = here?.held?.find(({ source }) => source?.key === revision.of);
  if (here !== undefined && held?.text !== undefined) {
    recording.add(deed, changesHeld(held, revision, here, setting));
    return;
  }
  // It was heard and is no part of any ticket; unless what was held of it is being decided at this moment.
  if (heard === 'done' && (stored || held === undefined)) return;
  if (heard !== 'pending' && here === undefined && revision.toDesk !== true) return;
  if (stored) recording.await(org, revision);
  else recording.putOff(deed, { kind: 'revise', revision });
}

/** What follows for a message of a ticket. */
function changes(from: Spoken, revision: Revision, ticket: Ticket, at: Date, setting: Setting): readonly Effect[] {
  if (from.deleted || !isNews(revision, from.version)) return [];
  const desk = setting.wordsFor(undefined);
  if (revision.kind === 'deleted') {
    const to: Spoken = { ...from, text: '', deleted: true };
    return [become(from, to), ...retitled(from.opens ? desk.textRemoved() : ticket.subject, ticket, at)];
  }
  const { text, version } = revision;
  // A link that unfurls is told as a change too; and so is what a platform learns of files that came without a word.
  const wordless = text.trim() === '' && !from.shown;
  if (wordless || text.trim() === from.text.trim()) return [become(from, { ...from, version })];
  const opening = from.opens ? openingIn(text) : undefined;
  const slips = isSaidByAgent(from, ticket) && from.visibility === 'public' && isSlip(text, setting.agentsGroups);
  const to: Spoken = {
    ...from,
    text,
    version,
    visibility: slips ? 'note' : from.visibility,
    // What said nothing but its files stands nowhere else yet.
    shown: from.shown || !from.opens || opening?.description !== undefined,
  };
  return [
    become(from, to),
    ...(from.opens ? retitled(opening?.subject ?? desk.textRemoved(), ticket, at) : []),
    ...(slips
      ? [{ do: 'tell agents', ticket: ticket.number, message: desk.takenBack(ticket, from.author.name) } as const]
      : []),
  ];
}

/** What follows for a message that is held back: it is decided by its newest words, and need not be once it is gone. */
function changesHeld(held: HeldMessage, revision: Revision, ticket: Ticket, setting: Setting): readonly Effect[] {
  const { id, writer, source } = held;
  const { number } = ticket;
  if (revision.kind === 'deleted') {
    const message = setting.wordsFor(writer.locale).heldWithdrawn(ticket);
    return [
      { do: 'change', ticket: number, event: 'withdrawn', set: { held: without(ticket, id) } },
      { do: 'tell', to: writer.account, message, ifReached: true },
    ];
  }
  const { text, version } = revision;
  if (source === undefined || !isNews(revision, source.version)) return [];
  const now: HeldMessage = { ...held, text, source: { ...source, version } };
  const all = (ticket.held ?? []).map((one) => (one.id === id ? now : one));
  return [{ do: 'change', ticket: number, event: 'reworded', set: { held: all } }];
}

const isNews = (revision: Revision, known: number | undefined): boolean =>
  revision.kind === 'deleted' || known === undefined || revision.version > known;

const become = (from: Spoken, to: Spoken): Effect => ({ do: 'revise', ticket: from.ticket, from, to });

function retitled(subject: string, { number, subject: before }: Ticket, editedAt: Date): readonly Effect[] {
  return subject === before ? [] : [{ do: 'change', ticket: number, event: 'reworded', set: { subject, editedAt } }];
}

const isSaidByAgent = ({ source }: Spoken, { threads }: Ticket): boolean =>
  threads.some(({ side, address }) => side === 'agents' && address !== undefined && address === source);
