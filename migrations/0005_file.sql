-- A file that was attached to a ticket's message: what is known of it, and the work of copying it.
create table file (
  org_id int not null,
  ticket int not null,
  -- The gesture that it came with, by its key, and with that its place among the gesture's files.
  message text not null,
  id text not null,
  tenant text not null,
  ref text not null,
  name text not null,
  type text not null,
  -- As the platform says, until its bytes have been counted.
  bytes bigint,
  visibility text not null check (visibility in ('public', 'note')),
  account text not null,
  author text not null,
  avatar text,
  locale text,
  -- The thread that it was sent in, where it is not shown again.
  source text,
  created_at timestamptz not null default now(),
  -- When it is to be fetched, or, while somebody does, when their lease runs out. Null when all is done.
  due_at timestamptz default now(),
  attempts int not null default 0,
  copied_at timestamptz,
  -- Why it never will be.
  failed text,
  -- The message that it came with was deleted: its copies are taken away, and then its bytes.
  withdrawn_at timestamptz,
  primary key (org_id, id)
);
create index file_due on file (due_at) where due_at is not null;
create index file_ticket on file (org_id, ticket);
create index file_withdrawn on file (withdrawn_at) where withdrawn_at is not null and bytes is not null;

-- Its bytes, in pieces: none is too large for one statement's time or one message's memory, and a file is written as it
-- arrives. In one value it would be held whole, several times over, by the server and by us.
create table file_piece (
  org_id int not null,
  file text not null,
  piece int not null,
  bytes bytea not null,
  primary key (org_id, file, piece)
);
-- Most files are compressed already.
alter table file_piece alter column bytes set storage external;
