import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { worthOf } from '../../src/desk/worth/index.ts';
import { type PlainAdapter, plainAdapter, textOf } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

/**
 * The log of a desk: a CSV of case, activity and time, where activity 8 is taking it in charge, 9 is waiting, 6 is resolving.
 * Ours is a small one of two weeks in which the clocks change. Those of real desks belong to others, so they are given by
 * whoever has one: REPLAY_LOG=log.csv, and REPLAY_CASES for more of it.
 */
const OURS = new URL('../fixtures/desk-log.csv', import.meta.url);
const LOG = process.env['REPLAY_LOG'];
const CASES = Number(process.env['REPLAY_CASES'] ?? 150);
const ENV = { WORK_HOURS: 'Mon-Sun 00:00-24:00', CLOSE_AFTER_DAYS: '365', DESK_TIMEZONE: 'UTC' };

interface Step {
  readonly id: string;
  readonly activity: string;
  readonly at: number;
}

function stepsOf(file: string | URL): readonly Step[] {
  const lines = readFileSync(file, 'utf8').trim().split(/\r?\n/).slice(1);
  const all = lines.map((line): Step => {
    const [id = '', activity = '', time = ''] = line.split(',');
    return { id, activity, at: Date.parse(`${time.replace(' ', 'T')}Z`) };
  });
  const first = new Map<string, number>();
  for (const { id, at } of all) first.set(id, Math.min(at, first.get(id) ?? at));
  const chosen = new Set(
    [...first]
      .sort(([, a], [, b]) => a - b)
      .slice(0, CASES)
      .map(([id]) => id),
  );
  return all.filter(({ id }) => chosen.has(id)).sort((a, b) => a.at - b.at);
}

describe.each([OURS, ...(LOG === undefined ? [] : [LOG])])(
  'the tickets of %s, lived again',
  { timeout: 600_000 },
  (log) => {
    let chat: PlainAdapter;
    let desk: RunningDesk;
    let clock = Date.now();
    const now = () => new Date(clock);
    const steps = stepsOf(log);
    beforeAll(async () => {
      clock = steps[0]?.at ?? clock;
      chat = plainAdapter();
      desk = await startDesk([chat], { env: ENV, now });
    });
    afterAll(() => desk.stop());

    it('come to the numbers that the log itself gives', async () => {
      const numbers = new Map<string, string>();
      const opened = new Map<string, number>();
      const resolutions = new Map<string, number[]>();
      for (const { id, activity, at } of steps) {
        clock = at;
        if (!numbers.has(id)) {
          const outcome = await chat.command(`p${id}`, 'open', { subject: `Case ${id}` });
          numbers.set(id, /INC-(\d+)/.exec(outcome.kind === 'answer' ? textOf(outcome.message) : '')?.[1] ?? '');
          opened.set(id, at);
        }
        const ticket = numbers.get(id) ?? '';
        const times = resolutions.get(id) ?? [];
        if (['6', '8', '9'].includes(activity) && times.length > 0) {
          await chat.command(`p${id}`, 'reopen', { ticket });
        }
        if (activity === '8') await chat.command('sam', 'claim', { ticket }, 'agents');
        if (activity === '9') await chat.command('sam', 'wait', { ticket, for: 'third_party' }, 'agents');
        if (activity === '6') {
          await chat.command('sam', 'resolve', { ticket, code: 'solved' }, 'agents');
          resolutions.set(id, [...times, at]);
        }
      }
      const { desk: settings } = readConfig(ENV);
      const worth = worthOf(desk.db, settings, now);
      await expect.poll(() => worth.count(), { timeout: 60_000 }).toBe(true);
      const { figures } = await worth.report(1, { from: '2000-01-01', to: '2100-01-01' }, undefined);
      const figure = (name: string) => figures.find((one) => one.name === name)?.now;

      const all = [...resolutions.values()].flat().length;
      expect(figure('tickets')?.value).toBe(opened.size);
      expect(figure('reopened')?.n).toBe(all);
      const stillResolved = await desk.db.pool.query("select number from ticket where status = 'resolved'");
      const held = new Set(stillResolved.rows.map(({ number }) => String(number)));
      expect(figure('backlog')?.value).toBe(opened.size - held.size);
      expect(figure('reopened')?.value).toBeCloseTo((100 * (all - held.size)) / all, 6);
      const took = [...resolutions]
        .filter(([id]) => held.has(numbers.get(id) ?? ''))
        .map(([id, times]) => ((times.at(-1) ?? 0) - (opened.get(id) ?? 0)) / 60_000)
        .sort((a, b) => a - b);
      for (const [name, part] of [
        ['resolution', 0.5],
        ['resolution p90', 0.9],
      ] as const) {
        const wanted = took[Math.ceil(part * took.length) - 1] ?? 0;
        expect(Math.abs((figure(name)?.value ?? 0) / wanted - 1)).toBeLessThan(0.011);
      }
    });
  },
);
