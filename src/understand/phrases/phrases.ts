import type { Groups } from '../pattern.ts';

/**
 * What people say to a desk, in one language. Patterns are written as `pattern.ts` tells; word lists are separated by
 * spaces. A new phrase is a line here; a new language is a file like this one and its name in `lexicon.ts`.
 */
export interface Phrases {
  readonly groups: Groups;
  /** Patterns that fill a whole message between them: a greeting, or thanks, and nothing else. */
  readonly hello: readonly string[];
  readonly thanks: readonly string[];
  /** It works again, it is good now; in a thread the same as thanks. */
  readonly pleased: readonly string[];
  readonly bye: readonly string[];
  /** Thanks *for* something: the word that begins it, and what people thank for. Anywhere else these are requests. */
  readonly because: { readonly after: string; readonly words: string };
  /** Says nothing by itself: please, you, all. Nothing that could ask for something. */
  readonly courtesy: readonly string[];

  readonly help: readonly string[];
  readonly human: readonly string[];
  /** About giving a rating or feedback. Never turned into a number. */
  readonly rate: readonly string[];
  readonly link: readonly string[];
  readonly status: readonly string[];
  readonly list: readonly string[];
  /** Asks for a ticket to be closed. */
  readonly resolve: readonly string[];
  /** Says that a ticket is not wanted any more. */
  readonly needless: readonly string[];
  /** Says that a ticket's matter is settled. */
  readonly solved: readonly string[];
  readonly reopen: readonly string[];
  /** Says that something is wrong again; with a ticket named, that it shall be reopened. */
  readonly again: readonly string[];
  /** Words that say it is not for the first time. */
  readonly recurs: string;
  /** Words that begin a second wish. */
  readonly also: string;
  readonly update: readonly string[];

  /** In a ticket's thread, as the whole message. */
  readonly statusHere: readonly string[];
  readonly resolveHere: readonly string[];
  readonly reopenHere: readonly string[];

  /** Something is wrong, surely or perhaps. */
  readonly trouble: readonly string[];
  readonly hint: readonly string[];
  /** Something is wanted. */
  readonly wanted: readonly string[];
  /** Asks how something is done or why it is so. */
  readonly asking: readonly string[];
  /** What desks are asked about. */
  readonly things: string;
  /** What desks are not asked about. */
  readonly elsewhere: readonly string[];
  /** The speaker: it is about something of theirs. */
  readonly mine: string;
  /** Turns what follows into its opposite. */
  readonly not: string;
}
