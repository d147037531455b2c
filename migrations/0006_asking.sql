-- Being asked how it was, in three ways: a rating (1 to 5), advocacy (0 to 10) and experience (0 to 10, with what made the
-- difference and the time that was lost). One resolution asks one question.
alter table ticket add column survey_kind text not null default 'rating';
-- Which of the desk's services it is about; what comes of a low score.
alter table ticket add column service text;
alter table ticket add column follow_up text;

-- Not checked against every row while the table is locked: what was allowed before still is.
alter table ticket drop constraint ticket_survey_state_check;
alter table ticket add constraint ticket_survey_state_check
  check (survey_state in ('none', 'offered', 'withdrawn', 'expired')) not valid;
alter table ticket drop constraint ticket_rated_check;
alter table ticket add constraint ticket_rated_check check (rated between 0 and 10) not valid;
alter table rating drop constraint rating_score_check;
alter table rating add constraint rating_score_check check (score between 0 and 10) not valid;
alter table rating add column factor text;
alter table rating add column lost_minutes int;

-- Opened: its first press of any kind, for a chat does not tell what was read. `remote` is the message that asks.
alter table survey add column kind text not null default 'rating';
alter table survey add column opened_at timestamptz;
alter table survey add column expired_at timestamptz;
alter table survey add column remote text;
-- When somebody was asked last.
create index survey_person on survey (org_id, person_id, offered_at desc);
