/** What somebody asked, what they were offered, and whether that was the end of it. Pure. */
import type { Place } from '../../adapter.ts';
import type { Raw } from '../../form.ts';
import type { PersonId, Source } from '../ticket.ts';

/** A ticket of the question, as it would have been opened at once. */
export interface Prepared {
  readonly params: Raw;
  /** The message that it begins with and where it was said, if that is where the ticket can live. */
  readonly source?: Source;
  readonly place?: Place;
}

/** What somebody wanted to know, and what was found. */
export interface Wondered {
  readonly text: string;
  /** Undefined where no article was good enough: a gap. */
  readonly article?: number;
  /** How good the best one was, from 0 to 1. */
  readonly match: number;
  /** Whether a ticket of it is one press away. */
  readonly opens?: true;
}

/** A question as it is noted. */
export interface Noted extends Omit<Wondered, 'opens'> {
  readonly id: string;
  readonly prepared?: Prepared;
}

/** A question as it stands. */
export interface Question {
  readonly id: string;
  /** Who asked. */
  readonly person: PersonId;
  readonly article?: number;
  readonly prepared?: Prepared;
  readonly confirmed: boolean;
  /** They made this ticket of it. */
  readonly ticket?: number;
}

/** What became of a question that an article was offered for. */
export type Outcome = 'solved' | 'silent' | 'came back' | 'too early';

/** A question that an article was offered for, with what its asker did afterwards. */
export interface Asked {
  readonly askedAt: Date;
  readonly confirmed: boolean;
  /** They made a ticket of it by its button. */
  readonly ticketed: boolean;
  /** When they, by any account of theirs, opened a ticket or asked again, after this question. */
  readonly back: readonly Date[];
}

/**
 * An answer counts as deflected when its asker said that it solved it, or said nothing (`solved`, `silent`), and did not come
 * back within `windowMs`, by a ticket or another question, whatever that was about: nobody can tell for sure that it was
 * about something else, and a desk that counts what it did not save fools itself. Before the time is over nothing is said.
 */
export function outcomeOf({ askedAt, confirmed, ticketed, back }: Asked, windowMs: number, now: Date): Outcome {
  const until = askedAt.getTime() + windowMs;
  if (ticketed || back.some((at) => at.getTime() >= askedAt.getTime() && at.getTime() <= until)) return 'came back';
  if (now.getTime() <= until) return 'too early';
  return confirmed ? 'solved' : 'silent';
}
