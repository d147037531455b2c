import type { PoolClient } from 'pg';
import type { Account } from '../adapter.ts';
import type { LinkCode, Saying } from '../intent.ts';
import { CODES, type CodeRow, codeOf, openedOf } from './allowance.ts';
import { json } from './json.ts';
import type { TicketArticle } from './knowledge/effect.ts';
import { ARTICLE, QUESTION, type QuestionRow, questionOf } from './knowledge/load.ts';
import type { Question } from './knowledge/question.ts';
import { nameLateClaimers } from './late-claimers.ts';
import { type LeftAs, type LeftAsRow, leftAsOf, type Spoken, type SpokenRow, spokenOf } from './spoken.ts';
import type { Party, PersonId, Ticket } from './ticket.ts';
import { type TicketRow, ticketOfRow } from './ticket-row.ts';
import { argumentOf, SAID, type Wanted } from './wanted.ts';
import type { AskedLast } from './worth/asking.ts';

/** What was loaded for a gesture; nothing for one that was seen before. */
export interface Loaded {
  readonly person: PersonId | undefined;
  readonly locale: string | undefined;
  readonly behalf: PersonId | undefined;
  /** The ticket that was raised in the thread of everybody's. */
  readonly raised: number | undefined;
  readonly number: number | undefined;
  readonly named: Ticket | undefined;
  /** The ticket of the thread, or what was raised in it, where it is everybody's. */
  readonly bound: Ticket | undefined;
  /** The other ticket that is needed. */
  readonly main: Ticket | undefined;
  readonly code: LinkCode | undefined;
  readonly codesGiven: number;
  readonly question: Question | undefined;
  readonly article: TicketArticle | undefined;
  /** When the speaker tried codes in vain, and opened tickets, newest first. */
  readonly codesTried: readonly Date[];
  readonly opened: readonly Date[];
  readonly agents: readonly Party[];
  /** When the ticket's requester was asked last, and what was said on it. */
  readonly asked: AskedLast;
  readonly said: readonly Saying[];
  /** For an answer in a thread: an earlier one in it is still put off, or threads are being opened and it may be one of them. */
  readonly waits: boolean;
  /** For a message: what became of it already. */
  readonly leftAs: LeftAs | undefined;
  /** For what became of a message, or quotes it: the message, locked; and whether its gesture was ever heard, and is done with. */
  readonly revises: Spoken | undefined;
  readonly heard: 'done' | 'pending' | undefined;
}

/**
 * Claims the keys, upserts the speakers, locks the tickets in order of number and loads them: one statement for a whole
 * batch. Must run inside the transaction that records. Gives `undefined` at the places of gestures that were seen before.
 */
export async function load(client: PoolClient, wanted: readonly Wanted[]): Promise<readonly (Loaded | undefined)[]> {
  const argument = json(wanted.map(argumentOf));
  const { rows } = await client.query<LoadRow>({ ...statementFor(wanted), values: [argument] });
  const loaded: (Loaded | undefined)[] = wanted.map(() => undefined);
  await nameLateClaimers(
    client,
    rows.flatMap(({ ord, named, bound, main }) =>
      [named, bound, main].map((ticket) => ({ org: wanted[ord]?.org, ticket })),
    ),
  );
  for (const row of rows) loaded[row.ord] = loadedOf(row);
  return loaded;
}

interface LoadRow {
  readonly ord: number;
  readonly person: number | null;
  readonly locale: string | null;
  readonly other?: number | null;
  readonly raised?: number | null;
  readonly number: number | null;
  readonly named?: TicketRow | null;
  readonly bound?: TicketRow | null;
  readonly main?: TicketRow | null;
  readonly code?: CodeRow | null;
  readonly codes?: number | null;
  readonly tried?: readonly Date[] | null;
  readonly opened?: readonly Date[] | null;
  readonly agents?: readonly { account: Account; person: number; name: string; locale: string | null }[] | null;
  readonly asked?: { readonly any: string | null; readonly advocacy: string | null } | null;
  readonly said?: readonly (Omit<Saying, 'at'> & { readonly at: string })[] | null;
  readonly waits?: boolean | null;
  readonly left_as?: LeftAsRow | null;
  readonly revised?: SpokenRow | null;
  readonly heard?: Loaded['heard'] | null;
  readonly question?: QuestionRow | null;
  readonly article?: TicketArticle | null;
}

