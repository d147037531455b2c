import type { PoolClient } from 'pg';
import type { Rows } from './batch.ts';
import { FILE_PARTS } from './file-record.ts';
import { json } from './json.ts';
import { KNOWLEDGE_PARTS } from './knowledge/record.ts';
import { saidIn } from './revisions.ts';

/**
 * Writes a whole batch: one statement, whatever is in it. Together with `load` the only place that the hot path touches
 * the database. The caller commits.
 */
export function record(client: PoolClient, rows: Rows): Promise<unknown> {
  const filled = TABLES.filter((table) => rows[table].length > 0);
  if (filled.length === 0) return Promise.resolve();
  return client.query({ ...statementFor(filled), values: filled.map((table) => json(rows[table])) });
}

type Table = keyof Rows;

const statements = new Map<string, { readonly name: string; readonly text: string }>();

/** One parameter and one part for each list that has rows: to start a part that has none costs more than to write a row. */
function statementFor(filled: readonly Table[]): { readonly name: string; readonly text: string } {
  // PostgreSQL tells names apart by their first 63 characters.
  const name = `record ${filled.map((table) => TABLES.indexOf(table).toString(36)).join('')}`;
  const parts = filled.map((table, index) => PARTS[table](`$${index + 1}`));
  const known = statements.get(name) ?? { name, text: `with ${parts.join(', ')}\nselect` };
  statements.set(name, known);
  return known;
}

/** The columns of a ticket in the JSON of `Rows`: the names of `Ticket`, and plain columns where SQL has no such shape. */
const TICKET = `
  org int, number int, subject text, kind text, impact smallint, urgency smallint, priority smallint, status text,
  requester_id bigint, requester_account text, assignee_id bigint, assignee_account text,
  "openedAt" timestamptz, "replyDueAt" timestamptz, "firstReplyAt" timestamptz, "resolvedAt" timestamptz,
  "closedAt" timestamptz, "snoozedUntil" timestamptz, "editedAt" timestamptz, held jsonb, "resolutionCode" text, resolution text, reopened smallint, follows int, "followedBy" int,
  survey_round smallint, survey_kind text, survey_state text, rated smallint, service text, "followUp" text,
  "duplicateOf" int, duplicates jsonb`;

/**
 * The outbox is inserted in the order of its list: its ids are the order of delivery within a lane, because whoever writes
 * to a ticket's lane holds that ticket's lock until commit.
 */
