import { mine, patterns, things } from './lexicon.ts';
import type { Token } from './tokens.ts';

/** What there is in a text that a desk knows of, or surely does not. */
export function hasSubstance(tokens: readonly Token[]): boolean {
  return (
    tokens.some((token) => things.has(token.word)) ||
    patterns('trouble').hits(tokens) > 0 ||
    patterns('elsewhere').hits(tokens) > 0
  );
}

/** How sure it is, 0 to 1, that a text tells a desk of a problem or asks it for something. */
export function scoreOfOpening(tokens: readonly Token[]): number {
  const trouble = patterns('trouble').hits(tokens);
  const hint = patterns('hint').hits(tokens);
  const wanted = patterns('wanted').hits(tokens);
  const thing = tokens.filter((token) => things.has(token.word)).length;
  const elsewhere = patterns('elsewhere').hits(tokens);
  const own = tokens.some((token) => mine.has(token.word));
  const asking = patterns('asking').in(tokens.slice(0, 3));

  const score =
    (trouble > 0 ? 0.45 : 0) +
    (hint > 0 ? 0.25 : 0) +
    (wanted > 0 ? 0.25 : 0) +
    (thing > 0 ? 0.35 : 0) +
    (thing > 1 ? 0.1 : 0) +
    (trouble > 1 ? 0.1 : 0) +
    (own ? 0.15 : 0) +
    (asking && thing > 0 ? 0.15 : 0) +
    (tokens.length > 25 ? 0.15 : 0) -
    Math.min(elsewhere, 2) * (trouble > 0 ? 0.2 : 0.4);
  return Math.min(0.95, Math.max(0, score));
}
