/** Threads come, change and go, and people join and leave them. */
import { ChannelType, GatewayDispatchEvents as E, GatewayIntentBits as I, MessageType } from 'discord-api-types/v10';
import type { Hub } from './hub.ts';
import { createMessage, guildOf, whereName } from './messages.ts';
import { apiChannel, apiMember, apiThreadMember } from './payloads.ts';
import { canView, isThread } from './permissions.ts';
import { messageText } from './text.ts';
import type { ChannelRecord } from './types.ts';

export interface NewThread {
  readonly id?: string;
  readonly name: string;
  readonly type: ChannelType;
  readonly ownerId: string;
  readonly autoArchive?: number;
  readonly invitable?: boolean;
  readonly appliedTags?: readonly string[];
  /** The bot is told of it later, by `announceThread`. */
  readonly quiet?: boolean;
}

export const announceThread = (hub: Hub, thread: ChannelRecord): void =>
  emit(hub, E.ThreadCreate, thread, { newly_created: true });

/** Opens a thread; its owner is its first member. */
export function createThread(hub: Hub, parent: ChannelRecord, given: NewThread): ChannelRecord {
  const { world } = hub;
  const now = world.timestamp();
  const thread = world.store({
    id: given.id ?? world.snowflake(),
    type: given.type,
    name: given.name,
    guildId: parent.guildId,
    parentId: parent.id,
    thread: {
      ownerId: given.ownerId,
      createdAt: now,
      archivedAt: now,
      archived: false,
      locked: false,
      invitable: given.invitable ?? true,
      autoArchive: given.autoArchive ?? 4320,
      members: new Map([[given.ownerId, now]]),
      appliedTags: [...(given.appliedTags ?? [])],
      sent: 0,
    },
  });
  note(hub, 'create', thread);
  if (given.quiet !== true) announceThread(hub, thread);
  return thread;
}

/** What of a thread or channel is changed. */
export interface ChannelChange {
  readonly name?: string;
  readonly topic?: string | null;
  readonly archived?: boolean;
  readonly locked?: boolean;
  readonly invitable?: boolean;
  readonly autoArchive?: number;
  readonly appliedTags?: readonly string[];
  readonly tags?: ChannelRecord['tags'];
}

export function changeChannel(hub: Hub, channel: ChannelRecord, change: ChannelChange, actorId: string): void {
  const renamed = change.name !== undefined && change.name !== channel.name;
  if (change.name !== undefined) channel.name = change.name;
  if (change.topic !== undefined) channel.topic = change.topic;
  channel.tags = change.tags ?? channel.tags;
  const thread = channel.thread;
  if (thread !== undefined) {
    thread.appliedTags = change.appliedTags ?? thread.appliedTags;
    if (change.archived !== undefined && change.archived !== thread.archived) thread.archivedAt = hub.world.timestamp();
    thread.archived = change.archived ?? thread.archived;
    thread.locked = change.locked ?? thread.locked;
    thread.invitable = change.invitable ?? thread.invitable;
    thread.autoArchive = change.autoArchive ?? thread.autoArchive;
  }
  note(hub, 'update', channel);
  emit(hub, thread === undefined ? E.ChannelUpdate : E.ThreadUpdate, channel);
  if (renamed && thread !== undefined && !thread.archived) {
    createMessage(hub, channel, {
      author: hub.world.user(actorId).user,
      content: channel.name,
      type: MessageType.ChannelNameChange,
    });
  }
}

export function unarchive(hub: Hub, channel: ChannelRecord): void {
  if (channel.thread?.archived === true) changeChannel(hub, channel, { archived: false }, hub.world.botId);
}

export function removeChannel(hub: Hub, channel: ChannelRecord): void {
  for (const thread of hub.world.threadsOf(channel.id)) hub.world.channels.delete(thread.id);
  note(hub, 'delete', channel);
  emit(hub, isThread(channel.type) ? E.ThreadDelete : E.ChannelDelete, channel);
  hub.world.channels.delete(channel.id);
}

/** Takes somebody into a thread. Unless `quiet`, Discord says so in the thread ("… added … to the thread"). */
export function addThreadMember(
  hub: Hub,
  channel: ChannelRecord,
  userId: string,
  how: { readonly actorId: string; readonly quiet?: boolean },
): void {
  const thread = channel.thread;
  const parent = channel.parentId === undefined ? undefined : hub.world.channels.get(channel.parentId);
  if (thread === undefined || parent === undefined || thread.members.has(userId)) return;
  if (!canView(hub.world, userId, parent)) return;
  thread.members.set(userId, hub.world.timestamp());
  note(hub, 'member added', channel, userId);
  if (userId === hub.world.botId) emit(hub, E.ThreadCreate, channel);
  membersUpdate(hub, channel, [userId], []);
  if (how.quiet === true || how.actorId === userId) return;
  createMessage(hub, channel, {
    author: hub.world.user(how.actorId).user,
    type: MessageType.RecipientAdd,
    more: { mentions: [hub.world.user(userId).user] },
  });
}

export function removeThreadMember(hub: Hub, channel: ChannelRecord, userId: string): void {
  if (channel.thread?.members.delete(userId) !== true) return;
  note(hub, 'member removed', channel, userId);
  membersUpdate(hub, channel, [], [userId]);
}

function membersUpdate(hub: Hub, channel: ChannelRecord, added: readonly string[], removed: readonly string[]): void {
  const mine = [...added, ...removed].includes(hub.world.botId);
  hub.emit({
    t: E.ThreadMembersUpdate,
    d: {
      id: channel.id,
      ...guildOf(channel),
      member_count: Math.min(50, channel.thread?.members.size ?? 0),
      ...(added.length === 0
        ? {}
        : {
            added_members: added.map((id) => ({
              ...apiThreadMember(channel, id),
              member: apiMember(hub.world, channel.guildId ?? '', id),
              presence: null,
            })),
          }),
      ...(removed.length === 0 ? {} : { removed_member_ids: removed }),
    },
    intents: mine ? I.Guilds : I.GuildMembers,
    guildId: channel.guildId,
    channel,
  });
}

function emit(hub: Hub, t: E, channel: ChannelRecord, more: object = {}): void {
  const gone = t === E.ThreadDelete;
  const d = gone
    ? { id: channel.id, ...guildOf(channel), parent_id: channel.parentId, type: channel.type }
    : { ...apiChannel(hub.world, channel), ...more };
  const seen = channel.type === ChannelType.PrivateThread || t !== E.ChannelUpdate ? { channel } : {};
  hub.emit({ t, d, intents: I.Guilds, guildId: channel.guildId, ...seen });
}

function note(hub: Hub, action: string, channel: ChannelRecord, userId?: string): void {
  const who = userId === undefined ? '' : ` ${hub.world.user(userId).user.username}`;
  const state =
    channel.thread === undefined ? '' : ` archived=${channel.thread.archived} locked=${channel.thread.locked}`;
  hub.ledger.add('thread', `${action}${who} ${whereName(hub, channel)}${action === 'update' ? state : ''}`, {
    action,
    channelId: channel.id,
    ...(userId === undefined ? {} : { userId }),
    ...(action === 'member added' && userId !== undefined ? history(channel, userId) : {}),
  });
}

/** Who joins a thread can read all that was said in it. */
function history(
  channel: ChannelRecord,
  userId: string,
): { readonly text: string; readonly visibleTo: readonly string[] } {
  const open = channel.messages.filter((record) => !record.deleted && record.ephemeralFor === undefined);
  return { text: open.map((record) => messageText(record.message)).join('\n'), visibleTo: [userId] };
}
