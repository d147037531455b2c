import { isJson, type Json } from './json.ts';
import type { Ephemeral, Message, Seen } from './types.ts';
import type { Workspace } from './workspace.ts';

/** All that one person would see now: conversations they are in, and ephemerals addressed to them. */
export const seenBy = (ws: Workspace, user: string): readonly Seen[] => {
  const theirs = [...ws.channels.values()].filter((channel) => channel.members.has(user));
  const messages = theirs.flatMap((channel) => (ws.messages.get(channel.id) ?? []).map(seenMessage));
  const whispers = ws.ephemerals.filter((ephemeral) => ephemeral.to === user).map(seenEphemeral);
  return [...messages, ...whispers].sort((a, b) => Number(a.ts) - Number(b.ts));
};

export const seenMessage = (message: Message): Seen => ({
  channel: message.channel,
  ts: message.ts,
  threadTs: message.threadTs,
  user: message.user,
  byBot: message.byBot,
  username: message.username,
  text: message.text,
  blocks: message.blocks,
  said: legible(message.text, message.blocks, message.attachments),
  ephemeral: false,
  edited: message.edited,
  files: message.files.map((file) => file.name),
  metadata: message.metadata,
});

const seenEphemeral = (ephemeral: Ephemeral): Seen => ({
  channel: ephemeral.channel,
  ts: ephemeral.ts,
  threadTs: ephemeral.threadTs,
  byBot: true,
  username: ephemeral.username,
  text: ephemeral.text,
  blocks: ephemeral.blocks,
  said: legible(ephemeral.text, ephemeral.blocks, []),
  ephemeral: true,
  files: [],
});

/** Every word in view, in order: what a leak would leak. */
export const legible = (text: string, blocks: readonly Json[], attachments: readonly Json[] = []): string =>
  [text, ...words(blocks), ...words(attachments)].filter((word) => word !== '').join('\n');

const WORDY = [
  'text',
  'fallback',
  'pretext',
  'title',
  'footer',
  'alt_text',
  'url',
  'image_url',
  'caption',
  'author_name',
];
/** Held by a block, but not shown. */
const HIDDEN = ['block_id', 'action_id', 'value', 'type', 'private_metadata'];

const words = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(words);
  if (!isJson(value)) return [];
  return Object.entries(value).flatMap(([key, held]) => {
    if (HIDDEN.includes(key)) return [];
    if (typeof held === 'string') return WORDY.includes(key) ? [held] : [];
    return words(held);
  });
};
