import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import type { Adapter, Address, Delivery, Remote } from '../../../src/adapter.ts';
import { fault } from '../../support/fake-discord/index.ts';
import { card, claim, said, setup } from './setup.ts';

const home = (discord: { guildId: string; idOf(name: string): string }, channel: string, user: string): Address =>
  `discord:${discord.guildId}/${discord.idOf(channel)}/@${discord.idOf(user)}` as Address;

const failing = async (sending: Promise<unknown>) => {
  const failure: unknown = await sending.then(
    () => undefined,
    (error: unknown) => error,
  );
  return failure as { readonly fault: { readonly kind: string }; readonly code: string };
};

describe('the agents’ place', () => {
  test('a card with a public thread named after the ticket; replies go into the thread under their writer’s name', async () => {
    const { discord, adapter, tenant } = await setup();
    const at = adapter.agents(tenant);
    const sent = await adapter.send({
      op: 'open',
      side: 'agents',
      at,
      title: 'INC-1 VPN',
      key: 'o1',
      message: card('INC-1', claim),
    });
    const [thread] = discord.threads('triage');
    const [message] = discord.channel('triage').messages;
    expect(thread).toMatchObject({ name: 'INC-1 VPN', isPrivate: false, id: message?.id });
    expect(sent).toEqual({
      remote: `${discord.idOf('triage')}/${message?.id}`,
      thread: `discord:${discord.guildId}/${discord.idOf('triage')}/${thread?.id}`,
    });
    const text = said({ kind: 'said', text: 'it drops **every** 10 min <@&1>' });
    await adapter.send({
      op: 'post',
      side: 'agents',
      to: sent.thread as Address,
      as: { name: 'Mira' },
      key: 'o2',
      message: text,
    });
    expect(discord.channel(thread?.id ?? '').messages.at(-1)?.content).toBe(
      '**Mira**\nit drops **every** 10 min \\<@&1>',
    );

    await adapter.send({
      op: 'edit',
      side: 'agents',
      to: sent.thread as Address,
      remote: sent.remote,
      key: 'o3',
      message: card('INC-1 (Sam)'),
    });
    expect(discord.channel('triage').messages.map(({ content, components }) => [content, components])).toEqual([
      ['**INC-1 (Sam)**\n**Status:** open', []],
    ]);
    expect(discord.violations).toEqual([]);
  });

  test('the agents’ channel can be named by its id; one that is missing is asked for in words, and used once it is there', async () => {
    const { discord, desk, adapter, tenant } = await setup({}, { agentsChannel: 'service-desk' });
    const open: Delivery = {
      op: 'open',
      side: 'agents',
      at: adapter.agents(tenant),
      title: 'INC-1',
      key: 'o1',
      message: card('INC-1'),
    };
    expect(await failing(adapter.send(open))).toMatchObject({ fault: { kind: 'later' } });
    expect(desk.lines.find(({ level }) => level === 'warn')?.message).toContain('"service-desk" in Acme');
    discord.addChannel({ id: 'sd', name: 'service-desk' });
    await expect.poll(() => failing(adapter.send(open))).toBeUndefined();
    expect(discord.channel('sd').messages).toHaveLength(1);
  });

  test('a card too long for one message goes on in the thread, and is edited as a whole', async () => {
    const { discord, adapter, tenant } = await setup();
    const at = adapter.agents(tenant);
    const message = said({ kind: 'title', text: 'INC-1' }, 'word '.repeat(900));
    const sent = await adapter.send({ op: 'open', side: 'agents', at, title: 'INC-1', key: 'o1', message });
    const thread = discord.threads('triage')[0]?.id ?? '';
    const all = () =>
      [...discord.channel('triage').messages, ...discord.channel(thread).messages].map(({ content }) => content);
    expect(all().join(' ').match(/word/g)).toHaveLength(900);
    expect(discord.channel('triage').messages).toHaveLength(1);

    const edit = (key: string, text: string) =>
      adapter.send({
        op: 'edit',
        side: 'agents',
        to: sent.thread as Address,
        remote: sent.remote,
        key,
        message: said(text),
      });
    await edit('o2', 'term '.repeat(1200));
    expect(all().join(' ').match(/term/g)).toHaveLength(1200);
    expect(all().join()).not.toContain('word');
    await edit('o3', 'short');
    expect(all()).toEqual(['short']);
    await edit('o4', 'long '.repeat(700));
    expect(all().join(' ').match(/long/g)).toHaveLength(700);
    expect(discord.violations).toEqual([]);
  });
});

