import { describe, expect, it } from 'vitest';
import { localTime } from '../../src/desk/zone.ts';
import { reply } from '../../src/intents/reply.ts';
import { resolve } from '../../src/intents/resolve.ts';
import { snooze } from '../../src/intents/snooze.ts';
import { wake } from '../../src/intents/wake.ts';
import { decided, MIRA, NOW, refused, scene } from '../support/scene.ts';

const at = (iso: string) => new Date(iso);

describe('snooze', () => {
  it.each([
    ['1h', '2026-11-24T09:00:00Z', 'Europe/Berlin', '2026-11-24T10:00:00Z'],
    ['4h', '2026-11-24T09:00:00Z', 'Europe/Berlin', '2026-11-24T13:00:00Z'],
    ['tomorrow', '2026-11-24T09:00:00Z', 'Europe/Berlin', '2026-11-25T08:00:00Z'],
    ['tomorrow', '2026-11-24T23:30:00Z', 'Europe/Berlin', '2026-11-26T08:00:00Z'],
    ['tomorrow', '2026-03-28T12:00:00Z', 'Europe/Berlin', '2026-03-29T07:00:00Z'],
    ['tomorrow', '2026-10-24T12:00:00Z', 'Europe/Berlin', '2026-10-25T08:00:00Z'],
    ['tomorrow', '2026-12-31T20:00:00Z', 'America/New_York', '2027-01-01T14:00:00Z'],
    ['next_week', '2026-11-24T09:00:00Z', 'Europe/Berlin', '2026-11-30T08:00:00Z'],
    ['next_week', '2026-11-30T09:00:00Z', 'Europe/Berlin', '2026-12-07T08:00:00Z'],
    ['next_week', '2026-11-29T23:30:00Z', 'Asia/Kolkata', '2026-12-07T03:30:00Z'],
  ])('%s from %s in %s lasts until %s', (until, now, timeZone, then) => {
    const { ticket, effects } = decided(snooze, { until }, scene({}, { now: at(now), timeZone }));
    expect(ticket.snoozedUntil).toEqual(at(then));
    expect(effects.find((effect) => effect.do === 'later')).toMatchObject({ at: at(then), intent: 'wake' });
  });

  it('gives the local time where the clocks skip it', () => {
    expect(localTime(at('2026-03-28T12:00:00Z'), 'Europe/Berlin', 1, 2).toISOString()).toMatch(/T0[01]:00/);
  });

  it('is woken by the clock when it is time, not before, and never twice', () => {
    const clock = { actor: undefined };
    const woken = decided(wake, {}, scene({ snoozedUntil: NOW }, clock));
    expect(woken.ticket.snoozedUntil).toBeUndefined();
    expect(woken.told('tell agents')).toContain('back in the queue');
    expect(decided(wake, {}, scene({ snoozedUntil: at('2026-11-24T09:00:01Z') }, clock)).effects).toEqual([]);
    expect(decided(wake, {}, scene({}, clock)).effects).toEqual([]);
  });

  it('is woken by an agent at any time, who is told if it was awake', () => {
    const { ticket, told } = decided(wake, {}, scene({ snoozedUntil: at('2027-01-01T00:00:00Z') }));
    expect(ticket.snoozedUntil).toBeUndefined();
    expect(told('answer')).toBe('INC-12 is back in the queue.');
    expect(refused(wake, {}, scene())).toBe('not snoozed');
  });

  it('ends with a word of the requester, whether or not they were waited for, and with the solution', () => {
    const snoozedUntil = at('2027-01-01T00:00:00Z');
    const mira = { actor: { ...MIRA, agent: false } };
    const woken = decided(reply, { text: 'It is worse' }, scene({ snoozedUntil }, mira));
    expect(woken.ticket).toMatchObject({ status: 'new' });
    expect(woken.ticket.snoozedUntil).toBeUndefined();
    expect(woken.told('tell agents')).toBe('Mira wrote; INC-12 is back in the queue.');
    const waited = decided(reply, { text: 'x' }, scene({ snoozedUntil, status: 'waiting_requester' }, mira)).ticket;
    expect([waited.status, waited.snoozedUntil]).toEqual(['in_progress', undefined]);
    expect(decided(reply, { text: 'x' }, scene({ snoozedUntil })).ticket.snoozedUntil).toEqual(snoozedUntil);
    expect(decided(resolve, {}, scene({ snoozedUntil })).ticket.snoozedUntil).toBeUndefined();
  });

  it('is replaced by another, and refused on a ticket that is over', () => {
    const again = decided(snooze, { until: '1h' }, scene({ snoozedUntil: at('2027-01-01T00:00:00Z') }));
    expect(again.ticket.snoozedUntil).toEqual(at('2026-11-24T10:00:00Z'));
    expect(refused(snooze, { until: '1h' }, scene({ status: 'resolved' }))).toBe('already resolved');
  });
});
