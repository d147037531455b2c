/**
 * The tables that the query builder is used for. The hot path's statements (desk/load.ts, desk/record.ts, desk/outbox.ts)
 * are written by hand; the whole schema is in migrations/.
 */
import { pgCore } from './drizzle.ts';

const { customType, integer, pgTable, primaryKey, text, timestamp } = pgCore;

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });

export const org = pgTable('org', {
  id: integer().primaryKey().generatedByDefaultAsIdentity(),
  name: text().notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

export const tenant = pgTable('tenant', {
  tenant: text().primaryKey(),
  orgId: integer('org_id').notNull(),
  name: text().notNull(),
});

export const account = pgTable(
  'account',
  {
    orgId: integer('org_id').notNull(),
    account: text().notNull(),
    personId: integer('person_id').notNull(),
    name: text().notNull(),
    locale: text(),
  },
  (table) => [primaryKey({ columns: [table.orgId, table.account] })],
);

export const inbox = pgTable('inbox', {
  key: text().primaryKey(),
  receivedAt: timestamp('received_at', { withTimezone: true }).notNull(),
  work: pgCore.jsonb(),
  dueAt: timestamp('due_at', { withTimezone: true }),
});

export const kept = pgTable(
  'kept',
  {
    tenant: text().notNull(),
    key: text().notNull(),
    value: bytea().notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenant, table.key] })],
);

export const secret = pgTable('secret', {
  id: integer().primaryKey(),
  value: bytea().notNull(),
});
