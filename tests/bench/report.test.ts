import { expect, test } from 'vitest';
import type { Measured } from '../../bench/contenders.ts';
import { figures, table } from '../../bench/report.ts';
import type { Results } from '../../bench/rounds.ts';

const measured = (rate: number, more: Partial<Measured> = {}): Measured => ({
  rate,
  total: 10,
  latencies: [],
  ...more,
});
const latencies = Array.from({ length: 100 }, (_, index) => index + 1);
const desk = (rate: number): Measured => measured(rate, { latencies, cpuUs: 250, rssMb: 120 });

test('a ratio is the median of the ratios of the rounds, each against the pgbench beside it', () => {
  const results: Results = [
    { 'pgbench 32': measured(1_000), 'desk 32': desk(1_500), 'core 32': measured(3_000), 'core 128': measured(4_000) },
    { 'pgbench 32': measured(100), 'desk 32': desk(120), 'core 32': measured(200), 'core 128': measured(500) },
    { 'pgbench 32': measured(2_000), 'desk 32': desk(2_000), 'core 32': measured(2_000), 'core 128': measured(9_000) },
  ];
  expect(figures(results)).toEqual({
    httpRatio: 1.2,
    dispatchRatio: 2,
    batchRatio: 4.5,
    ackP50Ms: 51,
    ackP99Ms: 100,
    cpuUsPerTicket: 250,
    rssMb: 120,
  });
  expect(table(results).join('\n')).toContain('1.50 1.20 1.00');
});

test('without pgbench the ratios are null and the rest is there', () => {
  const results: Results = [{ 'desk 32': desk(1_500), 'core 32': measured(3_000), 'core 128': measured(4_000) }];
  expect(figures(results)).toMatchObject({ httpRatio: null, dispatchRatio: null, batchRatio: null, ackP50Ms: 51 });
});
