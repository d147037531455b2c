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
const desk = (rate: number): Measured =>
  measured(rate, { latencies, cpuUs: 250, rssMb: 120, trips: 0.25, walBytes: 5_000 });

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
    ackMaxMs: 100,
    cpuUsPerTicket: 250,
    rssMb: 120,
    tripsPerTicket: 0.25,
    walBytesPerTicket: 5_000,
    units: { open: { httpRatio: 1.2, dispatchRatio: 2, discordRate: null, ackP99Ms: 100, cpuUs: 250 } },
  });
  expect(table(results).join('\n')).toContain('1.50 1.20 1.00');
});

test('without pgbench the ratios are null and the rest is there', () => {
  const results: Results = [{ 'desk 32': desk(1_500), 'core 32': measured(3_000), 'core 128': measured(4_000) }];
  expect(figures(results)).toMatchObject({ httpRatio: null, dispatchRatio: null, batchRatio: null, ackP50Ms: 51 });
});

test('each unit stands under its own name, against pgbench doing that unit', () => {
  const results: Results = [
    {
      'pgbench 32': measured(1_000),
      'desk 32': desk(1_500),
      'pgbench 32 reply': measured(500),
      'core 32 reply': measured(2_000),
      'desk 32 reply': desk(1_000),
      'desk 8 reply': desk(400),
      'discord 32 reply': desk(300),
    },
  ];
  expect(figures(results).units.reply).toEqual({
    httpRatio: 2,
    dispatchRatio: 4,
    discordRate: 300,
    ackP99Ms: 100,
    cpuUs: 250,
  });
  expect(Object.keys(figures(results).units)).toEqual(['open', 'reply']);
  const lines = table(results);
  expect(lines.findIndex((line) => line.startsWith('reply in a thread'))).toBeGreaterThan(
    lines.findIndex((line) => line.startsWith('open a ticket')),
  );
  // Without a pgbench of 8 clients beside it there is nothing to compare with.
  expect(lines.find((line) => line.includes('HTTP, 8 clients'))).toMatch(/HTTP, 8 clients +400 +51/);
});
