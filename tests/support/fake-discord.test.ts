/** The real discord.js against the double: what the double promises to every other test. */
import { ChannelType, Client, GatewayIntentBits as I } from 'discord.js';
import { afterEach, describe, expect, test } from 'vitest';
import { fault, type GuildInput } from './fake-discord/index.ts';
import { codeOf, connect, desk, intents, startDesk, stopAll } from './fake-discord/test-desk.ts';

afterEach(stopAll);

describe('connecting', () => {
  test('a client becomes ready and knows the guild, its channels and itself', async () => {
    const { discord, client } = await desk();
    expect(client.user.id).toBe(discord.botId);
    expect(client.guilds.cache.map((guild) => guild.name)).toEqual(['Acme']);
    expect(client.channels.cache.map((channel) => 'name' in channel && channel.name)).toContain('agents-only');
    expect(discord.gateway.identifies).toBe(1);
  });

  test('a wrong token is refused by REST', async () => {
    const discord = await startDesk();
    const client = new Client({ intents, rest: { api: discord.apiUrl, version: '10' } });
    await expect(client.login('wrong')).rejects.toThrow(/token/i);
  });

  test('a privileged intent that is not switched on closes with 4014', async () => {
    const discord = await startDesk({ privilegedIntents: { messageContent: false } });
    await expect(connect(discord)).rejects.toThrow(/disallowed intents/i);
    await discord.waitFor(() => discord.ledger.some((entry) => entry.code === 4014), { what: 'close code 4014' });
  });

  test('without MESSAGE_CONTENT the text of others is blank, unless they name the bot or write a DM', async () => {
    const discord = await startDesk();
    const client = await connect(discord, { intents: [I.Guilds, I.GuildMessages, I.DirectMessages] });
    const got: string[] = [];
    client.on('messageCreate', (message) => got.push(message.content));
    discord.message({ user: 'D1', channel: 'help', content: 'secretless' });
    discord.message({ user: 'D1', channel: 'help', content: 'hello @deskbell' });
    discord.message({ user: 'D1', channel: 'dm', content: 'a DM' });
    await expect.poll(() => got).toEqual(['', `hello <@${discord.botId}>`, 'a DM']);
  });

  test('a dropped connection resumes, and what was missed comes in order, once', async () => {
    const { discord, contents } = await desk();
    await discord.gateway.missWhile(() => {
      discord.message({ user: 'D1', channel: 'help', content: 'one' });
      discord.message({ user: 'D1', channel: 'help', content: 'two' });
    });
    await expect.poll(() => contents, { timeout: 5000 }).toEqual(['one', 'two']);
    expect(discord.gateway).toMatchObject({ identifies: 1, resumes: 1 });
  });

  test('the bot reconnects after op 7, and identifies anew after an invalid session', async () => {
    const { discord, client, contents } = await desk();
    const resumed = new Promise((resolve) => client.once('shardResume', resolve));
    discord.gateway.reconnect();
    await resumed;
    expect(discord.gateway.resumes).toBe(1);
    discord.gateway.invalidSession(false);
    await discord.waitFor(() => discord.gateway.identifies === 2, { what: 'a new identify', timeoutMs: 12_000 });
    discord.message({ user: 'D1', channel: 'help', content: 'back' });
    await expect.poll(() => contents).toEqual(['back']);
  });

  test('a zombie connection is noticed by the missing acknowledgement and resumed', async () => {
    const { discord, contents } = await desk({ heartbeatIntervalMs: 200 });
    discord.gateway.zombie();
    discord.message({ user: 'D1', channel: 'help', content: 'into the void' });
    await discord.waitFor(() => discord.gateway.resumes > 0, { what: 'a resume' });
    await expect.poll(() => contents).toEqual(['into the void']);
  });
});

