import { randomUUID } from 'node:crypto';
import { compact, type Json } from './json.ts';
import { repliesTo } from './messages.ts';
import type { Channel, FileRecord, Message, User, View } from './types.ts';
import { newId, type Workspace } from './workspace.ts';

/** A message as the Web API and events show it. */
export const wireMessage = (ws: Workspace, message: Message, { metadata = message.metadata } = {}): Json => {
  const root = message.threadTs === undefined || message.threadTs === message.ts;
  return compact({
    user: message.user,
    type: 'message',
    subtype: message.subtype,
    ts: message.ts,
    client_msg_id: message.clientMsgId,
    bot_id: message.byBot ? ws.settings.botId : undefined,
    app_id: message.byBot ? ws.settings.appId : undefined,
    text: message.text,
    team: message.subtype === 'bot_message' ? undefined : teamOf(ws, message.user),
    ...foreign(ws, message.user),
    username: message.username,
    icons: message.icons,
    bot_profile: message.byBot && !message.username ? botProfile(ws) : undefined,
    blocks: message.blocks.length > 0 ? message.blocks : richText(message),
    attachments: message.attachments.length > 0 ? message.attachments : undefined,
    files: message.files.length > 0 ? message.files.map((file) => wireFile(ws, file)) : undefined,
    upload: message.files.length > 0 ? false : undefined,
    thread_ts: message.threadTs ?? (repliesTo(ws, message).length > 0 ? message.ts : undefined),
    parent_user_id: root ? undefined : parentUser(ws, message),
    ...(root ? threadSummary(ws, message) : {}),
    edited: message.edited,
    hidden: message.subtype === 'tombstone' ? true : undefined,
    metadata: message.metadata && metadata,
    reactions:
      message.reactions.length > 0
        ? message.reactions.map(({ name, users }) => ({ name, users, count: users.length }))
        : undefined,
  });
};

/** The outer envelope of the Events API. */
export const eventCallback = (ws: Workspace, event: Json, external = false): Json => ({
  token: 'verification-token',
  team_id: ws.settings.team,
  context_team_id: ws.settings.team,
  context_enterprise_id: null,
  api_app_id: ws.settings.appId,
  event,
  type: 'event_callback',
  event_id: newId('Ev'),
  event_time: Math.floor(ws.clock.now() / 1000),
  authorizations: [
    {
      enterprise_id: null,
      team_id: ws.settings.team,
      user_id: ws.settings.botUserId,
      is_bot: true,
      is_enterprise_install: false,
    },
  ],
  is_ext_shared_channel: external,
  event_context: `4-${Buffer.from(randomUUID()).toString('base64url')}`,
});

export const channelType = (channel: Channel): string => channel.kind;

export const wireUser = (ws: Workspace, user: User, { locale = false, email = true } = {}): Json =>
  compact({
    id: user.id,
    team_id: user.teamId,
    name: user.name,
    deleted: user.deleted,
    color: '9f69e7',
    real_name: user.realName,
    tz: user.tz,
    tz_label: user.tz,
    tz_offset: 3600,
    profile: wireProfile(user, email),
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_stranger: user.teamId === ws.settings.team ? undefined : true,
    is_bot: user.isBot,
    is_app_user: false,
    updated: 1_700_000_000,
    is_email_confirmed: true,
    locale: locale ? user.locale : undefined,
  });

export const wireProfile = (user: User, email = true): Json =>
  compact({
    title: '',
    phone: '',
    real_name: user.realName,
    real_name_normalized: user.realName,
    display_name: user.name,
    display_name_normalized: user.name,
    avatar_hash: 'ge3b51ca72de',
    email: email ? user.email : undefined,
    image_48: `https://avatars.slack-edge.com/${user.id}_48.png`,
    image_192: `https://avatars.slack-edge.com/${user.id}_192.png`,
    team: user.teamId,
  });

