import { unmarked } from './unmarked.ts';

/** What the form of `open` takes; no platform carries a longer message than the second. */
export const SUBJECT_MAX = 150;
export const DESCRIPTION_MAX = 40_000;

// Direction overrides and what cannot be seen; the joiner stays, since emoji are made with it.
const UNSEEN = /[\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\p{Cc}]/gu;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A text as a ticket. */
export interface Opening {
  /** Its first sentence, on one line, without what cannot be seen. */
  readonly subject: string;
  /** The whole text, where it says more than the subject. */
  readonly description?: string;
}

/** The ticket that a text makes. Undefined if there is nothing to see in it. */
export function openingOf(text: string, skipsLine: (line: string) => boolean = () => false): Opening | undefined {
  const whole = text.trim();
  const line = firstLine(whole, skipsLine);
  if (line === undefined) return undefined;
  const subject = shorten(firstSentence(line), SUBJECT_MAX);
  const more = plain(whole.slice(0, SUBJECT_MAX * 4)) !== subject;
  return more ? { subject, description: cut(whole, DESCRIPTION_MAX) } : { subject };
}

/** Cuts before `max` UTF-16 units, never inside what a reader sees as one character. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const near = graphemes.segment(text.slice(0, max + 64)).containing(max)?.index ?? max;
  if (near > 0) return text.slice(0, near);
  // One character longer than the limit (a letter under a thousand accents): at least no half of a surrogate pair.
  return text.slice(0, max).replace(/[\ud800-\udbff]$/, '');
}

function firstLine(whole: string, skipsLine: (line: string) => boolean): string | undefined {
  let fallback: string | undefined;
  for (const line of whole.slice(0, 12_000).split(/\r\n|[\n\r\u2028\u2029]/, 50)) {
    const shown = plain(unmarked(line));
    if (!/[\p{L}\p{N}\p{P}\p{S}]/u.test(shown)) continue;
    if (!skipsLine(shown)) return shown;
    fallback ??= shown;
  }
  return fallback;
}

/** Up to the first full stop that ends more than a word or an abbreviation. */
function firstSentence(line: string): string {
  for (const end of line.slice(0, SUBJECT_MAX * 2).matchAll(/[.!?。！？](?=\s)/gu)) {
    const sentence = line.slice(0, end.index);
    if (sentence.length >= 12 && !/(?:^|[\s.(])\p{L}{1,2}$/u.test(sentence)) return line.slice(0, end.index + 1);
  }
  return line;
}

function shorten(line: string, max: number): string {
  if (line.length <= max) return line;
  const fits = cut(line, max - 1);
  const space = fits.lastIndexOf(' ');
  return `${(space > max / 2 ? fits.slice(0, space) : fits).trimEnd()}…`;
}

function plain(text: string): string {
  return text
    .replace(/[\t\n\r]/g, ' ')
    .replace(UNSEEN, '')
    .replace(/\s+/g, ' ')
    .trim();
}
