import type { Json } from './json.ts';

/** What the bot gets instead of the answer, or how it gets it. */
export type FaultReply =
  /** The real answer; useful together with `delayMs`. */
  | 'normal'
  /** No answer, the connection stays open until the bot gives up or the double stops. */
  | 'hang'
  /** The connection is torn down. */
  | 'reset'
  /** HTTP 200 whose JSON stops in the middle. */
  | 'truncated'
  /** HTTP 200 with an HTML page, as proxies send. */
  | 'html'
  /** HTTP 200 `{}`. */
  | 'empty'
  /** HTTP 200 `{ok: false, error}`. */
  | { readonly error: string; readonly extra?: Json }
  /** HTTP 429; `retryAfter` goes into the header as it is (so may be nonsense); null leaves the header out. */
  | { readonly retryAfter: string | number | null }
  /** Any other answer. */
  | { readonly status: number; readonly body?: string; readonly headers?: { readonly [name: string]: string } };

export type Fault = {
  /** Whether Slack does the thing first (accept-then-…). [false] */
  readonly accepted?: boolean;
  readonly delayMs?: number;
  readonly reply: FaultReply;
};

export type FaultRule = {
  /** How often it strikes. [1] */
  readonly times?: number;
  /** Only calls like these. */
  readonly when?: (args: Json) => boolean;
};

/** A scripted fault; `hits` tells how often it struck. */
export type FaultHandle = { readonly hits: number; readonly remove: () => void };

export type Faults = {
  /** Script a fault for a method (`'*'` for all). The oldest rule that fits strikes first. */
  readonly add: (method: string | RegExp, fault: Fault, rule?: FaultRule) => FaultHandle;
  readonly clear: () => void;
};

type Scripted = {
  readonly method: string | RegExp;
  readonly fault: Fault;
  readonly rule: FaultRule;
  hits: number;
};

/** The script, and the reading of it for the server. */
export const createFaults = (): Faults & { readonly take: (method: string, args: Json) => Fault | undefined } => {
  const script: Scripted[] = [];
  const fits = (entry: Scripted, method: string, args: Json): boolean =>
    entry.hits < (entry.rule.times ?? 1) &&
    (entry.method === '*' || (entry.method instanceof RegExp ? entry.method.test(method) : entry.method === method)) &&
    (entry.rule.when?.(args) ?? true);
  return {
    add: (method, fault, rule = {}) => {
      const entry: Scripted = { method, fault, rule, hits: 0 };
      script.push(entry);
      return {
        get hits() {
          return entry.hits;
        },
        remove: () => {
          script.splice(script.indexOf(entry), 1);
        },
      };
    },
    clear: () => {
      script.length = 0;
    },
    take: (method, args) => {
      const entry = script.find((candidate) => fits(candidate, method, args));
      if (entry) entry.hits += 1;
      return entry?.fault;
    },
  };
};
