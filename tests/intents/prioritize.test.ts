import { describe, expect, it } from 'vitest';
import { parseLine } from '../../src/draw.ts';
import { prioritize } from '../../src/intents/prioritize.ts';
import { decided, NOW, refused, scene } from '../support/scene.ts';

describe('prioritize', () => {
  const levels = { me: 3, team: 2, everyone: 1, low: 3, medium: 2, high: 1 } as const;
  const table = (['me', 'team', 'everyone'] as const).flatMap((impact) =>
    (['low', 'medium', 'high'] as const).map((urgency) => ({ impact, urgency })),
  );
  it.each(table.filter(({ impact, urgency }) => impact !== 'team' || urgency !== 'medium'))(
    'makes the priority of impact $impact and urgency $urgency',
    ({ impact, urgency }) => {
      const { ticket } = decided(prioritize, { impact, urgency }, scene());
      expect(ticket).toMatchObject({ impact: levels[impact], urgency: levels[urgency] });
      expect(ticket.priority).toBe(levels[impact] + levels[urgency] - 1);
    },
  );

  it('moves the first reply with the priority, from the opening on, and tells the requester', () => {
    const { ticket, told } = decided(prioritize, { urgency: 'high' }, scene());
    expect(ticket.priority).toBe(2);
    expect(ticket.replyDueAt).toEqual(new Date(ticket.openedAt.getTime() + 60 * 60_000));
    expect(told('tell requester')).toBe('INC-12 has priority P2 now. Reply expected by 10:40.');
  });

  it('promises nothing that has passed', () => {
    const { told } = decided(prioritize, { priority: '1' }, scene());
    expect(told('tell requester')).toContain('We are late');
  });

  it('leaves the requester alone once there was a reply, and when only the reasons change', () => {
    const answered = decided(prioritize, { priority: '1' }, scene({ firstReplyAt: NOW }));
    expect(answered.told('tell requester')).toBe('');
    expect(answered.ticket.replyDueAt).toEqual(scene().ticket?.replyDueAt);
    const same = decided(prioritize, { impact: 'me', urgency: 'high' }, scene());
    expect(same.ticket.priority).toBe(3);
    expect(same.told('tell requester')).toBe('');
    expect(same.told('tell agents')).toContain('stays P3');
  });

  it('takes a priority by hand over what impact and urgency make, and keeps the reason in the timeline', () => {
    const { effects, ticket, told } = decided(
      prioritize,
      { impact: 'me', priority: '1', reason: 'board meeting' },
      scene(),
    );
    expect(ticket).toMatchObject({ impact: 3, priority: 1 });
    expect(effects[0]).toMatchObject({
      event: 'prioritized',
      reason: 'board meeting',
      detail: { was: 3, priority: 1, by_hand: 'true' },
    });
    expect(told('tell agents')).toMatch(/Sam made INC-12 P1; it was P3.*\n.*board meeting/);
    expect(told('tell requester')).not.toContain('board');
  });

  it('refuses what changes nothing, and a ticket that is over', () => {
    expect(refused(prioritize, {}, scene())).toBe('nothing changed');
    expect(refused(prioritize, { impact: 'team' }, scene())).toBe('nothing changed');
    expect(refused(prioritize, { priority: '1' }, scene({ status: 'resolved' }))).toBe('already resolved');
    expect(refused(prioritize, { priority: '1' }, scene({ status: 'closed' }))).toBe('already closed');
  });

  it.each([
    [
      'prioritize INC-12 P1 the boss cannot print',
      { ticket: 'INC-12', priority: '1', reason: 'the boss cannot print' },
    ],
    ['prioritize 12 everyone high', { ticket: '12', impact: 'everyone', urgency: 'high' }],
    ['priority 12 high because it spreads', { ticket: '12', urgency: 'high', reason: 'because it spreads' }],
    ['prioritize 12 2', { ticket: '12', priority: '2' }],
  ])('can be typed: %s', (line, params) => {
    expect(parseLine(line)).toEqual({ intent: 'prioritize', params });
  });
});
