import type { GatewayMessageUpdateDispatchData } from 'discord.js';
import { expect, test } from 'vitest';
import { isChange } from '../../../adapters/discord/revisions.ts';
import type { Address, Delivery } from '../../../src/adapter.ts';
import { setup } from './setup.ts';

const message = {
  ...{ id: '2', channel_id: '1', content: 'psw [removed]', type: 0, attachments: [], embeds: [] },
  ...{ author: { id: '3', username: 'mira' }, edited_timestamp: '2026-11-24T09:00:00.123000+00:00' },
} as unknown as GatewayMessageUpdateDispatchData;

test('only an edit of somebody’s own words is a change', () => {
  expect(isChange(message)).toBe(true);
  const others: readonly Partial<GatewayMessageUpdateDispatchData>[] = [
    { ...message, edited_timestamp: null },
    { id: '2', channel_id: '1', embeds: [] },
    { ...message, content: '' },
    { ...message, author: { ...message.author, bot: true } },
    { ...message, webhook_id: '4' },
  ];
  expect(others.filter(isChange)).toEqual([]);
});

test('a moderator’s purge deletes each message, and what the desk itself posted is none of its news', async () => {
  const { discord, adapter, desk, tenant } = await setup();
  const card: Delivery = {
    ...{ op: 'open', at: adapter.agents(tenant), title: 'INC-1', side: 'agents', key: 'purge' },
    message: { audience: 'agents', lines: [{ kind: 'text', text: 'INC-1' }] },
  };
  const { thread } = await adapter.send(card);
  const channel = (thread as Address).split('/').at(-1) ?? '';
  const post: Delivery = {
    ...{ op: 'post', to: thread as Address, side: 'agents', key: 'own' },
    message: card.message,
  };
  await adapter.send(post);
  const said = ['one', 'two'].map((content) => discord.message({ user: 'dana', channel, content }));
  await desk.hears(({ said: heard }) => heard.kind === 'message' && heard.text === 'two');
  const ids = [...discord.channel(channel).messages.map(({ id }) => id)];
  expect(ids.length).toBeGreaterThan(said.length);
  discord.dispatchRaw({
    t: 'MESSAGE_DELETE_BULK',
    d: { ids, channel_id: channel, guild_id: discord.guildId },
    intents: 1 << 9,
    guildId: discord.guildId,
  } as never);
  await desk.learns(({ of }) => of.endsWith(`/${said[1]?.id}`));
  const about = { kind: 'deleted', tenant, thread };
  expect(desk.revisions).toEqual(said.map(({ id }) => ({ ...about, of: `discord:${channel}/${id}` })));
});
