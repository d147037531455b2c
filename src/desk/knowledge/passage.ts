/** The part of an article that answers. Pure. */

/** As much of it as is read in a chat without scrolling. */
const PASSAGE_MAX = 1_200;

/**
 * The section of a markdown text that has most of the words (stems, as the search found them), and of equals the first: from
 * its heading to the next. Cut at a line's end where it is long; `…` says so.
 */
export function passageOf(body: string, words: readonly string[], max = PASSAGE_MAX): string {
  const sections = sectionsOf(body);
  const scores = sections.map((section) => scoreOf(section, words));
  const best = Math.max(0, scores.indexOf(Math.max(...scores)));
  return cutAtLine((sections[best] ?? body).trim(), max);
}

/** A page of a long text, cut where lines end; undefined where there is none. Pages are counted from 1. */
export function pageOf(
  body: string,
  page: number,
  max = 2_500,
): { readonly text: string; readonly pages: number } | undefined {
  const pages = pagesOf(body, max);
  const text = pages[page - 1];
  return text === undefined ? undefined : { text, pages: pages.length };
}

function sectionsOf(body: string): readonly string[] {
  const sections: string[][] = [[]];
  let fenced = false;
  for (const line of body.split('\n')) {
    if (/^\s{0,3}(?:```|~~~)/.test(line)) fenced = !fenced;
    if (!fenced && /^#{1,6}\s/.test(line) && sections.at(-1)?.some((one) => one.trim() !== '')) sections.push([]);
    sections.at(-1)?.push(line);
  }
  return sections.map((lines) => lines.join('\n'));
}

/** Stems are found as the beginnings of words, which most of them are. */
function scoreOf(section: string, stems: readonly string[]): number {
  const words = new Set(section.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  return stems.filter((stem) => words.has(stem) || [...words].some((word) => word.startsWith(stem))).length;
}

function cutAtLine(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = text.slice(0, max);
  const end = Math.max(head.lastIndexOf('\n'), head.lastIndexOf('. ') + 1);
  return `${(end > max / 2 ? head.slice(0, end) : head).trimEnd().toWellFormed()} …`;
}

function pagesOf(body: string, max: number): readonly string[] {
  const pages: string[] = [];
  let rest = body.trim();
  while (rest.length > max) {
    const head = rest.slice(0, max);
    const end = Math.max(head.lastIndexOf('\n\n'), head.lastIndexOf('\n'), head.lastIndexOf(' '));
    // Never between the halves of a sign.
    const cut = end > max / 2 ? end : /[\ud800-\udbff]$/.test(head) ? max - 1 : max;
    pages.push(rest.slice(0, cut).trim());
    rest = rest.slice(cut).trim();
  }
  return rest === '' ? pages : [...pages, rest];
}
