/**
 * How Slack reaches us: signed HTTP requests, Socket Mode, or both, into the same Bolt App. Each delivery is acknowledged
 * when everything that it led to is done (Bolt by itself acknowledges events before it looks at them), and not at all
 * when that failed, so that Slack brings it again.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { type App, HTTPReceiver, type Logger, type Receiver, type ReceiverEvent } from '@slack/bolt';
import type { Log, Route } from '../../src/adapter.ts';
import { parsed } from './json.ts';
import { redacted } from './logger.ts';
import { steady, wellFormed } from './read.ts';
import { signedWith } from './signature.ts';
import { type Socket, sockets } from './socket.ts';

const PATH = '/slack/events';
const MOST_BYTES = 1024 * 1024;
const BODY_MS = 10_000;

export interface Entrances {
  /** What Bolt's App is made with. */
  readonly receiver: Receiver;
  readonly route?: Route;
  readonly socket?: Socket;
  /** Takes no more deliveries, and resolves when those in hand are answered. */
  close(patienceMs: number): Promise<void>;
}

interface Settings {
  readonly signingSecret: string | undefined;
  readonly appToken: string | undefined;
  readonly apiUrl: string;
  readonly logger: Logger;
  readonly log: () => Log | undefined;
}

/** What a rejection looks like while we cannot take anything. */
class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

export function entrances({ signingSecret, appToken, apiUrl, logger, log }: Settings): Entrances {
  const inHand = new Set<Promise<void>>();
  let app: App | undefined;
  let closed = false;

  const process = async (event: ReceiverEvent): Promise<void> => {
    if (app === undefined || closed || log() === undefined) throw new Unavailable('The desk is not open');
    let answer: unknown;
    const done = app
      .processEvent({
        ...event,
        body: steady(event.body),
        ack: async (body?: unknown) => {
          answer = body;
        },
      })
      .then(() => event.ack(answer));
    const held = done.catch(() => undefined);
    inHand.add(held);
    void held.then(() => inHand.delete(held));
    await done;
  };
  const bolt = { processEvent: process } as unknown as App;

  const failed = (error: unknown): void => {
    // It was done. Slack brings an event again and finds that; of a press or a command the answer is lost.
    if (isTooLate(error)) log()?.warn({}, 'A delivery from Slack was answered too late');
    else if (isUnavailable(error))
      log()?.warn({}, 'A delivery from Slack was not taken: the desk is unavailable; Slack brings it again');
    else
      log()?.error(
        { error: redacted(error instanceof Error ? error.message : String(error)) },
        'A delivery from Slack failed',
      );
  };
  const route = signingSecret === undefined ? undefined : httpRoute(signingSecret, bolt, logger, failed);
  const socket = appToken === undefined ? undefined : sockets({ appToken, apiUrl, bolt, failed, log });

  return {
    receiver: {
      init: (made) => {
        app = made;
      },
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    },
    ...(route !== undefined && { route }),
    ...(socket !== undefined && { socket }),
    close: async (patienceMs) => {
      closed = true;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, patienceMs);
      });
      await Promise.race([Promise.all(inHand), late]);
      clearTimeout(timer);
    },
  };
}

/** The desk says `Unavailable` by the name of the error; Bolt may have wrapped it. */
export function isUnavailable(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 4) return false;
  const inner = 'original' in error ? error.original : error.cause;
  return error.name === 'Unavailable' || isUnavailable(inner, depth + 1);
}

// HTTP

function httpRoute(secret: string, bolt: App, logger: Logger, failed: (error: unknown) => void): Route {
  const receiver = new HTTPReceiver({
    signingSecret: secret,
    endpoints: PATH,
    processBeforeResponse: true,
    // It is checked below, before anything is made of the body.
    signatureVerification: false,
    bodyLimit: MOST_BYTES,
    logger,
    // Slack waits no longer than this: it will bring the delivery again, and what is done by then is recognised.
    unhandledRequestTimeoutMillis: 2_950,
    unhandledRequestHandler: ({ response }) => refuse(response, 503),
    dispatchErrorHandler: ({ response }) => refuse(response, 404),
    processEventErrorHandler: async ({ error, response }) => {
      failed(error);
      refuse(response, isUnavailable(error) ? 503 : 500);
      return true;
    },
  });
  receiver.init(bolt);
  const isSigned = signedWith(secret);

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'POST') return refuse(response, 405);
    const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    const form = type === 'application/x-www-form-urlencoded';
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if ((!form && type !== 'application/json') || encoding !== 'identity') return refuse(response, 415);
    const raw = await readBody(request);
    if (typeof raw === 'number') return refuse(response, raw, true);
    const text = raw.toString();
    const fields = form ? new URLSearchParams(text) : undefined;
    // Slack's check of the certificate is the one request that is not signed.
    if (fields?.get('ssl_check') === '1') return refuse(response, 200);
    if (!isSigned(request.headers, raw)) return refuse(response, 401);
    const payload = fields === undefined ? text : fields.get('payload');
    const body = payload === null ? Object.fromEntries(fields ?? []) : parsed(payload ?? '');
    if (!wellFormed(body)) return refuse(response, 400);
    if (await hasHungUp(request)) return;
    // Bolt compares the content type as a whole, and takes the body that was read already.
    request.headers['content-type'] = type;
    receiver.requestListener(Object.assign(request, { rawBody: raw, url: PATH }), response);
  };
  return {
    path: PATH,
    handle: (request, response) => {
      handle(request, response).catch((error) => {
        failed(error);
        refuse(response, 500);
      });
    },
  };
}

/**
 * Whether nobody waits for the answer any more. A process that stood still finds what was pressed meanwhile when it goes on: Slack
 * has told people by then that it failed, and they have pressed again; events it brings again by itself. That the other side
 * has hung up is read behind the body, in the next turn of the loop.
 */
async function hasHungUp(request: IncomingMessage): Promise<boolean> {
  await setImmediate();
  await setImmediate();
  return request.socket.readableEnded || request.socket.destroyed;
}

const isTooLate = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_HTTP_HEADERS_SENT';

/** The body, or the status that refuses it. */
function readBody(request: IncomingMessage): Promise<Buffer | 400 | 408 | 413> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (result: Buffer | 400 | 408 | 413): void => {
      clearTimeout(timer);
      request.off('data', take);
      resolve(result);
    };
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > MOST_BYTES) settle(413);
      else chunks.push(chunk);
    };
    const timer = setTimeout(() => settle(408), BODY_MS);
    if (Number(request.headers['content-length'] ?? 0) > MOST_BYTES) return settle(413);
    request.on('data', take);
    request.once('end', () => settle(Buffer.concat(chunks)));
    request.once('error', () => settle(400));
    request.once('close', () => settle(400));
    return undefined;
  });
}

/** `hangUp`: there is more to come that nobody will read; the other side gets a moment to read the answer. */
function refuse(response: ServerResponse, status: number, hangUp = false): void {
  if (response.headersSent) return;
  response.writeHead(status, hangUp ? { connection: 'close' } : {}).end();
  if (!hangUp) return;
  response.req.resume();
  setTimeout(() => response.req.destroy(), 1_000).unref();
}
