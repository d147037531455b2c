import type { Tone } from './words.ts';

export interface Clock {
  /** For what is read now: "10:40" today, "Tue 10:40" less than a week away, else "3 Dec", with the year if it is another. */
  brief(at: Date): string;
  /** For what may be read days later (a card stays where it was posted): always with its date. */
  full(at: Date): string;
  /** A day of the calendar (ISO 8601), which is in no time zone: "Fri 27 Nov". */
  onDay(iso: string): string;
  now(): Date;
}

/** Times of a desk, in its time zone, as a language writes them. */
export function clock({ timeZone, now }: Tone, locale: string): Clock {
  const shaped = (shape: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, ...shape, hourCycle: 'h23' });
    return byMinute((at) => format.format(at));
  };
  const time = shaped({ hour: '2-digit', minute: '2-digit' });
  const weekday = shaped({ weekday: 'short' });
  const date = shaped({ day: 'numeric', month: 'short' });
  const dateOfYear = shaped({ day: 'numeric', month: 'short', year: 'numeric' });
  const dayOfWeek = shaped({ weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
  const day = calendar(timeZone);
  const dateFor = (at: Date) => (day(at).year === day(now()).year ? date(at) : dateOfYear(at));
  return {
    now,
    brief: (at) => {
      const away = Math.abs(day(at).number - day(now()).number);
      if (away === 0) return time(at);
      return away < 7 ? `${weekday(at)} ${time(at)}` : dateFor(at);
    },
    onDay: (iso) => dayOfWeek(new Date(`${iso}T00:00:00Z`)),
    full: (at) => `${weekday(at)} ${dateFor(at)}, ${time(at)}`,
  };
}

/** The calendar day of an instant, numbered, so that days can be counted over midnight and over a change of the clocks. */
function calendar(timeZone: string): (at: Date) => { readonly year: number; readonly number: number } {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return byMinute((at) => {
    const [year = 0, month = 1, day = 1] = format.format(at).split('-').map(Number);
    return { year, number: Date.UTC(year, month - 1, day) / 86_400_000 };
  });
}

const KEPT = 1000;

/** Remembers what came out for the last minutes asked for: Intl costs microseconds a call, and a card needs a dozen. */
function byMinute<T>(compute: (at: Date) => T): (at: Date) => T {
  const known = new Map<number, T>();
  return (at) => {
    const minute = Math.floor(at.getTime() / 60_000);
    const kept = known.get(minute);
    if (kept !== undefined) return kept;
    if (known.size >= KEPT) known.clear();
    const made = compute(at);
    known.set(minute, made);
    return made;
  };
}
