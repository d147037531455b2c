import type { FormWords } from '../words.ts';

export interface WhenPhrases {
  /** What was read out of somebody's words: under the field where they can say otherwise. At most 100 characters. */
  started(day: string): string;
  /** By when it is needed: on a card. */
  readonly neededBy: string;
  needed(ticket: string, day: string): string;
  /** By when it is needed: in a form. */
  readonly field: FormWords['fields'][string];
}
