/** Messages come, change and go: the world, the ledger and the gateway are told together. */
import {
  type APIAttachment,
  type APIMessage,
  type APIUser,
  ChannelType,
  GatewayDispatchEvents as E,
  GatewayIntentBits as I,
  MessageFlags,
  MessageType,
} from 'discord-api-types/v10';
import type { Hub } from './hub.ts';
import { asList, asRecord, asString } from './json.ts';
import { apiMessage, memberWithoutUser } from './payloads.ts';
import { canView, isThread } from './permissions.ts';
import { messageText } from './text.ts';
import { addThreadMember, unarchive } from './threads.ts';
import type { ChannelRecord, Json, MessageRecord } from './types.ts';
import { settableFlags } from './validate-message.ts';

/** What makes a message differ from an empty one. */
export interface Draft {
  readonly author: APIUser;
  readonly content?: string;
  readonly attachments?: readonly APIAttachment[];
  readonly body?: Json;
  readonly type?: MessageType;
  readonly flags?: number;
  readonly ephemeralFor?: string | undefined;
  readonly ownerToken?: string | undefined;
  readonly id?: string;
  /** Whom the text may ping. [everybody it names] */
  readonly mayPing?: Json;
  readonly more?: Partial<APIMessage>;
}

/** Puts a message into a channel; a thread wakes up and takes in those whom the message names. */
export function createMessage(hub: Hub, channel: ChannelRecord, draft: Draft): MessageRecord {
  const { world } = hub;
  const body = draft.body ?? {};
  const content = draft.content ?? asString(body['content']) ?? '';
  const reply = draft.more?.referenced_message;
  const pings = pinged(hub, channel, content, draft.mayPing, reply ?? undefined);
  const record: MessageRecord = {
    message: {
      id: draft.id ?? world.snowflake(),
      channel_id: channel.id,
      author: draft.author,
      content,
      timestamp: world.timestamp(),
      edited_timestamp: null,
      tts: false,
      mention_everyone: pings.everyone,
      mentions: [...pings.users],
      mention_roles: [...pings.roles],
      attachments: [...(draft.attachments ?? [])],
      embeds: (asList(body['embeds']) as APIMessage['embeds']).map((embed) => ({
        ...embed,
        type: embed.type ?? 'rich',
      })) as APIMessage['embeds'],
      components: numbered(asList(body['components'])) as NonNullable<APIMessage['components']>,
      pinned: false,
      type: draft.type ?? MessageType.Default,
      flags: settableFlags(body) | (draft.flags ?? 0),
      ...draft.more,
    },
    ephemeralFor: draft.ephemeralFor,
    ownerToken: draft.ownerToken,
    deleted: false,
  };
  if (channel.thread !== undefined && record.ephemeralFor === undefined) {
    channel.thread.sent += 1;
    if (isSpoken(record)) {
      unarchive(hub, channel);
      for (const id of [draft.author.id, ...pings.users.map((user) => user.id)]) {
        if (world.users.has(id)) addThreadMember(hub, channel, id, { actorId: draft.author.id, quiet: true });
      }
    }
  }
  channel.messages.push(record);
  noteMessage(hub, 'create', channel, record);
  if (record.ephemeralFor === undefined) tell(hub, E.MessageCreate, channel, record);
  return record;
}

/** Changes a message in place. */
export function updateMessage(
  hub: Hub,
  channel: ChannelRecord,
  record: MessageRecord,
  change: Partial<APIMessage>,
): void {
  const edited = change.content !== undefined || change.embeds !== undefined || change.components !== undefined;
  record.message = {
    ...record.message,
    ...change,
    ...(edited ? { edited_timestamp: hub.world.timestamp() } : {}),
    ...(change.components === undefined
      ? {}
      : { components: numbered(change.components) as NonNullable<APIMessage['components']> }),
  };
  noteMessage(hub, 'update', channel, record);
  if (record.ephemeralFor === undefined) tell(hub, E.MessageUpdate, channel, record);
}

export function deleteMessage(hub: Hub, channel: ChannelRecord, record: MessageRecord): void {
  record.deleted = true;
  noteMessage(hub, 'delete', channel, record);
  if (record.ephemeralFor !== undefined) return;
  hub.emit({
    t: E.MessageDelete,
    d: { id: record.message.id, channel_id: channel.id, ...guildOf(channel) },
    intents: messageIntents(channel),
    guildId: channel.guildId,
    channel,
  });
}

/** The people who can see this message now. */
export function viewersOf(hub: Hub, channel: ChannelRecord, record: MessageRecord): readonly string[] {
  if (record.ephemeralFor !== undefined) return [record.ephemeralFor];
  return [...hub.world.users.keys()].filter((id) => id !== hub.world.botId && canView(hub.world, id, channel));
}