describe('messages and threads', () => {
  test('a message comes in, a reply goes out, edits and deletions are told', async () => {
    const { discord, client, help, contents } = await desk();
    const events: string[] = [];
    client.on('messageUpdate', (_old, message) => void events.push(`edited: ${message.content}`));
    client.on('messageDelete', () => void events.push('deleted'));
    const message = discord.message({ user: 'D1', channel: 'help', content: 'printer broken' });
    await expect.poll(() => contents).toEqual(['printer broken']);
    await help.send({ content: 'on it', reply: { messageReference: message.id } });
    discord.edit({ user: 'D1', message, content: 'printer on fire' });
    discord.delete({ user: 'D1', message });
    await expect.poll(() => events).toContain('deleted');
    expect(events).toContain('edited: printer on fire');
    expect(discord.channel('help').messages.map((m) => m.content)).toEqual(['on it']);
    expect(discord.unsafeMentions).toEqual([]);
  });

  test('a thread grows from a message, only once', async () => {
    const { discord, client, help } = await desk();
    const message = await help.messages.fetch(discord.message({ user: 'D1', channel: 'help', content: 'x' }).id);
    const thread = await message.startThread({ name: 'INC-1' });
    await thread.send('hello');
    expect(thread.id).toBe(message.id);
    expect(discord.channel('INC-1').messages.map((m) => m.content)).toEqual(['hello']);
    const again = client.rest.post(`/channels/${help.id}/messages/${message.id}/threads`, { body: { name: 'again' } });
    expect(await codeOf(again)).toBe(160004);
  });

  test('a private thread is seen by its members alone', async () => {
    const { discord, help } = await desk();
    const thread = await help.threads.create({ name: 'INC-2', type: ChannelType.PrivateThread, invitable: false });
    await thread.members.add(discord.idOf('D1'));
    await thread.send('your password is …');
    const sees = (user: string) => discord.seenBy(user).some((seen) => seen.text.includes('password'));
    expect([sees('D1'), sees('D2'), sees('D3')]).toEqual([true, false, false]);
    expect(() => discord.message({ user: 'D2', channel: 'INC-2', content: 'let me in' })).toThrow(/cannot view/);
  });

  test('a pinged person is drawn into a private thread, as on Discord; parse: [] keeps them out', async () => {
    const { discord, help } = await desk();
    const thread = await help.threads.create({ name: 'INC-3', type: ChannelType.PrivateThread });
    await thread.send(`hello <@${discord.idOf('D2')}>`);
    expect(discord.channel('INC-3').members).toEqual([discord.botId]);
    await thread.send({ content: `hello <@${discord.idOf('D2')}>`, allowedMentions: { parse: ['users'] } });
    expect(discord.channel('INC-3').members).toContain(discord.idOf('D2'));
    expect(discord.unsafeMentions).toHaveLength(1);
  });

  test('archived threads wake on a post but refuse edits; locked ones refuse a bot without rights', async () => {
    const { discord, help } = await desk({ guild: guildWithoutManageThreads() });
    const thread = await help.threads.create({ name: 'INC-4', type: ChannelType.PublicThread });
    const message = await thread.send('first');
    discord.changeThread({ thread: 'INC-4', archived: true });
    expect(await codeOf(message.edit('changed'))).toBe(50083);
    await thread.send('second');
    expect(discord.channel('INC-4').archived).toBe(false);
    discord.changeThread({ thread: 'INC-4', locked: true });
    expect(await codeOf(thread.send('third'))).toBe(160005);
  });

  test('forum posts, files and history', async () => {
    const { discord, client, help } = await desk();
    const forum = await client.channels.fetch(discord.idOf('forum'));
    if (forum?.type !== ChannelType.GuildForum) throw new Error('no forum');
    const post = await forum.threads.create({ name: 'INC-5', message: { content: 'the story' } });
    expect((await post.fetchStarterMessage())?.content).toBe('the story');
    await help.send({ content: 'log', files: [{ attachment: Buffer.from('lines'), name: 'app.log' }] });
    for (const text of ['a', 'b', 'c']) discord.message({ user: 'D1', channel: 'help', content: text });
    const [log] = discord.channel('help').messages;
    expect(await (await fetch(log?.attachments[0]?.url ?? '')).text()).toBe('lines');
    const newest = await help.messages.fetch({ limit: 2 });
    expect(newest.map((m) => m.content)).toEqual(['c', 'b']);
    const after = await help.messages.fetch({ after: log?.id ?? '', limit: 2 });
    expect(after.map((m) => m.content)).toEqual(['b', 'a']);
  });

  test('one nonce is one message, until it is forgotten', async () => {
    let now = Date.now();
    const { discord, help } = await desk({ now: () => now });
    const send = () => help.send({ content: 'once', nonce: 'outbox-1', enforceNonce: true });
    const [first, second] = [await send(), await send()];
    expect(second.id).toBe(first.id);
    now += 121_000;
    expect((await send()).id).not.toBe(first.id);
    expect(discord.channel('help').messages).toHaveLength(2);
  });

  test('a closed DM refuses at the message, not at the opening', async () => {
    const { discord, client } = await desk();
    discord.setDmClosed('D1', true);
    const user = await client.users.fetch(discord.idOf('D1'));
    const dm = await user.createDM();
    expect(await codeOf(dm.send('hello'))).toBe(50007);
    await (await client.users.fetch(discord.idOf('D2'))).send('hello');
    expect(discord.dm('D2').messages).toHaveLength(1);
    expect(discord.seenBy('D1')).toEqual([]);
  });
});

