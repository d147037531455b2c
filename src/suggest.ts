/** What somebody may mean who begins to name a ticket, a service or a period. It reads and nothing else. */
import type { Desk } from './adapter.ts';
import type { Reading } from './intent.ts';
import type { Words } from './say/words.ts';

type Suggested = Awaited<ReturnType<Desk['suggest']>>;

/** As many as are looked through for what was typed, and as many as are offered. */
const LOOKED_AT = 100;
const OFFERED = 25;

export async function suggestTickets(db: Reading, agent: boolean, words: Words, typed: string): Promise<Suggested> {
  const page = { page: 1, size: LOOKED_AT };
  const [queue, mine] = await Promise.all([agent ? db.queue('open', page) : undefined, db.mine(page)]);
  const byNumber = new Map([...(queue?.tickets ?? []), ...mine.tickets].map((ticket) => [ticket.number, ticket]));
  return fitting(
    [...byNumber.values()]
      .toSorted((a, b) => b.number - a.number)
      .map((ticket) => ({ value: String(ticket.number), label: words.threadTitle(ticket) })),
    typed,
  );
}

export const suggestServices = ({ services }: Words, typed: string): Suggested =>
  fitting(
    services.map((one) => ({ value: one, label: one })),
    typed,
  );

/** The usual ones by their names; and what was typed, where it is one that has no name in the list. */
export function suggestPeriods({ forms }: Words, typed: string, isPeriod: (text: string) => boolean): Suggested {
  const named = Object.entries(forms['report']?.fields['period']?.options ?? {});
  const found = fitting(
    named.map(([value, label]) => ({ value, label })),
    typed,
  );
  const own = typed.trim();
  return found.length === 0 && isPeriod(own) ? [{ value: own, label: own }] : found;
}

function fitting(all: Suggested, typed: string): Suggested {
  const wanted = typed.trim().toLowerCase();
  return all.filter(({ label }) => label.toLowerCase().includes(wanted)).slice(0, OFFERED);
}
