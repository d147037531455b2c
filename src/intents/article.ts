import { pageOf } from '../desk/knowledge/passage.ts';
import { Refusal } from '../errors.ts';
import { ask } from '../intent.ts';

/** One article, whole; a long one a page at a time. */
export const article = ask({
  name: 'article',
  form: {
    article: { kind: 'number', required: true, min: 1, max: 999_999_999, hidden: true },
    page: { kind: 'number', required: false, min: 1, max: 1000, hidden: true },
  } as const,
  may: 'anyone',
  typed: false,
  answer: async ({ article: id, page = 1 }, { actor, db, words }) => {
    const [found] = await db.articles([id]);
    const shown = found && pageOf(found.body, page);
    if (found === undefined || shown === undefined) throw new Refusal('article unknown', {});
    return words.article(found, { ...shown, page }, actor.agent);
  },
});
