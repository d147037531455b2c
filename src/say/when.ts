import type { Voice } from './voice.ts';
import { text, toEveryone } from './voice.ts';
import type { Tone, Words } from './words.ts';

/** The desk's calendar, and what was read out of somebody's words about it. */
export function when(
  { timeZone }: Tone,
  { phrases, now, label }: Voice,
): Pick<Words, 'today' | 'startRead' | 'needed'> {
  const iso = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return {
    today: () => iso.format(now()),
    startRead: (day) => phrases.when.started(written(day, phrases.locale)),
    needed: ({ number, neededBy }) =>
      toEveryone([text(phrases.when.needed(label(number), written(neededBy ?? iso.format(now()), phrases.locale)))]),
  };
}

/** A day (ISO 8601) as people write it: Fri 27 Nov. */
export function written(day: string, locale: string): string {
  const short = new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
  return short.format(new Date(`${day}T00:00:00Z`));
}
