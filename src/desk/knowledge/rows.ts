import type { Rows } from '../batch.ts';
import type { Deed } from '../rows.ts';
import type { KnowledgeEffect } from './effect.ts';
import type { Question } from './question.ts';

/** The rows of a batch that have to do with articles, and the questions as the batch has settled them. */
export function knowledgeRows(rows: Rows) {
  const settled = new Map<string, Pick<Question, 'confirmed' | 'ticket'>>();
  const add = ({ org, at, actor, source }: Deed, effect: KnowledgeEffect): void => {
    switch (effect.do) {
      case 'note question': {
        const { id, text, article, match, prepared: opening } = effect.question;
        const asked = { org, id, text, at, article, match, opening };
        rows.questions.push({ ...asked, account: actor?.account, message: source?.key });
        return;
      }
      case 'settle question': {
        const { question, opened } = effect;
        const confirmed = opened === undefined;
        settled.set(`${org} ${question}`, { confirmed, ...(opened === undefined ? {} : { ticket: opened }) });
        rows.answered.push({ org, id: question, at: confirmed ? at : undefined, ticket: opened });
        return;
      }
      case 'publish article': {
        const { ticket, article } = effect;
        const [account, detail] = [actor?.account, { audience: article.audience }];
        rows.articles.push({ org, ticket, ...article, at, author: account });
        rows.timeline.push({ org, ticket, at, actor: actor?.person, account, event: 'article published', detail });
        return;
      }
      case 'take back article': {
        const { ticket, article } = effect;
        rows.takenBack.push({ org, id: article.id });
        const [account, detail] = [actor?.account, { audience: article.audience }];
        rows.timeline.push({ org, ticket, at, actor: actor?.person, account, event: 'article taken back', detail });
        return;
      }
      default:
        effect satisfies never;
    }
  };
  /** A question as it stands after what this batch did to it. */
  const now = (org: number, question: Question): Question => ({ ...question, ...settled.get(`${org} ${question.id}`) });
  return { add, now };
}
