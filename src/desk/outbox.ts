import type { Pool } from 'pg';
import type { Address, Remote } from '../adapter.ts';
import type { Work } from './batch.ts';
import { json } from './json.ts';
import { asItIs } from './revisions.ts';
import type { Content } from './rows.ts';
import type { Spoken } from './spoken.ts';
import type { Thread, Ticket } from './ticket.ts';
import { type TicketRow, ticketOfRow, WHOLE_TICKET } from './ticket-row.ts';
import type { SurveyKind } from './worth/asking.ts';

/** A row that this process holds for `LEASE_SECONDS`; `attempts` is the fence: what another holder took over stays its. */
export interface Held {
  readonly id: number;
  readonly attempts: number;
  readonly org: number;
  readonly op: 'open' | 'post' | 'card' | 'revise';
  readonly lane: string;
  readonly address: Address | undefined;
  readonly content: Content | undefined;
  /** It was meant for another thread, which is gone. */
  readonly renewed: boolean;
  readonly createdAt: Date;
  /** When an earlier holder began to send it, with a result that is not known. */
  readonly tried: Date | undefined;
  /** For how long that has been so, by the clock that wrote it: the database's. */
  readonly triedForMs: number | undefined;
  /** A newer card for the same thread waits behind it: this one need not be shown. */
  readonly superseded: boolean;
  readonly thread: (Pick<Thread, 'side'> & { readonly address?: Address; readonly remote?: Remote }) | undefined;
  readonly ticket: Ticket | undefined;
  /** The key of the message that it mirrors, if that can change. */
  readonly message: string | undefined;
  /** For `revise`: that message as it is now, and its copy in this lane, if there is one. */
  readonly spoken:
    | (Pick<Spoken, 'text' | 'visibility' | 'deleted'> & { readonly author: string; readonly avatar: string | null })
    | undefined;
  readonly copy: { readonly address: Address; readonly remote: Remote } | undefined;
  /** What it comes of, by the name that the log has for it. */
  readonly trace: string | undefined;
  /** The question that a post asks, or that a card brings up to date, as it is now. */
  readonly asked: Asked | undefined;
}

/** A question that a ticket's requester was asked. */
export interface Asked {
  readonly round: number;
  readonly kind: SurveyKind;
  readonly over: 'withdrawn' | 'expired' | undefined;
  /** The message that asked, once it was shown. */
  readonly remote: Remote | undefined;
}

/** How long the rows of a process that died wait for another. Whoever lives renews its leases well before that. */
const LEASE_SECONDS = 20;
export const LEASE_MS = LEASE_SECONDS * 1_000;
export const RENEW_MS = 5_000;

/** Takes up to `limit` rows that are due, the oldest of each lane only, so that a lane is always sent in order. */
export async function claim(pool: Pool, limit: number): Promise<readonly Held[]> {
  const client = await pool.connect();
  let broken = true;
  try {
    // One round trip.
    const [, { rows }] = await Promise.all([
      client.query(BY_KEYS),
      client.query<HeldRow>(claiming(limit)),
      client.query('commit'),
    ]);
    broken = false;
    return rows.map(heldOf);
  } finally {
    client.release(broken);
  }
}

/**
 * Holds rows for another `LEASE_SECONDS`; of those that are held then, the attempts by their ids. What ran out meanwhile stays so:
 * somebody else may be about to take it over, or this process itself has taken it anew.
 */
export async function renewLeases(
  pool: Pool,
  rows: readonly Pick<Held, 'id' | 'attempts'>[],
): Promise<ReadonlyMap<number, number>> {
  const held = JSON.stringify(rows.map(({ id, attempts }) => ({ id, attempts })));
  const query = { name: 'renew leases', text: RENEW, values: [held] };
  const { rows: renewed } = await pool.query<{ id: string; attempts: number }>(query);
  return new Map(renewed.map(({ id, attempts }) => [Number(id), attempts]));
}

export interface Done {
  readonly id: number;
  readonly attempts: number;
  /** Where a thread was opened, and its card: an edit may have given it another name. */
  readonly address?: Address;
  readonly remote?: Remote;
  /** The place of a copy, whose message may change. */
  readonly copied?: Address;
}

/** Removes what was shown and notes where it is. Rows that somebody else holds by now are left alone. */
export async function done(pool: Pool, rows: readonly Done[]): Promise<void> {
  const copies = rows.some(({ copied }) => copied !== undefined);
  await pool.query({ name: copies ? 'done copies' : 'done', text: copies ? DONE_COPIES : DONE, values: [json(rows)] });
}

export interface Retry {
  readonly id: number;
  readonly attempts: number;
  readonly waitMs: number;
  /** Whether the failed try may have been seen. */
  readonly tried: boolean;
}

/** Gives rows back, to be sent later. */
export async function retry(pool: Pool, rows: readonly Retry[]): Promise<void> {
  await pool.query({ name: 'retry', text: RETRY, values: [json(rows)] });
}

