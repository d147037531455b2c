import type { Pool } from 'pg';

/** What waits in the outbox, of all customers. */
export interface Backlog {
  /** Deliveries not yet shown, those put off for later among them; counted no further than `MOST_COUNTED`. */
  readonly pending: number;
  /** For how many seconds the first of them has been due by the database's clock; 0 where none is due. */
  readonly oldestSeconds: number;
}

/** The same of the outbox, with what the database says of itself. */
export interface Outlook extends Backlog {
  /** It only lets read: a standby, or one that was made so. */
  readonly readOnly: boolean;
}

/** A full count reads the whole outbox, just when it is long. Whoever watches needs no more than that it is. */
export const MOST_COUNTED = 1_000;

/**
 * What waits to be shown, in one look that reads at most `MOST_COUNTED` entries of the index outbox_due. A delivery that is
 * tried again later is due only then; what waits behind it in its lane is due all along, and is what shows that it is stuck.
 * Rejects when the database is away.
 */
export async function backlog(pool: Pool): Promise<Outlook> {
  // Without a name: a plan that is kept from when the outbox was empty would read all of it when it is long.
  const { rows } = await pool.query<Outlook>(BACKLOG);
  return rows[0] ?? { pending: 0, oldestSeconds: 0, readOnly: false };
}

/** Work put off that is due now, in the same way. */
export async function unfinished(pool: Pool): Promise<Backlog> {
  const { rows } = await pool.query<Backlog>(UNFINISHED);
  return rows[0] ?? { pending: 0, oldestSeconds: 0 };
}

const UNFINISHED = `
select count(*)::int as pending,
  coalesce(greatest(0, floor(extract(epoch from now() - min(due_at)))), 0)::int as "oldestSeconds"
from (
  select due_at from inbox where work is not null and due_at <= now() order by due_at limit ${MOST_COUNTED}
) first`;

const BACKLOG = `
select count(*)::int as pending,
  coalesce(greatest(0, floor(extract(epoch from now() - min(run_at)))), 0)::int as "oldestSeconds",
  current_setting('transaction_read_only') = 'on' as "readOnly"
from (select run_at from outbox order by run_at, id limit ${MOST_COUNTED}) first`;
