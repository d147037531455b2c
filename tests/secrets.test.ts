import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Tenant } from '../src/adapter.ts';
import { connect, type Database } from '../src/db/connect.ts';
import { type Secrets, secrets } from '../src/desk/secrets.ts';
import { createDatabase, type TestDatabase } from './support/database.ts';

const TENANT = 'discord:1' as Tenant;
let database: TestDatabase;
let db: Database;
let all: Secrets;
beforeAll(async () => {
  database = await createDatabase();
  db = connect(database.url);
  all = await secrets(db, undefined);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

it('of many who swap the same value at once one succeeds, whether or not there was one', async () => {
  const race = async (before: string | undefined, names: readonly string[]) => {
    const won = await Promise.all(names.map((name) => all.swap(TENANT, 'lease', before, name)));
    const winners = names.filter((_, index) => won[index]);
    expect(winners).toHaveLength(1);
    expect(await all.kept(TENANT, 'lease')).toBe(winners[0]);
    return winners[0];
  };
  const names = (round: string) => Array.from({ length: 8 }, (_, index) => `${round}${index}`);
  const first = await race(undefined, names('a'));
  const second = await race(first, names('b'));
  expect(await all.swap(TENANT, 'lease', first, 'late')).toBe(false);
  expect(await all.swap(TENANT, 'lease', undefined, 'late')).toBe(false);
  expect(await all.kept(TENANT, 'lease')).toBe(second);
});
