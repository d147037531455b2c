/** The HTTP side: reading requests, authorisation, rate-limit headers, faults, and the ledger's line for each. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ApiError, refuse } from './errors.ts';
import type { Fault, FaultStore } from './faults.ts';
import type { Hub } from './hub.ts';
import { asRecord, isRecord } from './json.ts';
import { findRoute, type Match, type RestRequest, type Route } from './router.ts';
import type { UploadedFile } from './types.ts';

const maxRequestBytes = 25 * 1024 * 1024;

interface Parsed {
  readonly raw: unknown;
  readonly files: readonly UploadedFile[];
}

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly code?: number;
}

export interface RestSettings {
  readonly token: () => string | undefined;
  readonly faults: FaultStore;
  readonly routes: readonly Route[];
  readonly rateLimit: { readonly limit: number; readonly windowMs: number } | undefined;
}

export function createRest(hub: Hub, settings: RestSettings): Server {
  const buckets = new Map<string, { count: number; resetAt: number }>();
  return createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      hub.ledger.add('violation', `the double itself failed: ${String(error instanceof Error ? error.stack : error)}`);
      if (!response.headersSent) response.writeHead(500).end('{"message":"500: double failed","code":0}');
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://double');
    const method = request.method ?? 'GET';
    if (url.pathname.startsWith('/cdn/')) return cdn(url, response);
    const path = url.pathname.replace(/^\/api(\/v10)?/, '');
    const match = url.pathname.startsWith('/api/v10/') ? findRoute(settings.routes, method, path) : undefined;
    const bytes = await readAll(request);
    const parsed = await parseBody(bytes, request.headers['content-type']).catch((error: unknown) => error);
    const raw = isParsed(parsed) ? parsed.raw : undefined;
    const line = { method, route: match?.route.template ?? '', path, body: raw };
    const struck = settings.faults.take(line);
    if (struck?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, struck.ms));
    const early = struck === undefined || struck.kind === 'delay' || struck.kind === 'accept-then' ? undefined : struck;
    const reply = early === undefined ? await answer() : fromFault(early);
    const label = struck === undefined ? {} : { fault: faultName(struck) };
    hub.ledger.add('rest', `${method} ${path.replaceAll(/[\w-]{40,}/g, '…')}`, {
      ...line,
      ...label,
      ...(reply === undefined ? {} : { status: reply.status }),
      ...(reply?.code === undefined ? {} : { code: reply.code }),
    });
    if (struck?.kind === 'accept-then') return lose(struck.how, reply, request, response);
    if (struck?.kind === 'reset') return void request.socket.destroy();
    if (reply !== undefined) send(response, reply, bucketHeaders(match, path, buckets));

    async function answer(): Promise<Reply> {
      try {
        if (match === undefined) throw refuse(0);
        authorise(request, match.route);
        if (bytes.length > maxRequestBytes) throw refuse(40005);
        if (!isParsed(parsed)) throw refuse(50109);
        const limited = limit(match, path);
        if (limited !== undefined) return limited;
        const ask: RestRequest = {
          hub,
          method,
          path,
          query: url.searchParams,
          param: (name) => match.params[name] ?? '',
          body: asRecord(parsed.raw),
          rawBody: parsed.raw,
          files: parsed.files,
        };
        const result = await match.route.handler(ask);
        if (result === undefined) return { status: 204, body: '', contentType: '', headers: {} };
        const status = match.route.method === 'POST' && /threads$/.test(match.route.template) ? 201 : 200;
        return { status, body: JSON.stringify(result), contentType: 'application/json', headers: {} };
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return {
          status: error.status,
          body: JSON.stringify(error.body()),
          contentType: 'application/json',
          headers: {},
          ...(error.code === 0 ? {} : { code: error.code }),
        };
      }
    }
  }

  function authorise(request: IncomingMessage, matched: Route): void {
    if (matched.open) return;
    const token = settings.token();
    if (token === undefined || request.headers.authorization !== `Bot ${token}`) {
      throw new ApiError(401, 0, '401: Unauthorized');
    }
  }

  function limit(match: Match, path: string): Reply | undefined {
    if (settings.rateLimit === undefined || match.route.template.startsWith('/interactions/')) return undefined;
    const key = bucketKey(match, path);
    const now = Date.now();
    const found = buckets.get(key);
    const bucket =
      found !== undefined && found.resetAt > now ? found : { count: 0, resetAt: now + settings.rateLimit.windowMs };
    buckets.set(key, bucket);
    bucket.count += 1;
    if (bucket.count <= settings.rateLimit.limit) return undefined;
    return rateLimited((bucket.resetAt - now) / 1000, 'user');
  }

  function bucketHeaders(match: Match | undefined, path: string, all: typeof buckets): Record<string, string> {
    if (match === undefined) return {};
    const rule = settings.rateLimit ?? { limit: 1000, windowMs: 1000 };
    const bucket = all.get(bucketKey(match, path));
    const resetAt = bucket?.resetAt ?? Date.now() + rule.windowMs;
    return {
      'x-ratelimit-limit': String(rule.limit),
      'x-ratelimit-remaining': String(Math.max(0, rule.limit - (bucket?.count ?? 1))),
      'x-ratelimit-reset': (resetAt / 1000).toFixed(3),
      'x-ratelimit-reset-after': Math.max(0, (resetAt - Date.now()) / 1000).toFixed(3),
      'x-ratelimit-bucket': Buffer.from(`${match.route.method}${match.route.template}`).toString('hex').slice(-24),
    };
  }

  function cdn(url: URL, response: ServerResponse): void {
    const file = hub.world.files.get(url.pathname.split('/')[4] ?? '');
    const signed = file !== undefined && new URL(file.attachment.url).searchParams.get('hm');
    if (file === undefined || (signed !== null && signed !== url.searchParams.get('hm')))
      return void response.writeHead(404).end('This content is no longer available.');
    response
      .writeHead(200, {
        'content-type': file.attachment.content_type ?? 'application/octet-stream',
        'content-length': file.data.length,
      })
      .end(file.data);
  }
}

function bucketKey(match: Match, path: string): string {
  const major = path.split('/').slice(1, 3).join('/');
  return `${match.route.method} ${match.route.template} ${major}`;
}

function rateLimited(retryAfter: number | string | undefined, scope: 'user' | 'shared' | 'global'): Reply {
  const seconds = typeof retryAfter === 'number' ? retryAfter : 0;
  return {
    status: 429,
    body: JSON.stringify({ message: 'You are being rate limited.', retry_after: seconds, global: scope === 'global' }),
    contentType: 'application/json',
    headers: {
      ...(retryAfter === undefined
        ? {}
        : { 'retry-after': typeof retryAfter === 'number' ? String(Math.ceil(retryAfter)) : retryAfter }),
      'x-ratelimit-scope': scope,
      ...(scope === 'global' ? { 'x-ratelimit-global': 'true' } : { 'x-ratelimit-remaining': '0' }),
      ...(typeof retryAfter === 'number' ? { 'x-ratelimit-reset-after': String(retryAfter) } : {}),
    },
  };
}

function fromFault(struck: Fault): Reply | undefined {
  if (struck.kind === 'rate-limit') return rateLimited(struck.retryAfter, struck.scope);
  if (struck.kind !== 'answer') return undefined;
  return { status: struck.status, body: struck.body, contentType: struck.contentType, headers: {} };
}

function faultName(struck: Fault): string {
  if (struck.kind === 'accept-then') return `accepted, then ${struck.how}`;
  if (struck.kind === 'answer') return `answer ${struck.status}`;
  return struck.kind;
}

function lose(how: string, reply: Reply | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (how === 'hang') return;
  if (how === 'reset') return void request.socket.destroy();
  if (how === 'truncated') {
    const body = reply?.body ?? '{}';
    response.writeHead(reply?.status ?? 200, { 'content-type': 'application/json' });
    return void response.end(body.slice(0, Math.floor(body.length / 2)));
  }
  response.writeHead(Number(how), { 'content-type': 'text/html' }).end('<html><body>bad gateway</body></html>');
}

function send(response: ServerResponse, reply: Reply, bucket: Readonly<Record<string, string>>): void {
  const type = reply.contentType === '' ? {} : { 'content-type': reply.contentType };
  response.writeHead(reply.status, { ...bucket, ...reply.headers, ...type, via: '1.1 double' }).end(reply.body);
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function isParsed(value: unknown): value is Parsed {
  return isRecord(value) && 'files' in value && !(value instanceof Error);
}

async function parseBody(bytes: Buffer, contentType = ''): Promise<Parsed> {
  if (bytes.length === 0) return { raw: undefined, files: [] };
  if (!contentType.startsWith('multipart/form-data')) return { raw: JSON.parse(bytes.toString()), files: [] };
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData();
  const files: UploadedFile[] = [];
  let raw: unknown = {};
  for (const [field, value] of form) {
    if (field === 'payload_json') raw = JSON.parse(typeof value === 'string' ? value : await value.text());
    else if (typeof value === 'string') raw = { ...asRecord(raw), [field]: value };
    else {
      const data = new Uint8Array(await value.arrayBuffer());
      files.push({ field, name: value.name, contentType: value.type || 'application/octet-stream', data });
    }
  }
  return { raw, files };
}
