import { Refusal } from '../errors.ts';
import { act, ask } from '../intent.ts';
import { ticketOf } from './scene.ts';

/** Nobody finds the article of a ticket any more. Whoever takes it back has its text again. */
export const takeBackArticle = act({
  name: 'take back article',
  form: { ticket: { kind: 'ticket', required: true } } as const,
  may: 'agent',
  typed: false,
  needs: () => ({ article: true }),
  decide: (_params, scene) => {
    const ticket = ticketOf(scene);
    const { article, words } = scene;
    if (article === undefined) throw new Refusal('article unknown', {});
    return [
      { do: 'take back article', ticket: ticket.number, article },
      { do: 'answer', message: words.articleTakenBack(ticket, article) },
    ];
  },
});

/** How an article that was imported is changed: not here. */
export const editImported = ask({
  name: 'edit imported article',
  form: { article: { kind: 'number', required: true, min: 1, max: 999_999_999, hidden: true } } as const,
  may: 'agent',
  typed: false,
  answer: async ({ article: id }, { actor, db }) => {
    if (!actor.agent) throw new Refusal('not allowed', { intent: 'edit imported article' });
    const [found] = await db.articles([id]);
    if (found?.path === undefined) throw new Refusal('article unknown', {});
    throw new Refusal('article imported', { path: found.path });
  },
});
