/** Faults a script orders: which requests fail, how, and how often. */
import { refuse } from './errors.ts';

/** How a request fails. "accept-then" faults do the work first, and lose the answer. */
export type Fault =
  | {
      readonly kind: 'rate-limit';
      readonly scope: 'user' | 'shared' | 'global';
      readonly retryAfter: number | string | undefined;
    }
  | { readonly kind: 'accept-then'; readonly how: '502' | '500' | 'hang' | 'reset' | 'truncated' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'answer'; readonly status: number; readonly body: string; readonly contentType: string }
  | { readonly kind: 'delay'; readonly ms: number };

/** The kinds of fault, by name. */
export const fault = {
  /** 429; `retryAfter` in seconds may also be junk such as 'NaN', or undefined for none at all. */
  rateLimit: (retryAfter: number | string | undefined, scope: 'user' | 'shared' | 'global' = 'user'): Fault => ({
    kind: 'rate-limit',
    scope,
    retryAfter,
  }),
  /** The request is done; the answer is lost in this way. */
  acceptThen: (how: '502' | '500' | 'hang' | 'reset' | 'truncated'): Fault => ({ kind: 'accept-then', how }),
  /** Not done, never answered. */
  hang: (): Fault => ({ kind: 'hang' }),
  /** Not done, the connection breaks. */
  reset: (): Fault => ({ kind: 'reset' }),
  /** Not done, a plain HTTP status without a code, such as 500. */
  status: (status: number): Fault => ({
    kind: 'answer',
    status,
    body: JSON.stringify({ message: `${status}: fault`, code: 0 }),
    contentType: 'application/json',
  }),
  /** Not done, refused with one of Discord's codes (50001, 50007, 10003, 160005 …). */
  code: (code: number, status?: number): Fault => {
    const error = refuse(code, status);
    return {
      kind: 'answer',
      status: error.status,
      body: JSON.stringify(error.body()),
      contentType: 'application/json',
    };
  },
  /** Not done, 401 as after a token reset. */
  unauthorized: (): Fault => ({
    kind: 'answer',
    status: 401,
    body: JSON.stringify({ message: '401: Unauthorized', code: 0 }),
    contentType: 'application/json',
  }),
  /** Not done, an answer that is not what it should be: HTML, half a JSON, `{}`. */
  junk: (body: string, status = 200, contentType = 'text/html'): Fault => ({
    kind: 'answer',
    status,
    body,
    contentType,
  }),
  /** Done, but later. */
  delay: (ms: number): Fault => ({ kind: 'delay', ms }),
} as const;

/** What a fault is matched against. */
export interface FaultRequest {
  readonly method: string;
  /** The template, such as `/channels/:channel/messages`; '' for an unknown route. */
  readonly route: string;
  readonly path: string;
  readonly body: unknown;
}

export interface FaultOptions {
  /** How many requests it strikes. [1] */
  readonly times?: number;
  /** Only requests for which this is true. */
  readonly when?: (request: FaultRequest) => boolean;
}

/** The faults of a run. */
export interface Faults {
  /**
   * Strikes the next request to a route. `on` is a method and template; parameters may have any name:
   * `POST /channels/:id/messages`, `* /webhooks/:app/:token`, or `*` for all.
   */
  next(on: string, what: Fault, options?: FaultOptions): void;
  /** How many ordered faults have not struck yet (those without end are not counted). */
  pending(): number;
  clear(): void;
}

interface Ordered {
  readonly on: string;
  readonly what: Fault;
  readonly when: (request: FaultRequest) => boolean;
  left: number;
}

export interface FaultStore extends Faults {
  take(request: FaultRequest): Fault | undefined;
}

export function faultStore(): FaultStore {
  let ordered: Ordered[] = [];
  return {
    next(on, what, options = {}) {
      ordered.push({ on: normal(on), what, when: options.when ?? (() => true), left: options.times ?? 1 });
    },
    pending: () => ordered.reduce((sum, one) => sum + (Number.isFinite(one.left) ? one.left : 0), 0),
    clear() {
      ordered = [];
    },
    take(request) {
      const own = normal(`${request.method} ${request.route}`);
      const matches = (one: Ordered): boolean =>
        one.left > 0 && (one.on === '*' || one.on === own || one.on === own.replace(/^\w+/, '*')) && one.when(request);
      const found = ordered.find(matches);
      if (found === undefined) return undefined;
      found.left -= 1;
      ordered = ordered.filter((one) => one.left > 0);
      return found.what;
    },
  };
}

function normal(on: string): string {
  return on.trim().replaceAll(/:\w+/g, ':');
}
