import { type Token, wordOf } from './tokens.ts';

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

  constructor(words: readonly string[]) {
    const stems = (of: (word: string) => boolean) => words.filter(of).flatMap((w) => spellings(w.replaceAll('*', '')));
    this.whole = new Set(stems((word) => !word.includes('*')));
    this.starts = stems((word) => word.endsWith('*'));
    this.ends = stems((word) => word.startsWith('*'));
  }

  has(word: string): boolean {
    if (this.whole.has(word)) return true;
    for (const start of this.starts) if (word.startsWith(start)) return true;
    for (const end of this.ends) if (word.endsWith(end)) return true;
    return false;
  }
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

/** Patterns by what they can begin with, so that most words of a text cost two look-ups. */
export class Patterns {
  private readonly byWord = new Map<string, Pattern[]>();
  private readonly byStart = new Map<number, Pattern[]>();
  private readonly always: Pattern[] = [];

  constructor(patterns: readonly Pattern[]) {
    for (const pattern of patterns) {
      const first = firstWords(pattern);
      if (!first) this.always.push(pattern);
      for (const word of first?.whole ?? []) put(this.byWord, word, pattern);
      for (const start of first?.starts ?? []) put(this.byStart, startOf(start), pattern);
    }
  }

  /** Where the longest of the patterns that begin at `at` ends. */
  longestAt(tokens: readonly Token[], at: number): number | undefined {
    const word = tokens[at]?.word ?? '';
    let longest = at;
    for (const some of [this.byWord.get(word), this.byStart.get(startOf(word)), this.always]) {
      if (some === undefined) continue;
      for (const pattern of some) {
        if (pattern.first && at > 0) continue;
        longest = Math.max(longest, latestOf(endsOf(pattern, tokens, at), at));
      }
    }
    return longest > at ? longest : undefined;
  }

  /** Every end that some pattern beginning at `at` can have. */
  endsAt(tokens: readonly Token[], at: number): readonly number[] {
    const word = tokens[at]?.word ?? '';
    const some = [this.byWord.get(word), this.byStart.get(startOf(word)), this.always].flatMap((one) => one ?? []);
    return some.map((pattern) => latestOf(endsOf(pattern, tokens, at), at)).filter((end) => end > at);
  }

  /** How many times they are found, one after another. */
  hits(tokens: readonly Token[]): number {
    let count = 0;
    for (let at = 0; at < tokens.length; ) {
      const end = this.longestAt(tokens, at);
      if (end !== undefined) count++;
      at = end ?? at + 1;
    }
    return count;
  }

  /** Says whether any of them is found anywhere. */
  in(tokens: readonly Token[]): boolean {
    return this.startIn(tokens) !== undefined;
  }

  /** Where the first of them that is found begins. */
  startIn(tokens: readonly Token[]): number | undefined {
    const at = tokens.findIndex((_, start) => this.longestAt(tokens, start) !== undefined);
    return at < 0 ? undefined : at;
  }
}

/** Beginnings are told apart by so many letters. */
const START = 3;

/** The first letters as one number: no string is made of them, and what falls together is told apart by matching. */
const startOf = (word: string): number =>
  word.length < START ? -1 : (word.charCodeAt(0) * 31 + word.charCodeAt(1)) * 31 + word.charCodeAt(2);

const put = <K>(map: Map<K, Pattern[]>, key: K, pattern: Pattern): void => {
  const known = map.get(key);
  if (known === undefined) map.set(key, [pattern]);
  else if (!known.includes(pattern)) known.push(pattern);
};

/** Undefined when the pattern can begin with words that cannot be listed. */
function firstWords(
  pattern: Pattern,
): { readonly whole: ReadonlySet<string>; readonly starts: readonly string[] } | undefined {
  const whole = new Set<string>();
  const starts: string[] = [];
  for (const { words, any, optional } of pattern.slots) {
    if (any > 0 || words.ends.length > 0 || words.starts.some((start) => start.length < START)) return undefined;
    for (const word of words.whole) whole.add(word);
    starts.push(...words.starts);
    if (!optional) return { whole, starts };
  }
  return undefined;
}

/** Where a pattern may end is kept in the bits of one number, counted from where it begins. */
const LONGEST = 30;

/** The ends of the pattern, beginning at `at`, as bits counted from there; 0 where it does not match. */
function endsOf({ slots, last }: Pattern, tokens: readonly Token[], at: number): number {
  const room = tokens.length - at;
  const there = room < LONGEST ? 2 ** (room + 1) - 1 : -1;
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
const latestOf = (ends: number, at: number): number => (ends === 0 ? at : at + 31 - Math.clz32(ends));
