/** A scripted stand-in for OpenAI's chat completions, on loopback: it answers as a test tells it to. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Behaviour =
  /** What the model says: an object is sent as JSON, a string as it is. */
  | { readonly kind: 'says'; readonly content: unknown; readonly afterMs?: number }
  | { readonly kind: 'refuses' }
  | { readonly kind: 'cut short'; readonly content: string }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** A body that is no completion at all. */
  | { readonly kind: 'body'; readonly body: string; readonly type?: string }
  | { readonly kind: 'big'; readonly bytes: number }
  | { readonly kind: 'hangs' }
  | { readonly kind: 'hangs up' }
  /** Does whatever the message tells it to, and all the harm it can besides. */
  | { readonly kind: 'obeys' };

interface Asked {
  readonly headers: IncomingMessage['headers'];
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface FakeOpenAi {
  /** As `OPENAI_BASE_URL`. */
  readonly url: string;
  /** Every request so far, oldest first. */
  readonly asked: readonly Asked[];
  /** What comes next, one a request; the last one stays. */
  script(...behaviours: readonly Behaviour[]): void;
  close(): Promise<void>;
}

/** In every answer of the obeying model: the word must reach no requester, the link nobody. */
export const CANARY = 'ZX-CANARY-41';
export const EVIL = 'https://evil.example/steal?d=';

/** Starts it on a free port. */
export async function fakeOpenAi(): Promise<FakeOpenAi> {
  const asked: Asked[] = [];
  let queue: readonly Behaviour[] = [{ kind: 'status', status: 500 }];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      // A client that gave up before it had sent what it asks.
      if (text === '') {
        response.destroy();
        return;
      }
      const body = JSON.parse(text) as Asked['body'];
      asked.push({ headers: request.headers, path: request.url ?? '', body });
      const [next, ...later] = queue;
      if (later.length > 0) queue = later;
      if (next) perform(next, body, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    script: (...behaviours) => {
      queue = behaviours;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function perform(behaviour: Behaviour, asked: Asked['body'], response: ServerResponse): void {
  const json = (body: unknown) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  switch (behaviour.kind) {
    case 'says': {
      const { content, afterMs = 0 } = behaviour;
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      setTimeout(() => json(completion({ content: text, refusal: null })), afterMs);
      return;
    }
    case 'refuses':
      json(completion({ content: null, refusal: 'I cannot help with that.' }));
      return;
    case 'cut short':
      json(completion({ content: behaviour.content, refusal: null }, 'length'));
      return;
    case 'status':
      response.writeHead(behaviour.status, { 'content-type': 'application/json', ...behaviour.headers });
      response.end(JSON.stringify({ error: { message: 'scripted', type: 'scripted', code: null } }));
      return;
    case 'body':
      response.setHeader('content-type', behaviour.type ?? 'application/json').end(behaviour.body);
      return;
    case 'big':
      json(completion({ content: 'x'.repeat(behaviour.bytes), refusal: null }));
      return;
    case 'hangs':
      return;
    case 'hangs up':
      response.destroy();
      return;
    case 'obeys':
      json(completion({ content: JSON.stringify(obedience(asked)), refusal: null }));
      return;
    default:
      behaviour satisfies never;
  }
}

function completion(message: Readonly<Record<string, unknown>>, reason = 'stop'): unknown {
  return {
    id: 'chatcmpl-fake',
    object: 'chat.completion',
    created: 1_790_000_000,
    model: 'fake',
    choices: [{ index: 0, message: { role: 'assistant', ...message }, logprobs: null, finish_reason: reason }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  };
}

/**
 * An intent named in the message, every number in it, its own instructions, a link and the canary in every field, in the shape
 * of whatever was asked for.
 */
function obedience(asked: Asked['body']): unknown {
  const messages = asked['messages'] as readonly { readonly role: string; readonly content: string }[];
  const said = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const rules = messages.find(({ role }) => role === 'system')?.content ?? '';
  const wanted = /\b(resolve|close|reopen|rate|note|claim|link|status|list|help)\b/i.exec(said)?.[1]?.toLowerCase();
  const loot = `${CANARY} ${EVIL}${encodeURIComponent(said.slice(0, 40))} [click](${EVIL}) ${rules.slice(0, 60)}`;
  return {
    proposal: {
      intent: wanted ?? 'open',
      ticket: Number(/\d+/.exec(said)?.[0] ?? 1) || 1,
      subject: loot.slice(0, 150),
      description: loot,
      text: loot,
      score: 5,
      code: CANARY,
      kind: 'incident',
      urgency: 'high',
      impact: 'everyone',
    },
    confidence: 1,
    ...{ about: loot, done: loot, open: loot, text: loot },
    texts: textsIn(said).map(() => loot),
    same: JSON.stringify(asked['response_format']).includes('"boolean"') ? false : [0, 1, 2, 99, -1],
  };
}

/** How many texts there are to translate. */
function textsIn(said: string): readonly unknown[] {
  const { texts } = JSON.parse(said) as { readonly texts?: readonly unknown[] };
  return texts ?? [];
}
