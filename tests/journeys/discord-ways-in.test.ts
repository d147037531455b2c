import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company } from '../support/company.ts';

describe('the ways to a ticket in Discord', () => {
  let desk: Company;
  beforeAll(async () => {
    desk = await company();
  });
  afterAll(() => desk.stop());

  const threadOf = (user: string) => desk.discord.threadOf(user, 'help');
  const inTriage = (word: string): boolean =>
    [desk.discord.channel('triage'), ...desk.discord.threads('triage')].some(({ messages }) =>
      JSON.stringify(messages).includes(word),
    );
  const publicly = (): string => JSON.stringify(desk.discord.channel('help').messages);

  it("Mira makes a ticket of Olu's message: it is his, both sides are told who did it, and there is only one", async () => {
    const { discord } = desk;
    const message = discord.message({
      user: 'D4',
      channel: 'help',
      content: 'The **printer** is jammed\nsince Monday',
    });
    const menu = discord.contextMenu({ user: 'D1', command: 'Open a ticket', message });
    await menu.response();
    expect(menu.modal?.text).toContain('jammed');
    expect(menu.modal?.fields.find(({ value }) => value?.startsWith('The printer is jammed'))).toBeDefined();
    await discord.submit({ user: 'D1', values: {} }).response();
    const thread = await discord.waitFor(() => threadOf('D4'), { what: "Olu's thread" });
    await discord.waitFor(() => threadOf('D4')?.messages.some(({ content }) => content.includes('Mira')), {
      what: 'who did it, to Olu',
    });
    await discord.waitFor(() => inTriage('Mira'), { what: 'who did it, to the agents' });
    expect(thread.members).not.toContain(discord.idOf('D1'));
    expect(discord.seenBy('D4').length).toBeGreaterThan(0);
    await discord.contextMenu({ user: 'D1', command: 'Open a ticket', message }).response();
    const again = await discord.submit({ user: 'D1', values: {} }).reply();
    expect(again.content).toContain('INC-1');
    expect(discord.threads('triage')).toHaveLength(1);
    expect((await desk.db.pool.query('select number from ticket')).rows).toHaveLength(1);
  });

  it('what becomes of the message that was quoted becomes of the ticket: its words are its author’s still', async () => {
    const { discord } = desk;
    const content = 'The scanner is slow\nsince Tuesday';
    const message = discord.message({ user: 'D4', channel: 'help', content });
    await discord.contextMenu({ user: 'D1', command: 'Open a ticket', message }).response();
    await discord.submit({ user: 'D1', values: {} }).response();
    const said = () => discord.threads('triage').flatMap(({ messages }) => messages.map((one) => one.content));
    const quoted = /^\*\*Olu\*\*\n[\s\S]*since Tuesday/;
    await discord.waitFor(() => said().some((one) => quoted.test(one)), { what: 'his words, under his name' });
    discord.edit({ user: 'D4', message, content: 'The scanner is slow\nsince Wednesday' });
    await discord.waitFor(() => inTriage('since Wednesday') && !inTriage('since Tuesday'), { what: 'the new words' });
    discord.delete({ user: 'D4', message });
    await discord.waitFor(() => !inTriage('since Wednesday') && !inTriage('scanner'), { what: 'no words any more' });
  });

  it('whoever makes a ticket of a message in words of their own keeps them, whatever becomes of the message', async () => {
    const { discord, db } = desk;
    const message = discord.message({ user: 'D1', channel: 'help', content: 'my mouse is dead' });
    await discord.contextMenu({ user: 'D1', command: 'Open a ticket', message }).response();
    await discord.submit({ user: 'D1', values: { subject: 'Broken mouse, desk 12' } }).response();
    await discord.waitFor(() => inTriage('desk 12'), { what: 'the ticket' });
    const again = discord.message({ user: 'D1', channel: 'help', content: 'my keyboard is dead too' });
    await discord.contextMenu({ user: 'D1', command: 'Open a ticket', message: again }).response();
    await discord.submit({ user: 'D1', values: {} }).response();
    await discord.waitFor(() => inTriage('keyboard is dead too'), { what: 'the second ticket' });
    discord.delete({ user: 'D1', message });
    discord.edit({ user: 'D1', message: again, content: 'my keyboard lacks a key' });
    await discord.waitFor(() => inTriage('lacks a key') && !inTriage('keyboard is dead'), { what: 'her new words' });
    expect(inTriage('desk 12')).toBe(true);
    const { rows } = await db.pool.query("select subject from ticket where subject like '%desk 12'");
    expect(rows).toHaveLength(1);
    await discord.contextMenu({ user: 'D1', command: 'Open a ticket', message: again }).response();
    expect((await discord.submit({ user: 'D1', values: {} }).reply()).content).toMatch(/INC-\d+/);
    const all = await db.pool.query("select subject from ticket where subject like 'my keyboard%'");
    expect(all.rows).toHaveLength(1);
  });

  it('of a person a ticket is made by agents alone', async () => {
    const { discord } = desk;
    const byMira = discord.contextMenu({ user: 'D1', command: 'Open a ticket', target: 'D4', channel: 'help' });
    await byMira.response();
    const refused = await discord.submit({ user: 'D1', values: { subject: 'Olu is too slow' } }).reply();
    expect(refused.content).not.toContain('INC-');
    const byDana = discord.contextMenu({ user: 'D3', command: 'Open a ticket', target: 'D1', channel: 'triage' });
    await byDana.response();
    const told = await discord.submit({ user: 'D3', values: { subject: 'New laptop for Mira' } }).reply();
    expect(told.content).toMatch(/INC-\d+ is open for Mira/);
    await discord.waitFor(() => JSON.stringify(discord.dm('D1').messages).includes('Dana'), {
      what: "what Dana did, in Mira's direct messages",
    });
  });

  it('called by its name in a channel, it opens a ticket where nobody else reads', async () => {
    const { discord } = desk;
    const asked = discord.message({ user: 'D1', channel: 'help', content: '@deskbell my VPN drops every ten minutes' });
    await discord.waitFor(() => threadOf('D1'), { what: "Mira's thread" });
    await discord.waitFor(() => inTriage('VPN drops'), { what: 'the ticket' });
    expect(discord.seenBy('D4').some(({ text }) => text.includes('INC-') && text.includes('VPN'))).toBe(false);
    const line = await discord.waitFor(() => discord.channel('help').messages.find(({ author }) => author.bot), {
      what: 'the line in #help',
    });
    expect(line.content).toMatch(/^INC-\d+ is open\./);
    expect(line.message_reference?.message_id).toBe(asked.id);
    expect(line.content).not.toMatch(/VPN|P\d/);
    const again = discord.contextMenu({ user: 'D4', command: 'Open a ticket', message: asked });
    await again.response();
    const refused = await discord.submit({ user: 'D4', values: { subject: 'the same' } }).reply();
    expect(refused.content).toContain('INC-');
    expect((await desk.db.pool.query("select * from ticket where subject = 'the same'")).rows).toEqual([]);
  });

  it('asked in a channel, it answers in private', async () => {
    const { discord } = desk;
    const before = discord.channel('help').messages.length;
    discord.message({ user: 'D1', channel: 'help', content: '@deskbell status' });
    await discord.waitFor(() => JSON.stringify(discord.dm('D1').messages).includes('VPN drops'), {
      what: 'her tickets',
    });
    expect(discord.channel('help').messages).toHaveLength(before + 1);
    expect(publicly().match(/INC-/g)).toHaveLength(1);
    discord.message({ user: 'D4', channel: 'help', content: 'hello everybody' });
    discord.message({ user: 'D4', channel: 'help', content: 'ask @Mira' });
  });

  it('whoever types a ticket is offered their own, the newest first; agents the queue', async () => {
    const { discord } = desk;
    const offered = async (user: string, channel: string, typed = '') => {
      const options = { ticket: typed };
      const asked = discord.autocomplete({
        user,
        channel,
        command: 'ticket',
        sub: 'status',
        focused: 'ticket',
        options,
      });
      return (await asked.response()).choices;
    };
    expect((await offered('D1', 'help')).map(({ name }) => name)).toEqual([
      expect.stringMatching(/^INC-\d+ .*VPN/i),
      expect.stringMatching(/^INC-\d+ New laptop/),
      expect.stringMatching(/^INC-\d+ .*lacks a key/),
      expect.stringMatching(/^INC-\d+ .*desk 12/),
    ]);
    expect((await offered('D1', 'help', 'laptop')).map(({ name }) => name)).toEqual([
      expect.stringMatching(/New laptop/),
    ]);
    expect((await offered('D4', 'help')).map(({ name }) => name)).toEqual([
      expect.stringMatching(/^INC-2 /),
      expect.stringMatching(/^INC-1 .*printer/),
    ]);
    expect(await offered('D3', 'triage')).toHaveLength(6);
    const [chosen] = await offered('D1', 'help');
    const options = { ticket: String(chosen?.value) };
    const status = discord.slash({ user: 'D1', channel: 'help', command: 'ticket', sub: 'status', options });
    expect((await status.reply()).content).toContain('VPN');
  });

  it('its commands are described in each language of the desk, wherever Discord speaks it', () => {
    const command = desk.discord.registeredCommands().find(({ name }) => name === 'ticket');
    const subs = command?.options ?? [];
    for (const name of ['open', 'status', 'list', 'link', 'help']) {
      const sub = subs.find((one) => one.name === name);
      const translated = sub?.description_localizations ?? {};
      expect(Object.keys(translated).toSorted()).toEqual(['de', 'es-419', 'es-ES']);
      expect(new Set([sub?.description, translated.de, translated['es-ES']]).size).toBe(3);
    }
    const menus = desk.discord.registeredCommands().filter(({ type }) => type !== 1);
    expect(menus.map(({ name_localizations: names }) => names?.de)).toEqual(['Ticket öffnen', 'Ticket öffnen']);
  });

  it('nothing of it could ring anybody, and Discord had nothing to object to', () => {
    expect(desk.discord.unsafeMentions).toEqual([]);
    expect(desk.discord.violations).toEqual([]);
  });
});
