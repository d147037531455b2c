import { expect, test } from 'vitest';
import type { Incoming } from '../../../src/adapter.ts';
import { card, claim, said, setup } from './setup.ts';

const isMessage = (incoming: Incoming): boolean => incoming.said.kind === 'message';

test('a reply in the agents’ thread is an agent’s, with its text in portable markdown', async () => {
  const { discord, desk, adapter, tenant } = await setup();
  const sent = await adapter.send({
    op: 'open',
    side: 'agents',
    at: adapter.agents(tenant),
    title: 'INC-1 VPN',
    key: 'o1',
    message: card('INC-1', claim),
  });
  const [thread] = discord.threads('triage');
  discord.message({ user: 'dana', channel: thread?.id ?? '', content: 'try __this__, @mira: `ipconfig`' });
  const incoming = await desk.hears(isMessage);
  const guild = discord.guildId;
  const triage = discord.idOf('triage');
  expect(incoming).toMatchObject({
    from: { account: `discord:${guild}:${discord.idOf('dana')}`, name: 'Dana (IT)' },
    place: { tenant, side: 'agents', address: `discord:${guild}/${triage}`, thread: sent.thread },
    said: { kind: 'message', text: 'try _this_, @Mira: `ipconfig`' },
  });
  expect(incoming.key).toBe(`discord:${incoming.said.kind === 'message' ? incoming.said.remote : ''}`);
  expect(Math.abs(incoming.at.getTime() - Date.now())).toBeLessThan(60_000);
});

test('the bot’s own messages, other bots, joins and plain channel talk are not heard', async () => {
  const { discord, desk, adapter, tenant } = await setup();
  discord.addUser({ id: 'robot', username: 'robot', bot: true });
  await adapter.send({
    op: 'open',
    side: 'agents',
    at: adapter.agents(tenant),
    title: 'INC-1',
    key: 'o1',
    message: card('INC-1'),
  });
  const thread = discord.threads('triage')[0]?.id ?? '';
  discord.message({ user: 'olu', channel: 'help', content: 'printer jammed' });
  discord.threadMember({ by: 'dana', thread, user: 'sam' });
  const open = discord.startThread({ user: 'olu', channel: 'help', name: 'chat', public: true });
  discord.message({ user: 'robot', channel: open, content: 'beep' });
  discord.message({ user: 'dana', channel: thread, content: 'last' });
  await desk.hears(isMessage);
  expect(desk.heard.map((one) => one.said.kind === 'message' && one.said.text)).toEqual(['last']);
});

test('a direct message is about the guild, and what it answers is told', async () => {
  const { discord, desk, adapter, tenant } = await setup();
  const mira = `discord:${discord.guildId}/@${discord.idOf('mira')}`;
  const sent = await adapter.send({
    op: 'open',
    side: 'requester',
    at: mira as never,
    title: 'INC-1',
    key: 'o1',
    message: card('INC-1'),
  });
  expect(sent.thread).toBe(mira);
  const [first] = discord.dm('mira').messages;
  discord.message({ user: 'mira', channel: 'dm', content: 'thanks', replyTo: first?.id ?? '' });
  const incoming = await desk.hears(isMessage);
  expect(incoming.place).toEqual({
    tenant,
    side: 'direct',
    address: mira,
    thread: mira,
    home: mira,
    answers: sent.remote,
  });
});

test('an answer to a later part of a long message is an answer to the message', async () => {
  const { discord, desk, adapter } = await setup();
  const mira = `discord:${discord.guildId}/@${discord.idOf('mira')}` as never;
  const sent = await adapter.send({
    op: 'post',
    side: 'requester',
    to: mira,
    key: 'o1',
    message: said('word '.repeat(700)),
  });
  const last = discord.dm('mira').messages.at(-1);
  expect(discord.dm('mira').messages).toHaveLength(2);
  discord.message({ user: 'mira', channel: 'dm', content: 'ok', replyTo: last?.id ?? '' });
  expect((await desk.hears(isMessage)).place.answers).toBe(sent.remote);
});

test('a person in two guilds speaks to the one that wrote to them last', async () => {
  const { discord, desk, adapter, tenant } = await setup();
  const second = discord.addGuild({
    id: '1300000000000000001',
    name: 'Club',
    channels: [{ id: 'lobby', name: 'lobby' }],
  });
  await expect.poll(() => desk.joined.length).toBe(2);
  discord.message({ user: 'olu', channel: 'dm', content: 'one' });
  expect((await desk.hears((one) => one.said.kind === 'message' && one.said.text === 'one')).place.tenant).toBe(tenant);
  const olu = `discord:${second}/@${discord.idOf('olu')}` as never;
  await adapter.send({ op: 'post', side: 'requester', to: olu, key: 'o9', message: said('hello from the club') });
  discord.message({ user: 'olu', channel: 'dm', content: 'two' });
  const incoming = await desk.hears((one) => one.said.kind === 'message' && one.said.text === 'two');
  expect(incoming.place.tenant).toBe(`discord:${second}`);
  expect(incoming.from.account).toBe(`discord:${second}:${discord.idOf('olu')}`);
});

