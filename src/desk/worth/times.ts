/** Times by bucket: small enough to be added up over a year, and fine enough that a median is right to one per cent. Pure. */
import type { Estimate } from './interval.ts';

/** To this many minutes every minute is a bucket of its own. */
const EXACT = 100;
/** Above, a bucket is this much longer than the one before it. */
const STEP = Math.log(1.02);

/** The bucket of a whole number of minutes. */
export function bucketOf(minutes: number): number {
  if (minutes <= EXACT) return Math.max(0, Math.round(minutes));
  return EXACT + 1 + Math.floor(Math.log(minutes / EXACT) / STEP);
}

/** The minutes that a bucket stands for: its middle. */
export function minutesOf(bucket: number): number {
  return bucket <= EXACT ? bucket : EXACT * Math.exp((bucket - EXACT - 0.5) * STEP);
}

/** How many, by bucket. */
export type Times = ReadonlyMap<number, number>;

/**
 * The time that `part` (0 to 1) of all took at most: the one at rank ⌈part·n⌉, in minutes. The interval is that of the ranks
 * 1.96·√(n·part·(1 − part)) before and after it, which holds whatever the distribution. Undefined for none.
 */
export function quantile(times: Times, part: number): Estimate | undefined {
  const sorted = [...times].filter(([, count]) => count > 0).sort(([a], [b]) => a - b);
  const n = sorted.reduce((sum, [, count]) => sum + count, 0);
  if (n === 0) return undefined;
  const at = (rank: number): number => {
    let seen = 0;
    for (const [bucket, count] of sorted) {
      seen += count;
      if (seen >= rank) return minutesOf(bucket);
    }
    return minutesOf(sorted.at(-1)?.[0] ?? 0);
  };
  const rank = Math.max(1, Math.ceil(part * n));
  const reach = 1.96 * Math.sqrt(n * part * (1 - part));
  return {
    value: at(rank),
    low: at(Math.max(1, Math.floor(rank - reach))),
    high: at(Math.min(n, Math.ceil(rank + reach))),
    n,
  };
}
