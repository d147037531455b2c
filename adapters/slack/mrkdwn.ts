/**
 * Slack's mrkdwn ↔ portable markdown, by way of the values of markup.ts. What is written here can neither ring nor
 * pretend: &, < and > are always escaped, no mention is ever written, and a link whose label names another host is shown
 * with its real address.
 *
 * mrkdwn has no escape for its own signs. A literal one that would format gets a WORD JOINER before it, which our own
 * reader takes away again; at worst Slack formats it all the same, which is a matter of looks only.
 */
import { markdownOf, readMarkdown, writeMarkdown } from './markdown.ts';
import { type Block, type Emphasis, type Inline, isLinkable, paired, type Run, same, text, words } from './markup.ts';
import { oneLine } from './text.ts';

const JOINER = '\u2060';

/** Names of the people and channels that a text mentions, by id. */
export type Names = ReadonlyMap<string, string>;
const NOBODY: Names = new Map();

export const toMarkdown = (mrkdwn: string, names: Names = NOBODY): string => writeMarkdown(readMrkdwn(mrkdwn, names));
export const toMrkdwn = (markdown: string): string => writeMrkdwn(readMarkdown(markdown));

/** Plain words as mrkdwn that shows just them. */
export const literal = (plain: string): string => toMrkdwn(markdownOf(plain));

/** For `plain_text`, and for what is not read as mrkdwn but decoded all the same. */
export const escapeText = (plain: string): string =>
  plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Slack's escapes and mentions as plain words, without reading any formatting: for what follows a slash command. */
export const toPlain = (mrkdwn: string, names: Names = NOBODY): string =>
  decode(mrkdwn.replace(/<([^<>\n]+)>/g, (_, inner: string) => escapeText(words([control(inner, names)]))));

/** The ids of the people whom a text mentions. */
export const mentioned = (mrkdwn: string): readonly string[] => [
  ...new Set([...mrkdwn.matchAll(/<@([A-Z0-9]+)/g)].map(([, id = '']) => id)),
];

/** Whether a text mentions a group of people, whose name Slack may have left out. */
export const mentionsGroup = (mrkdwn: string): boolean => mrkdwn.includes('<!subteam^');

const decode = (escaped: string): string =>
  escaped.replace(/&(amp|lt|gt);/g, (_, name: string) => (name === 'amp' ? '&' : name === 'lt' ? '<' : '>'));

// Reading

export function readMrkdwn(mrkdwn: string, names: Names = NOBODY): readonly Block[] {
  const blocks: Block[] = [];
  // With one capturing group, `split` gives words and code in turn.
  const parts = mrkdwn.replace(/\r\n?/g, '\n').split(/```([\s\S]*?)```/);
  let quoting = false;
  parts.forEach((part, n) => {
    if (n % 2 === 1) {
      blocks.push({ kind: 'code', text: decodeCode(part.replace(/^\n/, '').replace(/\n$/, '')) });
      return;
    }
    const [first, last] = [n === 0, n === parts.length - 1];
    // Between two blocks of code one line break is none of its own.
    if (part === '' ? parts.length > 1 : part === '\n' && !first && !last) return;
    const head = first ? part : part.replace(/^\n/, '');
    const body = last ? head : head.replace(/\n$/, '');
    for (const line of body.split('\n')) {
      const all = /^(?:&gt;|>){3} ?(.*)$/.exec(line)?.[1];
      quoting ||= all !== undefined;
      blocks.push(quoting ? { kind: 'quote', inside: readInline(all ?? line, names) } : readLine(line, names));
    }
  });
  return blocks;
}

function readLine(line: string, names: Names): Block {
  const quote = /^(?:&gt;|>) ?(.*)$/.exec(line)?.[1];
  if (quote !== undefined) return { kind: 'quote', inside: readInline(quote, names) };
  const [, indent, item] = /^(\s*)[-*+•◦▪‣●] (.*)$/.exec(line) ?? [];
  if (indent !== undefined && item !== undefined)
    return { kind: 'item', indent: indent.length, inside: readInline(item, names) };
  return { kind: 'line', inside: readInline(line.replace(/^(\s*)\u2060(?=&gt;|[-*+•◦▪‣●] )/, '$1'), names) };
}

