import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Adapter } from '../../src/adapter.ts';
import { RENEW_MS } from '../../src/desk/outbox.ts';
import { plainAdapter } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

const chat = plainAdapter();
let letGo: () => void = () => {};
const held = new Promise<void>((resolve) => {
  letGo = resolve;
});
let desk: RunningDesk;

beforeAll(async () => {
  const { platform, start, stop, agents, direct, bucket, fetch } = chat;
  const send: Adapter['send'] = (delivery) => held.then(() => chat.send(delivery));
  const slow: Adapter = { platform, start, stop, agents, direct, bucket, fetch, send };
  desk = await startDesk([slow]);
});
afterAll(async () => {
  letGo();
  await desk.stop();
});

it('a delivery that takes long is held for as long as its process lives, and is shown once', async () => {
  await chat.command('mira', 'open', { subject: 'Slow' });
  const lease = async (): Promise<number> => {
    const { rows } = await desk.db.pool.query("select max(lease_until) as at from outbox where op = 'open'");
    return rows[0].at?.getTime() ?? 0;
  };
  await expect.poll(lease, { timeout: 10_000 }).toBeGreaterThan(0);
  const first = await lease();
  await expect.poll(lease, { timeout: 4 * RENEW_MS }).toBeGreaterThan(first);
  letGo();
  await chat.sees(({ text }) => text.includes('Slow'));
  await expect
    .poll(async () => (await desk.db.pool.query('select 1 from outbox')).rowCount, { timeout: 10_000 })
    .toBe(0);
  expect(chat.sends.filter(({ op, tried }) => op === 'open' && tried !== undefined)).toEqual([]);
});
