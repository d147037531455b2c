import type { FormWords } from '../words.ts';

/**
 * What a language says of tickets that are the same; the conventions are those of `Phrases`. To a requester the other ticket
 * has neither number nor words, unless it is their own.
 */
export interface DuplicatePhrases {
  /** On the agents' cards. */
  readonly isOne: (main: string) => string;
  readonly hasSome: (ids: string) => string;
  /** On the requester's, while the other is open. */
  readonly goesOn: string;

  readonly linked: (id: string, main: string) => string;
  readonly linkedHint: (main: string) => string;
  readonly linking: (ids: string, main: string) => string;
  readonly linkingNone: (main: string) => string;
  /** To the requester: the other is their own, is open, or is over. */
  readonly tell: Readonly<Record<'own' | 'open' | 'over', (id: string, main: string) => string>>;
  readonly tellHint: string;
  readonly solved: (id: string) => string;
  readonly unsolved: (id: string) => string;

  readonly button: (main: string) => string;
  readonly buttonAll: (count: number, main: string) => string;
  readonly refused: {
    readonly sameTicket: (id: string) => string;
    readonly itself: (id: string, of: string) => string;
  };
}

export type DuplicateButtons = Readonly<Record<'duplicateOf' | 'linkDuplicates', string>>;

/** A language gets its example of a ticket's number. */
export type DuplicateForms = (example: string) => { readonly duplicate: FormWords };
