/** Complete payloads, as Discord documents them, made from what the double remembers. */
import {
  type APIApplication,
  type APIChannel,
  type APIGuild,
  type APIGuildMember,
  type APIInteractionGuildMember,
  type APIMessage,
  type APIThreadChannel,
  type APIThreadMember,
  type APIUser,
  type APIWebhook,
  ApplicationFlags,
  type ChannelFlags,
  ChannelType,
  type GatewayGuildCreateDispatchData,
  type GuildMemberFlags,
  type GuildSystemChannelFlags,
  type Locale,
  type ThreadMemberFlags,
  WebhookType,
} from 'discord-api-types/v10';
import { canView, isThread, permissionsIn } from './permissions.ts';
import type { ChannelRecord, GuildRecord, MessageRecord, WebhookRecord } from './types.ts';
import type { World } from './world.ts';

export function apiApplication(world: World): APIApplication {
  const on = { messageContent: true, ...world.options.privilegedIntents };
  return {
    id: world.applicationId,
    name: world.options.botName ?? 'Deskbell',
    icon: null,
    description: '',
    bot_public: true,
    bot_require_code_grant: false,
    bot: world.user(world.botId).user,
    summary: '',
    verify_key: '0'.repeat(64),
    team: null,
    flags:
      (on.messageContent ? ApplicationFlags.GatewayMessageContentLimited : 0) |
      (on.guildMembers === true ? ApplicationFlags.GatewayGuildMembersLimited : 0) |
      (on.presences === true ? ApplicationFlags.GatewayPresenceLimited : 0),
    flags_new: '0',
    approximate_guild_count: world.guilds.size,
    redirect_uris: [],
    interactions_endpoint_url: null,
  };
}

export function apiMember(world: World, guildId: string, userId: string): APIGuildMember {
  return { user: world.user(userId).user, ...memberWithoutUser(world, guildId, userId) };
}

/** The member object of MESSAGE_CREATE, which leaves the user out. */
export function memberWithoutUser(world: World, guildId: string, userId: string): Omit<APIGuildMember, 'user'> {
  const member = world.guild(guildId).members.get(userId);
  return {
    nick: member?.nick ?? null,
    avatar: null,
    banner: null,
    roles: member?.roles ?? [],
    joined_at: member?.joinedAt ?? world.timestamp(),
    premium_since: null,
    pending: false,
    communication_disabled_until: null,
    deaf: false,
    mute: false,
    flags: 0 as GuildMemberFlags,
  };
}

export function interactionMember(world: World, channel: ChannelRecord, userId: string): APIInteractionGuildMember {
  return {
    ...apiMember(world, channel.guildId ?? '', userId),
    permissions: String(permissionsIn(world, userId, channel)),
  };
}

function apiThread(world: World, channel: ChannelRecord): APIThreadChannel {
  const thread = channel.thread;
  if (thread === undefined) throw new Error(`${channel.name} is no thread`);
  const botJoined = thread.members.get(world.botId);
  return {
    id: channel.id,
    type: channel.type as APIThreadChannel['type'],
    guild_id: channel.guildId ?? '',
    parent_id: channel.parentId ?? '',
    name: channel.name,
    owner_id: thread.ownerId,
    last_message_id: channel.messages.at(-1)?.message.id ?? null,
    rate_limit_per_user: 0,
    message_count: channel.messages.filter((m) => !m.deleted).length,
    total_message_sent: thread.sent,
    member_count: Math.min(50, thread.members.size),
    flags: 0 as ChannelFlags,
    ...(thread.appliedTags.length > 0 ? { applied_tags: [...thread.appliedTags] } : {}),
    thread_metadata: {
      archived: thread.archived,
      archive_timestamp: thread.archivedAt,
      auto_archive_duration: thread.autoArchive,
      locked: thread.locked,
      create_timestamp: thread.createdAt,
      ...(channel.type === ChannelType.PrivateThread ? { invitable: thread.invitable } : {}),
    },
    ...(botJoined === undefined ? {} : { member: apiThreadMember(channel, world.botId) }),
  };
}

export function apiThreadMember(channel: ChannelRecord, userId: string): APIThreadMember {
  return {
    id: channel.id,
    user_id: userId,
    join_timestamp: channel.thread?.members.get(userId) ?? '',
    flags: 0 as ThreadMemberFlags,
  };
}

