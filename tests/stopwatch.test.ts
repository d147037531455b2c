import { afterEach, expect, it, vi } from 'vitest';
import { stopwatch } from '../src/stopwatch.ts';

afterEach(() => vi.useRealTimers());

it('counts what a suspended machine slept, and nothing less when its clock is set back', () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance'], now: 1_000_000 });
  const elapsed = stopwatch();
  vi.advanceTimersByTime(3_000);
  expect(elapsed()).toBe(3_000);
  // The steady clock stood still meanwhile.
  vi.setSystemTime(1_000_000 + 60_000);
  expect(elapsed()).toBe(60_000);
  vi.setSystemTime(1_000_000 - 3_600_000);
  expect(elapsed()).toBe(3_000);
});
