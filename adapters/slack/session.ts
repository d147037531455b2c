/** Who we are in Slack, and whether the token may do what the desk needs. */
import { WebClient, type WebClientOptions } from '@slack/web-api';
import type { Log } from '../../src/adapter.ts';
import { problemOf } from './errors.ts';
import { isRecord, string } from './json.ts';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from './manifest.ts';

export interface Session {
  readonly team: string;
  readonly teamName: string;
  /** The bot's own user. */
  readonly user: string | undefined;
  /** Undefined where Slack did not say which scopes the token has. */
  readonly scopes: readonly string[] | undefined;
}

/** A reason not to start that only an operator can mend, in a sentence for them. */
export class Misconfigured extends Error {
  override readonly name = 'Misconfigured';
}

/** Rejects with `Misconfigured` where trying again cannot help. */
export async function identify(token: string, options: WebClientOptions, log: Log): Promise<Session> {
  const session = await askSession(token, options);
  if (session.scopes !== undefined) checkScopes(session.scopes, log);
  return session;
}

/** Whose token it is, and what it may do. Rejects with `Misconfigured` where Slack does not accept it. */
export async function askSession(token: string, options: WebClientOptions): Promise<Session> {
  const answer = await new WebClient(token, options).apiCall('auth.test').catch((error) => {
    const { kind, code } = problemOf(error);
    if (kind !== 'revoked') throw error;
    throw new Misconfigured(
      `Slack does not accept SLACK_BOT_TOKEN (${code}): copy the "Bot User OAuth Token" (xoxb-…) from the app's page "OAuth & Permissions"`,
      { cause: error },
    );
  });
  const body = { ...answer };
  const team = string(body, 'team_id');
  if (team === undefined) throw new Error('auth.test did not say which workspace this is');
  const metadata = body['response_metadata'];
  const told = isRecord(metadata) ? metadata['scopes'] : undefined;
  const scopes = Array.isArray(told) ? told.map(String) : undefined;
  return { team, teamName: string(body, 'team') ?? team, user: string(body, 'user_id'), scopes };
}

function checkScopes(scopes: readonly string[], log: Log): void {
  const { required: missing, optional } = lackingScopes(scopes);
  if (missing.length > 0)
    throw new Misconfigured(
      `The Slack app lacks ${missing.length === 1 ? 'the bot scope' : 'the bot scopes'} ${missing.join(', ')}: add ${missing.length === 1 ? 'it' : 'them'} on the app's page "OAuth & Permissions" (or apply docs/slack-manifest.json) and install the app again`,
    );
  for (const scope of optional)
    log.warn({ scope }, `The Slack app lacks the bot scope ${scope}: ${OPTIONAL_SCOPES[scope]}`);
}

export function lackingScopes(scopes: readonly string[]): {
  readonly required: readonly string[];
  readonly optional: readonly string[];
} {
  const lacking = (one: string): boolean => !scopes.includes(one);
  return { required: REQUIRED_SCOPES.filter(lacking), optional: Object.keys(OPTIONAL_SCOPES).filter(lacking) };
}
