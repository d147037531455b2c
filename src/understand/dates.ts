import { languageOf } from './language.ts';
import { list, Vocabulary } from './pattern.ts';
import { type Token, tokensOf } from './tokens.ts';
import { wordOf } from './word.ts';

/** A day of the calendar, as in ISO 8601: `2026-11-27`. */
type Day = string;

/** What a text says of when: each only where it says so, and as a suggestion. */
interface Dates {
  /** Since when something has been wrong; not later than today. */
  readonly started?: Day;
  /** By when something is needed; not earlier than today. */
  readonly neededBy?: Day;
}

/** Which of the two a day without "since" or "by" is more likely: things broke before now, and are wanted after it. */
type Leaning = 'started' | 'neededBy' | undefined;

/**
 * Reads days out of a text, as somebody means them for whom it is `today`: "since yesterday", "by Friday", "el lunes",
 * "vor drei Tagen", "3 de diciembre", `2026-12-01`, `1.12.`. A numeric date that could be two days (3/4 in English) is none.
 */
export function datesIn(text: string, today: Day, leaning?: Leaning): Dates {
  const now = numberOf(today);
  const tokens = tokensOf(withIso(text.slice(0, LOOKS_AT), now));
  const found: { started?: Day; neededBy?: Day } = {};
  for (let at = 0; at < tokens.length; at++) {
    const from = at;
    const mention = mentionAt(tokens, at, now);
    if (mention === undefined) continue;
    at = mention.end - 1;
    const role = roleOf(tokens, from, mention, leaning);
    const day = role === undefined ? undefined : mention.near(role, now);
    if (day === undefined || Math.abs(day - now) > FAR_DAYS) continue;
    if (role === 'started' && day <= now) found.started ??= dayOf(day);
    if (role === 'neededBy' && day >= now) found.neededBy ??= dayOf(day);
  }
  return found;
}

const LOOKS_AT = 2_000;
/** What is further away is hardly meant. */
const FAR_DAYS = 400;
const DAY_MS = 86_400_000;

type Role = 'started' | 'neededBy';

interface Mention {
  /** The token behind it. */
  readonly end: number;
  /** What it says by itself: "ago" is past, "tomorrow" is not. */
  readonly says?: Role;
  /** The day, numbered, that is meant by whoever means the past or the future. */
  near(role: Role, now: number): number | undefined;
}

const vocabulary = (words: string) => new Vocabulary(list(words));
const SINCE = vocabulary('since seit desde started began begonnen empezo comenzo');
const BY = vocabulary('by before due deadline until spätestens bis para antes plazo latest');
/** "Until Friday I am away" needs nothing by Friday. */
const AWAY = vocabulary('away vacation holiday leave office urlaub vacaciones abwesend fuera');
const LAST = vocabulary('last letzten letzter letzte vergangenen pasado pasada');
const NEXT = vocabulary('next coming nächsten nächster kommenden proximo próximo próxima siguiente viene');
const AGO = vocabulary('ago back atras');
const BEFORE_NOW = vocabulary('vor hace');
const FROM_NOW = vocabulary('in en within innerhalb dentro');
const MORNING = vocabulary('guten heute gestern jeden am diesen schönen la esta de buena buenas cada');

const WEEKDAYS = [
  'monday montag lunes',
  'tuesday dienstag martes',
  'wednesday mittwoch miércoles',
  'thursday donnerstag jueves',
  'friday freitag viernes',
  'saturday samstag sonnabend sábado',
  'sunday sonntag domingo',
].map(vocabulary);

const MONTHS = [
  'january jan januar jänner enero ene',
  'february feb februar febrero',
  'march mar märz marzo',
  'april apr abril abr',
  'may mai mayo',
  'june jun juni junio',
  'july jul juli julio',
  'august aug agosto ago',
  'september sep sept septiembre setiembre',
  'october oct oktober okt octubre',
  'november nov noviembre',
  'december dec dezember dez diciembre dic',
].map(vocabulary);

const RELATIVE: ReadonlyMap<string, number> = new Map(
  Object.entries({
    ...{ today: 0, tonight: 0, eod: 0, heute: 0, hoy: 0 },
    ...{ yesterday: -1, gestern: -1, ayer: -1, anoche: -1, vorgestern: -2, anteayer: -2, antier: -2 },
    ...{ tomorrow: 1, tmrw: 1, morgen: 1, mañana: 1, übermorgen: 2 },
  }).map(([word, days]) => [wordOf(word), days]),
);

