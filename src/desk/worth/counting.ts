/**
 * Keeps the rollup true. Whoever records something about a ticket puts it in the queue; here it is counted anew from its
 * timeline, and the difference to what it added before goes into the sums. So a sum is never wrong for long, and never
 * drifts: what is counted again is the same.
 */
import type { Pool, PoolClient } from 'pg';
import { json } from '../json.ts';
import { decode, difference, encode } from './counts.ts';
import { type CountingRules, countsOf } from './life.ts';
import { LIVES, type LifeRow, lifeOf } from './life-row.ts';

export interface Counting {
  /** Counts what waits, for as long as `forMs`; says whether nothing is left. Another process may be at it: then that one does. */
  catchUp(forMs: number): Promise<boolean>;
}

export interface CountingSettings extends Omit<CountingRules, 'leads'> {
  /** Everything that the counts depend on, as one text. */
  readonly fingerprint: string;
  /** The people who lead the desk. */
  leads(): Promise<ReadonlySet<number>>;
}

/** One process counts at a time: the lock is the lease, and ends with the transaction or with its process. */
const LEASE = 7_309_456;
const BATCH = 500;

export function counting(pool: Pool, settings: CountingSettings): Counting {
  let checked = false;
  const step = async (): Promise<number | 'taken'> =>
    transaction(pool, async (client) => {
      const { rows: got } = await client.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [
        LEASE,
      ]);
      if (got[0]?.mine !== true) return 'taken';
      // Whoever started last says by which rules: a process with older ones leaves the counting to it.
      if (!(await rulesAre(client, settings.fingerprint, !checked))) return 'taken';
      checked = true;
      return countBatch(client, { ...settings, leads: await settings.leads() });
    });
  return {
    catchUp: async (forMs) => {
      for (const begun = performance.now(); ; ) {
        const done = await step();
        if (done === 'taken') return false;
        if (done < BATCH) return true;
        if (performance.now() - begun > forMs) return false;
      }
    },
  };
}

async function countBatch(client: PoolClient, rules: CountingRules): Promise<number> {
  const { rows: taken } = await client.query<{ org: number; ticket: number }>(TAKE, [BATCH]);
  if (taken.length === 0) return 0;
  const { rows: lives } = await client.query<LifeRow>(LIVES, [json(taken)]);
  const changes = difference();
  const counted = lives.map((row) => {
    const life = lifeOf(row);
    const counts = countsOf(life, rules);
    const service = life.service ?? '';
    if (row.counted !== null)
      changes.add(row.org, { service: row.counted.service, counts: decode(row.counted.counts) }, -1);
    changes.add(row.org, { service, counts }, 1);
    return { org: row.org, ticket: row.ticket, service, counts: encode(counts) };
  });
  await client.query(KEEP, [json(counted)]);
  const rows = changes.rows();
  if (rows.length > 0) await client.query(ADD, [json(rows)]);
  return taken.length;
}

/** Whether these are the rules; where they `mayChange`, they are from now on, and everything is counted anew. */
async function rulesAre(client: PoolClient, fingerprint: string, mayChange: boolean): Promise<boolean> {
  const { rows } = await client.query<{ rules: string }>('select rules from counting');
  if (rows[0]?.rules === fingerprint) return true;
  if (!mayChange) return false;
  if (rows.length > 0) {
    await client.query(`delete from rollup; delete from counted; delete from uncounted;
      insert into uncounted (org_id, ticket) select org_id, number from ticket`);
  }
  await client.query(
    'insert into counting (id, rules) values (1, $1) on conflict (id) do update set rules = excluded.rules',
    [fingerprint],
  );
  return true;
}

async function transaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    broken = false;
    return result;
  } catch (error) {
    await client.query('rollback').then(
      () => {
        broken = false;
      },
      () => {},
    );
    throw error;
  } finally {
    client.release(broken);
  }
}

/** A ticket that is queued twice is counted once; what is queued meanwhile stays. */
const TAKE = `
with taken as (
  delete from uncounted where ctid = any (array(select ctid from uncounted limit $1)) returning org_id, ticket
)
select distinct org_id as org, ticket from taken`;

const KEEP = `
insert into counted (org_id, ticket, service, counts)
select org, ticket, service, counts from jsonb_to_recordset($1) as x(org int, ticket int, service text, counts text)
on conflict (org_id, ticket) do update set service = excluded.service, counts = excluded.counts`;

const ADD = `
insert into rollup (org_id, span, starts, service, measure, bucket, n)
select org, span, starts, service, measure, bucket, n from jsonb_to_recordset($1)
  as x(org int, span text, starts date, service text, measure text, bucket smallint, n bigint)
on conflict (org_id, span, starts, service, measure, bucket) do update set n = rollup.n + excluded.n`;
