import { type ArticleLanguage, AUDIENCES, TITLE_MAX } from '../desk/knowledge/article.ts';
import { Refusal } from '../errors.ts';
import { act } from '../intent.ts';
import { ticketOf } from './scene.ts';

/** All of it must fit the form on any platform: what is published is what somebody had before their eyes. */
export const ARTICLE_MAX = 3_000;
const LANGUAGES = ['en', 'de', 'es'] as const satisfies readonly ArticleLanguage[];

/**
 * Makes an article of what a resolved ticket taught, word for word as the agent left it in the form; in place of the one that
 * there is, where `write` says so. A button brings the ticket alone where there is nothing to fill the form in with, and is
 * then told of the article that there is.
 */
export const publishArticle = act({
  name: 'publish article',
  form: {
    ticket: { kind: 'ticket', required: true },
    title: { kind: 'text', required: false, insisted: true, max: TITLE_MAX },
    body: { kind: 'text', required: false, insisted: true, max: ARTICLE_MAX, long: true },
    audience: { kind: 'choice', required: false, insisted: true, options: AUDIENCES },
    language: { kind: 'choice', required: false, insisted: true, options: LANGUAGES },
    /** What the form is filled in with, see `Desk.remembered`: a draft of the ticket, or its article. */
    write: { kind: 'choice', required: false, options: ['new', 'again'], hidden: true },
  } as const,
  may: 'agent',
  typed: false,
  needs: () => ({ article: true }),
  decide: ({ title, body, audience, language, write }, scene) => {
    const ticket = ticketOf(scene);
    const { number, status, service } = ticket;
    const { article: there, words } = scene;
    const wrote = [title, body].filter((one) => one !== undefined).join('\n\n') || undefined;
    // Somebody else may have made one while this was being written: nobody's words are replaced unseen.
    if (there !== undefined && (wrote === undefined || write !== 'again')) {
      return [{ do: 'answer', message: words.articleThere(ticket, there, wrote) }];
    }
    if (there === undefined && status !== 'resolved' && status !== 'closed') {
      throw new Refusal('article too early', { ticket: number, wrote });
    }
    if (title === undefined || body === undefined || audience === undefined || language === undefined) {
      throw new Refusal('article incomplete', { ticket: number, wrote });
    }
    const about = service === undefined ? {} : { service };
    const article = { title, body, audience, language, ...about };
    return [
      { do: 'publish article', ticket: number, article },
      { do: 'answer', message: words.articlePublished(ticket, article) },
    ];
  },
});