test('files come with their message', async () => {
  const { discord, desk } = await setup();
  discord.message({ user: 'mira', channel: 'dm', attachments: [{ name: 'screen_shot.png', data: 'x' }] });
  expect(await desk.hears(isMessage)).toMatchObject({
    said: { text: '' },
    files: [{ name: 'screen_shot.png', bytes: 1 }],
  });
  discord.message({ user: 'mira', channel: 'dm', content: 'see', attachments: [{ name: 'a.pdf', data: 'x' }] });
  const second = await desk.hears((one) => one.said.kind === 'message' && one.said.text.startsWith('see'));
  expect(second).toMatchObject({ said: { text: 'see' }, files: [{ name: 'a.pdf' }] });
});

test('what the desk answers to a message is for the speaker alone', async () => {
  const { discord, desk, adapter, tenant } = await setup();
  await adapter.send({
    op: 'open',
    side: 'agents',
    at: adapter.agents(tenant),
    title: 'INC-1',
    key: 'o1',
    message: card('INC-1'),
  });
  desk.answerWith(() => ({ kind: 'answer', message: said('Sam has it already.') }));
  const thread = discord.threads('triage')[0]?.id ?? '';
  const message = discord.message({ user: 'dana', channel: thread, content: 'claim' });
  await discord.waitFor(() => discord.dm('dana').messages.length === 1);
  expect(discord.everSeenBy('sam').join()).not.toContain('has it already');
  discord.redeliver(message.id);
  await expect.poll(() => desk.heard.length).toBe(2);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(discord.dm('dana').messages).toHaveLength(1);

  discord.setDmClosed('dana', true);
  const next = discord.message({ user: 'dana', channel: thread, content: 'claim!' });
  await discord.waitFor(() =>
    discord
      .channel(thread)
      .messages.find(({ id }) => id === next.id)
      ?.reactions?.some(({ emoji }) => emoji.name === '⚠️'),
  );
});

test('while the desk is away messages wait, in order, and then each arrives once', async () => {
  const { discord, desk, adapter, tenant } = await setup();
  await adapter.send({
    op: 'open',
    side: 'agents',
    at: adapter.agents(tenant),
    title: 'INC-1',
    key: 'o1',
    message: card('INC-1'),
  });
  const taken: string[] = [];
  let away = true;
  desk.answerWith(({ said: one }) => {
    if (away) throw Object.assign(new Error('away'), { name: 'Unavailable' });
    if (one.kind === 'message') taken.push(one.text);
    return { kind: 'done' };
  });
  const thread = discord.threads('triage')[0]?.id ?? '';
  for (const content of ['a', 'b', 'c']) discord.message({ user: 'dana', channel: thread, content });
  await desk.hears(isMessage);
  away = false;
  await expect.poll(() => taken).toEqual(['a', 'b', 'c']);
});

test('a message that makes the desk fail is logged, and the next is heard', async () => {
  const { discord, desk } = await setup();
  desk.answerWith(({ said: one }) => {
    if (one.kind === 'message' && one.text === 'poison') throw new Error('a bug');
    return { kind: 'done' };
  });
  discord.message({ user: 'mira', channel: 'dm', content: 'poison' });
  discord.message({ user: 'mira', channel: 'dm', content: 'fine' });
  await desk.hears((one) => one.said.kind === 'message' && one.said.text === 'fine');
  expect(desk.lines.filter(({ level }) => level === 'error')).toHaveLength(1);
});

test('malformed events harm nobody', async () => {
  const { discord, desk } = await setup();
  for (const d of [
    {},
    { id: 'x' },
    { id: '5', author: null },
    { id: '5', author: { id: '1' }, type: 0, channel_id: 5 },
  ])
    discord.dispatchRaw({ t: 'MESSAGE_CREATE', d, intents: 0 } as never);
  for (const d of [{}, { id: '1', token: 't', type: 2 }, { id: '1', token: 't', type: 3, data: null }])
    discord.dispatchRaw({ t: 'INTERACTION_CREATE', d, intents: 0 } as never);
  discord.message({ user: 'mira', channel: 'dm', content: 'still here' });
  await desk.hears((one) => one.said.kind === 'message' && one.said.text === 'still here');
});

test('an answer that cannot be matched because the database is away waits too', async () => {
  const { discord, desk, adapter } = await setup();
  const mira = `discord:${discord.guildId}/@${discord.idOf('mira')}` as never;
  await adapter.send({ op: 'post', side: 'requester', to: mira, key: 'o1', message: said('hello') });
  const { kept } = desk;
  desk.kept = () => Promise.reject(new Error('connection terminated'));
  discord.message({ user: 'mira', channel: 'dm', content: 'yes', replyTo: discord.dm('mira').messages[0]?.id ?? '' });
  await expect.poll(() => desk.lines.some(({ message }) => message === 'a message waits for the desk')).toBe(true);
  desk.kept = kept;
  await desk.hears(isMessage);
  expect(desk.heard).toHaveLength(1);
});
