import { ask } from '../intent.ts';

const SIZE = 5;

/** Articles about something, the best first, a page at a time. That there is none is a gap, for whoever could write one. */
export const search = ask({
  name: 'search',
  aliases: ['find', 'articles', 'kb'],
  form: {
    words: { kind: 'text', required: true, max: 300 },
    page: { kind: 'number', required: false, min: 1, max: 1000, hidden: true },
  } as const,
  may: 'anyone',
  answer: async ({ words: asked, page = 1 }, { actor, db, words }) => {
    const hits = await db.search(asked);
    const shown = hits.slice((page - 1) * SIZE, page * SIZE);
    const articles = await db.articles(shown.map(({ id }) => id));
    const message = words.found({ asked, articles, total: hits.length }, { page, size: SIZE }, actor.agent);
    return hits.length > 0 ? message : { message, noticed: { text: asked, match: 0 } };
  },
});