function loadedOf(row: LoadRow): Loaded {
  const { person, other, raised, number, named, bound, code, codes, agents, asked, said, waits } = row;
  const { revised, heard, question, tried, opened } = row;
  return {
    person: person ?? undefined,
    locale: row.locale ?? undefined,
    behalf: other ?? undefined,
    raised: raised ?? undefined,
    number: number ?? undefined,
    named: named ? ticketOfRow(named) : undefined,
    bound: bound ? ticketOfRow(bound) : undefined,
    main: row.main ? ticketOfRow(row.main) : undefined,
    code: code ? codeOf(code) : undefined,
    codesGiven: codes ?? 0,
    codesTried: tried ?? [],
    opened: opened ?? [],
    agents: (agents ?? []).map(({ locale, ...agent }) => ({ ...agent, ...(locale === null ? {} : { locale }) })),
    asked: {
      ...(asked?.any == null ? {} : { any: new Date(asked.any) }),
      ...(asked?.advocacy == null ? {} : { advocacy: new Date(asked.advocacy) }),
    },
    said: (said ?? []).map(({ at, ...saying }) => ({ ...saying, at: new Date(at) })),
    waits: waits === true,
    leftAs: row.left_as ? leftAsOf(row.left_as) : undefined,
    revises: revised ? spokenOf(revised) : undefined,
    heard: heard ?? undefined,
    question: question ? questionOf(question) : undefined,
    article: row.article ?? undefined,
  };
}

/** What a batch has any of, as far as its statement differs. */
interface Parts {
  readonly stored: boolean;
  readonly tickets: boolean;
  readonly codes: boolean;
  readonly agents: boolean;
  readonly asked: boolean;
  readonly said: boolean;
  readonly replying: boolean;
  readonly behalf: boolean;
  readonly raising: boolean;
  readonly messages: boolean;
  readonly revising: boolean;
  readonly question: boolean;
  readonly article: boolean;
  readonly counts: boolean;
  readonly main: boolean;
}

function statementFor(wanted: readonly Wanted[]): { readonly name: string; readonly text: string } {
  const replying = wanted.some((one) => one.replying === true);
  const revising = wanted.some((one) => one.revises !== undefined);
  const parts: Parts = {
    stored: wanted.some(({ stored }) => stored),
    tickets: replying || revising || wanted.some(({ ticket, thread }) => ticket !== undefined || thread !== undefined),
    codes: wanted.some(({ needs }) => needs.codeHash !== undefined || needs.codes === true),
    agents: wanted.some(({ needs }) => needs.agents === true),
    asked: wanted.some(({ needs }) => needs.asked === true),
    said: wanted.some(({ needs }) => needs.said === true),
    replying,
    behalf: wanted.some((one) => one.behalf !== undefined),
    raising: wanted.some((one) => one.raising !== undefined),
    messages: wanted.some((one) => one.message === true),
    revising,
    question: wanted.some(({ needs }) => needs.question !== undefined),
    article: wanted.some(({ needs }) => needs.article === true),
    counts: wanted.some((one) => one.counts !== undefined),
    main: wanted.some(({ needs }) => needs.main !== undefined),
  };
  const has = Object.entries(parts).flatMap(([part, there]) => (there ? [part] : []));
  // PostgreSQL tells names apart by their first 63 characters.
  const name = `load ${has.map((part) => Object.keys(parts).indexOf(part).toString(36)).join('')}`;
  const known = statements.get(name) ?? { name, text: statement(parts) };
  statements.set(name, known);
  return known;
}

const statements = new Map<string, { readonly name: string; readonly text: string }>();

