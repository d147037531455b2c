/** What follows from looking for an article: it is offered first, with the ticket one press away; or nothing does, and that is noted. */
import type { Incoming } from './adapter.ts';
import type { Article } from './desk/knowledge/article.ts';
import type { Prepared, Wondered } from './desk/knowledge/question.ts';
import type { Gesture } from './gesture.ts';
import type { Effect } from './intent.ts';
import type { Words } from './say/words.ts';
import { openingIn } from './understand/grammar.ts';

/** What came of looking for an article that answers a message. */
export interface Looked {
  /** What the question will be known by. */
  readonly id: string;
  /** How good the best one was, from 0 to 1. */
  readonly match: number;
  /** One that is good enough, and what of it answers. */
  readonly offer?: { readonly article: Article; readonly passage: string };
}

/** The text of a question as it is kept for the report of gaps, at most. */
const TEXT_MAX = 500;

/** The article instead of what the message would have led to; undefined where there is none to offer. */
export function offerIn(
  { what, incoming }: Gesture,
  words: Words,
): { readonly kind: 'effects'; readonly effects: readonly Effect[] } | undefined {
  if (what.kind !== 'message' || what.looked?.offer === undefined || incoming === undefined) return undefined;
  const { text, looked, outside } = what;
  const { article, passage } = what.looked.offer;
  const prepared = preparedOf(
    text,
    incoming,
    outside.kind === 'intent' && outside.intent === 'open' ? outside.params : {},
  );
  return {
    kind: 'effects',
    effects: [
      { do: 'note question', question: { ...notedOf(text, looked), article: article.id, prepared } },
      { do: 'answer', message: words.offered(article, passage, looked.id) },
    ],
  };
}

/** Something was asked that no article answers. */
export function gapIn({ what }: Gesture): readonly Effect[] {
  if (what.kind !== 'message' || what.looked === undefined || what.looked.offer !== undefined) return [];
  return [{ do: 'note question', question: notedOf(what.text, what.looked) }];
}

/** What is kept of a question that was answered at once. */
export function noticedIn(id: string, { opens, ...asked }: Wondered, incoming: Incoming): readonly Effect[] {
  const prepared = opens === true ? { prepared: preparedOf(asked.text, incoming, {}) } : {};
  return [
    { do: 'note question', question: { ...asked, ...notedOf(asked.text, { id, match: asked.match }), ...prepared } },
  ];
}

const notedOf = (text: string, { id, match }: Looked) => ({
  id,
  match,
  text: text.trim().slice(0, TEXT_MAX).toWellFormed(),
});

/**
 * The ticket as the message would have opened it. Where only the speaker and the desk read it, the message stays the root of
 * its thread; what was said where others read becomes a ticket in private, as it would have.
 */
export function preparedOf(text: string, { key, place, said }: Incoming, params: Prepared['params']): Prepared {
  const opening = { ...openingIn(text), ...params };
  const address = place.thread ?? place.address;
  if (place.side !== 'direct' || said.kind !== 'message') return { params: opening };
  return { params: opening, source: { address, remote: said.remote, key }, place };
}
