import { parseBody } from './bodies.ts';
import { flag, type Json, str } from './json.ts';
import { checkContent } from './limits.ts';
import { change, find, post, remove, rewhisper, whisper } from './messages.ts';
import { SlackRefusal } from './refusal.ts';
import { type Exchange, type FaultTaker, send } from './web-api.ts';
import type { ResponseUrl, Workspace } from './workspace.ts';

const THIRTY_MINUTES = 30 * 60_000;

/** Take what the bot sends to a response_url: five times in thirty minutes. Faults: method name `response_url`. */
export const answerResponseUrl = (
  ws: Workspace,
  take: FaultTaker,
  { path, request, response, body }: Exchange,
): void => {
  const args = parseBody(body, request.headers['content-type'] ?? '') ?? {};
  const fault = take('response_url', args);
  const url = ws.responseUrls.get(path);
  const refusal = !url
    ? 'invalid_url'
    : url.uses >= 5
      ? 'used_url'
      : ws.clock.now() - url.at > THIRTY_MINUTES
        ? 'expired_url'
        : undefined;
  const problem = refusal ?? (url && (!fault || fault.accepted) ? apply(ws, url, args) : undefined);
  ws.calls.push({
    method: 'response_url',
    args,
    at: Date.now(),
    answer: { ok: !problem },
    faulted: fault !== undefined,
  });
  ws.ledger.touch();
  if (fault) return void send(response, fault.reply, undefined);
  const status = refusal ? 404 : problem ? 400 : 200;
  const words = problem ? JSON.stringify({ ok: false, error: problem }) : 'ok';
  response.writeHead(status, { 'content-type': problem ? 'application/json' : 'text/html' }).end(words);
};

const apply = (ws: Workspace, url: ResponseUrl, args: Json): string | undefined => {
  try {
    if (flag(args, 'delete_original')) takeAway(ws, url);
    else if (flag(args, 'replace_original') && url.source) replace(ws, url, args);
    else respond(ws, url.channel, url.user, args, 'response_url');
    url.uses += 1;
    return undefined;
  } catch (error) {
    if (error instanceof SlackRefusal) return error.code;
    throw error;
  }
};

const original = (ws: Workspace, { channel, source }: ResponseUrl) => ({
  message: find(ws, channel, source),
  ephemeral: ws.ephemerals.find((ephemeral) => ephemeral.ts === source),
});

const takeAway = (ws: Workspace, url: ResponseUrl): void => {
  const { message, ephemeral } = original(ws, url);
  if (ephemeral) rewhisper(ws, ephemeral, undefined);
  else if (message) remove(ws, message, 'deleted');
};

const replace = (ws: Workspace, url: ResponseUrl, args: Json): void => {
  const { text, blocks = [] } = checkContent(args);
  const { message, ephemeral } = original(ws, url);
  if (ephemeral) rewhisper(ws, ephemeral, { text, blocks });
  else if (message) change(ws, message, { text, blocks }, 'updated');
};

/** An answer to a gesture, by its acknowledgement or its response_url: only to the person, unless `in_channel`. */
export const respond = (ws: Workspace, channel: string, to: string, args: Json, via: 'ack' | 'response_url'): void => {
  const { text, blocks = [], attachments = [] } = checkContent(args);
  const threadTs = str(args, 'thread_ts');
  if (str(args, 'response_type') === 'in_channel') {
    post(ws, { channel, byBot: true, user: ws.settings.botUserId, text, blocks, attachments, threadTs }, 'posted');
  } else {
    whisper(ws, { channel, to, text, blocks, threadTs, via });
  }
};
