import { type Json, str } from '../json.ts';
import { refuse, refuseAll } from '../refusal.ts';
import type { Channel } from '../types.ts';
import type { Workspace } from '../workspace.ts';

/** One Web API method. */
export type Method = {
  /** Every scope it needs; a function when that hangs on the arguments. */
  readonly scopes: readonly string[] | ((ws: Workspace, args: Json) => readonly string[]);
  readonly run: (ws: Workspace, args: Json) => Json;
};

export type Methods = { readonly [name: string]: Method };

/** A required argument. */
export const need = (args: Json, key: string): string => {
  const value = str(args, key);
  if (value !== undefined && value !== '') return value;
  const words = `missing required field: ${key}`;
  return refuseAll('invalid_arguments', [words]);
};

/** A conversation the bot may read: its own, or a public one. */
export const conversation = (ws: Workspace, id: string | undefined): Channel => {
  const channel = ws.channels.get(id ?? '') ?? [...ws.channels.values()].find(({ name }) => `#${name}` === id);
  if (!channel) return refuse('channel_not_found');
  const hidden = channel.kind !== 'channel' && !channel.members.has(ws.settings.botUserId);
  return hidden ? refuse('channel_not_found') : channel;
};

/** A conversation the bot may write to. */
export const writable = (ws: Workspace, id: string | undefined): Channel => {
  const channel = conversation(ws, id);
  if (channel.archived) refuse('is_archived');
  const open = channel.kind === 'channel' && ws.settings.scopes.includes('chat:write.public');
  if (!channel.members.has(ws.settings.botUserId) && !open) refuse('not_in_channel');
  return channel;
};

/** `channels:read`, `groups:history`…: the scope of this kind of conversation. */
export const kindScope =
  (power: 'read' | 'history' | 'write') =>
  (ws: Workspace, args: Json): readonly string[] => {
    const kind = ws.channels.get(str(args, 'channel') ?? '')?.kind ?? 'channel';
    return [`${kind === 'channel' || kind === 'group' ? `${kind}s` : kind}:${power}`];
  };

/** One page of `all`, and the cursor to the next. */
export const page = <T>(
  all: readonly T[],
  args: Json,
  fallback = 100,
): { readonly items: readonly T[]; readonly cursor: string } => {
  const limit = Math.min(Math.max(Number(str(args, 'limit') ?? fallback) || fallback, 1), 1000);
  const given = str(args, 'cursor');
  const start = given ? Number(Buffer.from(given, 'base64').toString().replace('next:', '')) : 0;
  if (!Number.isInteger(start) || start < 0) refuse('invalid_cursor');
  const more = start + limit < all.length;
  const cursor = more ? Buffer.from(`next:${start + limit}`).toString('base64') : '';
  return { items: all.slice(start, start + limit), cursor };
};
