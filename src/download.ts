/**
 * The one way out for what people name: a file is fetched from its platform's own addresses and nowhere else. Https, exact
 * hosts, no redirect, no address inside this network, whatever a name resolves to; what comes is counted by whoever reads.
 */
import { lookup } from 'node:dns';
import { type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { DeliveryFailure, type Fetched } from './adapter.ts';

/** Where files may be fetched from. */
export interface Allowed {
  /** Exact origins: `https://files.slack.com`. */
  readonly origins: readonly string[];
  /** The operator has named them: they may be in this network, and plain http. Never for the platform's own. */
  readonly trusted: boolean;
}

/** No byte for this long, and it is given up. */
const SILENT_MS = 15_000;

const OURS = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  OURS.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  // With an IPv4 address inside, which somebody on the way may bring out: compatible, translated, tunnelled.
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['fec0::', 10],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  OURS.addSubnet(net, bits, 'ipv6');

/** Whether an address is of this machine, of a network that is not public, or of none. */
export function isInside(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return isInside(mapped);
  const family = isIP(address);
  return family === 0 || OURS.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** Whether a file may be fetched from there. */
export function isAllowed(url: string, { origins, trusted }: Allowed): boolean {
  if (!URL.canParse(url)) return false;
  const { origin, protocol, username, password } = new URL(url);
  return origins.includes(origin) && (protocol === 'https:' || trusted) && username === '' && password === '';
}

/**
 * Begins to fetch. Rejects with a DeliveryFailure: `refused` for an address that is not allowed or an answer that leads
 * elsewhere, `place gone` for what is not there (any more); its code is the HTTP status or the network's own word.
 */
export async function download(
  url: string,
  allowed: Allowed,
  headers: Readonly<Record<string, string>> = {},
): Promise<Fetched> {
  if (!isAllowed(url, allowed)) throw new DeliveryFailure({ kind: 'refused' }, 'address_not_allowed');
  const response = await ask(url, allowed.trusted, headers);
  const status = response.statusCode ?? 0;
  if (status !== 200) {
    response.resume();
    throw failureOf(status, response.headers['retry-after']);
  }
  const bytes = Number(response.headers['content-length']);
  // What is packed is counted packed: nobody asked for it.
  if (response.headers['content-encoding'] !== undefined) {
    response.destroy();
    throw new DeliveryFailure({ kind: 'refused' }, 'encoded');
  }
  return { body: bodyOf(response), ...(Number.isSafeInteger(bytes) && bytes >= 0 ? { bytes } : {}) };
}

function ask(url: string, trusted: boolean, headers: Readonly<Record<string, string>>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = new URL(url).protocol === 'https:' ? overHttps : overHttp;
    const sent = send(url, {
      headers: { ...headers, 'accept-encoding': 'identity' },
      timeout: SILENT_MS,
      ...(trusted ? {} : { lookup: outside }),
    });
    sent.on('timeout', () => sent.destroy(Object.assign(new Error('silent'), { code: 'ETIMEDOUT' })));
    sent.on('error', (error: NodeJS.ErrnoException) => {
      const kind = error.code === INSIDE ? 'refused' : 'later';
      reject(new DeliveryFailure({ kind }, error.code ?? 'no_answer', error));
    });
    sent.on('response', resolve);
    sent.end();
  });
}

const INSIDE = 'EINSIDE';

/** A name that leads into this network is no platform's, whoever answers for it. */
const outside: LookupFunction = (name, options, callback) => {
  lookup(name, { ...options, all: true }, (error, addresses) => {
    const good = (addresses ?? []).filter(({ address }) => !isInside(address));
    const first = good[0];
    if (error !== null || first === undefined) {
      const why = error ?? Object.assign(new Error(`${name} leads into this network`), { code: INSIDE });
      callback(why, [], 0);
    } else if (options.all === true) callback(null, good);
    else callback(null, first.address, first.family);
  });
};

async function* bodyOf(response: IncomingMessage): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of response) yield chunk as Buffer;
  } catch (error) {
    throw new DeliveryFailure({ kind: 'later' }, 'cut_off', error);
  } finally {
    response.destroy();
  }
}

function failureOf(status: number, retryAfter: string | undefined): DeliveryFailure {
  const code = `http_${status}`;
  if (status === 404 || status === 410) return new DeliveryFailure({ kind: 'place gone' }, code);
  if (status === 429) {
    const seconds = Number(retryAfter);
    const waitMs = Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, 3_600_000) : 30_000;
    return new DeliveryFailure({ kind: 'limited', waitMs, bucket: 'files' }, code);
  }
  if (status >= 500 || status === 408) return new DeliveryFailure({ kind: 'later' }, code);
  return new DeliveryFailure({ kind: 'refused' }, code);
}
