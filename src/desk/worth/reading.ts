/** Rollup → the material of a report: some thousand rows, whatever the number of tickets. Reads only. */
import type { Pool } from 'pg';
import type { Calendar } from './calendar.ts';
import { type Period, spansOf } from './period.ts';
import type { Ageing, Material } from './report.ts';
import type { Sums } from './sums.ts';
import { type TrendRows, trendSpans } from './trend.ts';

export interface Wanted {
  readonly org: number;
  readonly period: Period;
  readonly before: Period;
  /** Undefined for all. */
  readonly service: string | undefined;
  readonly peopleServed: number | undefined;
  readonly now: Date;
  readonly calendar: Calendar;
}

/** Whether anybody sees this is decided by whoever asks. */
export async function material(pool: Pool, wanted: Wanted): Promise<Material> {
  const { org, period, before, service, peopleServed } = wanted;
  const begun = openAt(pool, org, period.from, service);
  const [now, past, trend, openBefore, backlogThen, ageing, people, uncounted] = await Promise.all([
    sums(pool, org, period, service, 'by service'),
    sums(pool, org, before, service, 'together'),
    trendIn(pool, org, period, service),
    begun,
    before.to === period.from ? begun : openAt(pool, org, before.to, service),
    ageingOf(pool, wanted),
    peopleServed ?? known(pool, org),
    waiting(pool),
  ]);
  // What came and went in the period is known already: the sums before it need not be read twice.
  const backlog = trend.reduce((open, { measure, n }) => open + (measure === 'opened' ? n : -n), openBefore);
  return { period, before, service, people, now, past, trend, backlog, backlogThen, ageing, uncounted };
}

/** What is only compared with need not be known service by service: that is most of the rows. */
async function sums(
  pool: Pool,
  org: number,
  period: Period,
  service: string | undefined,
  how: 'by service' | 'together',
): Promise<Sums> {
  const [name, text] = how === 'together' ? ['worth of a span, together', TOGETHER] : ['worth of a span', SUMS];
  const parts = await Promise.all(
    spansOf(period).map(({ span, from, to }) =>
      pool.query<Sums[number]>({ name, text, values: [org, span, from, to, service ?? null] }),
    ),
  );
  return parts.flatMap(({ rows }) => rows);
}

async function trendIn(pool: Pool, org: number, period: Period, service: string | undefined): Promise<TrendRows> {
  const parts = await Promise.all(
    trendSpans(period).map(({ span, from, to }) =>
      pool.query<TrendRows[number]>({ name: 'trend', text: TREND, values: [org, span, from, to, service ?? null] }),
    ),
  );
  return parts.flatMap(({ rows }) => rows);
}

/** Opened before a day began, less what was done by then and is done still. */
async function openAt(pool: Pool, org: number, day: string, service: string | undefined): Promise<number> {
  const spans = spansOf({ from: '1970-01-01', to: day });
  const parts = await Promise.all(
    spans.map(({ span, from, to }) =>
      pool.query<{ n: number }>({ name: 'open at', text: OPEN, values: [org, span, from, to, service ?? null] }),
    ),
  );
  return parts.reduce((sum, { rows }) => sum + Number(rows[0]?.n ?? 0), 0);
}

async function ageingOf(pool: Pool, { org, now, service }: Wanted): Promise<Ageing> {
  const { rows } = await pool.query<Ageing>({ name: 'ageing', text: AGEING, values: [org, now, service ?? null] });
  return rows[0] ?? { week: 0, fortnight: 0, month: 0, older: 0 };
}

async function known(pool: Pool, org: number): Promise<number> {
  const { rows } = await pool.query<{ n: number }>({ name: 'people', text: PEOPLE, values: [org] });
  return Number(rows[0]?.n ?? 0);
}

/** How many tickets wait to be counted; past some thousand it does not matter how many. */
async function waiting(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    'select count(*)::int as n from (select 1 from uncounted limit 10000) u',
  );
  return rows[0]?.n ?? 0;
}

const SUMS = `
select service, measure, bucket, sum(n)::float8 as n from rollup
where org_id = $1 and span = $2 and starts >= $3::date and starts < $4::date and ($5::text is null or service = $5)
group by service, measure, bucket`;

const TOGETHER = `
select coalesce($5::text, '') as service, measure, bucket, sum(n)::float8 as n from rollup
where org_id = $1 and span = $2 and starts >= $3::date and starts < $4::date and ($5::text is null or service = $5)
group by measure, bucket`;

const TREND = `
select starts::text as starts, measure, sum(n)::float8 as n from rollup
where org_id = $1 and span = $2 and starts >= $3::date and starts < $4::date and measure in ('opened', 'done')
  and ($5::text is null or service = $5)
group by starts, measure`;

const OPEN = `
select coalesce(sum(case measure when 'opened' then n else -n end), 0)::float8 as n from rollup
where org_id = $1 and span = $2 and starts >= $3::date and starts < $4::date and measure in ('opened', 'done')
  and ($5::text is null or service = $5)`;

const AGEING = `
select count(*) filter (where opened_at > $2::timestamptz - interval '7 days')::int as week,
  count(*) filter (where opened_at <= $2::timestamptz - interval '7 days' and opened_at > $2::timestamptz - interval '14 days')::int as fortnight,
  count(*) filter (where opened_at <= $2::timestamptz - interval '14 days' and opened_at > $2::timestamptz - interval '30 days')::int as month,
  count(*) filter (where opened_at <= $2::timestamptz - interval '30 days')::int as older
from ticket where org_id = $1 and closed_at is null and status <> 'resolved'
  and ($3::text is null or coalesce(service, '') = $3)`;

/** Somebody with two accounts is one; whoever acts as an agent serves, and is not served. */
const PEOPLE = `
select count(distinct person_id)::int as n from account a
where org_id = $1 and not exists (
  select 1 from account b where b.org_id = a.org_id and b.person_id = a.person_id and b.agent_seen_at is not null)`;
