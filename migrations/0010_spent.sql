-- What somebody may do only so often in an hour and is known from nowhere else: codes tried in vain, tickets opened for others.
create table spent (
  org_id int not null,
  account text not null,
  what text not null check (what in ('code', 'behalf')),
  at timestamptz not null
);
create index spent_account on spent (org_id, account, what, at desc);
create index spent_age on spent (at);

-- A delivery that waits for a platform for weeks is tried more often than a smallint counts.
alter table outbox alter column attempts type int;
