/** What people do without the bot: write, edit, delete, react, open threads, come and go. */
import {
  type APIMessage,
  ChannelType,
  GatewayDispatchEvents as E,
  GatewayIntentBits as I,
  MessageFlags,
  MessageType,
  OverwriteType,
  PermissionFlagsBits as P,
} from 'discord-api-types/v10';
import type { Hub } from './hub.ts';
import { createMessage, deleteMessage, guildOf, updateMessage, whereName } from './messages.ts';
import { storeFile } from './outgoing.ts';
import { apiChannel, apiMember, apiMessage, guildCreate } from './payloads.ts';
import { canView, isThread, permissionsIn } from './permissions.ts';
import { reactAs } from './routes-messages.ts';
import { addThreadMember, announceThread, changeChannel, createThread, removeThreadMember } from './threads.ts';
import type {
  ChannelInput,
  ChannelRecord,
  FileInput,
  GuildInput,
  GuildRecord,
  MessageRecord,
  UserInput,
} from './types.ts';

export interface MessageGesture {
  readonly user: string;
  /** A channel or thread; 'dm' for the DM with the bot. */
  readonly channel: string;
  readonly content?: string;
  readonly replyTo?: APIMessage | string;
  readonly attachments?: readonly FileInput[];
}

/** Somebody writes. `@name` becomes a mention when a person (or the bot) is called so. */
export function say(hub: Hub, gesture: MessageGesture): APIMessage {
  const { world } = hub;
  const { channel, userId } = reach(hub, gesture.user, gesture.channel);
  const may = isThread(channel.type) ? P.SendMessagesInThreads : P.SendMessages;
  const bits = permissionsIn(world, userId, channel);
  const where = whereName(hub, channel);
  if (channel.guildId !== undefined && !(bits & may)) throw new Error(`${gesture.user} may not write in ${where}`);
  if (channel.thread?.locked === true && !(bits & P.ManageThreads)) throw new Error(`${where} is locked`);
  const content = withMentions(hub, gesture.content ?? '');
  if (content.length > 2000) throw new Error('the client does not send more than 2000 characters');
  if (content.trim() === '' && (gesture.attachments ?? []).length === 0)
    throw new Error('the client does not send an empty message');
  const quoted = gesture.replyTo === undefined ? undefined : recordOf(hub, gesture.replyTo);
  const record = createMessage(hub, channel, {
    author: world.user(userId).user,
    content,
    attachments: (gesture.attachments ?? []).map((file) => storeFile(hub, channel.id, file)),
    ...(quoted === undefined ? {} : { type: MessageType.Reply }),
    mayPing: { parse: ['users', 'roles', 'everyone'], replied_user: true },
    more: {
      nonce: world.snowflake(),
      ...(quoted === undefined
        ? {}
        : {
            message_reference: { type: 0, channel_id: channel.id, message_id: quoted.message.id, ...guildOf(channel) },
            referenced_message: apiMessage(world, quoted),
          }),
    },
  });
  return apiMessage(world, record);
}

export function edit(
  hub: Hub,
  gesture: { readonly user: string; readonly message: APIMessage | string; readonly content: string },
): APIMessage {
  const record = recordOf(hub, gesture.message);
  if (record.message.author.id !== hub.world.user(gesture.user).user.id)
    throw new Error('people edit only their own messages');
  updateMessage(hub, hub.world.channel(record.message.channel_id), record, {
    content: withMentions(hub, gesture.content),
  });
  return apiMessage(hub.world, record);
}

export function remove(hub: Hub, gesture: { readonly user: string; readonly message: APIMessage | string }): void {
  const record = recordOf(hub, gesture.message);
  const { channel, userId } = reach(hub, gesture.user, record.message.channel_id);
  const manages = (permissionsIn(hub.world, userId, channel) & P.ManageMessages) !== 0n;
  if (record.message.author.id !== userId && !manages) throw new Error(`${gesture.user} may not delete that message`);
  deleteMessage(hub, channel, record);
}

