/**
 * Requests to Discord, one try each. The library's own retries are off (it posts twice when an answer is lost) and so are
 * its waits for a limit: both are the outbox's. What fails comes out classified, and without the tokens of the request.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { REST } from 'discord.js';
import { DeliveryFailure, type Log } from '../../src/adapter.ts';
import { EVERYTHING, failure } from './errors.ts';

interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly route: `/${string}`;
  readonly body?: object;
  readonly query?: Readonly<Record<string, string>>;
  readonly files?: readonly FilePart[];
  /** What a limit of this request covers. [everything, which only `send` has to tell apart] */
  readonly bucket?: string;
  /** False for interactions, whose token is in the path. */
  readonly auth?: false;
}

/** A file beside a request's body. */
export interface FilePart {
  readonly name: string;
  readonly type: string;
  readonly data: Uint8Array<ArrayBuffer>;
  /** What is in it, for who does not see it: at most 1,024 characters. */
  readonly alt?: string;
}

export interface Api {
  /** The answer, unread: whoever needs a field of it checks that it is there. */
  call(request: Request): Promise<unknown>;
  /** Like `call`, for what answers with an object that has an id; an answer without one is not known to have worked. */
  made(request: Request): Promise<Made>;
  /** How long everything has to wait: the global limit, or our own stop. 0 mostly. */
  pausedMs(): number;
}

export interface Made {
  readonly id: string;
  readonly [field: string]: unknown;
}

const TIMEOUT = 10_000;
/** Of a request with files. */
const UPLOAD = 120_000;
/** Discord bans an address for an hour at 10,000 of these in ten minutes. */
const INVALID_BUDGET = 5_000;
const INVALID_WINDOW = 600_000;
const WAITED_OUT = 2_000;
/** What a clock is corrected by all the time is less. */
const SET_BACK = 500;

/** The address may be given as people write it: with a slash at its end, or with the version that the library adds. */
export function restOptions(apiUrl: string | undefined) {
  const api = apiUrl?.replace(/\/*$/, '').replace(/\/v\d+$/, '');
  return { version: '10', retries: 0, timeout: TIMEOUT, ...(api === undefined ? {} : { api }) };
}

export function api(token: string, apiUrl: string | undefined, log: () => Log | undefined): Api {
  const rest = new REST({ ...restOptions(apiUrl), rejectOnRateLimit: () => true });
  const uploads = new REST({ ...restOptions(apiUrl), rejectOnRateLimit: () => true, timeout: UPLOAD });
  const invalid = { count: 0, until: 0 };
  let pausedUntil = 0;
  /** Not even interactions are answered: too much of what was sent was refused. */
  let stoppedUntil = 0;
  let revoked = false;

  const note = (fail: DeliveryFailure): void => {
    if (fail.fault.kind === 'limited' && fail.fault.bucket === EVERYTHING)
      pausedUntil = Math.max(pausedUntil, performance.now() + fail.fault.waitMs);
    if (fail.fault.kind === 'revoked' && !revoked) {
      revoked = true;
      log()?.error({ platform: 'discord', code: fail.code }, 'Discord no longer accepts DISCORD_TOKEN');
    }
  };

  /**
   * The library keeps until when it is limited by the wall clock: one that was set back would have it wait for as long. What
   * Discord limits still it says again.
   */
  let wall = Date.now() - performance.now();
  const forgetLimits = (): void => {
    const now = Date.now() - performance.now();
    if (now < wall - SET_BACK)
      for (const one of [rest, uploads]) {
        one.handlers.clear();
        one.globalReset = -1;
      }
    wall = now;
  };

  const once = async (request: Request): Promise<unknown> => {
    forgetLimits();
    // The limit of all that a bot sends does not count what is sent with an interaction's token.
    const wait = (request.auth === false ? stoppedUntil : pausedUntil) - performance.now();
    if (wait > 0) throw new DeliveryFailure({ kind: 'limited', waitMs: wait, bucket: EVERYTHING }, 'paused');
    // The library forgets its token at the first 401; a token made valid again would stay forgotten.
    const files = request.files ?? [];
    const through = (files.length === 0 ? rest : uploads).setToken(token);
    try {
      const response = await through.queueRequest({
        method: request.method as never,
        fullRoute: request.route,
        signal: AbortSignal.timeout((files.length === 0 ? TIMEOUT : UPLOAD) + 2_000),
        ...(files.length === 0 ? bodyOf(request) : await formOf(request, files)),
        ...(request.query === undefined ? {} : { query: new URLSearchParams(request.query) }),
        ...(request.auth === false ? { auth: false } : {}),
      });
      if (request.auth !== false) revoked = false;
      return await read(response);
    } catch (error) {
      if (countsAsInvalid(error)) {
        const now = performance.now();
        if (now > invalid.until) Object.assign(invalid, { count: 0, until: now + INVALID_WINDOW });
        invalid.count += 1;
        if (invalid.count >= INVALID_BUDGET) {
          stoppedUntil = Math.max(stoppedUntil, invalid.until);
          pausedUntil = Math.max(pausedUntil, stoppedUntil);
          log()?.error(
            { platform: 'discord' },
            'too many refused requests: nothing is sent until Discord has cooled down',
          );
        }
      }
      const fail = failure(error, request.bucket ?? 'discord:other');
      note(fail);
      throw fail;
    }
  };

  /** An answer to an interaction is in no outbox that would bring it again: a short limit is waited out. */
  const call = async (request: Request): Promise<unknown> => {
    try {
      return await once(request);
    } catch (error) {
      const wait = error instanceof DeliveryFailure && error.fault.kind === 'limited' ? error.fault.waitMs : undefined;
      if (request.auth !== false || wait === undefined || wait > WAITED_OUT) throw error;
      await sleep(wait);
      return once(request);
    }
  };

  return {
    call,
    made: async (request) => {
      const answer = await call(request);
      if (hasId(answer)) return answer;
      throw new DeliveryFailure({ kind: 'ambiguous' }, 'answer without id');
    },
    pausedMs: () => Math.max(0, pausedUntil - performance.now()),
  };
}

const bodyOf = ({ body }: Request): { readonly body?: object } => (body === undefined ? {} : { body });

/**
 * Encoded here: the library would leave it to whichever undici the process has made its own, and a newer one does not take
 * the form of an older one.
 */
async function formOf({ body = {} }: Request, files: readonly FilePart[]) {
  const form = new FormData();
  form.append('payload_json', JSON.stringify(body));
  for (const [index, { name, type, data }] of files.entries())
    form.append(`files[${index}]`, new Blob([data], { type }), name);
  const encoded = new Response(form);
  return {
    passThroughBody: true,
    body: new Uint8Array(await encoded.arrayBuffer()),
    headers: { 'Content-Type': encoded.headers.get('content-type') ?? '' },
  };
}

/** An answer without a body (204, most of them) is one, whatever content type it claims; the library would choke on it. */
async function read(response: { text(): Promise<string> }): Promise<unknown> {
  const text = await response.text();
  return text === '' ? undefined : JSON.parse(text);
}

export function hasId(answer: unknown): answer is Made {
  return typeof answer === 'object' && answer !== null && 'id' in answer && /^\d{1,20}$/.test(String(answer.id));
}

/** 401, 403, and 429 unless shared; a limit that the library foresaw was no request. */
function countsAsInvalid(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  if ('status' in error) return error.status === 401 || error.status === 403;
  return 'retryAfter' in error && error.retryAfter !== 0 && 'scope' in error && error.scope !== 'shared';
}
