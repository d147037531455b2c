import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fill } from '../knowledge/shelf.ts';
import { type Company, company } from '../support/company.ts';

const HOSTILE = {
  title: 'Order a *standing* desk <!channel> @everyone',
  body: 'Ask <@U2> or @everyone in <#C2>, see [the shop](javascript:alert(1)) or [this](https://shop.example/desk).',
};

describe('a question in Slack and in Discord that an article answers', () => {
  let desk: Company;
  beforeAll(async () => {
    desk = await company();
    await fill(desk.db, 1);
    await desk.db.pool.query(
      `insert into article (org_id, path, title, body, language, audience) values (1, 'hostile.md', $1, $2, 'en', 'everyone')`,
      [HOSTILE.title, HOSTILE.body],
    );
    await desk.db.pool.query(
      `insert into article_word (org_id, language, word, articles)
       select 1, 'en', u.lexeme, 1 from article a, unnest(a.words) u where a.path = 'hostile.md'
       on conflict (org_id, language, word) do update set articles = article_word.articles + 1`,
    );
  });
  afterAll(() => desk.stop());

  const inSlack = (user: string) => desk.slack.channel(desk.slack.dm(user)).messages;
  const tickets = async () => (await desk.db.pool.query('select subject from ticket order by number')).rows;

  it('Olu asks the bot in Slack, reads the article in the thread of the question, and makes a ticket of it after all', async () => {
    const { slack } = desk;
    const asked = await desk.inSlack.message({
      user: 'U4',
      channel: slack.dm('U4'),
      text: 'How do I connect a printer on Windows?',
    });
    const offer = await slack.waitFor(() => inSlack('U4').find(({ said }) => said.includes('This may answer it')), {
      what: 'the article',
    });
    expect(offer.said).toContain('Connect a printer on Windows');
    expect(offer.threadTs).toBe(asked.ts);
    expect(await tickets()).toEqual([]);
    await desk.inSlack.press({ user: 'U4', ts: offer.ts, channel: slack.dm('U4'), label: 'Open a ticket' });
    await slack.waitFor(() => inSlack('U4').find(({ said }) => said.includes('opened INC-1')), { what: 'the ticket' });
    await slack.waitFor(() => slack.channel('C2').messages.find(({ said }) => said.includes('INC-1')), {
      what: 'the card',
    });
    expect(await tickets()).toEqual([{ subject: 'How do I connect a printer on Windows?' }]);
  });

  it('Mira asks the bot in Discord, and the article solves it: there is no ticket', async () => {
    const { discord } = desk;
    discord.message({ user: 'D1', channel: 'dm', content: 'Wie kann ich meinen Drucker einrichten?' });
    const offer = await discord.waitFor(
      () =>
        discord.dm('D1').messages.find((one) => JSON.stringify(one).includes('Drucker einrichten') && one.author.bot),
      { what: 'the article' },
    );
    const pressed = discord.press({ user: 'D1', message: offer, label: 'Das hat geholfen' });
    expect((await pressed.reply()).content).toMatch(/^Schön/);
    const { rows } = await desk.db.pool.query(
      "select confirmed_at is not null as solved from question where account like 'discord:%'",
    );
    expect(rows).toEqual([{ solved: true }]);
    expect(await tickets()).toHaveLength(1);
  });

  it('an article cannot ring anybody, nor lead anywhere but to the web', async () => {
    const { slack, discord } = desk;
    await desk.inSlack.message({ user: 'U1', channel: slack.dm('U1'), text: 'How do I order a standing desk?' });
    const offer = await slack.waitFor(
      () => inSlack('U1').find(({ byBot, said }) => byBot && said.includes('standing')),
      {
        what: 'the article',
      },
    );
    const sent = JSON.stringify(offer);
    expect(sent).not.toMatch(/<!channel>|<@U2>|<javascript|"javascript/);
    discord.message({ user: 'D4', channel: 'dm', content: 'How do I order a standing desk?' });
    await discord.waitFor(
      () => discord.dm('D4').messages.find((one) => JSON.stringify(one).includes('standing') && one.author.bot),
      {
        what: 'the article in Discord',
      },
    );
    expect(discord.unsafeMentions).toEqual([]);
    expect(discord.violations).toEqual([]);
  });
});