export function react(
  hub: Hub,
  gesture: {
    readonly user: string;
    readonly message: APIMessage | string;
    readonly emoji: string;
    readonly off?: boolean;
  },
): void {
  const record = recordOf(hub, gesture.message);
  const { channel, userId } = reach(hub, gesture.user, record.message.channel_id);
  reactAs(hub, channel, record, userId, gesture.emoji, gesture.off !== true);
}

/** Somebody opens a thread: on a message, or (private unless `public`) without one. Returns its id. */
export function startThread(
  hub: Hub,
  gesture: {
    readonly user: string;
    readonly channel: string;
    readonly name: string;
    readonly message?: APIMessage | string;
    readonly public?: boolean;
  },
): string {
  const { channel, userId } = reach(hub, gesture.user, gesture.channel);
  const record = gesture.message === undefined ? undefined : recordOf(hub, gesture.message);
  const isPublic = record !== undefined || gesture.public === true || channel.type === ChannelType.GuildForum;
  const thread = createThread(hub, channel, {
    name: gesture.name,
    ownerId: userId,
    type: isPublic ? ChannelType.PublicThread : ChannelType.PrivateThread,
    ...(record === undefined ? {} : { id: record.message.id }),
  });
  if (record !== undefined)
    updateMessage(hub, channel, record, { flags: (record.message.flags ?? 0) | MessageFlags.HasThread });
  return thread.id;
}

/**
 * Somebody posts in a forum: a thread whose first message has its id. The bot may be told of either first. Returns the id.
 */
export function post(
  hub: Hub,
  gesture: {
    readonly user: string;
    readonly forum: string;
    readonly title: string;
    readonly content: string;
    readonly messageFirst?: boolean;
  },
): string {
  const { channel, userId } = reach(hub, gesture.user, gesture.forum);
  if (channel.type !== ChannelType.GuildForum) throw new Error(`${gesture.forum} is no forum`);
  const id = hub.world.snowflake();
  const quiet = gesture.messageFirst === true;
  const thread = createThread(hub, channel, {
    ...{ id, quiet, name: gesture.title, ownerId: userId, type: ChannelType.PublicThread },
  });
  const content = withMentions(hub, gesture.content);
  createMessage(hub, thread, { id, author: hub.world.user(userId).user, content });
  if (quiet) announceThread(hub, thread);
  return id;
}

export interface ThreadGesture {
  /** [an all-powerful moderator: the guild's owner] */
  readonly user?: string;
  readonly thread: string;
  readonly archived?: boolean;
  readonly locked?: boolean;
  readonly name?: string;
}

export function changeThread(hub: Hub, gesture: ThreadGesture): void {
  const thread = hub.world.channel(gesture.thread);
  const actor =
    gesture.user === undefined ? hub.world.guild(thread.guildId ?? '').ownerId : hub.world.user(gesture.user).user.id;
  const { user: _user, thread: _thread, ...change } = gesture;
  changeChannel(hub, thread, change, actor);
}

/** Somebody adds a person to a thread, or takes one out. */
export function threadMember(
  hub: Hub,
  gesture: { readonly by: string; readonly thread: string; readonly user: string; readonly out?: boolean },
): void {
  const { channel, userId: actorId } = reach(hub, gesture.by, gesture.thread);
  const userId = hub.world.user(gesture.user).user.id;
  if (gesture.out === true) removeThreadMember(hub, channel, userId);
  else addThreadMember(hub, channel, userId, { actorId });
}

/** A person comes into being, and into the guilds. */
export function addUser(hub: Hub, input: UserInput): string {
  const { user } = hub.world.addUser(input);
  for (const guild of hub.world.guilds.values()) {
    if (!guild.members.has(user.id)) continue;
    const d = { guild_id: guild.id, ...apiMember(hub.world, guild.id, user.id) };
    hub.emit({ t: E.GuildMemberAdd, d, intents: I.GuildMembers, guildId: guild.id });
  }
  return user.id;
}

