import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Address, Outcome } from '../../src/adapter.ts';
import { type PlainAdapter, plainAdapter, textOf } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

const answer = (outcome: Outcome): string => (outcome.kind === 'answer' ? textOf(outcome.message) : outcome.kind);

describe('what agents do with a ticket', () => {
  let chat: PlainAdapter;
  let desk: RunningDesk;
  let agentsThread: Address;
  let miraThread: Address;
  let ahead = 0;

  beforeAll(async () => {
    chat = plainAdapter();
    desk = await startDesk([chat], { now: () => new Date(Date.now() + ahead) });
    await chat.command('mira', 'open', { subject: 'VPN drops' });
    agentsThread = (await chat.sees(({ address }) => address.startsWith('plain:agents/'), 'the card')).address;
    miraThread = (await chat.sees(({ address }) => address.startsWith('plain:@mira/'), "mira's thread")).address;
  });
  afterAll(() => desk.stop());

  const act = (who: string, intent: string, params: Record<string, string> = {}) =>
    chat.command(who, intent, { ticket: '1', ...params }, 'agents');
  const inThread = (address: Address, part: string) =>
    chat.sees((one) => one.address === address && one.text.includes(part), part);
  const saidTo = (who: string, part: string) =>
    chat.sees(({ address, text }) => address === `plain:@${who}` && text.includes(part), `${part}, to ${who}`);
  const row = async (columns: string) =>
    (await desk.db.pool.query(`select ${columns} from ticket where number = 1`)).rows[0];
  const queue = async (which: string) => answer(await chat.command('sam', 'list', { which }, 'agents'));
  const reader = (who: string) => chat.shown.filter(({ address }) => address.startsWith(`plain:@${who}`));

  it('a priority by hand moves the reply that is due, and its reason stays among the agents', async () => {
    expect(answer(await act('sam', 'prioritize', { priority: '1', reason: 'board meeting' }))).toContain('P1');
    await inThread(miraThread, 'INC-1 has priority P1 now');
    await inThread(agentsThread, 'board meeting');
    await inThread(agentsThread, 'P1 (set by hand)');
    const { minutes } = await row('extract(epoch from reply_due_at - opened_at)::int / 60 as minutes');
    expect(minutes).toBe(15);
    const { rows } = await desk.db.pool.query("select detail from timeline where event = 'prioritized'");
    expect(rows[0].detail).toMatchObject({ reason: 'board meeting', was: 3, priority: 1 });
    expect(reader('mira').some(({ text }) => text.includes('board'))).toBe(false);
    await act('sam', 'prioritize', { impact: 'me', urgency: 'low' });
    expect(await row('priority, impact, urgency')).toEqual({ priority: 5, impact: 3, urgency: 3 });
  });

  it('a requester can do none of it', async () => {
    const tries: readonly [string, Record<string, string>][] = [
      ['prioritize', { priority: '1' }],
      ['assign', { to: 'sam' }],
      ['wait', {}],
      ['resume', {}],
      ['snooze', { until: '1h' }],
      ['wake', {}],
    ];
    for (const [intent, params] of tries) {
      const mine = answer(await chat.command('mira', intent, { ticket: '1', ...params }));
      expect(mine, intent).not.toMatch(/INC-1 is/);
      const foreign = answer(await chat.command('olu', intent, { ticket: '1', ...params }));
      const missing = answer(await chat.command('olu', intent, { ticket: '999', ...params }));
      expect(foreign.replace('INC-1', 'X'), intent).toBe(missing.replace('INC-999', 'X'));
    }
    expect(await row('priority, status, assignee_id')).toEqual({ priority: 5, status: 'new', assignee_id: null });
  });

  it('is assigned to whoever has been at work as an agent, and both they and the one before are told', async () => {
    expect(answer(await act('sam', 'assign', { to: 'dana' }))).toMatch(/no agent “dana”.*\n.*sam/);
    await act('dana', 'list', {});
    expect(answer(await act('sam', 'assign', { to: 'dana' }))).toMatch(/no agent “dana”/);
    await act('dana', 'claim');
    await act('dana', 'release');
    expect(answer(await act('sam', 'assign', { to: '@Dana' }))).toContain('with dana');
    await saidTo('dana', 'sam assigned INC-1 to you');
    await inThread(agentsThread, 'Assigned to: dana');
    await act('lee', 'assign', { to: 'sam' });
    await saidTo('sam', 'lee assigned INC-1 to you');
    await saidTo('dana', 'to sam');
    expect(answer(await act('dana', 'claim'))).toContain('sam already has INC-1');
  });

  it('waits for the requester, who is asked under the agent’s name, until they answer', async () => {
    await act('sam', 'wait', { question: 'Which gateway?' });
    expect((await inThread(miraThread, 'Which gateway?')).as).toBe('sam');
    await inThread(miraThread, 'Waiting for your answer');
    await inThread(agentsThread, 'Waiting for the requester');
    await chat.say('mira', 'The left one', miraThread);
    await inThread(agentsThread, 'mira answered; INC-1 is in progress again');
    expect((await row('status')).status).toBe('in_progress');
  });

  it('waits for a third party until it is resumed, last in the queue', async () => {
    await chat.command('kai', 'open', { subject: 'New mouse', impact: 'me', urgency: 'low' });
    await act('sam', 'wait', { for: 'third_party' });
    await inThread(miraThread, 'outside the desk');
    expect(await queue('open')).toMatch(/New mouse[\s\S]*VPN drops.*Waiting for a third party/);
    await act('sam', 'resume');
    expect(await queue('open')).toMatch(/VPN drops[\s\S]*New mouse/);
  });

  it('sleeps out of the open queue until the clock wakes it, a second snooze replacing the first', async () => {
    await act('sam', 'snooze', { until: '1h' });
    await inThread(agentsThread, 'Snoozed until');
    expect(await queue('open')).not.toContain('VPN');
    expect(await queue('assigned')).toMatch(/VPN.*snoozed until/);
    await act('sam', 'snooze', { until: '4h' });
    ahead += 2 * 3_600_000;
    await chat.command('kai', 'open', { subject: 'Another' });
    await chat.sees(({ address, text }) => address.startsWith('plain:agents/') && text.includes('Another'));
    expect(await queue('open')).not.toContain('VPN');
    ahead += 3 * 3_600_000;
    await inThread(agentsThread, 'INC-1 was snoozed until now');
    expect(await queue('open')).toContain('VPN');
  });

  it('is woken by a word of the requester, or by an agent', async () => {
    await act('sam', 'snooze', { until: 'next_week' });
    await chat.say('mira', 'It is worse now', miraThread);
    await inThread(agentsThread, 'mira wrote; INC-1 is back in the queue');
    expect(await queue('open')).toContain('VPN');
    await act('sam', 'snooze', { until: 'tomorrow' });
    expect(answer(await act('sam', 'wake'))).toContain('back in the queue');
    expect(answer(await act('sam', 'wake'))).toContain('not snoozed');
  });

  it('asks an agent how it ended, and takes it in one gesture all the same', async () => {
    expect(chat.desk.form('resolve', { ticket: '1' }, 'en')?.fields.map(({ name }) => name)).toContain('summary');
    expect(chat.desk.form('resolve', { ticket: '1', code: 'solved' }, 'en')).toBeUndefined();
    await act('sam', 'resolve', { code: 'workaround', summary: 'Use the other gateway' });
    await inThread(miraThread, 'Use the other gateway');
    expect(await row('status, resolution_code, snoozed_until')).toEqual({
      status: 'resolved',
      resolution_code: 'workaround',
      snoozed_until: null,
    });
  });
});
