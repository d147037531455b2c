import { sees } from '../desk/access.ts';
import { Refusal } from '../errors.ts';
import { ask } from '../intent.ts';

const SAID = 5;
const PAGE = 5;

/** How one ticket stands, or the asker's own tickets. */
export const status = ask({
  name: 'status',
  form: { ticket: { kind: 'ticket', required: false } } as const,
  may: 'anyone',
  answer: async ({ ticket: number }, { actor, db, words, worth }) => {
    if (number === undefined) {
      const page = { page: 1, size: PAGE };
      return words.mine(await db.mine(page), page);
    }
    const told = await db.told(number, SAID);
    if (told === undefined || !sees(actor, told.ticket))
      throw new Refusal('ticket unknown', { number: String(number) });
    const cost = actor.agent ? await worth.cost(number) : undefined;
    return words.status(told.ticket, told.said, actor.agent, cost);
  },
});
