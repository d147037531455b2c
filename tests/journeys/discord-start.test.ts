import { afterEach, describe, expect, it } from 'vitest';
import { type Company, company } from '../support/company.ts';
import { fault } from '../support/fake-discord/index.ts';

describe('a desk in Slack and Discord that starts', () => {
  let desk: Company | undefined;
  afterEach(() => desk?.stop());

  const openedInSlack = async ({ inSlack, slack }: Company, text: string): Promise<void> => {
    await inSlack.message({ user: 'U1', channel: slack.dm('U1'), text });
  };
  const cards = ({ discord }: Company, word: string): number =>
    discord.threads('triage').filter(({ name }) => name.includes(word)).length;

  it('has a card in Discord for what is opened in the instant that it runs, before the connection is there', async () => {
    desk = await company({
      before: ({ faults }) => faults.next('GET /gateway/bot', fault.status(503), { times: 3 }),
    });
    const { discord } = desk;
    expect(discord.gateway.connected).toBe(0);
    await openedInSlack(desk, 'My VPN drops every ten minutes');
    await discord.waitFor(() => cards(desk as Company, 'VPN') === 1, { what: 'the card', timeoutMs: 20_000 });
  });

  it('has them later, and once, for what was opened while Discord could not be reached at all', async () => {
    desk = await company({
      before: ({ faults }) => {
        faults.next('GET /users/@me/guilds', fault.reset());
        faults.next('GET /gateway/bot', fault.reset(), { times: 2 });
      },
    });
    const { discord } = desk;
    await openedInSlack(desk, 'My VPN drops every ten minutes');
    await openedInSlack(desk, 'The printer on floor 2 is broken');
    await desk.slack.waitFor(
      () => desk?.slack.channel('C2').messages.filter(({ threadTs }) => threadTs === undefined).length === 2,
    );
    await discord.waitFor(() => cards(desk as Company, 'VPN') === 1 && cards(desk as Company, 'printer') === 1, {
      what: 'both cards',
      timeoutMs: 30_000,
    });
    const [printer] = discord.threads('triage').filter(({ name }) => name.includes('printer'));
    discord.message({ user: 'D3', channel: printer?.id ?? '', content: 'Is there paper?' });
    await desk.slack.waitFor(() => JSON.stringify(desk?.slack.seenBy('U1')).includes('Is there paper?'));
    expect(discord.threads('triage')).toHaveLength(2);
  });

  it('runs at once while another replica holds the connection, and its tickets have their cards', async () => {
    desk = await company();
    const second = await desk.replica();
    expect(desk.discord.gateway.connected).toBe(1);
    await second.inSlack.message({ user: 'U1', channel: desk.slack.dm('U1'), text: 'My VPN drops every ten minutes' });
    await desk.discord.waitFor(() => cards(desk as Company, 'VPN') === 1, { what: 'the card' });
    expect(desk.discord.gateway.identifies).toBe(1);
  });
});
