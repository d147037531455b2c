import { expect, test } from 'vitest';
import { failureOf, kindOf, problemOf, retryAfterMs } from '../../../adapters/slack/errors.ts';

const refused = (error: unknown) =>
  Object.assign(new Error('x'), { code: 'slack_webapi_platform_error', data: { ok: false, error } });
const unsent = (code: string) =>
  Object.assign(new Error('x'), {
    code: 'slack_webapi_request_error',
    cause: new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code }) }),
  });

test.each([
  [
    'place gone',
    [
      'channel_not_found',
      'not_in_channel',
      'is_archived',
      'restricted_action',
      'restricted_action_thread_locked',
      'cannot_reply_to_message',
      'ekm_access_denied',
      'no_permission',
      'thread_not_found',
    ],
  ],
  ['unreachable', ['messages_tab_disabled', 'user_not_found', 'cannot_dm_bot', 'user_disabled']],
  [
    'revoked',
    [
      'invalid_auth',
      'not_authed',
      'account_inactive',
      'token_revoked',
      'token_expired',
      'org_login_required',
      'missing_scope',
    ],
  ],
  ['limited', ['ratelimited', 'rate_limited']],
  ['ambiguous', ['fatal_error', 'internal_error', 'service_unavailable', 'request_timeout']],
  [
    'refused',
    [
      'msg_too_long',
      'msg_blocks_too_long',
      'no_text',
      'invalid_blocks',
      'too_many_attachments',
      'metadata_too_large',
      'invalid_arguments',
      'cant_update_message',
      'message_not_found',
      'edit_window_closed',
      'something_new',
    ],
  ],
] as const)('%s', (kind, codes) => {
  for (const code of codes) {
    expect(kindOf(code), code).toBe(kind);
    expect(failureOf(refused(code), 'b', true)).toMatchObject({ fault: { kind }, code });
  }
});

test('an answer that is not Slack’s leaves it open whether something was shown', () => {
  for (const error of [undefined, '<html>502</html>', '{"ok":true,"ts":"17', '', 7])
    expect(problemOf(refused(error))).toMatchObject({ kind: 'ambiguous', code: 'no_answer' });
});

test('what cannot have reached Slack comes later, what may have is ambiguous', () => {
  for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED'])
    expect(problemOf(unsent(code))).toMatchObject({ kind: 'later', code });
  for (const code of ['ECONNRESET', 'UND_ERR_SOCKET', 'ETIMEDOUT', 'EPIPE'])
    expect(problemOf(unsent(code))).toMatchObject({ kind: 'ambiguous', code });
  const timeout = Object.assign(new Error('x'), {
    code: 'slack_webapi_request_error',
    cause: new DOMException('late', 'TimeoutError'),
  });
  expect(problemOf(timeout).kind).toBe('ambiguous');
  expect(problemOf(new TypeError('terminated')).kind).toBe('ambiguous');
  expect(problemOf('odd').kind).toBe('ambiguous');
});

test('statuses have their meaning', () => {
  const http = (statusCode: number) =>
    problemOf(Object.assign(new Error('x'), { code: 'slack_webapi_http_error', statusCode })).kind;
  expect([500, 502, 503, 401, 403, 404, 413].map(http)).toEqual([
    'ambiguous',
    'ambiguous',
    'ambiguous',
    'revoked',
    'revoked',
    'later',
    'refused',
  ]);
});

test('a call that shows nothing leaves nothing in doubt', () => {
  expect(failureOf(refused('fatal_error'), 'b', false).fault.kind).toBe('later');
  expect(failureOf(refused('invalid_auth'), 'b', false).fault.kind).toBe('revoked');
});

test('every kind of Retry-After is a wait', () => {
  const now = Date.parse('2026-11-24T10:00:00Z');
  const waits = [
    '1',
    '30',
    '600',
    '0',
    '0.5',
    '',
    null,
    'NaN',
    '-5',
    'soon',
    '99999999',
    'Tue, 24 Nov 2026 10:02:00 GMT',
    'Tue, 24 Nov 2026 09:00:00 GMT',
  ].map((header) => retryAfterMs(header, now));
  expect(waits).toEqual([
    1_000, 30_000, 600_000, 1_000, 1_000, 30_000, 30_000, 30_000, 30_000, 30_000, 3_600_000, 120_000, 30_000,
  ]);
});
