import { list, pattern, Vocabulary } from './pattern.ts';
import { type Beginnings, beginningsIn, Patterns } from './patterns.ts';
import { de } from './phrases/de.ts';
import { en } from './phrases/en.ts';
import { es } from './phrases/es.ts';
import type { Phrases } from './phrases/phrases.ts';

/** The phrase lists that hold patterns. */
export type PatternList = {
  [K in keyof Phrases]: Phrases[K] extends readonly string[] ? K : never;
}[keyof Phrases];

/** All languages at once: people mix them, and a message of four words is too short to tell its language. */
const LANGUAGES = [en, de, es];

const LISTS = [
  ...[
    'hello',
    'thanks',
    'pleased',
    'bye',
    'courtesy',
    'help',
    'human',
    'rate',
    'link',
    'status',
    'list',
    'resolve',
    'needless',
  ],
  ...['solved', 'reopen', 'again', 'update', 'statusHere', 'resolveHere', 'reopenHere', 'trouble', 'hint', 'wanted'],
  ...['asking', 'elsewhere'],
] as readonly PatternList[];

const compiled: ReadonlyMap<PatternList, Patterns> = new Map(LISTS.map((of, place) => [of, new Patterns(place)]));

/** The patterns of a list in every language. */
export function patterns(of: PatternList): Patterns {
  const known = compiled.get(of);
  if (known === undefined) throw new Error(`no list ${of} was read`);
  return known;
}

/**
 * What a word may begin in each of the lists: for the tokens in which they are looked for. Read once, when the program starts: the
 * first message must not wait for it.
 */
export const beginnings: (word: string) => Beginnings = beginningsIn(
  LISTS.map((of) => LANGUAGES.flatMap((language) => language[of].map((written) => pattern(written, language.groups)))),
);

const words = (of: 'things' | 'mine' | 'not' | 'recurs' | 'also') =>
  new Vocabulary(LANGUAGES.flatMap((language) => list(language[of])));

export const because = {
  after: new Vocabulary(LANGUAGES.flatMap((language) => list(language.because.after))),
  words: new Vocabulary(LANGUAGES.flatMap((language) => list(language.because.words))),
};
export const things = words('things');
export const mine = words('mine');
export const negations = words('not');
export const recurring = words('recurs');
export const besides = words('also');