/** A post for people who should know: in a thread of the ticket, or at an address. */
export interface Told {
  readonly thread?: number;
  readonly address?: Address;
  readonly lane: string;
  readonly content: Content;
}

/** Lets everything of an organisation that waits be tried now. */
export async function wake(pool: Pool, org: number): Promise<void> {
  const text = 'update outbox set run_at = now() where org_id = $1 and run_at > now() and lease_until is null';
  await pool.query({ name: 'wake', text, values: [org] });
}

/** Moves a row to the dead letters. `told` are posts to be added, for the people who should know; `next` is
 * what is to be decided because of it. False if it was not ours. */
export async function bury(
  pool: Pool,
  { id, attempts }: Held,
  fault: string,
  code: string,
  told: readonly Told[],
  next?: Work,
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'bury',
    text: BURY,
    values: [id, attempts, fault, code, json(told), next === undefined ? null : json(next)],
  });
  return (rowCount ?? 0) > 0;
}

interface HeldRow {
  readonly id: number;
  readonly attempts: number;
  readonly org_id: number;
  readonly op: Held['op'];
  readonly lane: string;
  readonly address: Address | null;
  readonly content: Content | null;
  readonly created_at: Date;
  readonly before: Date | null;
  readonly before_ms: number | null;
  readonly superseded: boolean;
  readonly side: Thread['side'] | null;
  readonly thread_address: Address | null;
  readonly thread_remote: Remote | null;
  readonly whole: TicketRow | null;
  readonly message: string | null;
  readonly spoken: Held['spoken'] | null;
  readonly trace: string | null;
  readonly copy_address: Address | null;
  readonly copy_remote: Remote | null;
  readonly asked: {
    readonly round: number;
    readonly kind: SurveyKind;
    readonly withdrawn_at: string | null;
    readonly expired_at: string | null;
    readonly remote: Remote | null;
  } | null;
}

function heldOf(row: HeldRow): Held {
  const { side, thread_address: address, thread_remote: remote } = row;
  const thread =
    side === null
      ? undefined
      : { side, ...(address === null ? {} : { address }), ...(remote === null ? {} : { remote }) };
  return {
    id: row.id,
    attempts: row.attempts,
    org: row.org_id,
    op: row.op,
    lane: row.lane,
    address: row.address ?? undefined,
    content: row.content ?? undefined,
    renewed: row.content !== null && 'renewed' in row.content,
    createdAt: row.created_at,
    tried: row.before ?? undefined,
    triedForMs: row.before_ms ?? undefined,
    // What was deleted before it was shown need not be.
    superseded: row.superseded || (row.op === 'post' && row.content === null),
    thread,
    ticket: row.whole === null ? undefined : ticketOfRow(row.whole),
    message: row.message ?? undefined,
    trace: row.trace ?? undefined,
    spoken: row.spoken ?? undefined,
    copy:
      row.copy_address === null || row.copy_remote === null
        ? undefined
        : { address: row.copy_address, remote: row.copy_remote },
    asked: row.asked === null ? undefined : askedOf(row.asked),
  };
}

function askedOf({ round, kind, withdrawn_at, expired_at, remote }: NonNullable<HeldRow['asked']>): Asked {
  const over = withdrawn_at !== null ? 'withdrawn' : expired_at !== null ? 'expired' : undefined;
  return { round, kind, over, remote: remote ?? undefined };
}

/**
 * The planner knows neither how few rows are wanted nor how many there are by now: left to itself it reads the whole outbox
 * for each claim.
 */
const BY_KEYS = `begin; set local enable_seqscan = off; set local enable_bitmapscan = off; set local enable_hashjoin = off;
  set local enable_mergejoin = off; set local plan_cache_mode = force_generic_plan`;

/** The limit is part of the text, for the planner to see; few different ones, for the server to keep their plans. */
const LIMITS = [64, 32, 16, 8, 4, 2, 1];

function claiming(limit: number): { readonly name: string; readonly text: string } {
  const fit = LIMITS.find((one) => one <= limit) ?? 1;
  return { name: `claim ${fit}`, text: CLAIM.replace('$1', String(fit)) };
}

/**
 * The ticket comes along as it is now, not as it was when the row was written: a card always shows the newest state.
 * tried_at is set with the lease, so that a process that dies while sending leaves it behind.
 */
