/** Cutting and cleaning text: by UTF-16 units (never fewer than Slack counts), never inside what a reader sees as one sign. */

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The last place at or before `at` where the text may be cut. */
function graphemeBoundary(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const start = segmenter.segment(text).containing(at)?.index ?? at;
  if (start > 0) return start;
  // One sign longer than the limit (a pile of accents): cut it, but not inside a surrogate pair.
  const low = text.charCodeAt(at);
  return low >= 0xdc00 && low <= 0xdfff && at > 1 ? at - 1 : at;
}

/** A good place to cut at or before `at`: after a line, else after a word, else after a sign. */
function goodBoundary(text: string, at: number): number {
  if (at >= text.length) return text.length;
  for (const [pattern, least] of [
    ['\n', 0.5],
    [' ', 0.7],
  ] as const) {
    const after = text.lastIndexOf(pattern, at - 1) + 1;
    if (after > at * least && graphemeBoundary(text, after) === after) return after;
  }
  return graphemeBoundary(text, at);
}

/**
 * The text in pieces that are each at most `limit` by `size`. Nothing is left out, but for the white space at a seam.
 * A generator, so that `size` may depend on what was cut so far.
 */
export function* pieces(text: string, limit: number, size: (piece: string) => number): Generator<string, void> {
  let rest = text;
  while (rest.length > 0) {
    let end = goodBoundary(rest, limit);
    let length = size(rest.slice(0, end));
    while (length > limit && end > 1) {
      end = goodBoundary(rest, Math.max(1, Math.min(end - 1, Math.floor((end * limit) / length))));
      length = size(rest.slice(0, end));
    }
    const piece = rest.slice(0, end).trimEnd();
    rest = rest.slice(end);
    if (piece.trim() !== '') yield piece;
  }
}

/** The text, or as much of it as fits with an ellipsis, so that its `size` is at most `max`. */
export function cut(text: string, max: number, size: (piece: string) => number = (piece) => piece.length): string {
  if (size(text) <= max) return text;
  let end = graphemeBoundary(text, max - 1);
  while (end > 0 && size(text.slice(0, end)) > max - 1) end = graphemeBoundary(text, end - 1);
  return `${text.slice(0, end).trimEnd()}…`;
}

/** Names and titles: one line, without control signs and without what turns the direction of writing. */
export const oneLine = (text: string): string =>
  text
    .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu, '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
