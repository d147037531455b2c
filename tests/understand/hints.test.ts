import { describe, expect, it } from 'vitest';
import { formFor } from '../../src/draw.ts';
import { words as wordsOf } from '../../src/say/index.ts';
import { understand } from '../../src/understand/grammar.ts';
import { hintsIn, suggestionsIn } from '../../src/understand/hints.ts';
import { servedLike, serviceIn } from '../../src/understand/service.ts';
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

  const SERVICES = ['VPN', 'Email & Calendar', 'Printing', 'SAP', 'Wi-Fi', 'HR Portal', 'Customer Portal'];
  it.each([
    ['my vpn died again', 'VPN'],
    ['no e-mail since noon', 'Email & Calendar'],
    ['ein Termin fehlt in meinem Calendar', 'Email & Calendar'],
    ['the HR portal shows an empty page', 'HR Portal'],
    ['kein wifi im 3. Stock', 'Wi-Fi'],
    ['necesito acceso a SAP', 'SAP'],
    ['the portal is down', undefined],
    ['VPN and SAP are both down', undefined],
    ['my chair is broken', undefined],
  ])('names the service that is meant: %s', (text, service) =>
    expect(serviceIn(tokensOf(text), SERVICES)).toBe(service),
  );

  it('takes the service of past tickets that sound like it, and none where they are few, unlike, or of two minds', () => {
    const told = (subject: string, service: string) => ({ subject, text: '', service });
    const tunnel = [told('Tunnel to the branch drops', 'Network'), told('The branch tunnel drops often', 'Network')];
    const like = (past: readonly ReturnType<typeof told>[], services = ['Network', 'Mail']) =>
      servedLike({ subject: 'Our tunnel to the branch drops daily', text: '' }, past, services);
    expect(like(tunnel)).toBe('Network');
    expect(like([...tunnel, told('Please order a new chair', 'Mail')])).toBe('Network');
    expect(like([told('Please order a new chair', 'Mail')])).toBeUndefined();
    expect(like([...tunnel, told('Tunnel to the branch drops', 'Mail'), told('The branch tunnel drops', 'Mail')])).toBe(
      undefined,
    );
    expect(like(tunnel, ['Mail'])).toBeUndefined();
    expect(like([])).toBeUndefined();
  });

  it('takes what is due by tomorrow for urgent, unless it says that it is not', () => {
    const at = (text: string) => suggestionsIn(text, '2026-11-24', SERVICES);
    expect(at('I need SAP access by tomorrow')).toEqual({
      params: { urgency: 'high', kind: 'request', service: 'SAP' },
      neededBy: '2026-11-25',
    });
    expect(at('not urgent: I need SAP access by tomorrow').params).toMatchObject({ urgency: 'low' });
    expect(at('I need SAP access by Monday').params).not.toHaveProperty('urgency');
    expect(at('the VPN crashes since last Friday')).toEqual({
      params: { kind: 'incident', service: 'VPN' },
      started: '2026-11-20',
    });
  });

  it.each([
    ['en', 'We read: since Mon 23 Nov. If not, say so here.', 'When do you need it by?'],
    ['de', 'So verstanden: seit Mo., 23. Nov.. Falls nicht, schreib es hier.', 'Bis wann brauchst du es?'],
    ['es', 'Entendimos: desde el lun, 23 nov. Si no es así, dilo aquí.', '¿Para cuándo lo necesitas?'],
  ])('fills in by when it is needed, and tells since when, in the zone of the desk: %s', (locale, hint, label) => {
    // In Auckland it is Tuesday already.
    const now = () => new Date('2026-11-23T12:00:00Z');
    const tone = { prefix: 'INC', timeZone: 'Pacific/Auckland', command: '/ticket', now, services: SERVICES };
    const form = formFor(
      'open',
      { subject: 'no VPN since yesterday, I need it by Friday' },
      wordsOf(tone, 'en')(locale),
      false,
    );
    const field = (name: string) => form?.fields.find((one) => one.name === name);
    expect(field('description')?.hint).toBe(hint);
    expect(field('needed')).toMatchObject({ kind: 'day', label, value: '2026-11-27', required: false });
    expect(field('service')?.value).toBe('VPN');
    for (const each of form?.fields ?? []) expect(each.hint?.length ?? 0).toBeLessThanOrEqual(100);
  });
});
