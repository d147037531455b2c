/**
 * The least of Slack that the adapter talks to. It takes as long over a call as Slack does: that is what keeps deliveries
 * going on while the desk is measured, at a pace that is still many times what Slack lets one workspace have (64 in flight over
 * 300 ms are 213 a second; Slack's limit is "several hundred messages a minute"), and keeps this from being a measurement of
 * the stub. The fake Slack of the tests checks and remembers every call, which
 * is what tests want and a bench does not.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BOT_SCOPES } from '../../adapters/slack/manifest.ts';
import { AGENTS_CHANNEL, avatarOf, LOCALE, nameOf, TEAM } from '../story.ts';

export interface Stub {
  /** For SLACK_API_URL. */
  readonly url: string;
  /** Messages that were posted so far. */
  posted(): number;
  stop(): void;
}

const LATENCY_MS = 300;

export async function startStub(): Promise<Stub> {
  let posts = 0;
  const answerTo = (method: string, args: URLSearchParams): object => {
    switch (method) {
      case 'auth.test':
        return { team: 'Bench', team_id: TEAM, user: 'deskbell', user_id: 'UBOT', bot_id: 'BBOT' };
      case 'conversations.list':
        return { channels: [{ id: 'C1', name: AGENTS_CHANNEL, is_member: true }] };
      case 'users.info':
        return { user: userInfo(args.get('user') ?? '') };
      case 'chat.postMessage': {
        posts += 1;
        const ts = `1800000000.${String(posts).padStart(6, '0')}`;
        const thread = args.get('thread_ts');
        return { channel: args.get('channel'), ts, message: { ts, ...(thread === null ? {} : { thread_ts: thread }) } };
      }
      default:
        return {};
    }
  };
  const server = createServer((request, response) => {
    const method = (request.url ?? '').split('?', 1)[0]?.split('/').at(-1) ?? '';
    read(request).then((body) => {
      // Everybody is asked for by name at the first message; that may be quick, it is no part of what is measured.
      const wait = method.startsWith('chat.') ? LATENCY_MS : 0;
      setTimeout(() => answer(response, answerTo(method, new URLSearchParams(body))), wait);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api/`,
    posted: () => posts,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

const userInfo = (user: string): object => ({
  id: user,
  team_id: TEAM,
  name: user.toLowerCase(),
  locale: LOCALE,
  profile: { display_name: nameOf(user), real_name: nameOf(user), image_192: avatarOf(user) },
});

function answer(response: ServerResponse, body: object): void {
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
