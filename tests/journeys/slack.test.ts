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
});
