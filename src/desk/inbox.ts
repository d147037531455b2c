import type { Pool } from 'pg';
import type { Database } from '../db/connect.ts';
import { orm } from '../db/drizzle.ts';
import { inbox } from '../db/schema.ts';
import type { Work } from './batch.ts';

export interface DueWork {
  readonly key: string;
  readonly org: number;
  readonly work: Work;
  readonly attempts: number;
}

/**
 * Work that is due at `now`, each row given to one caller only until its wait is over: 10 s, doubling with every try up to
 * an hour. The wait is the lease: whoever does the work takes it off the row in the transaction that records it.
 */
export async function dueWork(pool: Pool, now: Date, limit: number): Promise<readonly DueWork[]> {
  const { rows } = await pool.query<DueWork>({ name: 'due', text: DUE, values: [now, limit] });
  return rows;
}

/** Takes a row out of the sweep but keeps its work, for an operator to look at. */
export async function park(db: Database, key: string): Promise<void> {
  await db.orm.update(inbox).set({ dueAt: null }).where(orm.eq(inbox.key, key));
}

/**
 * Forgets the keys of gestures that were done with before `then`: no platform tells of them again. What became of messages
 * that have not come within a day is forgotten too, for it holds their text.
 */
export async function forget(db: Database, then: Date): Promise<void> {
  await db.pool.query(`delete from revision where told_at < now() - interval '1 day'`);
  await db.pool.query(`delete from spent where at < now() - interval '1 day'`);
  await db.orm.delete(inbox).where(orm.and(orm.isNull(inbox.work), orm.lt(inbox.receivedAt, then)));
}

/** Remembers a key for as long as those of gestures; false if it was there. */
export async function claimOnce(pool: Pool, org: number, key: string): Promise<boolean> {
  const { rowCount } = await pool.query('insert into inbox (key, org_id) values ($1, $2) on conflict do nothing', [
    key,
    org,
  ]);
  return (rowCount ?? 0) > 0;
}

const DUE = `
with due as materialized (
  select key from inbox where work is not null and due_at <= $1 order by due_at limit $2 for update skip locked
)
update inbox i set attempts = least(i.attempts + 1, 1000),
  due_at = $1 + least(interval '10 s' * 2 ^ least(i.attempts, 12), interval '1 hour')
from due where i.key = due.key
returning i.key, i.org_id as org, i.work, i.attempts`;
