/** Clients that each do one thing after another, as pgbench's do. */

export interface Timing {
  readonly clients: number;
  readonly warmMs: number;
  readonly ms: number;
}

export interface Run {
  /** Everything that was done, warm-up included: what must be in the table. */
  readonly total: number;
  /** What was done while it was measured, and for how long that was. */
  readonly count: number;
  readonly seconds: number;
  readonly latencies: readonly number[];
}

/** `begins` is called when the warm-up is over, and what was done before it is not measured. */
export async function closedLoop(
  { clients, warmMs, ms }: Timing,
  one: (client: number) => Promise<void>,
  begins: () => void,
): Promise<Run> {
  const latencies: number[] = [];
  let total = 0;
  const start = performance.now();
  const end = start + warmMs + ms;
  let from = 0;
  const client = async (index: number): Promise<void> => {
    for (let at = start; at < end; ) {
      if (from === 0 && at >= start + warmMs) {
        from = at;
        begins();
      }
      await one(index);
      const then = performance.now();
      total += 1;
      if (from > 0 && at >= from) latencies.push(then - at);
      at = then;
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  return { total, count: latencies.length, seconds: (performance.now() - from) / 1_000, latencies };
}
