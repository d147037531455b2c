import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseBody } from './bodies.ts';
import type { Fault, FaultReply } from './faults.ts';
import type { Json } from './json.ts';
import { chatMethods } from './methods/chat.ts';
import { conversationMethods } from './methods/conversations.ts';
import type { Methods } from './methods/method.ts';
import { peopleMethods } from './methods/people.ts';
import { restMethods } from './methods/rest.ts';
import { viewMethods } from './methods/views.ts';
import { refuse, SlackRefusal } from './refusal.ts';
import { newId, type Workspace } from './workspace.ts';

/** One HTTP request and its answer. */
export type Exchange = {
  readonly path: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Buffer;
};

export type FaultTaker = (method: string, args: Json) => Fault | undefined;

const METHODS: Methods = { ...chatMethods, ...conversationMethods, ...peopleMethods, ...viewMethods, ...restMethods };

/** Answer one Web API call. */
export const answerApi = async (ws: Workspace, take: FaultTaker, exchange: Exchange): Promise<void> => {
  const method = exchange.path.slice('/api/'.length);
  const parsed = parseBody(exchange.body, exchange.request.headers['content-type'] ?? '');
  const query = Object.fromEntries(new URL(exchange.request.url ?? '/', 'http://slack').searchParams);
  const { token, ...args } = { ...query, ...parsed };
  const bearer = exchange.request.headers.authorization?.replace(/^Bearer /i, '') ?? (token as string | undefined);
  const decide = (): Json => (parsed ? decideCall(ws, method, args, bearer) : { ok: false, error: 'invalid_json' });
  const fault = take(method, args);
  if (fault?.delayMs) await sleep(fault.delayMs);
  const answer = !fault || fault.accepted || fault.reply === 'normal' ? decide() : undefined;
  ws.calls.push({ method, args, at: Date.now(), answer, faulted: fault !== undefined && fault.reply !== 'normal' });
  ws.ledger.touch();
  send(exchange.response, fault?.reply ?? 'normal', answer, scopeHeaders(ws, method, args));
};

/** What Slack would say, without faults. */
const decideCall = (ws: Workspace, method: string, args: Json, token: string | undefined): Json => {
  try {
    if (method === 'apps.connections.open') return openConnection(ws, token);
    const found = METHODS[method];
    if (!found) return refuse('unknown_method', { req_method: method });
    if (!token) refuse('not_authed');
    if (token !== ws.settings.botToken) refuse('invalid_auth');
    const lacking = scopesOf(ws, method, args).filter((scope) => !ws.settings.scopes.includes(scope));
    if (lacking.length > 0)
      refuse('missing_scope', { needed: lacking.join(','), provided: ws.settings.scopes.join(',') });
    return found.run(ws, args);
  } catch (error) {
    if (error instanceof SlackRefusal) return { ok: false, error: error.code, ...error.extra };
    throw error;
  }
};

const openConnection = (ws: Workspace, token: string | undefined): Json => {
  if (!token) return refuse('not_authed');
  if (token === ws.settings.botToken) return refuse('not_allowed_token_type');
  if (token !== ws.settings.appToken) return refuse('invalid_auth');
  const ticket = newId('');
  ws.tickets.add(ticket);
  return { ok: true, url: `${ws.origin.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${ws.settings.appId}` };
};

const scopesOf = (ws: Workspace, method: string, args: Json): readonly string[] => {
  const scopes = METHODS[method]?.scopes ?? [];
  return typeof scopes === 'function' ? scopes(ws, args) : scopes;
};

const scopeHeaders = (ws: Workspace, method: string, args: Json): { readonly [name: string]: string } => ({
  'x-oauth-scopes': ws.settings.scopes.join(','),
  'x-accepted-oauth-scopes': scopesOf(ws, method, args).join(','),
  'x-slack-req-id': newId(''),
});

/** Write the answer, or what a fault makes of it. */
export const send = (
  response: ServerResponse,
  reply: FaultReply,
  answer: Json | undefined,
  headers: { readonly [name: string]: string } = {},
): void => {
  const json = { ...headers, 'content-type': 'application/json; charset=utf-8' };
  const whole = JSON.stringify(answer ?? { ok: true });
  if (reply === 'normal') return void response.writeHead(200, json).end(whole);
  if (reply === 'hang') return;
  if (reply === 'reset') return void response.socket?.resetAndDestroy();
  if (reply === 'truncated')
    return void response.writeHead(200, json).end(whole.slice(0, Math.max(1, Math.floor(whole.length / 2))));
  if (reply === 'html')
    return void response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><title>Oops</title>');
  if (reply === 'empty') return void response.writeHead(200, json).end('{}');
  if ('error' in reply)
    return void response.writeHead(200, json).end(JSON.stringify({ ok: false, error: reply.error, ...reply.extra }));
  if ('retryAfter' in reply) {
    const wait = reply.retryAfter === null ? {} : { 'retry-after': String(reply.retryAfter) };
    return void response.writeHead(429, { ...json, ...wait }).end('{"ok":false,"error":"ratelimited"}');
  }
  response
    .writeHead(reply.status, { 'content-type': 'text/plain', ...reply.headers })
    .end(reply.body ?? 'upstream error');
};
