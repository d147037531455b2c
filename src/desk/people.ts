import type { Database } from '../db/connect.ts';
import { orm } from '../db/drizzle.ts';
import { account as table } from '../db/schema.ts';
import type { PersonId } from './ticket.ts';

/** Whose account this is; undefined for one that never did anything. */
export async function personOf({ orm: db }: Database, org: number, account: string): Promise<PersonId | undefined> {
  const where = orm.and(orm.eq(table.orgId, org), orm.eq(table.account, account));
  const [row] = await db.select({ person: table.personId }).from(table).where(where);
  return row?.person;
}
