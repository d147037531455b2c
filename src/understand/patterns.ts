import { endsOf, FRINGE, latestOf, type Pattern, startOf } from './pattern.ts';
import type { Token } from './tokens.ts';

/** The patterns that a word may begin, by the place of their list; nothing where it begins none of a list. */
export type Beginnings = readonly (readonly Pattern[] | undefined)[];

/** The patterns of one list, looked for in texts whose words know what they may begin. */
export class Patterns {
  private readonly place: number;

  /** `place`: which of a token's `begins` are this list's. */
  constructor(place: number) {
    this.place = place;
  }

  /** Where the longest of the patterns that begin at `at` ends. */
  longestAt(tokens: readonly Token[], at: number): number | undefined {
    const some = tokens[at]?.begins[this.place];
    if (some === undefined) return undefined;
    let longest = at;
    for (const pattern of some) {
      if (pattern.first && at > 0) continue;
      const end = latestOf(endsOf(pattern, tokens, at), at);
      if (end > longest) longest = end;
    }
    return longest > at ? longest : undefined;
  }

  /** Every end that some pattern beginning at `at` can have. */
  endsAt(tokens: readonly Token[], at: number): readonly number[] {
    const some = tokens[at]?.begins[this.place] ?? [];
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
    for (let at = 0; at < tokens.length; at++) if (this.longestAt(tokens, at) !== undefined) return at;
    return undefined;
  }
}

/**
 * Says of a word what it may begin in each of the lists. A text is asked for many lists several times, and most of its words
 * begin nothing in most of them: one look-up a word finds that for all.
 */
export function beginningsIn(lists: readonly (readonly Pattern[])[]): (word: string) => Beginnings {
  const byWord = new Map<string, Pattern[][]>();
  const byStart = new Map<number, Pattern[][]>();
  const always: Pattern[][] = [];
  for (const [place, list] of lists.entries()) {
    for (const pattern of list) {
      const first = firstWords(pattern);
      if (!first) add(always, place, pattern);
      for (const word of first?.whole ?? []) add(under(byWord, word), place, pattern);
      for (const start of first?.starts ?? []) add(under(byStart, startOf(start)), place, pattern);
    }
  }
  // What a word may begin is all in one place: by its first letters too, and what any word may.
  for (const some of byStart.values()) merge(some, always);
  for (const [word, some] of byWord) merge(some, byStart.get(startOf(word)) ?? always);
  return (word) => byWord.get(word) ?? byStart.get(startOf(word)) ?? always;
}

function under<K>(map: Map<K, Pattern[][]>, key: K): Pattern[][] {
  const made = map.get(key) ?? [];
  map.set(key, made);
  return made;
}

function add(some: Pattern[][], place: number, pattern: Pattern): void {
  const there = some[place];
  if (there === undefined) some[place] = [pattern];
  else if (!there.includes(pattern)) there.push(pattern);
}

const merge = (some: Pattern[][], more: readonly (readonly Pattern[])[]): void =>
  more.forEach((list, place) => {
    for (const pattern of list) add(some, place, pattern);
  });

/** Undefined when the pattern can begin with words that cannot be listed. */
function firstWords(
  pattern: Pattern,
): { readonly whole: ReadonlySet<string>; readonly starts: readonly string[] } | undefined {
  const whole = new Set<string>();
  const starts: string[] = [];
  for (const { words, any, optional } of pattern.slots) {
    if (any > 0 || words.ends.length > 0 || words.starts.some((start) => start.length < FRINGE)) return undefined;
    for (const word of words.whole) whole.add(word);
    starts.push(...words.starts);
    if (!optional) return { whole, starts };
  }
  return undefined;
}
