import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrub } from '../src/log.ts';
import { cpuMs } from './support/cpu.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const letters = (min: number, max = min, more = ''): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...LETTERS, ...more), minLength: min, maxLength: max, size: 'max' });
const digits = (min: number, max = min): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: min, maxLength: max, size: 'max' });
const hex = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length, size: 'max' });
const joined = (between: string, ...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<readonly string[]> =>
  fc.tuple(...parts).map((all) => [all.join(between), all.at(-1) as string]);

/**
 * The shapes of what must stay secret, as their makers write them. Each gives the whole and the part of it that nobody may
 * read. What has no shape of its own (Slack's signing secret, 32 hex digits) is given to the logger by name.
 */
const SHAPES: Readonly<Record<string, fc.Arbitrary<readonly string[]>>> = {
  'a Slack bot token, xoxb-<team>-<bot>-<24 letters>': joined(
    '-',
    fc.constant('xoxb'),
    digits(11, 13),
    digits(12, 13),
    letters(24),
  ),
  'a Slack user token, xoxp-<team>-<user>-<client>-<32 hex>': joined(
    '-',
    fc.constant('xoxp'),
    digits(12),
    digits(12),
    digits(13),
    hex(32),
  ),
  'a Slack app-level token, xapp-1-<app>-<number>-<64 hex>': joined(
    '-',
    fc.constant('xapp-1'),
    letters(11),
    digits(13),
    hex(64),
  ),
  'a Slack token that expires, xoxe.xoxb-1-<base64>': joined('', fc.constant('xoxe.xoxb-1-'), letters(60, 160)),
  'a Slack refresh token, xoxe-1-<base64>': joined('', fc.constant('xoxe-1-'), letters(60, 160)),
  'a Slack response_url': joined(
    '/',
    fc.constant('https://hooks.slack.com/commands/T1ABCDEFG'),
    digits(13),
    letters(24),
  ),
  'a Slack incoming webhook': joined(
    '/',
    fc.constant('https://hooks.slack.com/services/T1ABCDEFG/B1ABCDEFG'),
    letters(24),
  ),
  'a Discord bot token, base64 of the id, time, MAC': fc
    .tuple(fc.bigInt({ min: 10n ** 16n, max: 10n ** 19n }), letters(6, 6, '_-'), letters(27, 38, '_-'))
    .map(([id, time, mac]) => [[Buffer.from(String(id)).toString('base64url'), time, mac].join('.'), mac]),
  'a Discord interaction token, base64 of "interaction:…"': fc.tuple(digits(19), letters(80)).map(([id, secret]) => {
    const token = Buffer.from(`interaction:${id}:${secret}`).toString('base64');
    return [token, token.slice(-60)];
  }),
  'a Discord webhook URL': joined(
    '/',
    fc.constant('https://discord.com/api/v10/webhooks'),
    digits(19),
    letters(68, 68, '_-'),
  ),
  'a Discord interaction callback': fc
    .tuple(digits(19), letters(40, 200, '_-'))
    .map(([id, token]) => [`/interactions/${id}/${token}/callback`, token]),
  'an OpenAI key, sk-<48>': joined('-', fc.constant('sk'), letters(48)),
  'an OpenAI project key, sk-proj-<…>': joined('-', fc.constant('sk-proj'), letters(40, 160, '_-')),
  'an OpenAI service key, sk-svcacct-<…>': joined('-', fc.constant('sk-svcacct'), letters(40, 160, '_-')),
  'an Authorization of Bearer': joined(' ', fc.constant('Bearer'), letters(20, 80, '._-')),
  'an Authorization of Bot': joined(' ', fc.constant('Bot'), letters(20, 80, '._-')),
  'an Authorization of Basic': joined(' ', fc.constant('Basic'), letters(20, 80, '+/')),
  'a connection string’s password': fc
    .tuple(letters(8, 30, '@:%!'))
    .map(([password]) => [`postgres://desk:${password}@db.example:5432/desk`, password]),
  'a connection string with keywords': fc
    .tuple(letters(8, 30, '@:%!'))
    .map(([password]) => [`host=db user=desk password=${password} dbname=desk`, password]),
};

const around = fc.tuple(
  fc.constantFrom('', 'token=', '{"a":"', '"url":"', 'x, ', '(', 'Error: '),
  fc.constantFrom('', '"}', ' said', ')', '\\n', ', next'),
);

describe('a line of the log', () => {
  it.each(Object.entries(SHAPES))('has nothing left of %s', (_shape, secret) => {
    fc.assert(
      fc.property(secret, around, ([whole = '', hidden = ''], [before, after]) => {
        const line = scrub(JSON.stringify({ message: `${before}${whole}${after}` }));
        expect(line).not.toContain(hidden);
        expect(line).toContain('[secret]');
      }),
      { numRuns: 200 },
    );
  });

  it('keeps what is no secret', () => {
    const line = JSON.stringify({
      time: '2026-01-05T09:00:00.000Z',
      message: 'Mira said: the Bot is down, skating is fun, Basic questions, a password is needed, MNO',
      channel: 'C024BE91L',
      url: 'https://slack.com/api/chat.postMessage',
      route: '/webhooks/123/short',
      key: 'slack:T1:C1:1700000000.000100',
      id: '1234567890123456789',
      at: 'postgres://localhost/desk',
    });
    expect(scrub(line)).toBe(line);
  });

  it('takes every secret out of a line, and stays JSON', () => {
    const line = scrub(
      JSON.stringify({
        one: 'xoxb-1-2-abc',
        two: 'Bearer abcdefghijklmnop',
        three: ['xapp-1-a-b', 'sk-abcdefgh12'],
        kept: 'yes',
      }),
    );
    expect(JSON.parse(line)).toEqual({
      one: '[secret]',
      two: '[secret]',
      three: ['[secret]', '[secret]'],
      kept: 'yes',
    });
  });

  it('tells of a statement that failed which one it was, and none of the values that were in it', () => {
    const message = 'Failed query: insert into "inbox" values ($1)\nparams: my "secret\\ wish",\nsecret again';
    const stack = `Error: ${message}\n    at run (file.ts:1:2)\ncaused by: error: no\n    at pg.js:1`;
    const err = { message, stack, detail: 'Failing row contains (1, "my secret wish").', code: '23514' };
    const line = scrub(JSON.stringify({ err, error: message, where: 'PL/pgSQL secret', detail: 'short' }));
    expect(line).not.toMatch(/secret (?:wish|again)|my |PL/);
    expect(JSON.parse(line)).toMatchObject({
      err: {
        message: 'Failed query: insert into "inbox" values ($1)\nparams: [left out]',
        stack: expect.stringContaining('params: [left out]\n    at run (file.ts:1:2)\ncaused by: error: no'),
        detail: '[left out]',
        code: '23514',
      },
    });
  });

  it('takes no longer for a long line than its length', () => {
    for (const long of [
      'xoxb'.repeat(50_000),
      'postgres://'.repeat(20_000),
      'M'.repeat(200_000),
      'Bot '.repeat(50_000),
      '-'.repeat(200_000),
      'password='.repeat(20_000),
      '/webhooks/1'.repeat(20_000),
      'Failed query: '.repeat(20_000),
      `Failed query: ${'\\nparams: '.repeat(20_000)}`,
      '"detail":"'.repeat(20_000),
    ]) {
      expect(
        cpuMs(() => scrub(long)),
        long.slice(0, 12),
      ).toBeLessThan(1_000);
    }
  });
});

describe('the logger', () => {
  it('writes JSON lines to standard output, from its level up, without secrets wherever they hide', () => {
    const program = `
      import { logger } from ${JSON.stringify(new URL('../src/log.ts', import.meta.url).href)};
      const log = logger('info', ['0123456789abcdef0123456789abcdef', 'tiny']);
      log.debug({}, 'too quiet');
      log.info({ signing: '0123456789abcdef0123456789abcdef', headers: { authorization: 'Bot abcdefghijklmnopqr' } }, 'token xoxb-1-2-abcdef, a tiny word');
      const cause = new Error('connect postgres://desk:hunter2@db/desk');
      log.error({ err: new Error('https://hooks.slack.com/commands/T1/2/three', { cause }) }, 'line one\\nline two');
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect(stderr.replace(/^.*ExperimentalWarning.*\n.*\n/m, '')).toBe('');
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ level, msg }) => [level, msg])).toEqual([
      ['info', 'token [secret], a tiny word'],
      ['error', 'line one\nline two'],
    ]);
    expect(lines[0]).toMatchObject({ signing: '[secret]', headers: { authorization: '[secret]' } });
    for (const secret of ['hunter2', 'three', '0123456789abcdef', 'abcdefghijkl', 'xoxb'])
      expect(stdout).not.toContain(secret);
  });
});
