import type { Pool } from 'pg';
import type { PersonId } from './ticket.ts';

/** A ticket that is being worked on, as far as it is compared with others. */
export interface Recent {
  readonly number: number;
  readonly subject: string;
  /** The beginning of what its requester wrote first. */
  readonly text: string;
  readonly requester: PersonId;
  readonly openedAt: Date;
  /** Which of the desk's services it is about, where somebody said so. */
  readonly service: string | null;
}

/** A ticket whose service somebody told. */
export type Served = Pick<Recent, 'subject' | 'text'> & { readonly service: string };

/**
 * Those of the newest tickets before `number` whose service is told, whether they are open or not, newest first: `most` are
 * looked at, so that it costs the same however many there are.
 */
export async function servedBefore(pool: Pool, org: number, number: number, most: number): Promise<readonly Served[]> {
  const { rows } = await pool.query<Served>({ name: 'served before', text: SERVED, values: [org, number, most] });
  return rows;
}

/** The newest tickets of an organisation that are open, newest first: as many index entries are read, however many there are. */
export async function recentOpen(pool: Pool, org: number, most: number): Promise<readonly Recent[]> {
  const { rows } = await pool.query<Recent>({ name: 'recent open', text: RECENT, values: [org, most] });
  return rows;
}

const BEGUN = `coalesce((select left(m.text, 400) from message m where m.org_id = t.org_id and m.ticket = t.number
    and m.visibility = 'public' and m.author_id = t.requester_id and m.deleted_at is null order by m.id limit 1), '') as text`;

const SERVED = `
select t.subject, t.service, ${BEGUN}
from (select * from ticket where org_id = $1 and number < $2 order by number desc limit $3) t
where t.service is not null
order by t.number desc`;

const RECENT = `
select t.number, t.subject, t.requester_id as requester, t.opened_at as "openedAt", t.service,
  ${BEGUN}
from ticket t
where t.org_id = $1 and t.closed_at is null and t.status <> 'resolved'
order by t.number desc limit $2`;
