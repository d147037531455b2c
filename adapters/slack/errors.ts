/** What Slack's answers mean for a delivery. */
import { DeliveryFailure, type Fault } from '../../src/adapter.ts';
import { isRecord, type Json, object, string } from './json.ts';

type Kind = Fault['kind'];

const CODES: Readonly<Record<Exclude<Kind, 'refused'>, string>> = {
  'place gone': `channel_not_found not_in_channel is_archived is_inactive thread_not_found cannot_reply_to_message
    restricted_action restricted_action_read_only_channel restricted_action_thread_only_channel
    restricted_action_non_threadable_channel restricted_action_thread_locked ekm_access_denied no_permission
    method_not_supported_for_channel_type channel_type_not_supported not_in_group as_user_not_supported
    messages_tab_read_only channel_is_archived slack_connect_canvas_sharing_blocked slack_connect_file_link_sharing_blocked`,
  unreachable: `messages_tab_disabled user_not_found users_not_found user_disabled user_not_visible cannot_dm_bot
    user_not_in_channel not_allowed users_list_not_supplied`,
  revoked: `invalid_auth not_authed account_inactive token_revoked token_expired org_login_required missing_scope
    access_denied not_allowed_token_type team_access_not_granted enterprise_is_restricted two_factor_setup_required
    accesslimited app_access_denied user_removed_from_team team_disabled team_not_found invalid_app_id
    org_not_migrated`,
  limited: 'ratelimited rate_limited message_limit_exceeded too_many_requests',
  later: 'team_added_to_org external_channel_migrating pending_migration channel_creation_failed',
  // "It's possible some aspect of the operation succeeded": Slack's words for the first two.
  ambiguous: 'fatal_error internal_error service_unavailable request_timeout timeout unknown_error',
};

const KINDS: ReadonlyMap<string, Kind> = new Map(
  Object.entries(CODES).flatMap(([kind, codes]) =>
    codes
      .trim()
      .split(/\s+/)
      .map((code) => [code, kind as Kind] as const),
  ),
);

/** What a code of `{ok: false}` means. One that the table does not know is about this content, and will not get better. */
export const kindOf = (code: string): Kind => KINDS.get(code) ?? 'refused';

/** Failures after which no byte of the request can have reached Slack. */
const UNSENT =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EAI_FAIL|EHOSTUNREACH|ENETUNREACH|ENETDOWN|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS_|ERR_SSL_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_)/;

const HOUR = 3_600_000;
const UNKNOWN_WAIT = 30_000;

/** How long a Retry-After asks for, in ms; nonsense counts as half a minute, and no wait is longer than an hour. */
export function retryAfterMs(header: string | number | null | undefined, now = Date.now()): number {
  const given = String(header ?? '').trim();
  const ms = /^\d+(?:\.\d+)?$/.test(given)
    ? Number(given) * 1000
    : /[a-z]/i.test(given)
      ? Date.parse(given) - now
      : Number.NaN;
  if (!Number.isFinite(ms) || ms < 0) return UNKNOWN_WAIT;
  return Math.min(Math.max(ms, 1000), HOUR);
}

/** `fetch` for the WebClient: a 429 always carries a Retry-After that it can read (else it throws away what kind it is). */
export const steadyFetch: typeof fetch = async (url, init) => {
  const response = await fetch(url, init);
  if (response.status !== 429) return response;
  await response.body?.cancel();
  const seconds = Math.ceil(retryAfterMs(response.headers.get('retry-after')) / 1000);
  return new Response(null, { status: 429, headers: { 'retry-after': String(seconds) } });
};

/** Slack's own word for what went wrong, or ours where Slack said none. */
export interface Problem {
  readonly kind: Kind;
  readonly code: string;
  readonly waitMs: number;
  /** The body of an `{ok: false}`. */
  readonly data: Json;
}

export function problemOf(error: unknown): Problem {
  const thrown: Json = isRecord(error) ? error : {};
  const problem = (kind: Kind, code: string, more: Partial<Problem> = {}): Problem => ({
    kind,
    code,
    waitMs: UNKNOWN_WAIT,
    data: {},
    ...more,
  });
  switch (thrown['code']) {
    case 'not_installed':
      return problem('revoked', 'not_installed');
    case 'slack_webapi_rate_limited_error':
      return problem('limited', 'ratelimited', { waitMs: retryAfterMs(Number(thrown['retryAfter'])) });
    case 'slack_webapi_http_error': {
      const status = Number(thrown['statusCode']);
      const code = `http_${status}`;
      if (status >= 500 || status < 400) return problem('ambiguous', code);
      if (status === 401 || status === 403) return problem('revoked', code);
      return problem(status === 413 || status === 400 ? 'refused' : 'later', code);
    }
    case 'slack_webapi_platform_error': {
      const data = object(thrown, 'data');
      const code = string(data, 'error');
      // A page of HTML, half a JSON or `{}` is an answer of something other than Slack's API.
      if (code === undefined || !/^[a-z][a-z0-9_.-]{0,80}$/i.test(code)) return problem('ambiguous', 'no_answer');
      const waitMs = retryAfterMs(object(data, 'response_metadata')['retryAfter'] as number | undefined);
      return problem(kindOf(code), code, { data, waitMs });
    }
    default: {
      const code = causes(error).find((one) => one !== 'slack_webapi_request_error') ?? 'no_answer';
      return problem(UNSENT.test(code) ? 'later' : 'ambiguous', code);
    }
  }
}

/** The codes and names of an error and of what caused it, the deepest first: the cause knows more. */
function causes(error: unknown, depth = 0): readonly string[] {
  if (!(error instanceof Error) || depth > 5) return [];
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const own = code ?? (error.name === 'Error' || error.name === 'TypeError' ? undefined : error.name);
  return [...causes(error.cause, depth + 1), ...(own === undefined ? [] : [own])];
}

/**
 * The failure to reject with. `wrote` is false for calls that only look or prepare: those show nothing, so they leave
 * nothing in doubt.
 */
export function failureOf(error: unknown, bucket: string, wrote: boolean): DeliveryFailure {
  if (error instanceof DeliveryFailure) return error;
  const { kind, code, waitMs } = problemOf(error);
  if (kind === 'limited') return new DeliveryFailure({ kind, waitMs, bucket }, code, error);
  return new DeliveryFailure({ kind: kind === 'ambiguous' && !wrote ? 'later' : kind }, code, error);
}
