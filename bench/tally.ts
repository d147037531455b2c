/** What is really in the tables: rates are of what is counted there, not of answers. */
import { ask, execute } from './server.ts';

export async function tickets(url: string): Promise<number> {
  const [row] = await ask<{ count: number }>(url, 'select count(*)::int as count from ticket');
  return row?.count ?? 0;
}

/** What one round leaves to be delivered is nothing to the next. */
export const tidy = (url: string): Promise<void> => execute(url, 'truncate outbox');

const TABLES = ['inbox', 'ticket', 'thread', 'message', 'timeline', 'outbox'] as const;

interface Shape {
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Says what both write for one ticket; throws when it is not the same rows, or when one of them writes much more. While
 * nothing has been delivered or tidied.
 */
export async function compareRows(theirs: string, ours: string): Promise<readonly string[]> {
  const [hand, desk] = [await shapes(theirs), await shapes(ours)];
  return TABLES.map((table, index) => {
    const [one, other] = [hand[index], desk[index]];
    if (
      one === undefined ||
      other === undefined ||
      one.rows !== other.rows ||
      Math.abs(one.bytes / other.bytes - 1) > 0.1
    ) {
      throw new Error(`pgbench does not write what the desk writes to ${table}: bench/open-ticket.ts needs a change`);
    }
    return `${table.padEnd(8)} ${one.rows} of ${one.bytes} bytes by hand, ${other.rows} of ${other.bytes} bytes by the desk`;
  });
}

async function shapes(url: string): Promise<readonly Shape[]> {
  const each = TABLES.map(
    (table) => `select '${table}' as name, count(*) / (select count(*) from ticket)::float8 as rows,
      coalesce(avg(pg_column_size(t.*)), 0)::int as bytes from ${table} t`,
  );
  const found = await ask<Shape & { name: string }>(url, each.join(' union all '));
  return TABLES.map((table) => found.find(({ name }) => name === table) ?? { rows: 0, bytes: 0 });
}
