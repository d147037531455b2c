import type { Json } from './json.ts';
import { withIds } from './limits.ts';
import type { Ephemeral, LedgerEntry, Message } from './types.ts';
import type { Change, Workspace } from './workspace.ts';

type New = Partial<Message> & Pick<Message, 'channel' | 'byBot'>;

/** Put a message where everybody in the conversation sees it. */
export const post = (ws: Workspace, given: New, kind: 'posted' | 'said'): Message => {
  const ts = given.ts ?? ws.clock.ts();
  const message: Message = {
    text: '',
    attachments: [],
    files: [],
    broadcast: false,
    reactions: [],
    rendering: {},
    at: Date.now(),
    ...given,
    blocks: withIds(given.blocks ?? [], shortId(ts)),
    ts,
  };
  const all = ws.messages.get(message.channel) ?? [];
  all.push(message);
  ws.messages.set(
    message.channel,
    all.sort((a, b) => Number(a.ts) - Number(b.ts)),
  );
  write(ws, kind, message);
  tell(ws, { kind: 'new', message, byUser: kind === 'said' });
  return message;
};

/** Replace parts of a message. */
export const change = (
  ws: Workspace,
  previous: Message,
  parts: Partial<Message>,
  kind: 'updated' | 'edited',
): Message => {
  const blocks = parts.blocks ? withIds(parts.blocks, shortId(previous.ts)) : previous.blocks;
  const message = { ...previous, ...parts, blocks };
  replace(ws, message);
  write(ws, kind, message);
  tell(ws, { kind: 'changed', message, previous, byUser: kind === 'edited' });
  return message;
};

/** Take a message away; the root of a thread leaves a tombstone, as in Slack. */
export const remove = (ws: Workspace, previous: Message, kind: 'deleted' | 'removed'): void => {
  const byUser = kind === 'removed';
  write(ws, kind, previous);
  if (repliesTo(ws, previous).length > 0) {
    const gone = { text: 'This message was deleted.', user: 'USLACKBOT', subtype: 'tombstone', blocks: [], files: [] };
    const message: Message = { ...previous, ...gone, byBot: false, metadata: undefined, attachments: [] };
    replace(ws, message);
    return void tell(ws, { kind: 'changed', message, previous, byUser });
  }
  const rest = (ws.messages.get(previous.channel) ?? []).filter((message) => message.ts !== previous.ts);
  ws.messages.set(previous.channel, rest);
  tell(ws, { kind: 'deleted', previous, byUser });
};

/** Show something to one person. */
export const whisper = (ws: Workspace, given: Omit<Ephemeral, 'ts' | 'at'>): Ephemeral => {
  const ts = ws.clock.ts();
  const ephemeral = { ...given, blocks: withIds(given.blocks, shortId(ts)), ts, at: Date.now() };
  ws.ephemerals.push(ephemeral);
  const { channel, to, text, blocks, threadTs, username, via } = ephemeral;
  ws.ledger.append({ kind: 'ephemeral', channel, ts, user: to, text, blocks, threadTs, username, detail: via });
  return ephemeral;
};

/** Replace or take away something shown to one person. */
export const rewhisper = (
  ws: Workspace,
  old: Ephemeral,
  parts: Pick<Ephemeral, 'text' | 'blocks'> | undefined,
): void => {
  const place = ws.ephemerals.indexOf(old);
  const next = parts && { ...old, ...parts, blocks: withIds(parts.blocks, shortId(old.ts)) };
  ws.ephemerals.splice(place, 1, ...(next ? [next] : []));
  const kind = next ? 'ephemeral_updated' : 'ephemeral_deleted';
  ws.ledger.append({ kind, channel: old.channel, ts: old.ts, user: old.to, text: next?.text, blocks: next?.blocks });
};

export const find = (ws: Workspace, channel: string, ts: string | undefined): Message | undefined =>
  ws.messages.get(channel)?.find((message) => message.ts === ts);

/** The replies of a thread, its root left out. */
export const repliesTo = (ws: Workspace, root: Message): readonly Message[] =>
  (ws.messages.get(root.channel) ?? []).filter((message) => message.threadTs === root.ts && message.ts !== root.ts);

/** Give a message new reactions. */
export const react = (ws: Workspace, message: Message, user: string, name: string, on: boolean): boolean => {
  const old = message.reactions.find((reaction) => reaction.name === name)?.users ?? [];
  if (old.includes(user) === on) return false;
  const users = on ? [...old, user] : old.filter((id) => id !== user);
  const others = message.reactions.filter((reaction) => reaction.name !== name);
  replace(ws, { ...message, reactions: users.length > 0 ? [...others, { name, users }] : others });
  const kind = on ? 'reaction_added' : 'reaction_removed';
  ws.ledger.append({ kind, channel: message.channel, ts: message.ts, user, text: name });
  return true;
};

const replace = (ws: Workspace, message: Message): void => {
  const all = ws.messages.get(message.channel) ?? [];
  const place = all.findIndex((other) => other.ts === message.ts);
  all[place] = message;
};

const write = (ws: Workspace, kind: LedgerEntry['kind'], message: Message): void => {
  const { channel, ts, threadTs, user, text, blocks, username, metadata } = message;
  const detail: Json | undefined = Object.keys(message.rendering).length > 0 ? message.rendering : undefined;
  ws.ledger.append({ kind, channel, ts, threadTs, user, text, blocks, username, metadata, detail });
};

const tell = (ws: Workspace, what: Change): void => {
  for (const watcher of [...ws.watchers]) watcher(what);
};

const shortId = (ts: string): string => `b${Number(ts.replace('.', '')).toString(36).slice(-6)}`;
