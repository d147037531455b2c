import type { Account } from '../adapter.ts';
import type { Database } from '../db/connect.ts';
import { orm } from '../db/drizzle.ts';
import { org as orgs, account as table } from '../db/schema.ts';
import type { PersonId } from './ticket.ts';

/** Whose account this is; undefined for one that never did anything. */
export async function personOf({ orm: db }: Database, org: number, account: string): Promise<PersonId | undefined> {
  const where = orm.and(orm.eq(table.orgId, org), orm.eq(table.account, account));
  const [row] = await db.select({ person: table.personId }).from(table).where(where);
  return row?.person;
}

/**
 * Remembers that an account acted in an agents' place: whoever did is an agent. Written once a day an account and process,
 * beside the gesture's own transaction, which should not carry what hardly ever changes.
 */
export function roster({ pool }: Database, now: () => Date): (org: number, account: string) => Promise<void> {
  const noted = new Map<string, string>();
  return async (org, account) => {
    const today = now().toISOString().slice(0, 10);
    const name = `${org} ${account}`;
    if (noted.get(name) === today) return;
    const { rowCount } = await pool.query(
      'update account set agent_seen_at = now() where org_id = $1 and account = $2',
      [org, account],
    );
    if ((rowCount ?? 0) > 0) noted.set(name, today);
  };
}

/**
 * Whether an account is among the leads, each named by its platform and the platform's own id of the person, which is how
 * every account ends: names are chosen by whoever bears them, and prove nothing.
 */
export function isLead(leads: readonly string[], account: Account): boolean {
  return leads.some((lead) => {
    const colon = lead.indexOf(':');
    return account.startsWith(lead.slice(0, colon + 1)) && account.endsWith(`:${lead.slice(colon + 1)}`);
  });
}

/** Whether an account acted as an agent within the last `days`: who is one now is known to the platform alone. */
export async function workedLately({ pool }: Database, org: number, account: string, days: number): Promise<boolean> {
  const { rowCount } = await pool.query(
    'select 1 from account where org_id = $1 and account = $2 and agent_seen_at > now() - make_interval(days => $3)',
    [org, account, days],
  );
  return (rowCount ?? 0) > 0;
}

/** When this desk's database was made: what tells one desk's deliveries from another's. */
export async function foundedAt({ orm: db }: Database): Promise<Date> {
  const [first] = await db.select({ at: orgs.createdAt }).from(orgs).orderBy(orgs.id).limit(1);
  if (first === undefined) throw new Error('the database has no organisation');
  return first.at;
}
