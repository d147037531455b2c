import { type Json, list, parseJson, str } from '../json.ts';
import { find, post, react } from '../messages.ts';
import { wireFile } from '../payloads.ts';
import { refuse } from '../refusal.ts';
import type { FileRecord, Message } from '../types.ts';
import { newId, type Workspace } from '../workspace.ts';
import { conversation, type Methods, need, writable } from './method.ts';

const identity = (ws: Workspace): Json => ({
  url: `https://${ws.settings.teamDomain}.slack.com/`,
  team: 'Acme',
  user: 'deskbell',
  team_id: ws.settings.team,
  user_id: ws.settings.botUserId,
  bot_id: ws.settings.botId,
  is_enterprise_install: false,
});

const target = (ws: Workspace, args: Json): Message => {
  const channel = conversation(ws, need(args, 'channel'));
  return find(ws, channel.id, need(args, 'timestamp')) ?? refuse('message_not_found');
};

const reactBy =
  (on: boolean) =>
  (ws: Workspace, args: Json): Json => {
    const name = need(args, 'name');
    const changed = react(ws, target(ws, args), ws.settings.botUserId, name, on);
    return changed ? { ok: true } : refuse(on ? 'already_reacted' : 'no_reaction');
  };

const getUploadUrl = (ws: Workspace, args: Json): Json => {
  const name = need(args, 'filename');
  const size = Number(need(args, 'length'));
  if (!(size > 0)) refuse('invalid_arguments');
  const id = newId('F');
  const file: FileRecord = {
    id,
    name,
    title: name,
    mimetype: 'application/octet-stream',
    size,
    user: ws.settings.botUserId,
    bytes: Buffer.alloc(0),
  };
  ws.files.set(id, file);
  return { ok: true, upload_url: `${ws.origin}/upload/v1/${id}`, file_id: id };
};

const completeUpload = (ws: Workspace, args: Json): Json => {
  const given = typeof args['files'] === 'string' ? parseJson(args['files']) : args['files'];
  const files = list({ given }, 'given').map((item) => {
    const file = ws.files.get(str(item, 'id') ?? '') ?? refuse('file_not_found');
    const titled = { ...file, title: str(item, 'title') ?? file.title };
    ws.files.set(file.id, titled);
    return titled;
  });
  const channelId = str(args, 'channel_id');
  if (channelId) {
    const channel = writable(ws, channelId).id;
    const threadTs = str(args, 'thread_ts');
    const user = ws.settings.botUserId;
    const text = str(args, 'initial_comment') ?? '';
    post(ws, { channel, byBot: true, user, text, threadTs, files, subtype: 'file_share' }, 'posted');
  }
  return { ok: true, files: files.map((file) => wireFile(ws, file)) };
};

/** The messages that show a file, by the kind of channel and by channel. */
const sharesOf = (ws: Workspace, id: string): Json => {
  const shares: Record<string, Record<string, Json[]>> = {};
  for (const [channel, messages] of ws.messages) {
    const kind = ws.channels.get(channel)?.kind === 'channel' ? 'public' : 'private';
    const shown = messages.filter(({ files }) => files.some((file) => file.id === id));
    if (shown.length > 0)
      shares[kind] = { ...shares[kind], [channel]: shown.map(({ ts, threadTs }) => ({ ts, thread_ts: threadTs })) };
  }
  return shares;
};

/** Its messages keep what was said above it. */
const deleteFile = (ws: Workspace, args: Json): Json => {
  const id = need(args, 'file');
  if (!ws.files.delete(id)) refuse('file_not_found');
  for (const [channel, messages] of ws.messages)
    ws.messages.set(
      channel,
      messages.map((one) => ({ ...one, files: one.files.filter((file) => file.id !== id) })),
    );
  return { ok: true };
};

const ok = { scopes: [], run: () => ({ ok: true }) };

/** Methods with no family of their own. */
export const restMethods: Methods = {
  'api.test': {
    scopes: [],
    run: (_, args) => (str(args, 'error') ? refuse(str(args, 'error') ?? '') : { ok: true, args }),
  },
  'auth.test': { scopes: [], run: (ws) => ({ ok: true, ...identity(ws) }) },
  'reactions.add': { scopes: ['reactions:write'], run: reactBy(true) },
  'reactions.remove': { scopes: ['reactions:write'], run: reactBy(false) },
  'reactions.get': {
    scopes: ['reactions:read'],
    run: (ws, args) => {
      const message = target(ws, args);
      const reactions = message.reactions.map(({ name, users }) => ({ name, users, count: users.length }));
      return { ok: true, type: 'message', channel: message.channel, message: { ts: message.ts, reactions } };
    },
  },
  'files.getUploadURLExternal': { scopes: ['files:write'], run: getUploadUrl },
  'files.completeUploadExternal': { scopes: ['files:write'], run: completeUpload },
  'files.info': {
    scopes: ['files:read'],
    run: (ws, args) => {
      const file = ws.files.get(need(args, 'file')) ?? refuse('file_not_found');
      return { ok: true, file: { ...wireFile(ws, file), shares: sharesOf(ws, file.id) } };
    },
  },
  'files.delete': { scopes: ['files:write'], run: deleteFile },
  'assistant.threads.setStatus': { ...ok, scopes: ['assistant:write'] },
  'assistant.threads.setTitle': { ...ok, scopes: ['assistant:write'] },
  'assistant.threads.setSuggestedPrompts': { ...ok, scopes: ['assistant:write'] },
};