function readInline(line: string, names: Names): readonly Inline[] {
  const tokens: (Inline | Run)[] = [];
  let at = 0;
  while (at < line.length) {
    const [token, length] = next(line, at, names);
    tokens.push(token);
    at += length;
  }
  return paired(tokens, (sign, count) => (count === 1 ? EMPHASIS.get(sign) : undefined));
}

const EMPHASIS: ReadonlyMap<string, Emphasis> = new Map([
  ['*', 'bold'],
  ['_', 'italic'],
  ['~', 'strike'],
]);

function next(line: string, at: number, names: Names): readonly [Inline | Run, number] {
  const sign = line.charAt(at);
  const rest = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(line);
  };
  switch (sign) {
    case JOINER: {
      const after = line.charAt(at + 1);
      if ('*_~`'.includes(after) && after !== '') return [text(after), 2];
      break;
    }
    case '<': {
      const inner = rest(/<([^<>\n]{1,4000})>/y)?.[1];
      if (inner !== undefined) return [control(inner, names), inner.length + 2];
      break;
    }
    case '`': {
      const code = rest(/`([^`\n]+)`/y)?.[1];
      if (code !== undefined) return [{ kind: 'code', text: decodeCode(code) }, code.length + 2];
      break;
    }
    case '*':
    case '_':
    case '~': {
      let count = 1;
      while (line.charAt(at + count) === sign) count += 1;
      // mrkdwn's marks are single signs: two in a row are just signs.
      if (count > 1) return [text(sign.repeat(count)), count];
      const before = line.charAt(at - 1);
      const after = line.charAt(at + 1);
      return [{ kind: 'run', sign, count: 1, opens: mayOpen(before, after), closes: mayOpen(after, before) }, 1];
    }
    default:
  }
  const plain = rest(/[^\u2060<`*_~]+/y)?.[0] ?? sign;
  return [text(decode(plain)), plain.length];
}

/** Whether a mark after `outer` and before `inner` formats; the other way round for a closing one. */
const mayOpen = (outer: string, inner: string): boolean => isEdge(outer) && inner !== '' && !/\s/u.test(inner);
const isEdge = (sign: string): boolean => sign === '' || (sign !== JOINER && /[\s\p{P}\p{S}]/u.test(sign));

/** What is between < and >: a link, or a mention, as a plain name. */
function control(inner: string, names: Names): Inline {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = oneLine(decode(bar < 0 ? '' : inner.slice(bar + 1)));
  const id = target.slice(1);
  switch (target.charAt(0)) {
    case '@':
      return text(`@${names.get(id) ?? (label.replace(/^@/, '') || id)}`);
    case '#':
      return text(`#${label.replace(/^#/, '') || (names.get(id) ?? id)}`);
    case '!':
      if (target.startsWith('!date')) return text(label || id);
      return text(
        label === ''
          ? `@${names.get(id.split('^')[1] ?? '') ?? id.split('^')[0] ?? id}`
          : target.startsWith('!subteam')
            ? `@${label.replace(/^@/, '')}`
            : label,
      );
    default:
  }
  const url = decode(target);
  if (!isLinkable(url)) return text(label || url);
  // What Slack made a link of by itself is shown as it was typed.
  const typed = url.replace(/^(?:https?:\/\/|mailto:)/i, '');
  if (label === typed || (label === '' && /^mailto:/i.test(url))) return text(typed);
  return { kind: 'link', url, label: label || url };
}

/** Inside code nothing formats, but Slack links addresses all the same. */
const decodeCode = (code: string): string =>
  decode(
    code.replace(
      /<((?:https?:\/\/|mailto:)[^<>|\n]+)(?:\|([^<>\n]*))?>/g,
      (_, url: string, label?: string) => label ?? url,
    ),
  ).replaceAll(`${JOINER}\``, '`');

