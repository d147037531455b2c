import type { Pool } from 'pg';

/** How often a model may be asked in a day (UTC): for one account, and for a whole organisation. */
export interface Allowance {
  readonly person: number;
  readonly desk: number;
}

/**
 * Counts one question to a model, if both allowances have room for it; false, and nothing is spent of the desk's, if not.
 * One statement for all replicas: whoever asks at the same moment waits for these two rows and nothing else.
 */
export async function spend(
  pool: Pool,
  org: number,
  account: string,
  { person, desk }: Allowance,
  now: Date,
): Promise<boolean> {
  const day = now.toISOString().slice(0, 10);
  const { rows } = await pool.query({ name: 'spend', text: SPEND, values: [org, day, account, person, desk] });
  return rows.length > 0;
}

/** Forgets what was counted before the day of `then`. */
export async function forgetSpent(pool: Pool, then: Date): Promise<void> {
  await pool.query('delete from asked_model where day < $1', [then.toISOString().slice(0, 10)]);
}

// The person's own comes first: whoever has used it up does not touch the row that everybody shares.
const SPEND = `
with own as (
  insert into asked_model as a (org_id, day, account, times)
  select $1::int, $2::date, $3::text, 1 where $4::int > 0
  on conflict (org_id, day, account) do update set times = a.times + 1 where a.times < $4::int
  returning 1
)
insert into asked_model as a (org_id, day, account, times)
select $1::int, $2::date, '', 1 from own where $5::int > 0
on conflict (org_id, day, account) do update set times = a.times + 1 where a.times < $5::int
returning 1`;
