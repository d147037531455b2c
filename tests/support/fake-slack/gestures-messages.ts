import { randomUUID } from 'node:crypto';
import type { Transport } from './deliver.ts';
import { event, mentionEvent, messageEvent } from './events.ts';
import type { Json } from './json.ts';
import { change, find, post, react, remove } from './messages.ts';
import type { Delivered, Delivery, FileRecord, Message } from './types.ts';
import { newId, openDm, putChannel, type Workspace } from './workspace.ts';

export type SaidFile = {
  readonly name: string;
  readonly mimetype?: string;
  readonly bytes: Buffer;
  /** How the event tells of it, where that differs from what files.info says. */
  readonly wire?: Json;
};

export type SaidMessage = {
  readonly user: string;
  /** A channel's id; left out for the direct conversation with the bot. */
  readonly channel?: string;
  /** As Slack sends it: `&amp;`, `<@U1>`, `<https://…>`. */
  readonly text: string;
  readonly threadTs?: string;
  readonly clientMsgId?: string;
  readonly ts?: string;
  readonly files?: readonly SaidFile[];
  readonly broadcast?: boolean;
};

type Pointed = { readonly user: string; readonly channel: string; readonly ts: string };

export type MessageGestures = {
  /** Write a message; the bot hears of it when it is in the conversation, and twice when it is named. */
  readonly message: (said: SaidMessage) => Promise<Delivered & { readonly ts: string; readonly channel: string }>;
  readonly edit: (what: Pointed & { readonly text: string }) => Promise<Delivered>;
  readonly remove: (what: Pointed) => Promise<Delivered>;
  readonly react: (what: Pointed & { readonly name: string; readonly off?: boolean }) => Promise<Delivered>;
  /** Join a channel (a person, not the bot). */
  readonly join: (who: { readonly user: string; readonly channel: string }) => Promise<Delivered>;
  /** Open the App Home. */
  readonly openHome: (who: { readonly user: string; readonly tab?: 'home' | 'messages' }) => Promise<Delivered>;
};

export const messageGestures = (ws: Workspace, send: Transport): MessageGestures => ({
  message: async (said) => {
    const message = say(ws, said);
    const heard = await deliver(send, messageEvent(ws, { kind: 'new', message, byUser: true }));
    const named = heard.failure === 'not_subscribed' ? undefined : mentionEvent(ws, message);
    const mention = named && (await send(named));
    return { ...heard, mention, ts: message.ts, channel: message.channel };
  },
  edit: ({ user, channel, ts, text }) => {
    const previous = ownMessage(ws, { user, channel, ts });
    const edited = { user, ts: ws.clock.ts() };
    const message = change(ws, previous, { text, blocks: [], edited }, 'edited');
    return deliver(send, messageEvent(ws, { kind: 'changed', message, previous, byUser: true }));
  },
  remove: (what) => {
    const previous = ownMessage(ws, what);
    remove(ws, previous, 'removed');
    const tombstone = find(ws, what.channel, what.ts);
    const how = tombstone
      ? ({ kind: 'changed', message: tombstone, previous, byUser: true } as const)
      : ({ kind: 'deleted', previous, byUser: true } as const);
    return deliver(send, messageEvent(ws, how));
  },
  react: ({ user, channel, ts, name, off = false }) => {
    const message = find(ws, channel, ts) ?? lost(channel, ts);
    react(ws, message, user, name, !off);
    const item = { type: 'message', channel, ts };
    const type = off ? 'reaction_removed' : 'reaction_added';
    const inner = { type, user, reaction: name, item, item_user: message.user, event_ts: ws.clock.ts() };
    return deliver(send, here(ws, channel) ? event(ws, inner) : undefined);
  },
  join: ({ user, channel }) => {
    const room = ws.channels.get(channel) ?? lost(channel);
    putChannel(ws, { ...room, members: new Set([...room.members, user]) });
    ws.ledger.append({ kind: 'joined', channel, user });
    const kind = room.kind === 'group' ? 'G' : 'C';
    const inner = { type: 'member_joined_channel', user, channel, channel_type: kind, team: ws.settings.team };
    return deliver(send, here(ws, channel) ? event(ws, { ...inner, event_ts: ws.clock.ts() }) : undefined);
  },
  openHome: ({ user, tab = 'home' }) => {
    const channel = openDm(ws, [user]).channel.id;
    const inner = { type: 'app_home_opened', user, channel, tab, event_ts: ws.clock.ts() };
    return send(event(ws, inner));
  },
});

const say = (ws: Workspace, said: SaidMessage): Message => {
  const channel = said.channel ?? openDm(ws, [said.user]).channel.id;
  const room = ws.channels.get(channel) ?? lost(channel);
  if (!room.members.has(said.user)) throw new Error(`${said.user} is not in ${channel} and cannot write there`);
  if (room.archived) throw new Error(`${channel} is archived: nobody can write there`);
  const root = said.threadTs === undefined ? undefined : find(ws, channel, said.threadTs);
  const files = (said.files ?? []).map((file) => keepFile(ws, said.user, file));
  const subtype = files.length > 0 ? 'file_share' : said.broadcast ? 'thread_broadcast' : undefined;
  const threadTs = root?.threadTs ?? said.threadTs;
  const clientMsgId = said.clientMsgId ?? randomUUID();
  const { user, text, broadcast = false } = said;
  const given = { channel, user, text, threadTs, broadcast, files, subtype, clientMsgId, byBot: false };
  return post(ws, said.ts === undefined ? given : { ...given, ts: said.ts }, 'said');
};

const keepFile = (ws: Workspace, user: string, given: SaidFile): FileRecord => {
  const { name, bytes, mimetype = 'text/plain', wire } = given;
  const file = { id: newId('F'), name, title: name, mimetype, size: bytes.length, user, bytes };
  ws.files.set(file.id, file);
  return wire === undefined ? file : { ...file, wire };
};

const deliver = async (send: Transport, delivery: Delivery | undefined): Promise<Delivered> =>
  delivery ? send(delivery) : unheard;

/** The bot isn't in the conversation, so Slack tells it nothing. */
const unheard: Delivered = {
  status: 0,
  ok: false,
  body: '',
  headers: {},
  ms: 0,
  failure: 'not_subscribed',
  delivery: { kind: 'event', payload: {} },
};

const here = (ws: Workspace, channel: string): boolean =>
  ws.channels.get(channel)?.members.has(ws.settings.botUserId) ?? false;

const ownMessage = (ws: Workspace, { user, channel, ts }: Pointed): Message => {
  const message = find(ws, channel, ts) ?? lost(channel, ts);
  if (message.user !== user) throw new Error(`${ts} in ${channel} is not ${user}'s message`);
  return message;
};

const lost = (channel: string, ts?: string): never => {
  throw new Error(ts ? `There is no message ${ts} in ${channel}` : `There is no channel ${channel}`);
};