// Writing

export const writeMrkdwn = (blocks: readonly Block[]): string => blocks.map(writeBlock).join('\n');

function writeBlock(block: Block): string {
  switch (block.kind) {
    case 'code':
      return `\`\`\`\n${escapeText(unfenced(block.text))}\n\`\`\``;
    case 'heading':
      return writeInline([{ kind: 'bold', inside: block.inside }]);
    case 'quote':
      return `&gt; ${writeInline(block.inside)}`;
    case 'item':
      return `${' '.repeat(block.indent)}• ${writeInline(block.inside)}`;
    case 'line': {
      const line = writeInline(block.inside);
      return readLine(line, NOBODY).kind === 'line' ? line : line.replace(/\S/, `${JOINER}$&`);
    }
    default:
      return block satisfies never;
  }
}

/** Three backticks in a row would begin or end a block of code wherever they stand. */
const unfenced = (plain: string): string => plain.replace(/`{3,}/g, (ticks) => [...ticks].join(JOINER));

/** Marks the literal signs only where they would format. */
function writeInline(inside: readonly Inline[]): string {
  const bare = writeParts(inside, '', '', new Set(), false);
  return same(readInline(bare, NOBODY), inside) ? bare : writeParts(inside, '', '', new Set(), true);
}

const MARKS = { bold: '*', italic: '_', strike: '~' } as const;

function writeParts(
  inside: readonly Inline[],
  before: string,
  after: string,
  within: ReadonlySet<Emphasis>,
  careful: boolean,
): string {
  let line = '';
  inside.forEach((part, n) => {
    const last = line === '' ? before : line;
    const following = inside[n + 1];
    const first = following === undefined ? after : 'text' in following ? following.text : ' ';
    line += writePart(part, last.slice(-1), first.slice(0, 1), within, careful);
  });
  return line;
}

function writePart(
  part: Inline,
  before: string,
  after: string,
  within: ReadonlySet<Emphasis>,
  careful: boolean,
): string {
  switch (part.kind) {
    case 'text':
      return escapeText(careful ? part.text.replace(/[*_~`]/g, `${JOINER}$&`) : unfenced(part.text));
    case 'code':
      return /[`\n]/.test(part.text) || part.text.trim() === ''
        ? escapeText(part.text)
        : `\`${escapeText(part.text)}\``;
    case 'link':
      return writeLink(part.url, part.label);
    default: {
      const mark = MARKS[part.kind];
      const inner = writeParts(part.inside, mark, mark, new Set([...within, part.kind]), careful);
      // Inside a word, or twice, Slack would show the marks themselves: the words go without.
      const shows = isEdge(before) && isEdge(after) && !within.has(part.kind) && /^\S(?:.*\S)?$/u.test(inner);
      return shows ? `${mark}${inner}${mark}` : writeParts(part.inside, before, after, within, careful);
    }
  }
}

function writeLink(url: string, label: string): string {
  if (!isLinkable(url)) return escapeText(label === url ? label : `${label} (${url})`);
  const address = `<${escapeText(url.replace(/[\s|<>"\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, encodeURIComponent))}`;
  const shown = oneLine(label);
  if (shown === '' || shown === url) return `${address}>`;
  return pretends(shown, url) ? `${escapeText(shown)} (${address}>)` : `${address}|${escapeText(shown)}>`;
}

/** Whether a label looks like the address of another host than the link's own. */
function pretends(label: string, url: string): boolean {
  const { host, protocol, pathname } = new URL(url);
  const own = (protocol === 'mailto:' ? (pathname.split('@').at(-1) ?? '') : host)
    .replace(/^www\./, '')
    .replace(/:\d+$/, '');
  const hosts =
    label
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}-]+(?:[.。．｡][\p{L}\p{N}-]+)+/gu) ?? [];
  return hosts.some((one) => /[.。．｡]\p{L}[\p{L}\p{N}-]*$/u.test(one) && one.replace(/^www\./, '') !== own);
}
