import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { execute } from '../support/database.ts';
import { type PlainAdapter, plainAdapter } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

describe('/metrics of a running desk', () => {
  let chat: PlainAdapter;
  let desk: RunningDesk;
  beforeAll(async () => {
    chat = plainAdapter();
    desk = await startDesk([chat]);
  });
  afterAll(() => desk?.stop());

  const scrape = async (): Promise<string> => {
    const response = await fetch(`${desk.url}/metrics`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    return response.text();
  };
  /** The value of a series; undefined where it is not told. */
  const read = (text: string, series: string): number | undefined => {
    const line = text.split('\n').find((one) => one.startsWith(`${series} `));
    return line === undefined ? undefined : Number(line.slice(series.length + 1));
  };
  const nothingWaits = async (): Promise<void> => {
    const { rows } = await desk.db.pool.query('select count(*)::int as waiting from outbox');
    if (rows[0].waiting > 0) return new Promise((look) => setTimeout(look, 20)).then(nothingWaits);
  };

  it('counts what was heard, decided and shown, and how long each took', async () => {
    await chat.command('mira', 'open', { subject: 'VPN drops every 10 min' });
    await chat.say('mira', 'hello');
    await chat.command('mira', 'status', { ticket: '99' });
    await chat.sees(({ address }) => address.startsWith('plain:agents/'), 'the card');
    await nothingWaits();
    const text = await scrape();
    const gestures = 'deskbell_inbox_gestures_total';
    expect(read(text, `${gestures}{platform="plain",said="command",outcome="answer"}`)).toBe(2);
    expect(read(text, `${gestures}{platform="plain",said="message",outcome="done"}`)).toBe(1);
    expect(read(text, 'deskbell_ack_duration_seconds_count{platform="plain"}')).toBe(3);
    expect(read(text, 'deskbell_dispatch_batch_size_sum')).toBe(2);
    expect(read(text, 'deskbell_dispatch_duration_seconds_count')).toBe(2);
    const shown = `deskbell_deliveries_total{platform="plain",op="open",outcome="shown"}`;
    expect(read(text, shown)).toBe(2);
    expect(read(text, 'deskbell_delivery_delay_seconds_count{platform="plain"}')).toBeGreaterThanOrEqual(3);
    expect(read(text, 'deskbell_platform_request_duration_seconds_count{platform="plain"}')).toBe(
      read(text, 'deskbell_delivery_delay_seconds_count{platform="plain"}'),
    );
  });

  it('tells how things stand, of the process too', async () => {
    const text = await scrape();
    expect(read(text, 'deskbell_database_up')).toBe(1);
    expect(read(text, 'deskbell_platform_up{platform="plain"}')).toBe(1);
    for (const idle of ['deskbell_outbox_pending', 'deskbell_outbox_oldest_due_seconds', 'deskbell_inbox_due'])
      expect([idle, read(text, idle)]).toEqual([idle, 0]);
    expect(read(text, 'process_resident_memory_bytes')).toBeGreaterThan(1e7);
    expect(read(text, 'process_start_time_seconds')).toBeGreaterThan(1e9);
    expect(read(text, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThanOrEqual(0);
  });

  it('says how many deliveries wait, and for how long the first has', async () => {
    await desk.db.pool.query(
      `insert into outbox (org_id, lane, op, address, run_at, lease_until)
       select 1, 'a:1:plain:' || n, 'post', 'plain:' || n, now() - interval '100 s', now() + interval '1 h'
       from generate_series(1, 3) n`,
    );
    const text = await scrape();
    expect(read(text, 'deskbell_outbox_pending')).toBe(3);
    expect(read(text, 'deskbell_outbox_oldest_due_seconds')).toBeGreaterThanOrEqual(100);
    await desk.db.pool.query('delete from outbox');
  });

  it('counts what a platform refuses', async () => {
    chat.failWith(({ op }) => (op === 'post' ? { fault: { kind: 'refused' } } : undefined));
    await chat.command('sam', 'note', { ticket: '1', text: 'never shown' }, 'agents');
    await nothingWaits();
    chat.failWith(undefined);
    const text = await scrape();
    expect(read(text, 'deskbell_deliveries_total{platform="plain",op="post",outcome="refused"}')).toBe(1);
    expect(read(text, 'deskbell_deliveries_given_up_total{platform="plain",fault="refused"}')).toBe(1);
  });

  it('names nobody, no place and no ticket', async () => {
    expect(await scrape()).not.toMatch(/mira|sam|plain:|VPN|INC-|never shown/i);
  });

  it('leaves out what it cannot know while the database is away, and answers all the same', async () => {
    const { url } = inject('databaseServer');
    const name = new URL(desk.databaseUrl).pathname.slice(1);
    await execute(url, `alter database ${name} allow_connections false`);
    await execute(url, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    const text = await scrape();
    expect(read(text, 'deskbell_database_up')).toBe(0);
    expect(read(text, 'deskbell_outbox_pending')).toBeUndefined();
    await execute(url, `alter database ${name} allow_connections true`);
    expect(read(await scrape(), 'deskbell_outbox_pending')).toBe(0);
  });
});
