import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/connect.ts';
import { BODY_MAX } from '../../src/desk/knowledge/article.ts';
import { readArticle } from '../../src/desk/knowledge/front-matter.ts';
import { cpuMs } from '../support/cpu.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { found, shelfAt } from './shelf.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (text: string) => readArticle(new TextEncoder().encode(text), 'en');

describe('a markdown file', () => {
  it('is an article with what its front matter says', () => {
    const text = `---\r\ntitle: "Reset: the VPN"\r\nlanguage: DE\r\ntags:\r\n  - VPN\r\n  - 'remote work'\r\nservice: Network\r\naudience: agents\r\n---\r\n# Reset: the VPN\r\n\r\nPress it.\r\n`;
    expect(read(text)).toEqual({
      ok: true,
      article: {
        title: 'Reset: the VPN',
        body: 'Press it.',
        language: 'de',
        tags: ['vpn', 'remote work'],
        service: 'Network',
        audience: 'agents',
      },
    });
  });

  it('may do without: its first heading is the title', () => {
    expect(read('\ufeff# Hello world #\n\n---\nText\n---\n')).toMatchObject({
      ok: true,
      article: { title: 'Hello world', body: '---\nText\n---', language: 'en', tags: [], audience: 'everyone' },
    });
    expect(read('---\ntags: [a, b , "c", a]\n---\n# T\nx')).toMatchObject({
      article: { title: 'T', tags: ['a', 'b', 'c'] },
    });
  });

  it('may have remarks behind its values', () => {
    const text = '---\ntitle: "C # in depth"\nlanguage: de   # or en\naudience: #everyone\ntags: [c#, x]\n---\ny';
    expect(read(text)).toMatchObject({ article: { title: 'C # in depth', language: 'de', tags: ['c#', 'x'] } });
  });

  it.each([
    ['has no title', 'Just words'],
    ['says nothing but its title', '# Title\n'],
    ['no end', '---\ntitle: x\n'],
    ['language must be one of en, de, es', '---\ntitle: x\nlanguage: klingon\n---\ny'],
    ['audience must be everyone or agents', '---\ntitle: x\naudience: agent\n---\ny'],
    ['it may have title, language', '---\ntitle: x\nvisibility: agents\n---\ny'],
    ['not "key: value"', '---\ntitle: x\nnonsense\n---\ny'],
    ['says title twice', '---\ntitle: x\ntitle: y\n---\ny'],
    ['is longer than', `# x\n${'y'.repeat(BODY_MAX + 1)}`],
    ['title of more than', `# ${'y'.repeat(200)}\nz`],
    ['more than 10 tags', `---\ntitle: x\ntags: ${Array.from({ length: 11 }, (_, i) => `t${i}`).join(',')}\n---\ny`],
    ['not text in UTF-8', 'a\u0000b'],
  ])('that is none says why: %s', (why, text) => {
    const result = read(text);
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.problems.join('\n')).toContain(why);
  });

  it('is told to be in another encoding, and is not guessed at', () => {
    expect(readArticle(Buffer.from('# Größe\nx', 'latin1'), 'en')).toMatchObject({ ok: false });
    expect(readArticle(Buffer.from('\ufeff# Title\nx', 'utf16le'), 'en')).toMatchObject({ ok: false });
  });

  it('never throws, whatever its bytes, and what it gives keeps the limits', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: 'binary', maxLength: 300 }).map((text) => new TextEncoder().encode(text)),
      fc
        .array(fc.constantFrom('---\n', 'title: a\n', '# b\n', 'tags:\n', '- x\n', 'x\n', '"', ':', '\r', '[,', ' '))
        .map((parts) => new TextEncoder().encode(parts.join(''))),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        const result = readArticle(given, 'en');
        if (!result.ok) {
          expect(result.problems).not.toEqual([]);
          return;
        }
        expect(result.article.title).toMatch(/^\S[^\n]{0,149}$/);
        expect(result.article.body.trim()).not.toBe('');
      }),
    );
  });

  it('of a megabyte is read in no time', () => {
    for (const text of [
      '---\n'.repeat(250_000),
      `---\n${'a: b\n'.repeat(200_000)}---\n`,
      `# ${' #'.repeat(500_000)}`,
      `---\n${'-'.repeat(1_000_000)}`,
      `# a${' '.repeat(1_000_000)}b`,
      `---\ntags:\n${'- x\n'.repeat(250_000)}---\n# b`,
    ]) {
      expect(cpuMs(() => read(text))).toBeLessThan(3_000);
    }
  });
});

