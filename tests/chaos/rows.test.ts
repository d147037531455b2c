/** Faults of the database and of clocks, each at one moment: what random lives would meet only by luck. */
import { afterEach, describe, expect, inject, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { logger } from '../../src/log.ts';
import { run } from '../../src/run.ts';
import { type Company, company } from '../support/company.ts';
import { execute } from '../support/database.ts';
import { plainAdapter } from '../support/plain-adapter.ts';
import { startDesk } from '../support/running-desk.ts';
import { disk } from './disk.ts';

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.stop();
});

const tickets = async ({ db }: Pick<Company, 'db'>): Promise<number> =>
  (await db.pool.query('select count(*)::int as n from ticket')).rows[0].n;

describe('F12: a database that takes no writes', () => {
  test.each(['inbox', 'ticket', 'outbox'])(
    'its disk is full at the first row of %s: 503, nothing half done, and it goes on by itself',
    async (table) => {
      const desk = await company();
      open.push(desk);
      const { fill, free } = await disk(desk.db.pool);
      await fill([table]);
      const first = await desk.inSlack.message({ user: 'U1', text: 'My VPN drops every ten minutes' });
      expect(first).toMatchObject({ status: 503 });
      expect(first.headers['x-slack-no-retry']).toBeUndefined();
      expect(await tickets(desk)).toBe(0);
      expect((await desk.db.pool.query("select from inbox where key like '%:D%'")).rowCount).toBe(0);
      await free();
      const again = await desk.inSlack.redeliver(first, { retryNum: 1, retryReason: 'http_error' });
      expect(again.status).toBe(200);
      await desk.slack.waitFor(() => desk.slack.channel('C2').messages.length === 1, { what: 'the card' });
      expect(await tickets(desk)).toBe(1);
    },
  );

  test('it is read-only, as after a fail-over to a standby: 503, and it goes on by itself', async () => {
    const desk = await company();
    open.push(desk);
    const { url } = inject('databaseServer');
    const name = new URL(desk.env['DATABASE_URL'] ?? '').pathname.slice(1);
    const set = async (how: string): Promise<void> => {
      await execute(url, `alter database ${name} ${how}`);
      const apps = `datname = '${name}' and pid <> pg_backend_pid()`;
      await execute(url, `select pg_terminate_backend(pid) from pg_stat_activity where ${apps}`);
    };
    await set('set default_transaction_read_only = on');
    const first = await desk.inSlack.message({ user: 'U1', text: 'My VPN drops every ten minutes' });
    expect(first).toMatchObject({ status: 503 });
    await set('reset default_transaction_read_only');
    await expect
      .poll(async () => (await desk.inSlack.redeliver(first, { retryNum: 1, retryReason: 'http_error' })).status)
      .toBe(200);
    await desk.slack.waitFor(() => desk.slack.channel('C2').messages.length === 1, { what: 'the card' });
    expect(await tickets(desk)).toBe(1);
  });
});

test('F9: what is acknowledged was committed as durably as the server is set to: a fail-over loses what its standby may lack', async () => {
  const { url } = inject('databaseServer');
  const chat = plainAdapter();
  const first = await startDesk([chat]);
  const name = new URL(first.databaseUrl).pathname.slice(1);
  await execute(url, `alter database ${name} set synchronous_commit = on`);
  const desk = await first.restart([chat]);
  open.push(desk);
  await desk.db.pool.query(`
    create table durable (at text);
    create function durability() returns trigger language plpgsql as $$ begin
      insert into durable values (current_setting('synchronous_commit')); return null;
    end $$;
    create trigger durability after insert on inbox for each statement execute function durability();`);
  await chat.command('mira', 'open', { subject: 'VPN drops' });
  await chat.command('sam', 'claim', { ticket: '1' }, 'agents');
  const { rows } = await desk.db.pool.query('select distinct at from durable');
  expect(rows).toEqual([{ at: 'on' }]);
});

test('F24: with clocks twenty minutes apart leases are PostgreSQL’s, a timer runs once, and nothing is due before it began', async () => {
  const MINUTES = 60_000;
  const early = plainAdapter();
  let ahead = -10 * MINUTES;
  const behind = await startDesk([early], { now: () => new Date(Date.now() + ahead) });
  open.push(behind);
  const late = plainAdapter();
  const config = readConfig({ PORT: '0', LOG_LEVEL: 'fatal', PLAYGROUND: 'on', DATABASE_URL: behind.databaseUrl });
  open.push(
    await run({ config, adapters: [late], log: logger('fatal'), now: () => new Date(Date.now() + 10 * MINUTES) }),
  );
  let letGo: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  // Whichever takes a delivery keeps it for a while; the other's clock says that its lease is long over.
  for (const chat of [early, late]) {
    const { send } = chat;
    chat.send = (delivery) => held.then(() => send(delivery));
  }
  await early.command('mira', 'open', { subject: 'VPN drops' });
  const leased = async () => {
    const { rows } = await behind.db.pool.query('select attempts, lease_until > now() as held from outbox order by id');
    return rows;
  };
  await expect.poll(leased).toEqual([
    { attempts: 1, held: true },
    { attempts: 1, held: true },
  ]);
  const other = late.incoming('kai', { kind: 'command', intent: 'status', params: {} }, {}, 'late 1');
  await late.desk.receive(other);
  expect((await leased()).map(({ attempts }) => attempts)).toEqual([1, 1]);
  letGo();
  await expect.poll(async () => (await leased()).length).toBe(0);
  expect([...early.sends, ...late.sends].map(({ op }) => op)).toEqual(['open', 'open']);
  const claim = { kind: 'command', intent: 'snooze', params: { ticket: '1', until: '1h' } } as const;
  const agents = { side: 'agents', address: 'plain:agents' } as const;
  await late.desk.receive(late.incoming('sam', claim, agents as never, 'late 2'));
  ahead = 71 * MINUTES;
  const woken = async () =>
    (await behind.db.pool.query("select count(*)::int as n from timeline where event = 'woken'")).rows[0].n;
  await expect.poll(woken).toBe(1);
  const { rows } = await behind.db.pool.query(
    'select reply_due_at > opened_at as after, (select count(*)::int from timeline) as changes from ticket',
  );
  expect(rows).toEqual([{ after: true, changes: 3 }]);
});
