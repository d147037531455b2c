import type { PoolClient } from 'pg';
import type { Account, Address } from '../adapter.ts';
import type { LinkCode, Needs } from '../intent.ts';
import type { PersonId, Ticket } from './ticket.ts';
import { type TicketRow, ticketOfRow } from './ticket-row.ts';

/** What the dispatcher must know about one gesture before it can be decided. */
export interface Wanted {
  readonly key: string;
  readonly also?: string;
  /** It is in the inbox already, as work put off; else its key is claimed now. */
  readonly stored: boolean;
  readonly org: number;
  readonly speaker?: {
    readonly account: Account;
    readonly name: string;
    readonly avatar?: string;
    readonly locale?: string;
  };
  /** The ticket that it names, and the thread that may be bound to one. */
  readonly ticket?: number;
  readonly thread?: Address;
  /** The thread was there before. */
  readonly replying?: boolean;
  readonly needs: Needs;
}

/** What was loaded for a gesture; nothing for one that was seen before. */
export interface Loaded {
  readonly person: PersonId | undefined;
  readonly number: number | undefined;
  readonly named: Ticket | undefined;
  readonly bound: Ticket | undefined;
  readonly code: LinkCode | undefined;
  readonly codesGiven: number;
  /** For an answer in a thread: an earlier one in it is still put off, or threads are being opened and it may be one of them. */
  readonly waits: boolean;
}

/**
 * Claims the keys, upserts the speakers, locks the tickets in order of number and loads them: one statement for a whole
 * batch. Must run inside the transaction that records. Gives `undefined` at the places of gestures that were seen before.
 */
export async function load(client: PoolClient, wanted: readonly Wanted[]): Promise<readonly (Loaded | undefined)[]> {
  const argument = JSON.stringify(wanted.map(argumentOf));
  const { rows } = await client.query<LoadRow>({ name: 'load', text: LOAD, values: [argument] });
  const loaded: (Loaded | undefined)[] = wanted.map(() => undefined);
  for (const row of rows) loaded[row.ord] = loadedOf(row);
  return loaded;
}

interface LoadRow {
  readonly ord: number;
  readonly person: number | null;
  readonly number: number | null;
  readonly named: TicketRow | null;
  readonly bound: TicketRow | null;
  readonly code: {
    hash: string;
    account: Account;
    person: number;
    name: string;
    locale: string | null;
    expires: string;
    used: boolean;
  } | null;
  readonly codes: number | null;
  readonly waits: boolean | null;
}

function argumentOf({ key, also, stored, org, speaker, ticket, thread, replying, needs }: Wanted, ord: number): object {
  return {
    ord,
    key,
    also,
    stored,
    org,
    account: speaker?.account,
    name: speaker?.name,
    avatar: speaker?.avatar,
    locale: speaker?.locale,
    ticket,
    thread,
    replying,
    opens: needs.number === true,
    code: needs.codeHash,
    codes: needs.codes === true,
  };
}

function loadedOf({ person, number, named, bound, code, codes, waits }: LoadRow): Loaded {
  return {
    person: person ?? undefined,
    number: number ?? undefined,
    named: named === null ? undefined : ticketOfRow(named),
    bound: bound === null ? undefined : ticketOfRow(bound),
    code: code === null ? undefined : codeOf(code),
    codesGiven: codes ?? 0,
    waits: waits === true,
  };
}

function codeOf({ hash, account, person, name, locale, expires, used }: NonNullable<LoadRow['code']>): LinkCode {
  const owner = { person, account, name, ...(locale === null ? {} : { locale }) };
  return { hash, owner, expiresAt: new Date(expires), used };
}

/**
 * Keys first: everything else is joined to what this statement claimed, so that a repeated gesture costs one index look-up.
 * All keys and accounts are inserted in order, and tickets are locked in order, so that two batches never deadlock.
 * What a decision looks at must be on the ticket's own row: after waiting for the lock only that row is read anew, the
 * rest is as old as the statement. (Threads are written together with their ticket, so they cannot be older than it.)
 * A number is taken for what opens a ticket, unless it was said in a thread that is bound to one, and for what is said on
 * a closed ticket, which may have to be followed.
 */
