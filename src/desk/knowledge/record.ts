/** What the recorder writes of questions. */
export const KNOWLEDGE_PARTS: Readonly<Record<'questions' | 'answered', (rows: string) => string>> = {
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
};
