import { expect, test } from 'vitest';
import { discord as makeAdapter } from '../../../adapters/discord/index.ts';
import type { Incoming } from '../../../src/adapter.ts';
import { scriptedDesk } from '../../support/scripted-desk.ts';
import { closing, fake, said, setup, TOKEN } from './setup.ts';

const isMessage = (incoming: Incoming): boolean => incoming.said.kind === 'message';

test('joins each guild, asks for the fewest intents, registers each command once', async () => {
  const { discord, desk, adapter, tenant } = await setup();
  expect(desk.joined).toEqual([tenant]);
  expect(discord.gateway.intents).toBe((1 << 0) | (1 << 9) | (1 << 15) | (1 << 12));
  expect(discord.registeredCommands().map(({ name }) => name)).toEqual(['ticket', 'open title', 'open title', 'desk']);
  await adapter.stop();
  const again = makeAdapter({ token: TOKEN, apiUrl: discord.apiUrl });
  closing(() => again.stop());
  const next = scriptedDesk();
  await again.start(next);
  await discord.waitFor(
    () =>
      discord.ledger.filter(({ what }) => what.includes('GET /applications/1100000000000000001/commands')).length === 2,
  );
  await again.stop();
  expect(discord.ledger.filter(({ method, route }) => method === 'POST' && route?.includes('commands'))).toHaveLength(
    4,
  );
});

test('is started once its guilds have joined, so that their first cards have a place', async () => {
  const { desk, adapter, tenant } = await setup({}, {}, false);
  const { join } = desk;
  desk.join = async (...given) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await join(...given);
  };
  await adapter.start(desk);
  expect(desk.joined).toEqual([tenant]);
});

test('F18: a bad token is told by the name of its setting, and so is a missing intent', async () => {
  const { adapter, desk } = await setup({}, { token: 'bad.token.here' }, false);
  await expect(adapter.start(desk)).rejects.toThrow('DISCORD_TOKEN');
  const second = await setup({ privilegedIntents: { messageContent: false } }, {}, false);
  await expect(second.adapter.start(second.desk)).rejects.toThrow('Message Content Intent');
  expect(JSON.stringify([desk.lines, second.desk.lines])).not.toContain(TOKEN);
});

test('F18: messages that come without their text make no tickets, and the log says why, once', async () => {
  const { discord, desk } = await setup();
  const thread = discord.startThread({ user: 'olu', channel: 'help', name: 'chat', public: true });
  const message = discord.message({ user: 'olu', channel: thread, content: 'hello' });
  await desk.hears(isMessage);
  for (const id of ['1574620000000000001', '1574620000000000002'])
    discord.dispatchRaw({
      t: 'MESSAGE_CREATE',
      d: { ...message, id, content: '', guild_id: discord.guildId },
      intents: 0,
    } as never);
  discord.message({ user: 'olu', channel: thread, content: 'last' });
  await desk.hears((one) => one.said.kind === 'message' && one.said.text === 'last');
  expect(desk.heard).toHaveLength(2);
  expect(
    desk.lines.filter(({ level, message: text }) => level === 'error' && text.includes('Message Content Intent')),
  ).toHaveLength(1);
});

test('F19: what was said while the connection was down arrives once', async () => {
  const { discord, desk } = await setup();
  await discord.gateway.missWhile(() => {
    discord.message({ user: 'mira', channel: 'dm', content: 'missed?' });
  });
  await desk.hears((one) => one.said.kind === 'message' && one.said.text === 'missed?');
  discord.message({ user: 'mira', channel: 'dm', content: 'after' });
  await desk.hears((one) => one.said.kind === 'message' && one.said.text === 'after');
  expect(desk.heard.map((one) => one.said.kind === 'message' && one.said.text)).toEqual(['missed?', 'after']);
  expect(discord.gateway.resumes).toBeGreaterThan(0);
  expect(discord.gateway.identifies).toBe(1);
});

