/** Cuts text to Discord's limits, which count UTF-16 units, at the borders of what people see as characters. */

const CONTENT = 2000;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** At most `max` units, with … where something was left out; half a character is none that can be sent. */
export function clip(given: string, max: number): string {
  const text = given.toWellFormed();
  if (text.length <= max) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text.slice(0, max + 64))) {
    if (kept.length + segment.length > max - 1) break;
    kept += segment;
  }
  return kept === '' ? `${[...text][0] ?? ''}`.slice(0, max) : `${kept.trimEnd()}…`;
}

/** The same for what must be more than white space. */
export const clipped = (text: string, max: number, or: string): string => clip(text.trim(), max) || or;

/**
 * Parts of at most `limit` units that read on as one text: cut between lines where possible, else between words, else between
 * characters. A code block that is cut is closed and opened again. Nothing but white space at the cuts is lost.
 */
export function split(text: string, limit: number = CONTENT): readonly string[] {
  const parts: string[] = [];
  let part = '';
  let fence: string | undefined;
  const room = (): number => limit - part.length - (part === '' ? 0 : 1) - (fence === undefined ? 0 : FENCE.length + 1);
  const fresh = (): boolean => part === '' || part === fence;
  const add = (line: string): void => {
    part = part === '' ? line : `${part}\n${line}`;
  };
  const turn = (): void => {
    if (!fresh()) parts.push(fence === undefined ? part : `${part}\n${FENCE}`);
    part = fence ?? '';
  };
  for (const line of text.toWellFormed().split('\n')) {
    if (line.startsWith(FENCE)) {
      if (fence === undefined && room() < line.length + limit / 4) turn();
      // The line that closes a block has its room reserved.
      add(line);
      fence = fence === undefined ? line : undefined;
      continue;
    }
    let rest = line;
    while (rest.length > room()) {
      const fitsAlone = rest.length <= limit - (fence === undefined ? 0 : fence.length + FENCE.length + 2);
      if (fresh() || (!fitsAlone && room() > limit / 4)) {
        const cut = cutAt(rest, room());
        add(rest.slice(0, cut));
        rest = rest.slice(cut);
      }
      turn();
    }
    add(rest);
  }
  turn();
  const seen = parts.filter((one) => one.trim() !== '');
  return seen.length === 0 ? [BLANK] : seen;
}

/** A message must hold something. */
export const BLANK = '\u200B';
const FENCE = '```';

/** The last good place to cut within `room` units: after a space, else between characters, else between code points. */
function cutAt(line: string, room: number): number {
  const space = line.lastIndexOf(' ', room - 1);
  if (space > room / 2) return space + 1;
  let cut = 0;
  for (const { segment, index } of graphemes.segment(line.slice(0, room + 64))) {
    if (index + segment.length > room) break;
    cut = index + segment.length;
  }
  // Between a backslash and what it escapes is no place to cut.
  const slashes = /\\*$/.exec(line.slice(0, cut))?.[0].length ?? 0;
  if (slashes % 2 === 1 && cut > 1) cut -= 1;
  if (cut > 0) return cut;
  const middle = /[\uD800-\uDBFF]/.test(line[room - 1] ?? '') ? room - 1 : room;
  return Math.max(middle, 1);
}
