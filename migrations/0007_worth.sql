-- What a desk is worth, counted as it happens: a report over a year reads some thousand rows, however many tickets there were.

-- Tickets that something was recorded about, to be counted anew: written in the transaction that records, taken away by
-- whoever counts. A queue of its own, because rows become visible in another order than their numbers say.
create table uncounted (
  org_id int not null,
  ticket int not null
);
insert into uncounted (org_id, ticket) select org_id, number from ticket;

-- What each ticket adds to the rollup, so that it can be taken out of it again.
create table counted (
  org_id int not null,
  ticket int not null,
  service text not null,
  counts text not null,
  primary key (org_id, ticket)
);

-- Sums by local day and by local month.
create table rollup (
  org_id int not null,
  span text not null,
  starts date not null,
  service text not null,
  measure text not null,
  bucket smallint not null,
  n bigint not null,
  primary key (org_id, span, starts, service, measure, bucket)
) with (fillfactor = 80);

-- By which rules it was counted: working hours, time zone and the like. Others begin anew.
create table counting (
  id int primary key check (id = 1),
  rules text not null
);