test('F19: a reconnect that Discord asks for, and a session that it forgot', async () => {
  const { discord, desk } = await setup();
  discord.gateway.reconnect();
  await discord.waitFor(() => discord.gateway.resumes === 1 && discord.gateway.connected === 1);
  discord.gateway.invalidSession(false);
  await discord.waitFor(() => discord.gateway.identifies === 2, { timeoutMs: 20_000 });
  await discord.ready();
  discord.message({ user: 'mira', channel: 'dm', content: 'back' });
  await desk.hears((one) => one.said.kind === 'message' && one.said.text === 'back');
}, 40_000);

test('a session that Discord calls broken for now is taken up again', async () => {
  const { discord, desk } = await setup();
  discord.gateway.invalidSession(true);
  await discord.waitFor(() => discord.gateway.resumes === 1 && discord.gateway.connected === 1, { timeoutMs: 20_000 });
  discord.message({ user: 'mira', channel: 'dm', content: 'back' });
  await desk.hears((one) => one.said.kind === 'message' && one.said.text === 'back');
  expect(discord.gateway.identifies).toBe(1);
}, 40_000);

test('F19: a connection that is dead and says nothing is given up for another, and what was said meanwhile arrives once', async () => {
  const { discord, desk } = await setup({ heartbeatIntervalMs: 500 });
  await expect.poll(() => discord.gateway.heartbeats, { timeout: 10_000 }).toBeGreaterThan(0);
  discord.gateway.zombie();
  discord.message({ user: 'mira', channel: 'dm', content: 'into the void' });
  await desk.hears((one) => one.said.kind === 'message' && one.said.text === 'into the void');
  discord.message({ user: 'mira', channel: 'dm', content: 'after' });
  await desk.hears((one) => one.said.kind === 'message' && one.said.text === 'after');
  expect(desk.heard.map(({ said: one }) => one.kind === 'message' && one.text)).toEqual(['into the void', 'after']);
  expect(discord.gateway.identifies).toBe(1);
}, 40_000);

test('F19: an event that is lost on the way is asked for again by its missing number', async () => {
  const { discord, desk } = await setup();
  discord.gateway.skipNext();
  discord.message({ user: 'mira', channel: 'dm', content: 'lost' });
  discord.message({ user: 'mira', channel: 'dm', content: 'after the gap' });
  await desk.hears((one) => one.said.kind === 'message' && one.said.text === 'after the gap');
  expect(desk.heard.map(({ said: one }) => one.kind === 'message' && one.text)).toEqual(['lost', 'after the gap']);
  expect(discord.gateway.identifies).toBe(1);
}, 40_000);

test('a Discord that is out of reach at the start is connected to later', async () => {
  const first = await fake();
  const port = Number(new URL(first.apiUrl).port);
  await first.stop();
  const desk = scriptedDesk();
  const adapter = makeAdapter({ token: TOKEN, apiUrl: first.apiUrl });
  closing(() => adapter.stop());
  await adapter.start(desk);
  expect(desk.lines.some(({ level, message }) => level === 'warn' && message.includes('out of reach'))).toBe(true);
  const second = await fake({ port });
  await second.ready({ timeoutMs: 20_000 });
  await expect.poll(() => desk.joined.length).toBe(1);
}, 40_000);

test('a stop finishes what is in hand, hears nothing more, and still sends', async () => {
  const { discord, desk, adapter } = await setup();
  let finish: () => void = () => undefined;
  desk.answerWith(async () => {
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    return { kind: 'answer', message: said('finished') };
  });
  const slash = discord.slash({ user: 'mira', channel: 'help', command: 'ticket', sub: 'status' });
  await desk.hears(() => true);
  const stopped = adapter.stop();
  finish();
  await stopped;
  expect((await slash.reply()).content).toBe('finished');
  const to = adapter.direct(`discord:${discord.guildId}:${discord.idOf('mira')}` as never);
  await adapter.send({ op: 'post', side: 'requester', to, key: 'o1', message: said('after the stop') });
  expect(discord.dm('mira').messages).toHaveLength(1);
  await adapter.stop();
});
