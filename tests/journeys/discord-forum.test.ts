import { PermissionFlagsBits as P } from 'discord-api-types/v10';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company } from '../support/company.ts';
import { fault } from '../support/fake-discord/index.ts';

const FORUM = 15;

describe('a forum whose posts are tickets', () => {
  let desk: Company;
  beforeAll(async () => {
    desk = await company({
      env: { DISCORD_FORUM_CHANNELS: '#ask-it' },
      before: (discord) => {
        discord.addChannel({ id: 'ask', name: 'ask-it', type: FORUM, tags: ['Windows', 'in progress'] });
        discord.addChannel({ id: 'chat', name: 'chatter', type: FORUM });
      },
    });
    await desk.discord.waitFor(() => desk.discord.registeredCommands().length === 4, { what: 'the commands' });
  });
  afterAll(() => desk.stop());

  const shown = (look: () => unknown, what: string) => desk.discord.waitFor(look, { what, timeoutMs: 20_000 });
  const agents = (word: string) => desk.discord.threads('triage').find(({ name }) => name.includes(word));
  const texts = (thread: { readonly messages: readonly { readonly content: string }[] } | undefined): string =>
    (thread?.messages ?? []).map(({ content }) => content).join('\n');

  it.each([
    ['of the thread', false],
    ['of the message', true],
  ])('a post is one ticket, its title and its text, whichever Discord tells first: %s', async (word, messageFirst) => {
    const { discord, db } = desk;
    const title = `VPN drops, told ${word}`;
    const id = discord.post({ user: 'D1', forum: 'ask', title, content: 'since **Monday**', messageFirst });
    await shown(() => texts(agents(word)).includes('Monday'), "the post in the agents' place");
    await shown(() => discord.channel(id).tags.includes('New'), 'the tag');
    const post = discord.channel(id);
    expect(texts(post).match(/since \*\*Monday\*\*/g)).toHaveLength(1);
    expect(texts(post)).toContain(title);
    await shown(() => texts(agents(word)).includes('in public'), 'the warning to the agents');
    const { rows } = await db.pool.query('select subject from ticket where subject = $1', [title]);
    expect(rows).toHaveLength(1);
  });

  it('its first message may be changed: the words are the new ones everywhere, and its title stays the subject', async () => {
    const { discord } = desk;
    const edited = (id: string, content: string) => discord.edit({ user: 'D1', message: id, content });
    const titled = 'VPN drops, told of the message';
    const post = discord.threads('ask').find(({ name }) => name === titled)?.id ?? '';
    edited(post, 'since **Tuesday**, I think');
    await shown(() => texts(agents('of the message')).includes('Tuesday'), 'the new words');
    expect(texts(agents('of the message'))).not.toContain('Monday');
    discord.delete({ user: 'D1', message: post });
    await shown(() => !texts(agents('of the message')).includes('Tuesday'), 'that nothing is left of them');
    const { rows } = await desk.db.pool.query('select subject from ticket where subject = $1', [titled]);
    expect(rows).toHaveLength(1);
  });

  it('what is said on either side is on the other, notes are not; the tag follows, and others stay', async () => {
    const { discord } = desk;
    const post = () => discord.channel(discord.threads('ask')[0]?.id ?? '');
    const thread = agents('of the thread')?.id ?? '';
    const card = discord.channel('triage').messages.find(({ content }) => content.includes('of the thread'))?.id ?? '';
    await discord.press({ user: 'D3', message: card, label: 'Claim' }).response();
    await shown(() => post().tags.includes('in progress'), 'the tag that was there already, by its name');
    expect(post().tags).not.toContain('New');
    const options = { ticket: 'INC-1', text: 'canary-note' };
    await discord.slash({ user: 'D3', channel: 'triage', command: 'ticket', sub: 'note', options }).response();
    await shown(() => texts(agents('of the thread')).includes('canary-note'), 'the note');
    discord.message({ user: 'D3', channel: thread, content: 'Which network?' });
    await shown(() => texts(post()).includes('Which network?'), "Dana's question in the post");
    discord.message({ user: 'D1', channel: post().id, content: 'The guest one' });
    await shown(() => texts(agents('of the thread')).includes('The guest one'), "Mira's answer");
    expect(texts(post())).not.toContain('canary-note');
    expect(discord.everSeenBy('D4').join('\n')).not.toContain('canary-note');
  });

  it('what is asked by a command in the post is told to the asker alone; somebody else only takes part', async () => {
    const { discord } = desk;
    const post = discord.threads('ask')[0]?.id ?? '';
    const before = discord.channel(post).messages.length;
    const list = discord.slash({ user: 'D1', channel: post, command: 'ticket', sub: 'list' });
    await list.response();
    expect(discord.channel(post).messages).toHaveLength(before);
    discord.message({ user: 'D4', channel: post, content: 'I have the same' });
    await shown(() => texts(agents('of the thread')).includes('I have the same'), "Olu's word");
    expect((await desk.db.pool.query('select * from ticket')).rows).toHaveLength(2);
  });

  it('closed, the post is archived with its tag; a bystander does not take the ticket up again, its requester does', async () => {
    const { discord, advance } = desk;
    const post = () => discord.channel(discord.threads('ask')[0]?.id ?? '');
    const options = { ticket: 'INC-1', code: 'solved', summary: 'Restarted' };
    await discord.slash({ user: 'D3', channel: 'triage', command: 'ticket', sub: 'resolve', options }).response();
    await shown(() => post().tags.includes('Resolved'), 'the tag');
    discord.message({ user: 'D4', channel: post().id, content: 'It still drops for me, it is broken' });
    await shown(() => texts(agents('of the thread')).includes('drops for me'), "Olu's word");
    expect(post().tags).toContain('Resolved');
    advance(8 * 86_400_000);
    await shown(() => post().archived, 'the archived post');
    expect(post().tags).toEqual(['Closed']);
    discord.message({ user: 'D1', channel: post().id, content: 'It is broken again since today' });
    await shown(() => texts(post()).includes('INC-3'), 'the ticket that follows');
    await shown(() => post().tags.includes('New') && !post().archived, 'its tag');
  });

  it('a post that is deleted goes on where only its requester reads', async () => {
    const { discord } = desk;
    const post = discord.post({ user: 'D1', forum: 'ask', title: 'Sound is gone', content: 'in every meeting' });
    await shown(() => agents('Sound'), 'the ticket');
    await shown(() => texts(discord.channel(post)).includes('Sound'), 'the card');
    discord.removeChannel(post);
    discord.message({ user: 'D3', channel: agents('Sound')?.id ?? '', content: 'Is it muted?' });
    await shown(() => texts(discord.dm('D1')).includes('Is it muted?'), 'the question in direct messages');
  });

  it('posts of other forums are nobody’s business, and where tags may not be made it goes without', async () => {
    const { discord, db } = desk;
    discord.post({ user: 'D1', forum: 'chat', title: 'Pizza?', content: 'Who wants some' });
    discord.denyBot('ask', P.ManageChannels | P.ManageThreads);
    discord.faults.next('PATCH /channels/:id', fault.code(50013, 403), { times: 5 });
    const id = discord.post({ user: 'D1', forum: 'ask', title: 'Mouse', content: 'is dead' });
    await shown(() => agents('Mouse'), 'the ticket');
    await shown(() => texts(discord.channel(id)).includes('Mouse'), 'the card');
    expect(discord.channel(id).tags).toEqual([]);
    expect((await db.pool.query("select * from ticket where subject like 'Pizza%'")).rows).toEqual([]);
  });

  it('nothing of it could ring anybody, and Discord had nothing to object to', () => {
    expect(desk.discord.unsafeMentions).toEqual([]);
    expect(desk.discord.violations).toEqual([]);
  });
});

