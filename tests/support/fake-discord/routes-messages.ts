/** Routes of messages, reactions and typing. */
import {
  type APIMessage,
  GatewayDispatchEvents as E,
  GatewayIntentBits as I,
  MessageType,
  PermissionFlagsBits as P,
} from 'discord-api-types/v10';
import { botChannel, botMay, botMessage, refuseArchived, requirePermission, writableChannel } from './access.ts';
import { invalidForm, refuse } from './errors.ts';
import type { Hub } from './hub.ts';
import { asRecord, asString } from './json.ts';
import { createMessage, deleteMessage, guildOf, isSpoken } from './messages.ts';
import { applyEdit, checkOutgoing, storeFiles } from './outgoing.ts';
import { apiMessage } from './payloads.ts';
import { type RestRequest, type Route, route } from './router.ts';
import type { ChannelRecord, MessageRecord } from './types.ts';

interface Remembered {
  readonly at: number;
  readonly channelId: string;
  readonly record: MessageRecord;
}

export function messageRoutes(): readonly Route[] {
  const nonces = new Map<string, Remembered>();
  return [
    route('POST /channels/:channel/messages', (request) => post(request, nonces)),
    route('GET /channels/:channel/messages', list),
    route('GET /channels/:channel/messages/:message', ({ hub, param }) => {
      const channel = botChannel(hub.world, param('channel'));
      requirePermission(hub.world, channel, P.ReadMessageHistory);
      return apiMessage(hub.world, botMessage(hub.world, channel, param('message')));
    }),
    route('PATCH /channels/:channel/messages/:message', ({ hub, param, body, files }) => {
      const channel = botChannel(hub.world, param('channel'));
      const record = botMessage(hub.world, channel, param('message'));
      if (record.message.author.id !== hub.world.botId) throw refuse(50005);
      if (!isSpoken(record)) throw refuse(50021);
      refuseArchived(channel);
      checkOutgoing(hub, body, 'edit', files, record);
      applyEdit(hub, channel, record, body, files);
      return apiMessage(hub.world, record);
    }),
    route('DELETE /channels/:channel/messages/:message', ({ hub, param }) => {
      const channel = botChannel(hub.world, param('channel'));
      const record = botMessage(hub.world, channel, param('message'));
      if (record.message.author.id !== hub.world.botId) requirePermission(hub.world, channel, P.ManageMessages);
      refuseArchived(channel);
      deleteMessage(hub, channel, record);
      return undefined;
    }),
    route('PUT /channels/:channel/messages/:message/reactions/:emoji/@me', (request) => react(request, true)),
    route('DELETE /channels/:channel/messages/:message/reactions/:emoji/@me', (request) => react(request, false)),
    route('POST /channels/:channel/typing', ({ hub, param }) => {
      writableChannel(hub.world, param('channel'));
      return undefined;
    }),
    route('PUT /channels/:channel/messages/pins/:message', pin),
    route('PUT /channels/:channel/pins/:message', pin),
  ];
}

function post({ hub, param, body, files }: RestRequest, nonces: Map<string, Remembered>): APIMessage {
  const { world } = hub;
  const channel = writableChannel(world, param('channel'));
  checkOutgoing(hub, body, 'create', files);
  const nonce = body['nonce'] as string | number | undefined;
  if (nonce !== undefined && nonce !== null && body['enforce_nonce'] === true) {
    const known = nonces.get(String(nonce));
    if (known !== undefined && world.now() - known.at < (world.options.nonceWindowMs ?? 120_000)) {
      hub.ledger.add('script', `nonce ${nonce} again: no second message`, {
        action: 'nonce',
        nonce,
        channelId: channel.id,
      });
      if (known.record.deleted) throw refuse(10008);
      return apiMessage(world, known.record, 'event');
    }
  }
  if (files.length > 0) requirePermission(world, channel, P.AttachFiles);
  const record = createMessage(hub, channel, {
    author: world.user(world.botId).user,
    body,
    attachments: storeFiles(hub, channel, body, files),
    mayPing: asRecord(body['allowed_mentions'] ?? { parse: ['users', 'roles', 'everyone'], replied_user: true }),
    ...replyTo(hub, channel, body),
    more: { ...replyTo(hub, channel, body).more, ...(nonce === undefined || nonce === null ? {} : { nonce }) },
  });
  if (nonce !== undefined && nonce !== null)
    nonces.set(String(nonce), { at: world.now(), channelId: channel.id, record });
  return apiMessage(world, record, 'event');
}

