/**
 * The least of Slack that the adapter talks to. It takes as long over a call as Slack does: that is what keeps deliveries
 * going on while the desk is measured, at a pace that is still many times what Slack lets one workspace have (64 in flight over
 * 300 ms are 213 a second; Slack's limit is "several hundred messages a minute"), and keeps this from being a measurement of
 * the stub. The fake Slack of the tests checks every call, which is what tests want and a bench does not; this one remembers
 * what was shown where, and shows it to whoever looks.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BOT_SCOPES } from '../../adapters/slack/manifest.ts';
import { AGENTS_CHANNEL, avatarOf, LOCALE, nameOf, TEAM } from '../story.ts';

/** A message that was posted. */
export interface Posted {
  readonly channel: string;
  /** The thread that it is in; undefined in the channel itself. */
  readonly thread: string | undefined;
  /** The desk's name of the delivery. */
  readonly key: string;
  /** By `performance.now()`. */
  readonly at: number;
  /** Of the token that posted it: which replica that was, where each has its own. */
  readonly token: string;
}

export interface Stub {
  /** For SLACK_API_URL. */
  readonly url: string;
  /** Messages that were posted so far. */
  posted(): number;
  /** All of them, in order. */
  messages(): readonly Posted[];
  /** How long it takes over a message from now on. [300] */
  takes(ms: number): void;
  /** Refuses messages to this channel for so long, with 429 and the rest of it as Retry-After. */
  limits(channel: string, ms: number): void;
  stop(): void;
}

const LATENCY_MS = 300;
export const AGENTS_CHANNEL_ID = 'C1';

type Answer = { readonly [field: string]: unknown; readonly retryAfter?: number };

export async function startStub(): Promise<Stub> {
  const messages: Posted[] = [];
  const told = new Map<string, { readonly ts: string; readonly metadata: object }[]>();
  const limited = new Map<string, number>();
  let latency = LATENCY_MS;
  let last = 0;
  const stamp = (): string => {
    last = Math.max(Date.now() * 1_000, last + 1);
    return `${Math.floor(last / 1e6)}.${String(last % 1e6).padStart(6, '0')}`;
  };
  const place = (args: URLSearchParams, thread: string | null): string => `${args.get('channel')} ${thread ?? ''}`;
  const post = (args: URLSearchParams, token: string): Answer => {
    const [channel, thread] = [args.get('channel') ?? '', args.get('thread_ts')];
    const wait = (limited.get(channel) ?? 0) - performance.now();
    if (wait > 0) return { retryAfter: Math.ceil(wait / 1_000) };
    const ts = stamp();
    const metadata = JSON.parse(args.get('metadata') ?? '{}');
    const key = String(metadata.event_payload?.key);
    messages.push({ channel, thread: thread ?? undefined, key, at: performance.now(), token });
    const there = told.get(place(args, thread));
    if (there === undefined) told.set(place(args, thread), [{ ts, metadata }]);
    else there.push({ ts, metadata });
    return { channel, ts, message: { ts, ...(thread === null ? {} : { thread_ts: thread }) } };
  };
  const answerTo = (method: string, args: URLSearchParams, token: string): Answer => {
    switch (method) {
      case 'auth.test':
        return { team: 'Bench', team_id: TEAM, user: 'deskbell', user_id: 'UBOT', bot_id: 'BBOT' };
      case 'conversations.list':
        return { channels: [{ id: AGENTS_CHANNEL_ID, name: AGENTS_CHANNEL, is_member: true }] };
      case 'users.info':
        return { user: userInfo(args.get('user') ?? '') };
      case 'chat.postMessage':
        return post(args, token);
      case 'conversations.history':
      case 'conversations.replies':
        return page(told.get(place(args, args.get('ts'))) ?? [], args);
      default:
        return {};
    }
  };
  const server = createServer((request, response) => {
    const method = (request.url ?? '').split('?', 1)[0]?.split('/').at(-1) ?? '';
    const token = (request.headers.authorization ?? '').replace('Bearer ', '');
    read(request).then((body) => {
      // Everybody is asked for by name at the first message; that may be quick, it is no part of what is measured.
      const wait = method.startsWith('chat.') ? latency : 0;
      setTimeout(() => answer(response, answerTo(method, new URLSearchParams(body), token)), wait);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/`,
    posted: () => messages.length,
    messages: () => messages,
    takes: (ms) => {
      latency = ms;
    },
    limits: (channel, ms) => void limited.set(channel, performance.now() + ms),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A page of what was posted in one place, the newest first, as Slack pages it. */
function page(there: readonly { readonly ts: string; readonly metadata: object }[], args: URLSearchParams): Answer {
  const oldest = Number(args.get('oldest') ?? 0);
  const from = Number(args.get('cursor') || 0);
  const size = Number(args.get('limit') ?? 100);
  const found = there.filter(({ ts }) => Number(ts) >= oldest).reverse();
  const next = found.length > from + size ? { response_metadata: { next_cursor: String(from + size) } } : {};
  return { messages: found.slice(from, from + size).map((one) => ({ ...one, user: 'UBOT', bot_id: 'BBOT' })), ...next };
}

const userInfo = (user: string): object => ({
  id: user,
  team_id: TEAM,
  name: user.toLowerCase(),
  locale: LOCALE,
  profile: { display_name: nameOf(user), real_name: nameOf(user), image_192: avatarOf(user) },
});

function answer(response: ServerResponse, body: Answer): void {
  if (body.retryAfter !== undefined) {
    response.writeHead(429, { 'retry-after': String(body.retryAfter) }).end();
    return;
  }
  const text = JSON.stringify({ ok: true, ...body });
  response
    .writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      'x-oauth-scopes': BOT_SCOPES.join(','),
    })
    .end(text);
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