export function leaveGuild(hub: Hub, name: string, guildName?: string): void {
  const guild = guildName === undefined ? hub.world.mainGuild : hub.world.guild(guildName);
  const { user } = hub.world.user(name);
  guild.members.delete(user.id);
  hub.ledger.add('script', `${user.username} leaves ${guild.name}`, { action: 'leave', userId: user.id });
  hub.emit({ t: E.GuildMemberRemove, d: { guild_id: guild.id, user }, intents: I.GuildMembers, guildId: guild.id });
}

export function setRoles(hub: Hub, name: string, roles: readonly string[], guildName?: string): void {
  const guild = guildName === undefined ? hub.world.mainGuild : hub.world.guild(guildName);
  const { user } = hub.world.user(name);
  const member = guild.members.get(user.id);
  if (member === undefined) throw new Error(`${name} is not in ${guild.name}`);
  member.roles = roles.map((role) => hub.world.id(role));
  const d = { guild_id: guild.id, ...apiMember(hub.world, guild.id, user.id) };
  hub.emit({ t: E.GuildMemberUpdate, d, intents: I.GuildMembers, guildId: guild.id });
}

/** The bot is invited to one more guild. */
export function addGuild(hub: Hub, input: GuildInput): string {
  const guild = hub.world.addGuild(input);
  hub.emit({ t: E.GuildCreate, d: guildCreate(hub.world, guild), intents: I.Guilds, guildId: guild.id });
  return guild.id;
}

/** One more channel, told to the bot if it can view it. */
export function addChannel(hub: Hub, input: ChannelInput, guild: GuildRecord): string {
  const channel = hub.world.addChannel(input, guild.id);
  hub.emit({ t: E.ChannelCreate, d: apiChannel(hub.world, channel), intents: I.Guilds, guildId: guild.id, channel });
  return channel.id;
}

/** Takes permission bits from the bot in a channel. */
export function denyBot(hub: Hub, name: string, bits: bigint): void {
  const channel = hub.world.channel(name);
  const { overwrites } =
    channel.parentId !== undefined && channel.thread ? hub.world.channel(channel.parentId) : channel;
  const own = overwrites.findIndex((one) => one.id === hub.world.botId);
  overwrites.splice(own < 0 ? overwrites.length : own, own < 0 ? 0 : 1, {
    ...(overwrites[own] ?? { id: hub.world.botId, type: OverwriteType.Member, allow: '0' }),
    deny: String(bits),
  });
  hub.ledger.add('script', `the bot loses ${bits} in ${whereName(hub, channel)}`, {
    action: 'deny',
    channelId: channel.id,
  });
  hub.emit({ t: E.ChannelUpdate, d: apiChannel(hub.world, channel), intents: I.Guilds, guildId: channel.guildId });
}

export function kickBot(hub: Hub, name?: string): void {
  const guild = name === undefined ? hub.world.mainGuild : hub.world.guild(name);
  guild.botIn = false;
  hub.ledger.add('script', `the bot is removed from ${guild.name}`, { action: 'kick' });
  hub.emit({ t: E.GuildDelete, d: { id: guild.id }, intents: I.Guilds, guildId: guild.id });
}

function reach(hub: Hub, user: string, where: string): { readonly channel: ChannelRecord; readonly userId: string } {
  const userId = hub.world.user(user).user.id;
  const channel = where === 'dm' ? hub.world.dm(userId) : hub.world.channel(where);
  if (!canView(hub.world, userId, channel)) throw new Error(`${user} cannot view ${whereName(hub, channel)}`);
  return { channel, userId };
}

function recordOf(hub: Hub, message: APIMessage | string): MessageRecord {
  return hub.world.anyMessage(typeof message === 'string' ? message : message.id);
}

/** `@name` as the client completes it. */
function withMentions(hub: Hub, content: string): string {
  const users = [...hub.world.users.values()].map(({ user }) => user);
  return content.replaceAll(/(?<![\w<])@([\w.]+)/g, (whole, name: string) => {
    const user = users.find((one) => one.username === name);
    return user === undefined ? whole : `<@${user.id}>`;
  });
}
