import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  accountOf,
  addressOf,
  guildOf,
  parseAccount,
  parseAddress,
  parseRemote,
  remoteOf,
  snowflakeAt,
  tenantOf,
  timeOf,
  type Where,
} from '../../../adapters/discord/ids.ts';
import type { Account, Address, Remote, Tenant } from '../../../src/adapter.ts';

const id = fc.bigInt({ min: 1n, max: 2n ** 63n }).map(String);
const where: fc.Arbitrary<Where> = fc.oneof(
  fc.record({ kind: fc.constant('channel' as const), guild: id, channel: id }),
  fc.record({ kind: fc.constant('thread' as const), guild: id, channel: id, thread: id }),
  fc.record({ kind: fc.constant('answer' as const), guild: id, channel: id, message: id }),
  fc.record({ kind: fc.constant('private' as const), guild: id, channel: id, user: id }),
  fc.record({ kind: fc.constant('direct' as const), guild: id, user: id }),
  fc.record({ kind: fc.constant('agents' as const), guild: id }),
);

test('every address is read back as it was made, and no two are alike', () => {
  fc.assert(
    fc.property(where, (one) => {
      expect(parseAddress(addressOf(one))).toEqual(one);
    }),
  );
  fc.assert(
    fc.property(where, where, (a, b) => {
      if (addressOf(a) === addressOf(b)) expect(a).toEqual(b);
    }),
  );
});

test('tenants, accounts and messages are read back', () => {
  fc.assert(
    fc.property(id, id, (a, b) => {
      expect(guildOf(tenantOf(a))).toBe(a);
      expect(parseAccount(accountOf(a, b))).toEqual({ guild: a, user: b });
      expect(parseRemote(remoteOf(a, b))).toEqual({ channel: a, message: b });
    }),
  );
});

test('the addresses look as documented', () => {
  expect(addressOf({ kind: 'channel', guild: '1', channel: '2' })).toBe('discord:1/2');
  expect(addressOf({ kind: 'thread', guild: '1', channel: '2', thread: '3' })).toBe('discord:1/2/3');
  expect(addressOf({ kind: 'private', guild: '1', channel: '2', user: '3' })).toBe('discord:1/2/@3');
  expect(addressOf({ kind: 'answer', guild: '1', channel: '2', message: '3' })).toBe('discord:1/2/~3');
  expect(addressOf({ kind: 'direct', guild: '1', user: '3' })).toBe('discord:1/@3');
  expect(addressOf({ kind: 'agents', guild: '1' })).toBe('discord:1/#agents');
});

test.each([
  '',
  'discord:',
  'discord:1',
  'discord:1/',
  'slack:T1/C1',
  'discord:1/2/3/4',
  'discord:1/@',
  'discord:1/../2',
])('what is no address of ours is refused: %j', (text) => {
  expect(() => parseAddress(text as Address)).toThrow('not a Discord address');
  expect(() => parseRemote(text as Remote)).toThrow('not a Discord remote');
  expect(() => parseAccount(text as Account)).toThrow('not a Discord account');
  if (text !== 'discord:1') expect(() => guildOf(text as Tenant)).toThrow('not a Discord tenant');
});

test('a time and its snowflake agree to the millisecond', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1_420_070_400_000, max: 4_000_000_000_000 }), (time) => {
      expect(timeOf(snowflakeAt(time)).getTime()).toBe(time);
    }),
  );
});
