import type { Plan } from './plan.ts';
import type { Cue } from './script.ts';

/** What somebody said about a ticket, as it was left. */
export interface Utterance {
  /** The word in it now; undefined once it was deleted. */
  word: string | undefined;
  /** The words that were in it before. */
  readonly gone: string[];
  readonly kind: 'ask' | 'answer' | 'note';
  /** Where it was said: there is no copy of it there. */
  readonly where: 'slack' | 'discord';
  /** Its own id on its platform; undefined for a note, which is written in a form. */
  readonly id?: string;
}

/** What happened to one ticket, for whoever looks afterwards. */
export interface Life {
  readonly plan: Plan;
  readonly said: Utterance[];
  /** The scores that were pressed, in order. */
  readonly scores: number[];
  /** Its root in Slack's direct messages; undefined for a ticket of Discord. */
  root: string | undefined;
  /** All deeds were done, and seen by whom they concern. */
  finished: boolean;
  /** In words, with the milliseconds since the run began. */
  readonly history: string[];
}

/** Something that happened, and what that was in words. */
export interface Happening {
  readonly cue: Cue;
  readonly what: string;
}

/** How long the platforms waited to be told that something was taken, and how long the desk needed to recover. */
export interface Times {
  readonly acks: number[];
  /** From the end of a trouble to when nothing that was to be shown then is waiting any more. */
  readonly recoveries: number[];
}
