/** Routes of channels, threads and their members, DMs, guilds and users. */
import {
  type APIChannel,
  type APIThreadList,
  ChannelType,
  MessageFlags,
  MessageType,
  PermissionFlagsBits as P,
} from 'discord-api-types/v10';
import { botChannel, botGuild, botMay, botMessage, refuseArchived, requirePermission } from './access.ts';
import { type Issue, invalidForm, refuse } from './errors.ts';
import type { Hub } from './hub.ts';
import { asList, asRecord, asString } from './json.ts';
import { createMessage, guildOf, updateMessage } from './messages.ts';
import { checkOutgoing, storeFiles } from './outgoing.ts';
import { activeThreads, apiChannel, apiGuild, apiMember, apiMessage, apiThreadMember, channelsOf } from './payloads.ts';
import { canView, isThread } from './permissions.ts';
import { type RestRequest, type Route, route } from './router.ts';
import { rules } from './rules.ts';
import {
  addThreadMember,
  type ChannelChange,
  changeChannel,
  createThread,
  removeChannel,
  removeThreadMember,
} from './threads.ts';
import type { ChannelRecord, Json } from './types.ts';
import type { World } from './world.ts';

export function channelRoutes(): readonly Route[] {
  return [
    route('POST /users/@me/channels', ({ hub, body }) => {
      const user = hub.world.users.get(String(body['recipient_id']));
      if (user === undefined || user.user.id === hub.world.botId) throw refuse(50033);
      return apiChannel(hub.world, hub.world.dm(user.user.id));
    }),
    route('GET /channels/:channel', ({ hub, param }) => apiChannel(hub.world, botChannel(hub.world, param('channel')))),
    route('PATCH /channels/:channel', patchChannel),
    route('DELETE /channels/:channel', ({ hub, param }) => {
      const channel = botChannel(hub.world, param('channel'));
      requirePermission(hub.world, channel, isThread(channel.type) ? P.ManageThreads : P.ManageChannels);
      const last = apiChannel(hub.world, channel);
      if (channel.recipientId === undefined) removeChannel(hub, channel);
      return last;
    }),
    route('POST /channels/:channel/messages/:message/threads', threadFromMessage),
    route('POST /channels/:channel/threads', plainThread),
    route('PUT /channels/:channel/thread-members/:user', (request) => {
      const thread = openThread(request);
      const userId = who(request);
      if (!request.hub.world.users.has(userId)) throw refuse(10013);
      requirePermission(request.hub.world, thread, P.SendMessagesInThreads);
      const parent = request.hub.world.channel(thread.parentId ?? '');
      if (!canView(request.hub.world, userId, parent)) throw refuse(50001);
      addThreadMember(request.hub, thread, userId, { actorId: request.hub.world.botId });
      return undefined;
    }),
    route('DELETE /channels/:channel/thread-members/:user', (request) => {
      const thread = openThread(request);
      const { world } = request.hub;
      const userId = who(request);
      const owns = thread.thread?.ownerId === world.botId && thread.type === ChannelType.PrivateThread;
      if (userId !== world.botId && !owns) requirePermission(world, thread, P.ManageThreads);
      removeThreadMember(request.hub, thread, userId);
      return undefined;
    }),
    route('GET /channels/:channel/thread-members', ({ hub, param }) => {
      const thread = botChannel(hub.world, param('channel'));
      if (thread.thread === undefined) throw refuse(50024);
      return [...thread.thread.members.keys()].map((id) => apiThreadMember(thread, id));
    }),
    route('GET /channels/:channel/thread-members/:user', (request) => {
      const thread = botChannel(request.hub.world, request.param('channel'));
      if (thread.thread?.members.has(who(request)) !== true) throw refuse(10007);
      return apiThreadMember(thread, who(request));
    }),
    route('GET /channels/:channel/threads/archived/public', (request) => archived(request, ChannelType.PublicThread)),
    route('GET /channels/:channel/threads/archived/private', (request) => archived(request, ChannelType.PrivateThread)),
    route('GET /channels/:channel/users/@me/threads/archived/private', (request) =>
      archived(request, ChannelType.PrivateThread),
    ),
    route('GET /guilds/:guild/threads/active', ({ hub, param }) => {
      const guild = botGuild(hub.world, param('guild'));
      return threadList(hub, activeThreads(hub.world, guild.id));
    }),
    route('GET /guilds/:guild', ({ hub, param }) => apiGuild(botGuild(hub.world, param('guild')))),
    route('GET /guilds/:guild/channels', ({ hub, param }) => {
      const guild = botGuild(hub.world, param('guild'));
      return channelsOf(hub.world, guild.id).map((channel) => apiChannel(hub.world, channel));
    }),
    route('GET /guilds/:guild/roles', ({ hub, param }) => [...botGuild(hub.world, param('guild')).roles.values()]),
    route('GET /guilds/:guild/members/:user', (request) => {
      const guild = botGuild(request.hub.world, request.param('guild'));
      const userId = who(request);
      if (!request.hub.world.users.has(userId)) throw refuse(10013);
      if (!guild.members.has(userId)) throw refuse(10007);
      return apiMember(request.hub.world, guild.id, userId);
    }),
    route('GET /users/@me/guilds', ({ hub }) =>
      [...hub.world.guilds.values()]
        .filter((g) => g.botIn)
        .map((g) => ({ ...apiGuild(g), owner: false, permissions: '0' })),
    ),
    route('GET /users/:user', (request) => {
      const user = request.hub.world.users.get(who(request));
      if (user === undefined) throw refuse(10013);
      return user.user;
    }),
  ];
}

