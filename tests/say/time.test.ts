import { describe, expect, test } from 'vitest';
import { clock } from '../../src/say/time.ts';
import { tone } from './samples.ts';

const at = (iso: string) => new Date(iso);
const berlin = (now: string, locale = 'en-GB') => clock(tone(at(now)), locale);

describe('a time that is read now', () => {
  test('is a time of day today, in the time zone of the desk', () => {
    expect(berlin('2026-11-24T09:00:00Z').brief(at('2026-11-24T09:40:00Z'))).toBe('10:40');
    const tokyo = clock({ ...tone(at('2026-11-24T09:00:00Z')), timeZone: 'Asia/Tokyo' }, 'en-GB');
    expect(tokyo.brief(at('2026-11-24T09:40:00Z'))).toBe('18:40');
  });

  test('has its weekday on another day, even minutes across midnight', () => {
    const evening = berlin('2026-11-24T22:50:00Z');
    expect(evening.brief(at('2026-11-24T22:59:00Z'))).toBe('23:59');
    expect(evening.brief(at('2026-11-24T23:05:00Z'))).toBe('Wed 00:05');
    expect(berlin('2026-11-24T23:05:00Z').brief(at('2026-11-24T22:59:00Z'))).toBe('Tue 23:59');
  });

  test('is a date from a week away, with its year if that is another', () => {
    const now = berlin('2026-11-24T09:00:00Z');
    expect(now.brief(at('2026-11-30T09:00:00Z'))).toBe('Mon 10:00');
    expect(now.brief(at('2026-12-01T09:00:00Z'))).toBe('1 Dec');
    expect(now.brief(at('2026-11-17T09:00:00Z'))).toBe('17 Nov');
    expect(now.brief(at('2025-12-31T09:00:00Z'))).toBe('31 Dec 2025');
    expect(berlin('2026-12-30T09:00:00Z').brief(at('2027-01-01T09:00:00Z'))).toBe('Fri 10:00');
  });

  test('counts days, not hours, over a change of the clocks', () => {
    expect(berlin('2026-10-24T21:30:00Z').brief(at('2026-10-31T00:30:00Z'))).toBe('31 Oct');
    expect(berlin('2026-10-24T21:30:00Z').brief(at('2026-10-30T22:30:00Z'))).toBe('Fri 23:30');
    expect(berlin('2026-03-28T22:30:00Z').brief(at('2026-03-29T01:30:00Z'))).toBe('Sun 03:30');
  });

  test('is written as its language writes it', () => {
    expect(berlin('2026-11-24T09:00:00Z', 'de-DE').brief(at('2026-11-25T09:40:00Z'))).toBe('Mi 10:40');
    expect(berlin('2026-11-24T09:00:00Z', 'es-ES').brief(at('2026-11-25T09:40:00Z'))).toBe('mié 10:40');
  });
});

test('a time on a card always has its date, since the card is read on other days too', () => {
  const full = (locale: string) => berlin('2026-11-24T09:00:00Z', locale).full(at('2026-11-24T09:40:00Z'));
  expect(full('en-GB')).toBe('Tue 24 Nov, 10:40');
  expect(full('de-DE')).toBe('Di 24. Nov., 10:40');
  expect(full('es-ES')).toBe('mar 24 nov, 10:40');
});
