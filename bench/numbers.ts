/** Of `sorted`, ascending: the value that so large a share stays below; 0 of none. */
export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

export const ascending = (values: readonly number[]): readonly number[] =>
  [...values].sort((one, other) => one - other);

export const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** What people wait for, in ms. */
export interface Waits {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

export function waitsOf(latencies: readonly number[]): Waits {
  const sorted = ascending(latencies);
  const at = (share: number): number => rounded(quantile(sorted, share), 1);
  return { p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
}

/** A figure beside what it is to be, in words: a goal that is missed says so. */
export const against = (about: string, value: number, goal: number, unit: string): string =>
  `${about}: ${value} ${unit} (goal: below ${goal} ${unit}${value < goal ? '' : ': MISSED'})`;
