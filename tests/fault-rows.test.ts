import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('.', import.meta.url));

/**
 * What can go wrong, by the number that the tests' names begin with. Each has a test of its own at least, with a fault at one
 * exact moment; the random lives of `npm run chaos` meet them in any mixture.
 */
const ROWS: Readonly<Record<number, string>> = {
  1: 'killed before a message is stored',
  2: 'killed between the commit and its acknowledgement',
  3: 'killed with work put off, or in the middle of it',
  4: 'killed with something stored and not sent',
  5: 'killed with a request written that the platform never took',
  6: 'killed with an answer unread, or read and not recorded',
  7: 'an outage longer than the platform remembers nonces',
  8: 'PostgreSQL restarted under load',
  9: 'a fail-over to a server that lacks the newest commits',
  10: 'a desk slower than the platform waits',
  11: 'no free connection, deadlocks, connections that end',
  12: 'a disk that is full, a server that takes no writes',
  13: 'limits, with sensible and senseless waits',
  14: 'errors, resets, silence and rubbish for answers',
  15: 'a token that is taken back',
  16: 'places that are archived, locked, deleted or forbidden',
  17: 'direct messages that are closed',
  18: 'missing scopes and intents',
  19: 'a gateway that breaks, forgets or loses something',
  20: 'Socket Mode being renewed',
  21: 'the same told again, and in another order',
  22: 'several agents claiming at once',
  23: 'a requester and an agent acting at once',
  24: 'clocks that are apart',
  25: 'a model that is away, slow, wrong or obeys whatever it reads',
  26: 'more at once than can be held',
  27: 'something that always fails',
  28: 'two versions on one database',
  29: 'a migration that dies, or is wanted twice',
  30: 'requests that are malformed, endless or too large',
  31: 'one person who never stops',
  32: 'stopped while sending, and frozen while others take over',
};

const named = new Map<number, string[]>();
for (const file of readdirSync(ROOT, { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.test.ts')) continue;
  for (const [, row = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(/['"`]F(\d+): /g))
    named.set(Number(row), [...(named.get(Number(row)) ?? []), file]);
}

test.each(Object.entries(ROWS))('row F%s has a test by its name: %s', (row) => {
  expect(named.get(Number(row)) ?? []).not.toEqual([]);
});

test('no test names a row that there is not', () => {
  expect([...named.keys()].filter((row) => !(row in ROWS))).toEqual([]);
});
