import { afterAll, beforeAll, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { connect, type Database } from '../../src/db/connect.ts';
import { worthOf } from '../../src/desk/worth/index.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

const NOW = new Date('2027-01-01T12:00:00Z');

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createDatabase();
  db = connect(database.url, { max: 4 });
  // Two years of sums in two organisations, and 30,000 tickets of which a hundred are open.
  await db.pool.query(`insert into org (id, name) values (2, 'Other') on conflict do nothing`).catch(() => undefined);
  await db.pool.query(`
    insert into rollup (org_id, span, starts, service, measure, bucket, n)
    select org, span, case span when 'day' then date '2025-01-01' + d else date_trunc('month', date '2025-01-01' + d)::date end,
      service, measure, bucket, 3
    from generate_series(1, 2) org, unnest(array['day', 'month']) span, generate_series(0, 729) d,
      unnest(array['Mail', 'Network']) service, unnest(array['opened', 'done', 'first reply', 'score rating']) measure,
      generate_series(1, 4) bucket
    on conflict do nothing`);
  await db.pool.query(`
    insert into ticket (org_id, number, subject, kind, impact, urgency, priority, status, requester_id, requester_account,
      opened_at, reply_due_at, closed_at)
    select 1, n, 'Ticket', 'incident', 2, 2, 3, case when n % 300 = 0 then 'new' else 'closed' end, 1, 'plain:T:mira',
      timestamptz '2026-01-01' + n * interval '17 minutes', timestamptz '2026-01-02',
      case when n % 300 = 0 then null else timestamptz '2026-12-31' end
    from generate_series(1, 30000) n`);
  await db.pool.query('delete from uncounted');
  await db.pool.query('vacuum analyze');
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

it('a report reads sums and open tickets by their keys, and never all of a table', async () => {
  const asked: { readonly name?: string; readonly text: string; readonly values: unknown[] }[] = [];
  const pool = Object.assign(Object.create(db.pool), {
    query: (query: (typeof asked)[number], values?: unknown[]) => {
      if (query.text !== undefined) asked.push(query);
      return db.pool.query(query, values);
    },
  });
  const worth = worthOf({ ...db, pool }, readConfig({ DESK_TIMEZONE: 'UTC', PEOPLE_SERVED: '100' }).desk, () => NOW);
  for (const called of ['2026-10', '2026', '2026-02-03..2026-12-20']) {
    const periods = worth.period(called);
    if (periods === undefined) throw new Error(called);
    await worth.report(1, periods, 'Mail');
    for await (const rows of worth.tickets(1, periods, undefined)) expect(rows.length).toBeGreaterThan(0);
  }
  expect(new Set(asked.map(({ name }) => name))).toEqual(
    new Set(['worth of a span', 'worth of a span, together', 'trend', 'open at', 'ageing', 'tickets of a period']),
  );
  for (const { name, text, values } of asked) {
    const { rows } = await db.pool.query(`explain ${text}`, values);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan, `${name}\n${plan}`).not.toMatch(/Seq Scan on (?:rollup|ticket)\b/);
  }
});
