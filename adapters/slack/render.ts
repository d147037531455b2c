/** What the desk says, as Slack messages: Block Kit within every documented limit, whatever the text. Pure. */
import type { ActionsBlock, Button as ButtonElement, KnownBlock, PlainTextElement, SectionBlock } from '@slack/types';
import type { Button, InternalMessage, Line, PublicMessage } from '../../src/adapter.ts';
import type { Raw } from '../../src/form.ts';
import { escapeText, literal, toMrkdwn } from './mrkdwn.ts';
import { cut, oneLine, pieces } from './text.ts';

/** As much as one Slack message takes. `text` is what notifications and screen readers say. */
export interface Page {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/** A button's intent and params as its value: see `Desk.seal`. */
export type Seal = (intent: string, params: Raw) => string;

const MOST = {
  section: 3_000,
  header: 150,
  context: 2_000,
  field: 2_000,
  fields: 10,
  button: 75,
  buttons: 25,
  blocks: 50,
  /** bolt-js#2509: Slack refuses some messages above this, although under every documented limit. */
  page: 12_000,
  fallback: 3_000,
  name: 80,
} as const;

/** One block, the words of it, and how much of a page's budget it takes. */
interface Piece {
  readonly block: KnownBlock;
  readonly text: string;
  readonly size: number;
}

export function render(message: PublicMessage | InternalMessage, seal: Seal, as?: string): readonly Page[] {
  const counter = { next: 0 };
  const writer = cut(oneLine(as ?? ''), MOST.name);
  const parts = [
    ...(writer === '' ? [] : sections(`*${literal(writer)}*`, 'mrkdwn')),
    ...message.lines.flatMap((line) => draw(line, seal, counter)),
    ...rows(message.buttons ?? [], seal, counter),
  ];
  return paginate(parts.length > 0 ? parts : sections('…', 'plain_text'));
}

/** One plain text for one person, where the desk gives us no message. */
export const renderText = (text: string): readonly Page[] =>
  paginate(
    plainPieces(text.trim() === '' ? '…' : text, MOST.section).flatMap((piece) => sections(piece, 'plain_text')),
  );

function draw(line: Line, seal: Seal, counter: Counter): readonly Piece[] {
  switch (line.kind) {
    case 'title': {
      const [head, ...more] = plainPieces(oneLine(line.text), MOST.header);
      if (head === undefined) return [];
      return [
        piece({ type: 'header', text: plain(head) }, head),
        ...more.flatMap((rest) => sections(rest, 'plain_text')),
      ];
    }
    case 'text':
      return plainPieces(line.text, MOST.section).flatMap((part) => sections(part, 'plain_text'));
    case 'said':
      return saidPieces(line.text).flatMap((part) => sections(part, 'mrkdwn'));
    case 'hint':
      return plainPieces(line.text, MOST.context).map((part) =>
        piece({ type: 'context', elements: [plain(part)] }, part),
      );
    case 'fields':
      return fields(line.fields);
    case 'item': {
      const words = line.detail === undefined ? line.text : `${line.text}\n${line.detail}`;
      const [first, ...rest] = plainPieces(words, MOST.section).flatMap((part) => sections(part, 'plain_text'));
      if (line.button === undefined) return first === undefined ? [] : [first, ...rest];
      const button = element(line.button, seal, counter);
      if (first === undefined) return [row([button])];
      const accessory = { ...(first.block as SectionBlock), accessory: button };
      return [piece(accessory, first.text, button.text.text.length), ...rest];
    }
    default:
      return line satisfies never;
  }
}

type Counter = { next: number };

function fields(all: readonly { readonly label: string; readonly value: string }[]): readonly Piece[] {
  const drawn = all.map(({ label, value }) => {
    const title = oneLine(label);
    return {
      head: title === '' ? '' : `*${literal(title)}*\n`,
      value: literal(value.trim() === '' ? '–' : value),
      raw: value,
    };
  });
  const found: Piece[] = [];
  let group: string[] = [];
  const flush = (): void => {
    if (group.length > 0)
      found.push(piece({ type: 'section', fields: group.map((text) => mrkdwn(text)) }, group.join('\n'), 0));
    group = [];
  };
  for (const { head, value, raw } of drawn) {
    if (head.length + value.length <= MOST.field) {
      group.push(head + value);
      if (group.length === MOST.fields || group.join('').length > MOST.section) flush();
      continue;
    }
    // Too long for a field: it goes on its own, over as many sections as it needs.
    flush();
    found.push(
      ...[...pieces(raw, MOST.section, (part) => literal(part).length)].flatMap((part, n) => {
        const text = literal(part);
        return n === 0 && head.length < 500 && head.length + text.length <= MOST.section
          ? sections(head + text, 'mrkdwn')
          : [
              ...(n === 0 && head !== '' ? sections(cut(head, MOST.section), 'mrkdwn') : []),
              ...sections(text, 'mrkdwn'),
            ];
      }),
    );
  }
  flush();
  return found;
}

const rows = (buttons: readonly Button[], seal: Seal, counter: Counter): readonly Piece[] =>
  Array.from({ length: Math.ceil(buttons.length / MOST.buttons) }, (_, n) =>
    row(buttons.slice(n * MOST.buttons, (n + 1) * MOST.buttons).map((button) => element(button, seal, counter))),
  );

/** A row of buttons by itself. */
export const drawRow = (buttons: readonly Button[], seal: Seal): ActionsBlock => {
  const counter = { next: 0 };
  return { type: 'actions', elements: buttons.map((button) => element(button, seal, counter)) };
};

function row(elements: readonly (ButtonElement & { text: PlainTextElement })[]): Piece {
  const block: ActionsBlock = { type: 'actions', elements: [...elements] };
  return piece(
    block,
    '',
    elements.reduce((sum, { text }) => sum + text.text.length, 0),
  );
}

function element(button: Button, seal: Seal, counter: Counter): ButtonElement & { text: PlainTextElement } {
  counter.next += 1;
  const label = oneLine(button.label);
  return {
    type: 'button',
    action_id: `desk:${counter.next}`,
    text: plain(escapeText(cut(label === '' ? '…' : label, MOST.button, (part) => escapeText(part).length))),
    value: seal(button.intent, button.params),
    ...(button.style !== undefined && { style: button.style }),
  };
}

const plain = (escaped: string): PlainTextElement => ({ type: 'plain_text', text: escaped, emoji: true });
/** `verbatim`: Slack makes no links and no mentions of its own out of it. */
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text, verbatim: true }) as const;

