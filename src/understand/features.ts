import { type PatternList, patterns, things } from './lexicon.ts';
import { mannersOf } from './manners.ts';
import { type Meaning, meaningOf } from './meaning.ts';
import type { Token } from './tokens.ts';

/** How many numbers a feature's name is hashed to; a power of two. */
export const BUCKETS = 1 << 17;

/** What of a text the classifier sees: each number once, with its weight. */
export interface Features {
  readonly ids: Uint32Array;
  readonly values: Float32Array;
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
  const words = ['^', ...said.map(shape), '$'];
  const found = new Map<number, number>();
  const put = (names: readonly string[], value: number): void => {
    for (const name of names) {
      const id = hashOf(name);
      found.set(id, Math.max(found.get(id) ?? 0, value));
    }
  };
  const groups = [gramsOf(words), lettersOf(said)];
  for (const names of groups) put(names, 1 / Math.sqrt(Math.max(4, names.length)));
  put(marksOf(tokens, text), 0.25);
  if (ruled) put(rulesOf(tokens, ruled), 0.25);
  return { ids: Uint32Array.from(found.keys()), values: Float32Array.from(found.values()) };
}

export function isQuestion(text: string): boolean {
  return /[?？]/.test(text.slice(0, 500));
}

function shape({ word }: Token): string {
  if (/^\d+$/.test(word)) return '0';
  return /\d/.test(word) && word.length > 3 ? word.replace(/\d+/g, '0') : word;
}

function gramsOf(words: readonly string[]): readonly string[] {
  const grams = new Set<string>();
  for (const [i, word] of words.entries()) {
    const next = words[i + 1];
    const third = words[i + 2];
    if (word !== '^' && word !== '$') grams.add(`w ${word}`);
    if (next === undefined) continue;
    grams.add(`b ${word} ${next}`);
    if (third === undefined) continue;
    grams.add(`t ${word} ${next} ${third}`);
    grams.add(`s ${word} ${third}`);
  }
  return [...grams];
}

function lettersOf(tokens: readonly Token[]): readonly string[] {
  const grams = new Set<string>();
  for (const { word } of tokens) {
    if (/^\d+$/.test(word)) continue;
    const framed = `<${word.slice(0, LETTERS)}>`;
    for (let size = 3; size <= 5; size++) {
      for (let at = 0; at + size <= framed.length; at++) grams.add(`c ${framed.slice(at, at + size)}`);
    }
  }
  return [...grams];
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

/** FNV-1a over UTF-16 units, its high bits folded into the low ones. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return ((hash >>> 15) ^ hash) & (BUCKETS - 1);
}
