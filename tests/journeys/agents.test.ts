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
      ['hold', { text: 'x' }],
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

  const press = async (who: string, label: RegExp, nth = -1) => {
    const asked = chat
      .at(`plain:@${who}` as Address)
      .filter(({ buttons }) => buttons.some((one) => label.test(one.label)));
    const button = asked.at(nth)?.buttons.find((one) => label.test(one.label));
    return answer(
      await chat.command(who, button?.intent ?? '', { ...button?.params } as Record<string, string>, 'direct'),
    );
  };
  const held = async () => (await row('held')).held as readonly { readonly text?: string }[];

  it('holds what looks like a slip: only its writer is asked, and nobody has got it', async () => {
    await chat.say('sam', 'note: she is on the layoff list', agentsThread);
    const asked = await saidTo('sam', 'looks like a note for agents');
    expect(asked.buttons.map(({ label }) => label)).toEqual(['Send to the requester', 'Keep internal']);
    expect(asked.text).not.toContain('layoff');
    expect(await held()).toHaveLength(1);
    expect(chat.shown.some(({ text }) => text.includes('layoff'))).toBe(false);
  });

  it('keeps it as a note when its writer says so, and a second press does nothing more', async () => {
    expect(await press('sam', /Keep/)).toContain('Kept as a note');
    await inThread(agentsThread, 'layoff');
    for (const label of [/Keep/, /Send/]) expect(await press('sam', label)).toContain('decided already');
    const { rows } = await desk.db.pool.query("select author, visibility from message where text like '%layoff%'");
    expect(rows).toEqual([{ author: 'sam', visibility: 'note' }]);
  });

  it('sends it when its writer says so, once however often and however fast they press', async () => {
    await chat.say('sam', '@it-triage told me: restart the client', agentsThread);
    await chat.sees(
      ({ address }) => chat.at(address).filter(({ text }) => text.includes('looks like a note')).length === 2,
    );
    const answers = await Promise.all([press('sam', /Send/), press('sam', /Send/), press('sam', /Send/)]);
    expect(answers.filter((text) => text.includes('decided already'))).toHaveLength(2);
    expect((await inThread(miraThread, 'restart the client')).as).toBe('sam');
    expect(chat.at(agentsThread).some(({ text }) => text.includes('restart the client'))).toBe(false);
    const { rows } = await desk.db.pool.query("select visibility, source from message where text like '%restart%'");
    expect(rows).toEqual([{ visibility: 'public', source: agentsThread }]);
  });

  it('is nobody else’s to decide', async () => {
    await chat.say('sam', 'internal: password is hunter2', agentsThread);
    await chat.sees(
      ({ address }) => chat.at(address).filter(({ text }) => text.includes('looks like a note')).length === 3,
    );
    const asked = chat
      .at('plain:@sam' as Address)
      .filter(({ buttons }) => buttons.length > 0)
      .at(-1);
    const params = { ...asked?.buttons[0]?.params } as Record<string, string>;
    for (const who of ['mira', 'olu', 'dana']) {
      expect(answer(await chat.command(who, 'send held', params, 'direct'))).toMatch(/no ticket INC-1/);
    }
    expect((await held()).filter(({ text }) => text !== undefined)).toHaveLength(1);
  });

  it('stays internal after ten minutes without an answer, and its writer is told', async () => {
    ahead += 11 * 60_000;
    await saidTo('sam', 'stays internal and is a note now');
    await inThread(agentsThread, 'hunter2');
    expect((await held()).filter(({ text }) => text !== undefined)).toEqual([]);
    const { rows } = await desk.db.pool.query("select author, visibility from message where text like '%hunter2%'");
    expect(rows).toEqual([{ author: 'sam', visibility: 'note' }]);
    for (const who of ['mira', 'olu', 'kai', 'dana']) {
      expect(
        reader(who).some(({ text }) => /layoff|hunter2/.test(text)),
        who,
      ).toBe(false);
    }
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
