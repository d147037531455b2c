import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company } from '../support/company.ts';

/** Where a ticket is raised in front of others: it is opened once, and what it is about stays with whom it concerns. */
describe('a ticket raised in public, in Slack', () => {
  let desk: Company;
  beforeAll(async () => {
    desk = await company();
  });
  afterAll(() => desk.stop());

  const direct = (user: string) => desk.slack.channel(desk.slack.dm(user)).messages;
  const cards = () => desk.slack.channel('C2').messages.filter(({ threadTs }) => threadTs === undefined);
  const tickets = async () =>
    (await desk.db.pool.query('select number, subject, requester_account as who from ticket order by number')).rows;

  it('Olu names the bot in #help: one ticket, told in private; in #help nothing but that it is open', async () => {
    const { slack, inSlack } = desk;
    const said = await inSlack.message({ user: 'U4', channel: 'C1', text: '<@UBOT> my laptop screen is broken' });
    expect([said.status, said.mention?.status]).toEqual([200, 200]);
    const line = await slack.waitFor(() => slack.channel('C1').messages.find(({ byBot }) => byBot), {
      what: 'the line in #help',
    });
    expect(line).toMatchObject({ threadTs: said.ts, said: expect.stringContaining('INC-1 is open') });
    expect(line.said).not.toMatch(/laptop|P\d/);
    await slack.waitFor(() => direct('U4').find(({ text }) => text.includes('opened INC-1')), { what: "Olu's answer" });
    await slack.waitFor(() => cards()[0], { what: 'the card' });
    expect(cards()).toHaveLength(1);
    expect(await tickets()).toEqual([{ number: 1, subject: 'my laptop screen is broken', who: 'slack:T1:U4' }]);
    expect(slack.channel('C1').messages.filter(({ byBot }) => byBot)).toHaveLength(1);
  });

  it('a question to the bot in #help, or its name alone, is answered in private only', async () => {
    const { slack, inSlack } = desk;
    await inSlack.message({ user: 'U4', channel: 'C1', text: '<@UBOT> what is the status of my ticket?' });
    await slack.waitFor(() => direct('U4').find(({ said }) => said.includes('Your tickets')), { what: 'the status' });
    await inSlack.message({ user: 'U1', channel: 'C1', text: '<@UBOT>' });
    await slack.waitFor(() => direct('U1').find(({ said }) => said.includes('Hello')), { what: 'the greeting' });
    expect(slack.channel('C1').messages.filter(({ byBot }) => byBot)).toHaveLength(1);
  });

  const whispered = (user: string, words: string) =>
    desk.slack.waitFor(() => desk.slack.seenBy(user).find((one) => one.ephemeral && one.said.includes(words)), {
      what: `“${words}” to ${user}`,
    });
  const inAgentsThread = (words: string) =>
    desk.slack.waitFor(
      () => desk.slack.channel('C2').messages.find(({ threadTs, said }) => threadTs && said.includes(words)),
      {
        what: `“${words}” among the agents`,
      },
    );

  it("Sam makes a ticket of Olu's message: it is Olu's, both sides read who opened it, and it is made once", async () => {
    const { slack, inSlack, db } = desk;
    const { ts } = await inSlack.message({ user: 'U4', channel: 'C1', text: 'the printer on floor 2 is jammed' });
    await inSlack.shortcut({ user: 'U2', callbackId: 'desk:open-from-message', channel: 'C1', ts });
    expect(slack.views('U2')[0]?.values['subject']?.['value']).toMatchObject({
      value: 'the printer on floor 2 is jammed',
    });
    await inSlack.submit({ user: 'U2', values: { description: 'It is the left one', impact: 'team' } });
    await whispered('U2', 'INC-2 is open for olu, who has been told.');
    await slack.waitFor(() => direct('U4').find(({ said }) => said.includes('sam opened INC-2 for you')), {
      what: "Olu's news",
    });
    await inAgentsThread('sam opened INC-2 for olu.');
    expect(await inAgentsThread('the left one')).toMatchObject({ username: 'sam' });
    expect(await tickets()).toContainEqual({
      number: 2,
      subject: 'the printer on floor 2 is jammed',
      who: 'slack:T1:U4',
    });
    const { rows } = await db.pool.query("select account, detail->>'behalf' as behalf from timeline where ticket = 2");
    expect(rows[0]).toEqual({ account: 'slack:T1:U2', behalf: 'message' });

    await inSlack.shortcut({ user: 'U1', callbackId: 'desk:open-from-message', channel: 'C1', ts });
    await inSlack.submit({ user: 'U1' });
    await whispered('U1', 'There is a ticket for this already: INC-2.');
    expect(await tickets()).toHaveLength(2);
  });

  it('Mira opens one from anywhere, with the global shortcut, and is answered in private', async () => {
    const { slack, inSlack } = desk;
    await inSlack.shortcut({ user: 'U1', callbackId: 'desk:open' });
    await inSlack.submit({ user: 'U1', values: { subject: 'A second monitor' } });
    await slack.waitFor(() => direct('U1').find(({ said }) => said.includes('INC-3 open, P3')), { what: 'the answer' });
  });

  it('an agent may open one for somebody by name; anybody else may not', async () => {
    const { slack, inSlack } = desk;
    await inSlack.slash({ user: 'U1', channel: 'C1', command: '/ticket', text: 'for <@U4|olu> no sound' });
    await inSlack.submit({ user: 'U1' });
    await whispered('U1', 'is for agents');
    await inSlack.slash({ user: 'U2', channel: 'C2', command: '/ticket', text: 'for <@U4|olu> no sound' });
    await inSlack.submit({ user: 'U2' });
    // What was refused, or had to be done again, may have taken a number.
    const told = () =>
      slack.seenBy('U2').filter(({ ephemeral, said }) => ephemeral && said.includes('is open for olu'));
    const { said } = await slack.waitFor(() => told()[1], { what: "Sam's second answer" });
    const id = /INC-\d+/.exec(said)?.[0] ?? '';
    await slack.waitFor(() => direct('U4').find((one) => one.said.includes(`sam opened ${id} for you`)), {
      what: "Olu's news",
    });
    expect((await tickets()).map(({ who }) => who)).toEqual(['U4', 'U4', 'U1', 'U4'].map((one) => `slack:T1:${one}`));
  });

  it('Mira and Sam put a 🎫 on what Olu said, in the same instant, at two replicas: one ticket, and it is Olu’s', async () => {
    const { slack, inSlack } = desk;
    const other = await desk.replica();
    const before = cards().length;
    const told = direct('U4').length;
    const { ts } = await inSlack.message({ user: 'U4', channel: 'C1', text: 'badge reader is dead, ask <@U1>' });
    await Promise.all([
      inSlack.react({ user: 'U1', channel: 'C1', ts, name: 'ticket' }),
      other.inSlack.react({ user: 'U2', channel: 'C1', ts, name: 'ticket' }),
    ]);
    const news = await slack.waitFor(
      () =>
        direct('U4')
          .slice(told)
          .find(({ said }) => /(mira|sam) opened INC-\d+ for you/.test(said)),
      { what: "Olu's news" },
    );
    const id = /INC-\d+/.exec(news.said)?.[0] ?? '';
    await slack.waitFor(() => cards().length > before, { what: 'the card' });
    const line = await slack.waitFor(
      () => slack.channel('C1').messages.find(({ byBot, threadTs }) => byBot && threadTs === ts),
      { what: 'the line in #help' },
    );
    expect(line.said).toContain(`${id} is open. The rest is said in private.`);
    expect((await tickets()).at(-1)).toMatchObject({ subject: 'badge reader is dead, ask @mira', who: 'slack:T1:U4' });

    const reply = await inSlack.message({ user: 'U2', channel: 'C1', threadTs: ts, text: 'for me too' });
    await inSlack.react({ user: 'U1', channel: 'C1', ts: reply.ts, name: 'ticket' });
    expect(await whispered('U1', `There is a ticket for this already: ${id}.`)).toMatchObject({ threadTs: ts });
    expect(cards()).toHaveLength(before + 1);
    expect(slack.channel('C1').messages.filter(({ byBot, threadTs }) => byBot && threadTs === ts)).toHaveLength(1);
  });

  it('a 🎫 is not lost with the process, nor opened twice; one that Slack hides is told to whoever put it', async () => {
    const { slack, inSlack } = desk;
    const { ts } = await inSlack.message({ user: 'U4', channel: 'C1', text: 'the coffee machine leaks' });
    const limited = slack.faults.add('conversations.replies', { reply: { retryAfter: 30 } });
    await inSlack.react({ user: 'U1', channel: 'C1', ts, name: 'ticket' });
    await slack.waitFor(() => limited.hits === 1, { what: 'the first try' });
    await desk.restart();
    await slack.waitFor(() => direct('U4').find(({ said }) => said.includes('coffee machine leaks')), {
      what: "Olu's card",
    });
    await desk.inSlack.react({ user: 'U2', channel: 'C1', ts, name: 'ticket' });
    const { ts: gone } = await desk.inSlack.message({ user: 'U4', channel: 'C1', text: 'nobody reads this' });
    const hides = { when: (args: { readonly [key: string]: unknown }) => args['ts'] === gone };
    slack.faults.add('conversations.replies', { reply: { error: 'thread_not_found' } }, hides);
    await desk.inSlack.react({ user: 'U1', channel: 'C1', ts: gone, name: 'ticket' });
    await whispered('U1', 'I cannot read that message');
    expect((await tickets()).filter(({ subject }) => /coffee|nobody/.test(subject))).toHaveLength(1);
  });
});

