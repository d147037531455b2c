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
}

/** The newest tickets of an organisation that are open, newest first: as many index entries are read, however many there are. */
export async function recentOpen(pool: Pool, org: number, most: number): Promise<readonly Recent[]> {
  const { rows } = await pool.query<Recent>({ name: 'recent open', text: RECENT, values: [org, most] });
  return rows;
}

const RECENT = `
select t.number, t.subject, t.requester_id as requester, t.opened_at as "openedAt",
  coalesce((select left(m.text, 400) from message m where m.org_id = t.org_id and m.ticket = t.number
    and m.visibility = 'public' and m.author_id = t.requester_id and m.deleted_at is null order by m.id limit 1), '') as text
from ticket t
where t.org_id = $1 and t.closed_at is null and t.status <> 'resolved'
order by t.number desc limit $2`;
