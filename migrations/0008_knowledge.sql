-- Articles, and what people asked that an article might answer.

-- The words of an article for PostgreSQL's full-text search, stemmed as its own language is: the title counts most (A), then
-- tags and service (B), then the text (D). One lexeme more names organisation and language; no text makes one with a blank
-- in it. So one index finds the words of one organisation in one language, and how many articles there are is how many have
-- that lexeme. Only so much of a text is indexed as surely fits a tsvector.
create function article_words(org int, language text, title text, tags text, body text) returns tsvector
language sql immutable parallel safe as $$
  select array_to_tsvector(array[org::text || ' ' || language])
    || setweight(to_tsvector(c.config, title), 'A')
    || setweight(to_tsvector(c.config, tags), 'B')
    || setweight(to_tsvector(c.config, left(body, 60000)), 'D')
  from (select case language when 'de' then 'pg_catalog.german'::regconfig when 'en' then 'pg_catalog.english'::regconfig
    when 'es' then 'pg_catalog.spanish'::regconfig else 'pg_catalog.simple'::regconfig end as config) c
$$;

-- `path` names the file that it was imported from, `ticket` the ticket that it was made of; one of them is there.
create table article (
  org_id int not null,
  id bigint generated always as identity,
  path text,
  ticket int,
  title text not null,
  body text not null,
  language text not null,
  -- With commas between: a generated column may not make a text of an array.
  tags text not null default '',
  service text,
  audience text not null check (audience in ('everyone', 'agents')),
  author text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  words tsvector not null generated always as (article_words(org_id, language, title, tags || ' ' || coalesce(service, ''), body)) stored,
  primary key (org_id, id)
);
create unique index article_path on article (org_id, path) where path is not null;
create index article_ticket on article (org_id, ticket) where ticket is not null;
create index article_words_in on article using gin (words);
-- Many are weighed against one another: to unpack their words, or fetch them from elsewhere, would be most of that work.
alter table article alter column words set storage external;
alter table article set (toast_tuple_target = 8160);

-- Every word of the articles, and how many have it: what is rare says more. Mistyped words are looked for here.
create table article_word (
  org_id int not null,
  language text not null,
  word text not null,
  articles int not null,
  primary key (org_id, language, word)
) with (fillfactor = 85);

-- Whoever may not create extensions does without: mistyped words are then looked for among those that begin alike.
do $$
begin
  create extension if not exists pg_trgm;
exception when others then
  raise notice 'no pg_trgm: %', sqlerrm;
end $$;
do $$
begin
  create index article_word_alike on article_word using gin (word gin_trgm_ops);
exception when others then
  raise notice 'no index of mistyped words: %', sqlerrm;
end $$;
create index article_word_begins on article_word (org_id, language, left(word, 2));

-- What somebody asked, and what they were offered for it: no article, where nothing was good enough. Whether that was the
-- end of it is never written down: it is what they did, or did not do, afterwards.
create table question (
  org_id int not null,
  id text not null,
  account text not null,
  -- The gesture's key, where it was a message that can be changed or deleted; null where nobody can.
  message text,
  -- Null once the message was deleted, or long ago.
  text text,
  asked_at timestamptz not null,
  article bigint,
  -- How good it was, from 0 to 1.
  match real not null,
  -- What a ticket of it would be: the params, and the message that it begins with.
  opening jsonb,
  -- They said that it solved it; they made a ticket of it.
  confirmed_at timestamptz,
  ticket int,
  primary key (org_id, id)
);
create index question_account on question (org_id, account, asked_at desc);
create index question_asked on question (org_id, asked_at desc);
create index question_message on question (org_id, message) where message is not null;
create index question_kept on question (asked_at) where text is not null;
