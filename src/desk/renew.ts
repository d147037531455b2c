import type { Pool } from 'pg';
import { json } from './json.ts';
import type { Held } from './outbox.ts';
import { asItIs } from './revisions.ts';
import type { Content } from './rows.ts';

/**
 * Opens another thread where the one of this row was opened, with `history` in it, and puts after it what waits in its lane.
 * The rows get new ids, for a lane is sent in their order; that loses no nonce, because only the first of a lane has been
 * tried, and is known to be shown nowhere. False if the row was not ours any more.
 */
export async function renew(pool: Pool, { id, attempts }: Held, history: Content): Promise<boolean> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query('begin');
    await client.query({ name: 'renew lock', text: LOCK, values: [id] });
    const { rowCount } = await client.query({ name: 'renew', text: RENEW, values: [id, attempts, json(history)] });
    await client.query('commit');
    broken = false;
    return (rowCount ?? 0) > 0;
  } finally {
    client.release(broken);
  }
}

/** What is still to be posted in a lane: it is not said yet, as far as its readers know. */
export async function waitingIn(pool: Pool, lane: string): Promise<readonly Content[]> {
  const { rows } = await pool.query<{ readonly content: Content }>({
    name: 'waiting',
    text: `select content from outbox where lane = $1 and op = 'post'`,
    values: [lane],
  });
  return rows.map(({ content }) => content);
}

/** Whatever changes a message of the ticket waits, or is waited for: nothing that is moved keeps its old words. */
const LOCK = `
select from outbox f join ticket t on t.org_id = f.org_id and t.number = f.ticket where f.id = $1 for no key update of t`;

/** What was moved is marked: where the new thread will not have it either, it is given up. */
const RENEW = `
with gone as (
  delete from outbox o using outbox f where f.id = $1 and f.attempts = $2 and o.lane = f.lane returning o.*
)
insert into outbox (org_id, lane, op, address, ticket, thread, survey, content, message, trace)
select org_id, lane, op, address, ticket, thread, survey, content, message, trace from (
  select 0 as step, g.id, g.org_id, g.lane, 'open' as op, t.at as address, g.ticket, g.thread, null::smallint as survey,
    null::jsonb as content, null as message, g.trace
  from gone g join thread t on t.org_id = g.org_id and t.ticket = g.ticket and t.seq = g.thread where g.id = $1
  union all
  select 1, id, org_id, lane, 'post', null, ticket, thread, null, $3::jsonb || '{"renewed": true}', null, trace
  from gone where id = $1
  union all
  select 2, id, org_id, lane, op, address, ticket, thread, survey,
    case when op = 'post' then ${asItIs('gone')} || '{"renewed": true}' else content end, message, trace from gone
) moved order by step, id`;
