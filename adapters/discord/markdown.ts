/**
 * Discord's markdown ↔ the portable markdown of the seam. Both are read into one tree and printed from it, so that whatever
 * a person wrote is either formatting in both or plain text in both: `fromDiscord(toDiscord(m)) === m` for every m that
 * `fromDiscord` gives.
 *
 * Lost on the way in: underline becomes emphasis, a spoiler its text, small print an ordinary line.
 */
import { linkified, parse } from './markdown-parse.ts';
import { print } from './markdown-print.ts';
import { type Block, type Inline, merged, type Names, NOBODY, plain, trimmed } from './markdown-tree.ts';

export { type Names, NOBODY };

export const fromDiscord = (content: string, names: Names): string =>
  print(parse(content, 'discord', names), 'portable').trim();

/** Links whose label looks like another place show where they lead; only http, https and mailto stay links. */
export const toDiscord = (portable: string): string =>
  print(parse(portable, 'portable', NOBODY).map(honest), 'discord').trim();

/** Plain text, so that Discord shows exactly these characters; what looks like a web address still becomes a link. */
export const escaped = (text: string): string => print(plainBlocks(text), 'discord');

/** Plain text as portable markdown. */
export const plainPortable = (text: string): string => print(plainBlocks(text), 'portable');

/** The first line of portable markdown that says something, without its formatting. */
export function firstLine(portable: string): string {
  const lines = parse(portable, 'portable', NOBODY).map((block) =>
    block.kind === 'blank' ? '' : plainName(block.kind === 'code' ? block.text : plain(block.of)),
  );
  return lines.find((line) => line !== '') ?? '';
}

/** On one line, without characters that turn or hide what follows: for names and titles. */
export const plainName = (text: string): string =>
  text
    .replace(/[\u202A-\u202E\u2066-\u2069\u200B-\u200F\u061C\uFEFF]/g, '')
    .replace(/\s+/g, ' ')
    .trim();

const plainBlocks = (text: string): readonly Block[] =>
  text.split(/\r\n?|\n/).map((line) => {
    const of = trimmed(linkified(line));
    return of.length === 0 ? { kind: 'blank' } : { kind: 'paragraph', quoted: false, of };
  });

function honest(block: Block): Block {
  return block.kind === 'code' || block.kind === 'blank'
    ? block
    : { ...block, of: merged(block.of.flatMap(honestInline)) };
}

function honestInline(inline: Inline): readonly Inline[] {
  if (inline.kind === 'link' && misleads(inline.label, inline.url))
    return [
      ...linkified(inline.label),
      { kind: 'text', text: ' (' },
      { kind: 'url', url: inline.url },
      { kind: 'text', text: ')' },
    ];
  if (inline.kind === 'strong' || inline.kind === 'em' || inline.kind === 'strike')
    return [{ ...inline, of: merged(inline.of.flatMap(honestInline)) }];
  return [inline];
}

/** Does the label name a host other than the one the link leads to? */
function misleads(label: string, url: string): boolean {
  const named = /(?:[\p{L}\p{N}-]+[.\u2024\u3002\uFF0E\uFF61])+\p{L}{2,}/u.exec(plainName(label))?.[0];
  if (named === undefined) return false;
  const host = url.startsWith('mailto:') ? url.slice(url.lastIndexOf('@') + 1) : hostOf(url);
  return named.toLowerCase() !== host.replace(/^www\./, '') && named.toLowerCase() !== host;
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname.toLowerCase();
  } catch {
    return '';
  }
}
