-- What agents do with a ticket besides answering it.

-- Whoever has acted in an agents' place is an agent, and can be given a ticket.
alter table account add column agent_seen_at timestamptz;
create index account_agent on account (org_id, agent_seen_at desc) where agent_seen_at is not null;

-- Out of the queue until then.
alter table ticket add column snoozed_until timestamptz;
-- What was written in an agents' thread and looks as if it was not meant for the requester, until its writer has said so.
alter table ticket add column held jsonb;

-- Not checked against every row while the table is locked: what was allowed before still is.
alter table ticket drop constraint ticket_status_check;
alter table ticket add constraint ticket_status_check check (
  status in ('new', 'in_progress', 'waiting_requester', 'waiting_third_party', 'resolved', 'closed')
) not valid;