const COUNTS: ReadonlyMap<string, number> = new Map(
  [
    'a an one ein einem einer eine un una uno',
    'two zwei dos couple',
    'three drei tres',
    'four vier cuatro',
    'five fünf cinco',
    'six sechs seis',
    'seven sieben siete',
  ].flatMap((words, i) => list(words).map((word) => [wordOf(word), i + 1])),
);

const UNITS: readonly (readonly [Vocabulary, number])[] = [
  [vocabulary('day days tag tage tagen dia días'), 1],
  [vocabulary('week weeks woche wochen semana semanas'), 7],
];

function mentionAt(tokens: readonly Token[], at: number, now: number): Mention | undefined {
  return (
    isoAt(tokens, at) ??
    countedAt(tokens, at) ??
    relativeAt(tokens, at) ??
    weekdayAt(tokens, at) ??
    monthAt(tokens, at, now)
  );
}

function isoAt(tokens: readonly Token[], at: number): Mention | undefined {
  const [, year, month, day] = /^iso(\d{4})(\d\d)(\d\d)$/.exec(tokens[at]?.word ?? '') ?? [];
  const number = year === undefined ? undefined : real(Number(year), Number(month), Number(day));
  return number === undefined ? undefined : { end: at + 1, near: () => number };
}

/** "3 days ago", "vor drei Tagen", "hace una semana", "in 2 weeks". */
function countedAt(tokens: readonly Token[], at: number): Mention | undefined {
  const word = tokens[at]?.word ?? '';
  const count = COUNTS.get(word) ?? (/^\d{1,2}$/.test(word) ? Number(word) : undefined);
  if (count === undefined) return undefined;
  const unit = UNITS.find(([words]) => words.has(tokens[at + 1]?.word ?? ''))?.[1];
  if (unit === undefined) return undefined;
  const before = tokens[at - 1]?.word ?? '';
  const ago = AGO.has(tokens[at + 2]?.word ?? '');
  if (ago || BEFORE_NOW.has(before)) {
    return { end: at + (ago ? 3 : 2), says: 'started', near: (_, now) => now - count * unit };
  }
  if (FROM_NOW.has(before) || before === 'de') {
    return { end: at + 2, says: 'neededBy', near: (_, now) => now + count * unit };
  }
  return undefined;
}

function relativeAt(tokens: readonly Token[], at: number): Mention | undefined {
  const word = tokens[at]?.word ?? '';
  let days = RELATIVE.get(word);
  if (days === undefined) return undefined;
  const before = tokens[at - 1];
  const isMorning = word === 'morgen' || word === 'manana';
  if (isMorning && before?.word === 'pasado') days = 2;
  else if (isMorning && before && MORNING.has(before.word)) return undefined;
  const says = days === 0 ? {} : { says: days < 0 ? ('started' as const) : ('neededBy' as const) };
  return { end: at + 1, ...says, near: (_, now) => now + (days as number) };
}

function weekdayAt(tokens: readonly Token[], at: number): Mention | undefined {
  const weekday = WEEKDAYS.findIndex((words) => words.has(tokens[at]?.word ?? ''));
  if (weekday < 0) return undefined;
  const around = [tokens[at - 1]?.word ?? '', tokens[at + 1]?.word ?? ''];
  const last = around.some((word) => LAST.has(word));
  const says = last
    ? { says: 'started' as const }
    : around.some((word) => NEXT.has(word))
      ? { says: 'neededBy' as const }
      : {};
  return {
    end: at + 1,
    ...says,
    near: (role, now) => {
      const ahead = (weekday - weekdayOf(now) + 7) % 7;
      if (role === 'neededBy') return now + (ahead === 0 && 'says' in says ? 7 : ahead);
      return now + ahead - (ahead > 0 || last ? 7 : 0);
    },
  };
}

