import type { PoolClient } from 'pg';
import type { Address } from '../adapter.ts';

/** Of a desk with a long queue, a place that joins late gets the newest. */
const MOST = 100;

/**
 * Opens a card at the agents' place of a tenant that has joined late, for each ticket of its organisation that is being
 * worked on and has none there. Idempotent, so that it can be done again for what was being opened meanwhile.
 */
export async function openLateCards(client: PoolClient, org: number, place: Address): Promise<void> {
  await client.query({ name: 'late cards', text: LATE_CARDS, values: [org, place, MOST] });
}

/** Tickets are locked in order of number, as everywhere; a thread that somebody else has made meanwhile is theirs. */
const LATE_CARDS = `
with wanted as materialized (
  select t.org_id, t.number from (
    select * from (
      select org_id, number from ticket t
      where org_id = $1 and closed_at is null and resolved_at is null
        and not exists (select 1 from thread h where h.org_id = t.org_id and h.ticket = t.number and h.at = $2)
      order by number desc limit $3
    ) newest order by number
  ) w cross join lateral (
    select org_id, number from ticket t where t.org_id = w.org_id and t.number = w.number for no key update
  ) t order by t.number
), made as (
  insert into thread (org_id, ticket, seq, side, at)
  select org_id, number, (select max(seq) + 1 from thread h where h.org_id = w.org_id and h.ticket = w.number), 'agents', $2
  from wanted w
  on conflict do nothing
  returning org_id, ticket, seq
)
insert into outbox (org_id, lane, op, address, ticket, thread)
select org_id, format('t:%s:%s:%s', org_id, ticket, seq), 'open', $2, ticket, seq from made order by ticket`;
