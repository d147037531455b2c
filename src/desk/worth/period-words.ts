/** What people call a period → its local days, in the languages that the desk speaks. Pure. */
import {
  addDays,
  addMonths,
  type Period,
  type Periods,
  periodNamed,
  sameLength,
  weekOf,
  withBefore,
} from './period.ts';

/**
 * `week`, `last month`, `30 days`, `2026-10`, `October`, `2026-Q3`, `2026-10-01..2026-10-15` and the like, around a local day;
 * undefined for what is no period. One that has begun and is not over ends with today, and is compared with as much of the
 * one before.
 */
export function periodIn(text: string, today: string): Periods | undefined {
  const said = plain(text);
  return namedIn(said, today) ?? daysIn(said, today) ?? spanned(rangeIn(said, today), today);
}

/**
 * The period that a line begins or ends with, by as many of its words as there can be, and the rest of it: people name a
 * service before or after.
 */
export function splitPeriod(line: string): { readonly period: string | undefined; readonly rest: string } {
  const words = line.trim().split(/\s+/);
  const isPeriod = (text: string): boolean => periodIn(text, SOME_DAY) !== undefined;
  for (let count = Math.min(words.length, MOST_WORDS); count > 0; count -= 1) {
    const [first, last] = [words.slice(0, count).join(' '), words.slice(-count).join(' ')];
    if (isPeriod(first)) return { period: first, rest: words.slice(count).join(' ') };
    if (isPeriod(last)) return { period: last, rest: words.slice(0, -count).join(' ') };
  }
  return { period: undefined, rest: line.trim() };
}

/** Which words are a period does not depend on the day. */
const SOME_DAY = '2026-01-01';
const MOST_WORDS = 8;
const MOST_DAYS = 1_100;
const YEARS = { first: 2000, last: 2100 } as const;

const UNITS: ReadonlyMap<string, 'week' | 'month' | 'quarter' | 'year'> = new Map(
  Object.entries({
    ...{ week: 'week', woche: 'week', semana: 'week' },
    ...{ month: 'month', monat: 'month', mes: 'month' },
    ...{ quarter: 'quarter', quartal: 'quarter', trimestre: 'quarter' },
    ...{ year: 'year', jahr: 'year', ano: 'year' },
  } as const),
);
const THIS = /^(?:this|current|diese[rs]?|laufende[rs]?|este|esta|actual)$/;
const LAST = /^(?:last|previous|letzte[rsn]?|vorige[rsn]?|pasad[oa]|ultim[oa]|anterior)$/;
const ARTICLE = /^(?:the|der|die|das|el|la|los|las)$/;
const DAYS = /^(?:(?:last|past|letzten?|ultimos) )?(\d{1,4}) ?(?:d|days?|tagen?|tage?|dias?)$/;
const TODAY = /^(?:today|heute|hoy)$/;
const YESTERDAY = /^(?:yesterday|gestern|ayer)$/;

/** Without accents and capitals; `this_week` is `this week`. */
const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[_\s]+/g, ' ')
    .trim()
    .split(' ')
    .filter((word) => !ARTICLE.test(word))
    .join(' ');

function namedIn(said: string, today: string): Periods | undefined {
  const words = said.split(' ');
  const units = words.flatMap((word) => UNITS.get(word) ?? []);
  const rest = words.filter((word) => !UNITS.has(word));
  const [unit] = units;
  if (unit === undefined || units.length > 1 || rest.length > 1) return undefined;
  const which = rest[0] ?? 'this';
  if (THIS.test(which)) return periodNamed(`this_${unit}`, today);
  return LAST.test(which) ? periodNamed(`last_${unit}`, today) : undefined;
}

function daysIn(said: string, today: string): Periods | undefined {
  const tomorrow = addDays(today, 1);
  if (TODAY.test(said)) return withBefore({ from: today, to: tomorrow });
  if (YESTERDAY.test(said)) return withBefore({ from: addDays(today, -1), to: today });
  const days = Number(DAYS.exec(said)?.[1] ?? 0);
  return days > 0 && days <= MOST_DAYS ? withBefore({ from: addDays(tomorrow, -days), to: tomorrow }) : undefined;
}

/** Whole days, and of how many whole months, where it is of any. */
interface Span extends Period {
  readonly months?: number;
}

