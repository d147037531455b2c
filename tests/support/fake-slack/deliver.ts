import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import type { Json } from './json.ts';
import type { Delivered, Delivery, Retry } from './types.ts';
import type { Workspace } from './workspace.ts';

/** A way to the bot: HTTP or Socket Mode. */
export type Transport = (delivery: Delivery, retry?: Retry) => Promise<Delivered>;

export type HttpOptions = {
  /** Sign with another secret, as a forger would. */
  readonly secret?: string;
  /** Sign as if it were so much later (earlier when negative). [0] */
  readonly skewSeconds?: number;
  /** Deliver an event again after a failure, as Slack does: up to three times, after these pauses in ms. [none] */
  readonly retryAfterMs?: readonly number[];
};

export type RawHeaders = { readonly [name: string]: string | undefined };

/** Post exactly this body, signed unless `headers` say otherwise (an undefined header is left out). */
export type Raw = (body: string | Buffer, headers?: RawHeaders) => Promise<Omit<Delivered, 'delivery'>>;

/** Signed requests to the bot's request URL. */
export const httpTransport = (
  ws: Workspace,
  url: string,
  options: HttpOptions,
): { readonly send: Transport; readonly raw: Raw } => {
  const raw: Raw = (body, headers = {}) => {
    const signed = { ...signature(ws, body, options), ...headers };
    const sent = Object.entries(signed).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return exchange(url, body, Object.fromEntries(sent), ws.settings.ackTimeoutMs);
  };
  const once: Transport = async (delivery, retry) => {
    const { body, type } = encode(delivery);
    const again = retry && { 'x-slack-retry-num': String(retry.retryNum), 'x-slack-retry-reason': retry.retryReason };
    const answer = await raw(body, { 'content-type': type, ...again });
    ws.ledger.touch();
    return { ...answer, delivery };
  };
  const send: Transport = async (delivery, retry) => {
    let answer = await once(delivery, retry);
    if (delivery.kind !== 'event' || retry) return answer;
    for (const [n, pause] of (options.retryAfterMs ?? []).slice(0, 3).entries()) {
      if (answer.ok || answer.headers['x-slack-no-retry'] === '1') break;
      await new Promise((resolve) => setTimeout(resolve, pause));
      answer = await once(delivery, { retryNum: n + 1, retryReason: reasonFor(answer) });
    }
    return answer;
  };
  return { send, raw };
};

/** The headers that prove a request is Slack's. */
export const signature = (
  ws: Workspace,
  body: string | Buffer,
  options: HttpOptions = {},
): { readonly [name: string]: string } => {
  const time = Math.floor(Date.now() / 1000) + (options.skewSeconds ?? 0);
  const hmac = createHmac('sha256', options.secret ?? ws.settings.signingSecret);
  hmac.update(`v0:${time}:`).update(body);
  return {
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': String(time),
    'x-slack-signature': `v0=${hmac.digest('hex')}`,
  };
};

/** Events travel as JSON, interactions as `payload=`, commands as a form. */
export const encode = ({ kind, payload }: Delivery): { readonly body: string; readonly type: string } => {
  if (kind === 'event') return { body: JSON.stringify(payload), type: 'application/json' };
  const form = kind === 'interactive' ? { payload: JSON.stringify(payload) } : stringsOf(payload);
  return { body: new URLSearchParams(form).toString(), type: 'application/x-www-form-urlencoded' };
};

const stringsOf = (payload: Json): { readonly [key: string]: string } =>
  Object.fromEntries(Object.entries(payload).map(([key, value]) => [key, String(value)]));

const reasonFor = ({ failure }: Delivered): Retry['retryReason'] => {
  if (failure === 'timeout') return 'http_timeout';
  return failure === undefined ? 'http_error' : 'connection_failed';
};

const exchange = (
  url: string,
  body: string | Buffer,
  headers: { readonly [name: string]: string },
  timeoutMs: number,
): Promise<Omit<Delivered, 'delivery'>> =>
  new Promise((resolve) => {
    const started = performance.now();
    const done = (parts: Pick<Delivered, 'status'> & Partial<Delivered>): void => {
      clearTimeout(timer);
      const ok = parts.status >= 200 && parts.status < 300;
      resolve({ body: '', headers: {}, ...parts, ok, ms: performance.now() - started });
    };
    const outgoing = request(url, {
      method: 'POST',
      // A connection each: none can be closed by the bot just as it is used again.
      agent: false,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    });
    const timer = setTimeout(() => {
      done({ status: 0, failure: 'timeout' });
      outgoing.destroy();
    }, timeoutMs);
    outgoing.on('error', () => done({ status: 0, failure: 'connection_failed' }));
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => done({ status: 0, failure: 'connection_failed' }));
      response.on('end', () => {
        const got = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
        done({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString(),
          headers: Object.fromEntries(got),
        });
      });
    });
    outgoing.end(body);
  });
