-- Messages that are changed or deleted after they were said.

-- `key` names the gesture that said it, so that a change finds it; null for what was never a message on a platform.
-- `version` is when it was changed last, by its platform's clock. `opens`: the ticket's subject was made of it. `shown`: it
-- stands in the threads by itself, and not only as that subject. A deleted message keeps its row, without its text.
alter table message add column key text;
alter table message add column version double precision;
alter table message add column opens boolean not null default false;
alter table message add column shown boolean not null default true;
alter table message add column deleted_at timestamptz;
create index message_key on message (org_id, key) where key is not null;

-- When the message that its subject was made of was changed.
alter table ticket add column edited_at timestamptz;

-- Where a message is shown besides the place it was said in: one in each lane.
create table copy (
  org_id int not null,
  message text not null,
  lane text not null,
  address text not null,
  remote text not null,
  primary key (org_id, message, lane)
);

-- What became of a message that has not come yet. No text: it is deleted.
create table revision (
  org_id int not null,
  message text not null,
  version double precision,
  text text,
  told_at timestamptz not null default now(),
  primary key (org_id, message)
);
create index revision_age on revision (told_at);

-- The message that a delivery shows; `revise` brings a copy of it up to date.
alter table outbox add column message text;
alter table dead_letter add column message text;
-- Not checked against every row while the table is locked: what was allowed before still is.
alter table outbox drop constraint outbox_op_check;
alter table outbox add constraint outbox_op_check check (op in ('open', 'post', 'card', 'revise')) not valid;
