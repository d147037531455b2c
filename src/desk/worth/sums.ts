/** Sums of a period, as the rollup has them: by service, measure and bucket. */
export type Sums = readonly {
  /** Empty: no service was named. */
  readonly service: string;
  readonly measure: string;
  readonly bucket: number;
  readonly n: number;
}[];

/** The sums of one service, or of all. */
export function sumsOf(sums: Sums, service: string | undefined) {
  const measures = new Map<string, Map<number, number>>();
  for (const row of sums) {
    if (service !== undefined && row.service !== service) continue;
    const buckets = measures.get(row.measure) ?? new Map<number, number>();
    measures.set(row.measure, buckets.set(row.bucket, (buckets.get(row.bucket) ?? 0) + row.n));
  }
  const by = (measure: string): ReadonlyMap<number, number> => measures.get(measure) ?? NONE;
  return {
    by,
    total: (measure: string): number => [...by(measure).values()].reduce((sum, n) => sum + n, 0),
  };
}

const NONE: ReadonlyMap<number, number> = new Map();
