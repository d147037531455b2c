import { describe, expect, it } from 'vitest';
import { formFor } from '../../src/draw.ts';
import { words as wordsOf } from '../../src/say/index.ts';
import { understand } from '../../src/understand/grammar.ts';
import { hintsIn } from '../../src/understand/hints.ts';
import { tokensOf } from '../../src/understand/tokens.ts';

const words = wordsOf({ prefix: 'INC', timeZone: 'UTC', command: '/ticket', now: () => new Date(0) }, 'en')('en');
const hints = (text: string) => hintsIn(tokensOf(text), text.includes('?'));

describe('what a text suggests', () => {
  it.each([
    ['the VPN is down for everyone, urgent', { kind: 'incident', impact: 'everyone', urgency: 'high' }],
    ['printer broken on our floor, my whole team is stuck', { kind: 'incident', impact: 'team' }],
    ['I need a new laptop, not urgent', { kind: 'request', urgency: 'low' }],
    ['how do I book a meeting room?', { kind: 'question' }],
    ['Drucker kaputt, dringend', { kind: 'incident', urgency: 'high' }],
    ['ich brauche eine neue Maus', { kind: 'request' }],
    ['wie ändere ich meine Signatur?', { kind: 'question' }],
    [
      'nadie puede trabajar, el servidor está caído, urgente',
      { kind: 'incident', impact: 'everyone', urgency: 'high' },
    ],
    ['necesito acceso a SAP', { kind: 'request' }],
    ['¿cómo configuro la VPN?', { kind: 'question' }],
    ['my mailbox', {}],
    ['welcome everybody to the team', {}],
  ])('%s', (text, expected) => expect(hints(text)).toEqual(expected));

  it('makes a ticket of its kind, and leaves its urgency to whoever sees a form', () => {
    const { params } = understand('urgent: my laptop is broken') as { params: unknown };
    expect(params).toMatchObject({ kind: 'incident' });
    expect(params).not.toHaveProperty('urgency');
  });

  it('is filled in where the form of a ticket is shown, and never over what was chosen', () => {
    const valuesOf = (params: Record<string, string>) =>
      Object.fromEntries((formFor('open', params, words, false)?.fields ?? []).map(({ name, value }) => [name, value]));
    expect(valuesOf({ subject: 'VPN down for everyone, urgent' })).toMatchObject({
      urgency: 'high',
      impact: 'everyone',
      kind: 'incident',
    });
    expect(valuesOf({ subject: 'VPN down for everyone, urgent', urgency: 'low' })).toMatchObject({ urgency: 'low' });
    expect(valuesOf({})).toMatchObject({ urgency: undefined, impact: undefined, kind: undefined });
  });
});