const piece = (block: KnownBlock, text: string, extra = 0): Piece => ({ block, text, size: text.length + extra });

const sections = (text: string, type: 'plain_text' | 'mrkdwn'): readonly Piece[] =>
  text.trim() === '' ? [] : [piece({ type: 'section', text: type === 'mrkdwn' ? mrkdwn(text) : plain(text) }, text)];

/** Escaped, each within the limit. */
const plainPieces = (text: string, limit: number): readonly string[] =>
  [...pieces(text, limit, (part) => escapeText(part).length)].map(escapeText);

/** Markdown cut first and translated then, so that no cut falls into an escape or a link; code cut in two stays code. */
function saidPieces(markdown: string): readonly string[] {
  const found: string[] = [];
  let fence = '';
  const translated = (part: string): string => {
    const whole = fence === '' ? part : `${fence}\n${part}`;
    const open = openFence(whole);
    return toMrkdwn(open === '' ? whole : `${whole}\n${open}`);
  };
  for (const part of pieces(markdown, MOST.section, (one) => translated(one).length)) {
    const text = translated(part);
    if (text.trim() !== '') found.push(text);
    fence = openFence(fence === '' ? part : `${fence}\n${part}`);
  }
  return found;
}

/** The fence that is still open at the end of a text. */
function openFence(markdown: string): string {
  let open = '';
  for (const line of markdown.split('\n')) {
    const fence = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1] ?? '';
    if (fence === '') continue;
    if (open === '') open = fence;
    else if (fence.startsWith(open) && line.trim() === fence) open = '';
  }
  return open;
}

function paginate(parts: readonly Piece[]): readonly Page[] {
  const pages: Piece[][] = [[]];
  let size = 0;
  for (const part of parts) {
    const page = pages.at(-1) ?? [];
    if (page.length > 0 && (page.length === MOST.blocks || size + part.size > MOST.page)) {
      pages.push([part]);
      size = part.size;
    } else {
      page.push(part);
      size += part.size;
    }
  }
  return pages.map((page) => ({
    text: fallback(page.map(({ text }) => text)),
    blocks: page.map(({ block }) => block),
  }));
}

/** The words of a page; cut, where it must be, before an escape, a link or a sign, not in it. */
function fallback(texts: readonly string[]): string {
  const all = texts.filter((text) => text !== '').join('\n');
  if (all === '') return '…';
  if (all.length <= MOST.fallback) return all;
  const short = cut(all, MOST.fallback).slice(0, -1);
  return `${short.replace(/<[^<>]*$/, '').replace(/&[a-z]{0,3}$/, '')}…`;
}