function who({ hub, param }: RestRequest): string {
  return param('user') === '@me' ? hub.world.botId : param('user');
}

function openThread({ hub, param }: RestRequest): ChannelRecord {
  const thread = botChannel(hub.world, param('channel'));
  if (thread.thread === undefined) throw refuse(50024);
  refuseArchived(thread);
  return thread;
}

const archiveTimes = [60, 1440, 4320, 10_080];

function threadIssues(body: Json): readonly Issue[] {
  const check = rules();
  check.text(body, 'name', 1, 100, true);
  const time = body['auto_archive_duration'];
  if (time !== undefined && time !== null && !archiveTimes.includes(Number(time))) {
    check.add(['auto_archive_duration'], 'BASE_TYPE_CHOICES', 'Value must be one of (60, 1440, 4320, 10080).');
  }
  return check.issues;
}

function checkThread(body: Json): void {
  const issues = threadIssues(body);
  if (issues.length > 0) throw invalidForm(issues);
}

function autoArchive(body: Json): { autoArchive?: number } {
  const time = body['auto_archive_duration'];
  return typeof time === 'number' ? { autoArchive: time } : {};
}

function threadFromMessage({ hub, param, body }: RestRequest): APIChannel {
  const { world } = hub;
  const parent = botChannel(world, param('channel'));
  if (parent.type !== ChannelType.GuildText && parent.type !== ChannelType.GuildAnnouncement) throw refuse(50024);
  const record = botMessage(world, parent, param('message'));
  requirePermission(world, parent, P.CreatePublicThreads);
  checkThread(body);
  if (world.channels.has(record.message.id)) throw refuse(160004);
  const thread = createThread(hub, parent, {
    id: record.message.id,
    name: String(body['name']),
    type: parent.type === ChannelType.GuildText ? ChannelType.PublicThread : ChannelType.AnnouncementThread,
    ownerId: world.botId,
    ...autoArchive(body),
  });
  updateMessage(hub, parent, record, { flags: (record.message.flags ?? 0) | MessageFlags.HasThread });
  createMessage(hub, thread, {
    author: world.user(world.botId).user,
    type: MessageType.ThreadStarterMessage,
    more: {
      message_reference: { channel_id: parent.id, message_id: record.message.id, ...guildOf(parent) },
      referenced_message: apiMessage(world, record),
    },
  });
  return apiChannel(world, thread);
}

function plainThread({ hub, param, body, files }: RestRequest): APIChannel & { readonly message?: object } {
  const { world } = hub;
  const parent = botChannel(world, param('channel'));
  if (parent.type === ChannelType.GuildForum) return forumPost({ hub, body, files, parent });
  if (parent.type !== ChannelType.GuildText && parent.type !== ChannelType.GuildAnnouncement) throw refuse(50024);
  const type = body['type'] === undefined ? ChannelType.PrivateThread : Number(body['type']);
  if (![ChannelType.PublicThread, ChannelType.PrivateThread].includes(type)) {
    throw invalidForm([{ path: ['type'], code: 'BASE_TYPE_CHOICES', message: 'Value must be one of {11, 12}.' }]);
  }
  checkThread(body);
  requirePermission(world, parent, type === ChannelType.PrivateThread ? P.CreatePrivateThreads : P.CreatePublicThreads);
  const thread = createThread(hub, parent, {
    name: String(body['name']),
    type,
    ownerId: world.botId,
    invitable: body['invitable'] !== false,
    ...autoArchive(body),
  });
  if (type === ChannelType.PublicThread) {
    createMessage(hub, parent, {
      author: world.user(world.botId).user,
      content: thread.name,
      type: MessageType.ThreadCreated,
      more: { message_reference: { channel_id: thread.id, ...guildOf(thread) } },
    });
  }
  return apiChannel(world, thread);
}

type ForumPost = Pick<RestRequest, 'hub' | 'body' | 'files'> & { readonly parent: ChannelRecord };

