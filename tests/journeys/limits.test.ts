import { afterEach, describe, expect, it } from 'vitest';
import type { Address, Outcome } from '../../src/adapter.ts';
import { type PlainAdapter, plainAdapter, textOf } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

const HOUR = 3_600_000;
const LIMIT = 5;
const answer = (outcome: Outcome): string => (outcome.kind === 'answer' ? textOf(outcome.message) : outcome.kind);

let chat: PlainAdapter;
let desk: RunningDesk;
let ahead = 0;
async function opened(limit = LIMIT): Promise<void> {
  ahead = 0;
  chat = plainAdapter();
  const env = { TICKETS_PER_HOUR: String(limit) };
  desk = await startDesk([chat], { env, now: () => new Date(Date.now() + ahead) });
}
afterEach(() => desk.stop());

const open = async (who: string, subject: string, where?: 'agents') =>
  answer(await chat.command(who, 'open', { subject }, where));
const tickets = async (who = '%'): Promise<number> => {
  const count = 'select count(*)::int as n from ticket where requester_account like $1';
  return (await desk.db.pool.query(count, [`plain:T:${who}`])).rows[0].n;
};

describe('F31: somebody who opens tickets without end', () => {
  it('has as many as the limit allows, however fast they come, and harms nobody else', async () => {
    await opened();
    const storm = Array.from({ length: 200 }, (_, n) => open('mira', `storm ${n}`));
    const others = [open('olu', 'My mouse'), open('kai', 'My lamp')];
    const answers = await Promise.all(storm);
    expect(await tickets('mira')).toBe(LIMIT);
    expect(answers.filter((text) => text.includes('open, P3'))).toHaveLength(LIMIT);
    expect(answers.filter((text) => text.includes('none was opened for this'))).toHaveLength(200 - LIMIT);
    for (const text of await Promise.all(others)) expect(text).toContain('open, P3');
  });

  it('is told in a sentence when to come again, with what they wrote; and can an hour later', async () => {
    await opened();
    for (let n = 1; n <= LIMIT; n += 1) await open('mira', `problem ${n}`);
    const form = { subject: 'The sixth', description: 'A long story that nobody wants to write twice' };
    const told = answer(await chat.command('mira', 'open', form));
    expect(told).toMatch(/5 tickets within an hour.*send it again after (?:\w{3} )?\d\d:\d\d/);
    expect(told).toContain('The sixth');
    expect(told).toContain(form.description);
    ahead = HOUR + 1_000;
    expect(await open('mira', 'The sixth')).toContain('open, P3');
  });

  it('reads the same in their direct messages, where their own words stay; and goes on in the tickets that they have', async () => {
    await opened(1);
    await chat.say('mira', 'My VPN drops every ten minutes');
    const root = await chat.sees(({ text, address }) => text.includes('opened INC-1') && address.includes('@mira'));
    await chat.say('mira', 'My printer is broken as well');
    await chat.sees(({ text }) => text.includes('none was opened for this'), 'the sentence');
    expect(chat.shown.filter(({ text }) => text.includes('you wrote'))).toEqual([]);
    for (let n = 0; n < 20; n += 1) await chat.say('mira', `still broken ${n}`, root.address);
    const agents = (text: string) =>
      chat.shown.some((one) => one.address.startsWith('plain:agents/') && one.text === text);
    await chat.sees(() => agents('still broken 19'), 'the last of it');
    expect(await tickets()).toBe(1);
  });

  it('may be an agent at work, who is not limited', async () => {
    await opened(2);
    for (let n = 0; n < 6; n += 1) expect(await open('sam', `for me ${n}`, 'agents')).toContain('open, P3');
  });

  it('may do so for others: what they made of others’ messages counts as well', async () => {
    await opened(3);
    const told: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      const of = { account: `plain:T:victim${n}` as never, name: `victim ${n}` };
      const behalf = { of, home: `plain:@victim${n}` as Address, from: 'message' as const };
      const said = { kind: 'command', intent: 'open', params: { subject: `reaction ${n}` }, behalf } as const;
      told.push(answer(await chat.desk.receive(chat.incoming('mira', said, { side: 'public' }))));
    }
    expect(await tickets()).toBe(3);
    expect(told.slice(3).every((text) => text.includes('none was opened'))).toBe(true);
  });

  it('is counted over all replicas, and after a restart', async () => {
    await opened(3);
    for (let n = 0; n < 3; n += 1) await open('mira', `before ${n}`);
    desk = await desk.restart([chat]);
    expect(await open('mira', 'after')).toContain('none was opened');
    expect(await tickets()).toBe(3);
  });

  it('is not stopped where the limit is switched off', async () => {
    await opened(0);
    await Promise.all(Array.from({ length: 70 }, (_, n) => open('mira', `many ${n}`)));
    expect(await tickets()).toBe(70);
  });
});

describe('somebody who guesses codes that make one person of two accounts', () => {
  const enter = async (who: string, code: string) => answer(await chat.command(who, 'link', { code }));

  it('is not heard any more after ten, not even with the right one, until an hour has passed', async () => {
    await opened();
    const given = answer(await chat.command('mira', 'link'));
    const code = /[0-9A-Z]{7}(?:-[0-9A-Z]{5,7}){3}/.exec(given)?.[0] ?? '';
    const guesses = Array.from({ length: 40 }, (_, n) => enter('olu', `GUESS-${n}`));
    const answers = await Promise.all(guesses);
    expect(answers.filter((text) => text.includes('does not work'))).toHaveLength(10);
    expect(answers.filter((text) => text.includes('I take none from you for now'))).toHaveLength(30);
    expect(await enter('olu', code)).toContain('I take none from you');
    expect(await enter('kai', code)).toContain('mira');
    ahead = HOUR + 1_000;
    const next = answer(await chat.command('mira', 'link'));
    const fresh = /[0-9A-Z]{7}(?:-[0-9A-Z]{5,7}){3}/.exec(next)?.[0] ?? '';
    expect(await enter('olu', fresh)).toContain('mira');
  });
});
