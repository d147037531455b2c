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
  readonly hasParts: boolean;
  private readonly starts: readonly string[];
  private readonly ends: readonly string[];

  constructor(words: readonly string[]) {
    const stems = (of: (word: string) => boolean) => words.filter(of).flatMap((w) => spellings(w.replaceAll('*', '')));
    this.whole = new Set(stems((word) => !word.includes('*')));
    this.starts = stems((word) => word.endsWith('*'));
    this.ends = stems((word) => word.startsWith('*'));
    this.hasParts = this.starts.length + this.ends.length > 0;
  }

  has(word: string): boolean {
    if (this.whole.has(word)) return true;
    if (!this.hasParts) return false;
    return this.starts.some((start) => word.startsWith(start)) || this.ends.some((end) => word.endsWith(end));
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

/** Patterns by the words that they can begin with, so that most words of a text cost one look-up. */
export class Patterns {
  private readonly byWord = new Map<string, Pattern[]>();
  private readonly always: Pattern[] = [];

  constructor(patterns: readonly Pattern[]) {
    for (const pattern of patterns) {
      const words = firstWords(pattern);
      if (!words) this.always.push(pattern);
      for (const word of words ?? []) {
        const known = this.byWord.get(word);
        if (known) known.push(pattern);
        else this.byWord.set(word, [pattern]);
      }
    }
  }

  /** Where the longest of the patterns that begin at `at` ends. */
  longestAt(tokens: readonly Token[], at: number): number | undefined {
    let longest: number | undefined;
    for (const pattern of [...(this.byWord.get(tokens[at]?.word ?? '') ?? []), ...this.always]) {
      if (pattern.first && at > 0) continue;
      const end = matchAt(pattern, tokens, at);
      if (end !== undefined && end > (longest ?? at)) longest = end;
    }
    return longest;
  }

  /** Every end that some pattern beginning at `at` can have. */
  endsAt(tokens: readonly Token[], at: number): readonly number[] {
    const ends = [...(this.byWord.get(tokens[at]?.word ?? '') ?? []), ...this.always].map((p) =>
      matchAt(p, tokens, at),
    );
    return ends.filter((end) => end !== undefined);
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

/** Undefined when the pattern can begin with words that cannot be listed. */
function firstWords(pattern: Pattern): ReadonlySet<string> | undefined {
  const words = new Set<string>();
  for (const slot of pattern.slots) {
    if (slot.any > 0 || slot.words.hasParts) return undefined;
    for (const word of slot.words.whole) words.add(word);
    if (!slot.optional) return words;
  }
  return undefined;
}

/** Where the pattern, beginning at `at`, ends at the latest; undefined if it does not match there. */
function matchAt(pattern: Pattern, tokens: readonly Token[], at: number): number | undefined {
  let ends = new Set([at]);
  for (const slot of pattern.slots) {
    const next = new Set<number>();
    for (const end of ends) {
      if (slot.optional) next.add(end);
      for (let n = 1; n <= slot.any && end + n <= tokens.length; n++) next.add(end + n);
      const token = tokens[end];
      if (token && slot.words.has(token.word)) next.add(end + 1);
    }
    if (next.size === 0) return undefined;
    ends = next;
  }
  if (pattern.last) return ends.has(tokens.length) && tokens.length > at ? tokens.length : undefined;
  const latest = Math.max(...ends);
  return latest > at ? latest : undefined;
}
