import type { Address, Tenant } from '../adapter.ts';
import type { Database, Orm } from '../db/connect.ts';
import { orm } from '../db/drizzle.ts';
import { org, tenant as table } from '../db/schema.ts';
import { openLateCards } from './late-cards.ts';

/** Which organisation each tenant belongs to. Read once, and again when an unknown one is named. */
export interface Tenants {
  /** The organisation of a tenant; one that was never heard of joins now. */
  orgOf(tenant: Tenant): Promise<number>;
  /**
   * The first tenant of each platform belongs to the desk's own organisation: so that a Slack workspace and a Discord
   * server that are connected to one desk share their tickets. Any further one is an organisation of its own. Tickets that
   * were opened before it joined get their cards there.
   */
  join(tenant: Tenant, name: string): Promise<void>;
  /** The tenants known to belong to an organisation. */
  of(org: number): readonly Tenant[];
  /** Every organisation that has a tenant. */
  orgs(): readonly number[];
  /** Learns what other replicas have written. To be called now and then. */
  refresh(): Promise<void>;
}

/** The desk's own organisation: made by the first migration. */
const FIRST = 1;

/** `placeOf` gives the agents' place of a tenant; undefined while its platform is switched off. */
export async function tenants(database: Database, placeOf: (tenant: Tenant) => Address | undefined): Promise<Tenants> {
  const { orm: db } = database;
  // Only ever added to: a slow look must not undo what a later one has learnt.
  const known = new Map<Tenant, number>();
  /** Joined lately: a ticket that was being opened at that moment, here or by another replica, may lack its card there. */
  const fresh = new Set<Tenant>();
  const learn = async (): Promise<void> => {
    const rows = await db.select({ tenant: table.tenant, org: table.orgId }).from(table).orderBy(table.tenant);
    for (const row of rows) {
      if (!known.has(row.tenant as Tenant)) fresh.add(row.tenant as Tenant);
      known.set(row.tenant as Tenant, row.org);
    }
  };
  const refresh = async (): Promise<void> => {
    const before = [...fresh];
    await learn();
    for (const tenant of fresh) await settle(tenant);
    for (const tenant of before) fresh.delete(tenant);
  };
  const settle = async (tenant: Tenant): Promise<void> => {
    const [orgId, place] = [known.get(tenant), placeOf(tenant)];
    if (orgId === undefined || place === undefined) return;
    await database.transaction(({ client }) => openLateCards(client, orgId, place));
  };

  const add = (tenant: Tenant, name: string): Promise<void> =>
    database.transaction(async ({ orm: tx, client }) => {
      await tx.execute(orm.sql`select pg_advisory_xact_lock(${JOINING})`);
      const platform = `${tenant.split(':')[0]}:`;
      const rows = await tx.select({ tenant: table.tenant, org: table.orgId }).from(table);
      if (rows.some((row) => row.tenant === tenant)) return;
      const first = !rows.some((row) => row.org === FIRST && row.tenant.startsWith(platform));
      const orgId = first ? FIRST : await newOrg(tx, name);
      await tx.insert(table).values({ tenant, orgId, name });
      const place = placeOf(tenant);
      if (place !== undefined) await openLateCards(client, orgId, place);
    });

  const join = async (tenant: Tenant, name: string): Promise<void> => {
    if (known.has(tenant)) return;
    await add(tenant, name);
    await learn();
  };

  await learn();
  fresh.clear();
  return {
    join,
    refresh,
    of: (wanted) => [...known].flatMap(([tenant, id]) => (id === wanted ? [tenant] : [])).sort(),
    orgs: () => [...new Set(known.values())].sort((a, b) => a - b),
    orgOf: async (tenant) => {
      if (!known.has(tenant)) await join(tenant, tenant);
      const id = known.get(tenant);
      if (id === undefined) throw new Error(`${tenant} did not join`);
      return id;
    },
  };
}

/** Whose a workspace or server is, by its id on its platform or by its name; without one, the desk's own. */
export async function orgNamed({ orm: db }: Database, name: string | undefined): Promise<number | undefined> {
  if (name === undefined) return FIRST;
  const which = orm.or(orm.eq(table.tenant, name), orm.eq(table.name, name));
  const rows = await db.selectDistinct({ org: table.orgId }).from(table).where(which);
  if (rows.length > 1) throw new Error(`Several are called "${name}": give the id, as slack:T024BE7LD.`);
  return rows[0]?.org;
}

/** One at a time: two servers that are added at once must not both become the first. */
const JOINING = 7_309_453;

async function newOrg(tx: Orm, name: string): Promise<number> {
  const [made] = await tx.insert(org).values({ name }).returning({ id: org.id });
  if (made === undefined) throw new Error('an organisation was not made');
  await tx.execute(orm.sql.raw(`create sequence ticket_number_${made.id}`));
  return made.id;
}
