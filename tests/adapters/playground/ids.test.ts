import { describe, expect, test } from 'vitest';
import { CHANNELS, PEOPLE } from '../../../adapters/playground/cast.ts';
import {
  keptKey,
  makeAccount,
  makeAddress,
  makeRemote,
  messageIds,
  parseAccount,
  parseAddress,
  parseRemote,
} from '../../../adapters/playground/ids.ts';
import type { Account, Address, Remote } from '../../../src/adapter.ts';

const NOON = new Date('2026-03-02T12:00:00Z');

describe('ids', () => {
  test('every place and every thread in it comes back as it was made', () => {
    const thread = messageIds(() => NOON)();
    for (const { id: channel } of CHANNELS) {
      expect(parseAddress(makeAddress({ channel }))).toEqual({ channel });
      expect(parseAddress(makeAddress({ channel, thread }))).toEqual({ channel, thread });
    }
  });

  test('every account and message comes back as it was made', () => {
    for (const { who } of PEOPLE) expect(parseAccount(makeAccount(who))).toBe(who);
    const id = messageIds(() => NOON)();
    expect(parseRemote(makeRemote(id))).toBe(id);
  });

  test('what we did not make is not taken for ours', () => {
    for (const alien of [
      '',
      'slack:T1:C1',
      'playground:demo:help/',
      'playground:demo:help/../@sam',
      'playground:other:help',
    ]) {
      expect(parseAddress(alien as Address)).toBeUndefined();
      expect(parseAccount(alien as Account)).toBeUndefined();
      expect(parseRemote(alien as Remote)).toBeUndefined();
    }
  });

  test('message ids are in the order they were given, even within a moment, when the clock goes back, and after a restart', () => {
    const times = [NOON, NOON, new Date(NOON.getTime() - 60_000), new Date(NOON.getTime() + 1)];
    const next = messageIds(() => times.shift() ?? NOON);
    const ids = [next(), next(), next(), next(), next()];
    const later = messageIds(() => new Date(0), ids.at(-1));
    ids.push(later());
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.map(keptKey).sort()).toEqual(ids.map(keptKey));
  });
});