/**
 * Keys first: everything else is joined to what this statement claimed, so that a repeated gesture costs one index look-up.
 * All keys and accounts are inserted in order, and tickets are locked in order, so that two batches never deadlock.
 * What a decision looks at must be on the ticket's own row, or on the message's that it changes: after waiting for the lock
 * only that row is read anew, the rest is as old as the statement. (Threads are written together with their ticket, so they cannot be older than it.)
 * A number is taken for what opens a ticket, unless it was said in a thread that is bound to one still being worked on, and
 * for what is said on a closed ticket, which may have to be followed.
 *
 * For a batch of one, starting the statement is most of its cost: so it has few parts, and none for what the batch has
 * nothing of. Rows are found by laterals, one key each: the planner takes every list for a hundred items, and would rather
 * read a small table through, which does not stay small.
 */
function statement(parts: Parts): string {
  const { stored, tickets, codes, agents, asked, said, replying, behalf, raising, messages, revising, counts } = parts;
  const { question, article, main } = parts;
  const named = revising ? 'coalesce(live.ticket, live.of_ticket)' : 'live.ticket';
  return `
with item as materialized (
  select * from jsonb_to_recordset($1) as i(
    ord int, key text, also text, stored boolean, org int, account text, name text, avatar text, told text, spoken text,
    other text, other_name text, other_avatar text, other_locale text, raising text,
    ticket int, thread text, replying boolean, opens boolean, code text, codes boolean, agents boolean, asked boolean,
    said boolean, revises text, question text, article boolean, own int, others int, main int)
), fresh as (
  insert into inbox (key, also, org_id)
  select key, also, org from item where not stored order by key
  on conflict do nothing
  returning key
)${when(
    stored,
    `, taken as (
  update inbox set work = null, due_at = null
  where key = any (array(select key from item where stored)) and work is not null
  returning key
)`,
  )}, live as materialized (
  select i.*, a.person_id, ${LOCALE} as locale,
    (a.name, a.avatar, a.locale) is distinct from (i.name, i.avatar, ${LOCALE}) as differs
    ${when(behalf, ', o.person_id as other_person')} ${when(revising, ', m.ticket as of_ticket, to_jsonb(m) as revised')}
    ${when(
      tickets,
      `, coalesce(
      (select t.ticket from thread t where t.org_id = i.org and t.address = i.thread order by t.ticket desc limit 1)
      ${when(raising, ', (select r.ticket from raised r where r.org_id = i.org and r.address = i.raising and i.replying limit 1)')}
    ) as bound`,
    )}
  from item i left join lateral (
    select person_id, name, avatar, locale from account a where a.org_id = i.org and a.account = i.account limit 1
  ) a on true
  ${when(
    behalf,
    `left join lateral (
    select person_id from account o where o.org_id = i.org and o.account = i.other limit 1
  ) o on true`,
  )}
  ${when(
    revising,
    `left join lateral (
    select * from message m where m.org_id = i.org and m.key = i.revises limit 1 for no key update
  ) m on true`,
  )}
  where i.key in (select key from fresh ${when(stored, 'union all select key from taken')})
), stranger as (
  insert into account (org_id, account, person_id, name, avatar, locale)
  select org, account, nextval('person_id'), name, avatar, locale from (
    select distinct on (org, account) org, account, name, avatar, locale from ${behalf ? STRANGERS : STRANGER}
    order by org, account, ord desc
  ) s
  on conflict (org_id, account) do update set name = excluded.name
  returning org_id, account, person_id
), renamed as (
  update account a set name = s.name, avatar = s.avatar, locale = coalesce(s.locale, a.locale), seen_at = now()
  from (
    select distinct on (org, account) org, account, name, avatar, locale from live
    where person_id is not null and differs order by org, account, ord desc
  ) s
  where a.org_id = s.org and a.account = s.account
)${when(
    tickets,
    `, locked as materialized (
  select t.*, r.name as requester_name, r.locale as requester_locale, a.name as assignee_name, th.threads
  from (
    select org, number from (select org, ${named} as number from live union select org, bound from live ${when(main, 'union select org, main from live')}) named
    where number is not null order by org, number
  ) w
  cross join lateral (
    select * from ticket t where t.org_id = w.org and t.number = w.number for no key update
  ) t
  left join lateral (
    select name, locale from account r where r.org_id = t.org_id and r.account = t.requester_account limit 1
  ) r on true
  left join lateral (
    select name from account a where a.org_id = t.org_id and a.account = t.assignee_account limit 1
  ) a on true
  left join lateral (
    select jsonb_agg(jsonb_build_object('seq', seq, 'side', side, 'at', at, 'address', address) order by seq) as threads
    from thread th where th.org_id = t.org_id and th.ticket = t.number
  ) th on true
)`,
  )}
select live.ord, coalesce(live.person_id, stranger.person_id) as person, live.locale,
  ${when(behalf, 'coalesce(live.other_person, other.person_id) as other,')} ${when(raising, 'r.ticket as raised,')}
  case when live.opens ${when(raising, 'and r.ticket is null')} ${when(tickets, 'and (live.bound is null or b.resolved_at is not null) or n.closed_at is not null or b.closed_at is not null')}
    then nextval(format('ticket_number_%s', live.org)::regclass)::int end as number
  ${when(tickets, ', to_jsonb(n) as named, to_jsonb(b) as bound')} ${when(main, ', to_jsonb(d) as main')}
  ${when(
    messages,
    `, (select jsonb_build_object('text', v.text, 'version', v.version) from revision v
    where v.org_id = live.org and v.message = live.key) as left_as`,
  )}
  ${when(
    revising,
    `, live.revised, (select case when x.work is null then 'done' else 'pending' end from inbox x
    where x.key = live.revises) as heard`,
  )}
  ${when(codes, CODES)} ${when(counts, openedOf(behalf))}
  ${when(
    agents,
    `, case when live.agents then (
    select jsonb_agg(jsonb_build_object('account', account, 'person', person_id, 'name', name, 'locale', locale))
    from (select * from account a where a.org_id = live.org and a.agent_seen_at is not null
          order by a.agent_seen_at desc limit 200) seen) end as agents`,
  )}
  ${when(
    asked && tickets,
    `, case when live.asked then (
    select jsonb_build_object('any', max(s.offered_at), 'advocacy', max(s.offered_at) filter (where s.kind = 'advocacy'))
    from survey s where s.org_id = live.org and s.person_id = n.requester_id) end as asked`,
  )}
  ${when(
    said && tickets,
    `, case when live.said then (
    select jsonb_agg(jsonb_build_object('author', author, 'text', text, 'at', at, 'visibility', visibility) order by id)
    from (select * from message m where m.org_id = live.org and m.ticket = n.number and m.visibility = 'public'
          order by m.id desc limit 10) newest) end as said`,
  )}
  ${when(question, `, ${QUESTION}`)} ${when(article && tickets, `, ${ARTICLE}`)}
  ${when(
    replying,
    `, case when live.replying then
    exists (select 1 from inbox i join inbox me on me.key = live.key
            where i.lane = live.thread and i.work is not null and i.key <> live.key and i.received_at < me.received_at)
    or (live.bound is null and exists (select 1 from outbox o where o.org_id = live.org and o.op = 'open'
        and o.created_at > now() - interval '2 minutes')) end as waits`,
  )}
from live
left join stranger on stranger.org_id = live.org and stranger.account = live.account
${when(behalf, 'left join stranger other on other.org_id = live.org and other.account = live.other')}
${when(raising, 'left join lateral (select ticket from raised x where x.org_id = live.org and x.address = live.raising limit 1) r on true')}
${when(
  tickets,
  `left join locked n on n.org_id = live.org and n.number = ${named}
left join locked b on b.org_id = live.org and b.number = live.bound
${when(main, 'left join locked d on d.org_id = live.org and d.number = live.main')}`,
)}
order by live.ord`;
}

const LOCALE = `coalesce(i.told, case when a.locale like '%${SAID}' then i.spoken end, a.locale, i.spoken)`;

/** Whoever speaks for the first time, and for whom they do. */
const STRANGER = 'live where person_id is null and account is not null';
const STRANGERS = `(
    select ord, org, account, name, avatar, locale from ${STRANGER}
    union all
    select ord, org, other, other_name, other_avatar, other_locale from live
    where other_person is null and other is not null
  ) p`;

const when = (has: boolean, sql: string): string => (has ? sql : '');
