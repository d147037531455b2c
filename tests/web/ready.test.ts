import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Readiness } from '../../src/ready.ts';
import { execute } from '../support/database.ts';
import { plainAdapter } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

describe('/readyz of a running desk', () => {
  let desk: RunningDesk;
  let answers = true;
  const plain = plainAdapter();
  const slow = Object.assign(plainAdapter('slow'), { answers: () => answers });

  beforeAll(async () => {
    desk = await startDesk([plain, slow]);
  });
  afterAll(() => desk?.stop());

  const readyz = async () => {
    const response = await fetch(`${desk.url}/readyz`);
    return [response.status, (await response.json()) as Readiness] as const;
  };
  /** Deliveries that another replica holds, so that this one leaves them as they are. */
  const put = (count: number, dueSecondsAgo: number) =>
    desk.db.pool.query(
      `insert into outbox (org_id, lane, op, address, run_at, lease_until)
       select 1, 'a:1:plain:' || n, 'post', 'plain:' || n, now() - $2 * interval '1 s', now() + interval '1 h'
       from generate_series(1, $1) n`,
      [count, dueSecondsAgo],
    );
  const well = {
    database: 'ok',
    adapters: { plain: 'ok', slow: 'ok' },
    oldestDeliverySeconds: 0,
    pendingDeliveries: 0,
    degraded: [],
  };

  it('says that all is well', async () => {
    expect(await readyz()).toEqual([200, well]);
  });

  it('is not ready before each platform has answered', async () => {
    answers = false;
    const report = { ...well, adapters: { plain: 'ok', slow: 'never answered' } };
    expect(await readyz()).toEqual([503, report]);
    answers = true;
    expect((await readyz())[0]).toBe(200);
  });

  it('stays ready while deliveries are late, and says for how long they have been', async () => {
    await put(2, 250);
    expect(await readyz()).toMatchObject([200, { pendingDeliveries: 2, degraded: [] }]);
    await put(1, 400);
    const [status, { oldestDeliverySeconds, degraded }] = await readyz();
    expect(status).toBe(200);
    expect(oldestDeliverySeconds).toBeGreaterThanOrEqual(400);
    expect(oldestDeliverySeconds).toBeLessThan(460);
    expect(degraded).toEqual([`a delivery has been due for ${oldestDeliverySeconds} s`]);
  });

  it('counts no further than a thousand, and what is not due yet is not late', async () => {
    await desk.db.pool.query('delete from outbox');
    await put(1_200, -3_600);
    expect(await readyz()).toEqual([200, { ...well, pendingDeliveries: 1_000 }]);
    await desk.db.pool.query('delete from outbox');
  });

  it('F12: stays ready while the disk is full, says so, and stops saying so once something is written again', async () => {
    await desk.db.pool.query(`
      create function full_disk() returns trigger language plpgsql as $$ begin
        raise exception 'could not extend file: No space left on device' using errcode = 'disk_full';
      end $$;
      create trigger full_disk before insert on ticket for each statement execute function full_disk();`);
    const opens = () => plain.command('mira', 'open', { subject: 'VPN drops' });
    await expect(opens()).rejects.toMatchObject({ name: 'Unavailable' });
    const report = {
      database: 'ok',
      degraded: [expect.stringMatching(/^the database refused a write \d+ s ago and has taken none since$/)],
    };
    expect(await readyz()).toMatchObject([200, report]);
    expect(await plain.command('mira', 'status', {})).toMatchObject({ kind: 'answer' });
    expect(await readyz()).toMatchObject([200, report]);
    await desk.db.pool.query('drop function full_disk cascade');
    await opens();
    expect(await readyz()).toMatchObject([200, { database: 'ok', degraded: [] }]);
    await expect.poll(readyz).toEqual([200, well]);
  });

  it('F12: is not ready while the database only lets read, as after a fail-over to a standby', async () => {
    const { url } = inject('databaseServer');
    const name = new URL(desk.databaseUrl).pathname.slice(1);
    const set = async (how: string): Promise<void> => {
      await execute(url, `alter database ${name} ${how}`);
      await execute(url, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    };
    await set('set default_transaction_read_only = on');
    await expect.poll(readyz).toMatchObject([503, { database: 'read-only' }]);
    await set('reset default_transaction_read_only');
    await expect.poll(readyz).toMatchObject([200, { database: 'ok' }]);
  });

  it('is not ready while the database is away, and is again when it is back', async () => {
    const { url } = inject('databaseServer');
    const name = new URL(desk.databaseUrl).pathname.slice(1);
    await execute(url, `alter database ${name} allow_connections false`);
    await execute(url, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    const away = { ...well, database: 'away', oldestDeliverySeconds: null, pendingDeliveries: null };
    expect(await readyz()).toEqual([503, away]);
    await execute(url, `alter database ${name} allow_connections true`);
    expect(await readyz()).toEqual([200, well]);
  });
});