export function apiChannel(world: World, channel: ChannelRecord): APIChannel {
  const last = channel.messages.at(-1)?.message.id ?? null;
  if (channel.recipientId !== undefined) {
    const recipients = [world.user(channel.recipientId).user];
    return {
      id: channel.id,
      type: ChannelType.DM,
      name: null,
      last_message_id: last,
      recipients,
      flags: 0 as ChannelFlags,
    };
  }
  if (isThread(channel.type)) return apiThread(world, channel);
  const base = {
    id: channel.id,
    guild_id: channel.guildId ?? '',
    name: channel.name,
    position: channel.position,
    permission_overwrites: [...channel.overwrites],
    nsfw: false,
    flags: 0 as ChannelFlags,
  };
  if (channel.type === ChannelType.GuildCategory) return { ...base, type: channel.type, parent_id: null };
  const text = { ...base, parent_id: channel.parentId ?? null, topic: channel.topic, rate_limit_per_user: 0 };
  if (channel.type === ChannelType.GuildForum) {
    return {
      ...text,
      type: channel.type,
      last_message_id: last,
      available_tags: [...channel.tags],
      default_reaction_emoji: null,
      default_sort_order: null,
      default_forum_layout: 0,
    };
  }
  if (channel.type === ChannelType.GuildAnnouncement) return { ...text, type: channel.type, last_message_id: last };
  return { ...text, type: ChannelType.GuildText, last_message_id: last };
}

export function apiGuild(guild: GuildRecord): APIGuild {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    discovery_splash: null,
    banner: null,
    description: null,
    owner_id: guild.ownerId,
    afk_channel_id: null,
    afk_timeout: 300,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 1,
    default_message_notifications: 1,
    explicit_content_filter: 0,
    roles: [...guild.roles.values()],
    emojis: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0 as GuildSystemChannelFlags,
    rules_channel_id: null,
    max_members: 500_000,
    vanity_url_code: null,
    premium_tier: 0,
    preferred_locale: guild.locale as Locale,
    public_updates_channel_id: null,
    approximate_member_count: guild.members.size,
    nsfw_level: 0,
    stickers: [],
    premium_progress_bar_enabled: false,
    hub_type: null,
    safety_alerts_channel_id: null,
    incidents_data: null,
  };
}

export function channelsOf(world: World, guildId: string): readonly ChannelRecord[] {
  return [...world.channels.values()].filter((c) => c.guildId === guildId && !isThread(c.type));
}

export function activeThreads(world: World, guildId: string): readonly ChannelRecord[] {
  const threads = [...world.channels.values()].filter((c) => c.guildId === guildId && c.thread?.archived === false);
  return threads.filter((c) => canView(world, world.botId, c));
}

export function guildCreate(world: World, guild: GuildRecord): GatewayGuildCreateDispatchData {
  return {
    ...apiGuild(guild),
    joined_at: guild.members.get(world.botId)?.joinedAt ?? world.timestamp(),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [],
    members: [apiMember(world, guild.id, world.botId)],
    channels: channelsOf(world, guild.id).map((c) =>
      apiChannel(world, c),
    ) as GatewayGuildCreateDispatchData['channels'],
    threads: activeThreads(world, guild.id).map((c) =>
      apiThread(world, c),
    ) as GatewayGuildCreateDispatchData['threads'],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

export function apiWebhook(world: World, hook: WebhookRecord): APIWebhook {
  return {
    id: hook.id,
    type: WebhookType.Incoming,
    guild_id: hook.guildId,
    channel_id: hook.channelId,
    name: hook.name,
    avatar: null,
    token: hook.token,
    application_id: world.applicationId,
    user: world.user(hook.creatorId).user,
  };
}

/** A message as it is told now: with its thread, and without a nonce that history does not keep. */
export function apiMessage(world: World, record: MessageRecord, from: 'history' | 'event' = 'history'): APIMessage {
  const { nonce, ...rest } = record.message;
  const thread = world.channels.get(record.message.id);
  const keep = nonce !== undefined && (from === 'event' || (world.options.nonceInHistory ?? true));
  return {
    ...rest,
    ...(keep ? { nonce } : {}),
    ...(thread === undefined ? {} : { thread: apiChannel(world, thread) }),
  };
}

/** The user a webhook's message claims to be written by. */
export function webhookUser(hook: WebhookRecord, username: string | undefined): APIUser {
  return {
    id: hook.id,
    username: username ?? hook.name,
    discriminator: '0000',
    global_name: null,
    avatar: null,
    bot: true,
  };
}
