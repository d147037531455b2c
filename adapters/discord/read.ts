/** What people did, as Discord's gateway tells it → Incoming. Pure: whatever has to be looked up is given. */
import {
  type APIInteraction,
  type APIMessage,
  type APIUser,
  ChannelType,
  type GatewayMessageCreateDispatchData,
  MessageType,
} from 'discord.js';
import type { Account, Incoming, Place, Said, Speaker, Tenant } from '../../src/adapter.ts';
import { accountOf, addressOf, guildOf, remoteOf, tenantOf, timeOf } from './ids.ts';
import { firstLine, fromDiscord, type Names, plainName, plainPortable } from './markdown.ts';

/** What has to be known of a channel of a guild. */
export interface ChannelFacts {
  readonly id: string;
  readonly type: number;
  readonly name: string;
  /** Of a thread: the channel that it is in. Of a channel: its category. */
  readonly parent?: string;
}

const THREADS: ReadonlySet<number> = new Set([
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
]);
export const isThread = (channel: ChannelFacts): boolean => THREADS.has(channel.type);

/**
 * The agents' channel among a guild's: the text or forum channel with this id or name; of several with the name the oldest, so that
 * nobody moves the desk by making another.
 */
export function pickAgents(channels: Iterable<ChannelFacts>, wanted: string): ChannelFacts | undefined {
  const name = wanted.replace(/^#/, '').toLowerCase();
  return [...channels]
    .filter(({ type }) => type === ChannelType.GuildText || type === ChannelType.GuildForum)
    .filter(({ id, name: own }) => id === name || own.toLowerCase() === name)
    .sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1))[0];
}

/**
 * Where a gesture in a guild happened. A private thread counts as public too: moderators read it, and whoever is added.
 * In the agents' channel the home is the direct messages, for a thread below it would be an agents' thread; and so it is in
 * a forum, which has no private threads. `parent` is the channel that a thread is in.
 */
export function placeInGuild(
  guild: string,
  user: string,
  channel: ChannelFacts,
  agents: ChannelFacts | undefined,
  parent: ChannelFacts | undefined,
): Place {
  const inThread = isThread(channel) && channel.parent !== undefined;
  const top = inThread && channel.parent !== undefined ? channel.parent : channel.id;
  const isAgents = agents !== undefined && agents.id === top;
  const canHold = inThread
    ? channel.type !== ChannelType.AnnouncementThread && parent?.type !== ChannelType.GuildForum
    : channel.type === ChannelType.GuildText;
  return {
    tenant: tenantOf(guild),
    side: isAgents ? 'agents' : 'public',
    address: addressOf({ kind: 'channel', guild, channel: top }),
    ...(inThread
      ? { thread: addressOf({ kind: 'thread', guild, channel: top, thread: channel.id }), replying: true }
      : {}),
    home: addressOf(
      isAgents || !canHold ? { kind: 'direct', guild, user } : { kind: 'private', guild, channel: top, user },
    ),
  };
}

/** In direct messages there are no threads: all of them are one, and what a message answers tells the tickets apart. */
export function placeInDirect(tenant: Tenant, user: string): Place {
  const address = addressOf({ kind: 'direct', guild: guildOf(tenant), user });
  return { tenant, side: 'direct', address, thread: address, home: address };
}

type Readable = Omit<APIMessage, 'mentions'> & {
  readonly mentions?: readonly (APIUser & { readonly member?: unknown })[];
};

/** Somebody's own words: not a bot's or a webhook's, not Discord's own lines. */
export function isSpoken(message: APIMessage | GatewayMessageCreateDispatchData): boolean {
  const type: number = message.type;
  return (
    message.author.bot !== true &&
    message.webhook_id === undefined &&
    message.application_id === undefined &&
    (type === MessageType.Default || type === MessageType.Reply)
  );
}

/** Whether there is nothing in it at all, which is how Discord sends messages without the Message Content intent. */
export function isHollow(message: GatewayMessageCreateDispatchData): boolean {
  const rest = [
    message.attachments,
    message.embeds,
    message.sticker_items,
    message.components,
    message.message_snapshots,
  ];
  return message.content === '' && message.poll === undefined && rest.every((list) => (list ?? []).length === 0);
}

