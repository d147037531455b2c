import { describe, expect, it } from 'vitest';
import { isSlip } from '../../src/understand/slip.ts';
import { cpuMs } from '../support/cpu.ts';

describe('what looks as if it was not meant for the requester', () => {
  it.each([
    'note: user is on the layoff list',
    'Note : same',
    'NOTE： full width',
    '  **note:** bold',
    '**Note**: bold too',
    '> internal: quoted',
    'internal note: nobody outside',
    'Internal only: x',
    '[internal] x',
    '(intern) x',
    'intern: nur für uns',
    'Notiz: Kündigung läuft',
    'nota: solo para nosotros',
    'interno: x',
    'nota interna: x',
    '@it-triage can somebody look?',
    'could @IT-Triage, please, look?',
    'ask @agents',
  ])('%s', (text) => {
    expect(isSlip(text, ['it-triage', 'agents'])).toBe(true);
  });

  it.each([
    'Please note: the office is closed',
    'Note the number on the router',
    'notes are in the wiki',
    'internally: we call it the gateway',
    'The internal network: is it up?',
    'international: yes',
    'write to it-triage@company.example',
    '@it-triage-archive is another one',
    '@it-triagers',
    '',
    ':',
  ])('not: %s', (text) => {
    expect(isSlip(text, ['it-triage'])).toBe(false);
  });

  it('is told at once, whatever is written', () => {
    for (const text of [`note${' '.repeat(100_000)}`, '*'.repeat(100_000), '@it-triage-'.repeat(20_000)])
      expect(cpuMs(() => isSlip(text, ['it-triage']))).toBeLessThan(500);
  });
});
