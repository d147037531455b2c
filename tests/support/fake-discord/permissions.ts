/** Who may do what in a channel, computed as Discord documents it: everyone, roles, overwrites, threads. */
import { ChannelType, OverwriteType, PermissionFlagsBits as P } from 'discord-api-types/v10';
import type { ChannelRecord } from './types.ts';
import type { World } from './world.ts';

/** What an ordinary member of an ordinary guild may do. */
export const EVERYONE: bigint =
  P.ViewChannel |
  P.SendMessages |
  P.SendMessagesInThreads |
  P.CreatePublicThreads |
  P.CreatePrivateThreads |
  P.EmbedLinks |
  P.AttachFiles |
  P.AddReactions |
  P.UseExternalEmojis |
  P.ReadMessageHistory |
  P.UseApplicationCommands |
  P.ChangeNickname;

/** What a service desk asks for when it is installed. */
export const BOT_DEFAULT: bigint = EVERYONE | P.ManageThreads | P.ManageMessages | P.ManageWebhooks | P.ManageChannels;

const ALL = Object.values(P).reduce((sum, bit) => sum | bit, 0n);

export function isThread(type: ChannelType): boolean {
  return (
    type === ChannelType.PublicThread || type === ChannelType.PrivateThread || type === ChannelType.AnnouncementThread
  );
}

/** The permissions of a person in a guild, before any channel has its say. */
export function guildPermissions(world: World, userId: string, guildId: string): bigint {
  const guild = world.guild(guildId);
  const member = guild.members.get(userId);
  if (member === undefined) return 0n;
  if (guild.ownerId === userId) return ALL;
  let bits = BigInt(guild.roles.get(guildId)?.permissions ?? '0');
  for (const role of member.roles) bits |= BigInt(guild.roles.get(role)?.permissions ?? '0');
  return bits & P.Administrator ? ALL : bits;
}

/** The permissions of a person in a channel; in a thread those of its parent. */
export function permissionsIn(world: World, userId: string, channel: ChannelRecord): bigint {
  if (channel.guildId === undefined) return world.dmParties(channel).includes(userId) ? EVERYONE : 0n;
  const guild = world.guild(channel.guildId);
  const member = guild.members.get(userId);
  if (member === undefined) return 0n;
  const base = guildPermissions(world, userId, guild.id);
  if (base === ALL) return ALL;
  const parent = isThread(channel.type) && channel.parentId !== undefined ? world.channel(channel.parentId) : channel;
  let bits = base;
  const apply = (matches: (id: string, type: OverwriteType) => boolean): void => {
    let allow = 0n;
    let deny = 0n;
    for (const overwrite of parent.overwrites) {
      if (!matches(overwrite.id, overwrite.type)) continue;
      allow |= BigInt(overwrite.allow);
      deny |= BigInt(overwrite.deny);
    }
    bits = (bits & ~deny) | allow;
  };
  apply((id, type) => type === OverwriteType.Role && id === guild.id);
  apply((id, type) => type === OverwriteType.Role && id !== guild.id && member.roles.includes(id));
  apply((id, type) => type === OverwriteType.Member && id === userId);
  return bits & P.ViewChannel ? bits : 0n;
}

/** May this person see the channel now? A private thread shows itself to its members and to those who manage threads. */
export function canView(world: World, userId: string, channel: ChannelRecord): boolean {
  const bits = permissionsIn(world, userId, channel);
  if (channel.guildId === undefined) return bits !== 0n;
  if (!(bits & P.ViewChannel)) return false;
  if (channel.type !== ChannelType.PrivateThread) return true;
  return channel.thread?.members.has(userId) === true || (bits & P.ManageThreads) !== 0n;
}
