/**
 * Message → the bodies of Discord messages. Plain content, neither embeds nor components of the second generation: it is
 * what a phone's notification shows and what the search finds, which those leave empty, and it can carry SUPPRESS_EMBEDS,
 * so that no link in it is fetched by anybody.
 *
 * Whoever wrote is the first line, in their name. Their picture is below the last, in an embed that has nothing else, where
 * the text has no link that the missing flag would let Discord fetch.
 */
import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
  MessageFlags,
  ThreadAutoArchiveDuration,
} from 'discord.js';
import type { Author, Button, InternalMessage, Line, PublicMessage } from '../../src/adapter.ts';
import { escaped, plainName, toDiscord } from './markdown.ts';
import type { FilePart } from './rest.ts';
import { BLANK, clip, split } from './split.ts';

/** What is shown; one message, or more where a message cannot hold it. */
export interface Part {
  readonly content: string;
  readonly components: readonly APIActionRowComponent<APIButtonComponentWithCustomId>[];
  readonly file?: FilePart;
  readonly picture?: { readonly name: string; readonly icon_url: string };
}

/** A body that rings nobody, whatever it says. */
export interface Body extends Omit<Part, 'picture' | 'file'> {
  readonly flags: number;
  readonly embeds?: readonly { readonly author: Part['picture'] }[];
  readonly attachments?: readonly { readonly id: number; readonly filename: string; readonly description: string }[];
  readonly allowed_mentions: { readonly parse: readonly [] };
}

/** Discord's limit for the description of an attachment. */
const ALT = 1_024;
const ROW = 5;
const ROWS = 5;

export function render(
  message: PublicMessage | InternalMessage,
  seal: (button: Button) => string,
  as?: Author,
): readonly Part[] {
  const writer = as === undefined ? undefined : plainName(as.name) || '?';
  const name = writer === undefined ? [] : [`**${escaped(writer)}**`];
  const contents = split([...name, ...message.lines.map(line)].filter((text) => text !== '').join('\n'));
  const rows = rowsOf(buttonsOf(message), seal);
  const parts = Math.max(contents.length, Math.ceil(rows.length / ROWS));
  return Array.from({ length: parts }, (_, index) => {
    const content = contents[index] ?? BLANK;
    const shown = index === parts - 1 && as?.avatar !== undefined && isPicture(as.avatar) && !hasLink(content);
    return {
      content,
      components: rows.slice(index * ROWS, (index + 1) * ROWS),
      ...(shown ? { picture: { name: clip(writer ?? '?', 256), icon_url: as.avatar } } : {}),
    };
  });
}

const URL_MOST = 2048;
const isPicture = (url: string): boolean => url.length <= URL_MOST && /^https:\/\/[^\s/]+\//.test(url);
/** Whether there may be anything in it that Discord shows a preview of; an invitation needs no scheme. */
const hasLink = (text: string): boolean => /:\/\/|https?:|www\.|discord\.gg|discord(?:app)?\.com/i.test(text);

export const body = (part: Part, ephemeral = false): Body => ({
  content: part.content,
  components: part.components,
  ...(part.picture === undefined ? {} : { embeds: [{ author: part.picture }] }),
  ...(part.file?.alt === undefined
    ? {}
    : { attachments: [{ id: 0, filename: part.file.name, description: clip(part.file.alt, ALT) }] }),
  flags: (part.picture === undefined ? MessageFlags.SuppressEmbeds : 0) | (ephemeral ? MessageFlags.Ephemeral : 0),
  allowed_mentions: { parse: [] },
});

/** Sentences of the desk, one below the other. */
export const plainParts = (texts: readonly string[]): readonly Part[] =>
  split(texts.map(escaped).join('\n')).map((content) => ({ content, components: [] }));

/** A post in a forum that begins with this. */
export const postBody = (name: string, tags: readonly string[], card: Part) => ({
  name,
  auto_archive_duration: ThreadAutoArchiveDuration.OneWeek,
  ...(tags.length > 0 ? { applied_tags: tags } : {}),
  message: body(card),
});

/** What a thread can be called. */
export const threadName = (title: string): string => clip(plainName(title), 100) || '-';

function line(line: Line): string {
  switch (line.kind) {
    case 'title':
      return bold(plainName(line.text));
    case 'text':
      return escaped(line.text);
    case 'said':
      return toDiscord(line.text);
    case 'fields':
      return line.fields.map(({ label, value }) => `${bold(`${oneLine(label)}:`)} ${escaped(value)}`).join('\n');
    case 'item':
      return `- ${escaped(oneLine(line.text))}${line.detail === undefined ? '' : ` — ${escaped(oneLine(line.detail))}`}`;
    case 'hint':
      return oneLine(line.text) === '' ? '' : `-# ${escaped(oneLine(line.text))}`;
    default:
      return line satisfies never;
  }
}

const bold = (text: string): string => (text === '' ? '' : `**${escaped(text)}**`);
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Every button, those of list entries first, each named so that it can be told from the others. */
function buttonsOf(message: PublicMessage | InternalMessage): readonly Button[] {
  const items = message.lines.flatMap((one) =>
    one.kind === 'item' && one.button ? [{ of: one.text, button: one.button }] : [],
  );
  const alike = new Set(items.map(({ button }) => button.label)).size < items.length;
  return [
    ...items.map(({ of, button }) => (alike ? { ...button, label: `${button.label}: ${of}` } : button)),
    ...(message.buttons ?? []),
  ];
}

function rowsOf(buttons: readonly Button[], seal: (button: Button) => string) {
  const seen = new Set<string>();
  const drawn = buttons.flatMap((button) => {
    const id = seal(button);
    // Two buttons that do the same cannot be in one message, and need not.
    if (seen.has(id)) return [];
    seen.add(id);
    return [draw(button, id)];
  });
  const rows: APIActionRowComponent<APIButtonComponentWithCustomId>[] = [];
  for (let at = 0; at < drawn.length; at += ROW)
    rows.push({ type: ComponentType.ActionRow, components: drawn.slice(at, at + ROW) });
  return rows;
}

function draw(button: Button, id: string): APIButtonComponentWithCustomId {
  const style =
    button.style === 'primary'
      ? ButtonStyle.Primary
      : button.style === 'danger'
        ? ButtonStyle.Danger
        : ButtonStyle.Secondary;
  return {
    type: ComponentType.Button,
    style,
    custom_id: id,
    label: clip(plainName(button.label), 80) || button.intent,
  };
}
