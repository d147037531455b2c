/** Every object a route reaches is reached through the check of the bot's right to it. */
import { ChannelType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import { refuse } from './errors.ts';
import { canView, isThread, permissionsIn } from './permissions.ts';
import type { ChannelRecord, GuildRecord, MessageRecord } from './types.ts';
import type { World } from './world.ts';

/** A guild the bot is in. */
export function botGuild(world: World, id: string): GuildRecord {
  const guild = world.guilds.get(id);
  if (guild === undefined) throw refuse(10004);
  if (!guild.botIn) throw refuse(50001);
  return guild;
}

/** A channel the bot can view: 10003 when there is none, 50001 when it may not look. */
export function botChannel(world: World, id: string): ChannelRecord {
  const channel = world.channels.get(id);
  if (channel === undefined) throw refuse(10003);
  if (channel.guildId !== undefined && world.guilds.get(channel.guildId)?.botIn === false) throw refuse(50001);
  if (!canView(world, world.botId, channel)) throw refuse(50001);
  return channel;
}

export function requirePermission(world: World, channel: ChannelRecord, bits: bigint): void {
  if (channel.guildId === undefined) return;
  if ((permissionsIn(world, world.botId, channel) & bits) !== bits) throw refuse(50013);
}

export function botMay(world: World, channel: ChannelRecord, bits: bigint): boolean {
  return (permissionsIn(world, world.botId, channel) & bits) === bits;
}

/** A channel the bot may write to now. */
export function writableChannel(world: World, id: string): ChannelRecord {
  const channel = botChannel(world, id);
  if (channel.recipientId !== undefined) {
    const { dmClosed } = world.user(channel.recipientId);
    const shared = [...world.guilds.values()].some((g) => g.botIn && g.members.has(channel.recipientId ?? ''));
    if (dmClosed) throw refuse(50007);
    if (!shared) throw refuse(50278);
    return channel;
  }
  if (channel.type === ChannelType.GuildForum || channel.type === ChannelType.GuildCategory) throw refuse(50008);
  requirePermission(world, channel, isThread(channel.type) ? P.SendMessagesInThreads : P.SendMessages);
  if (channel.thread?.locked === true && !botMay(world, channel, P.ManageThreads)) throw refuse(160005);
  return channel;
}

/** A message that is not ephemeral: those are out of reach of the channel's routes. */
export function botMessage(world: World, channel: ChannelRecord, id: string): MessageRecord {
  const record = world.message(channel, id);
  if (record.ephemeralFor !== undefined) throw refuse(10008);
  return record;
}

/** Nothing in an archived thread may be changed, but the thread itself. */
export function refuseArchived(channel: ChannelRecord): void {
  if (channel.thread?.archived === true) throw refuse(50083);
}
