/** Portable markdown (CommonMark without HTML; a line break stays one) ↔ values. */
import { type Block, type Emphasis, type Inline, isLinkable, paired, type Run, same, text, words } from './markup.ts';

const PUNCTUATION = /[!-/:-@[-`{-~]/;

export function readMarkdown(markdown: string): readonly Block[] {
  const blocks: Block[] = [];
  const lines = markdown.replace(/\r\n?/g, '\n').split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const fence = /^ {0,3}(`{3,}|~{3,})[^`]*$/.exec(line)?.[1];
    if (fence === undefined) {
      blocks.push(readLine(line));
      continue;
    }
    const closing = lines.findIndex((one, n) => n > at && isFence(one, fence));
    const end = closing < 0 ? lines.length : closing;
    blocks.push({ kind: 'code', text: lines.slice(at + 1, end).join('\n') });
    at = end;
  }
  return blocks;
}

const isFence = (line: string, opened: string): boolean => {
  const bare = line.trim();
  return bare.length >= opened.length && bare === opened.charAt(0).repeat(bare.length);
};

function readLine(line: string): Block {
  const quote = /^ {0,3}> ?(.*)$/.exec(line)?.[1];
  if (quote !== undefined) return { kind: 'quote', inside: readInline(quote) };
  const heading = /^ {0,3}#{1,6}[ \t]+(\S.*)$/.exec(line)?.[1];
  if (heading !== undefined) return { kind: 'heading', inside: readInline(heading.trimEnd()) };
  const [, indent, item] = /^(\s*)[-*+] (.*)$/.exec(line) ?? [];
  if (indent !== undefined && item !== undefined)
    return { kind: 'item', indent: indent.length, inside: readInline(item) };
  return { kind: 'line', inside: readInline(line) };
}

function readInline(line: string): readonly Inline[] {
  const tokens: (Inline | Run)[] = [];
  let at = 0;
  while (at < line.length) {
    const [token, length] = next(line, at);
    tokens.push(token);
    at += length;
  }
  return paired(tokens, emphasis);
}

const emphasis = (sign: string, count: 1 | 2): Emphasis | undefined => {
  if (sign === '~') return count === 2 ? 'strike' : undefined;
  return count === 2 ? 'bold' : 'italic';
};

function next(line: string, at: number): readonly [Inline | Run, number] {
  const sign = line.charAt(at);
  const rest = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(line);
  };
  switch (sign) {
    case '\\': {
      const escaped = line.charAt(at + 1);
      if (PUNCTUATION.test(escaped)) return [text(escaped), 2];
      return [text(escaped === '' ? '' : sign), 1];
    }
    case '`':
      return readCode(line, at);
    case '[':
    case '!': {
      const link = rest(
        /!?\[((?:\\.|[^\\[\]]){0,1000})\]\((?:<([^<>\n]{1,3000})>|((?:[^\s<>()]|\([^\s<>()]*\)){1,3000}))\)/y,
      );
      const url = (link?.[2] ?? link?.[3])?.replace(/\\([!-/:-@[-`{-~])/g, '$1');
      if (link === null || url === undefined) break;
      const label = words(readInline(link[1] ?? ''));
      return [isLinkable(url) ? { kind: 'link', url, label: label || url } : text(`${label} (${url})`), link[0].length];
    }
    case '<': {
      const url = rest(/<((?:https?:\/\/|mailto:)[^\s<>]{1,3000})>/iy)?.[1];
      if (url !== undefined && isLinkable(url)) return [{ kind: 'link', url, label: url }, url.length + 2];
      break;
    }
    case 'h':
    case 'H': {
      const url = /[\p{L}\p{N}]/u.test(line.charAt(at - 1))
        ? undefined
        : bareUrl(rest(/https?:\/\/[^\s<>]{1,3000}/iy)?.[0]);
      if (url !== undefined && isLinkable(url)) return [{ kind: 'link', url, label: url }, url.length];
      break;
    }
    case '*':
    case '_':
    case '~': {
      let count = 1;
      while (line.charAt(at + count) === sign) count += 1;
      return [run(sign, count, line.charAt(at - 1), line.charAt(at + count)), count];
    }
    default:
  }
  const plain = rest(/[^\\`[!<hH*_~]+/y)?.[0];
  return [text(plain ?? sign), plain?.length ?? 1];
}

/** A bare address ends before the punctuation of the sentence around it, and before an emphasis that ends with it. */
const bareUrl = (found: string | undefined): string | undefined => found?.replace(/[.,;:!?'"()[\]*_~`\\]+$/, '');

function readCode(line: string, at: number): readonly [Inline, number] {
  let ticks = 1;
  while (line.charAt(at + ticks) === '`') ticks += 1;
  const start = at + ticks;
  for (let end = line.indexOf('`', start); end >= 0; ) {
    let closing = 1;
    while (line.charAt(end + closing) === '`') closing += 1;
    if (closing === ticks) {
      const inner = line.slice(start, end);
      const padded = inner.startsWith(' ') && inner.endsWith(' ') && inner.trim() !== '';
      return [{ kind: 'code', text: padded ? inner.slice(1, -1) : inner }, end + ticks - at];
    }
    end = line.indexOf('`', end + closing);
  }
  return [text('`'.repeat(ticks)), ticks];
}

/** CommonMark's rule of flanking runs. */
function run(sign: string, count: number, before: string, after: string): Run {
  const space = (one: string) => one === '' || /\s/u.test(one);
  const mark = (one: string) => /[\p{P}\p{S}]/u.test(one);
  const left = !space(after) && (!mark(after) || space(before) || mark(before));
  const right = !space(before) && (!mark(before) || space(after) || mark(after));
  const word = sign === '_';
  return {
    kind: 'run',
    sign,
    count,
    opens: left && (!word || !right || mark(before)),
    closes: right && (!word || !left || mark(after)),
  };
}

export const writeMarkdown = (blocks: readonly Block[]): string => blocks.map(writeBlock).join('\n');

/** Words that are not markdown, as markdown that says just them. */
export const markdownOf = (plain: string): string =>
  writeMarkdown(plain.split('\n').map((line) => ({ kind: 'line', inside: line === '' ? [] : [text(line)] })));

function writeBlock(block: Block): string {
  switch (block.kind) {
    case 'code': {
      const longest = Math.max(2, ...(block.text.match(/`+/g) ?? []).map((ticks) => ticks.length));
      const fence = '`'.repeat(longest + 1);
      return `${fence}\n${block.text}\n${fence}`;
    }
    case 'heading':
      return `# ${writeInline(block.inside)}`;
    case 'quote':
      return `> ${writeInline(block.inside)}`;
    case 'item':
      return `${' '.repeat(block.indent)}- ${writeInline(block.inside)}`;
    case 'line': {
      const line = writeInline(block.inside);
      const [again, ...more] = readMarkdown(line);
      // A line that happens to begin like a heading, a list, a quote or a fence: its first sign is escaped.
      return more.length === 0 && again?.kind === 'line' ? line : line.replace(/\S/, '\\$&');
    }
    default:
      return block satisfies never;
  }
}

/** With as few backslashes as keep the meaning: people read this as it is, in subjects and logs. */
function writeInline(inside: readonly Inline[]): string {
  const bare = inside.map((part) => writePart(part, false)).join('');
  return same(readInline(bare), inside) ? bare : inside.map((part) => writePart(part, true)).join('');
}

const MARKS = { bold: '**', italic: '_', strike: '~~' } as const;

function writePart(part: Inline, careful: boolean): string {
  switch (part.kind) {
    case 'text':
      return careful ? part.text.replace(/[\\`*_~[\]<]/g, '\\$&') : part.text;
    case 'code': {
      const ticks = '`'.repeat(Math.max(0, ...(part.text.match(/`+/g) ?? []).map((one) => one.length)) + 1);
      const pad = /^`|`$|^ .* $/.test(part.text) ? ' ' : '';
      return `${ticks}${pad}${part.text}${pad}${ticks}`;
    }
    case 'link': {
      if (part.label === part.url) return /[*_~`\\()[\]]/.test(part.url) ? `<${part.url}>` : part.url;
      const url = /[()]/.test(part.url) ? `<${part.url}>` : part.url;
      return `[${part.label.replace(/[\\`*_~[\]<]/g, '\\$&')}](${url})`;
    }
    default: {
      const inner = part.inside.map((one) => writePart(one, careful)).join('');
      return `${MARKS[part.kind]}${inner}${MARKS[part.kind]}`;
    }
  }
}
