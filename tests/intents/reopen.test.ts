import { describe, expect, it } from 'vitest';
import { reopen } from '../../src/intents/reopen.ts';
import { decided, refused, scene } from '../support/scene.ts';

describe('reopen', () => {
  const over = { status: 'resolved', resolvedAt: new Date('2026-03-02T10:00:00Z'), reopened: 1 } as const;

  it('takes a resolved ticket up again, by the button of this end or of whatever says no end', () => {
    for (const round of [undefined, '1']) {
      const { ticket } = decided(reopen, { round }, scene(over));
      expect(ticket).toMatchObject({ status: 'new', reopened: 2 });
    }
  });

  it('does nothing for a button of an end before this one, which comes late', () => {
    expect(refused(reopen, { round: '0' }, scene(over))).toBe('already resolved');
  });
});
