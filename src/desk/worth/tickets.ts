/** Ticket by ticket, for who wants to count for themselves. Reads only. */
import type { Pool } from 'pg';
import { decode } from './counts.ts';
import type { Assumptions } from './report.ts';
import { costOf } from './ticket-cost.ts';

export interface TicketRow {
  readonly number: number;
  readonly kind: string;
  readonly service: string;
  readonly openedAt: Date;
  readonly firstReplyAt: Date | undefined;
  readonly resolvedAt: Date | undefined;
  /** 1 to 5, the newest; of the newest resolution that was rated. */
  readonly rated: number | undefined;
  /** Of the desk's people, as far as it is counted by now. */
  readonly effort: { readonly agent: number; readonly lead: number };
  readonly cost: number | undefined;
}

export interface TicketsWanted {
  readonly org: number;
  readonly service: string | undefined;
  /** Opened from one instant to before another. */
  readonly from: Date;
  readonly to: Date;
  readonly rates: Assumptions['rates'];
}

/** By number, some thousand at a time: each statement reads no more than so many tickets, and nobody has to hold all of them. */
export async function* ticketRows(pool: Pool, wanted: TicketsWanted): AsyncGenerator<readonly TicketRow[]> {
  const { org, service, from, to, rates } = wanted;
  const { rows: ends } = await pool.query<{ first: number | null; last: number | null }>(ENDS, [org]);
  const { first, last } = ends[0] ?? {};
  if (first === null || first === undefined || last === null || last === undefined) return;
  for (let begin = first; begin <= last; begin += STEP) {
    const values = [org, begin, begin + STEP, from, to, service ?? null];
    const { rows } = await pool.query<Row>({ name: 'tickets of a period', text: TICKETS, values });
    if (rows.length > 0) yield rows.map((row) => ticketOf(row, rates));
  }
}

const STEP = 5_000;

interface Row {
  readonly number: number;
  readonly kind: string;
  readonly service: string | null;
  readonly opened_at: Date;
  readonly first_reply_at: Date | null;
  readonly resolved_at: Date | null;
  readonly rated: number | null;
  readonly counts: string | null;
}

function ticketOf(row: Row, rates: Assumptions['rates']): TicketRow {
  const effort = { agent: 0, lead: 0 };
  for (const { measure, n } of decode(row.counts ?? '')) {
    if (measure === 'effort agent') effort.agent += n;
    else if (measure === 'effort lead') effort.lead += n;
  }
  return {
    number: row.number,
    kind: row.kind,
    service: row.service ?? '',
    openedAt: row.opened_at,
    firstReplyAt: row.first_reply_at ?? undefined,
    resolvedAt: row.resolved_at ?? undefined,
    rated: row.rated ?? undefined,
    effort,
    cost: costOf(effort.agent, effort.lead, rates),
  };
}

const ENDS = 'select min(number) as first, max(number) as last from ticket where org_id = $1';

const TICKETS = `
select t.number, t.kind, t.service, t.opened_at, t.first_reply_at, t.resolved_at, t.rated, c.counts
from ticket t left join counted c on c.org_id = t.org_id and c.ticket = t.number
where t.org_id = $1 and t.number >= $2 and t.number < $3 and t.opened_at >= $4 and t.opened_at < $5
  and ($6::text is null or coalesce(t.service, '') = $6)
order by t.number`;
