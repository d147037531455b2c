import { describe, expect, it } from 'vitest';
import { datesIn } from '../../src/understand/dates.ts';

/** A Tuesday. */
const TODAY = '2026-11-24';
const started = (day: string) => ({ started: day });
const neededBy = (day: string) => ({ neededBy: day });

describe('when something began, or is needed', () => {
  it.each([
    ['the VPN drops since yesterday', started('2026-11-23')],
    ['printer is dead since Monday', started('2026-11-23')],
    ['broken since Tuesday', started('2026-11-24')],
    ['no mail since Friday, restarted twice', started('2026-11-20')],
    ['it started 3 days ago', started('2026-11-21')],
    ['it has been like this since a week ago', started('2026-11-17')],
    ['since 12 November the export fails', started('2026-11-12')],
    ['since Dec 3rd the export fails', started('2025-12-03')],
    ['I need a laptop by Friday', neededBy('2026-11-27')],
    ['please set it up before next Tuesday', neededBy('2026-12-01')],
    ['needed by tomorrow', neededBy('2026-11-25')],
    ['due 2026-12-01', neededBy('2026-12-01')],
    ['the new colleague starts in 2 weeks', neededBy('2026-12-08')],
    [
      'no sound since yesterday, and I have a call by Thursday',
      { ...started('2026-11-23'), ...neededBy('2026-11-26') },
    ],
    ['seit gestern kein Internet', started('2026-11-23')],
    ['Drucker streikt seit Montag', started('2026-11-23')],
    ['vor drei Tagen ging es noch', started('2026-11-21')],
    ['ich brauche den Zugang bis Freitag', neededBy('2026-11-27')],
    ['bitte bis spätestens 1.12. einrichten', neededBy('2026-12-01')],
    ['für den Kollegen bis 3. Dezember', neededBy('2026-12-03')],
    ['ich brauche das bis übermorgen', neededBy('2026-11-26')],
    ['desde ayer no funciona el correo', started('2026-11-23')],
    ['desde el lunes la impresora no imprime', started('2026-11-23')],
    ['hace una semana que falla', started('2026-11-17')],
    ['lo necesito para el viernes', neededBy('2026-11-27')],
    ['necesito acceso para pasado mañana', neededBy('2026-11-26')],
    ['necesitamos la sala para el 3 de diciembre', neededBy('2026-12-03')],
    ['necesito el equipo para el 05/12/2026', neededBy('2026-12-05')],
  ])('%s', (text, expected) => expect(datesIn(text, TODAY)).toEqual(expected));

  it.each([
    'good morning, my mouse is broken',
    'guten Morgen, mein Drucker ist kaputt',
    'esta mañana se cayó la red',
    'the update to version 3.12 broke it',
    'I need it by 3/4/2027',
    'I am away until Friday',
    'ich bin bis Freitag im Urlaub',
    'invoice 2026-13-45 is wrong',
    'on 31 February',
    'my order from 2019-01-01',
    'it may break',
    'sun and moon',
    '',
  ])('says nothing where it is not certain: %s', (text) => expect(datesIn(text, TODAY)).toEqual({}));

  it('takes a bare weekday for the last one where something broke, for the next one where something is wanted', () => {
    expect(datesIn('it crashed on Monday', TODAY, 'started')).toEqual(started('2026-11-23'));
    expect(datesIn('I want it on Monday', TODAY, 'neededBy')).toEqual(neededBy('2026-11-30'));
    expect(datesIn('el lunes', TODAY, 'neededBy')).toEqual(neededBy('2026-11-30'));
    expect(datesIn('on Monday', TODAY)).toEqual({});
  });

  it('knows the end of a year and of a February', () => {
    expect(datesIn('since yesterday', '2027-01-01')).toEqual(started('2026-12-31'));
    expect(datesIn('by tomorrow', '2028-02-28')).toEqual(neededBy('2028-02-29'));
    expect(datesIn('by January 5', '2026-12-30')).toEqual(neededBy('2027-01-05'));
  });
});
