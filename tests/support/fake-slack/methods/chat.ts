import { compact, flag, type Json, rec, str } from '../json.ts';
import { type Content, checkContent } from '../limits.ts';
import { change, find, post, remove, whisper } from '../messages.ts';
import { wireMessage } from '../payloads.ts';
import { refuse } from '../refusal.ts';
import type { Message } from '../types.ts';
import { openDm, type Workspace } from '../workspace.ts';
import { conversation, type Methods, need, writable } from './method.ts';

const writeScopes = (_: Workspace, args: Json): readonly string[] => {
  const dressed = ['username', 'icon_url', 'icon_emoji'].some((key) => str(args, key));
  return dressed ? ['chat:write', 'chat:write.customize'] : ['chat:write'];
};

const postMessage = (ws: Workspace, args: Json): Json => {
  const channel = writable(ws, addressee(ws, need(args, 'channel')));
  const content = checkContent(args);
  const twin = ws.settings.dedupes && postedBefore(ws, channel.id, str(args, 'client_msg_id'));
  if (twin) return { ok: true, channel: channel.id, ts: twin.ts, message: wireMessage(ws, twin) };
  const message = post(
    ws,
    {
      ...author(ws, args),
      ...body(content),
      channel: channel.id,
      byBot: true,
      threadTs: threadOf(ws, channel.id, str(args, 'thread_ts')),
      broadcast: flag(args, 'reply_broadcast'),
      rendering: rendering(args),
      clientMsgId: str(args, 'client_msg_id'),
    },
    'posted',
  );
  return { ok: true, channel: channel.id, ts: message.ts, message: wireMessage(ws, message) };
};

const update = (ws: Workspace, args: Json): Json => {
  const channel = conversation(ws, need(args, 'channel'));
  const old = find(ws, channel.id, need(args, 'ts')) ?? refuse('message_not_found');
  if (!old.byBot) refuse('cant_update_message');
  if (channel.archived) refuse('is_inactive');
  const { text, blocks, attachments, metadata } = checkContent(args);
  // Blocks stay unless new ones (or none at all, as []) are given; new text alone replaces them.
  const kept = blocks ?? (args['text'] === undefined ? old.blocks : []);
  // Slack marks a message as edited only when its words changed, not its blocks.
  const edited = blocks ? old.edited : { user: ws.settings.botId, ts: ws.clock.ts() };
  const extra = metadata ? { metadata: Object.keys(metadata).length > 0 ? metadata : undefined } : {};
  const said = args['text'] === undefined && args['markdown_text'] === undefined ? old.text : text;
  // A name that was given at the post has been seen to be lost when it is not given again (slackapi/node-slack-sdk#944).
  const dressed = { user: undefined, username: undefined, icons: undefined, subtype: undefined, ...author(ws, args) };
  const parts = { text: said, blocks: kept, attachments: attachments ?? old.attachments, edited, ...extra, ...dressed };
  const message = change(ws, old, { ...parts, rendering: rendering(args) }, 'updated');
  return { ok: true, channel: channel.id, ts: old.ts, text: message.text, message: wireMessage(ws, message) };
};

const del = (ws: Workspace, args: Json): Json => {
  const channel = conversation(ws, need(args, 'channel'));
  const old = find(ws, channel.id, need(args, 'ts')) ?? refuse('message_not_found');
  if (!old.byBot) refuse('cant_delete_message');
  remove(ws, old, 'deleted');
  return { ok: true, channel: channel.id, ts: old.ts };
};

const postEphemeral = (ws: Workspace, args: Json): Json => {
  const channel = writable(ws, need(args, 'channel'));
  const to = need(args, 'user');
  const { text, blocks = [] } = checkContent(args);
  if (!channel.members.has(to)) refuse('user_not_in_channel');
  const threadTs = str(args, 'thread_ts');
  const username = str(args, 'username');
  const shown = whisper(ws, { channel: channel.id, to, text, blocks, threadTs, username, via: 'chat.postEphemeral' });
  return { ok: true, message_ts: shown.ts };
};

const getPermalink = (ws: Workspace, args: Json): Json => {
  const channel = conversation(ws, need(args, 'channel'));
  const message = find(ws, channel.id, need(args, 'message_ts')) ?? refuse('message_not_found');
  const path = `archives/${channel.id}/p${message.ts.replace('.', '')}`;
  const inThread = message.threadTs ? `?thread_ts=${message.threadTs}&cid=${channel.id}` : '';
  return { ok: true, channel: channel.id, permalink: `https://${ws.settings.teamDomain}.slack.com/${path}${inThread}` };
};

/** chat.* */
export const chatMethods: Methods = {
  'chat.postMessage': { scopes: writeScopes, run: postMessage },
  'chat.update': { scopes: writeScopes, run: update },
  'chat.delete': { scopes: ['chat:write'], run: del },
  'chat.postEphemeral': { scopes: writeScopes, run: postEphemeral },
  'chat.getPermalink': { scopes: [], run: getPermalink },
};

/** A person's id as `channel` means the direct conversation with them; `#name` means the channel of that name. */
const addressee = (ws: Workspace, id: string): string => {
  const named = [...ws.channels.values()].find(({ name }) => `#${name}` === id);
  return named?.id ?? (ws.users.has(id) ? openDm(ws, [id]).channel.id : id);
};

/** The thread a reply lands in: that of its root, or of the root's root. */
const threadOf = (ws: Workspace, channel: string, given: string | undefined): string | undefined => {
  if (!given) return undefined;
  const target = find(ws, channel, given);
  if (target) return target.threadTs ?? target.ts;
  return ws.settings.unknownThread === 'refuse' ? refuse('thread_not_found') : undefined;
};

const postedBefore = (ws: Workspace, channel: string, id: string | undefined): Message | undefined =>
  ws.messages.get(channel)?.find((message) => message.byBot && id !== undefined && message.clientMsgId === id);

const author = (ws: Workspace, args: Json): Partial<Message> => {
  const username = str(args, 'username');
  const emoji = str(args, 'icon_emoji');
  const url = str(args, 'icon_url');
  if (!username && !emoji && !url) return { user: ws.settings.botUserId };
  const icons = compact({ emoji, image_48: url });
  return { username: username ?? 'Deskbell', icons, subtype: 'bot_message' };
};

const body = (content: Content): Partial<Message> => ({
  text: content.text,
  blocks: content.blocks ?? [],
  attachments: content.attachments ?? [],
  metadata: Object.keys(rec(content, 'metadata')).length > 0 ? content.metadata : undefined,
});

const RENDERING = ['parse', 'link_names', 'unfurl_links', 'unfurl_media', 'mrkdwn'];

const rendering = (args: Json): Json =>
  Object.fromEntries(RENDERING.filter((key) => args[key] !== undefined).map((key) => [key, args[key]]));