describe('npm run knowledge -- import', () => {
  let database: TestDatabase;
  let db: Database;
  let folder: string;
  beforeAll(async () => {
    database = await createDatabase();
    db = shelfAt(database.url);
    folder = mkdtempSync(join(tmpdir(), 'articles-'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await db.close();
    await database.drop();
  });

  const run = (...more: readonly string[]): Promise<{ readonly code: number; readonly out: string }> =>
    new Promise((resolve) => {
      const env = { PATH: process.env['PATH'], DATABASE_URL: database.url, LOG_LEVEL: 'fatal' };
      execFile(process.execPath, ['src/knowledge/index.ts', ...more], { cwd: ROOT, env }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: `${stdout}${stderr}` }),
      );
    });
  const put = (path: string, text: string | Uint8Array) => writeFileSync(join(folder, path), text);

  it('imports what is below the folder, and says what became of each file and what is wrong with the bad ones', async () => {
    mkdirSync(join(folder, 'network/deep'), { recursive: true });
    put('vpn.md', '# Reset your VPN password\nPress reset.');
    put('network/deep/wifi.md', '---\ntitle: Connect to the guest Wi-Fi\ntags: wifi\n---\nAsk the reception.');
    put('bad.md', Buffer.from([0xff, 0xfe, 0x41]));
    put('.hidden.md', '# Hidden\nx');
    put('picture.png', 'x');
    put('huge.md', `# Huge\n${'y'.repeat(1_000_000)}`);
    symlinkSync('/etc', join(folder, 'etc'));
    const { code, out } = await run('import', folder);
    expect(out).toMatch(/^vpn\.md +new +Reset your VPN password$/m);
    expect(out).toMatch(/^network\/deep\/wifi\.md +new/m);
    expect(out).toMatch(/^bad\.md +NOT IMPORTED$/m);
    expect(out).toMatch(/^bad\.md\n {2}is not text in UTF-8$/m);
    expect(out).toMatch(/^huge\.md\n {2}has \d+ KB; \d+ KB is the most$/m);
    expect(out).toContain('2 new, 0 changed, 0 unchanged, 2 not imported.');
    expect(out).not.toMatch(/Hidden|etc|picture/);
    expect(code).toBe(1);
    expect((await found(db, 'How do I reset my VPN password?'))[0]).toMatchObject({ isGood: true });
  });

  it('again, it changes what has changed, and removes what is gone only when told to', async () => {
    for (const bad of ['bad.md', 'huge.md']) rmSync(join(folder, bad));
    put('vpn.md', '# Reset your VPN token\nCall us.');
    const { rows: before } = await db.pool.query("select id from article where path = 'vpn.md'");
    rmSync(join(folder, 'network/deep/wifi.md'));
    const again = await run('import', folder);
    expect(again.out).toMatch(/^vpn\.md +changed +Reset your VPN token$/m);
    expect(again.out).toMatch(/^network\/deep\/wifi\.md +kept, though its file is gone/m);
    expect(again.code).toBe(0);
    expect(await found(db, 'reset vpn password')).not.toContainEqual(
      expect.objectContaining({ title: 'Reset your VPN password' }),
    );
    expect((await db.pool.query("select id from article where path = 'vpn.md'")).rows).toEqual(before);
    const pruned = await run('import', folder, '--prune');
    expect(pruned.out).toMatch(/^network\/deep\/wifi\.md +removed/m);
    expect(await found(db, 'guest wifi')).toEqual([]);
    expect((await run('import', folder, '--prune')).out).toContain('0 new, 0 changed, 1 unchanged.');
  });

  it('does not take away an article whose file cannot be read at the moment', async () => {
    put('vpn.md', Buffer.from([0xff]));
    expect((await run('import', folder, '--prune')).code).toBe(1);
    expect(await found(db, 'reset vpn token')).toHaveLength(1);
  });

  it('says what it cannot do, in a sentence', async () => {
    expect(await run('import', join(folder, 'nowhere'))).toMatchObject({
      code: 1,
      out: expect.stringContaining('cannot be read'),
    });
    expect(await run('import', folder, '--workspace', 'slack:T9')).toMatchObject({
      code: 1,
      out: expect.stringContaining('No workspace or server is known as "slack:T9".'),
    });
    expect((await run()).out).toContain('npm run knowledge -- import FOLDER');
  });
});
