import { describe, expect, it } from 'vitest';
import { ALIKE, likeness, PERHAPS, type Told } from '../../src/understand/likeness.ts';

const told = (subject: string, text = ''): Told => ({ subject, text });
const one = (a: string, b: string, among: readonly string[] = OTHER) =>
  likeness(told(a), [told(b), ...among.map((subject) => told(subject))])[0] ?? 0;

/** What else is open. */
const OTHER = [
  'New laptop for a colleague who begins in May',
  'The coffee machine on the third floor leaks',
  'Cannot open the payroll page',
  'Badge does not open the garage',
  'Outlook asks for my password again and again',
  'Impresora atascada en la segunda planta',
  'Monitor bleibt schwarz nach dem Andocken',
  'Please install Photoshop',
];

describe('how much tickets sound alike', () => {
  it.each([
    ['VPN drops every 10 minutes', 'vpn is dropping every few minutes'],
    ['Wifi down on the third floor', 'No wifi on third floor'],
    ['WLAN im Büro München ausgefallen', 'WLAN in München fällt aus'],
    ['SAP login fails with error 500', 'I get error 500 when I log in to SAP'],
    ['La VPN se desconecta', 'VPN se desconecta todo el tiempo'],
    ['printer on floor 2 is jammed', 'Printer floor 2 jammed again'],
  ])('is enough: %s / %s', (a, b) => {
    expect(one(a, b)).toBeGreaterThanOrEqual(ALIKE);
  });

  it.each([
    ['VPN drops every 10 minutes', 'VPN access for a new colleague'],
    ['Wifi down on the third floor', 'The coffee machine on the third floor leaks'],
    ['Please install Photoshop', 'Please install Visio'],
    ['I need a new mouse', 'I need a new badge'],
    ['it does not work', 'it is not working'],
  ])('is not enough: %s / %s', (a, b) => {
    expect(one(a, b)).toBeLessThan(ALIKE);
  });

  it.each([
    ['VPN drops', 'New chair'],
    ['Netz weg', 'Printer on fire'],
    ['', ''],
    ['please help', 'hello, please help'],
  ])('is nothing: %s / %s', (a, b) => {
    expect(one(a, b)).toBeLessThan(PERHAPS);
  });

  it('takes a few milliseconds for two hundred tickets of any length', () => {
    const many = Array.from({ length: 200 }, (_, n) => told(`ticket ${n}`, 'lorem ipsum dolor '.repeat(2_000 + n)));
    likeness(told('warm', 'up'), many);
    const started = performance.now();
    likeness(told('ticket 7', 'a'.repeat(50_000)), many);
    expect(performance.now() - started).toBeLessThan(200);
  });
});
