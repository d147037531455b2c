import { expect, test } from 'vitest';
import { type DiscordSettings, discord as makeAdapter } from '../../../adapters/discord/index.ts';
import type { Desk, Tenant } from '../../../src/adapter.ts';
import type { FakeDiscord } from '../../support/fake-discord/index.ts';
import { type ScriptedDesk, scriptedDesk } from '../../support/scripted-desk.ts';
import { closing, said, setup, TOKEN } from './setup.ts';

const WAIT = { timeout: 20_000 };
const NOWHERE = 'discord:0' as Tenant;
/** What was said, as a desk takes it: a key that comes again changes nothing. */
const texts = (desk: ScriptedDesk): readonly string[] => [
  ...new Map(desk.heard.flatMap(({ key, said: one }) => (one.kind === 'message' ? [[key, one.text]] : []))).values(),
];

/** Another process over the same database: what was kept is there, what was heard is not. */
async function next(
  discord: FakeDiscord,
  before: Pick<Desk, 'kept' | 'keep' | 'swap' | 'keptUnder'>,
  settings: Partial<DiscordSettings> = {},
) {
  const desk = scriptedDesk();
  Object.assign(desk, { kept: before.kept, keep: before.keep, swap: before.swap, keptUnder: before.keptUnder });
  const adapter = makeAdapter({ token: TOKEN, apiUrl: discord.apiUrl, ...settings });
  closing(() => adapter.stop());
  const starting = adapter.start(desk);
  return { desk, adapter, starting };
}

/** A requester's private thread and Mira's direct messages, both of the desk's making. */
async function places({ discord, adapter, tenant }: Awaited<ReturnType<typeof setup>>) {
  const home = `${tenant}/${discord.idOf('help')}/@${discord.idOf('mira')}` as never;
  await adapter.send({ op: 'open', side: 'requester', at: home, title: 'INC-1', key: 'o1', message: said('INC-1') });
  const to = adapter.direct(`${tenant}:${discord.idOf('mira')}` as never);
  await adapter.send({ op: 'post', side: 'requester', to, key: 'o2', message: said('Hello') });
  return discord.threads('help')[0]?.id ?? '';
}

test('what was written while the desk was stopped arrives once, in order, in the session that it left', async () => {
  const here = await setup();
  const { discord, desk, adapter } = here;
  const thread = await places(here);
  discord.message({ user: 'mira', channel: thread, content: 'before' });
  await expect.poll(() => texts(desk), WAIT).toEqual(['before']);
  await adapter.stop();
  for (const content of ['one', 'two', 'three']) discord.message({ user: 'mira', channel: thread, content });
  discord.message({ user: 'olu', channel: 'dm', content: 'in private' });
  const after = await next(discord, desk);
  await after.starting;
  discord.message({ user: 'mira', channel: thread, content: 'four' });
  await expect.poll(() => texts(after.desk).length, WAIT).toBe(5);
  expect(texts(after.desk).filter((text) => text !== 'in private')).toEqual(['one', 'two', 'three', 'four']);
  expect(after.desk.joined).toEqual([here.tenant]);
  expect(discord.gateway.identifies).toBe(1);
  const slash = discord.slash({ user: 'mira', channel: 'help', command: 'ticket', sub: 'status' });
  await slash.response();
  expect(after.desk.heard.at(-1)?.place.address).toBe(`${here.tenant}/${discord.idOf('help')}`);
});

test('after a crash everything is told again that the desk had not taken', async () => {
  const here = await setup();
  const { discord, desk, adapter } = here;
  const thread = await places(here);
  let away = true;
  desk.answerWith(() => {
    if (away) throw Object.assign(new Error('away'), { name: 'Unavailable' });
    return { kind: 'done' };
  });
  discord.message({ user: 'mira', channel: thread, content: 'not taken' });
  discord.message({ user: 'olu', channel: 'dm', content: 'not taken either' });
  await desk.hears((one) => one.said.kind === 'message' && one.said.text === 'not taken either');
  // As a killed process leaves it: what it had written by then, a second or so ago.
  const written = await desk.keptUnder(NOWHERE, 'gateway/');
  away = false;
  await adapter.stop();
  for (const { key, value } of written) await desk.keep(NOWHERE, key, value);
  discord.message({ user: 'mira', channel: thread, content: 'after the crash' });
  const after = await next(discord, desk);
  await after.starting;
  await expect
    .poll(() => texts(after.desk).filter((text) => !text.includes('either')), WAIT)
    .toEqual(['not taken', 'after the crash']);
  expect(texts(after.desk)).toContain('not taken either');
  expect(discord.gateway.identifies).toBe(1);
});

