import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PlainAdapter, plainAdapter } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

/** Whatever the rules alone would not be sure of. */
describe('what somebody writes to the desk in their own words', () => {
  let chat: PlainAdapter;
  let desk: RunningDesk;

  beforeAll(async () => {
    chat = plainAdapter();
    desk = await startDesk([chat]);
  });
  afterAll(() => desk.stop());

  it('opens a ticket though no rule knows the thing', async () => {
    await chat.say('mira', "the forklift tablet won't scan since the night shift");
    const card = await chat.sees(({ address }) => address.startsWith('plain:agents/'), 'the card');
    expect(card.text).toContain('forklift');
  });

  it('shows who wants to rate where that is done, and reads no number', async () => {
    await chat.say('kai', 'where can I rate how my case was handled? 5/5');
    const told = await chat.sees(({ text }) => text.includes('five buttons'), 'where to rate');
    expect(told.address).toMatch(/kai/);
  });

  it('asks where it is unsure, with a ticket, a status and a person to choose from, and opens nothing', async () => {
    const cards = chat.shown.filter(({ address }) => address.startsWith('plain:agents')).length;
    await chat.say('olu', 'what is the longest word in German');
    const asked = await chat.sees(({ address, buttons }) => /olu/.test(address) && buttons.length > 0, 'the question');
    expect(asked.buttons.map(({ label }) => label)).toEqual(['Open a ticket', 'My tickets', 'Talk to a person']);
    expect(chat.shown.filter(({ address }) => address.startsWith('plain:agents'))).toHaveLength(cards);
  });
});
