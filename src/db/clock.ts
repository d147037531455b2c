import type { Pool } from 'pg';

/** The time by PostgreSQL's clock, which is the same for all replicas. */
export interface Clock {
  now(): Date;
  stop(): void;
}

/** In between, time goes on as performance.now() counts it, which nobody can set. */
const ASK_MS = 10_000;
/** An answer that took longer says too little of when it was given. */
const PROMPT_MS = 250;

/**
 * Asks the database for the time, now and every ten seconds, and counts on from there: a machine whose clock is wrong, or is
 * set while the desk runs, writes the right times, and puts nothing off until its clock is right again. Resolves with a clock
 * that knows the time; rejects when the database cannot be asked. What was asked later fails quietly, and the clock counts on.
 */
export async function databaseClock(pool: Pick<Pool, 'query'>): Promise<Clock> {
  const ask = async (): Promise<{ readonly base: number; readonly tookMs: number }> => {
    const asked = performance.now();
    const { rows } = await pool.query<{ ms: number }>(
      'select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms',
    );
    const answered = performance.now();
    return { base: (rows[0]?.ms ?? Date.now()) - (asked + answered) / 2, tookMs: answered - asked };
  };
  let { base } = await ask();
  const timer = setInterval(() => {
    ask().then(
      (found) => {
        if (found.tookMs < PROMPT_MS) base = found.base;
      },
      () => {},
    );
  }, ASK_MS).unref();
  return { now: () => new Date(base + performance.now()), stop: () => clearInterval(timer) };
}