describe('the requester’s place', () => {
  const opening = (at: Address, key = 'o1', tried?: Date): Delivery => ({
    op: 'open',
    side: 'requester',
    at,
    title: 'INC-1 VPN',
    key,
    message: card('INC-1'),
    ...(tried === undefined ? {} : { tried }),
  });

  test('is a private thread that nobody else can see', async () => {
    const { discord, adapter } = await setup();
    const sent = await adapter.send(opening(home(discord, 'help', 'mira')));
    const [thread] = discord.threads('help');
    expect(thread).toMatchObject({ isPrivate: true, name: 'INC-1 VPN' });
    expect(thread?.members.toSorted()).toEqual([discord.botId, discord.idOf('mira')].toSorted());
    expect(sent.thread).toBe(`discord:${discord.guildId}/${discord.idOf('help')}/${thread?.id}`);
    expect(discord.everSeenBy('mira').join()).toContain('INC-1');
    expect(discord.everSeenBy('olu').join()).not.toContain('INC-1');
    expect(discord.violations).toEqual([]);
  });

  test.each([
    [
      'where the bot may not make one',
      (discord: Awaited<ReturnType<typeof setup>>['discord']) => discord.denyBot('help', P.CreatePrivateThreads),
      'help',
    ],
    ['where there are none', () => undefined, 'voice'],
  ])('is their direct messages %s', async (_why, prepare, channel) => {
    const { discord, adapter } = await setup();
    prepare(discord);
    const sent = await adapter.send(opening(home(discord, channel, 'mira')));
    expect(sent.thread).toBe(`discord:${discord.guildId}/@${discord.idOf('mira')}`);
    expect(discord.dm('mira').messages.map(({ content }) => content)).toEqual(['**INC-1**\n**Status:** open']);
    expect(discord.threads(channel)).toEqual([]);
  });

  test('closed direct messages are told as such', async () => {
    const { discord, adapter } = await setup();
    discord.setDmClosed('mira', true);
    const to = adapter.direct(`discord:${discord.guildId}:${discord.idOf('mira')}` as never);
    const post: Delivery = { op: 'post', side: 'requester', to, key: 'o1', message: said('hello') };
    expect(await failing(adapter.send(post))).toMatchObject({ fault: { kind: 'unreachable' }, code: '50007' });
  });

  test('of somebody who left cannot be reached, and no empty thread stays', async () => {
    const { discord, adapter } = await setup();
    const at = home(discord, 'help', 'mira');
    discord.leaveGuild('mira');
    expect(await failing(adapter.send(opening(at)))).toMatchObject({
      fault: { kind: expect.stringMatching(/unreachable|place gone/) },
    });
  });

  test('an earlier try’s thread is used again, but never one that somebody else is in', async () => {
    const { discord, adapter } = await setup();
    const tried = new Date();
    await adapter.send(opening(home(discord, 'help', 'olu'), 'o1'));
    // Of the same name, made at the same time: Olu's. Mira's try may have made one, or not.
    await adapter.send(opening(home(discord, 'help', 'mira'), 'o2', tried));
    expect(discord.threads('help').map(({ members }) => members.length)).toEqual([2, 2]);
    expect(
      discord
        .everSeenBy('mira')
        .join()
        .match(/Status/g),
    ).toHaveLength(1);
  });
});

describe('a thread whose creation was not answered', () => {
  const answers = ['502', 'reset', 'truncated'] as const;
  const opening = (at: Address, key: string): Delivery => ({
    ...{ op: 'open', side: 'requester', at, title: 'INC-1 VPN', key, message: card('INC-1 VPN') },
  });

  test.each(answers)('is not made again, even if somebody has archived it by then (%s): a private one', async (how) => {
    const { discord, adapter } = await setup();
    const at = home(discord, 'help', 'mira');
    discord.faults.next('POST /channels/:id/threads', fault.acceptThen(how));
    const tried = new Date();
    await expect(adapter.send(opening(at, 'p1'))).rejects.toMatchObject({ fault: { kind: 'ambiguous' } });
    discord.changeThread({ thread: discord.threads('help')[0]?.id ?? '', archived: true });
    const sent = await adapter.send({ ...opening(at, 'p1'), tried });
    expect(discord.threads('help')).toMatchObject([
      { archived: false, members: expect.arrayContaining([discord.idOf('mira')]) },
    ]);
    expect(sent.thread).toContain(discord.threads('help')[0]?.id);
    expect(discord.threads('help')[0]?.messages).toHaveLength(1);
  });

  test.each(answers)('is not made again (%s): a post', async (how) => {
    const { discord, adapter } = await setup();
    discord.addChannel({ id: 'forum', name: 'it-forum', type: 15 });
    const at = `discord:${discord.guildId}/${discord.idOf('forum')}` as Address;
    discord.faults.next('POST /channels/:id/threads', fault.acceptThen(how));
    const tried = new Date();
    const post: Delivery = { ...opening(at, 'p2'), side: 'agents' };
    await expect(adapter.send(post)).rejects.toMatchObject({ fault: { kind: 'ambiguous' } });
    discord.changeThread({ thread: discord.threads('forum')[0]?.id ?? '', archived: true });
    const sent = await adapter.send({ ...post, tried });
    expect(discord.threads('forum')).toHaveLength(1);
    expect(sent.thread).toContain(discord.threads('forum')[0]?.id);
  });

  test('on a message it is the message’s, and of one name another ticket’s is never taken', async () => {
    const { discord, adapter, tenant } = await setup();
    const at = adapter.agents(tenant);
    const below: Delivery = { ...opening(at, 'p3'), side: 'agents' };
    discord.faults.next('POST /channels/:id/messages/:message/threads', fault.acceptThen('502'));
    const tried = new Date();
    await expect(adapter.send(below)).rejects.toMatchObject({ fault: { kind: 'ambiguous' } });
    await adapter.send({ ...below, tried });
    await adapter.send({ ...below, key: 'p4', tried });
    expect(discord.threads('triage')).toHaveLength(2);
    expect(discord.channel('triage').messages).toHaveLength(2);
  });
});

