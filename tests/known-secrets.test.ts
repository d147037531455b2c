import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';
import { secretsOf } from '../src/known-secrets.ts';
import { withoutSecrets } from '../src/log.ts';

const printed = (url: string, line: string): string =>
  withoutSecrets(line, secretsOf(readConfig({ DATABASE_URL: url, PLAYGROUND: 'on' })));

describe('the password of the database', () => {
  it('is taken out wherever it stands, as it was written and as it is meant', () => {
    const url = 'postgres://desk:pa%40ss%2Fw0rd@db.example/tickets';
    expect(printed(url, 'auth failed for desk with pa@ss/w0rd, again with pa%40ss%2Fw0rd')).toBe(
      'auth failed for desk with [secret], again with [secret]',
    );
  });

  it('is left where it is no secret: the name of its user or of its database', () => {
    expect(printed('postgres://deskbell:deskbell@localhost/tickets', 'deskbell is running')).toBe(
      'deskbell is running',
    );
    expect(printed('postgres://desk:tickets@localhost/tickets', '12 tickets')).toBe('12 tickets');
  });

  it('may be missing, or be no valid escape', () => {
    expect(printed('postgres://localhost/tickets', 'tickets')).toBe('tickets');
    expect(printed('postgres://desk:100%25%zz!@localhost/tickets', 'with 100%25%zz!')).toBe('with [secret]');
  });
});
