/** Periods of local days, and the one before each. Pure. */

export const PERIODS = [
  '30_days',
  'this_week',
  'last_week',
  'this_month',
  'last_month',
  'this_quarter',
  'last_quarter',
  'this_year',
  'last_year',
] as const;
export type PeriodName = (typeof PERIODS)[number];

/** From one local day to another, which is not in it any more: `2026-11-01`, `2026-12-01`. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** A period with the one that it is compared with. */
export interface Periods {
  readonly period: Period;
  readonly before: Period;
}

const DAY_MS = 86_400_000;

/** The period of that name around a local day, and the one before it: as long, or the calendar's own where it is one of those. */
export function periodNamed(name: PeriodName, today: string): Periods {
  const tomorrow = addDays(today, 1);
  switch (name) {
    case '30_days':
      return withBefore({ from: addDays(today, -29), to: tomorrow });
    case 'this_week':
      return withBefore({ from: weekOf(today), to: tomorrow });
    case 'last_week':
      return withBefore({ from: addDays(weekOf(today), -7), to: weekOf(today) });
    default: {
      const [which, unit] = name.split('_') as ['this' | 'last', keyof typeof MONTHS];
      const months = MONTHS[unit];
      const begins = unitOf(today, months);
      const begun = addMonths(begins, -months);
      return which === 'this'
        ? { period: { from: begins, to: tomorrow }, before: sameLength({ from: begins, to: tomorrow }, begun) }
        : { period: { from: begun, to: begins }, before: { from: addMonths(begun, -months), to: begun } };
    }
  }
}

/** Any period with the equally long one right before it. */
export function withBefore(period: Period): Periods {
  return { period, before: { from: addDays(period.from, -daysIn(period)), to: period.from } };
}

export function daysIn({ from, to }: Period): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

/** The period as whole months and the days that are left over at its ends: what is summed by month need not be by day. */
export function spansOf({ from, to }: Period): readonly (Period & { readonly span: 'day' | 'month' })[] {
  const first = from.endsWith('-01') ? from : addMonths(unitOf(from, 1), 1);
  const last = unitOf(to, 1);
  if (first >= last) return from < to ? [{ span: 'day', from, to }] : [];
  return [
    ...(from < first ? [{ span: 'day', from, to: first } as const] : []),
    { span: 'month', from: first, to: last },
    ...(last < to ? [{ span: 'day', from: last, to } as const] : []),
  ];
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** As many days from `begun` on; what would reach over the next period's beginning ends there. */
export function sameLength(period: Period, begun: string): Period {
  const [to = period.from] = [addDays(begun, daysIn(period)), period.from].sort();
  return { from: begun, to };
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** From the first of a month. */
export function addMonths(first: string, months: number): string {
  const [year = 0, month = 1] = first.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}

/** The first day of the unit of so many months that a day is in. */
export function unitOf(day: string, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, Math.floor((month - 1) / months) * months, 1)).toISOString().slice(0, 10);
}

/** The Monday of a day's week. */
export function weekOf(day: string): string {
  return addDays(day, -((new Date(day).getUTCDay() + 6) % 7));
}
