import { describe, expect, it } from 'vitest';
import { periodIn, splitPeriod } from '../../src/desk/worth/period-words.ts';
import { stepOf, trendOf } from '../../src/desk/worth/trend.ts';

/** A Tuesday. */
const TODAY = '2026-11-24';
const of = (text: string) => {
  const found = periodIn(text, TODAY);
  return found && [found.period.from, found.period.to, found.before.from, found.before.to].join(' ');
};

describe('what people call a period', () => {
  it.each([
    ['week', '2026-11-23 2026-11-25 2026-11-21 2026-11-23'],
    ['Month', '2026-11-01 2026-11-25 2026-10-01 2026-10-25'],
    ['quarter', '2026-10-01 2026-11-25 2026-07-01 2026-08-25'],
    ['this year', '2026-01-01 2026-11-25 2025-01-01 2025-11-25'],
    ['last month', '2026-10-01 2026-11-01 2026-09-01 2026-10-01'],
    ['the  last   quarter', '2026-07-01 2026-10-01 2026-04-01 2026-07-01'],
    ['last_week', '2026-11-16 2026-11-23 2026-11-09 2026-11-16'],
    ['letzter Monat', '2026-10-01 2026-11-01 2026-09-01 2026-10-01'],
    ['dieses Jahr', '2026-01-01 2026-11-25 2025-01-01 2025-11-25'],
    ['el año pasado', '2025-01-01 2026-01-01 2024-01-01 2025-01-01'],
    ['últimos 7 días', '2026-11-18 2026-11-25 2026-11-11 2026-11-18'],
    ['30_days', '2026-10-26 2026-11-25 2026-09-26 2026-10-26'],
    ['90d', '2026-08-27 2026-11-25 2026-05-29 2026-08-27'],
    ['today', '2026-11-24 2026-11-25 2026-11-23 2026-11-24'],
    ['gestern', '2026-11-23 2026-11-24 2026-11-22 2026-11-23'],
    ['2026-10', '2026-10-01 2026-11-01 2026-09-01 2026-10-01'],
    // It is not over: it ends with today, against as much of October.
    ['2026-11', '2026-11-01 2026-11-25 2026-10-01 2026-10-25'],
    ['2024-02', '2024-02-01 2024-03-01 2024-01-01 2024-02-01'],
    ['2025', '2025-01-01 2026-01-01 2024-01-01 2025-01-01'],
    ['2026-Q3', '2026-07-01 2026-10-01 2026-04-01 2026-07-01'],
    ['q1 2026', '2026-01-01 2026-04-01 2025-10-01 2026-01-01'],
    ['2026-W45', '2026-11-02 2026-11-09 2026-10-26 2026-11-02'],
    ['2026-W53', '2026-12-28 2027-01-04 2026-12-21 2026-12-28'],
    ['October', '2026-10-01 2026-11-01 2026-09-01 2026-10-01'],
    // December has not begun: it is the one before.
    ['Dezember', '2025-12-01 2026-01-01 2025-11-01 2025-12-01'],
    ['März 2025', '2025-03-01 2025-04-01 2025-02-01 2025-03-01'],
    ['diciembre de 2024', '2024-12-01 2025-01-01 2024-11-01 2024-12-01'],
    ['2026-10-05', '2026-10-05 2026-10-06 2026-10-04 2026-10-05'],
    ['2026-10-01..2026-10-15', '2026-10-01 2026-10-16 2026-09-16 2026-10-01'],
    ['from 2026-10-01 to 2026-10-15', '2026-10-01 2026-10-16 2026-09-16 2026-10-01'],
    ['2026-10-01 2026-10-15', '2026-10-01 2026-10-16 2026-09-16 2026-10-01'],
    ['2026-08 – 2026-09', '2026-08-01 2026-10-01 2026-06-01 2026-08-01'],
    ['2026-11-20..2026-12-10', '2026-11-20 2026-11-25 2026-11-15 2026-11-20'],
  ])('%s', (text, days) => {
    expect(of(text)).toBe(days);
  });

  it.each([
    ...['', 'lastmnth', 'month week', 'next month', '2026-13', '2026-00', '2025-W53', '2026-W00', '2026-02-30', '1999'],
    ...['9999', '0 days', '5000 days', '2026-10-15..2026-10-01', '2026-10-01..soon', 'last last month', '-1 days'],
    ...['constructor', '__proto__', '2026-10-01..2026-10-02..2026-10-03', '2026-10; drop table ticket'],
  ])('%j is none', (text) => {
    expect(of(text)).toBeUndefined();
  });

  it('stands before or after a service, in as many words as it has', () => {
    expect(splitPeriod('last month Mail and calendar')).toEqual({ period: 'last month', rest: 'Mail and calendar' });
    expect(splitPeriod('Mail 2026-10-01 to 2026-10-15')).toEqual({ period: '2026-10-01 to 2026-10-15', rest: 'Mail' });
    expect(splitPeriod(' Mail ')).toEqual({ period: undefined, rest: 'Mail' });
    expect(splitPeriod('')).toEqual({ period: undefined, rest: '' });
  });
});

describe('the trend', () => {
  const row = (starts: string, opened: number, done = 0) => [
    { starts, measure: 'opened', n: opened },
    { starts, measure: 'done', n: done },
  ];

  it('goes by days in a month, by weeks in half a year, then by months and by years', () => {
    expect(stepOf({ from: '2026-10-01', to: '2026-11-01' })).toBe('day');
    expect(stepOf({ from: '2026-10-01', to: '2026-11-02' })).toBe('week');
    expect(stepOf({ from: '2026-01-01', to: '2027-01-01' })).toBe('month');
    expect(stepOf({ from: '2020-01-01', to: '2027-01-01' })).toBe('year');
  });

  it('has every step of the period, and weeks that begin on a Monday', () => {
    const days = trendOf({ from: '2026-10-30', to: '2026-11-02' }, row('2026-10-31', 3, 1));
    expect(days.points.map(({ starts, opened, done }) => [starts, opened, done])).toEqual([
      ['2026-10-30', 0, 0],
      ['2026-10-31', 3, 1],
      ['2026-11-01', 0, 0],
    ]);
    const weeks = trendOf({ from: '2026-09-30', to: '2026-11-02' }, [
      ...row('2026-09-30', 1),
      ...row('2026-10-04', 2),
      ...row('2026-10-05', 4),
    ]);
    expect(weeks.points.map(({ starts, opened }) => [starts, opened])).toEqual([
      ['2026-09-28', 3],
      ['2026-10-05', 4],
      ['2026-10-12', 0],
      ['2026-10-19', 0],
      ['2026-10-26', 0],
    ]);
  });

  it('puts whole months and the days at its ends together', () => {
    const rows = [...row('2025-12-15', 1), ...row('2026-01-01', 10), ...row('2026-08-01', 2), ...row('2026-08-03', 3)];
    const { points } = trendOf({ from: '2025-12-15', to: '2026-08-04' }, rows);
    expect(points.map(({ opened }) => opened)).toEqual([1, 10, 0, 0, 0, 0, 0, 0, 5]);
    expect(points[0]?.starts).toBe('2025-12-01');
  });
});