function replyTo(
  hub: Hub,
  channel: ChannelRecord,
  body: RestRequest['body'],
): { type?: MessageType; more?: Partial<APIMessage> } {
  const reference = asRecord(body['message_reference']);
  const id = asString(reference['message_id']);
  if (id === undefined || reference['type'] === 1) return {};
  if (!botMay(hub.world, channel, P.ReadMessageHistory)) throw refuse(160002);
  const original = channel.messages.find((m) => m.message.id === id && !m.deleted && m.ephemeralFor === undefined);
  if (original === undefined) {
    if (reference['fail_if_not_exists'] === false) return {};
    throw invalidForm([
      { path: ['message_reference'], code: 'MESSAGE_REFERENCE_UNKNOWN_MESSAGE', message: 'Unknown message' },
    ]);
  }
  return {
    type: MessageType.Reply,
    more: {
      message_reference: { type: 0, channel_id: channel.id, message_id: id, ...guildOf(channel) },
      referenced_message: apiMessage(hub.world, original),
    },
  };
}

function list({ hub, param, query }: RestRequest): readonly APIMessage[] {
  const channel = botChannel(hub.world, param('channel'));
  if (!botMay(hub.world, channel, P.ReadMessageHistory)) return [];
  const limit = Number(query.get('limit') ?? 50);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw invalidForm([
      { path: ['limit'], code: 'NUMBER_TYPE_MAX', message: 'int value should be between 1 and 100.' },
    ]);
  }
  const visible = channel.messages.filter((m) => !m.deleted && m.ephemeralFor === undefined);
  const newest = visible.toSorted((a, b) => compare(b.message.id, a.message.id));
  const [after, before, around] = [query.get('after'), query.get('before'), query.get('around')];
  const tell = (records: readonly MessageRecord[]) => records.map((record) => apiMessage(hub.world, record));
  if (around !== null) {
    const at = newest.findIndex((m) => compare(m.message.id, around) <= 0);
    const from = Math.max(0, (at < 0 ? newest.length : at) - Math.floor(limit / 2));
    return tell(newest.slice(from, from + limit));
  }
  if (after !== null) return tell(newest.filter((m) => compare(m.message.id, after) > 0).slice(-limit));
  if (before !== null) return tell(newest.filter((m) => compare(m.message.id, before) < 0).slice(0, limit));
  return tell(newest.slice(0, limit));
}

function compare(a: string, b: string): number {
  const [left, right] = [BigInt(a), BigInt(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function react({ hub, param }: RestRequest, on: boolean): undefined {
  const channel = botChannel(hub.world, param('channel'));
  const record = botMessage(hub.world, channel, param('message'));
  refuseArchived(channel);
  if (on) requirePermission(hub.world, channel, P.AddReactions | P.ReadMessageHistory);
  reactAs(hub, channel, record, hub.world.botId, param('emoji'), on);
  return undefined;
}

/** Adds or takes away somebody's reaction. */
export function reactAs(
  hub: Hub,
  channel: ChannelRecord,
  record: MessageRecord,
  userId: string,
  emoji: string,
  on: boolean,
): void {
  const others = (record.message.reactions ?? []).filter((r) => r.emoji.name !== emoji);
  const had = (record.message.reactions ?? []).find((r) => r.emoji.name === emoji)?.count ?? 0;
  const count = Math.max(0, had + (on ? 1 : -1));
  const mine = userId === hub.world.botId ? on : false;
  const one = {
    count,
    count_details: { burst: 0, normal: count },
    me: mine,
    me_burst: false,
    emoji: { id: null, name: emoji },
    burst_colors: [],
  };
  record.message = { ...record.message, reactions: count === 0 ? others : [...others, one] };
  hub.ledger.add('script', `${hub.world.user(userId).user.username} ${on ? 'reacts' : 'takes back'} ${emoji}`, {
    action: 'reaction',
    userId,
    channelId: channel.id,
    messageId: record.message.id,
  });
  hub.emit({
    t: on ? E.MessageReactionAdd : E.MessageReactionRemove,
    d: {
      user_id: userId,
      channel_id: channel.id,
      message_id: record.message.id,
      message_author_id: record.message.author.id,
      ...guildOf(channel),
      emoji: { id: null, name: emoji },
      burst: false,
      type: 0,
    },
    intents: channel.guildId === undefined ? I.DirectMessageReactions : I.GuildMessageReactions,
    guildId: channel.guildId,
    channel,
  });
}

function pin({ hub, param }: RestRequest): undefined {
  const channel = botChannel(hub.world, param('channel'));
  const record = botMessage(hub.world, channel, param('message'));
  requirePermission(hub.world, channel, P.ManageMessages);
  record.message = { ...record.message, pinned: true };
  return undefined;
}
