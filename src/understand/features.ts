import { type PatternList, patterns, things } from './lexicon.ts';
import { mannersOf } from './manners.ts';
import { type Meaning, meaningOf } from './meaning.ts';
import type { Token } from './tokens.ts';

/** How many numbers a feature's name is hashed to; a power of two. */
export const BUCKETS = 1 << 17;

/** What of a text the classifier sees: each number once, with its weight. */
export interface Features {
  readonly ids: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Longer texts have said by then what they are about. */
const WORDS = 60;
/** Longer words are told by their beginning. */
const LETTERS = 14;
const SHAPES = [
  'status',
  'list',
  'resolve',
  'needless',
  'solved',
  'reopen',
  'again',
  'update',
  'human',
  'help',
] as const;
const SIGNS = ['rate', 'thanks', 'hello', 'bye', 'pleased', 'trouble', 'hint', 'wanted', 'elsewhere'] as const;

/**
 * Words, pairs and triples of them, their letters three to five at a time (so that a slip of the keyboard changes little),
 * and what the rules make of the text: what a rule found is one sign among others, which the classifier may overrule.
 * `ruled` is what the rules alone say of it; `false` leaves them out.
 */
export function featuresOf(
  tokens: readonly Token[],
  text: string,
  ruled: Meaning | false = meaningOf(tokens, isQuestion(text)),
): Features {
  const said = tokens.slice(0, WORDS);
  const named = [...marksOf(tokens, text), ...(ruled ? rulesOf(tokens, ruled) : [])];
  const grams = addGrams(['^', ...said.map(shape), '$']);
  const letters = addLetters(said);
  for (const name of named) add(hashed(name, EMPTY), NAMED);
  return taken(shareOf(grams), shareOf(letters));
}

/** The more there are of a kind, the less each of them says. */
const shareOf = (many: number): number => 1 / Math.sqrt(Math.max(4, many));

export function isQuestion(text: string): boolean {
  return /[?？]/.test(text.slice(0, 500));
}

const NUMBER = /^\d+$/;
const DIGIT = /\d/;

function shape({ word }: Token): string {
  if (!DIGIT.test(word)) return word;
  if (NUMBER.test(word)) return '0';
  return word.length > 3 ? word.replace(/\d+/g, '0') : word;
}

/**
 * `w word`, `b word next`, `t word next third`, `s word third`; how many different numbers they make. Names are hashed piece by piece: none is
 * ever put together.
 */
function addGrams(words: readonly string[]): number {
  let many = 0;
  for (const [i, word] of words.entries()) {
    const next = words[i + 1];
    const third = words[i + 2];
    if (word !== '^' && word !== '$') many += add(hashed(word, W), GRAM);
    if (next === undefined) continue;
    many += add(hashed(next, hashed(' ', hashed(word, B))), GRAM);
    if (third === undefined) continue;
    many += add(hashed(third, hashed(' ', hashed(next, hashed(' ', hashed(word, T))))), GRAM);
    many += add(hashed(third, hashed(' ', hashed(word, S))), GRAM);
  }
  return many;
}

/** `c abc`, `c abcd`, `c abcde`, from every place in a word; how many different numbers they make. */
function addLetters(tokens: readonly Token[]): number {
  let many = 0;
  for (const { word } of tokens) {
    if (NUMBER.test(word)) continue;
    const framed = `<${word.slice(0, LETTERS)}>`;
    for (let at = 0; at + 3 <= framed.length; at++) {
      const end = Math.min(at + 5, framed.length);
      let hash = C;
      for (let i = at; i < end; i++) {
        hash = step(hash, framed.charCodeAt(i));
        if (i - at >= 2) many += add(hash, LETTER);
      }
    }
  }
  return many;
}

function marksOf(tokens: readonly Token[], text: string): readonly string[] {
  const size = [1, 2, 3, 5, 9, 16, 32].findIndex((most) => tokens.length <= most);
  const start = text.slice(0, 2_000);
  return [
    'm always',
    `m size ${size}`,
    ...(isQuestion(text) ? ['m question'] : []),
    ...(start.includes('!') ? ['m cry'] : []),
    ...(/[\w.-]@[\w-]{1,60}\.\w/.test(start) ? ['m mail'] : []),
    ...(tokens.some(({ ticket }) => ticket !== undefined) ? ['m ticket'] : []),
  ];
}

function rulesOf(tokens: readonly Token[], { label, confidence }: Meaning): readonly string[] {
  const said = tokens.length > WORDS ? tokens.slice(0, WORDS) : tokens;
  const named = [`r ${label}`, `r ${label} ${Math.floor(confidence * 5)}`];
  const hits = (list: PatternList) => patterns(list).hits(said);
  for (const list of SHAPES) if (patterns(list).in(said)) named.push(`r has ${list}`);
  for (const list of SIGNS) named.push(`r ${list} ${Math.min(2, hits(list))}`);
  const thing = tokens.filter(({ word }) => things.has(word)).length;
  const { rest } = mannersOf(tokens);
  named.push(`r things ${Math.min(3, thing)}`, `r rest ${Math.min(3, rest.length)}`);
  if (thing > 0 && hits('trouble') > 0) named.push('r thing in trouble');
  return named;
}

/** FNV-1a over UTF-16 units, from where another hash has got to. */
function hashed(text: string, from: number): number {
  let hash = from;
  for (let i = 0; i < text.length; i++) hash = step(hash, text.charCodeAt(i));
  return hash;
}

const step = (hash: number, unit: number): number => Math.imul(hash ^ unit, 0x01000193);

const EMPTY = 0x811c9dc5;
const [W, B, T, S, C] = ['w ', 'b ', 't ', 's ', 'c '].map((name) => hashed(name, EMPTY)) as [
  number,
  number,
  number,
  number,
  number,
];

/** As what a feature was found, in bits: it may be found as several, and counts as what says most. */
const [GRAM, LETTER, NAMED] = [1, 2, 4];
/**
 * What was found in the text that is being read, by feature; all zero between two texts, for nothing throws between the first `add`
 * and `taken`. A set would take five times as long.
 */
const found = new Uint8Array(BUCKETS);
const ids: number[] = [];

/** Adds a feature by its hash, the high bits folded into the low ones. 1 if it was not there as such, else 0. */
function add(hash: number, as: number): 0 | 1 {
  const id = ((hash >>> 15) ^ hash) & (BUCKETS - 1);
  const before = found[id] as number;
  if ((before & as) !== 0) return 0;
  if (before === 0) ids.push(id);
  found[id] = before | as;
  return 1;
}

/** Everything that was added, which is forgotten then. */
function taken(gram: number, letter: number): Features {
  const values: number[] = [];
  for (const id of ids) {
    const as = found[id] as number;
    values.push(Math.max(as & GRAM ? gram : 0, as & LETTER ? letter : 0, as & NAMED ? 0.25 : 0));
    found[id] = 0;
  }
  // Typed arrays lie outside the heap: for as few numbers as these they cost more than they save.
  return { ids: ids.splice(0), values };
}
