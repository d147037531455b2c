/** OUTBOX ROW → DELIVERY. What a row shows, as it should be shown now. */
import type { Attachment, Author, Delivery, PublicMessage, Removal, Standing } from './adapter.ts';
import type { Held } from './desk/outbox.ts';
import type { Content, ShownFile } from './desk/rows.ts';
import { readersOf, type Thread, type Ticket } from './desk/ticket.ts';
import { LOCALES } from './say/index.ts';
import type { Words } from './say/words.ts';

type WordsFor = (locale: string | undefined) => Words;

/** Undefined if its thread has no address and never will have. */
export function deliveryOf(
  row: Held,
  wordsFor: WordsFor,
  keyPrefix: string,
  read: (file: ShownFile) => ReturnType<Attachment['read']>,
): Delivery | Removal | undefined {
  const { ticket, thread, content, address } = row;
  const key = `${keyPrefix}-${row.id.toString(36)}`;
  const common = { key, ...(row.tried === undefined ? {} : { tried: row.tried }) };
  if (row.op === 'post') {
    const to = thread?.address ?? address;
    if (content === undefined || to === undefined) return undefined;
    const { file, ...shown } = content;
    if (file === undefined) return { ...shown, op: 'post', to, ...common };
    const { name, type, bytes } = file;
    return { ...shown, op: 'post', to, ...common, file: { name, type, bytes, read: () => read(file) } };
  }
  if (ticket === undefined || thread === undefined) return undefined;
  if (row.op === 'revise') {
    const revised =
      row.spoken && row.copy && revisionOf(row.spoken, row.copy, readersOf(thread), wordsFor(localeOf(row)));
    return revised && { ...revised, ...common };
  }
  const { asked } = row;
  if (asked !== undefined) {
    const { address: to } = thread;
    const message = wordsFor(ticket.requester.locale).askedOver(ticket, asked);
    if (to === undefined || asked.remote === undefined) return undefined;
    return { side: 'requester', message, op: 'edit', to, remote: asked.remote, ...common };
  }
  const notes = thread.side === 'notes';
  const card = {
    ...cardOf(ticket, thread.side, wordsFor),
    ...(notes ? {} : { standing: standingOf(ticket, wordsFor) }),
  };
  const named = notes ? wordsFor(undefined).notesTitle(ticket) : wordsFor(undefined).threadTitle(ticket);
  if (row.op === 'open')
    return address === undefined ? undefined : { ...card, op: 'open', at: address, title: named, ...common };
  const { address: to, remote } = thread;
  const title = ticket.editedAt === undefined ? {} : { title: named };
  return to === undefined || remote === undefined
    ? undefined
    : { ...card, op: 'edit', to, remote, ...title, ...common };
}

/** Of whoever reads there. */
const localeOf = ({ thread, ticket }: Held): string | undefined =>
  thread?.side === 'requester' ? ticket?.requester.locale : undefined;

function standingOf({ status }: Ticket, wordsFor: WordsFor): Standing {
  const spoken = [undefined, ...LOCALES].map((locale) => wordsFor(locale).statuses);
  const every = Object.keys(wordsFor(undefined).statuses) as Ticket['status'][];
  const names = every.map((one) => [one, [...new Set(spoken.map((statuses) => statuses[one]))]]);
  return { status, names: Object.fromEntries(names), over: status === 'closed' };
}

function cardOf(ticket: Ticket, side: Thread['side'], wordsFor: WordsFor): Content {
  switch (side) {
    case 'agents':
      return { side, message: wordsFor(undefined).agentsCard(ticket) };
    case 'notes':
      return { side: 'agents', message: wordsFor(undefined).notesCard(ticket) };
    case 'requester':
      return { side, message: wordsFor(ticket.requester.locale).requesterCard(ticket) };
    default:
      return side satisfies never;
  }
}

/** Where a copy may no longer be, it is taken away: whatever else is amiss, no requester reads a note. */
function revisionOf(
  { author: name, avatar, text, visibility, deleted }: NonNullable<Held['spoken']>,
  { address: to, remote }: NonNullable<Held['copy']>,
  side: 'requester' | 'agents',
  words: Words,
) {
  if (deleted || (visibility === 'note' && side === 'requester')) return { op: 'remove', to, remote } as const;
  const edited = words.edited();
  if (visibility === 'note') {
    return { op: 'edit', to, remote, edited, side: 'agents', message: words.note(name, text) } as const;
  }
  const message: PublicMessage = { audience: 'everyone', lines: [{ kind: 'said', text }] };
  const as: Author = avatar === null ? { name } : { name, avatar };
  return { op: 'edit', to, remote, edited, side, message, as } as const;
}
