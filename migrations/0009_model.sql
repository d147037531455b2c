-- How often a model was asked, by day: for a person's account, and, under '', for the whole desk.
create table asked_model (
  org_id int not null,
  day date not null,
  account text not null,
  times int not null,
  primary key (org_id, day, account)
) with (fillfactor = 70);

-- What a form is filled in with: what a model has written to be looked over, or what somebody has said already. A button
-- names it, because a button holds no more than a name.
create table draft (
  org_id int not null,
  id text not null,
  text text not null,
  made_at timestamptz not null default now(),
  primary key (org_id, id)
);
create index draft_age on draft (made_at);
