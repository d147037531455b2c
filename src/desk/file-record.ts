/** What the recorder writes of files: those that were sent, those whose copying is over, and those to be taken back. */
export const FILE_PARTS: Readonly<Record<'files' | 'filed' | 'withdrawn', (rows: string) => string>> = {
  files: (rows) => `file_in as (
  insert into file (org_id, ticket, message, id, tenant, ref, name, type, bytes, visibility, account, author, avatar, locale,
    source)
  select org, ticket, message, id, tenant, ref, name, type, bytes, visibility, account, author, avatar, locale, source
  from jsonb_to_recordset(${rows}) as x(org int, ticket int, message text, id text, tenant text, ref text, name text,
    type text, bytes bigint, visibility text, account text, author text, avatar text, locale text, source text)
)`,
  // Whoever changes the message holds the same ticket's lock: what is read here of the file is how it stands.
  filed: (rows) => `filed as materialized (
  select * from jsonb_to_recordset(${rows}) as x(org int, id text, bytes bigint, failed text, posts jsonb)
), file_up as (
  update file f set due_at = null, bytes = coalesce(x.bytes, f.bytes), failed = x.failed,
    copied_at = case when x.failed is null then now() end
  from filed x where f.org_id = x.org and f.id = x.id
  returning f.org_id, f.ticket, f.id, f.visibility, f.withdrawn_at, x.posts
), file_out as (
  insert into outbox (org_id, lane, op, ticket, thread, content, message)
  select f.org_id, p.lane, 'post', f.ticket, p.thread, p.content, f.id
  from file_up f, jsonb_to_recordset(f.posts) as p(lane text, thread smallint, content jsonb)
  where f.withdrawn_at is null and (f.visibility = 'public' or p.content->>'side' = 'agents')
)`,
  withdrawn: (rows) => `withdrawn as materialized (
  select * from jsonb_to_recordset(${rows}) as x(org int, ticket int, key text, deleted boolean)
), file_back as (
  update file f set visibility = 'note', withdrawn_at = case when x.deleted then now() else f.withdrawn_at end,
    due_at = case when x.deleted then null else f.due_at end
  from withdrawn x where f.org_id = x.org and f.ticket = x.ticket and f.message = x.key
  returning f.org_id, f.ticket, f.id, x.deleted
), file_gone as (
  select b.org_id, b.ticket, b.id, th.seq, format('t:%s:%s:%s', b.org_id, b.ticket, th.seq) as lane
  from file_back b join thread th on th.org_id = b.org_id and th.ticket = b.ticket
  where b.deleted or th.side = 'requester'
), file_unsent as (
  update outbox o set content = null
  from (
    select p.id from file_gone g cross join lateral (
      select id from outbox p where p.lane = g.lane and p.message = g.id and p.op = 'post' and p.tried_at is null
    ) p
  ) p where o.id = p.id and o.tried_at is null
), file_taken as (
  insert into outbox (org_id, lane, op, ticket, thread, message)
  select org_id, lane, 'revise', ticket, seq, id from file_gone
)`,
};
