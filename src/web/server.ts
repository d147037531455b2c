import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log, Route } from '../adapter.ts';

export interface WebSettings {
  readonly host: string;
  readonly port: number;
  readonly routes: readonly Route[];
  /** What `/` shows: a path to go to, or a sentence. */
  readonly front: { readonly path: string } | { readonly text: string };
  /** What `/readyz` answers: whether the desk can do its work, and an object for a monitor, without a secret. */
  ready(): Promise<{ readonly ok: boolean; readonly report: object }>;
  /** What `/metrics` answers, in Prometheus' text format: nobody's name, and no secret. */
  metrics(): Promise<{ readonly type: string; readonly text: string }>;
  readonly log: Log;
  /** Longest that a client may take for its headers, in ms, and a third of what it may take for all of its request. [10000] */
  readonly patienceMs?: number;
}

export interface Web {
  /** `http://127.0.0.1:3000`, with the port that it really has. */
  readonly url: string;
  close(): Promise<void>;
}

/** An address that cannot be listened on, as a sentence. */
export class CannotListen extends Error {
  constructor(sentence: string, cause: unknown) {
    super(sentence, { cause });
    this.name = 'CannotListen';
  }
}

/** The desk's one HTTP server: the adapters' routes, `/healthz`, `/readyz`, `/metrics` and a front door. */
export async function serve(settings: WebSettings): Promise<Web> {
  const { patienceMs = 10_000 } = settings;
  // A client that sends its headers or its body one byte at a time must not keep a connection for ever.
  const patience = {
    headersTimeout: patienceMs,
    requestTimeout: 3 * patienceMs,
    connectionsCheckingInterval: Math.min(1_000, patienceMs / 2),
  };
  const server = createServer(patience, (request, response) => {
    try {
      route(settings, request, response);
    } catch (error) {
      settings.log.error({ err: error }, 'a request could not be answered');
      if (response.headersSent) response.destroy();
      else answer(response, 500, 'something went wrong here; nothing was changed\n');
    }
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const status = error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request';
    if (socket.writable) socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  await listen(server, settings);
  const { address, port, family } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
        // Event streams never end by themselves.
        setTimeout(() => server.closeAllConnections(), 1_000).unref();
      }),
  };
}

function route(
  { routes, front, ready, metrics, log }: WebSettings,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  const found = routes.find((one) => (one.path.endsWith('/') ? path.startsWith(one.path) : path === one.path));
  if (found !== undefined) found.handle(request, response);
  else if (path === '/' && 'path' in front) answer(response, 302, '', { location: front.path });
  else if (path === '/' && 'text' in front) answer(response, 200, front.text);
  else if (path === '/healthz') answer(response, 200, 'ok\n');
  else if (path === '/readyz') answerReady(response, ready, log);
  else if (path === '/metrics') answerMetrics(response, metrics, log);
  else answer(response, 404, 'not found\n');
}

function answerReady(response: ServerResponse, ready: WebSettings['ready'], log: Log): void {
  ready().then(
    ({ ok, report }) => {
      if (!ok) log.warn({ ...report }, 'not ready');
      answer(response, ok ? 200 : 503, `${JSON.stringify(report)}\n`, { 'content-type': 'application/json' });
    },
    (error: unknown) => {
      log.error({ err: error }, 'not ready');
      answer(response, 503, 'not ready\n');
    },
  );
}

function answerMetrics(response: ServerResponse, metrics: WebSettings['metrics'], log: Log): void {
  metrics().then(
    ({ type, text }) => answer(response, 200, text, { 'content-type': type }),
    (error: unknown) => {
      log.error({ err: error }, 'the metrics could not be told');
      answer(response, 500, 'no metrics\n');
    },
  );
}

function answer(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(text);
}

function listen(server: Server, { host, port }: WebSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new CannotListen(sentenceFor(error, host, port), error)),
    );
    server.listen(port, host, () => resolve());
  });
}

function sentenceFor({ code, message }: NodeJS.ErrnoException, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken by another program. Stop it, or choose another port: PORT=${port + 1} npm start`;
    case 'EACCES':
      return `Port ${port} needs more rights than this user has. Choose one above 1023: PORT=3000 npm start`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST is ${host}, which is no address of this machine. 127.0.0.1 is always there.`;
    default:
      return `Could not listen on ${host}:${port}: ${message}`;
  }
}
