import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export interface TestDatabase {
  readonly url: string;
  /** Removes the database. Rejects when a connection to it is still open, for a test that leaks one is wrong. */
  drop(): Promise<void>;
}

/**
 * A migrated database of one's own, some 100 ms away. One for each test file, in beforeAll; drop it in afterAll.
 * `empty` leaves the tables out.
 */
export async function createDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const { url, template: migrated } = inject('databaseServer');
  const template = empty ? 'template1' : migrated;
  const name = `deskbell_test_${randomBytes(6).toString('hex')}`;
  // wal_log copies through the log: without it each clone would force two checkpoints on the server all tests share.
  await execute(url, `create database ${name} template ${template} strategy wal_log`);
  return {
    url: withDatabase(url, name),
    drop: () =>
      // It waits for connections that are just closing, and gives up after 5 s.
      execute(url, `drop database ${name}`).catch(async (error) => {
        await execute(url, `drop database if exists ${name} with (force)`);
        throw error;
      }),
  };
}

/** The same server's URL with another database in it. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** Runs one statement over a connection of its own. */
export async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