describe('refusals and faults', () => {
  test('limits are refused as Discord refuses them', async () => {
    const { discord, client, help } = await desk();
    const raw = (body: object) => codeOf(client.rest.post(`/channels/${help.id}/messages`, { body }));
    const link = { type: 2, style: 5, label: 'x' };
    const button = { type: 2, style: 1, label: 'x', custom_id: 'same' };
    const rows = (...components: object[]) => ({ components: [{ type: 1, components }] });
    expect(await raw({ content: 'x'.repeat(2001) })).toBe(50035);
    expect(await raw({ content: ' ' })).toBe(50006);
    expect(await raw({ content: 'x', nonce: 'n'.repeat(26) })).toBe(50035);
    expect(await raw({ embeds: [{ title: 'x'.repeat(257) }] })).toBe(50035);
    expect(await raw({ embeds: [{ description: 'x'.repeat(4000) }, { description: 'x'.repeat(2001) }] })).toBe(50035);
    expect(await raw(rows(link))).toBe(50035);
    expect(await raw(rows(button, button))).toBe(50035);
    expect(await raw({ ...rows(button), content: 'x', flags: 1 << 15 })).toBe(50035);
    expect(await raw({ content: 'x', allowed_mentions: { parse: ['all'] } })).toBe(50035);
    expect(await codeOf(help.threads.create({ name: 'x'.repeat(101) }))).toBe(50035);
    expect(await codeOf(client.rest.get('/channels/123456789012345678'))).toBe(10003);
    expect(await codeOf(client.rest.get('/nowhere'))).toBe(0);
    const bad = { name: 'Not A Name', description: 'x' };
    expect(await codeOf(client.rest.put(`/applications/${discord.applicationId}/commands`, { body: [bad] }))).toBe(
      50035,
    );
    const mine = discord.message({ user: 'D1', channel: 'help', content: 'mine' });
    expect(await codeOf((await help.messages.fetch(mine.id)).edit('yours'))).toBe(50005);
    expect(discord.channel('help').messages).toHaveLength(1);
  });

  test('a typo in a body is noted though Discord ignores it', async () => {
    const { discord, client, help } = await desk();
    await client.rest.post(`/channels/${help.id}/messages`, { body: { content: 'x', alowed_mentions: { parse: [] } } });
    expect(discord.violations.map((entry) => entry.what)).toContain(
      'unknown key "alowed_mentions" in a message body (create)',
    );
    expect(discord.unsafeMentions).toHaveLength(1);
  });

  test('what the bot may not do or see is refused', async () => {
    const { discord, help } = await desk();
    discord.denyBot('help', 1n << 11n);
    expect(await codeOf(help.send('x'))).toBe(50013);
    discord.denyBot('help', 1n << 10n);
    expect(await codeOf(help.send('x'))).toBe(50001);
    discord.denyBot('help', 0n);
    await help.send('x');
  });

  test('faults strike the route and number ordered, and an accepted message stays', async () => {
    const { discord, help } = await desk();
    const route = 'POST /channels/:id/messages';
    discord.faults.next(route, fault.acceptThen('502'));
    expect(await codeOf(help.send('accepted'))).toMatch(/HTTPError|Bad Gateway/);
    discord.faults.next(route, fault.acceptThen('reset'));
    expect(await codeOf(help.send('also accepted'))).toMatch(/other side closed|socket|ECONNRESET|terminated/i);
    discord.faults.next(route, fault.code(50001), { times: 2 });
    expect(await codeOf(help.send('no'))).toBe(50001);
    expect(await codeOf(help.send('no'))).toBe(50001);
    discord.faults.next(route, fault.status(500), { when: ({ body }) => JSON.stringify(body).includes('unlucky') });
    await help.send('lucky');
    expect(await codeOf(help.send('unlucky'))).toMatch(/HTTPError|Internal/);
    discord.faults.next(route, fault.rateLimit(0.2));
    const before = Date.now();
    await help.send('patient');
    expect(Date.now() - before).toBeGreaterThanOrEqual(200);
    const contents = discord.channel('help').messages.map((message) => message.content);
    expect(contents).toEqual(['accepted', 'also accepted', 'lucky', 'patient']);
    expect(discord.faults.pending()).toBe(0);
  });

  test('webhooks speak under a name, which has its limits', async () => {
    const { discord, client, help } = await desk();
    const hook = await help.createWebhook({ name: 'Desk bridge' });
    const sent = await hook.send({ content: 'from Slack', username: 'Lena (Slack)' });
    await hook.editMessage(sent.id, { content: 'from Slack, edited' });
    expect(discord.channel('help').messages).toMatchObject([
      { content: 'from Slack, edited', author: { username: 'Lena (Slack)' }, webhook_id: hook.id },
    ]);
    expect(await codeOf(hook.send({ content: 'x', username: 'Discord staff' }))).toBe(50035);
    expect(await codeOf(help.createWebhook({ name: 'clyde' }))).toBe(50035);
    await client.deleteWebhook(hook.id);
    expect(await codeOf(hook.send('gone'))).toBe(10015);
  });

  test('each person sees what is theirs, and what they once saw is remembered', async () => {
    const { discord, client } = await desk();
    const room = await client.channels.fetch(discord.idOf('agents-only'));
    if (!room?.isSendable()) throw new Error('no room');
    const note = await room.send('CANARY');
    await (await client.users.fetch(discord.idOf('D1'))).send('for Mira');
    const texts = (user: string) => discord.seenBy(user).map((seen) => seen.text);
    expect([texts('D1'), texts('D2'), texts('D3')]).toEqual([['for Mira'], [], ['CANARY']]);
    await note.delete();
    expect(texts('D3')).toEqual([]);
    expect(discord.everSeenBy('D3')).toEqual(['CANARY']);
    expect(discord.everSeenBy('D1')).not.toContain('CANARY');
  });

  test('waiting in vain tells what was waited for and what happened instead', async () => {
    const { discord } = await desk();
    discord.message({ user: 'D1', channel: 'help', content: 'anyone?' });
    const vain = discord.waitFor(() => discord.channel('help').messages[1], { timeoutMs: 50, what: 'a reply' });
    await expect(vain).rejects.toThrow(/waited 50 ms for a reply[\s\S]*identify[\s\S]*create #help mira: anyone\?/);
  });
});

function guildWithoutManageThreads(): GuildInput {
  const everyone = (1n << 10n) | (1n << 11n) | (1n << 16n) | (1n << 35n) | (1n << 36n) | (1n << 38n);
  return {
    id: 'acme',
    name: 'Acme',
    botPermissions: everyone,
    roles: [{ id: 'agents', name: 'A' }],
    channels: [{ id: 'help', name: 'help' }],
  };
}
