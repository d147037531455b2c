import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company } from '../support/company.ts';

describe('places in Discord that are no longer there', () => {
  let desk: Company;
  beforeAll(async () => {
    desk = await company();
  });
  afterAll(() => desk.stop());

  /** Mira's newest thread, once she is in it: before that she cannot write there. */
  const ofMira = () =>
    desk.discord.threads('help').findLast(({ members }) => members.includes(desk.discord.idOf('D1')));
  const ofAgents = () => desk.discord.threads('triage').at(-1);
  const counted = (thread: ReturnType<typeof ofMira>, word: string): number =>
    (thread?.messages ?? []).filter(({ content }) => content.includes(word)).length;
  const shown = (look: () => unknown, what: string) => desk.discord.waitFor(look, { what, timeoutMs: 20_000 });

  it('F16: an archived or a locked thread is written in all the same', async () => {
    const { discord } = desk;
    await discord.slash({ user: 'D1', channel: 'help', command: 'ticket', sub: 'open' }).response();
    await discord.submit({ user: 'D1', values: { subject: 'VPN drops' } }).response();
    await shown(() => ofMira() !== undefined && ofAgents() !== undefined, 'both threads');
    discord.changeThread({ thread: ofAgents()?.id ?? '', archived: true, locked: true });
    discord.message({ user: 'D1', channel: ofMira()?.id ?? '', content: 'at home only' });
    await shown(() => counted(ofAgents(), 'at home only') === 1, 'her words in the archived thread');
    expect(discord.threads('triage')).toHaveLength(1);
    discord.changeThread({ thread: ofAgents()?.id ?? '', archived: false, locked: false });
  });

  it("F16: a deleted agents' thread is begun anew, with one card and what was said last", async () => {
    const { discord } = desk;
    discord.message({ user: 'D3', channel: ofAgents()?.id ?? '', content: 'Which network?' });
    await shown(() => counted(ofMira(), 'Which network?') === 1, "Dana's question");
    const before = ofAgents()?.id ?? '';
    discord.removeChannel(before);
    discord.message({ user: 'D1', channel: ofMira()?.id ?? '', content: 'the guest one' });
    discord.message({ user: 'D1', channel: ofMira()?.id ?? '', content: 'on floor 3' });
    await shown(
      () => ofAgents()?.id !== before && counted(ofAgents(), 'on floor 3') === 1,
      'her words in another thread',
    );
    const [history] = (ofAgents()?.messages ?? []).filter(({ content }) => content.includes('at home only'));
    expect(history?.content).toContain('Which network?');
    expect(counted(ofAgents(), 'the guest one')).toBe(1);
    const cards = discord.channel('triage').messages.filter(({ components }) => (components ?? []).length > 0);
    expect(cards).toHaveLength(1);
    discord.message({ user: 'D3', channel: ofAgents()?.id ?? '', content: 'Use the other one' });
    await shown(() => counted(ofMira(), 'Use the other one') === 1, "Dana's answer from there");
    const claim = discord.press({ user: 'D3', message: cards[0]?.id ?? '', label: 'Claim' });
    await claim.response();
    await shown(() => JSON.stringify(discord.channel('triage').messages).includes('Dana'), 'Dana on the card');
  });

  it("a deleted requester's thread is begun anew, without any note", async () => {
    const { discord } = desk;
    const options = { ticket: 'INC-1', text: 'canary-4711' };
    await discord.slash({ user: 'D3', channel: 'triage', command: 'ticket', sub: 'note', options }).response();
    await shown(() => counted(ofAgents(), 'canary') === 1, 'the note');
    const before = ofMira()?.id ?? '';
    discord.removeChannel(before);
    discord.message({ user: 'D3', channel: ofAgents()?.id ?? '', content: 'Is it better?' });
    await shown(() => ofMira()?.id !== before && counted(ofMira(), 'Is it better?') === 1, 'the question, once');
    expect(ofMira()?.members).toContain(discord.idOf('D1'));
    expect(counted(ofMira(), 'the guest one')).toBe(1);
    expect(discord.everSeenBy('D1').join()).not.toContain('canary');
    discord.message({ user: 'D1', channel: ofMira()?.id ?? '', content: 'it is' });
    await shown(() => counted(ofAgents(), 'it is') >= 1, 'her answer from there');
  });

  it('when the whole channel is deleted, the requester goes on in direct messages', async () => {
    const { discord } = desk;
    const agents = ofAgents()?.id ?? '';
    discord.removeChannel('help');
    discord.message({ user: 'D3', channel: agents, content: 'Which floor was it?' });
    await shown(() => JSON.stringify(discord.dm('D1').messages).includes('Which floor was it?'), 'the question');
    expect(JSON.stringify(discord.dm('D1').messages)).not.toContain('canary');
    discord.message({ user: 'D1', channel: 'dm', content: 'the third floor' });
    await shown(() => counted(ofAgents(), 'the third floor') === 1, 'her answer from there');
    discord.addChannel({ id: 'help2', name: 'help' });
  });

  it('F17: closed direct messages and people who have left are told to the agents', async () => {
    const { discord } = desk;
    await discord.slash({ user: 'D4', channel: 'help2', command: 'ticket', sub: 'status' }).response();
    discord.message({ user: 'D4', channel: 'dm', content: 'The printer on floor 2 is broken' });
    await shown(() => ofAgents()?.name.includes('printer'), "Olu's ticket");
    discord.setDmClosed('D4', true);
    discord.message({ user: 'D3', channel: ofAgents()?.id ?? '', content: 'Is there paper?' });
    await shown(() => counted(ofAgents(), 'takes no messages') === 1, 'that Olu was not reached');
    const notice = () => discord.threads('help2').find(({ members }) => members.includes(discord.idOf('D4')));
    await shown(() => counted(notice(), 'direct messages') === 1, 'how Olu can get it');
    expect(notice()?.isPrivate).toBe(true);
    expect(JSON.stringify(notice()?.allMessages)).not.toMatch(/paper|printer|INC-/);
    discord.message({ user: 'D3', channel: ofAgents()?.id ?? '', content: 'Still there?' });
    await shown(() => counted(ofAgents(), 'takes no messages') === 2, 'that he was not reached again');
    expect(discord.threads('help2').filter(({ members }) => members.includes(discord.idOf('D4')))).toHaveLength(1);
    discord.leaveGuild('D4');
    discord.message({ user: 'D3', channel: ofAgents()?.id ?? '', content: 'Hello?' });
    await shown(() => counted(ofAgents(), 'not delivered: Olu has left') === 1, 'that Olu has left');
    const cards = () => discord.channel('triage').messages.map(({ content }) => content);
    await shown(
      () => cards().some((card) => card.includes('printer') && card.includes('Waiting for the requester')),
      'that it waits for him',
    );
  });

  it('nothing of it could ring anybody, and Discord had nothing to object to', () => {
    expect(desk.discord.unsafeMentions).toEqual([]);
    expect(desk.discord.violations).toEqual([]);
  });
});
