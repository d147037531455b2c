import { RESTJSONErrorCodes } from 'discord-api-types/v10';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failure, kindOf } from '../../../adapters/discord/errors.ts';
import { DeliveryFailure } from '../../../src/adapter.ts';

const api = (code: number, status: number) => ({
  name: 'DiscordAPIError',
  code,
  status,
  message: 'words',
  url: 'https://secret/token',
});

describe('the codes that the design lists', () => {
  test.each([
    [10003, 404, 'place gone'],
    [10004, 404, 'place gone'],
    [10008, 404, 'refused'],
    [10013, 404, 'unreachable'],
    [10015, 404, 'place gone'],
    [10062, 404, 'refused'],
    [20016, 429, 'limited'],
    [20028, 429, 'limited'],
    [30033, 400, 'place gone'],
    [40001, 401, 'revoked'],
    [40003, 400, 'limited'],
    [40005, 413, 'refused'],
    [40060, 400, 'refused'],
    [50001, 403, 'place gone'],
    [50005, 403, 'refused'],
    [50006, 400, 'refused'],
    [50007, 403, 'unreachable'],
    [50013, 403, 'place gone'],
    [50027, 401, 'place gone'],
    [50035, 400, 'refused'],
    [50045, 413, 'refused'],
    [50083, 400, 'place gone'],
    [50109, 400, 'refused'],
    [130000, 503, 'later'],
    [160002, 403, 'place gone'],
    [160004, 400, 'refused'],
    [160005, 403, 'place gone'],
    [160006, 400, 'later'],
    [160007, 400, 'later'],
    [200000, 400, 'refused'],
    [240000, 400, 'refused'],
  ])('%i (%i) is %s', (code, status, kind) => {
    const failed = failure(api(code, status), 'discord:1');
    expect(failed.fault.kind).toBe(kind);
    expect(failed.code).toBe(String(code));
  });
});

describe('F16: every code that Discord documents', () => {
  const documented = [...new Set(Object.values(RESTJSONErrorCodes).filter((code) => typeof code === 'number'))];
  /** How many of them mean what, whatever their status: a new one in the documentation is to be looked at here. */
  const whatever = Object.groupBy(documented, (code) => {
    const kinds = new Set([400, 403, 404, 429, 503].map((status) => kindOf(code, status)));
    return kinds.size === 1 ? ([...kinds][0] ?? '') : 'by status';
  });

  test('is known by itself where it says more than its status', () => {
    expect(documented.length).toBeGreaterThanOrEqual(239);
    const codes = (kind: string) => whatever[kind as keyof typeof whatever] ?? [];
    expect(codes('limited')).toEqual([20016, 20022, 20028, 20029, 30046, 40003, 40062]);
    expect(codes('later')).toEqual([40004, 40006, 40333, 110_000, 130_000, 160_006, 160_007]);
    expect(codes('revoked')).toEqual([40001, 40002, 50014, 50178]);
    expect(codes('unreachable')).toEqual([10007, 10013, 40007, 50007, 50033, 50278]);
    expect(codes('ambiguous')).toEqual([]);
  });

  test('has an end: a refusal is final or waits as it is told, and only a broken server leaves a doubt', () => {
    for (const code of documented) {
      for (const status of [400, 401, 403, 404, 405, 409, 413, 429]) expect(kindOf(code, status)).not.toBe('ambiguous');
      const broken = kindOf(code, 500);
      if (whatever['by status']?.includes(code)) expect(broken).toBe('ambiguous');
    }
  });
});

test('every other code has a class by its status, and none is tried for ever', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300_000 }), fc.integer({ min: 400, max: 599 }), (code, status) => {
      const kind = kindOf(code, status);
      if (status < 500 && kind === 'ambiguous') throw new Error('a refusal is not ambiguous');
    }),
  );
  expect(failure(api(0, 401), 'b').fault.kind).toBe('revoked');
  expect(failure(api(999_999, 403), 'b').fault.kind).toBe('place gone');
  expect(failure(api(999_999, 400), 'b').fault.kind).toBe('refused');
  expect(failure({ name: 'HTTPError', status: 502, message: 'Bad Gateway' }, 'b').fault.kind).toBe('ambiguous');
});

describe('limits', () => {
  const limit = {
    route: '/channels/:id/messages',
    timeToReset: 1000,
    retryAfter: 30_000,
    sublimitTimeout: 0,
    scope: 'user',
    global: false,
  };

  test('wait as long as Discord says, in the bucket of the address', () => {
    expect(failure(limit, 'discord:5').fault).toEqual({ kind: 'limited', waitMs: 30_000, bucket: 'discord:5' });
  });

  test('a global one covers everything', () => {
    expect(failure({ ...limit, scope: 'global' }, 'discord:5').fault).toMatchObject({ bucket: 'discord' });
    expect(failure({ ...limit, global: true }, 'discord:5').fault).toMatchObject({ bucket: 'discord' });
  });

  test('a nonsensical wait is some seconds', () => {
    for (const retryAfter of [Number.NaN, -5, 0, Number.POSITIVE_INFINITY])
      expect(failure({ ...limit, retryAfter, timeToReset: Number.NaN }, 'b').fault).toMatchObject({ waitMs: 5_000 });
  });
});

test('a connection that was never made showed nothing; one that broke may have', () => {
  expect(failure(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }), 'b').fault.kind).toBe('later');
  expect(failure(new TypeError('fetch failed', { cause: { code: 'ENOTFOUND' } }), 'b').fault.kind).toBe('later');
  expect(failure(Object.assign(new Error('x'), { code: 'ECONNRESET' }), 'b').fault.kind).toBe('ambiguous');
  expect(failure(Object.assign(new Error('x'), { name: 'AbortError' }), 'b').fault.kind).toBe('ambiguous');
  expect(failure(new SyntaxError('Unexpected end of JSON'), 'b').fault.kind).toBe('ambiguous');
  expect(failure('what?', 'b').fault.kind).toBe('ambiguous');
});

test('a failure carries nothing of the request, where tokens are', () => {
  const failed = failure(api(50035, 400), 'b');
  expect(`${failed.stack} ${failed.cause} ${JSON.stringify(failed)}`).not.toContain('secret');
  expect(failure(failed, 'b')).toBe(failed);
  expect(failed).toBeInstanceOf(DeliveryFailure);
});
