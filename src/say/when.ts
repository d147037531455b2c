import type { Voice } from './voice.ts';
import { text, toEveryone } from './voice.ts';
import type { Tone, Words } from './words.ts';

/** The desk's calendar, and what was read out of somebody's words about it. */
export function when(
  { timeZone }: Tone,
  { phrases, now, label, onDay }: Voice,
): Pick<Words, 'today' | 'startRead' | 'needed'> {
  const iso = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return {
    today: () => iso.format(now()),
    startRead: (day) => phrases.when.started(onDay(day)),
    needed: ({ number }, day) => toEveryone([text(phrases.when.needed(label(number), onDay(day)))]),
  };
}
