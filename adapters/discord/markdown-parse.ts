/** Text in either dialect → tree. Never throws; what is not formatting is text. Every step is linear or nearly so. */
import { type Block, type Dialect, type Inline, merged, type Names, plain, trimmed } from './markdown-tree.ts';

export function parse(text: string, dialect: Dialect, names: Names): readonly Block[] {
  const blocks: Block[] = [];
  const clean = text.replace(/\r\n?/g, '\n');
  const lines = (part: string): void => parseLines(part, dialect, names, blocks);
  if (dialect === 'portable') {
    portableFences(clean, lines, blocks);
    return blocks;
  }
  let at = 0;
  for (const found of clean.matchAll(DISCORD_FENCE)) {
    if (found.index > at) lines(clean.slice(at, found.index).replace(/\n$/, ''));
    const code = (found[2] ?? '').replace(/^\n+|\n+$/g, '');
    blocks.push(code.trim() === '' ? { kind: 'blank' } : { kind: 'code', language: found[1] ?? '', text: code });
    at = found.index + found[0].length;
    if (clean[at] === '\n') at += 1;
  }
  if (at < clean.length) lines(clean.slice(at));
  return blocks;
}

/** Discord lets a code block begin and end anywhere in a line. */
const DISCORD_FENCE = /(?<![\\`])```(?:([a-z0-9_+\-.#]+)\n)?\n*((?!\n)[^`](?:[^`]|`(?!``))*?)\n*```/gi;

function portableFences(text: string, lines: (part: string) => void, blocks: Block[]): void {
  let outside: string[] = [];
  let code: { readonly closing: RegExp; readonly language: string; readonly lines: string[] } | undefined;
  const flush = (): void => {
    if (outside.length > 0) lines(outside.join('\n'));
    outside = [];
  };
  const close = (): void => {
    if (code === undefined) return;
    const inside = code.lines.join('\n').replace(/^\n+|\n+$/g, '');
    if (inside.trim() !== '') blocks.push({ kind: 'code', language: code.language, text: inside });
    code = undefined;
  };
  for (const line of text.split('\n')) {
    const opening = /^ {0,3}(`{3,}|~{3,})[ \t]*([\w+#.-]*)[ \t]*$/.exec(line);
    if (code !== undefined) {
      if (code.closing.test(line)) close();
      else code.lines.push(line);
    } else if (opening?.[1] !== undefined) {
      flush();
      const closing = new RegExp(`^ {0,3}\\${opening[1][0]}{${opening[1].length},}[ \\t]*$`);
      code = { closing, language: opening[2] ?? '', lines: [] };
    } else outside.push(line);
  }
  close();
  flush();
}

function parseLines(text: string, dialect: Dialect, names: Names, blocks: Block[]): void {
  let run: { readonly quoted: boolean; readonly lines: string[] } | undefined;
  const inline = (part: string): readonly Inline[] => trimmed(new Inlines(part, dialect, names).all(new Set()));
  const flush = (): void => {
    const inside = run?.lines.join('\n').replace(/^\n+|\n+$/g, '');
    if (run !== undefined && inside !== undefined) {
      const of = inline(inside);
      blocks.push(of.length === 0 ? { kind: 'blank' } : { kind: 'paragraph', quoted: run.quoted, of });
    }
    run = undefined;
  };
  let restQuoted = false;
  for (const given of text.split('\n')) {
    let line = given;
    let quoted = restQuoted;
    const quote = (dialect === 'discord' ? /^(>>> +|> )/ : /^ {0,3}(?:> ?)+/).exec(line);
    if (!quoted && quote !== null) {
      quoted = true;
      restQuoted = dialect === 'discord' && quote[0].startsWith('>>>');
      line = line.slice(quote[0].length);
    }
    if (dialect === 'discord') line = line.replace(/^-# +(?=\S)/, '');
    if (!quoted && line.trim() === '') {
      flush();
      blocks.push({ kind: 'blank' });
      continue;
    }
    const heading = (dialect === 'discord' ? /^(#{1,3}) +(\S.*)$/ : /^(#{1,6}) +(\S.*)$/).exec(line);
    const item = /^( *)(?:[-*+]|(\d{1,9})[.)]) +(\S.*)$/.exec(line);
    if (heading?.[1] !== undefined) {
      flush();
      const of = inline(heading[2] ?? '');
      const level = Math.min(heading[1].length, 3);
      blocks.push(of.length === 0 ? { kind: 'blank' } : { kind: 'heading', quoted, level, of });
    } else if (item !== null) {
      flush();
      const depth = Math.min(Math.round((item[1] ?? '').length / 3), 4);
      const number = item[2] === undefined ? {} : { number: item[2] };
      const of = inline(item[3] ?? '');
      blocks.push(of.length === 0 ? { kind: 'blank' } : { kind: 'item', quoted, depth, ...number, of });
    } else {
      if (run !== undefined && run.quoted !== quoted) flush();
      run ??= { quoted, lines: [] };
      run.lines.push(line.trim());
    }
  }
  flush();
}

type Nested = 'strong' | 'em' | 'strike';

const PUNCTUATION = /[!-/:-@[-`{-~]/;
const WORD = /[\p{L}\p{N}_]/u;
const URL_HERE = /https?:\/\/[^\s<>\\`]+/y;
const ANGLE_HERE = /<(https?:\/\/[^\s<>]+|mailto:[^\s<>]+)>/y;
const LINK_HERE =
  /\[((?:\\[^\n]|[^[\]\\\n]){1,1000})\]\([ ]*(?:<([^<>\n]*)>|([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*){0,8}))(?: +"[^"\n]*")?[ ]*\)/y;
const MENTION_HERE =
  /<(?:@!?(?<user>\d{1,20})|@&(?<role>\d{1,20})|#(?<channel>\d{1,20})|a?:(?<emoji>\w{1,40}):\d{1,20}|t:(?<time>-?\d{1,11})(?::[a-zA-Z])?|(?<command>\/[-\p{L}\p{N}_ ]{1,100}):\d{1,20})>/uy;

class Inlines {
  readonly #text: string;
  readonly #dialect: Dialect;
  readonly #names: Names;
  /** Delimiters that were looked for and do not close any more: each is searched to the end once. */
  readonly #hopeless = new Set<string>();

  constructor(text: string, dialect: Dialect, names: Names) {
    this.#text = text;
    this.#dialect = dialect;
    this.#names = names;
  }

  all(within: ReadonlySet<Nested>): readonly Inline[] {
    const out: Inline[] = [];
    let literal = '';
    let at = 0;
    while (at < this.#text.length) {
      const found = this.#at(at, within);
      if (found === undefined) {
        literal += this.#text[at];
        at += 1;
        continue;
      }
      out.push({ kind: 'text', text: literal }, ...found.of);
      literal = '';
      at = found.end;
    }
    return merged([...out, { kind: 'text', text: literal }]);
  }

  #at(at: number, within: ReadonlySet<Nested>): { readonly of: readonly Inline[]; readonly end: number } | undefined {
    const text = this.#text;
    switch (text[at]) {
      case '\\':
        return this.#escape(at);
      case '`':
        return this.#code(at);
      case '<':
        return this.#angle(at);
      case '[':
        return this.#link(at);
      case 'h':
        return this.#url(at);
      case '*':
      case '_':
      case '~':
        return this.#emphasis(at, within);
      case '|':
        return this.#dialect === 'discord' ? this.#spoiler(at, within) : undefined;
      default:
        return undefined;
    }
  }

  #escape(at: number) {
    const next = this.#text[at + 1];
    if (next === '\n' && this.#dialect === 'portable')
      return { of: [{ kind: 'text' as const, text: '\n' }], end: at + 2 };
    if (next === undefined || !PUNCTUATION.test(next)) return undefined;
    return { of: [{ kind: 'text' as const, text: next }], end: at + 2 };
  }

  #code(at: number) {
    const run = /`+/y;
    run.lastIndex = at;
    const ticks = run.exec(this.#text)?.[0] ?? '`';
    const literal = { of: [{ kind: 'text' as const, text: ticks }], end: at + ticks.length };
    if (this.#hopeless.has(ticks)) return literal;
    let from = at + ticks.length;
    for (;;) {
      const close = this.#text.indexOf(ticks, from);
      if (close === -1) break;
      let end = close + ticks.length;
      while (this.#text[end] === '`') end += 1;
      if (end === close + ticks.length) {
        const raw = this.#text.slice(at + ticks.length, close);
        const inside = /^ .*[^ ].* $/s.test(raw) ? raw.slice(1, -1) : raw;
        return { of: [{ kind: 'code' as const, text: inside }], end };
      }
      from = end;
    }
    this.#hopeless.add(ticks);
    return literal;
  }

  #angle(at: number) {
    const url = sticky(ANGLE_HERE, this.#text, at)?.[1];
    if (url !== undefined) return { of: [{ kind: 'url' as const, url }], end: at + url.length + 2 };
    if (this.#dialect === 'portable') return undefined;
    const found = sticky(MENTION_HERE, this.#text, at);
    const groups = found?.groups;
    if (found === null || groups === undefined) return undefined;
    return { of: [{ kind: 'text' as const, text: named(groups, this.#names) ?? found[0] }], end: at + found[0].length };
  }

  #link(at: number) {
    const found = sticky(LINK_HERE, this.#text, at);
    if (found === null) return undefined;
    const url = found[2] ?? found[3] ?? '';
    if (!/^(?:https?:\/\/|mailto:)[^\s<>\\`]+$/i.test(url)) return undefined;
    const label = plain(new Inlines(found[1] ?? '', this.#dialect, this.#names).all(new Set())).trim();
    return label === '' ? undefined : { of: [{ kind: 'link' as const, label, url }], end: at + found[0].length };
  }

  #url(at: number) {
    if (/[A-Za-z0-9]/.test(this.#text[at - 1] ?? '')) return undefined;
    const url = trimmedUrl(sticky(URL_HERE, this.#text, at)?.[0] ?? '');
    return /^https?:\/\/./.test(url) ? { of: [{ kind: 'url' as const, url }], end: at + url.length } : undefined;
  }

  #emphasis(at: number, within: ReadonlySet<Nested>) {
    const text = this.#text;
    const mark = text[at] ?? '';
    let length = 1;
    while (text[at + length] === mark) length += 1;
    const literal = { of: [{ kind: 'text' as const, text: text.slice(at, at + length) }], end: at + length };
    if (mark === '~' ? length !== 2 : length > 3) return literal;
    if (mark === '_' && WORD.test(before(text, at))) return literal;
    if (/^\s?$/.test(text[at + length] ?? '')) return literal;
    const delimiter = mark.repeat(length);
    const close = this.#closing(delimiter, at + length);
    if (close === undefined) return literal;
    const kinds: readonly Nested[] =
      mark === '~'
        ? ['strike']
        : length === 3
          ? ['strong', 'em']
          : [length === 1 || this.#underline(mark) ? 'em' : 'strong'];
    const inner = new Inlines(text.slice(at + length, close), this.#dialect, this.#names).all(
      new Set([...within, ...kinds]),
    );
    const of = kinds
      .filter((kind) => !within.has(kind))
      .reduceRight<readonly Inline[]>((sum, kind) => [{ kind, of: sum }], inner);
    return { of, end: close + length };
  }

  #underline(mark: string): boolean {
    return mark === '_' && this.#dialect === 'discord';
  }

  /** Where a run of exactly this delimiter can close, outside code and escapes. */
  #closing(delimiter: string, from: number): number | undefined {
    if (this.#hopeless.has(delimiter)) return undefined;
    const text = this.#text;
    const mark = delimiter[0];
    for (let at = from; at < text.length; at += 1) {
      if (text[at] === '\\') at += 1;
      else if (text[at] === '`') at = (this.#code(at)?.end ?? at + 1) - 1;
      else if (text[at] === mark) {
        let end = at + 1;
        while (text[end] === mark) end += 1;
        const fits = end - at === delimiter.length && at > from && !/\s/.test(text[at - 1] ?? ' ');
        if (fits && !(mark === '_' && WORD.test(after(text, end)))) return at;
        at = end - 1;
      }
    }
    this.#hopeless.add(delimiter);
    return undefined;
  }

  #spoiler(at: number, within: ReadonlySet<Nested>) {
    if (this.#text[at + 1] !== '|' || this.#hopeless.has('||')) return undefined;
    const close = this.#text.indexOf('||', at + 3);
    if (close === -1) {
      this.#hopeless.add('||');
      return undefined;
    }
    return { of: new Inlines(this.#text.slice(at + 2, close), this.#dialect, this.#names).all(within), end: close + 2 };
  }
}

/** Plain text, with the web addresses in it found as `parse` finds them. */
export function linkified(text: string): readonly Inline[] {
  const of: Inline[] = [];
  let at = 0;
  for (const found of text.matchAll(/(?<![A-Za-z0-9])https?:\/\/[^\s<>\\`]+/g)) {
    const url = trimmedUrl(found[0]);
    if (!/^https?:\/\/./.test(url)) continue;
    of.push({ kind: 'text', text: text.slice(at, found.index) }, { kind: 'url', url });
    at = found.index + url.length;
  }
  return merged([...of, { kind: 'text', text: text.slice(at) }]);
}

/** A web address in running text does not take the sentence's punctuation, nor a bracket or mark that it did not open. */
export function trimmedUrl(found: string): string {
  let url = found;
  for (;;) {
    const shorter = url.replace(/[.,:;!?'"*_~|\]}]+$/, '');
    const bracket = shorter.endsWith(')') && shorter.split('(').length < shorter.split(')').length;
    if (!bracket && shorter === url) return url;
    url = bracket ? shorter.slice(0, -1) : shorter;
  }
}

function named(groups: Readonly<Record<string, string | undefined>>, names: Names): string | undefined {
  if (groups['user'] !== undefined) return `@${names.user(groups['user']) ?? 'someone'}`;
  if (groups['role'] !== undefined) return `@${names.role(groups['role']) ?? 'role'}`;
  if (groups['channel'] !== undefined) return `#${names.channel(groups['channel']) ?? 'channel'}`;
  if (groups['emoji'] !== undefined) return `:${groups['emoji']}:`;
  if (groups['command'] !== undefined) return groups['command'];
  const time = new Date(Number(groups['time']) * 1000);
  return Number.isNaN(time.getTime()) ? undefined : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function sticky(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The whole characters next to a place, so that a letter outside the first plane is a letter. */
const before = (text: string, at: number): string => {
  const unit = text[at - 1] ?? '';
  return /[\uDC00-\uDFFF]/.test(unit) ? text.slice(Math.max(0, at - 2), at) : unit;
};
const after = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at) ?? 32);
