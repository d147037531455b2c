import { COUNT_WORDS, countWords } from './words.ts';

/** What the recorder writes of questions and of articles. */
export const KNOWLEDGE_PARTS: Readonly<
  Record<'questions' | 'answered' | 'articles' | 'takenBack', (rows: string) => string>
> = {
  questions: (rows) => `question_in as (
  insert into question (org_id, id, account, message, text, asked_at, article, match, opening)
  select org, id, account, message, text, at, article, match, opening from jsonb_to_recordset(${rows})
    as x(org int, id text, account text, message text, text text, at timestamptz, article bigint, match real, opening jsonb)
)`,
  answered: (rows) => `question_up as (
  update question q set confirmed_at = coalesce(q.confirmed_at, x.at), ticket = coalesce(q.ticket, x.ticket)
  from jsonb_to_recordset(${rows}) as x(org int, id text, at timestamptz, ticket int)
  where q.org_id = x.org and q.id = x.id
)`,
  // Whoever publishes is alone (see the dispatcher), so nobody makes a second one of the ticket meanwhile.
  articles: (rows) => `made as materialized (
  select * from jsonb_to_recordset(${rows}) as x(org int, ticket int, title text, body text, language text, audience text,
    service text, author text, at timestamptz)
), before as materialized (
  select a.org_id, a.language, a.words from made x join article a on a.org_id = x.org and a.ticket = x.ticket
), article_up as (
  update article a set title = x.title, body = x.body, language = x.language, audience = x.audience, service = x.service,
    author = x.author, updated_at = x.at
  from made x where a.org_id = x.org and a.ticket = x.ticket
  returning a.org_id, a.language, a.words
), article_in as (
  insert into article (org_id, ticket, title, body, language, audience, service, author, created_at, updated_at)
  select org, ticket, title, body, language, audience, service, author, at, at from made x
  where not exists (select 1 from article a where a.org_id = x.org and a.ticket = x.ticket)
  returning org_id, language, words
), written as (
  select * from article_up union all select * from article_in
), article_words as (${COUNT_WORDS}
)`,
  takenBack: (rows) => `taken_back as (
  delete from article a using jsonb_to_recordset(${rows}) as x(org int, id bigint)
  where a.org_id = x.org and a.id = x.id and a.path is null
  returning a.org_id, a.language, a.words
), words_taken_back as (${countWords(undefined, 'taken_back')}
)`,
};