const PARTS: Readonly<Record<Table, (rows: string) => string>> = {
  tickets: (rows) => `ticket_in as (
  insert into ticket (org_id, number, subject, kind, impact, urgency, priority, status, requester_id, requester_account,
    assignee_id, assignee_account, opened_at, reply_due_at, first_reply_at, resolved_at, closed_at, resolution_code,
    resolution, reopened, follows, followed_by, survey_round, survey_kind, survey_state, rated, service)
  select org, number, subject, kind, impact, urgency, priority, status, requester_id, requester_account,
    assignee_id, assignee_account, "openedAt", "replyDueAt", "firstReplyAt", "resolvedAt", "closedAt", "resolutionCode",
    resolution, reopened, follows, "followedBy", survey_round, survey_kind, survey_state, rated, service
  from jsonb_to_recordset(${rows}) as x(${TICKET})
)`,
  changes: (rows) => `ticket_up as (
  update ticket t set subject = x.subject, edited_at = x."editedAt", status = x.status, impact = x.impact, urgency = x.urgency, priority = x.priority,
    reply_due_at = x."replyDueAt", snoozed_until = x."snoozedUntil", held = x.held, assignee_id = x.assignee_id, assignee_account = x.assignee_account,
    first_reply_at = x."firstReplyAt", resolved_at = x."resolvedAt", closed_at = x."closedAt",
    resolution_code = x."resolutionCode", resolution = x.resolution, reopened = x.reopened,
    followed_by = x."followedBy", survey_round = x.survey_round, survey_kind = x.survey_kind,
    survey_state = x.survey_state, rated = x.rated, service = x.service, follow_up = x."followUp",
    duplicate_of = x."duplicateOf", duplicates = x.duplicates
  from jsonb_to_recordset(${rows}) as x(${TICKET})
  where t.org_id = x.org and t.number = x.number
)`,
  threads: (rows) => `thread_in as (
  insert into thread (org_id, ticket, seq, side, at, address, locale)
  select org, ticket, seq, side, at, address, locale from jsonb_to_recordset(${rows})
    as x(org int, ticket int, seq smallint, side text, at text, address text, locale text)
)`,
  raised: (rows) => `raised_in as (
  insert into raised (org_id, address, ticket)
  select org, address, ticket from jsonb_to_recordset(${rows}) as x(org int, address text, ticket int)
  on conflict do nothing
)`,
  messages: (rows) => `message_in as (
  insert into message (org_id, ticket, author_id, author, visibility, text, at, source, remote, key, version, opens, shown)
  select org, ticket, author, name, visibility, text, at, source, remote, key, version, coalesce(opens, false), coalesce(shown, true)
  from jsonb_to_recordset(${rows}) as x(org int, ticket int, author bigint, name text, visibility text, text text,
    at timestamptz, source text, remote text, key text, version float8, opens boolean, shown boolean)
)`,
  rewritten: (rows) => `rewritten as materialized (
  select * from jsonb_to_recordset(${rows}) as x(org int, ticket int, id bigint, key text, visibility text, text text,
    version float8, deleted boolean, shown boolean)
), message_up as (
  update message m set text = x.text, visibility = x.visibility, version = x.version, shown = x.shown,
    deleted_at = case when x.deleted then now() end
  from rewritten x where m.org_id = x.org and m.ticket = x.ticket and m.id = x.id
), unsent as (
  update outbox o set content = case when not p.deleted and (p.visibility = 'public' or o.content->>'side' = 'agents')
    then jsonb_set(o.content, ${saidIn('o.content')}, to_jsonb(p.text)) end
  from (
    select p.id, x.deleted, x.visibility, x.text
    from rewritten x join thread th on th.org_id = x.org and th.ticket = x.ticket
    cross join lateral (
      select id from outbox p where p.lane = format('t:%s:%s:%s', x.org, x.ticket, th.seq)
        and p.message = x.key and p.op = 'post' and p.tried_at is null
    ) p
  ) p where o.id = p.id and o.tried_at is null
)`,
  awaited: (rows) => `awaited as (
  insert into revision as r (org_id, message, version, text)
  select org, message, version, text from jsonb_to_recordset(${rows}) as x(org int, message text, version float8, text text)
  on conflict (org_id, message) do update set version = excluded.version, text = excluded.text
  where r.text is not null and (excluded.text is null or excluded.version > r.version)
)`,
  settled: (rows) => `settled as (
  delete from revision r using jsonb_to_recordset(${rows}) as x(org int, key text)
  where r.org_id = x.org and r.message = x.key
)`,
  timeline: (rows) => `timeline_in as (
  insert into timeline (org_id, ticket, at, actor_id, account, event, detail)
  select org, ticket, at, actor, account, event, detail from jsonb_to_recordset(${rows})
    as x(org int, ticket int, at timestamptz, actor bigint, account text, event text, detail jsonb)
)`,
  surveys: (rows) => `survey_in as (
  insert into survey (org_id, ticket, round, kind, person_id, offered_at, opened_at, answered_at, expired_at, withdrawn_at)
  select org, ticket, round, kind, person, offered, opened, answered, expired, withdrawn from jsonb_to_recordset(${rows})
    as x(org int, ticket int, round smallint, kind text, person bigint, offered timestamptz, opened timestamptz,
      answered timestamptz, expired timestamptz, withdrawn timestamptz)
  on conflict (org_id, ticket, round) do update set
    opened_at = coalesce(survey.opened_at, excluded.opened_at),
    answered_at = coalesce(survey.answered_at, excluded.answered_at),
    expired_at = coalesce(survey.expired_at, excluded.expired_at),
    withdrawn_at = coalesce(survey.withdrawn_at, excluded.withdrawn_at)
)`,
  ratings: (rows) => `rating_in as (
  insert into rating (org_id, ticket, round, person_id, score, comment, factor, lost_minutes, at)
  select org, ticket, round, person, score, comment, factor, lost, at from jsonb_to_recordset(${rows})
    as x(org int, ticket int, round smallint, person bigint, score smallint, comment text, factor text, lost int, at timestamptz)
)`,
  codes: (rows) => `code_in as (
  insert into link_code (org_id, hash, account, person_id, created_at, expires_at)
  select org, hash, account, person, at, expires from jsonb_to_recordset(${rows})
    as x(org int, hash text, account text, person bigint, at timestamptz, expires timestamptz)
)`,
  spent: (rows) => `spent_in as (
  insert into spent (org_id, account, what, at)
  select org, account, what, at from jsonb_to_recordset(${rows}) as x(org int, account text, what text, at timestamptz)
)`,
  links: (rows) => `link as materialized (
  select * from jsonb_to_recordset(${rows}) as x(org int, hash text, keep bigint, gone bigint, at timestamptz)
), code_up as (
  update link_code c set used_at = link.at from link where c.org_id = link.org and c.hash = link.hash
), account_up as (
  update account a set person_id = link.keep from link where a.org_id = link.org and a.person_id = link.gone
), requester_up as (
  update ticket t set requester_id = link.keep,
    assignee_id = case when t.assignee_id = link.gone then link.keep else t.assignee_id end
  from link where t.org_id = link.org and t.requester_id = link.gone
  returning t.org_id, t.number
), author_up as (
  update message m set author_id = link.keep from link, requester_up r
  where m.org_id = r.org_id and m.ticket = r.number and m.author_id = link.gone
), recount as (
  insert into uncounted (org_id, ticket) select org_id, number from requester_up
), assignee_up as (
  update ticket t set assignee_id = link.keep from link
  where t.org_id = link.org and t.assignee_id = link.gone and t.requester_id <> link.gone and t.closed_at is null
), survey_up as (
  update survey s set person_id = link.keep from link where s.org_id = link.org and s.person_id = link.gone
), rating_up as (
  update rating r set person_id = link.keep from link where r.org_id = link.org and r.person_id = link.gone
)`,
  works: (rows) => `work as materialized (
  select * from jsonb_to_recordset(${rows})
    as x(org int, key text, work jsonb, due timestamptz, again boolean, lane text)
), work_in as (
  insert into inbox (key, org_id, work, due_at) select key, org, work, due from work where again is null
  on conflict do nothing
), work_up as (
  update inbox i set work = work.work, due_at = work.due, lane = work.lane from work where work.again and i.key = work.key
)`,
  uncounted: (rows) => `uncounted_in as (
  insert into uncounted (org_id, ticket)
  select org, ticket from jsonb_to_recordset(${rows}) as x(org int, ticket int)
)`,
  outbox: (rows) => `outbox_in as (
  insert into outbox (org_id, lane, op, address, ticket, thread, survey, content, message, trace)
  select org, lane, op, address, ticket, thread, survey, content, message, trace
  from rows from (jsonb_to_recordset(${rows}) as (
    org int, lane text, op text, address text, ticket int, thread smallint, survey smallint, content jsonb, message text,
    trace text)) with ordinality as x(org, lane, op, address, ticket, thread, survey, content, message, trace, ord)
  order by ord
)`,
  ...FILE_PARTS,
  ...KNOWLEDGE_PARTS,
};

const TABLES = Object.keys(PARTS) as readonly Table[];
