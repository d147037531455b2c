/** How much came in and how much was done, step by step through a period. Pure. */
import { addDays, addMonths, daysIn, type Period, spansOf, unitOf, weekOf } from './period.ts';

export interface Trend {
  readonly step: 'day' | 'week' | 'month' | 'year';
  /** Every step of the period in order; the first and the last one may reach over its ends and are counted within it. */
  readonly points: readonly { readonly starts: string; readonly opened: number; readonly done: number }[];
}

/** Sums by local day or month, as the rollup has them. */
export type TrendRows = readonly { readonly starts: string; readonly measure: string; readonly n: number }[];

const MOST = { day: 31, week: 26 * 7, month: 37 * 31 } as const;

/** As fine as still can be read: days in a month, weeks in half a year, months in three years. */
export function stepOf(period: Period): Trend['step'] {
  const days = daysIn(period);
  if (days <= MOST.day) return 'day';
  if (days <= MOST.week) return 'week';
  return days <= MOST.month ? 'month' : 'year';
}

/** What has to be read for it: days, or whole months where steps are no shorter. */
export function trendSpans(period: Period): ReturnType<typeof spansOf> {
  const step = stepOf(period);
  return step === 'month' || step === 'year' ? spansOf(period) : [{ span: 'day', ...period }];
}

export function trendOf(period: Period, rows: TrendRows): Trend {
  const step = stepOf(period);
  const sums = new Map<string, { opened: number; done: number }>();
  for (let at = beginning(period.from, step); at < period.to; at = next(at, step)) sums.set(at, { opened: 0, done: 0 });
  for (const { starts, measure, n } of rows) {
    const sum = sums.get(beginning(starts, step));
    if (sum !== undefined && (measure === 'opened' || measure === 'done')) sum[measure] += n;
  }
  return { step, points: [...sums].map(([starts, sum]) => ({ starts, ...sum })) };
}

const MONTHS = { month: 1, year: 12 } as const;

function beginning(day: string, step: Trend['step']): string {
  if (step === 'day') return day;
  return step === 'week' ? weekOf(day) : unitOf(day, MONTHS[step]);
}

function next(starts: string, step: Trend['step']): string {
  if (step === 'day' || step === 'week') return addDays(starts, step === 'day' ? 1 : 7);
  return addMonths(starts, MONTHS[step]);
}
