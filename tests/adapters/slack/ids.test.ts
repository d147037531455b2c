import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  accountId,
  agentsId,
  channelId,
  parseAccount,
  parseAddress,
  parseRemote,
  personId,
  remoteId,
  teamOf,
  tenantId,
  threadId,
} from '../../../adapters/slack/ids.ts';
import type { Account, Address, Tenant } from '../../../src/adapter.ts';

const id = (first: string) => fc.stringMatching(/^[A-Z0-9]{1,12}$/).map((rest) => first + rest);
const team = id('T');
const user = id('U');
const channel = id('C');
const ts = fc
  .tuple(fc.integer({ min: 1, max: 2_000_000_000 }), fc.integer({ min: 0, max: 999_999 }))
  .map(([s, us]) => `${s}.${String(us).padStart(6, '0')}`);

test('every id reads back as what it was made of', () => {
  fc.assert(
    fc.property(team, user, channel, ts, fc.array(ts, { minLength: 1, maxLength: 4 }), (t, u, c, at, several) => {
      expect(teamOf(tenantId(t))).toBe(t);
      expect(parseAccount(accountId(t, u))).toEqual({ team: t, user: u });
      expect(parseAccount(accountId(t, u, `${t}X`))).toEqual({ team: t, user: u });
      expect(parseAddress(channelId(t, c))).toEqual({ kind: 'channel', team: t, channel: c });
      expect(parseAddress(threadId(t, c, at))).toEqual({ kind: 'thread', team: t, channel: c, thread: at });
      expect(parseAddress(personId(t, u))).toEqual({ kind: 'person', team: t, user: u });
      expect(parseAddress(agentsId(t))).toEqual({ kind: 'agents', team: t });
      expect(parseRemote(remoteId(...several))).toEqual(several);
    }),
  );
});

test('the ids are the documented ones', () => {
  expect([
    tenantId('T1'),
    accountId('T1', 'U1'),
    channelId('T1', 'C1'),
    threadId('T1', 'C1', '1700.1'),
    personId('T1', 'U1'),
    agentsId('T1'),
    remoteId('1.1', '1.2'),
  ]).toEqual([
    'slack:T1',
    'slack:T1:U1',
    'slack:T1/C1',
    'slack:T1/C1/1700.1',
    'slack:T1/@U1',
    'slack:T1/#agents',
    '1.1+1.2',
  ]);
});

test('what is not ours is refused', () => {
  for (const address of ['discord:1/2', 'slack:T1', 'slack:/C1', 'slack:T1/C1/1/2', 'slack:T1/C 1', ''])
    expect(() => parseAddress(address as Address)).toThrow('Not a Slack address');
  expect(() => teamOf('slack:T1/C1' as Tenant)).toThrow('Not a Slack tenant');
  expect(() => parseAccount('slack:T1' as Account)).toThrow('Not a Slack account');
});
