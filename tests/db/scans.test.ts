import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeHistory } from '../../bench/history.ts';
import type { Address } from '../../src/adapter.ts';
import { type PlainAdapter, plainAdapter } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

/** What grows with the years. A look through one of them costs ten times as much when it is ten times as long. */
const LARGE = ['account', 'inbox', 'message', 'rating', 'survey', 'thread', 'ticket', 'timeline'] as const;

describe('a desk with thousands of tickets', () => {
  let chat: PlainAdapter;
  let desk: RunningDesk;
  beforeAll(async () => {
    chat = plainAdapter();
    desk = await startDesk([chat]);
    // Enough that to read a table through is never the shorter way, not for a batch of a hundred either.
    await makeHistory(desk.databaseUrl, 20_000, 2_000);
    // From here on every plan is made of what the tables are now.
    desk = await desk.restart([chat]);
  });
  afterAll(() => desk?.stop());

  /** How often each large table has been read through. Only what connections did that are closed by now is told for sure. */
  const scans = async (): Promise<Readonly<Record<string, number>>> => {
    desk = await desk.restart([chat]);
    const { rows } = await desk.db.pool.query<{ name: string; scans: number }>(
      `select relname as name, seq_scan::int as scans from pg_stat_user_tables where relname = any ($1)`,
      [LARGE],
    );
    expect(rows).toHaveLength(LARGE.length);
    return Object.fromEntries(rows.map(({ name, scans: count }) => [name, count]));
  };
  const until = async (text: string): Promise<void> => {
    for (;;) {
      const { rows } = await desk.db.pool.query<{ is: boolean }>(`select (${text}) as is`);
      if (rows[0]?.is) return;
      await new Promise((look) => setTimeout(look, 20));
    }
  };

  it('reads none of its large tables through, whatever is asked and done', async () => {
    const before = await scans();
    const outcome = await chat.command('mira', 'open', { subject: 'VPN drops every 10 min' });
    expect(outcome.kind).toBe('answer');
    const card = await chat.sees(
      ({ text, address }) => address.startsWith('plain:agents/') && text.includes('VPN drops'),
    );
    const root = await chat.sees(({ address }) => address.startsWith('plain:@mira/'));
    const ticket = /INC-(\d+)/.exec(card.text)?.[1] ?? '';
    const agents = card.address as Address;
    await until(`not exists (select 1 from outbox)`);
    await chat.say('sam', 'Which network are you on?', agents);
    await chat.say('mira', 'At home', root.address);
    await chat.command('mira', 'status');
    await chat.command('mira', 'status', { ticket });
    await chat.command('mira', 'list');
    for (const which of ['open', 'unassigned', 'assigned']) await chat.command('sam', 'list', { which }, 'agents');
    await chat.command('sam', 'status', { ticket: '4000' }, 'agents');
    await chat.command('sam', 'claim', { ticket }, 'agents');
    await chat.command('sam', 'note', { ticket, text: 'seen before' }, 'agents');
    await chat.command('sam', 'prioritize', { ticket, urgency: 'high' }, 'agents');
    await chat.command('sam', 'resolve', { ticket, code: 'solved' }, 'agents');
    await until(`exists (select 1 from survey where ticket = ${ticket})`);
    await chat.command('mira', 'rate', { ticket, score: '2' });
    await chat.command('mira', 'comment', { ticket, text: 'it took long' });
    await chat.command('mira', 'reopen', { ticket, reason: 'it fails again' });
    await until(
      `not exists (select 1 from outbox) and not exists (select 1 from inbox where work is not null and due_at < now())`,
    );
    await until(`not exists (select 1 from uncounted)`);
    expect((await fetch(`${desk.url}/readyz`)).status).toBe(200);
    expect((await fetch(`${desk.url}/metrics`)).status).toBe(200);
    const after = await scans();
    const read = LARGE.filter((table) => after[table] !== before[table]);
    expect(read.map((table) => `${table} ${(after[table] ?? 0) - (before[table] ?? 0)} times`)).toEqual([]);
  });
});