test('F19: where the session cannot go on, threads and direct messages are read from where they were heard last', async () => {
  const here = await setup();
  const { discord, desk, adapter } = here;
  const thread = await places(here);
  discord.message({ user: 'mira', channel: thread, content: 'before' });
  await expect.poll(() => texts(desk), WAIT).toEqual(['before']);
  await adapter.stop();
  for (let index = 0; index < 120; index += 1)
    discord.message({ user: 'mira', channel: thread, content: `line ${index}` });
  discord.message({ user: 'mira', channel: 'dm', content: 'in private' });
  const chat = discord.startThread({ user: 'olu', channel: 'help', name: 'chat', public: true });
  discord.message({ user: 'olu', channel: chat, content: 'not ours' });
  discord.gateway.forgetSessions();
  const { fault } = await import('../../support/fake-discord/index.ts');
  discord.faults.next('GET /channels/:id/messages', fault.rateLimit(0.05), { times: 2 });
  discord.faults.next('GET /guilds/:id/threads/active', fault.status(502));
  const after = await next(discord, desk);
  await after.starting;
  discord.message({ user: 'mira', channel: thread, content: 'after' });
  await expect.poll(() => texts(after.desk).includes('after'), { timeout: 40_000 }).toBe(true);
  const lines = Array.from({ length: 120 }, (_, index) => `line ${index}`);
  // What the desk has heard already comes again, under the key that it knows.
  expect(texts(after.desk).filter((text) => !['before', 'in private'].includes(text))).toEqual([...lines, 'after']);
  await expect.poll(() => texts(after.desk), WAIT).toContain('in private');
  expect(texts(after.desk)).not.toContain('not ours');
  const [first] = after.desk.heard;
  expect(first?.key).toBe(desk.heard.find((one) => one.said.kind === 'message')?.key);
}, 60_000);

test('so are the posts of a forum whose posts are tickets, the new ones with their titles', async () => {
  const { discord, desk, adapter } = await setup({}, { forumChannels: ['ask-it'] });
  discord.addChannel({ id: 'ask', name: 'ask-it', type: 15 });
  const old = discord.post({ user: 'mira', forum: 'ask', title: 'VPN drops', content: 'since Monday' });
  await desk.hears(({ said: one }) => one.kind === 'command');
  await adapter.stop();
  discord.post({ user: 'olu', forum: 'ask', title: 'No sound', content: 'in meetings' });
  discord.message({ user: 'mira', channel: old, content: 'and Tuesday' });
  discord.gateway.forgetSessions();
  const after = await next(discord, desk, { forumChannels: ['ask-it'] });
  await after.starting;
  const opened = await after.desk.hears(
    ({ said: one }) => one.kind === 'command' && one.params['subject'] === 'No sound',
  );
  expect(opened.said).toMatchObject({ intent: 'open', params: { subject: 'No sound', description: 'in meetings' } });
  await expect.poll(() => texts(after.desk), WAIT).toContain('and Tuesday');
}, 40_000);

test('with more shards all begin anew, and what was said meanwhile is read', async () => {
  const here = await setup();
  const { discord, desk, adapter } = here;
  const thread = await places(here);
  await adapter.stop();
  discord.message({ user: 'mira', channel: thread, content: 'meanwhile' });
  discord.message({ user: 'olu', channel: 'dm', content: 'in private' });
  const after = await next(discord, desk, { shards: 2 });
  await expect.poll(() => discord.gateway.shards, WAIT).toEqual([0, 1]);
  discord.message({ user: 'mira', channel: thread, content: 'after' });
  await expect
    .poll(() => texts(after.desk).filter((text) => text !== 'in private'), WAIT)
    .toEqual(['meanwhile', 'after']);
  await after.adapter.stop();
}, 40_000);