const LOAD = `
with item as materialized (
  select * from jsonb_to_recordset($1) as i(
    ord int, key text, also text, stored boolean, org int, account text, name text, avatar text, locale text,
    ticket int, thread text, replying boolean, opens boolean, code text, codes boolean)
), fresh as (
  insert into inbox (key, also, org_id)
  select key, also, org from item where not stored order by key
  on conflict do nothing
  returning key
), taken as (
  update inbox set work = null, due_at = null
  from item where item.stored and inbox.key = item.key and inbox.work is not null
  returning inbox.key
), live as materialized (
  select item.* from item where key in (select key from fresh union all select key from taken)
), speaker as (
  select distinct on (org, account) org, account, name, avatar, locale
  from live where account is not null order by org, account, ord desc
), known as materialized (
  select a.org_id, a.account, a.person_id, a.name, a.avatar, a.locale
  from speaker s join account a on a.org_id = s.org and a.account = s.account
), stranger as (
  insert into account (org_id, account, person_id, name, avatar, locale)
  select org, account, nextval('person_id'), name, avatar, locale from speaker s
  where not exists (select 1 from known k where k.org_id = s.org and k.account = s.account)
  order by org, account
  on conflict (org_id, account) do update set name = excluded.name
  returning org_id, account, person_id
), renamed as (
  update account a set name = s.name, avatar = s.avatar, locale = coalesce(s.locale, a.locale), seen_at = now()
  from speaker s join known k on k.org_id = s.org and k.account = s.account
  where a.org_id = s.org and a.account = s.account
    and (k.name, k.avatar, k.locale) is distinct from (s.name, s.avatar, coalesce(s.locale, k.locale))
), met as (
  select org_id, account, person_id from known union all select org_id, account, person_id from stranger
), named as materialized (
  select ord, org, ticket as number, false as bound from live where ticket is not null
  union all
  select ord, org, (select t.ticket from thread t where t.org_id = live.org and t.address = live.thread
    order by t.ticket desc limit 1), true from live where thread is not null
), locked as materialized (
  select t.* from ticket t where (t.org_id, t.number) in (select org, number from named)
  order by t.org_id, t.number for no key update
), whole as materialized (
  select l.*, r.name as requester_name, r.locale as requester_locale, a.name as assignee_name,
    (select jsonb_agg(jsonb_build_object('seq', th.seq, 'side', th.side, 'at', th.at, 'address', th.address) order by th.seq)
     from thread th where th.org_id = l.org_id and th.ticket = l.number) as threads
  from locked l
  left join account r on r.org_id = l.org_id and r.account = l.requester_account
  left join account a on a.org_id = l.org_id and a.account = l.assignee_account
), numbered as materialized (
  select ord, nextval(format('ticket_number_%s', org)::regclass)::int as number
  from (select ord, org from live
        where opens and not exists (select 1 from named n where n.ord = live.ord and n.bound and n.number is not null)
          or exists (select 1 from named n join locked l on l.org_id = n.org and l.number = n.number
                     where n.ord = live.ord and l.closed_at is not null)
        order by ord) o
)
select live.ord, met.person_id as person, numbered.number,
  (select to_jsonb(w) from named n join whole w on w.org_id = n.org and w.number = n.number
   where n.ord = live.ord and not n.bound) as named,
  (select to_jsonb(w) from named n join whole w on w.org_id = n.org and w.number = n.number
   where n.ord = live.ord and n.bound) as bound,
  (select jsonb_build_object('hash', c.hash, 'account', c.account, 'person', o.person_id, 'name', o.name,
     'locale', o.locale, 'expires', c.expires_at, 'used', c.used_at is not null)
   from link_code c join account o on o.org_id = c.org_id and o.account = c.account
   where c.org_id = live.org and c.hash = live.code) as code,
  case when live.codes then (select count(*)::int from link_code c where c.org_id = live.org
    and c.account = live.account and c.created_at > now() - interval '1 hour') end as codes,
  case when live.replying then
    exists (select 1 from inbox i join inbox me on me.key = live.key
            where i.lane = live.thread and i.work is not null and i.key <> live.key and i.received_at < me.received_at)
    or (not exists (select 1 from named n where n.ord = live.ord and n.bound and n.number is not null)
        and exists (select 1 from outbox o where o.org_id = live.org and o.op = 'open')) end as waits
from live
left join met on met.org_id = live.org and met.account = live.account
left join numbered on numbered.ord = live.ord`;
