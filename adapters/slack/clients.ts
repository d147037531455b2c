/** The Web API, asked as one workspace or another: each has its token, and its own queue, so that none waits for another. */
import { WebClient, type WebClientOptions } from '@slack/web-api';
import { problemOf } from './errors.ts';
import type { Json } from './json.ts';

export interface Caller {
  /**
   * Rejects as the WebClient does; with `NotInstalled` where there is no token to ask with; and with what `before` throws, which is
   * called right before Slack is asked.
   */
  apiCall(method: string, args?: Readonly<Record<string, unknown>>, before?: () => void): Promise<Json>;
}

/** The caller for a workspace. Makes no call, and needs none to have been made. */
export type Callers = (team: string) => Caller;

export interface Tokens {
  /** The token of a workspace, good for the moment. Rejects with `NotInstalled`. */
  of(team: string): Promise<string>;
  /** Another token in the place of one that Slack no longer takes; undefined where there is none. */
  instead(team: string, spent: string): Promise<string | undefined>;
}

/** There is no installation for this workspace, or none any more. */
export class NotInstalled extends Error {
  override readonly name = 'NotInstalled';
  readonly code = 'not_installed';
  constructor(team: string) {
    super(`The app is not installed in ${team}`);
  }
}

/** What Slack says of a token that another may have taken the place of. */
const SPENT = new Set(['token_expired', 'token_revoked', 'invalid_auth', 'not_authed', 'account_inactive']);

export function callers(options: WebClientOptions, tokens: Tokens): Callers {
  const made = new Map<string, { readonly token: string; readonly client: WebClient }>();
  const clientFor = (team: string, token: string): WebClient => {
    const known = made.get(team);
    if (known?.token === token) return known.client;
    const client = new WebClient(token, options);
    made.set(team, { token, client });
    return client;
  };
  return (team) => ({
    apiCall: async (method, args = {}, before = () => {}) => {
      const ask = async (token: string): Promise<Json> => {
        before();
        return { ...(await clientFor(team, token).apiCall(method, args)) };
      };
      const token = await tokens.of(team);
      try {
        return await ask(token);
      } catch (error) {
        // Nothing was done with a token that was not taken: it can be asked again without doing it twice.
        const other = SPENT.has(problemOf(error).code) ? await tokens.instead(team, token) : undefined;
        if (other === undefined) throw error;
        return ask(other);
      }
    },
  });
}
