/** What somebody may mean who begins to name a ticket. It reads and nothing else. */
import type { Desk } from './adapter.ts';
import type { Reading } from './intent.ts';
import type { Words } from './say/words.ts';

/** As many as are looked through for what was typed, and as many as are offered. */
const LOOKED_AT = 100;
const OFFERED = 25;

export async function suggest(
  db: Reading,
  agent: boolean,
  words: Words,
  typed: string,
): Promise<Awaited<ReturnType<Desk['suggest']>>> {
  const page = { page: 1, size: LOOKED_AT };
  const [queue, mine] = await Promise.all([agent ? db.queue('open', page) : undefined, db.mine(page)]);
  const byNumber = new Map([...(queue?.tickets ?? []), ...mine.tickets].map((ticket) => [ticket.number, ticket]));
  const wanted = typed.trim().toLowerCase();
  return [...byNumber.values()]
    .toSorted((a, b) => b.number - a.number)
    .map((ticket) => ({ value: String(ticket.number), label: words.threadTitle(ticket) }))
    .filter(({ label }) => label.toLowerCase().includes(wanted))
    .slice(0, OFFERED);
}