describe('the App Home', () => {
  let desk: Company;
  beforeAll(async () => {
    desk = await company();
    for (let n = 1; n <= 7; n += 1) {
      await desk.inSlack.slash({
        user: n === 7 ? 'U4' : 'U1',
        channel: 'C1',
        command: '/ticket',
        text: `problem ${n}`,
      });
      await desk.inSlack.submit({ user: n === 7 ? 'U4' : 'U1' });
    }
  });
  afterAll(() => desk.stop());

  const shows = (user: string) => JSON.stringify(desk.slack.home(user)?.body['blocks'] ?? []);
  const showing = (user: string, ...words: readonly string[]) =>
    desk.slack.waitFor(() => words.every((one) => shows(user).includes(one)), {
      what: `${words.join(', ')} in the home of ${user}`,
    });
  const press = (user: string, label: string) => desk.inSlack.press({ user, view: true, label });

  it('shows Mira her own tickets, newest first, in pages, and one of them', async () => {
    await desk.inSlack.openHome({ user: 'U1' });
    await showing('U1', 'Your tickets', 'problem 6', 'problem 2', 'Page 1 of 2');
    expect(shows('U1')).not.toMatch(/problem 1"|problem 7|Unassigned/);
    expect(shows('U1').indexOf('problem 6')).toBeLessThan(shows('U1').indexOf('problem 5'));
    await press('U1', 'Next page');
    await showing('U1', 'problem 1');
    await press('U1', 'Details');
    await showing('U1', 'INC-1 · problem 1', 'Mark as solved');
    await press('U1', 'Mark as solved');
    await showing('U1', 'INC-1 is resolved', 'Your tickets');
    await press('U1', 'Open a ticket');
    await desk.inSlack.submit({ user: 'U1', values: { subject: 'problem 8' } });
    await showing('U1', 'INC-8 open, P3', 'Your tickets', 'INC-8 · problem 8');
  });

  it('shows Sam, who is in the agents’ channel, the queue, filters it, and lets him work from there', async () => {
    await desk.inSlack.openHome({ user: 'U2' });
    await showing('U2', 'Open tickets', 'Unassigned', 'Page 1 of 2');
    await press('U2', 'Details');
    await showing('U2', 'INC-2 · problem 2', 'Requester');
    await press('U2', 'Claim');
    await showing('U2', 'INC-2 is yours', 'Open tickets');
    await press('U2', 'Assigned');
    await showing('U2', 'Assigned tickets', 'INC-2 · problem 2');
    await desk.inSlack.press({ user: 'U2', channel: 'C2', label: 'Claim' });
    await showing('U2', 'Open tickets');
  });

  it('is brought up to date by what Mira does elsewhere; who is no agent is shown no queue', async () => {
    await desk.inSlack.slash({ user: 'U1', channel: 'C1', command: '/ticket', text: 'problem 9' });
    await desk.inSlack.submit({ user: 'U1' });
    await showing('U1', 'problem 9');
    await desk.inSlack.openHome({ user: 'U4' });
    await showing('U4', 'problem 7');
    expect(shows('U4')).not.toMatch(/problem [^7]/);
  });
});

describe('what is typed after /ticket', () => {
  let desk: Company;
  beforeAll(async () => {
    desk = await company();
    await desk.inSlack.message({ user: 'U1', text: 'my laptop is broken' });
    await desk.slack.waitFor(() => desk.slack.channel('C2').messages[0], { what: 'the card' });
  });
  afterAll(() => desk.stop());
  const typed = async (user: string, channel: string, text: string): Promise<string> =>
    (await desk.inSlack.slash({ user, channel, command: '/ticket', text })).body;

  it('lists one’s own tickets for “mine”, among agents too, and the queue there for “list”', async () => {
    expect(await typed('U1', 'C1', 'mine')).toContain('my laptop is broken');
    expect(await typed('U2', 'C2', 'mine')).toContain('You have no tickets');
    expect(await typed('U2', 'C2', 'MINE')).toContain('You have no tickets');
    expect(await typed('U2', 'C2', 'list')).toContain('Open tickets');
    expect(await typed('U2', 'C2', 'list mine')).toContain('You have no tickets');
    expect(await typed('U1', 'C1', 'mine 7')).toContain('There is no page 7');
  });

  it.each([
    ['list someday', '/ticket list'],
    ['status yesterday', '/ticket status [INC-12]'],
    ['rate INC-1 12', '/ticket rate INC-12'],
    ['claim it', '/ticket claim INC-12'],
    ['snooze INC-1 forever', '/ticket snooze INC-12'],
  ])('says how “%s” is typed', async (text, usage) => {
    const answer = await typed('U2', 'C2', text);
    if (answer !== '') expect(answer).toContain(usage);
    // Where something is missing, a form asks for it.
    else expect(desk.slack.views('U2').length).toBeGreaterThan(0);
  });

  it('opens a ticket for somebody else only for agents, and asks for the words first', async () => {
    for (const text of ['for <@U4|olu>', 'open for <@U4|olu> no sound', 'für <@U4|olu> kein Ton']) {
      expect(await typed('U2', 'C2', text)).toBe('');
      expect(JSON.stringify(desk.slack.views('U2').at(-1)?.body)).toContain('Open a ticket');
    }
    await desk.inSlack.submit({ user: 'U2' });
    await desk.slack.waitFor(
      () => desk.slack.seenBy('U4').find(({ byBot, said }) => byBot && said.includes('sam opened INC-2 for you')),
      { what: 'Olu being told' },
    );
    await typed('U1', 'C1', 'for <@U4|olu> no picture');
    await desk.inSlack.submit({ user: 'U1' });
    await desk.slack.waitFor(
      () => desk.slack.seenBy('U1').find(({ ephemeral, said }) => ephemeral && /agents/.test(said)),
      { what: 'the refusal' },
    );
    expect((await desk.db.pool.query('select 1 from ticket')).rowCount).toBe(2);
  });
});

describe('a stop of the desk', () => {
  let desk: Company;
  beforeAll(async () => {
    desk = await company();
  });
  afterAll(() => desk.stop());

  it('loses nothing of what was said in its threads meanwhile, even where Slack does not bring it again', async () => {
    const { slack } = desk;
    const { ts } = await desk.inSlack.message({ user: 'U1', channel: slack.dm('U1'), text: 'my laptop is broken' });
    const card = await slack.waitFor(() => slack.channel('C2').messages[0], { what: 'the card' });
    const inCard = (text: string) =>
      slack
        .channel('C2')
        .thread(card.ts)
        .filter((one) => one.said.includes(text));
    await desk.inSlack.message({ user: 'U1', channel: slack.dm('U1'), threadTs: ts, text: 'heard before' });
    await slack.waitFor(() => inCard('heard before')[0], { what: 'what was heard before' });

    const away = slack.http('http://127.0.0.1:9/');
    await away.message({ user: 'U1', channel: slack.dm('U1'), threadTs: ts, text: 'said first' });
    await away.message({ user: 'U1', channel: slack.dm('U1'), threadTs: ts, text: 'said second' });
    await away.message({ user: 'U2', channel: 'C2', threadTs: card.ts, text: 'answered meanwhile' });
    slack.faults.add('conversations.replies', { reply: { retryAfter: 1 } });
    await desk.restart();
    await slack.waitFor(() => inCard('said second')[0], { what: 'what Mira said', timeoutMs: 20_000 });
    expect(Number(inCard('said first')[0]?.ts)).toBeLessThan(Number(inCard('said second')[0]?.ts));
    await slack.waitFor(
      () => slack.channel(slack.dm('U1')).messages.find(({ text }) => text.includes('answered meanwhile')),
      { what: "Sam's answer", timeoutMs: 20_000 },
    );
    await desk.restart();
    await desk.inSlack.message({ user: 'U1', channel: slack.dm('U1'), threadTs: ts, text: 'the last word' });
    await slack.waitFor(() => inCard('the last word')[0], { what: 'the last word' });
    expect(['heard before', 'said first', 'said second'].map((text) => inCard(text).length)).toEqual([1, 1, 1]);
  }, 60_000);
});
