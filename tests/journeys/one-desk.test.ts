import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company } from '../support/company.ts';

describe('one desk: raised in Slack, checked in Discord, answered from a thread, rated', () => {
  let desk: Company;
  beforeAll(async () => {
    desk = await company();
  });
  afterAll(() => desk.stop());

  const cardInSlack = () => desk.slack.channel('C2').messages.find(({ threadTs }) => threadTs === undefined);
  const threadInDiscord = () => desk.discord.threads('triage')[0];
  const miraSees = () => desk.slack.seenBy('U1').filter(({ channel }) => channel === desk.slack.dm('U1'));

  it('Mira types /ticket with words: a form that has them, then a private answer, and one card for the agents of both platforms', async () => {
    const { slack, inSlack } = desk;
    const typed = await inSlack.slash({
      user: 'U1',
      channel: 'C1',
      command: '/ticket',
      text: 'VPN drops every 10 min',
    });
    expect(typed.status).toBe(200);
    const [form] = await slack.waitFor(() => (slack.views('U1').length > 0 ? slack.views('U1') : undefined), {
      what: 'the form',
    });
    expect(JSON.stringify(form?.body)).toContain('VPN drops every 10 min');
    expect(slack.views('U4')).toEqual([]);
    await inSlack.submit({ user: 'U1', values: { urgency: 'medium' } });
    const told = await slack.waitFor(
      () => slack.seenBy('U1').find(({ ephemeral, said }) => ephemeral && said.includes('INC-1')),
      {
        what: 'the private answer',
      },
    );
    expect(told.said).toMatch(/INC-1 open, P3, reply expected by (?:\w{3} )?\d\d:\d\d/);
    expect(slack.seenBy('U4').some(({ said }) => said.includes('INC-1'))).toBe(false);
    await slack.waitFor(() => cardInSlack(), { what: "the card in Slack's #it-triage" });
    await desk.discord.waitFor(() => threadInDiscord(), { what: "the thread in Discord's #it-triage" });
    expect(slack.channel('C2').messages).toHaveLength(1);
  });

  it('Sam claims it in Slack, and both cards show Sam', async () => {
    const { slack, discord, inSlack } = desk;
    await inSlack.press({ user: 'U2', channel: 'C2', label: 'Claim' });
    await slack.waitFor(() => JSON.stringify(cardInSlack()?.blocks).includes('sam'), {
      what: 'Sam on the card in Slack',
    });
    await discord.waitFor(() => JSON.stringify(discord.channel('triage').messages).includes('sam'), {
      what: 'Sam on the card in Discord',
    });
    expect(slack.channel('C2').messages.filter(({ threadTs }) => threadTs === undefined)).toHaveLength(1);
  });

  it("Sam writes in the card's thread, and Mira gets it under Sam's name; her answer reaches both agents' threads", async () => {
    const { slack, discord, inSlack } = desk;
    const card = cardInSlack();
    await inSlack.message({ user: 'U2', channel: 'C2', threadTs: card?.ts ?? '', text: 'Which network are you on?' });
    const got = await slack.waitFor(() => miraSees().find(({ said }) => said.includes('Which network')), {
      what: "Sam's reply",
    });
    expect(got.username).toBe('sam');
    await inSlack.message({ user: 'U1', channel: slack.dm('U1'), threadTs: got.threadTs ?? '', text: 'At *home*' });
    await slack.waitFor(
      () =>
        slack
          .channel('C2')
          .thread(card?.ts ?? '')
          .some(({ text, username }) => text.includes('home') && username === 'mira'),
      {
        what: "Mira's answer in Slack's thread",
      },
    );
    await discord.waitFor(
      () =>
        threadInDiscord()?.messages.some(
          ({ content, author }) => content.includes('**home**') && `${author.username}${content}`.includes('mira'),
        ),
      {
        what: "Mira's answer in Discord's thread, with Discord's markup",
      },
    );
  });

  it('Mira in Discord sees nothing of it before her accounts are linked, and her own ticket in German after', async () => {
    const { slack, discord, inSlack } = desk;
    const before = await (
      await discord.slash({ user: 'D1', channel: 'help', command: 'ticket', sub: 'status', options: {} })
    ).reply();
    expect(JSON.stringify(before)).not.toContain('VPN');
    await inSlack.slash({ user: 'U1', channel: 'C1', command: '/ticket', text: 'link' });
    const code = await slack.waitFor(
      () =>
        /[0-9A-Z]{7}(?:-[0-9A-Z]{5,7}){3}/.exec(
          slack
            .seenBy('U1')
            .map(({ said }) => said)
            .join('\n'),
        )?.[0],
      {
        what: 'the code',
      },
    );
    const linked = await (
      await discord.slash({ user: 'D1', channel: 'help', command: 'ticket', sub: 'link', options: { code } })
    ).reply();
    expect(JSON.stringify(linked)).toContain('mira');
    const handle = await discord.slash({ user: 'D1', channel: 'help', command: 'ticket', sub: 'status', options: {} });
    const list = JSON.stringify(await handle.reply());
    expect(list).toContain('INC-1');
    expect(list).toMatch(/In Arbeit/);
    const olu = JSON.stringify(
      await (
        await discord.slash({ user: 'D4', channel: 'help', command: 'ticket', sub: 'status', options: {} })
      ).reply(),
    );
    expect(olu).not.toContain('INC-1');
    const texts = await Promise.all(
      ['INC-1', 'INC-999'].map(async (ticket) => {
        const asked = await discord.slash({
          user: 'D4',
          channel: 'help',
          command: 'ticket',
          sub: 'status',
          options: { ticket },
        });
        const { content, embeds } = await asked.reply();
        return JSON.stringify([content, embeds]).replaceAll(ticket, 'X');
      }),
    );
    expect(texts[0]).toBe(texts[1]);
    await discord.waitFor(() => !discord.seenBy('D4').some(({ text }) => text.includes('VPN')), {
      what: 'nothing for Olu',
    });
  });

  it('Dana answers from Discord, and it arrives in Slack under her name', async () => {
    const { slack, discord } = desk;
    await discord.message({
      user: 'D3',
      channel: threadInDiscord()?.id ?? '',
      content: 'Please try the **other** gateway',
    });
    const got = await slack.waitFor(() => miraSees().find(({ said }) => said.includes('gateway')), {
      what: "Dana's reply",
    });
    expect(got.username).toBe('Dana');
    expect(got.said).toContain('*other*');
  });

  it('a note from the button stays with the agents of both platforms', async () => {
    const { slack, discord, inSlack } = desk;
    await inSlack.press({ user: 'U2', channel: 'C2', label: 'Note' });
    await slack.waitFor(() => slack.views('U2').length > 0, { what: 'the note form' });
    await inSlack.submit({ user: 'U2', values: { text: 'canary-4711' } });
    await discord.waitFor(() => JSON.stringify(threadInDiscord()?.messages).includes('canary-4711'), {
      what: 'the note',
    });
    expect(slack.seenBy('U1').some(({ said }) => said.includes('canary'))).toBe(false);
    expect(discord.everSeenBy('D1').some((text) => text.includes('canary'))).toBe(false);
  });

  it('after resolving, Mira is asked once; the newest press counts, Olu and words do not', async () => {
    const { slack, inSlack, db } = desk;
    const forms = slack.views('U2').length;
    await inSlack.press({ user: 'U2', channel: 'C2', label: 'Resolve' });
    await slack.waitFor(() => slack.views('U2').length > forms, { what: 'the form that asks how it ended' });
    await inSlack.submit({ user: 'U2', values: { code: 'workaround', summary: 'Use the other gateway' } });
    const survey = await slack.waitFor(() => miraSees().find(({ said }) => said.includes('1 · Poor')), {
      what: 'the rating request',
    });
    await inSlack.press({ user: 'U1', channel: slack.dm('U1'), ts: survey.ts, label: '4 · Good' });
    await inSlack.press({ user: 'U1', channel: slack.dm('U1'), ts: survey.ts, label: '2 · Not good' });
    await inSlack.message({ user: 'U1', channel: slack.dm('U1'), threadTs: survey.threadTs ?? '', text: 'great' });
    await slack.waitFor(
      () =>
        slack
          .channel('C2')
          .thread(cardInSlack()?.ts ?? '')
          .some(({ text }) => text.includes('great')),
      { what: 'her words' },
    );
    const { rows } = await db.pool.query('select score from rating order by id');
    expect(rows).toEqual([{ score: 4 }, { score: 2 }]);
    expect(miraSees().filter(({ said }) => said.includes('1 · Poor'))).toHaveLength(1);
  });

  it('"Thanks!" leaves it resolved; "thanks, but it fails again" reopens it; after closing a message opens one that follows', async () => {
    const { slack, inSlack, db } = desk;
    const thread = miraSees().find(({ said }) => said.includes('VPN drops'))?.ts ?? '';
    const say = (text: string) => inSlack.message({ user: 'U1', channel: slack.dm('U1'), threadTs: thread, text });
    await say('Thanks!');
    const status = async () => (await db.pool.query('select status, reopened from ticket where number = 1')).rows[0];
    await slack.waitFor(
      () =>
        slack
          .channel('C2')
          .thread(cardInSlack()?.ts ?? '')
          .some(({ text }) => text.includes('Thanks!')),
      { what: 'her thanks' },
    );
    expect(await status()).toEqual({ status: 'resolved', reopened: 0 });
    await say('thanks, but it fails again');
    await slack.waitFor(
      () =>
        slack
          .channel('C2')
          .thread(cardInSlack()?.ts ?? '')
          .some(({ text }) => text.includes('fails again')),
      { what: 'her complaint' },
    );
    expect(await status()).toEqual({ status: 'in_progress', reopened: 1 });

    await slack.waitFor(() => JSON.stringify(cardInSlack()?.blocks).includes('"Resolve"'), { what: 'the open card' });
    const forms = slack.views('U2').length;
    await inSlack.press({ user: 'U2', channel: 'C2', label: 'Resolve' });
    await slack.waitFor(() => slack.views('U2').length > forms, { what: 'the form that asks how it ended' });
    await inSlack.submit({ user: 'U2', values: {} });
    await slack.waitFor(() => JSON.stringify(cardInSlack()?.blocks).includes('"Reopen"'), {
      what: 'the resolved card',
    });
    desk.advance(8 * 86_400_000);
    await slack.waitFor(() => !JSON.stringify(cardInSlack()?.blocks).includes('"Reopen"'), { what: 'the closed card' });
    await say('it is broken again');
    const next = await slack.waitFor(
      () => miraSees().find(({ said }) => /INC-1 is closed, so your message opened INC-\d/.test(said)),
      {
        what: 'the follow-up',
      },
    );
    expect(next.threadTs).toBe(thread);
    const { rows } = await db.pool.query(
      'select number, followed_by from ticket where follows = 1 or number = 1 order by number',
    );
    expect(rows).toEqual([
      { number: 1, followed_by: rows[1].number },
      { number: rows[1].number, followed_by: null },
    ]);
    await say('and the printer too');
    await slack.waitFor(
      () =>
        slack
          .channel('C2')
          .messages.some(
            ({ threadTs, text }) =>
              threadTs !== undefined && threadTs !== cardInSlack()?.ts && text.includes('printer too'),
          ),
      { what: 'what she said next, in the thread of the follow-up' },
    );
  });

  it('nothing that left for Discord could ring anybody, and Discord had nothing to object to', () => {
    expect(desk.discord.unsafeMentions).toEqual([]);
    expect(desk.discord.violations).toEqual([]);
  });
});
