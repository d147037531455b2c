import { beginnings } from './lexicon.ts';
import type { Beginnings } from './patterns.ts';
import { wordOf } from './word.ts';

/** A word of a text as the grammar sees it: lower case, without accents, apostrophes or invisible characters. */
export interface Token {
  /** `#` for a ticket named by its number, `🙂` and the like for a pictograph. */
  readonly word: string;
  /** As it was written, for telling a name from a word. */
  readonly raw: string;
  /** The number of the ticket that a `#` names. */
  readonly ticket?: number;
  /** The patterns of each list that may begin with it. */
  readonly begins: Beginnings;
  /** The strongest punctuation between this word and the one before. */
  readonly after: 'space' | 'comma' | 'stop';
}

/** What is said first decides what is meant; no pattern ever looks further than this many UTF-16 units. */
const LOOKS_AT = 2_000;
const MOST_WORDS = 350;

const INVISIBLE = /\p{Cf}/gu;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'´`’]*|\p{Extended_Pictographic}|[^\p{L}\p{N}\p{Extended_Pictographic}]/gu;
const SPELT_OUT = new Map(
  Object.entries({
    '+1': '👍',
    thumbsup: '👍',
    '-1': '👎',
    thumbsdown: '👎',
    pray: '🙏',
    heart: '❤',
    tada: '🎉',
    smile: '🙂',
    slightly_smiling_face: '🙂',
    wave: '👋',
    white_check_mark: '✅',
    ok_hand: '👌',
  }),
);

/** The words of the beginning of a text, in order. Takes time linear in its length, whatever is in it. */
export function tokensOf(text: string, prefix = 'INC'): readonly Token[] {
  const start = text
    .trimStart()
    .slice(0, LOOKS_AT)
    .replace(/:([+\-a-z0-9_]{2,24}):/g, (whole, name: string) => SPELT_OUT.get(name) ?? whole)
    .replace(/:[-'’]?\(/g, '🙁')
    .replace(INVISIBLE, '')
    .slice(0, LOOKS_AT);
  const tokens: Token[] = [];
  let after: Token['after'] = 'space';
  let hash = false;
  for (const raw of start.match(WORD) ?? []) {
    if (/^[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(raw)) {
      const word = wordOf(raw);
      if (word === '') continue;
      tokens.push(hash && /^\d{1,9}$/.test(word) ? named(raw, Number(word), after) : token(word, raw, after));
      after = 'space';
      hash = false;
    } else {
      hash = raw === '#';
      if (/[.!?;\n。！？…¡¿]/u.test(raw)) after = 'stop';
      else if (after === 'space' && /[,:()–—]/u.test(raw)) after = 'comma';
    }
  }
  return foldNames(tokens.slice(0, MOST_WORDS), wordOf(prefix));
}

const token = (word: string, raw: string, after: Token['after']): Token => ({
  word,
  raw,
  begins: beginnings(word),
  after,
});

const named = (raw: string, number: number, after: Token['after']): Token =>
  number > 0 ? { ...token('#', raw, after), ticket: number } : token(String(number), raw, after);

const CALLED = new Set(
  'ticket tickets tiket incident incidencia incidente caso case vorgang anfrage solicitud'.split(' '),
);
const NUMBER = new Set('no nr number nummer numero num id'.split(' '));

/** `INC-12`, `inc 12`, `ticket 12`, `ticket no. 12` and `#12` each become one token. */
function foldNames(tokens: readonly Token[], prefix: string): readonly Token[] {
  const folded: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    const joined = token.word.startsWith(prefix) ? token.word.slice(prefix.length) : '';
    if (/^\d{1,9}$/.test(joined)) {
      folded.push(named(token.raw, Number(joined), token.after));
      continue;
    }
    const isPrefix = token.word === prefix;
    if (!isPrefix && !CALLED.has(token.word)) {
      folded.push(token);
      continue;
    }
    let at = i + 1;
    if (!isPrefix && tokens[at]?.word === prefix) at++;
    if (NUMBER.has(tokens[at]?.word ?? '')) at++;
    const next = tokens[at];
    const number =
      next?.ticket ?? (/^\d{1,9}$/.test(next?.word ?? '') ? Number(next?.word) : joinedNumber(next, prefix));
    if (next && number !== undefined && number > 0) {
      folded.push(named(next.raw, number, token.after));
      i = at;
    } else folded.push(token);
  }
  return folded;
}

function joinedNumber(token: Token | undefined, prefix: string): number | undefined {
  const rest = token?.word.startsWith(prefix) ? token.word.slice(prefix.length) : '';
  return /^\d{1,9}$/.test(rest) ? Number(rest) : undefined;
}
