/** What becomes of files: decided over what was said with them, and again when their bytes are here. Pure. */
import type { FileRef, Incoming } from './adapter.ts';
import { type Missing, namesOf, type SentFile, safeName, sift, type TicketFile } from './desk/file.ts';
import type { Deed } from './desk/rows.ts';
import type { Ticket } from './desk/ticket.ts';
import type { Effect } from './intent.ts';
import type { Words } from './say/words.ts';
import { openingOf } from './understand/subject.ts';
import type { Understood } from './understand/understood.ts';

/** How copying a file ended. */
export type Copied = { readonly ok: true; readonly bytes: number } | { readonly ok: false; readonly why: Missing };

export interface Sifted {
  readonly kept: readonly SentFile[];
  readonly missing: readonly (readonly [SentFile, Missing])[];
}

const NONE: Sifted = { kept: [], missing: [] };

export function siftedOf(incoming: Incoming | undefined, limit: number): Sifted {
  const { key, place, files = [] } = incoming ?? {};
  if (key === undefined || place === undefined || files.length === 0) return NONE;
  return sift(files, { key, tenant: place.tenant, limit });
}

/**
 * Whoever sends the desk a picture wants something, even if no word of theirs says so: what is no other intent opens a
 * ticket, which can be withdrawn with one press.
 */
export function withFiles(understood: Understood, text: string, files: readonly FileRef[]): Understood {
  const vague = understood.kind === 'greeting' || understood.kind === 'unsure';
  if (files.length === 0 || !vague) return understood;
  const opening = openingOf(text) ?? { subject: safeName(files[0]?.name ?? '') };
  return { kind: 'intent', intent: 'open', params: { ...opening }, by: 'words', confidence: 1 };
}

/** What is recorded as said where nothing was, but files were attached; undefined where there are words, or no files. */
export function instead({ said, files = [] }: Incoming): string | undefined {
  const wordless = said.kind === 'message' && said.text.trim() === '' && files.length > 0;
  return wordless ? namesOf(files.map(({ name }) => ({ name: safeName(name) }))) : undefined;
}

/** What is to be said of files that cannot be kept, or that came with a message that belongs to no ticket. */
export function saidOfFiles(
  effects: readonly Effect[],
  { missing, kept }: Sifted,
  { actor, source }: Deed,
  wordsFor: (locale: string | undefined) => Words,
): readonly Effect[] {
  if (missing.length + kept.length === 0 || actor === undefined) return [];
  const taken = takenBy(effects);
  if (taken === undefined) {
    return source === undefined ? [] : [{ do: 'answer', message: wordsFor(actor.locale).filesNotKept() }];
  }
  return missing.map(([file, why]) => {
    const { account, name: author, locale } = actor;
    const more = {
      ...(locale === undefined ? {} : { locale }),
      ...(source === undefined ? {} : { source: source.address }),
    };
    return missEffect({ ...file, ...taken, account, author, ...more }, why, undefined, wordsFor);
  });
}

/** What follows when a file's bytes are here, or it is sure that they never will be. `told`: its sender knows already. */
export function copiedEffects(
  file: TicketFile,
  copied: Copied,
  ticket: Ticket | undefined,
  told: boolean,
  wordsFor: (locale: string | undefined) => Words,
): readonly Effect[] {
  if (copied.ok) return [{ do: 'attach', file: { ...file, bytes: copied.bytes } }];
  const miss = missEffect(file, copied.why, ticket, wordsFor);
  return [told && miss.do === 'miss' ? { ...miss, sender: undefined } : miss];
}

function missEffect(
  file: TicketFile,
  why: Missing,
  ticket: Ticket | undefined,
  wordsFor: (locale: string | undefined) => Words,
): Effect {
  const { name, author } = file;
  return {
    do: 'miss',
    file,
    why,
    sender: wordsFor(file.locale).fileMissing(file.ticket, file, why),
    requester: wordsFor(ticket?.requester.locale).fileMissed(author, name),
    agents: wordsFor(undefined).fileMissed(author, name),
  };
}

/** The ticket that takes the files, and who may read them: they go where what was said goes. */
function takenBy(effects: readonly Effect[]): Pick<TicketFile, 'ticket' | 'visibility'> | undefined {
  for (const effect of effects) {
    if (effect.do === 'open') return { ticket: effect.opening.ticket.number, visibility: 'public' };
    if (effect.do === 'say') return { ticket: effect.ticket, visibility: 'public' };
    // What is held may become a note: nobody but agents hears of it.
    const held = effect.do === 'change' && effect.event === 'held';
    if (effect.do === 'note' || held) return { ticket: effect.ticket, visibility: 'note' };
  }
  return undefined;
}
