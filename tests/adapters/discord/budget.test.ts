import { expect, test } from 'vitest';
import { nextIdentify } from '../../../adapters/discord/budget.ts';

test('no hour of any loop has more than ten identifies, and the first needs no wait', () => {
  expect(nextIdentify([], 1_000)).toBe(1_000);
  const identified: number[] = [];
  for (let now = 0; now < 12 * 3_600_000; now = Math.max(now + 1_000, nextIdentify(identified, now)))
    identified.push(now);
  const most = Math.max(
    ...identified.map((at) => identified.filter((one) => one >= at && one < at + 3_600_000).length),
  );
  expect(most).toBeLessThanOrEqual(10);
  expect(identified.length).toBeLessThan(120);
});
