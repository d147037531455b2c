import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Address, Outcome } from '../../src/adapter.ts';
import { type PlainAdapter, plainAdapter, textOf } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

const answer = (outcome: Outcome): string => (outcome.kind === 'answer' ? textOf(outcome.message) : outcome.kind);

describe('a ticket from its opening to its rating', () => {
  let chat: PlainAdapter;
  let desk: RunningDesk;
  let agentsThread: Address;
  let miraThread: Address;

  beforeAll(async () => {
    chat = plainAdapter();
    desk = await startDesk([chat]);
  });
  afterAll(() => desk.stop());

  it('tells the requester privately, and gives the agents one card', async () => {
    const outcome = await chat.command('mira', 'open', { subject: 'VPN drops every 10 min' });
    expect(answer(outcome)).toMatch(/INC-1/);
    expect(answer(outcome)).toMatch(/P3/);
    const card = await chat.sees(({ address }) => address.startsWith('plain:agents/'), 'the card');
    expect(card.text).toContain('VPN drops every 10 min');
    expect(card.buttons.map(({ intent }) => intent)).toContain('claim');
    const root = await chat.sees(({ address }) => address.startsWith('plain:@mira/'), "mira's thread");
    agentsThread = card.address;
    miraThread = root.address;
    expect(chat.shown.filter(({ address }) => address.startsWith('plain:agents'))).toHaveLength(1);
  });

  it('shows on the card who claimed it, and tells the second agent who that was', async () => {
    await chat.command('sam', 'claim', { ticket: 'INC-1' }, 'agents');
    await chat.sees(({ address, text }) => address === agentsThread && text.includes('sam'), 'the claimed card');
    expect(answer(await chat.command('dana', 'claim', { ticket: '1' }, 'agents'))).toMatch(/sam/);
    expect(chat.shown.filter(({ address }) => address === agentsThread)).toHaveLength(1);
  });

  it('carries what the agent writes to the requester under their name, and back', async () => {
    await chat.say('sam', 'Which network are you on?', agentsThread);
    const got = await chat.sees(({ address, text }) => address === miraThread && text.includes('Which network'));
    expect(got.as).toBe('sam');
    await chat.say('mira', 'At home', miraThread);
    const back = await chat.sees(({ address, text }) => address === agentsThread && text === 'At home');
    expect(back.as).toBe('mira');
    expect(chat.at(agentsThread).filter(({ text }) => text.includes('Which network'))).toHaveLength(0);
  });

  it('keeps a note among the agents', async () => {
    await chat.command('sam', 'note', { ticket: '1', text: 'canary-7f3' }, 'agents');
    await chat.sees(({ address, text }) => address === agentsThread && text.includes('canary-7f3'));
    expect(
      chat.shown.filter(({ address, text }) => !address.startsWith('plain:agents') && text.includes('canary')),
    ).toEqual([]);
    expect(answer(await chat.command('mira', 'status', { ticket: '1' }))).not.toContain('canary');
    expect(answer(await chat.command('dana', 'status', { ticket: '1' }, 'agents'))).toContain('canary');
  });

  it('answers a stranger like somebody who names a ticket that does not exist', async () => {
    const foreign = answer(await chat.command('olu', 'status', { ticket: 'INC-1' }));
    const missing = answer(await chat.command('olu', 'status', { ticket: 'INC-999' }));
    expect(foreign.replace('INC-1', 'X')).toBe(missing.replace('INC-999', 'X'));
    expect(answer(await chat.command('olu', 'resolve', { ticket: 'INC-1' })).replace('INC-1', 'X')).toBe(
      missing.replace('INC-999', 'X'),
    );
    expect(answer(await chat.command('olu', 'status'))).not.toContain('VPN');
  });

  it('asks once for a rating after resolving, and takes down what is pressed, the newest counting', async () => {
    await chat.command('sam', 'resolve', { ticket: '1', summary: 'New router' }, 'agents');
    const survey = await chat.sees(
      ({ buttons }) => buttons.some(({ intent }) => intent === 'rate'),
      'the rating request',
    );
    expect(survey.address).toBe(miraThread);
    expect(survey.buttons.filter(({ intent }) => intent === 'rate')).toHaveLength(5);
    await chat.command('mira', 'rate', { ticket: '1', score: '4' });
    await chat.command('mira', 'rate', { ticket: '1', score: '2' });
    expect(answer(await chat.command('olu', 'rate', { ticket: '1', score: '5' }))).not.toMatch(/5/);
    await chat.command('mira', 'comment', { ticket: '1', text: 'third time this week' });
    const { rows } = await desk.db.pool.query('select score, comment from rating order by id');
    expect(rows).toEqual([
      { score: 4, comment: null },
      { score: 2, comment: null },
      { score: 2, comment: 'third time this week' },
    ]);
  });

  it('does not reopen for thanks, and does for "thanks, but it fails again"', async () => {
    await chat.say('mira', 'Thanks!', miraThread);
    await chat.sees(({ address, text }) => address === agentsThread && text === 'Thanks!');
    expect(answer(await chat.command('mira', 'status', { ticket: '1' }))).toMatch(/Status: Resolved/);
    await chat.say('mira', 'thanks, but it fails again', miraThread);
    await chat.sees(({ address, text }) => address === agentsThread && text.includes('fails again'));
    const { rows } = await desk.db.pool.query('select status, reopened, survey_state from ticket');
    expect(rows).toEqual([{ status: 'in_progress', reopened: 1, survey_state: 'withdrawn' }]);
  });

  it('refuses a rating that was withdrawn, a score out of range and a ticket that is not there, in words', async () => {
    expect(answer(await chat.command('mira', 'rate', { ticket: '1', score: '5' }))).toMatch(/INC-1/);
    expect((await chat.command('mira', 'rate', { ticket: '1', score: '9' })).kind).toBe('problems');
    expect((await chat.command('mira', 'rate', { ticket: 'frog', score: '3' })).kind).toBe('problems');
  });

  it('changes nothing for a gesture that is told twice', async () => {
    const twice = chat.incoming(
      'mira',
      { kind: 'command', intent: 'open', params: { subject: 'Printer' } },
      {},
      'same key',
    );
    await Promise.all([chat.desk.receive(twice), chat.desk.receive(twice)]);
    await chat.desk.receive(twice);
    const { rows } = await desk.db.pool.query("select count(*)::int as n from ticket where subject = 'Printer'");
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('opens a ticket for a plain direct message, in the thread of that message, and answers a question there', async () => {
    await chat.say('kai', 'my laptop will not start any more');
    const root = await chat.sees(({ address, text }) => address.startsWith('plain:@kai/') && text.includes('laptop'));
    await chat.say('kai', 'what is the status of my ticket?');
    const told = await chat.sees(
      ({ address, text }) => address !== root.address && address.startsWith('plain:@kai/') && text.includes('INC-'),
    );
    expect(told.text).toContain('laptop');
  });

  it('takes a new problem for a new ticket where direct messages have no threads, once the last one is resolved', async () => {
    const place = { thread: 'plain:@lea' as Address };
    const say = (text: string, key: string) =>
      chat.desk.receive(chat.incoming('lea', { kind: 'message', text, remote: key as never }, place, key));
    const tickets = async () =>
      (
        await desk.db.pool.query(
          "select subject, status, reopened from ticket where requester_account like '%:lea' order by number",
        )
      ).rows;
    await say('my screen flickers', 'lea 1');
    await say('it is the left one', 'lea 2');
    expect(await tickets()).toEqual([{ subject: 'my screen flickers', status: 'new', reopened: 0 }]);
    const card = await chat.sees(
      ({ address, text }) => address.startsWith('plain:agents/') && text.includes('flickers'),
    );
    const number = /INC-(\d+)/.exec(card.text)?.[1] ?? '';
    await chat.command('sam', 'resolve', { ticket: number }, 'agents');
    await say('the printer on floor 2 is jammed', 'lea 3');
    expect((await tickets()).map(({ subject, status }) => [subject, status])).toEqual([
      ['my screen flickers', 'resolved'],
      ['the printer on floor 2 is jammed', 'new'],
    ]);
  });
});
