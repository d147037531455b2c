import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/adapter.ts';
import { type PlainAdapter, plainAdapter, textOf } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

const answer = (outcome: Outcome): string =>
  outcome.kind === 'answer'
    ? textOf(outcome.message)
    : outcome.kind === 'problems'
      ? outcome.problems.map(({ text }) => text).join(' ')
      : outcome.kind;

/** Days from today in the desk's zone, as in ISO 8601, and as a card says it. */
const inDays = (days: number) => {
  const iso = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const short = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });
  return { iso, said: short.format(new Date(`${iso}T00:00:00Z`)) };
};

describe('by when a ticket is needed', () => {
  let chat: PlainAdapter;
  let desk: RunningDesk;

  beforeAll(async () => {
    chat = plainAdapter();
    desk = await startDesk([chat]);
  });
  afterAll(() => desk.stop());

  it('is on both cards and in the status, as it was said in the form', async () => {
    const { iso, said } = inDays(9);
    await chat.command('mira', 'open', { subject: 'A laptop for the new starter', needed: iso });
    for (const where of ['plain:agents/', 'plain:@mira/']) {
      const card = await chat.sees(({ address }) => address.startsWith(where), `the card at ${where}`);
      expect(card.text).toContain('Needed by');
      expect(card.text).toContain(said);
    }
    expect(answer(await chat.command('mira', 'status', { ticket: '1' }))).toContain(said);
    expect(answer(await chat.command('sam', 'status', { ticket: '1' }, 'agents'))).toContain(said);
  });

  it('is changed by an agent, who says it in their own words, and by nothing else', async () => {
    const changed = answer(await chat.command('sam', 'prioritize', { ticket: '1', needed: 'Monday' }, 'agents'));
    const days = [0, 1, 2, 3, 4, 5, 6, 7].map(inDays).filter(({ said }) => said.startsWith('Mon'));
    expect(days.map(({ said }) => `INC-1 is needed by ${said}.`)).toContain(changed);
    const day = changed.slice('INC-1 is needed by '.length, -1);
    for (const where of ['plain:agents/', 'plain:@mira/']) {
      await chat.sees(
        ({ address, text }) => address.startsWith(where) && text.includes(day),
        `the new day at ${where}`,
      );
    }
    const weighed = await chat.command('sam', 'prioritize', { ticket: '1', urgency: 'high' }, 'agents');
    expect(answer(weighed)).toContain('P2');
    expect(answer(await chat.command('mira', 'status', { ticket: '1' }))).toContain(day);
  });

  it('stays what it was when it is said again', async () => {
    const { iso } = inDays(20);
    await chat.command('sam', 'prioritize', { ticket: '1', needed: iso }, 'agents');
    const again = answer(await chat.command('sam', 'prioritize', { ticket: '1', needed: iso }, 'agents'));
    expect(again).not.toContain('needed by');
    expect(again).toContain('P2');
  });

  it('has to be a day', async () => {
    const refused = await chat.command('mira', 'open', { subject: 'A desk lamp', needed: 'some time soon' });
    expect(refused.kind).toBe('problems');
    expect(answer(refused)).toBe('“When do you need it by?” takes a day, like Friday or 2026-12-01.');
    expect((await chat.command('mira', 'open', { subject: 'A desk lamp', needed: '2026-02-30' })).kind).toBe(
      'problems',
    );
  });
});
