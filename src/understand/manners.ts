import { because, negations, type PatternList, patterns, things } from './lexicon.ts';
import type { Token } from './tokens.ts';

/** What of a message is mere manners. */
export interface Manners {
  readonly hello: boolean;
  /** Thanks, praise, a thumb, or that it works again. */
  readonly thanks: boolean;
  readonly bye: boolean;
  /** What is left besides, in order. */
  readonly rest: readonly Token[];
  /** The message without the greeting before it and the thanks after it. */
  readonly core: readonly Token[];
}

const KINDS = ['thanks', 'pleased', 'hello', 'bye', 'courtesy'] as const satisfies readonly PatternList[];
type Kind = (typeof KINDS)[number];

const PLEASE = new Set(['please', 'pls', 'plz', 'bitte']);

interface Span {
  readonly kind: Kind | 'rest';
  readonly start: number;
  readonly end: number;
}

/** Longer messages say more than thanks. */
const MANNERS_WORDS = 40;

/**
 * Reads greetings, thanks and farewells out of a message. A single word that is left over beside one ("Thanks, Sam") is a
 * name, unless the desk knows it as a thing, as trouble or as a negation.
 */
export function mannersOf(tokens: readonly Token[]): Manners {
  const known = read.get(tokens);
  if (known !== undefined) return known;
  const manners = readManners(tokens);
  read.set(tokens, manners);
  return manners;
}

/** The rules, the classifier and whoever words a subject all ask this of the same words. */
const read = new WeakMap<readonly Token[], Manners>();

function readManners(tokens: readonly Token[]): Manners {
  if (tokens.length > MANNERS_WORDS) return { hello: false, thanks: false, bye: false, rest: tokens, core: tokens };
  const spans = spansOf(tokens);
  const has = (...kinds: readonly Kind[]) => spans.some((span) => kinds.some((kind) => kind === span.kind));
  const left = spans.filter((span) => span.kind === 'rest');
  const name = left.length === 1 && left[0] && isName(left[0], spans, tokens);
  return {
    hello: has('hello'),
    thanks: has('thanks', 'pleased'),
    bye: has('bye'),
    rest: name ? [] : left.flatMap((span) => tokens.slice(span.start, span.end)),
    core: coreOf(spans, tokens),
  };
}

function coreOf(spans: readonly Span[], tokens: readonly Token[]): readonly Token[] {
  const isFrame = ({ kind, start }: Span) =>
    kind === 'hello' || kind === 'thanks' || kind === 'bye' || PLEASE.has(tokens[start]?.word ?? '');
  const first = spans.find((span) => !isFrame(span));
  const last = spans.findLast((span) => !isFrame(span));
  return tokens.slice(first?.start ?? 0, last?.end ?? 0);
}

function spansOf(tokens: readonly Token[]): readonly Span[] {
  const spans: Span[] = [];
  for (let start = 0; start < tokens.length; ) {
    let span: Span = { kind: 'rest', start, end: start };
    for (const kind of KINDS) {
      const end = patterns(kind).longestAt(tokens, start) ?? start;
      if (end > span.end) span = { kind, start, end };
    }
    if (span.kind === 'thanks') span = { ...span, end: reasonEnd(tokens, span.end) };
    if (span.end === start) span = { kind: 'rest', start, end: start + 1 };
    spans.push(span);
    start = span.end;
  }
  return spans;
}

/** Where "for your quick help" ends, behind thanks that end at `at`. */
function reasonEnd(tokens: readonly Token[], at: number): number {
  const begun = [tokens[at - 1], tokens[at]].some((token) => token && because.after.has(token.word));
  if (!begun) return at;
  let end = at;
  for (let token = tokens[end]; token && (end === at || token.after === 'space'); token = tokens[end]) {
    if (!because.words.has(token.word) && !because.after.has(token.word)) break;
    end++;
  }
  return end;
}

function isName(span: Span, spans: readonly Span[], tokens: readonly Token[]): boolean {
  const token = tokens[span.start] as Token;
  if (!/^\p{L}{2,20}$/u.test(token.word) || things.has(token.word) || negations.has(token.word)) return false;
  if ((['trouble', 'hint', 'asking', 'human', 'again'] as const).some((list) => patterns(list).in([token])))
    return false;
  const at = spans.indexOf(span);
  const addressed = [spans[at - 1], spans[at + 1]].some(
    (next) => next && ['thanks', 'hello', 'bye'].includes(next.kind),
  );
  const joined = at === 0 ? tokens[1]?.after !== 'stop' : token.after === 'space' || /^\p{Lu}/u.test(token.raw);
  return addressed && joined;
}
