import { expect, test } from 'vitest';
import { read } from '../../bench/pgbench.ts';

const output = (...progress: readonly string[]): string =>
  [...progress, 'number of transactions actually processed: 4321'].join('\n');

test('the rate is that of the seconds after the warm-up, each line as long as it was', () => {
  const run = read(
    output(
      'progress: 1.0 s, 900.0 tps, lat 1.0 ms stddev 0.1, 0 failed',
      'progress: 2.0 s, 100.0 tps, lat 1.0 ms stddev 0.1, 0 failed',
      // This one came late, and the next is about what was left of its second.
      'progress: 3.9 s, 200.0 tps, lat 1.0 ms stddev 0.1, 0 failed',
      'progress: 4.0 s, 30000.0 tps, lat 1.0 ms stddev 0.1, 0 failed',
    ),
    1,
  );
  expect(run.total).toBe(4_321);
  expect(run.rate).toBeCloseTo((100 * 1 + 200 * 1.9 + 30_000 * 0.1) / 3, 6);
});

test('where pgbench measured nothing there is no rate', () => {
  expect(() => read(output('progress: 1.0 s, 900.0 tps, lat 1.0 ms'), 1)).toThrow('nothing useful');
});