test('a replica that begins with more shards than there are takes the others along', async () => {
  const { discord, desk } = await setup();
  const { fault } = await import('../../support/fake-discord/index.ts');
  const limit = { total: 1000, remaining: 900, reset_after: 3_600_000, max_concurrency: 4 };
  const info = { url: discord.apiUrl.replace('http', 'ws').replace('/api', ''), shards: 4, session_start_limit: limit };
  discord.faults.next('GET /gateway/bot', fault.junk(JSON.stringify(info), 200, 'application/json'), { times: 99 });
  const second = await next(discord, desk);
  await second.starting;
  await expect.poll(() => discord.gateway.shards, WAIT).toEqual([0, 1, 2, 3]);
  discord.message({ user: 'mira', channel: 'dm', content: 'hello' });
  await expect.poll(() => [...texts(desk), ...texts(second.desk)], WAIT).toEqual(['hello']);
}, 40_000);

test('where the guilds of a session cannot be asked for, a new session tells them', async () => {
  const here = await setup();
  const { discord, desk, adapter } = here;
  await adapter.stop();
  const { fault } = await import('../../support/fake-discord/index.ts');
  discord.faults.next('GET /users/@me/guilds', fault.status(404), { times: 2 });
  const after = await next(discord, desk);
  await after.starting;
  expect(discord.gateway.identifies).toBe(2);
  await expect.poll(() => after.desk.joined, WAIT).toEqual([here.tenant]);
}, 40_000);

test('a session that Discord forgets while we are connected is read up on too', async () => {
  const here = await setup();
  const { discord, desk } = here;
  const thread = await places(here);
  discord.gateway.forgetSessions();
  await discord.gateway.missWhile(() => {
    discord.message({ user: 'mira', channel: thread, content: 'missed' });
  });
  await expect.poll(() => texts(desk), { timeout: 30_000 }).toEqual(['missed']);
  expect(discord.gateway.identifies).toBe(2);
}, 40_000);

test('a second replica stands by, and takes the session over when the first lets go', async () => {
  const here = await setup();
  const { discord, desk, adapter } = here;
  const thread = await places(here);
  const second = await next(discord, desk);
  discord.message({ user: 'mira', channel: thread, content: 'to the first' });
  await expect.poll(() => texts(desk), WAIT).toEqual(['to the first']);
  await adapter.stop();
  discord.message({ user: 'mira', channel: thread, content: 'to the second' });
  await second.starting;
  await expect.poll(() => texts(second.desk), WAIT).toEqual(['to the second']);
  expect(discord.gateway.identifies).toBe(1);
}, 40_000);

test('F19: a process that dies and starts for an hour identifies at most ten times, and the log says why it waits', async () => {
  const { discord, desk, adapter } = await setup();
  await adapter.stop();
  const kept = JSON.parse((await desk.kept(NOWHERE, 'gateway/shard/0')) ?? '{}');
  const now = Date.now();
  const identified = [...[50, 40, 30, 20, 10].map((minutes) => now - minutes * 60_000), now - 1_000];
  await desk.keep(NOWHERE, 'gateway/shard/0', JSON.stringify({ ...kept, session: null, identified }));
  const after = await next(discord, desk);
  await expect
    .poll(
      () => after.desk.lines.some(({ level, message }) => level === 'error' && message.includes('take the bot')),
      WAIT,
    )
    .toBe(true);
  expect(discord.gateway.identifies).toBe(1);
  await after.adapter.stop();
}, 40_000);

test('with few identifies left for today it waits, and says so', async () => {
  const { discord, desk, adapter } = await setup({ identifyBudget: 1_000 });
  await adapter.stop();
  discord.gateway.forgetSessions();
  const { fault } = await import('../../support/fake-discord/index.ts');
  const limit = { total: 1000, remaining: 3, reset_after: 3_600_000, max_concurrency: 1 };
  const info = { url: discord.apiUrl.replace('http', 'ws').replace('/api', ''), shards: 1, session_start_limit: limit };
  discord.faults.next('GET /gateway/bot', fault.junk(JSON.stringify(info), 200, 'application/json'), { times: 9 });
  const fresh = scriptedDesk();
  const after = await next(discord, fresh);
  await expect
    .poll(
      () => after.desk.lines.some(({ level, message }) => level === 'error' && message.includes('only 3 more')),
      WAIT,
    )
    .toBe(true);
  expect(discord.gateway.identifies).toBe(1);
  await after.adapter.stop();
  expect(desk.lines.filter(({ level }) => level === 'error')).toEqual([]);
}, 40_000);