const CLAIM = `
with head as materialized (
  select o.id, o.tried_at as before,
    (extract(epoch from now() - o.tried_at) * 1000)::float8 as before_ms from outbox o
  where o.run_at <= now() and (o.lease_until is null or o.lease_until < now())
    and not exists (select 1 from outbox p where p.lane = o.lane and p.id < o.id)
  order by o.run_at, o.id limit $1 for update skip locked
), held as (
  update outbox o set lease_until = now() + interval '${LEASE_SECONDS} s', attempts = o.attempts + 1,
    tried_at = coalesce(o.tried_at, now())
  from head where o.id = head.id
  returning o.*, head.before, head.before_ms
)
select h.id, h.attempts, h.org_id, h.op, h.lane, h.address, h.content, h.created_at, h.before, h.before_ms,
  h.op in ('card', 'revise') and exists (select 1 from outbox q where q.lane = h.lane and q.op = h.op
    and q.message is not distinct from h.message and q.survey is not distinct from h.survey and q.id > h.id) as superseded,
  h.message, h.trace, m.spoken, c.address as copy_address, c.remote as copy_remote,
  th.side, th.address as thread_address, th.remote as thread_remote,
  (select to_jsonb(w) from (
     ${WHOLE_TICKET}
     where t.org_id = h.org_id and t.number = h.ticket) w) as whole,
  (select to_jsonb(s) from survey s where s.org_id = h.org_id and s.ticket = h.ticket and s.round = h.survey) as asked
from held h
left join thread th on th.org_id = h.org_id and th.ticket = h.ticket and th.seq = h.thread
left join lateral (
  select jsonb_build_object('author', m.author, 'avatar', (
      select avatar from account a where a.org_id = m.org_id and a.person_id = m.author_id and a.avatar is not null
      order by split_part(a.account, ':', 1) = split_part(m.source, ':', 1) desc limit 1
    ), 'text', m.text, 'visibility', m.visibility,
    'deleted', m.deleted_at is not null) as spoken
  from message m where m.org_id = h.org_id and m.key = h.message
  union all
  select jsonb_build_object('author', f.author, 'text', '', 'visibility', f.visibility,
    'deleted', f.withdrawn_at is not null)
  from file f where f.org_id = h.org_id and f.id = h.message
  limit 1
) m on h.op = 'revise'
left join copy c on h.op = 'revise' and c.org_id = h.org_id and c.message = h.message and c.lane = h.lane
order by h.id`;

const doneWith = (copies: string): string => `
with arg as (
  select * from jsonb_to_recordset($1) as x(id bigint, attempts int, address text, remote text, copied text)
), gone as (
  delete from outbox o using arg where o.id = arg.id and o.attempts = arg.attempts
  returning o.org_id, o.lane, o.ticket, o.thread, o.op, o.survey, o.message, arg.address, arg.remote, arg.copied
)${copies}, asked as (
  select * from gone where survey is not null and remote is not null
), recount as (
  insert into uncounted (org_id, ticket) select org_id, ticket from asked
), opened as (
  update thread t set address = coalesce(g.address, t.address), remote = g.remote from gone g
  where g.op in ('open', 'card') and g.survey is null and g.remote is not null and t.org_id = g.org_id and t.ticket = g.ticket and t.seq = g.thread
)
update survey s set remote = g.remote,
  delivered_at = case g.op when 'post' then coalesce(s.delivered_at, now()) else s.delivered_at end
from asked g
where s.org_id = g.org_id and s.ticket = g.ticket and s.round = g.survey`;

const DONE = doneWith('');
const DONE_COPIES = doneWith(`, copied as (
  insert into copy (org_id, message, lane, address, remote)
  select org_id, message, lane, copied, remote from gone
  where message is not null and copied is not null and remote is not null
  on conflict (org_id, message, lane) do update set address = excluded.address, remote = excluded.remote
)`);

const RENEW = `
update outbox o set lease_until = now() + interval '${LEASE_SECONDS} s'
from jsonb_to_recordset($1) as x(id bigint, attempts int)
where o.id = x.id and o.attempts = x.attempts and o.lease_until > now()
returning o.id, o.attempts`;

const RETRY = `
update outbox o set lease_until = null, run_at = now() + x.wait * interval '1 ms',
  tried_at = case when x.tried then o.tried_at end,
  content = case when x.tried then o.content else ${asItIs('o')} end
from (select id, attempts, "waitMs" as wait, tried
      from jsonb_to_recordset($1) as x(id bigint, attempts int, "waitMs" int, tried boolean)) x
where o.id = x.id and o.attempts = x.attempts`;

const BURY = `
with gone as (
  delete from outbox where id = $1 and attempts = $2 returning *
), told as (
  insert into outbox (org_id, lane, op, ticket, thread, address, content, trace)
  select g.org_id, x.lane, 'post', g.ticket, x.thread, x.address, x.content, g.trace
  from gone g, jsonb_to_recordset($5) as x(lane text, thread smallint, address text, content jsonb)
), next as (
  insert into inbox (key, org_id, work, due_at)
  select format('buried %s', id), org_id, $6::jsonb, now() from gone where $6::jsonb is not null on conflict do nothing
)
insert into dead_letter (id, org_id, lane, op, address, ticket, thread, content, created_at, fault, code, message, trace)
select id, org_id, lane, op, address, ticket, thread,
  case when message is null then content else content #- '{message,lines}' end, created_at, $3, $4, message, trace
from gone`;