export function readMessage(message: GatewayMessageCreateDispatchData, place: Place, names: Names): Incoming {
  const remote = remoteOf(message.channel_id, message.id);
  const to = message.message_reference;
  const answered =
    message.type === MessageType.Reply && to?.message_id !== undefined
      ? remoteOf(to.channel_id, to.message_id)
      : undefined;
  return {
    key: `discord:${remote}`,
    at: timeOf(message.id),
    from: speaker(accountOf(guildOf(place.tenant), message.author.id), message.author, message.member?.nick),
    place: answered === undefined ? place : { ...place, answers: answered },
    said: { kind: 'message', text: messageText(message, names), remote },
  };
}

/** A forum's post as a ticket: the post is called as the ticket is, its first message says what it is about. */
export function readPost(
  message: GatewayMessageCreateDispatchData,
  title: string,
  place: Place,
  names: Names,
): Incoming {
  const { said, ...incoming } = readMessage(message, place, names);
  const text = said.kind === 'message' ? said.text : '';
  const subject = plainName(title) || firstLine(text) || '?';
  const params = { subject, ...(text === '' || text === subject ? {} : { description: text }) };
  return {
    ...incoming,
    said: { kind: 'command', intent: 'open', params, remote: remoteOf(message.channel_id, message.id) },
  };
}

/** Whether it calls the desk by its name; to answer one of its messages does not. */
export const isAddressed = (message: Pick<APIMessage, 'content'>, bot: string): boolean =>
  called(bot).test(message.content);
const called = (bot: string): RegExp => new RegExp(`<@!?${bot}>`, 'g');

/** The same without the desk's name, and in a place where it has been called. */
export function addressed<M extends Pick<APIMessage, 'content'>>(message: M, bot: string): M {
  return { ...message, content: message.content.replace(called(bot), '').trim() };
}

/** The text as portable markdown; what is not text is named. */
export function messageText(message: Readable, names: Names): string {
  const known: Names = {
    ...names,
    user: (id) => {
      const user = message.mentions?.find((one) => one.id === id);
      return user === undefined ? names.user(id) : shownName(user, nickOf(user.member));
    },
  };
  const forwarded = (message.message_snapshots ?? []).map((one) => fromDiscord(one.message.content ?? '', known));
  const things = [
    ...(message.attachments ?? []).map(({ filename }) => `[file: ${plainName(filename)}]`),
    ...(message.sticker_items ?? []).map(({ name }) => `[sticker: ${plainName(name)}]`),
    ...(message.poll === undefined ? [] : [`[poll: ${plainName(message.poll.question.text ?? '')}]`]),
  ];
  return [fromDiscord(message.content, known), ...forwarded, ...things.map(plainPortable)]
    .filter((text) => text !== '')
    .join('\n');
}

/** A command, button or modal, already understood. */
export function readInteraction(interaction: APIInteraction, place: Place, said: Said): Incoming {
  const user = userOf(interaction);
  return {
    key: `discord:i/${interaction.id}`,
    at: timeOf(interaction.id),
    from: {
      ...speaker(accountOf(guildOf(place.tenant), user.id), user, interaction.member?.nick),
      ...('locale' in interaction ? { locale: interaction.locale } : {}),
    },
    place,
    said,
  };
}

export function userOf(interaction: APIInteraction): APIUser {
  const user = interaction.member?.user ?? interaction.user;
  if (user === undefined) throw new Error('an interaction without a user');
  return user;
}

/** The channel as the interaction itself describes it. */
export function channelOf(interaction: APIInteraction): ChannelFacts | undefined {
  const channel: unknown = interaction.channel;
  if (typeof channel !== 'object' || channel === null || !('id' in channel) || !('type' in channel)) return undefined;
  const { id, type, name, parent_id } = channel as {
    id: string;
    type: number;
    name?: string;
    parent_id?: string | null;
  };
  return { id, type, name: name ?? '', ...(typeof parent_id === 'string' ? { parent: parent_id } : {}) };
}

const nickOf = (member: unknown): string | undefined =>
  typeof member === 'object' && member !== null && 'nick' in member && typeof member.nick === 'string'
    ? member.nick
    : undefined;

export function speaker(account: Account, user: APIUser, nick: string | null | undefined): Speaker {
  const name = shownName(user, nick);
  if (typeof user.avatar !== 'string' || !/^\w+$/.test(user.avatar)) return { account, name };
  return { account, name, avatar: `https://cdn.discordapp.com/avatars/${user.id}/${user.avatar}.png?size=128` };
}

function shownName(user: APIUser, nick: string | null | undefined): string {
  return (
    [nick, user.global_name, user.username].map((name) => plainName(name ?? '')).find((name) => name !== '') ??
    'someone'
  );
}