export const wireChannel = (ws: Workspace, channel: Channel): Json => {
  const direct = channel.kind === 'im';
  const person = [...channel.members].find((id) => id !== ws.settings.botUserId);
  return compact({
    id: channel.id,
    name: direct ? undefined : channel.name,
    name_normalized: direct ? undefined : channel.name,
    user: direct ? person : undefined,
    is_channel: channel.kind === 'channel',
    is_group: channel.kind === 'group',
    is_im: direct,
    is_mpim: channel.kind === 'mpim',
    is_private: channel.kind !== 'channel',
    is_archived: channel.archived,
    is_general: false,
    is_member: direct ? undefined : channel.members.has(ws.settings.botUserId),
    is_shared: channel.external,
    is_ext_shared: channel.external,
    is_org_shared: false,
    created: Math.floor(channel.created / 1000),
    creator: direct ? undefined : 'UADMIN',
    context_team_id: ws.settings.team,
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    num_members: channel.members.size,
  });
};

export const wireFile = (ws: Workspace, file: FileRecord): Json => ({
  id: file.id,
  created: Math.floor(Date.now() / 1000),
  timestamp: Math.floor(Date.now() / 1000),
  name: file.name,
  title: file.title,
  mimetype: file.mimetype,
  filetype: file.name.split('.').pop() ?? 'binary',
  user: file.user,
  size: file.size,
  mode: 'hosted',
  is_external: false,
  is_public: false,
  url_private: `${ws.origin}/files/${file.id}/${encodeURIComponent(file.name)}`,
  url_private_download: `${ws.origin}/files/${file.id}/download/${encodeURIComponent(file.name)}`,
  permalink: `https://${ws.settings.teamDomain}.slack.com/files/${file.user}/${file.id}/${encodeURIComponent(file.name)}`,
  file_access: 'visible',
  ...file.wire,
});

/** A view as Slack sends it, with what was typed so far. */
export const wireView = (view: View): Json => ({ ...view.body, state: { values: view.values } });

export const teamOf = (ws: Workspace, user: string | undefined): string =>
  ws.users.get(user ?? '')?.teamId ?? ws.settings.team;

/** `{id, username, name, team_id}` of interactive payloads. */
export const payloadUser = (ws: Workspace, id: string): Json => {
  const name = ws.users.get(id)?.name ?? id.toLowerCase();
  return { id, username: name, name, team_id: teamOf(ws, id) };
};

export const payloadTeam = (ws: Workspace): Json => ({ id: ws.settings.team, domain: ws.settings.teamDomain });

/** Slack does not tell apps the names of private conversations in commands and actions. */
export const channelName = (channel: Channel | undefined): string => {
  if (channel?.kind === 'im') return 'directmessage';
  return channel?.kind === 'group' ? 'privategroup' : (channel?.name ?? 'unknown');
};

const botProfile = (ws: Workspace): Json => ({
  id: ws.settings.botId,
  deleted: false,
  name: 'Deskbell',
  updated: 1_700_000_000,
  app_id: ws.settings.appId,
  user_id: ws.settings.botUserId,
  icons: { image_36: 'https://a.slack-edge.com/80588/img/plugins/app/bot_36.png' },
  team_id: ws.settings.team,
});

/** People of another organisation (Slack Connect) carry their own team. */
const foreign = (ws: Workspace, user: string | undefined): Json => {
  const team = teamOf(ws, user);
  return team === ws.settings.team ? {} : { user_team: team, source_team: team };
};

/** What the composer makes of plain text. */
const richText = (message: Message): readonly Json[] | undefined => {
  if (message.text === '') return undefined;
  const section = { type: 'rich_text_section', elements: [{ type: 'text', text: message.text }] };
  return [{ type: 'rich_text', block_id: `r${message.ts.slice(-5)}`, elements: [section] }];
};

const parentUser = (ws: Workspace, message: Message): string | undefined =>
  ws.messages.get(message.channel)?.find((other) => other.ts === message.threadTs)?.user;

const threadSummary = (ws: Workspace, message: Message): Json => {
  const replies = repliesTo(ws, message);
  if (replies.length === 0) return {};
  const users = [...new Set(replies.map((reply) => reply.user ?? ws.settings.botId))];
  return {
    reply_count: replies.length,
    reply_users_count: users.length,
    latest_reply: replies.at(-1)?.ts,
    reply_users: users.slice(0, 5),
    is_locked: false,
    subscribed: false,
  };
};
