import type { Button, InternalMessage, Line, PublicMessage } from '../adapter.ts';
import type { Ticket } from '../desk/ticket.ts';
import { type Press, press } from './buttons.ts';
import type { Language, Phrases } from './phrases.ts';
import { type Clock, clock } from './time.ts';
import type { Tone } from './words.ts';

/** A language about to speak for a desk: its phrases, its times, its buttons. */
export interface Voice extends Clock {
  readonly phrases: Phrases;
  readonly command: string;
  /** See `Tone`. */
  readonly assists: boolean;
  readonly press: Press;
  label(number: number): string;
  /** A score with its word: "4 of 5 (Good)". */
  score(score: number): string;
  /** The five buttons that rate a ticket. */
  scoreButtons(ticket: number): readonly Button[];
}

export function voice(tone: Tone, language: Language): Voice {
  const label = (number: number) => `${tone.prefix}-${number}`;
  const phrases = language(tone.command, label(12));
  return {
    ...clock(tone, phrases.locale),
    phrases,
    command: tone.command,
    assists: tone.assists === true,
    press: press(phrases.buttons),
    label,
    score: (score) => phrases.outOfFive(score, phrases.scores[score - 1] ?? ''),
    scoreButtons: (ticket) =>
      phrases.scores.map((word, index) => ({
        label: `${index + 1} · ${word}`,
        intent: 'rate',
        params: { ticket: String(ticket), score: String(index + 1) },
      })),
  };
}

/** The params of a button about this ticket. */
export const about = (ticket: Pick<Ticket, 'number'>) => ({ ticket: String(ticket.number) });

export const text = (words: string): Line => ({ kind: 'text', text: words });
export const hint = (words: string): Line => ({ kind: 'hint', text: words });
export const said = (words: string): Line => ({ kind: 'said', text: words });

export function toEveryone(lines: readonly Line[], buttons: readonly Button[] = []): PublicMessage {
  return { audience: 'everyone', lines, ...(buttons.length > 0 ? { buttons } : {}) };
}

export function toAgents(lines: readonly Line[], buttons: readonly Button[] = []): InternalMessage {
  return { audience: 'agents', lines, ...(buttons.length > 0 ? { buttons } : {}) };
}
