import type { Voice } from './voice.ts';
import type { Tone, Words } from './words.ts';

/** The desk's calendar, and what was read out of somebody's words about it. */
export function when({ timeZone }: Tone, { phrases, now }: Voice): Pick<Words, 'today' | 'datesRead'> {
  const iso = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const short = new Intl.DateTimeFormat(phrases.locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const written = (day: string) => short.format(new Date(`${day}T00:00:00Z`));
  return {
    today: () => iso.format(now()),
    datesRead: ({ started, neededBy }) => {
      if (started !== undefined && neededBy !== undefined)
        return phrases.when.both(written(started), written(neededBy));
      if (started !== undefined) return phrases.when.started(written(started));
      return neededBy === undefined ? undefined : phrases.when.neededBy(written(neededBy));
    },
  };
}
