/** Commands, buttons, menus, modals and autocomplete of the real discord.js against the double. */
import {
  ActionRowBuilder,
  ApplicationCommandType,
  ButtonBuilder,
  ButtonStyle,
  type Client,
  ContextMenuCommandBuilder,
  type Interaction,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';
import { afterEach, describe, expect, test } from 'vitest';
import { desk, stopAll } from './test-desk.ts';

afterEach(stopAll);

const ticket = new SlashCommandBuilder()
  .setName('ticket')
  .setDescription('Tickets')
  .addSubcommand((sub) =>
    sub
      .setName('status')
      .setDescription('How is it going?')
      .addStringOption((o) => o.setName('ticket').setDescription('Which').setRequired(true).setAutocomplete(true))
      .addUserOption((o) => o.setName('for').setDescription('Whose')),
  );

function onInteraction(client: Client, act: (interaction: Interaction) => Promise<unknown>, errors: unknown[] = []) {
  client.on('interactionCreate', (interaction) => void act(interaction).catch((error) => errors.push(error)));
  return errors;
}

describe('interactions', () => {
  test('a slash command gets an ephemeral reply that its user alone sees', async () => {
    const { discord, client } = await desk();
    await client.application.commands.set([ticket]);
    onInteraction(client, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const who = interaction.options.getMember('for');
      const content = `${interaction.options.getString('ticket')} ${interaction.locale} ${who && 'nick' in who ? '?' : 'ok'}`;
      await interaction.reply({ content, flags: MessageFlags.Ephemeral });
      await interaction.followUp({ content: 'more', flags: MessageFlags.Ephemeral });
    });
    const options = { ticket: 'INC-1', for: 'D2' };
    const used = discord.slash({ user: 'D1', channel: 'help', command: 'ticket', sub: 'status', options });
    expect(await used.response()).toMatchObject({ kind: 'message', ephemeral: true });
    await discord.waitFor(() => used.followups.length === 1, { what: 'the follow-up' });
    expect(discord.seenBy('D1').map((seen) => seen.text)).toEqual(['INC-1 de ok', 'more']);
    expect(discord.seenBy('D2')).toEqual([]);
    expect(discord.channel('help').messages).toEqual([]);
    expect(discord.registeredCommands().map((command) => command.name)).toEqual(['ticket']);
    expect(() => discord.slash({ user: 'D1', channel: 'help', command: 'ticket' })).toThrow(/sub-commands: status/);
  });

  test('a button opens a modal, the modal is filled in, the deferred answer is edited', async () => {
    const { discord, client, help } = await desk();
    onInteraction(client, async (interaction) => {
      if (interaction.isButton()) await interaction.showModal(summaryModal());
      if (!interaction.isModalSubmit()) return;
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.editReply(`opened: ${interaction.fields.getTextInputValue('summary')}`);
    });
    const button = new ButtonBuilder().setCustomId('open').setLabel('Open a ticket').setStyle(ButtonStyle.Primary);
    const row = new ActionRowBuilder<ButtonBuilder>().addComponents(button);
    const message = await help.send({ content: 'Need help?', components: [row] });
    const pressed = discord.press({ user: 'D1', message: message.id, label: 'Open a ticket' });
    expect((await pressed.response()).modal?.fields.map((field) => field.label)).toEqual(['What is wrong?']);
    expect(discord.seenBy('D1').at(-1)).toMatchObject({ kind: 'modal' });
    expect(() => discord.submit({ user: 'D1', values: {} })).toThrow(/required/);
    const submitted = discord.submit({ user: 'D1', values: { 'What is wrong?': 'VPN' } });
    expect((await submitted.response()).kind).toBe('deferred');
    expect((await submitted.reply()).content).toBe('opened: VPN');
    expect(discord.openModal('D1')).toBeUndefined();
    expect(() => discord.press({ user: 'D1', message: message.id, label: 'Close' })).toThrow(/"Open a ticket"/);
  });

  test('autocomplete', async () => {
    const { discord, client } = await desk();
    await client.application.commands.set([ticket]);
    onInteraction(client, async (interaction) => {
      if (!interaction.isAutocomplete()) return;
      await interaction.respond([{ name: `INC-1 (${interaction.options.getFocused()})`, value: 'INC-1' }]);
    });
    const gesture = { user: 'D1', channel: 'help', command: 'ticket', sub: 'status', focused: 'ticket' };
    const typed = discord.autocomplete({ ...gesture, options: { ticket: 'IN' } });
    expect((await typed.response()).choices).toEqual([{ name: 'INC-1 (IN)', value: 'INC-1' }]);
  });

  test('an answer after the time is refused with 10062, a second one with 40060', async () => {
    const { discord, client } = await desk({ interactionAckMs: 150 });
    await client.application.commands.set([new SlashCommandBuilder().setName('slow').setDescription('x')]);
    let wait = 300;
    const errors = onInteraction(client, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      await new Promise((resolve) => setTimeout(resolve, wait));
      await interaction.reply('late');
      await client.rest.post(`/interactions/${interaction.id}/${interaction.token}/callback`, { body: { type: 5 } });
    });
    const late = discord.slash({ user: 'D1', channel: 'help', command: 'slow' });
    await expect(late.response()).rejects.toThrow(/did not respond/);
    await expect.poll(() => errors).toMatchObject([{ code: 10062 }]);
    wait = 0;
    await discord.slash({ user: 'D1', channel: 'help', command: 'slow' }).response();
    await expect.poll(() => errors).toMatchObject([{ code: 10062 }, { code: 40060 }]);
  });

  test('a menu and a message command; a duplicate delivery carries the same id', async () => {
    const { discord, client, help } = await desk();
    const menuCommand = new ContextMenuCommandBuilder().setName('Open ticket').setType(ApplicationCommandType.Message);
    await client.application.commands.set([menuCommand]);
    const ids: string[] = [];
    const errors = onInteraction(client, async (interaction) => {
      ids.push(interaction.id);
      if (interaction.isStringSelectMenu())
        await interaction.update({ content: `chose ${interaction.values[0]}`, components: [] });
      if (interaction.isMessageContextMenuCommand())
        await interaction.reply(`about: ${interaction.targetMessage.content}`);
    });
    const menu = new StringSelectMenuBuilder().setCustomId('rate').addOptions({ label: 'Good', value: '5' });
    const row = new ActionRowBuilder<StringSelectMenuBuilder>().addComponents(menu);
    const message = await help.send({ content: 'How was it?', components: [row] });
    const chosen = discord.select({ user: 'D1', message: message.id, values: ['Good'] });
    expect((await chosen.response()).message?.content).toBe('chose 5');
    const said = discord.message({ user: 'D2', channel: 'help', content: 'broken' });
    const used = discord.contextMenu({ user: 'D1', command: 'Open ticket', message: said });
    expect((await used.reply()).content).toBe('about: broken');
    discord.redeliver(used.id);
    await expect.poll(() => errors).toMatchObject([{ code: 40060 }]);
    expect(ids).toEqual([chosen.id, used.id, used.id]);
  });

  test('a follow-up before the answer is refused, one after a deferral takes the place of "thinking…"', async () => {
    const { discord, client } = await desk();
    await client.application.commands.set([new SlashCommandBuilder().setName('go').setDescription('x')]);
    const early: unknown[] = [];
    onInteraction(client, async (interaction) => {
      if (!interaction.isChatInputCommand()) return;
      const path = `/webhooks/${client.application?.id}/${interaction.token}` as const;
      await client.rest.post(path, { body: { content: 'early' }, auth: false }).catch((error) => early.push(error));
      await interaction.deferReply();
      await interaction.followUp('done');
    });
    const used = discord.slash({ user: 'D1', channel: 'help', command: 'go' });
    expect((await used.reply()).content).toBe('done');
    expect(early).toMatchObject([{ code: 10015 }]);
    expect(used.followups).toEqual([]);
    expect(discord.channel('help').messages).toHaveLength(1);
  });
});

function summaryModal(): ModalBuilder {
  const input = new TextInputBuilder().setCustomId('summary').setStyle(TextInputStyle.Short);
  const label = new LabelBuilder().setLabel('What is wrong?').setTextInputComponent(input);
  return new ModalBuilder().setCustomId('new').setTitle('New ticket').addLabelComponents(label);
}