describe('threads that change', () => {
  const opened = async () => {
    const all = await setup();
    const at = all.adapter.agents(all.tenant);
    const sent = await all.adapter.send({
      op: 'open',
      side: 'agents',
      at,
      title: 'INC-1',
      key: 'o1',
      message: card('INC-1'),
    });
    return {
      ...all,
      to: sent.thread as Address,
      remote: sent.remote,
      thread: all.discord.threads('triage')[0]?.id ?? '',
    };
  };
  const post = (adapter: Adapter, to: Address) =>
    adapter.send({ op: 'post', side: 'agents', to, key: 'o2', message: said('more') });

  test('an archived one is opened again for a post and for an edit', async () => {
    const { discord, adapter, to, thread, remote } = await opened();
    discord.changeThread({ thread, archived: true });
    await post(adapter, to);
    expect(discord.channel(thread).messages.at(-1)?.content).toBe('more');
    discord.changeThread({ thread, archived: true });
    await adapter.send({ op: 'edit', side: 'agents', to, remote, key: 'o3', message: card('INC-1 closed') });
    expect(discord.channel('triage').messages[0]?.content).toContain('closed');
  });

  test('a deleted one, a deleted channel and a lost guild are gone', async () => {
    const { discord, adapter, to, thread } = await opened();
    discord.removeChannel(thread);
    expect(await failing(post(adapter, to))).toMatchObject({ fault: { kind: 'place gone' }, code: '10003' });
    discord.kickBot();
    expect(await failing(post(adapter, to))).toMatchObject({ fault: { kind: 'place gone' } });
  });

  test('a locked one is gone for a bot that may not manage threads, and the log names what is missing', async () => {
    const { discord, desk, adapter, to } = await opened();
    discord.denyBot('triage', P.SendMessagesInThreads | P.ManageThreads);
    expect(await failing(post(adapter, to))).toMatchObject({
      fault: { kind: 'place gone' },
      code: expect.stringMatching(/5001|50001|160005/),
    });
    expect(
      desk.lines.some(({ level, message }) => level === 'warn' && message.includes('Send Messages in Threads')),
    ).toBe(true);
  });

  test('an edit of a message that was deleted is done', async () => {
    const { discord, adapter, to, remote } = await opened();
    discord.delete({ user: `owner.of.${discord.guildId}`, message: discord.channel('triage').messages[0]?.id ?? '' });
    const edit: Delivery = { op: 'edit', side: 'agents', to, remote, key: 'o5', message: card('x') };
    expect(await adapter.send(edit)).toEqual({ remote });
  });
});

test('buckets: a thread, a channel, a person; each by itself', async () => {
  const { adapter, tenant } = await setup();
  const of = (address: string) => adapter.bucket(address as Address);
  const all = ['discord:1/2', 'discord:1/2/3', 'discord:1/@4', adapter.agents(tenant)].map(of);
  expect(new Set(all).size).toBe(4);
  expect(of('discord:1/2/@4')).toBe(of('discord:1/2'));
});

test('a message that cannot be drawn or addressed is refused, not tried for ever', async () => {
  const { desk, adapter, tenant } = await setup();
  desk.seal = () => {
    throw new Error('too long');
  };
  const at = adapter.agents(tenant);
  const open: Delivery = { op: 'open', side: 'agents', at, title: 'x', key: 'o1', message: card('x', claim) };
  expect(await failing(adapter.send(open))).toMatchObject({ fault: { kind: 'refused' } });
  const nowhere: Delivery = {
    op: 'edit',
    side: 'agents',
    to: at,
    remote: 'x' as Remote,
    key: 'o2',
    message: card('x'),
  };
  expect(await failing(adapter.send(nowhere))).toMatchObject({ fault: { kind: 'refused' } });
});
