import { passageOf } from '../desk/knowledge/passage.ts';
import { ask } from '../intent.ts';

/**
 * What can be typed here; or, for somebody who says what they need to know, the article that tells them, with the ticket of
 * their own words one press away, whether there is such an article or not.
 */
export const help = ask({
  name: 'help',
  aliases: ['?'],
  form: { question: { kind: 'text', required: false, max: 40_000, long: true } } as const,
  may: 'anyone',
  answer: async ({ question: asked }, { actor, db, words, question }) => {
    if (asked === undefined) return words.help(actor.agent);
    const hits = await db.search(asked);
    const match = hits[0]?.match ?? 0;
    const best = hits.find(({ isGood }) => isGood);
    const [article] = best === undefined ? [] : await db.articles([best.id]);
    const noticed = { text: asked, match, opens: true } as const;
    if (best === undefined || article === undefined) return { message: words.notKnown(asked, question), noticed };
    const message = words.offered(article, passageOf(article.body, best.words), question);
    return { message, noticed: { ...noticed, article: article.id } };
  },
});
