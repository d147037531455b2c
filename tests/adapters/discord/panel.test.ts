import { PermissionFlagsBits } from 'discord-api-types/v10';
import { expect, test } from 'vitest';
import { said, setup } from './setup.ts';

const GUILD = {
  id: '1200000000000000001',
  name: 'Acme',
  channels: [
    { id: 'help', name: 'help' },
    { id: 'triage', name: 'it-triage', members: ['dana', 'sam'] },
  ],
  roles: [
    {
      id: 'managers',
      name: 'Managers',
      permissions: PermissionFlagsBits.ManageGuild | PermissionFlagsBits.ManageMessages,
    },
  ],
};

test('who manages the server puts a panel into a channel, whose buttons answer each person alone', async () => {
  const { discord, desk } = await setup({ guild: GUILD });
  const hers = discord.slash({ user: 'mira', channel: 'help', command: 'desk', sub: 'panel' });
  expect(await hers.response()).toMatchObject({ ephemeral: true });
  expect((await hers.reply()).content).toBe('(managers only)');
  const inDirect = discord.slash({ user: 'mira', channel: 'dm', command: 'desk', sub: 'panel' });
  expect((await inDirect.reply()).content).toBe('(managers only)');
  expect(discord.channel('help').messages).toEqual([]);
  discord.setRoles('dana', ['managers']);
  await discord.slash({ user: 'dana', channel: 'help', command: 'desk', sub: 'panel' }).reply();
  const [panel] = discord.channel('help').messages;
  expect(panel).toMatchObject({ content: '(panel)', embeds: [] });
  expect(desk.heard).toEqual([]);

  const open = discord.press({ user: 'mira', message: panel?.id ?? '', label: 'open title' });
  await open.response();
  expect(open.modal?.title).toBe('open title');
  desk.answerWith(() => ({ kind: 'answer', message: said('for Mira alone') }));
  const mine = discord.press({ user: 'mira', message: panel?.id ?? '', label: 'status title' });
  expect(await mine.response()).toMatchObject({ kind: 'message', ephemeral: true });
  expect(discord.everSeenBy('olu').join()).not.toContain('for Mira');
});

test('a channel has one panel: typed again it is changed where it stands, and deleted it is put there anew', async () => {
  const { discord } = await setup({ guild: GUILD });
  discord.setRoles('dana', ['managers']);
  const panel = async (text?: string): Promise<string> => {
    const options = text === undefined ? {} : { options: { text } };
    const typed = discord.slash({ user: 'dana', channel: 'help', command: 'desk', sub: 'panel', ...options });
    return (await typed.reply()).content;
  };
  const shown = () => discord.channel('help').messages;
  expect(await panel()).toBe('(panel placed)');
  const [first] = shown();
  expect(await panel('**IT help**, ask @mira or https://example.com @everyone')).toBe('(panel changed)');
  expect(shown().map(({ id }) => id)).toEqual([first?.id]);
  expect(shown()[0]?.content).toBe('**IT help**, ask @mira or https://example.com @everyone');
  expect(shown()[0]).toMatchObject({
    mentions: [],
    mention_everyone: false,
    components: [{ components: [{}, {}, {}] }],
  });
  discord.delete({ user: 'dana', message: first?.id ?? '' });
  expect(await panel()).toBe('(panel placed)');
  expect(shown()).toMatchObject([{ content: '(panel)' }]);
  expect(discord.seenBy('mira').filter(({ text }) => text.includes('(panel placed)'))).toEqual([]);
  expect(discord.unsafeMentions).toEqual([]);
  expect(discord.violations).toEqual([]);
});

test('a panel for a channel that the bot may not write in is refused to the manager alone, in words', async () => {
  const { discord, desk } = await setup({ guild: GUILD });
  discord.setRoles('dana', ['managers']);
  discord.denyBot('help', PermissionFlagsBits.SendMessages);
  const slash = discord.slash({ user: 'dana', channel: 'help', command: 'desk', sub: 'panel' });
  expect((await slash.reply()).content).toBe('(panel refused)');
  expect(discord.channel('help').messages).toEqual([]);
  expect(desk.lines.some(({ level }) => level === 'error')).toBe(false);
});

test('what is offered to whoever types a ticket are its titles', async () => {
  const { discord } = await setup();
  const options = { ticket: 'vp' };
  const typing = { user: 'mira', channel: 'help', command: 'ticket', sub: 'status', focused: 'ticket', options };
  expect((await discord.autocomplete(typing).response()).choices).toEqual([{ name: 'INC-1 VPN', value: '1' }]);
  const none = { ...typing, options: { ticket: 'no such ticket' } };
  expect((await discord.autocomplete(none).response()).choices).toEqual([]);
});
