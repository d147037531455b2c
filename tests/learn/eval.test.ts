import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { predict } from '../../learn/eval.ts';
import { readExamples } from '../../learn/examples.ts';
import { measure } from '../../learn/measure.ts';
import { classifier } from '../../src/understand/classifier.ts';
import { understand } from '../../src/understand/grammar.ts';
import { LABELS } from '../../src/understand/label.ts';
import { WEIGHTS, weights } from '../../src/understand/weights.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const DEV = join(ROOT, 'learn/dev.jsonl');
const folder = mkdtempSync(join(tmpdir(), 'deskbell-eval-'));

const run = (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, ['learn/eval.ts', ...args], { cwd: ROOT }).then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );

const lines = (...of: readonly unknown[]) => of.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
const linesIn = (path: string): readonly Record<string, unknown>[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const fileOf = (name: string, of: readonly string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, of.join('\n'));
  return path;
};

describe('the classifier, on phrases that it was not trained with', () => {
  it('keeps its floor, in every label and language', async () => {
    const { macroF1, inScope, outOfScopeRecall, byIntent, byLanguage } = measure(
      await predict(readExamples(DEV), classifier(weights())),
    );
    expect(macroF1).toBeGreaterThan(0.94);
    expect(inScope).toBeGreaterThan(0.94);
    expect(outOfScopeRecall).toBeGreaterThan(0.9);
    expect(byIntent.map(({ intent }) => intent)).toEqual(LABELS);
    for (const { intent, f1 } of byIntent) expect(f1, intent).toBeGreaterThan(0.85);
    for (const { lang, right } of byLanguage) expect(right, lang).toBeGreaterThan(0.9);
  });

  it('weighs less than 2 MB', () => {
    expect(statSync(WEIGHTS).size).toBeLessThan(2_000_000);
  });

  const classify = classifier(weights());
  it.each([
    ...[
      'thanks!',
      'thank you so much for your help',
      'ok great, bye',
      'hello there',
      'muchas gracias',
      'danke, tschüss',
    ],
    ...['good morning everybody', 'you saved my day', 'cheers mate', 'hola buenas', 'moin zusammen', 'thx 👍'],
  ])('opens and reopens nothing for: %s', (text) => {
    expect(['greeting', 'thanks']).toContain(understand(text, 'INC', classify).kind);
  });

  it.each(['thanks, but it fails again', 'gracias pero sigue fallando', 'danke, aber es geht wieder nicht'])(
    'takes a "but" behind thanks seriously: %s',
    (text) => {
      expect(understand(text, 'INC', classify)).toMatchObject({ kind: 'intent', intent: 'reopen' });
    },
  );

  it('asks, and says how unsure it is, rather than guess', () => {
    const { kind, by, confidence } = understand('the thing with the other one from before', 'INC', classify);
    expect({ kind, by }).toEqual({ kind: 'unsure', by: 'classifier' });
    expect(confidence).toBeLessThan(1);
  });
});

describe('npm run eval', () => {
  it('ends with one JSON object and writes a prediction for every line', async () => {
    const out = join(folder, 'out.jsonl');
    const path = fileOf(
      'small.jsonl',
      lines(
        { text: 'my vpn is down', intent: 'open_ticket', lang: 'en', source: 'x/y', id: '1' },
        '',
        { text: '¿cómo va mi ticket?', intent: 'check_status', lang: 'es' },
        { text: 'tell me a joke', intent: 'none' },
        { text: 'walk the dog', intent: 'walkies' },
        '',
      ),
    );
    const { stdout, code } = await run(path, '--out', out);
    expect(code).toBe(0);
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toEqual({
      macroF1: 1,
      inScope: 1,
      outOfScopeRecall: 1,
      spanish: 1,
      p95Ms: expect.any(Number),
      byIntent: { open_ticket: 1, check_status: 1, none: 1 },
    });
    expect(stdout).toContain('line 5 is not measured: the desk has no label "walkies".');
    const told = linesIn(out);
    expect(told.map(({ predicted }) => predicted).slice(0, 3)).toEqual(['open_ticket', 'check_status', 'none']);
    expect(told.map(({ line, id, intent }) => [line, id, intent])).toEqual([
      [1, '1', 'open_ticket'],
      [3, undefined, 'check_status'],
      [4, undefined, 'none'],
      [5, undefined, 'walkies'],
    ]);
  });

  it('reads what other programs write: a byte order mark, CRLF, blank lines, no language, an empty text', async () => {
    const out = join(folder, 'odd-out.jsonl');
    const path = fileOf('odd.jsonl', [
      `\ufeff${JSON.stringify({ text: 'my vpn is down', intent: 'open_ticket' })}\r`,
      '\r',
      '  \t\r',
      `${JSON.stringify({ text: '', intent: 'none', lang: '' })}\r`,
      `${JSON.stringify({ text: 'necesito una laptop', intent: 'open_ticket', lang: 'es-MX', id: 7 })}\r`,
      JSON.stringify({ subject: 'Printer broken', body: 'It prints black pages only.' }),
    ]);
    const { stdout, code } = await run(path, '--out', out);
    expect(code).toBe(0);
    expect(JSON.parse(stdout.trim().split('\n').at(-1) ?? '')).toMatchObject({ macroF1: 1, spanish: 1 });
    expect(linesIn(out).map(({ line, id, lang, predicted }) => [line, id, lang, predicted])).toEqual([
      [1, undefined, '??', 'open_ticket'],
      [4, undefined, '??', 'none'],
      [5, 7, 'es', 'open_ticket'],
      [6, undefined, '??', 'open_ticket'],
    ]);
  });

  it.each([
    ['a file that is not there', [join(folder, 'gone.jsonl')], /gone\.jsonl cannot be read: ENOENT/],
    [
      'a line that is no JSON',
      [fileOf('bad.jsonl', lines({ text: 'a', intent: 'none' }, '{"text":'))],
      /line 2 is not JSON/,
    ],
    ['a line without a text', [fileOf('no-text.jsonl', lines({ intent: 'none' }))], /line 1: "text" and "intent"/],
    ['no line that the desk has a label for', [fileOf('none.jsonl', lines({ text: 'a', intent: 'b' }))], /has no line/],
    [
      'a place that cannot be written',
      [DEV, '--out', join(folder, 'gone', 'out.jsonl')],
      /out\.jsonl cannot be written/,
    ],
    ['no file', [], /usage: npm run eval/],
    ['an option that is none', [DEV, '--modle'], /modle/],
  ])('says in a sentence what is wrong with %s', async (_, args, sentence) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
