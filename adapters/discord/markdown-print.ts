/**
 * Tree → text in either dialect. Escapes as little as reads well, then reads its own print: where that is not the tree again
 * (a mark in an odd place), it escapes more, and at last prints the words without their formatting.
 */
import { parse, trimmedUrl } from './markdown-parse.ts';
import { type Block, type Dialect, type Inline, NOBODY, plain, same, trimmed } from './markdown-tree.ts';

export function print(blocks: readonly Block[], dialect: Dialect): string {
  const lines: string[] = [];
  let previous: Block | undefined;
  for (const block of blocks) {
    if (dialect === 'portable' && wouldJoin(previous, block)) lines.push('');
    lines.push(printBlock(block, dialect));
    previous = block;
  }
  return lines.join('\n');
}

/** CommonMark takes a plain line below a quote or a list item for its continuation. */
function wouldJoin(above: Block | undefined, block: Block): boolean {
  if (above === undefined || block.kind !== 'paragraph' || above.kind === 'blank' || above.kind === 'code')
    return false;
  return above.kind === 'item' || (above.quoted && !block.quoted);
}

type Care = 'pretty' | 'careful';

function printBlock(block: Block, dialect: Dialect): string {
  if (block.kind === 'blank') return '';
  if (block.kind === 'code') return printCode(block, dialect);
  for (const care of ['pretty', 'careful'] as const) {
    const text = withMarks(block, dialect, printInlines(block.of, care, dialect));
    if (same(parse(text, dialect, NOBODY), [block])) return text;
  }
  const words = trimmed([{ kind: 'text', text: plain(block.of) }]);
  if (!same(block.of, words)) return printBlock({ ...block, of: words }, dialect);
  return withMarks(block, dialect, everyMark(plain(words)));
}

function printCode(block: Block & { readonly kind: 'code' }, dialect: Dialect): string {
  // Discord knows no longer fence: a zero-width space keeps an inner one from closing the block.
  if (dialect === 'discord')
    return `\`\`\`${block.language.slice(0, 30)}\n${block.text.replace(/``(?=`)/g, '``\u200B')}\n\`\`\``;
  const longest = [...block.text.matchAll(/`{3,}/g)].reduce((sum, [run]) => Math.max(sum, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${block.language}\n${block.text}\n${fence}`;
}

function withMarks(block: Exclude<Block, { kind: 'blank' | 'code' }>, dialect: Dialect, text: string): string {
  const quote = block.quoted ? '> ' : '';
  switch (block.kind) {
    case 'heading':
      return `${quote}${'#'.repeat(block.level)} ${text}`;
    case 'item':
      return `${quote}${'   '.repeat(block.depth)}${block.number === undefined ? '-' : `${block.number}.`} ${text}`;
    case 'paragraph':
      return text
        .split('\n')
        .map((line) => quote + lineStart(line, dialect))
        .join('\n');
    default:
      return block satisfies never;
  }
}

/** Keeps a plain line from being taken for a heading, a list item, a quote or a rule. */
function lineStart(line: string, dialect: Dialect): string {
  const number = /^( *\d{1,9})([.)] +\S.*)$/.exec(line);
  if (number !== null) return `${number[1]}\\${number[2]}`;
  const taken =
    dialect === 'discord'
      ? /^(?:#{1,3} +\S|-# +\S|> |>>> | *[-*+] +\S)/
      : /^(?:#{1,6} +\S| {0,3}>| *[-*+] +\S| {0,3}(?:[-=]{2,}|[-=] *$))/;
  if (!taken.test(line)) return line;
  const indent = /^ */.exec(line)?.[0] ?? '';
  return `${indent}\\${line.slice(indent.length)}`;
}

const MARK = { strong: '**', strike: '~~' } as const;

function printInlines(of: readonly Inline[], care: Care, dialect: Dialect): string {
  let out = '';
  for (const [index, one] of of.entries()) {
    const next = of[index + 1];
    switch (one.kind) {
      case 'text':
        out += escapedText(one.text, care, out.at(-1) ?? '', next === undefined ? '' : 'x');
        break;
      case 'code':
        out += printSpan(one.text);
        break;
      case 'link':
        out += `[${escapedText(one.label, 'careful', '', '')}](${/[()]/.test(one.url) ? `<${one.url}>` : one.url})`;
        break;
      case 'url':
        out += care === 'pretty' && bare(one.url, out.at(-1), next) ? one.url : `<${one.url}>`;
        break;
      case 'em': {
        const mark = care === 'pretty' && !wordy(out.at(-1)) && !wordy(firstOf(next)) ? '_' : '*';
        out += mark + printInlines(one.of, care, dialect) + mark;
        break;
      }
      default:
        out += MARK[one.kind] + printInlines(one.of, care, dialect) + MARK[one.kind];
    }
  }
  return out;
}

function printSpan(text: string): string {
  const ticks = /(?:^|[^`])`(?:[^`]|$)/.test(text) ? '``' : '`';
  const spaced = /^`|`$|^ .*[^ ].* $/s.test(text) ? ` ${text} ` : text;
  return ticks + spaced + ticks;
}

/** An address can stand without brackets where it ends by itself. */
function bare(url: string, left: string | undefined, next: Inline | undefined): boolean {
  if (/[A-Za-z0-9]/.test(left ?? '') || !/^https?:\/\//.test(url) || trimmedUrl(url) !== url) return false;
  return next === undefined || (next.kind === 'text' && /^(?:\s|[.,:;!?)]+(?:\s|$))/.test(next.text));
}

const wordy = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}_*\uD800-\uDFFF]/u.test(character);
const firstOf = (next: Inline | undefined): string | undefined =>
  next === undefined ? undefined : next.kind === 'text' ? next.text[0] : '*';

function escapedText(text: string, care: Care, before: string, after: string): string {
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    const around = { left: text[at - 1] ?? before, right: text[at + 1] ?? after };
    out += (care === 'careful' ? MARKS.test(character) : needsEscape(character, around, text, at))
      ? `\\${character}`
      : character;
  }
  return out;
}

const MARKS = /[\\`*_~|[\]<>]/;

function needsEscape(
  character: string,
  { left, right }: { left: string; right: string },
  text: string,
  at: number,
): boolean {
  switch (character) {
    case '\\':
      return right === '' || /[\n!-/:-@[-`{-~]/.test(right) || at === text.length - 1;
    case '`':
      return true;
    case '*':
      return !(/^\s?$/.test(left) && /^\s?$/.test(right));
    case '_':
      return (
        !(/[\p{L}\p{N}]/u.test(left) && /[\p{L}\p{N}]/u.test(right)) && !(/^\s?$/.test(left) && /^\s?$/.test(right))
      );
    case '~':
    case '|':
      return left === character || right === character;
    case '[':
      return text.includes('](', at);
    case '<':
      return /[a-zA-Z/@#:!?]/.test(right);
    default:
      return false;
  }
}

/** No character of punctuation means anything any more. */
function everyMark(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, '\\$&');
}
