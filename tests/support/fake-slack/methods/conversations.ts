import { flag, type Json, str } from '../json.ts';
import { find, repliesTo } from '../messages.ts';
import { wireChannel, wireMessage } from '../payloads.ts';
import { refuse } from '../refusal.ts';
import type { Message } from '../types.ts';
import { openDm, putChannel, type Workspace } from '../workspace.ts';
import { conversation, kindScope, type Methods, need, page } from './method.ts';

const open = (ws: Workspace, args: Json): Json => {
  const given = str(args, 'channel');
  const people = (str(args, 'users') ?? '').split(',').filter((id) => id !== '');
  if (!given && people.length === 0) refuse('users_list_not_supplied');
  if (people.some((id) => !ws.users.has(id))) refuse('user_not_found');
  if (people.some((id) => ws.users.get(id)?.isBot)) refuse('cannot_dm_bot');
  const { channel, fresh } = given ? { channel: conversation(ws, given), fresh: false } : openDm(ws, people);
  const shown = flag(args, 'return_im') ? wireChannel(ws, channel) : { id: channel.id };
  return { ok: true, ...(fresh ? {} : { no_op: true, already_open: true }), channel: shown };
};

const listAll = (ws: Workspace, args: Json): Json => {
  const kinds = (str(args, 'types') ?? 'public_channel').split(',').map((type) => KINDS[type.trim()]);
  if (kinds.includes(undefined)) refuse('invalid_types');
  const bot = ws.settings.botUserId;
  const all = [...ws.channels.values()]
    .filter((channel) => kinds.includes(channel.kind))
    .filter((channel) => channel.kind === 'channel' || channel.members.has(bot))
    .filter((channel) => !(flag(args, 'exclude_archived') && channel.archived));
  const { items, cursor } = page(all, args);
  const channels = items.map((channel) => wireChannel(ws, channel));
  return { ok: true, channels, response_metadata: { next_cursor: cursor } };
};

const info = (ws: Workspace, args: Json): Json => {
  const shown = wireChannel(ws, conversation(ws, need(args, 'channel')));
  const people = flag(args, 'include_num_members') ? {} : { num_members: undefined };
  return { ok: true, channel: { ...shown, ...people } };
};

const members = (ws: Workspace, args: Json): Json => {
  const { items, cursor } = page([...conversation(ws, need(args, 'channel')).members], args);
  return { ok: true, members: items, response_metadata: { next_cursor: cursor } };
};

const history = (ws: Workspace, args: Json): Json => {
  const channel = readable(ws, args);
  const roots = (ws.messages.get(channel) ?? []).filter(
    (message) => !message.threadTs || message.threadTs === message.ts || message.broadcast,
  );
  return messagePage(ws, [...between(roots, args)].reverse(), args);
};

const replies = (ws: Workspace, args: Json): Json => {
  const channel = readable(ws, args);
  const given = find(ws, channel, need(args, 'ts')) ?? refuse('thread_not_found');
  const root = find(ws, channel, given.threadTs ?? given.ts) ?? given;
  return messagePage(ws, [root, ...between(repliesTo(ws, root), args)], args);
};

const join = (ws: Workspace, args: Json): Json => {
  const channel = conversation(ws, need(args, 'channel'));
  if (channel.archived) refuse('is_archived');
  if (channel.kind !== 'channel') refuse('method_not_supported_for_channel_type');
  const joined = putChannel(ws, { ...channel, members: new Set([...channel.members, ws.settings.botUserId]) });
  ws.ledger.append({ kind: 'joined', channel: channel.id, user: ws.settings.botUserId });
  return { ok: true, channel: wireChannel(ws, joined) };
};

/** conversations.* */
export const conversationMethods: Methods = {
  'conversations.open': { scopes: ['im:write'], run: open },
  'conversations.list': { scopes: (_, args) => listScopes(args), run: listAll },
  'conversations.info': { scopes: kindScope('read'), run: info },
  'conversations.members': { scopes: kindScope('read'), run: members },
  'conversations.history': { scopes: kindScope('history'), run: history },
  'conversations.replies': { scopes: kindScope('history'), run: replies },
  'conversations.join': { scopes: ['channels:join'], run: join },
};

const KINDS: { readonly [type: string]: string | undefined } = {
  public_channel: 'channel',
  private_channel: 'group',
  im: 'im',
  mpim: 'mpim',
};

const listScopes = (args: Json): readonly string[] =>
  (str(args, 'types') ?? 'public_channel').split(',').map((type) => {
    const kind = KINDS[type.trim()] ?? 'channel';
    return kind === 'channel' || kind === 'group' ? `${kind}s:read` : `${kind}:read`;
  });

const readable = (ws: Workspace, args: Json): string => {
  const channel = conversation(ws, need(args, 'channel'));
  return channel.members.has(ws.settings.botUserId) ? channel.id : refuse('not_in_channel');
};

const between = (messages: readonly Message[], args: Json): readonly Message[] => {
  const oldest = Number(str(args, 'oldest') ?? 0);
  const latest = Number(str(args, 'latest') ?? Number.POSITIVE_INFINITY);
  if (Number.isNaN(oldest)) refuse('invalid_ts_oldest');
  if (Number.isNaN(latest)) refuse('invalid_ts_latest');
  const edge = flag(args, 'inclusive');
  return messages.filter(({ ts }) => {
    const time = Number(ts);
    return (time > oldest || (edge && time === oldest)) && (time < latest || (edge && time === latest));
  });
};

const messagePage = (ws: Workspace, all: readonly Message[], args: Json): Json => {
  const { items, cursor } = page(all, args);
  const whole = flag(args, 'include_all_metadata');
  const messages = items.map((message) => {
    const wire = wireMessage(ws, message);
    const type = message.metadata ? { event_type: message.metadata['event_type'] } : undefined;
    return whole || !type ? wire : { ...wire, metadata: type };
  });
  const next = cursor ? { response_metadata: { next_cursor: cursor } } : {};
  return { ok: true, messages, has_more: cursor !== '', pin_count: 0, ...next };
};
