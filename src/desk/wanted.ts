import type { Address, Speaker } from '../adapter.ts';
import type { Needs } from '../intent.ts';

/**
 * How a language is marked that was told by nothing but what somebody wrote, in BCP 47's own room for that (RFC 5646, 2.2.7):
 * what a platform tells takes its place, and so does another language that they write in.
 */
export const SAID = '-x-said';

/** What the dispatcher must know about one gesture before it can be decided. */
export interface Wanted {
  readonly key: string;
  readonly also?: string;
  /** It is in the inbox already, as work put off; else its key is claimed now. */
  readonly stored: boolean;
  readonly org: number;
  /** `spoken`: the locale that they write in, which gives way to what was ever told. */
  readonly speaker?: Speaker & { readonly spoken?: string };
  /** For whom it is done, where that is not the speaker. */
  readonly behalf?: Speaker;
  /** The thread of everybody's that a ticket may have been raised in. */
  readonly raising?: Address;
  /** The ticket that it names, and the thread that may be bound to one. */
  readonly ticket?: number;
  readonly thread?: Address;
  /** The thread was there before. */
  readonly replying?: boolean;
  /** A message, of which more may be known than it says. */
  readonly message?: true;
  /** It may open a ticket, for the speaker or on behalf: how many before it are to be looked at. */
  readonly counts?: { readonly of: 'own' | 'behalf'; readonly most: number };
  /** The key of the message that it changes, or quotes. */
  readonly revises?: string;
  readonly needs: Needs;
}

/** A gesture's row in the argument of the statement that loads. */
export function argumentOf(
  { key, also, stored, org, speaker, behalf, raising, ticket, thread, replying, revises, counts, needs }: Wanted,
  ord: number,
): object {
  return {
    ord,
    key,
    also,
    stored,
    org,
    account: speaker?.account,
    name: speaker?.name,
    avatar: speaker?.avatar,
    told: speaker?.locale,
    spoken: speaker?.spoken,
    other: behalf?.account,
    other_name: behalf?.name,
    other_avatar: behalf?.avatar,
    other_locale: behalf?.locale,
    raising,
    ticket,
    thread,
    replying,
    revises,
    own: counts?.of === 'own' ? counts.most : undefined,
    others: counts?.of === 'behalf' ? counts.most : undefined,
    opens: needs.number === true,
    code: needs.codeHash,
    codes: needs.codes === true,
    agents: needs.agents === true,
    asked: needs.asked === true,
    said: needs.said === true,
    question: needs.question,
    article: needs.article === true,
    main: needs.main,
  };
}
