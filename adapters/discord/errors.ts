/**
 * What Discord's answers mean for a delivery. One table for the codes that say more than their HTTP status; everything
 * else goes by the status, so that no code of Discord's 239 is without a class and none is tried for ever.
 */
import { DeliveryFailure, type Fault } from '../../src/adapter.ts';

/** The bucket of everything: Discord's global limit, and our own stop before it bans the address. */
export const EVERYTHING = 'discord';

/** What can come of any request; the rest is about files, and read there. */
type Kind = Exclude<Fault['kind'], 'too large' | 'not permitted'>;

const CODES: Readonly<Record<number, Kind>> = {
  0: 'refused', // no such route
  10003: 'place gone', // unknown channel
  10004: 'place gone', // unknown guild
  10007: 'unreachable', // unknown member
  10008: 'refused', // unknown message: deleted, so there is nothing to edit
  10013: 'unreachable', // unknown user
  10015: 'place gone', // unknown webhook
  10062: 'refused', // unknown interaction: answered too late
  20009: 'refused', // explicit content
  20016: 'limited', // slow mode
  20022: 'limited', // edits of announcements
  20028: 'limited', // the channel's write limit
  20029: 'limited', // the server's write limit
  30007: 'refused', // too many webhooks
  30033: 'place gone', // too many people in the thread
  30046: 'limited', // edits of messages older than an hour
  40001: 'revoked',
  40002: 'revoked', // the account must be verified first
  40003: 'limited', // opening direct messages too fast
  40004: 'later', // sending is switched off for a while
  40005: 'refused', // entity too large
  40006: 'later', // the feature is switched off for a while
  40007: 'unreachable', // banned from the server
  40058: 'place gone', // a forum takes posts, no messages
  40060: 'refused', // interaction answered already
  40062: 'limited', // the resource is limited
  40333: 'later', // Cloudflare is in the way
  50001: 'place gone', // missing access
  50005: 'refused', // somebody else's message
  50006: 'refused', // empty message
  50007: 'unreachable', // direct messages closed
  50008: 'place gone', // not a text channel
  50009: 'place gone', // the server asks for more verification
  50013: 'place gone', // missing permissions
  50014: 'revoked', // invalid token
  50024: 'place gone', // not in this type of channel
  50027: 'place gone', // invalid webhook token
  50033: 'unreachable', // invalid recipient
  50035: 'refused', // invalid form body
  50045: 'refused', // file too large
  50055: 'place gone', // invalid server
  50083: 'place gone', // archived (posting unarchives first: see send.ts)
  50095: 'place gone', // the server is not available here
  50109: 'refused', // invalid JSON
  50178: 'revoked', // the account must be verified first
  50278: 'unreachable', // no server in common
  60003: 'place gone', // the server asks its moderators for two factors
  110000: 'later', // the index is not there yet
  130000: 'later', // overloaded
  160002: 'place gone', // no reply without the history
  160004: 'refused', // has a thread already (opening takes that for success: see send.ts)
  160005: 'place gone', // locked
  160006: 'later', // too many active threads
  160007: 'later', // too many active announcement threads
  200000: 'refused', // AutoMod
  240000: 'refused', // harmful link
};

/** The permission that an operator should look at, for the log. */
export const PERMISSION_CODES: ReadonlySet<string> = new Set(['50001', '50013']);

/** How long to wait when Discord does not say it, or says nonsense. */
const WAIT = 5_000;
const DAY = 86_400_000;

/** What a failed request means. `bucket` is what a limit of this request covers. Nothing of the request is kept: it holds tokens. */
export function failure(error: unknown, bucket: string): DeliveryFailure {
  if (error instanceof DeliveryFailure) return error;
  const facts = read(error);
  return new DeliveryFailure(fault(facts, bucket), facts.code, new Error(facts.words));
}

/** How a code counts by itself, for the table's test. */
export function kindOf(code: number, status: number): Kind {
  const known = CODES[code];
  if (known !== undefined) return known;
  if (status === 401) return 'revoked';
  if (status === 429) return 'limited';
  if (status >= 500) return 'ambiguous';
  if (status === 403 || status === 404) return 'place gone';
  return status >= 400 ? 'refused' : 'ambiguous';
}

interface Facts {
  readonly kind: Kind;
  readonly code: string;
  readonly words: string;
  readonly waitMs: number;
  readonly global: boolean;
}

function fault(facts: Facts, bucket: string): Fault {
  if (facts.kind !== 'limited') return { kind: facts.kind };
  return { kind: 'limited', waitMs: facts.waitMs, bucket: facts.global ? EVERYTHING : bucket };
}

/** Reads `RateLimitError`, `DiscordAPIError`, `HTTPError` and what Node throws, by their shape. */
function read(error: unknown): Facts {
  const given = typeof error === 'object' && error !== null ? (error as Readonly<Record<string, unknown>>) : {};
  const plain = { waitMs: WAIT, global: false };
  if (typeof given['timeToReset'] === 'number' && typeof given['route'] === 'string') {
    const scope = given['global'] === true ? 'global' : String(given['scope']);
    const waits = [given['retryAfter'], given['timeToReset'], given['sublimitTimeout']].filter(isWait);
    const waitMs = waits.length === 0 ? WAIT : Math.min(Math.max(...waits), DAY);
    return { kind: 'limited', code: `429 ${scope}`, words: `limited (${scope})`, waitMs, global: scope === 'global' };
  }
  const status = typeof given['status'] === 'number' ? given['status'] : undefined;
  if (status !== undefined) {
    const code = Number(given['code']);
    const known = Number.isSafeInteger(code) && code !== status && (code > 0 || status === 404);
    const words = `${status} ${known ? `${code} ` : ''}${given['message'] ?? ''}`;
    return { ...plain, kind: kindOf(known ? code : -1, status), code: String(known ? code : status), words };
  }
  const code = String(given['code'] ?? inner(given['cause']) ?? given['name'] ?? 'unknown');
  const words = `${given['name'] ?? 'Error'} ${code}`;
  return { ...plain, kind: BEFORE_SENDING.has(code) ? 'later' : 'ambiguous', code, words };
}

/** Failures of the connection itself: no byte of the request was sent. */
const BEFORE_SENDING: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const inner = (cause: unknown): unknown =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;

const isWait = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value > 0;

/** For what fails after a part of a delivery is there: the next try must not take it for a new one. */
export async function ofTheRest<T>(rest: Promise<T>): Promise<T> {
  try {
    return await rest;
  } catch (error) {
    if (!(error instanceof DeliveryFailure)) throw error;
    const { fault, code } = error;
    if (fault.kind !== 'later' && fault.kind !== 'limited') throw error;
    throw new DeliveryFailure({ ...fault, begun: true }, code, error);
  }
}
