import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Database } from '../../src/db/connect.ts';
import { migrate } from '../../src/db/migrate.ts';
import { type Allowance, forgetSpent, spend } from '../../src/desk/model-allowance.ts';
import { createDatabase } from '../support/database.ts';

const TODAY = new Date('2026-03-01T12:00:00Z');
const TOMORROW = new Date('2026-03-02T00:00:01Z');

describe('how often a model may be asked', () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  /** Two replicas of one desk. */
  let here: Database;
  let there: Database;

  beforeAll(async () => {
    database = await createDatabase();
    here = connect(database.url, { max: 4, applicationName: 'test' });
    there = connect(database.url, { max: 4, applicationName: 'test' });
    await migrate(here.pool, new URL('../../migrations/', import.meta.url), { log: () => {} });
  });
  afterAll(async () => {
    await Promise.all([here.close(), there.close()]);
    await database.drop();
  });

  const asks = async (org: number, account: string, allowance: Allowance, now = TODAY) =>
    spend(here.pool, org, account, allowance, now);
  const counted = async (org: number) =>
    Object.fromEntries(
      (await here.pool.query('select account, times from asked_model where org_id = $1', [org])).rows.map(
        ({ account, times }) => [account, times],
      ),
    );

  it('is counted for each person, and anew the next day', async () => {
    const allowance = { person: 2, desk: 100 };
    const mira = [];
    for (let n = 0; n < 4; n++) mira.push(await asks(11, 'slack:T1:U1', allowance));
    expect(mira).toEqual([true, true, false, false]);
    expect(await asks(11, 'slack:T1:U2', allowance)).toBe(true);
    expect(await asks(11, 'slack:T1:U1', allowance, TOMORROW)).toBe(true);
    expect(await asks(12, 'slack:T1:U1', allowance)).toBe(true);
  });

  it('is counted for the whole desk, to which a refused person costs nothing', async () => {
    const allowance = { person: 1, desk: 2 };
    for (let n = 0; n < 5; n++) await asks(13, 'slack:T1:U1', allowance);
    expect(await counted(13)).toEqual({ 'slack:T1:U1': 1, '': 1 });
    expect(await asks(13, 'slack:T1:U2', allowance)).toBe(true);
    expect(await asks(13, 'slack:T1:U3', allowance)).toBe(false);
  });

  it('is nothing where nothing is allowed', async () => {
    expect(await asks(14, 'slack:T1:U1', { person: 0, desk: 9 })).toBe(false);
    expect(await asks(14, 'slack:T1:U1', { person: 9, desk: 0 })).toBe(false);
  });

  it('is shared by all replicas: at once, no more than the allowance gets through', async () => {
    const tries = Array.from({ length: 60 }, (_, n) =>
      spend((n % 2 === 0 ? here : there).pool, 15, `slack:T1:U${n % 6}`, { person: 6, desk: 20 }, TODAY),
    );
    expect((await Promise.all(tries)).filter(Boolean).length).toBe(20);
    expect((await counted(15))['']).toBe(20);
  });

  it('is forgotten when the day is long over', async () => {
    await forgetSpent(here.pool, new Date('2026-03-02T09:00:00Z'));
    const { rows } = await here.pool.query("select distinct to_char(day, 'YYYY-MM-DD') as day from asked_model");
    expect(rows).toEqual([{ day: '2026-03-02' }]);
  });
});
