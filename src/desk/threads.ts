import type { Pool } from 'pg';
import type { Address, HeardThread, Remote, Tenant } from '../adapter.ts';

/** See `Desk.threads`. What a tenant's addresses begin with is all that is known of them: the tenant, and a separator. */
export async function openThreads(
  pool: Pool,
  org: number,
  tenant: Tenant,
  most: number,
): Promise<readonly HeardThread[]> {
  const { rows } = await pool.query<{ address: Address; last: Remote | null; since: Date }>({
    name: 'open threads',
    text: OPEN_THREADS,
    values: [org, tenant, most],
  });
  return rows.map(({ address, last, since }) => ({ address, since, ...(last === null ? {} : { last }) }));
}

/** The threads of everybody's that a ticket was raised in are found by what was said in them. */
const OPEN_THREADS = `
select th.address, m.remote as last, coalesce(m.at, t.opened_at) as since
from (select org_id, number, opened_at from ticket where org_id = $1 and closed_at is null order by number desc limit $3) t
cross join lateral (
  select address from thread th where th.org_id = t.org_id and th.ticket = t.number and th.address is not null
  union
  select r.address from message s join raised r on r.org_id = s.org_id and r.address = s.source
  where s.org_id = t.org_id and s.ticket = t.number
) th
left join lateral (
  select remote, at from message m
  where m.org_id = t.org_id and m.ticket = t.number and m.source = th.address and m.remote is not null
  order by id desc limit 1
) m on true
where starts_with(th.address, $2) and substr(th.address, length($2) + 1, 1) in ('/', ':')
order by since limit $3`;
