import type { Token } from './tokens.ts';
import { wordOf } from './word.ts';

/**
 * A phrase with choices, matched word by word (no regular expression, so no input is slow):
 * `close [<the>] #/<ticket>`: `a/b` either, `[a]` or not, `<group>` a word of that group, `#` a ticket's number, `...` up to
 * three words of any kind, `x*` and `*x` words that begin or end so, `^` at the beginning, `$` at the end of the message.
 */
export interface Pattern {
  readonly slots: readonly Slot[];
  readonly first: boolean;
  readonly last: boolean;
}

/** One place in a pattern, and the words that may stand there. */
interface Slot {
  readonly words: Vocabulary;
  readonly optional: boolean;
  /** Up to this many words of any kind. */
  readonly any: number;
}

export type Groups = Readonly<Record<string, string>>;

/** Words that can be asked for, whole or by how they begin or end. */
export class Vocabulary {
  readonly whole: ReadonlySet<string>;
  readonly starts: readonly string[];
  readonly ends: readonly string[];
  private readonly byStart = new Map<number, string[]>();
  private readonly byEnd = new Map<number, string[]>();

  constructor(words: readonly string[]) {
    const stems = (of: (word: string) => boolean) => words.filter(of).flatMap((w) => spellings(w.replaceAll('*', '')));
    this.whole = new Set(stems((word) => !word.includes('*')));
    this.starts = stems((word) => word.endsWith('*'));
    this.ends = stems((word) => word.startsWith('*'));
    for (const start of this.starts) put(this.byStart, startOf(start), start);
    for (const end of this.ends) put(this.byEnd, endOf(end), end);
  }

  has(word: string): boolean {
    if (this.whole.has(word)) return true;
    return (
      (this.starts.length > 0 && among(this.byStart, startOf(word), (start) => word.startsWith(start))) ||
      (this.ends.length > 0 && among(this.byEnd, endOf(word), (end) => word.endsWith(end)))
    );
  }
}

/** Whether it is so for one of those under the key, or of those that are too short to have one. */
function among(some: ReadonlyMap<number, readonly string[]>, key: number, is: (one: string) => boolean): boolean {
  return (some.get(key)?.some(is) ?? false) || (key !== SHORT && (some.get(SHORT)?.some(is) ?? false));
}

const spelt = new Map<string, readonly string[]>();

/** How a word may come out of `wordOf`: German umlauts are also written ae, oe, ue. */
function spellings(word: string): readonly string[] {
  const known = spelt.get(word);
  if (known) return known;
  const umlauts = word.replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue');
  const made = umlauts === word ? [wordOf(word)] : [wordOf(word), wordOf(umlauts)];
  spelt.set(word, made);
  return made;
}

/** Reads a pattern. A hyphen parts words, as it does in texts. */
export function pattern(written: string, groups: Groups): Pattern {
  const parts = list(written.replaceAll('-', ' '));
  const slots = parts.filter((part) => part !== '^' && part !== '$').map((part) => slot(part, groups));
  const longest = slots.reduce((sum, { any }) => sum + Math.max(1, any), 0);
  if (longest > LONGEST) throw new Error(`a pattern of up to ${longest} words: ${written}`);
  return { slots, first: parts[0] === '^', last: parts.at(-1) === '$' };
}

function slot(part: string, groups: Groups): Slot {
  if (part === '...') return { words: new Vocabulary([]), optional: true, any: 3 };
  const optional = part.startsWith('[');
  const words = (optional ? part.slice(1, -1) : part).split('/').flatMap((choice) => {
    if (!choice.startsWith('<')) return [choice];
    const group = groups[choice.slice(1, -1)];
    if (group === undefined) throw new Error(`no group ${choice} for ${part}`);
    return list(group);
  });
  return { words: new Vocabulary(words), optional, any: 0 };
}

/** The words of a list written over several lines. */
export function list(words: string): readonly string[] {
  return words.split(/\s+/).filter((word) => word !== '');
}

/** Beginnings and ends are told apart by so many letters. */
export const FRINGE = 3;
/** Stands for what has fewer. */
const SHORT = -1;

/** The first letters as one number: no string is made of them, and what falls together is told apart by matching. */
export const startOf = (word: string): number => (word.length < FRINGE ? SHORT : fringeAt(word, 0));
const endOf = (word: string): number => (word.length < FRINGE ? SHORT : fringeAt(word, word.length - FRINGE));
const fringeAt = (word: string, at: number): number =>
  (word.charCodeAt(at) * 31 + word.charCodeAt(at + 1)) * 31 + word.charCodeAt(at + 2);

const put = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else if (!known.includes(value)) known.push(value);
};

/** Where a pattern may end is kept in the bits of one number, counted from where it begins. */
const LONGEST = 30;

/** The ends of the pattern, beginning at `at`, as bits counted from there; 0 where it does not match. */
export function endsOf({ slots, last }: Pattern, tokens: readonly Token[], at: number): number {
  const room = tokens.length - at;
  const there = room < LONGEST ? (1 << (room + 1)) - 1 : -1;
  let ends = 1;
  for (const { words, optional, any } of slots) {
    let next = optional ? ends : 0;
    for (let n = 1; n <= any; n++) next |= ends << n;
    for (let left = any > 0 ? 0 : ends; left !== 0; left &= left - 1) {
      const end = latestOf(left & -left, 0);
      const token = tokens[at + end];
      if (token && words.has(token.word)) next |= 2 << end;
    }
    ends = next & there;
    if (ends === 0) return 0;
  }
  if (!last) return ends;
  return room > 0 && room <= LONGEST ? ends & (1 << room) : 0;
}

/** The latest of such ends; `at` where the pattern does not match or matches nothing. */
export const latestOf = (ends: number, at: number): number => (ends === 0 ? at : at + 31 - Math.clz32(ends));
