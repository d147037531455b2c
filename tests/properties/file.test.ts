import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Tenant } from '../../src/adapter.ts';
import { namesOf, safeName, safeType, sift } from '../../src/desk/file.ts';
import { download, isAllowed, isInside } from '../../src/download.ts';

describe('the name of a file', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\mira\\screen shot.png', 'screen shot.png'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['a\u0000b\nc.txt', 'abc.txt'],
    ['zero\u200bwidth.txt', 'zerowidth.txt'],
    ['.htaccess', 'htaccess'],
    ['con?<>|*.txt', 'con_____.txt'],
    ['  . ', 'file'],
    ['', 'file'],
    ['Übersicht – März.xlsx', 'Übersicht – März.xlsx'],
    [`${'x'.repeat(300)}.tar.gz`, `${'x'.repeat(117)}.gz`],
  ])('%j is kept as %j', (given, kept) => expect(safeName(given)).toBe(kept));

  it('whatever was given, is one name, short, visible and the same when it is made safe again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (given) => {
        const name = safeName(given);
        expect(name.length).toBeGreaterThan(0);
        expect(name.length).toBeLessThanOrEqual(120);
        expect(name).not.toMatch(/[\\/:*?"<>|\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(name.isWellFormed()).toBe(true);
        expect(safeName(name)).toBe(name);
      }),
    );
  });

  it('is no markup in the records', () => {
    expect(namesOf([{ name: '[x](y)_*.png' }])).toBe('📎 \\[x\\]\\(y\\)\\_\\*\\.png');
  });
});

it('a type that a browser would run is none', () => {
  const risky = ['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/javascript', 'text/xml', 'x', undefined];
  for (const type of risky) expect(safeType(type)).toBe('application/octet-stream');
  expect(safeType('Image/PNG; charset=x')).toBe('image/png');
});

it('what is too large or too much is sorted out, the rest keeps its order and a name of its own', () => {
  const files = Array.from({ length: 12 }, (_, n) => ({ ref: `r${n}`, name: `${n}`, bytes: n === 3 ? 101 : 100 }));
  const { kept, missing } = sift(files, { key: 'k', tenant: 't:1' as Tenant, limit: 100 });
  expect(kept.map(({ id }) => id)).toEqual([0, 1, 2, 4, 5, 6, 7, 8, 9, 10].map((n) => `k/${n}`));
  expect(missing.map(([{ name }, { why }]) => [name, why])).toEqual([
    ['3', 'too large'],
    ['11', 'too many'],
  ]);
});

describe('the way out for files', () => {
  const slack = { origins: ['https://files.slack.com'], trusted: false };

  it.each([
    'http://files.slack.com/x',
    'https://files.slack.com.evil.test/x',
    'https://files.slack.com:8443/x',
    'https://files.slack.com@evil.test/x',
    'https://user:pass@files.slack.com/x',
    'https://evil.test/files.slack.com',
    'https://127.0.0.1/x',
    'file:///etc/passwd',
    'nonsense',
    '',
  ])('does not lead to %s', async (url) => {
    expect(isAllowed(url, slack)).toBe(false);
    await expect(download(url, slack)).rejects.toMatchObject({ fault: { kind: 'refused' } });
  });

  it('leads to the very host', () => expect(isAllowed('https://files.slack.com/files-pri/T1-F1/x', slack)).toBe(true));

  it('is not followed where an answer leads elsewhere, and our token goes nowhere else', async () => {
    let asked = 0;
    const server = createServer((request, response) => {
      asked += 1;
      response.writeHead(302, { location: `http://${request.headers.host}/elsewhere` }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const sent = download(`${origin}/x`, { origins: [origin], trusted: true }, { authorization: 'Bearer xoxb-1' });
    await expect(sent).rejects.toMatchObject({ fault: { kind: 'refused' }, code: 'http_302' });
    expect(asked).toBe(1);
    server.close();
  });

  it('does not lead into this network, whatever a name resolves to', async () => {
    for (const inside of [
      '127.0.0.1',
      '10.1.2.3',
      '172.16.0.1',
      '192.168.1.1',
      '169.254.169.254',
      '0.0.0.0',
      '100.64.1.1',
    ])
      expect(isInside(inside), inside).toBe(true);
    for (const inside of ['::1', '::', 'fe80::1', 'fd00::1', '::ffff:10.0.0.1', '::ffff:127.0.0.1', 'ff02::1'])
      expect(isInside(inside), inside).toBe(true);
    // An address of this network in the clothes of another.
    for (const inside of [
      '::ffff:7f00:1',
      '::7f00:1',
      '64:ff9b::a9fe:a9fe',
      '64:ff9b:1::a00:1',
      '2002:7f00:1::',
      '2001::1',
    ])
      expect(isInside(inside), inside).toBe(true);
    for (const outside of ['8.8.8.8', '52.1.2.3', '172.15.0.1', '2606:4700::1111'])
      expect(isInside(outside), outside).toBe(false);
    // A name of this machine, as a rebound name of the platform's would be.
    const rebound = { origins: ['https://localhost'], trusted: false };
    await expect(download('https://localhost/x', rebound)).rejects.toMatchObject({ code: 'EINSIDE' });
  });
});