/** Written by somebody, in contrast to the lines Discord itself adds. */
export function isSpoken(record: MessageRecord): boolean {
  const spoken = [MessageType.Default, MessageType.Reply, MessageType.ChatInputCommand, MessageType.ContextMenuCommand];
  return spoken.includes(record.message.type);
}

function messageIntents(channel: ChannelRecord): number {
  return channel.guildId === undefined ? I.DirectMessages : I.GuildMessages;
}

export function guildOf(channel: ChannelRecord): { readonly guild_id?: string } {
  return channel.guildId === undefined ? {} : { guild_id: channel.guildId };
}

/** A channel's name for the ledger: `#help`, `#help › printer`, `DM with mira`. */
export function whereName(hub: Hub, channel: ChannelRecord): string {
  if (channel.recipientId !== undefined) return `DM with ${hub.world.user(channel.recipientId).user.username}`;
  const parent =
    isThread(channel.type) && channel.parentId !== undefined ? hub.world.channels.get(channel.parentId) : undefined;
  const lock = channel.type === ChannelType.PrivateThread ? ' (private)' : '';
  return parent === undefined ? `#${channel.name}` : `#${parent.name} › ${channel.name}${lock}`;
}

function tell(hub: Hub, t: E, channel: ChannelRecord, record: MessageRecord): void {
  const { author, webhook_id } = record.message;
  const inGuild = channel.guildId !== undefined && webhook_id === undefined && hub.world.users.has(author.id);
  hub.emit({
    t,
    d: {
      ...apiMessage(hub.world, record, 'event'),
      channel_type: channel.type,
      ...guildOf(channel),
      ...(inGuild ? { member: memberWithoutUser(hub.world, channel.guildId ?? '', author.id) } : {}),
    },
    intents: messageIntents(channel),
    guildId: channel.guildId,
    channel,
  });
}

function noteMessage(
  hub: Hub,
  action: 'create' | 'update' | 'delete',
  channel: ChannelRecord,
  record: MessageRecord,
): void {
  const { message } = record;
  const text = messageText(message);
  const only =
    record.ephemeralFor === undefined ? '' : ` (only ${hub.world.user(record.ephemeralFor).user.username} sees it)`;
  const loading = (message.flags ?? 0) & MessageFlags.Loading ? ' …thinking' : '';
  const short = text.length > 160 ? `${text.slice(0, 160)}…` : text;
  hub.ledger.add(
    'message',
    `${action} ${whereName(hub, channel)}${only} ${message.author.username}: ${short}${loading}`,
    {
      action,
      channelId: channel.id,
      messageId: message.id,
      userId: message.author.id,
      text,
      visibleTo: viewersOf(hub, channel, record),
      pinged: message.mention_everyone ? ['everyone'] : message.mentions.map((user) => user.id),
      ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
    },
  );
}

interface Pings {
  readonly users: readonly APIUser[];
  readonly roles: readonly string[];
  readonly everyone: boolean;
}

function pinged(
  hub: Hub,
  channel: ChannelRecord,
  content: string,
  mayPing: Json | undefined,
  reply: APIMessage | undefined,
): Pings {
  const rule = mayPing ?? { parse: ['users', 'roles', 'everyone'], replied_user: true };
  const parse = asList(rule['parse'] ?? ((rule['users'] ?? rule['roles']) ? [] : ['users', 'roles', 'everyone']));
  const may = (kind: string, id: string): boolean => parse.includes(kind) || asList(rule[kind]).includes(id);
  const users = new Map<string, APIUser>();
  for (const [, id = ''] of content.matchAll(/<@!?(\d+)>/g)) {
    const user = hub.world.users.get(id)?.user;
    if (user !== undefined && may('users', id)) users.set(id, user);
  }
  if (reply !== undefined && rule['replied_user'] === true) users.set(reply.author.id, reply.author);
  const known = channel.guildId === undefined ? undefined : hub.world.guild(channel.guildId).roles;
  const roles = [...content.matchAll(/<@&(\d+)>/g)]
    .map(([, id = '']) => id)
    .filter((id) => known?.has(id) === true && may('roles', id));
  const everyone = /@(everyone|here)\b/.test(content) && parse.includes('everyone') && channel.guildId !== undefined;
  return { users: [...users.values()], roles, everyone };
}

/** Discord numbers the components of a message that have no id. */
function numbered(components: readonly unknown[]): readonly unknown[] {
  let next = 0;
  const visit = (component: unknown): unknown => {
    const given = asRecord(component);
    next += 1;
    const id = typeof given['id'] === 'number' && given['id'] !== 0 ? given['id'] : next;
    return {
      ...given,
      id,
      ...(Array.isArray(given['components']) ? { components: given['components'].map(visit) } : {}),
      ...(given['accessory'] === undefined ? {} : { accessory: visit(given['accessory']) }),
    };
  };
  return components.map(visit);
}