describe('agents whose place is a forum', () => {
  let desk: Company;
  beforeAll(async () => {
    desk = await company({
      env: { DISCORD_AGENTS_CHANNEL: 'queue' },
      before: (discord) => discord.addChannel({ id: 'queue', name: 'queue', type: FORUM, members: ['D3'] }),
    });
    await desk.discord.waitFor(() => desk.discord.registeredCommands().length === 4, { what: 'the commands' });
  });
  afterAll(() => desk.stop());

  const shown = (look: () => unknown, what: string) => desk.discord.waitFor(look, { what, timeoutMs: 20_000 });
  const posts = () => desk.discord.threads('queue');
  const opened = async (subject: string) => {
    const { discord } = desk;
    await discord.slash({ user: 'D1', channel: 'help', command: 'ticket', sub: 'open' }).response();
    await discord.submit({ user: 'D1', values: { subject } }).response();
  };

  it.each(['502', 'reset', 'truncated'] as const)(
    'has one post a ticket, whatever became of the answer: %s',
    async (how) => {
      const { discord } = desk;
      discord.faults.next('POST /channels/:id/threads', fault.acceptThen(how), {
        when: ({ path }) => path.includes(discord.idOf('queue')),
      });
      const before = posts().length;
      await opened(`Printer ${how}`);
      const threadsOf = () => posts().filter(({ name }) => name.includes(how));
      await shown(
        () => threadsOf().length === 1 && discord.threads('help').some(({ name }) => name.includes(how)),
        'both',
      );
      await shown(() => discord.faults.pending() === 0, 'the fault');
      discord.message({ user: 'D3', channel: threadsOf()[0]?.id ?? '', content: `Asked in ${how}` });
      await shown(() => JSON.stringify(discord.threads('help')).includes(`Asked in ${how}`), "Dana's question");
      expect(posts()).toHaveLength(before + 1);
    },
  );

  it('the card is its first message and lives; the tag follows it, and a closed one is archived', async () => {
    const { discord, advance } = desk;
    await opened('Screen is dark');
    const post = () => posts().find(({ name }) => name.includes('Screen'));
    const card = () => post()?.messages[0];
    await shown(() => post(), 'the post');
    expect(card()?.id).toBe(post()?.id);
    expect(post()?.tags).toEqual(['New']);
    await discord.press({ user: 'D3', message: card()?.id ?? '', label: 'Claim' }).response();
    await shown(() => card()?.content.includes('Dana') && post()?.tags.includes('In progress'), 'Dana on the card');
    await discord.press({ user: 'D3', message: card()?.id ?? '', label: 'Resolve' }).response();
    await discord.submit({ user: 'D3', values: {} }).response();
    await shown(() => post()?.tags.includes('Resolved'), 'the tag');
    advance(8 * 86_400_000);
    await shown(() => post()?.archived, 'the archived post');
    expect(discord.channel('queue').messages).toEqual([]);
  });

  it('nothing of it could ring anybody, and Discord had nothing to object to', () => {
    expect(desk.discord.unsafeMentions).toEqual([]);
    expect(desk.discord.violations).toEqual([]);
  });
});
