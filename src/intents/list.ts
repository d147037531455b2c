import { Refusal } from '../errors.ts';
import { ask } from '../intent.ts';

const SIZE = 5;

/** Tickets, a page at a time: the asker's own, or, where agents work, the queue. */
export const list = ask({
  name: 'list',
  aliases: ['mine', 'queue', 'tickets'],
  form: {
    which: { kind: 'choice', required: false, options: ['mine', 'open', 'unassigned', 'assigned'] },
    page: { kind: 'number', required: false, min: 1, max: 100_000 },
  } as const,
  may: 'anyone',
  answer: async ({ which, page: number = 1 }, { actor, db, words }) => {
    const page = { page: number, size: SIZE };
    const chosen = which ?? (actor.agent ? 'open' : 'mine');
    if (chosen === 'mine') return words.mine(await db.mine(page), page);
    if (!actor.agent) throw new Refusal('not allowed', { intent: 'list' });
    return words.queue(await db.queue(chosen, page), page, chosen);
  },
});