const BETWEEN = /\s*(?:\.{2,3}|…)\s*|\s+(?:to|until|till|through|bis|hasta|a|-|–|—)\s+/;
const FROM = /^(?:from|between|von|vom|de|del|desde) /;

function rangeIn(said: string, today: string): Span | undefined {
  const one = spanIn(said, today);
  if (one !== undefined) return one;
  const bare = said.replace(FROM, '');
  const ends = /^\d{4}-\d\d-\d\d \d{4}-\d\d-\d\d$/.test(bare) ? bare.split(' ') : bare.split(BETWEEN);
  const [first, last] = ends.map((end) => spanIn(end, today));
  if (ends.length !== 2 || first === undefined || last === undefined || first.from >= last.to) return undefined;
  return { from: first.from, to: last.to };
}

function spanned(span: Span | undefined, today: string): Periods | undefined {
  if (span === undefined) return undefined;
  const { from, months } = span;
  const under = from <= today && today < span.to;
  const period = { from, to: under ? addDays(today, 1) : span.to };
  if (months === undefined) return withBefore(period);
  const begun = addMonths(from, -months);
  return { period, before: under ? sameLength(period, begun) : { from: begun, to: from } };
}

function spanIn(said: string, today: string): Span | undefined {
  const day = /^\d{4}-\d\d-\d\d$/.test(said) ? said : undefined;
  if (day !== undefined) return isDay(day) ? { from: day, to: addDays(day, 1) } : undefined;
  const month = /^(\d{4})-(\d\d)$/.exec(said);
  if (month !== null) return monthsFrom(Number(month[1]), Number(month[2]), 1);
  const year = /^\d{4}$/.exec(said);
  if (year !== null) return monthsFrom(Number(said), 1, 12);
  const quarter = /^(?:(\d{4})[- ]?q([1-4])|q([1-4])(?:[- ](\d{4}))?)$/.exec(said);
  if (quarter !== null) {
    const first = Number(quarter[2] ?? quarter[3]) * 3 - 2;
    return monthsFrom(yearOf(quarter[1] ?? quarter[4], first, today), first, 3);
  }
  const week = /^(\d{4})-?w(\d\d)$/.exec(said);
  return week === null ? monthNamed(said, today) : weekNumbered(Number(week[1]), Number(week[2]));
}

/** Without a year it is the newest that has begun. */
function yearOf(year: string | undefined, month: number, today: string): number {
  if (year !== undefined) return Number(year);
  const [thisYear = 0, thisMonth = 0] = today.split('-').map(Number);
  return month <= thisMonth ? thisYear : thisYear - 1;
}

function monthsFrom(year: number, month: number, months: number): Span | undefined {
  if (year < YEARS.first || year > YEARS.last || month < 1 || month > 12) return undefined;
  const from = `${year}-${String(month).padStart(2, '0')}-01`;
  return { from, to: addMonths(from, months), months };
}

/** ISO 8601: the first week of a year is the one with its 4 January. */
function weekNumbered(year: number, week: number): Span | undefined {
  if (year < YEARS.first || year > YEARS.last || week < 1) return undefined;
  const from = addDays(weekOf(`${year}-01-04`), (week - 1) * 7);
  return addDays(from, 3).startsWith(String(year)) ? { from, to: addDays(from, 7) } : undefined;
}

function monthNamed(said: string, today: string): Span | undefined {
  const [, name = '', year] = /^(\p{L}+)\.?(?: (?:de )?(\d{4}))?$/u.exec(said) ?? [];
  const month = MONTHS.get(name);
  return month === undefined ? undefined : monthsFrom(yearOf(year, month, today), month, 1);
}

const MONTHS: ReadonlyMap<string, number> = new Map(
  ['en', 'de', 'es'].flatMap((locale) =>
    (['long', 'short'] as const).flatMap((length) => {
      const format = new Intl.DateTimeFormat(locale, { month: length, timeZone: 'UTC' });
      return Array.from({ length: 12 }, (_, at): readonly [string, number] => [
        plain(format.format(Date.UTC(2026, at, 15))).replace('.', ''),
        at + 1,
      ]);
    }),
  ),
);

function isDay(day: string): boolean {
  const year = Number(day.slice(0, 4));
  const at = Date.parse(`${day}T00:00:00Z`);
  const real = !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
  return real && year >= YEARS.first && year <= YEARS.last;
}