/** "3 December", "December 3rd", "3. Dezember", "3 de diciembre", each perhaps with a year. */
function monthAt(tokens: readonly Token[], at: number, now: number): Mention | undefined {
  const word = (i: number) => tokens[i]?.word ?? '';
  const dayIn = (i: number) => /^(\d{1,2})(?:st|nd|rd|th|er|o)?$/.exec(word(i))?.[1];
  const monthIn = (i: number) => MONTHS.findIndex((words) => words.has(word(i))) + 1;
  const first = dayIn(at);
  const behind = word(at + 1) === 'de' || word(at + 1) === 'of' ? at + 2 : at + 1;
  const [day, month, end] =
    first === undefined ? [dayIn(at + 1), monthIn(at), at + 2] : [first, monthIn(behind), behind + 1];
  if (day === undefined || month === 0) return undefined;
  const yearAt = word(end) === 'de' ? end + 1 : end;
  const year = /^20\d\d$/.test(word(yearAt)) ? Number(word(yearAt)) : undefined;
  return {
    end: year === undefined ? end : yearAt + 1,
    near: (role) => (year === undefined ? nearest(month, Number(day), role, now) : real(year, month, Number(day))),
  };
}

function roleOf(tokens: readonly Token[], at: number, { says }: Mention, leaning: Leaning): Role | undefined {
  for (let i = at - 1; i >= Math.max(0, at - 3); i--) {
    const { word } = tokens[i] as Token;
    if (SINCE.has(word)) return 'started';
    // "Before yesterday" and "para ayer" are no day to come.
    if (BY.has(word) && says !== 'started') {
      const ambiguous = word === 'until' || word === 'bis';
      return ambiguous && tokens.some((token) => AWAY.has(token.word)) ? undefined : 'neededBy';
    }
    if (tokens[i + 1]?.after === 'stop') break;
  }
  return says ?? leaning;
}

/** Numeric dates as one word each, where they can be only one day; the order of day and month is the language's. */
function withIso(text: string, now: number): string {
  const dayFirst = ['es', 'de'].includes(languageOf(text) ?? '');
  const iso = (year: number, month: number, day: number) =>
    real(year, month, day) === undefined ? undefined : ` iso${year}${two(month)}${two(day)} `;
  const guessed = (month: number, day: number) => {
    const number = nearest(month, day, 'neededBy', now);
    return number === undefined ? undefined : iso(...partsOf(number));
  };
  return text
    .replace(
      /(?<![\d-])(20\d\d)-(\d\d)-(\d\d)(?!\d)/g,
      (whole, y, m, d) => iso(Number(y), Number(m), Number(d)) ?? whole,
    )
    .replace(
      /(?<![\d.])(\d{1,2})\.(\d{1,2})\.(20\d\d)?(?![\d.])/g,
      (whole, d, m, y) =>
        (y === undefined ? guessed(Number(m), Number(d)) : iso(Number(y), Number(m), Number(d))) ?? whole,
    )
    .replace(/(?<![\d/])(\d{1,2})\/(\d{1,2})\/(20\d\d)(?![\d/])/g, (whole, one, two_, y) => {
      const [a, b] = [Number(one), Number(two_)];
      if (a > 12 || dayFirst) return iso(Number(y), b, a) ?? whole;
      return b > 12 || a === b ? (iso(Number(y), a, b) ?? whole) : whole;
    });
}

/** The day of that name that is nearest to now on the side that is meant. */
function nearest(month: number, day: number, role: Role, now: number): number | undefined {
  const [year] = partsOf(now);
  const days = [year - 1, year, year + 1].flatMap((one) => real(one, month, day) ?? []);
  return role === 'started' ? days.findLast((one) => one <= now) : days.find((one) => one >= now);
}

/** The day, numbered; undefined for the 31st of February, and for what is too far away to be meant. */
function real(year: number, month: number, day: number): number | undefined {
  const at = new Date(Date.UTC(year, month - 1, day));
  return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.getTime() / DAY_MS : undefined;
}

const numberOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
const dayOf = (number: number): Day => new Date(number * DAY_MS).toISOString().slice(0, 10);
const weekdayOf = (number: number): number => (new Date(number * DAY_MS).getUTCDay() + 6) % 7;
const two = (number: number): string => String(number).padStart(2, '0');

function partsOf(number: number): readonly [number, number, number] {
  const [year = 0, month = 1, day = 1] = dayOf(number).split('-').map(Number);
  return [year, month, day];
}