function forumPost({ hub, body, files, parent }: ForumPost): APIChannel & { readonly message: object } {
  const { world } = hub;
  const message = asRecord(body['message']);
  checkThread(body);
  requirePermission(world, parent, P.SendMessages);
  checkOutgoing(hub, message, 'create', files);
  const tags = asList(body['applied_tags']).map(String);
  if (tags.length > 5)
    throw invalidForm([
      { path: ['applied_tags'], code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 5 or fewer in length.' },
    ]);
  const id = world.snowflake();
  const thread = createThread(hub, parent, {
    id,
    name: String(body['name']),
    type: ChannelType.PublicThread,
    ownerId: world.botId,
    appliedTags: tags,
    ...autoArchive(body),
  });
  const record = createMessage(hub, thread, {
    id,
    author: world.user(world.botId).user,
    body: message,
    attachments: storeFiles(hub, thread, message, files),
    mayPing: asRecord(message['allowed_mentions'] ?? { parse: ['users', 'roles', 'everyone'] }),
  });
  return { ...apiChannel(world, thread), message: record.message };
}

function patchChannel({ hub, param, body }: RestRequest): APIChannel {
  const { world } = hub;
  const channel = botChannel(world, param('channel'));
  const issues = body['name'] === undefined ? [] : threadIssues({ name: body['name'] });
  if (issues.length > 0) throw invalidForm(issues);
  const thread = channel.thread;
  if (thread === undefined) requirePermission(world, channel, P.ManageChannels);
  else {
    const manages = botMay(world, channel, P.ManageThreads);
    const owns = thread.ownerId === world.botId;
    const onlyArchives = Object.keys(body).every((key) => key === 'archived' || key === 'auto_archive_duration');
    if (thread.archived && body['archived'] !== false) throw refuse(50083);
    if (thread.locked && !manages) throw refuse(160005);
    if (body['locked'] !== undefined && !manages) throw refuse(50013);
    if (!manages && !owns && !(onlyArchives && body['archived'] === false)) throw refuse(50013);
  }
  const name = asString(body['name']);
  const topic = asString(body['topic']);
  const flag = (key: string) => (typeof body[key] === 'boolean' ? { [key]: body[key] } : {});
  changeChannel(
    hub,
    channel,
    {
      ...(name === undefined ? {} : { name }),
      ...(topic === undefined ? {} : { topic }),
      ...flag('archived'),
      ...flag('locked'),
      ...flag('invitable'),
      ...tagChanges(world, channel, body),
      ...autoArchive(body),
    },
    world.botId,
  );
  return apiChannel(world, channel);
}

/** A post's tags are its forum's; a tag that has no id yet is made. */
function tagChanges(world: World, channel: ChannelRecord, body: Json): Pick<ChannelChange, 'appliedTags' | 'tags'> {
  const applied = body['applied_tags'] === undefined ? undefined : asList(body['applied_tags']).map(String);
  const forum = world.channels.get(channel.parentId ?? '');
  if (applied?.some((id) => !forum?.tags.some((tag) => tag.id === id)))
    throw invalidForm([{ path: ['applied_tags'], code: 'INVALID_TAG', message: 'Unknown tag' }]);
  if (applied !== undefined && applied.length > 5)
    throw invalidForm([{ path: ['applied_tags'], code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 5 or fewer.' }]);
  const given = body['available_tags'] === undefined ? undefined : asList(body['available_tags']).map(asRecord);
  const long = (given ?? []).some(({ name }) => String(name).length === 0 || String(name).length > 20);
  if (long || (given ?? []).length > 20)
    throw invalidForm([{ path: ['available_tags'], code: 'BASE_TYPE_BAD_LENGTH', message: 'Must be 1 to 20.' }]);
  const tags = given?.map((tag) => ({
    id: asString(tag['id']) ?? world.snowflake(),
    name: String(tag['name']),
    moderated: false,
    emoji_id: null,
    emoji_name: null,
  }));
  return { ...(applied === undefined ? {} : { appliedTags: applied }), ...(tags === undefined ? {} : { tags }) };
}

function threadList(hub: Hub, threads: readonly ChannelRecord[]): APIThreadList {
  const joined = threads.filter((c) => c.thread?.members.has(hub.world.botId) === true);
  return {
    threads: threads.map((c) => apiChannel(hub.world, c)) as APIThreadList['threads'],
    members: joined.map((c) => apiThreadMember(c, hub.world.botId)),
  };
}

function archived({ hub, param }: RestRequest, type: ChannelType): APIThreadList & { readonly has_more: boolean } {
  const parent = botChannel(hub.world, param('channel'));
  requirePermission(hub.world, parent, P.ReadMessageHistory);
  const threads = hub.world.threadsOf(parent.id).filter((c) => c.type === type && c.thread?.archived === true);
  const visible = threads.filter((c) => canView(hub.world, hub.world.botId, c));
  const newest = visible.toSorted((a, b) => (b.thread?.archivedAt ?? '').localeCompare(a.thread?.archivedAt ?? ''));
  return { ...threadList(hub, newest), has_more: false };
}
