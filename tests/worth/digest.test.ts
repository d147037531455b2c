import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PlainAdapter, plainAdapter } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

/** The next Monday, so late that all of today is in the week before it. */
const days = (8 - (new Date().getUTCDay() || 7)) % 8 || 7;
const monday = Date.parse(new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10));

let chat: PlainAdapter;
let desk: RunningDesk;
let ahead = 0;
const settings = { env: { REPORT_DIGEST: 'weekly' }, now: () => new Date(Date.now() + ahead) };
beforeAll(async () => {
  chat = plainAdapter();
  desk = await startDesk([chat], settings);
});
afterAll(() => desk.stop());

it("last week's report goes to the agents' channel on Monday at nine, once, however often the desk is started", async () => {
  await chat.command('mira', 'open', { subject: 'VPN' });
  await chat.command('olu', 'open', { subject: 'Mouse' });
  const digests = () =>
    chat.shown.filter(({ address, text }) => address === 'plain:agents' && text.includes('is worth'));
  ahead = monday + 8.9 * 3_600_000 - Date.now();
  await new Promise((wake) => setTimeout(wake, 6_000));
  expect(digests()).toEqual([]);
  ahead = monday + 9.1 * 3_600_000 - Date.now();
  const told = await chat.sees(
    ({ address, text }) => address === 'plain:agents' && text.includes('is worth'),
    'the digest',
  );
  expect(told.text).toContain('Tickets opened: 2');
  expect(told.text).not.toContain('report/open');
  desk = await desk.restart([chat]);
  await new Promise((wake) => setTimeout(wake, 6_000));
  expect(digests()).toHaveLength(1);
});

it('goes to the channels that are named for it, of this workspace, and to no other', async () => {
  ahead = 0;
  const own = plainAdapter();
  const env = { REPORT_DIGEST: 'weekly', REPORT_CHANNELS: 'plain:T/worth,plain:T/heads,plain:OTHER/secret' };
  const other = await startDesk([own], { ...settings, env });
  try {
    await own.command('mira', 'open', { subject: 'VPN' });
    await own.sees(({ address }) => address === 'plain:agents/m1' || address.startsWith('plain:agents'), 'the card');
    ahead = monday + 9.1 * 3_600_000 - Date.now();
    const is = (place: string) => (posted: { readonly address: string; readonly text: string }) =>
      posted.address === `plain:${place}` && posted.text.includes('is worth');
    await own.sees(is('worth'), 'the digest');
    await own.sees(is('heads'), 'the digest');
    expect(own.shown.filter(is('agents'))).toEqual([]);
    expect(own.shown.filter(({ address }) => address.includes('secret'))).toEqual([]);
  } finally {
    await other.stop();
  }
});
