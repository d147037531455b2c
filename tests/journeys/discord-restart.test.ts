import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company } from '../support/company.ts';

describe('what people write in Discord while the desk is down', () => {
  let desk: Company;
  beforeAll(async () => {
    desk = await company();
  });
  afterAll(() => desk.stop());

  /** Mira's thread, once she is in it: before that she cannot write there. */
  const ofMira = () => desk.discord.threads('help').find(({ members }) => members.includes(desk.discord.idOf('D1')));
  const ofAgents = () => desk.discord.threads('triage')[0];
  const counted = (texts: readonly string[], word: string): number =>
    texts.filter((text) => text.includes(word)).length;
  const inThread = (thread: ReturnType<typeof ofMira>): readonly string[] =>
    (thread?.messages ?? []).map(({ content }) => content);

  const bothWrite = (round: string) => () => {
    const { discord } = desk;
    discord.message({ user: 'D1', channel: ofMira()?.id ?? '', content: `${round} question one` });
    discord.message({ user: 'D1', channel: ofMira()?.id ?? '', content: `${round} question two` });
    discord.message({ user: 'D3', channel: ofAgents()?.id ?? '', content: `${round} answer` });
  };
  const arrivesOnce = async (round: string): Promise<void> => {
    const { discord } = desk;
    await discord.waitFor(() => counted(inThread(ofMira()), `${round} answer`) === 1, {
      what: "Dana's answer in Mira's thread",
      timeoutMs: 30_000,
    });
    await discord.waitFor(() => counted(inThread(ofAgents()), `${round} question two`) === 1, {
      what: "Mira's questions in the agents' thread",
      timeoutMs: 30_000,
    });
    const texts = inThread(ofAgents());
    const place = (word: string): number => texts.findIndex((text) => text.includes(word));
    expect(place(`${round} question one`)).toBeLessThan(place(`${round} question two`));
    expect(counted(texts, `${round} question one`)).toBe(1);
  };

  it('arrives once and in order after a restart, without a new session', async () => {
    const { discord } = desk;
    const slash = discord.slash({ user: 'D1', channel: 'help', command: 'ticket', sub: 'open' });
    await slash.response();
    const sent = discord.submit({ user: 'D1', values: { subject: 'VPN drops' } });
    await sent.response();
    await discord.waitFor(() => ofMira() !== undefined && ofAgents() !== undefined, { what: 'both threads' });
    await desk.restart(bothWrite('first'));
    await arrivesOnce('first');
    expect(discord.gateway.identifies).toBe(1);
  }, 90_000);

  it('arrives once and in order when Discord has forgotten the session meanwhile', async () => {
    const { discord } = desk;
    await desk.restart(() => {
      bothWrite('second')();
      discord.gateway.forgetSessions();
    });
    await arrivesOnce('second');
    expect(discord.gateway.identifies).toBe(2);
    expect(counted(inThread(ofMira()), 'first answer')).toBe(1);
  }, 90_000);
});
