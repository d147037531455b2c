/** What is really in the tables: rates are of what is counted there, not of answers. */
import { connect } from '../src/db/connect.ts';
import { reading } from '../src/desk/reading.ts';
import type { Watchable } from './contenders.ts';
import { known } from './known.ts';
import { ask, execute } from './server.ts';
import { TALKED } from './story.ts';
import { UNITS, type UnitName } from './units/index.ts';

export async function rowsIn(url: string, table: string): Promise<number> {
  const [row] = await ask<{ count: number }>(url, `select count(*)::int as count from ${table}`);
  return row?.count ?? 0;
}

/** What one round leaves to be delivered is nothing to the next. */
export const tidy = (url: string): Promise<void> => execute(url, 'truncate outbox');

/** Bytes that the server of `url` has written to its log so far. */
export async function logged(url: string): Promise<number> {
  const [row] = await ask<{ bytes: number }>(url, `select (pg_current_wal_lsn() - '0/0')::float8 as bytes`);
  return row?.bytes ?? 0;
}

interface Shape {
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Lets each do one unit and says what it wrote; throws when it is not the same rows of the same tables, or when one of them
 * wrote much more.
 */
export async function compareRows(unit: UnitName, theirs: Watchable, ours: Watchable): Promise<readonly string[]> {
  const [hand, desk] = await Promise.all([written(unit, theirs), written(unit, ours)]);
  const tables = new Set([...hand, ...desk].map(({ table }) => table));
  if (tables.size === 0) throw new Error(`nothing was written for ${unit}`);
  return [...tables].sort().map((table) => {
    const [one, other] = [hand, desk].map((all) => all.find((shape) => shape.table === table));
    if (
      one === undefined ||
      other === undefined ||
      one.rows !== other.rows ||
      Math.abs(one.bytes / other.bytes - 1) > 0.1
    ) {
      const [by, of] = [one, other].map((shape) => `${shape?.rows ?? 0} rows of ${shape?.bytes ?? 0} bytes`);
      throw new Error(`${table}: ${by} by hand, ${of} by the desk: bench/units/${unit}.ts needs a change`);
    }
    return `${unit.padEnd(6)} ${table.padEnd(9)} ${one.rows} of ${one.bytes} bytes by hand, ${other.rows} of ${other.bytes} bytes by the desk`;
  });
}

/** Every row, of whichever table, that is there or is another since. */
async function written(unit: UnitName, one: Watchable): Promise<readonly Shape[]> {
  const [mark] = await ask<{ id: string }>(one.url, 'select pg_current_xact_id()::xid::text as id');
  await one.once(unit);
  const tables = await ask<{ name: string }>(
    one.url,
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  );
  const each = tables.map(
    ({ name }) => `select '${name}' as table, count(*)::int as rows, coalesce(avg(pg_column_size(t.*)), 0)::int as bytes
      from ${name} t where age(xmin) < age('${mark?.id}'::xid)`,
  );
  return (await ask<Shape>(one.url, each.join(' union all '))).filter(({ rows }) => rows > 0);
}

interface ByHand {
  readonly number: number;
  readonly subject: string;
  readonly status: string;
  readonly requester_name: string;
  readonly threads: readonly unknown[];
}

/** Throws when what is read by hand is not what the desk reads for its answers. */
export async function compareAnswers(url: string): Promise<string> {
  const [ticket] = await known(url, `t.number = ${TALKED.first}`);
  if (ticket === undefined) throw new Error('there is no ticket to ask for');
  const { number, person, account } = ticket;
  const db = connect(url, { max: 1 });
  try {
    const read = reading(db.pool, 1, { account, name: '', person, agent: false });
    const told = await read.told(number, 5);
    const mine = await read.mine({ page: 1, size: 5 });
    const [one] = await ask<ByHand & { said: readonly { text: string }[] }>(url, byHand('status', 'number', number));
    const [all] = await ask<{ total: number; tickets: readonly ByHand[] }>(url, byHand('mine', 'person', person));
    const hand = { one: one && seen(one), said: one?.said.map(({ text }) => text), total: all?.total };
    const desk = { one: told && seen(rowOf(told.ticket)), said: told?.said.map(({ text }) => text), total: mine.total };
    const [theirs, ours] = [
      { ...hand, mine: all?.tickets.map(seen) },
      { ...desk, mine: mine.tickets.map((each) => seen(rowOf(each))) },
    ].map((answer) => JSON.stringify(answer));
    if (theirs !== ours) {
      throw new Error(`by hand ${theirs}, by the desk ${ours}: bench/units/status.ts needs a change`);
    }
    return `status read ${hand.said?.length} messages of one ticket, and ${mine.tickets.length} of ${hand.total} tickets, by hand as by the desk`;
  } finally {
    await db.close();
  }
}

const byHand = (unit: 'status' | 'mine', variable: string, value: number): string =>
  UNITS[unit].script.replace(/^\\set .*$/m, '').replaceAll(`:${variable}`, String(value));

const seen = ({ number, subject, status, requester_name, threads }: ByHand): readonly unknown[] => [
  number,
  subject,
  status,
  requester_name,
  threads.length,
];

const rowOf = ({
  requester,
  ...ticket
}: {
  readonly requester: { readonly name: string };
  readonly number: number;
  readonly subject: string;
  readonly status: string;
  readonly threads: readonly unknown[];
}): ByHand => ({ ...ticket, requester_name: requester.name });
