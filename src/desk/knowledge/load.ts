import type { Prepared, Question } from './question.ts';

/** A question in the JSON that is loaded. */
export interface QuestionRow {
  readonly id: string;
  readonly person: number | null;
  readonly article: number | null;
  readonly opening: Prepared | null;
  readonly confirmed: boolean;
  readonly ticket: number | null;
}

/**
 * The question that \`live.question\` names, as a column of that name. Locked, so that what two presses make of it is made
 * once: whoever waits reads it as the other left it.
 */
export const QUESTION = `(select jsonb_build_object('id', q.id, 'article', q.article, 'opening', q.opening,
    'confirmed', q.confirmed_at is not null, 'ticket', q.ticket,
    'person', (select a.person_id from account a where a.org_id = q.org_id and a.account = q.account))
  from question q where q.org_id = live.org and q.id = live.question for no key update) as question`;

/** The article of the ticket that is named, as a column of that name. */
export const ARTICLE = `case when live.article then (
    select jsonb_build_object('id', a.id, 'title', a.title, 'body', a.body, 'audience', a.audience) from article a
    where a.org_id = live.org and a.ticket = n.number order by a.id limit 1) end as article`;

export function questionOf({ id, person, article, opening, confirmed, ticket }: QuestionRow): Question {
  return {
    id,
    person: person ?? 0,
    confirmed,
    ...(article === null ? {} : { article }),
    ...(opening === null ? {} : { prepared: opening }),
    ...(ticket === null ? {} : { ticket }),
  };
}
