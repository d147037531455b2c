import { describe, expect, test } from 'vitest';
import { cpuMs } from '../../support/cpu.ts';

type Tree = string | { readonly tag?: string; readonly link?: string; readonly children?: readonly Tree[] };
const page = new URL('../../../adapters/playground/page/markdown.js', import.meta.url).href;
const { parse } = (await import(page)) as { parse: (text: string) => readonly Tree[] };

/** The tree on one line: `p(strong(a) b)`; a link in angle brackets. */
const drawn = (trees: readonly Tree[]): string => trees.map(one).join('');
function one(tree: Tree): string {
  if (typeof tree === 'string') return tree;
  return tree.link === undefined ? `${tree.tag}(${drawn(tree.children ?? [])})` : `<${tree.link}>`;
}

describe('markdown', () => {
  test.each([
    ['plain', 'p(plain)'],
    ['**bold** and *soft* and _soft_ and ~~gone~~', 'p(strong(bold) and em(soft) and em(soft) and s(gone))'],
    ['**bold with *soft* in it**', 'p(strong(bold with em(soft) in it))'],
    ['`code **as it is**`', 'p(code(code **as it is**))'],
    ['snake_case_name and 2 * 3 * 4', 'p(snake_case_name and 2 * 3 * 4)'],
    ['\\*not soft\\*', 'p(*not soft*)'],
    ['one\ntwo', 'p(onebr()two)'],
    ['one\n\ntwo', 'p(one)p(two)'],
    ['> said\n> so', 'blockquote(p(saidbr()so))'],
    ['- a\n- b\n  - c', 'ul(li(a)li(bul(li(c))))'],
    ['3. a\n4. b', 'ol(li(a)li(b))'],
    ['```\n<b>\n  x\n```\nafter', 'pre(code(<b>\n  x))p(after)'],
    ['```\nnever closed', 'pre(code(never closed))'],
    ['# Title', 'p(strong(Title))'],
  ])('%j', (text, tree) => {
    expect(drawn(parse(text))).toBe(tree);
  });

  test.each([
    ['see https://a.example/x?y=1.', 'p(see <https://a.example/x?y=1>.)'],
    ['(https://a.example/x)', 'p((<https://a.example/x>))'],
    ['<https://a.example/>', 'p(<https://a.example/>)'],
    ['[bank](https://evil.example/)', 'p(bank (<https://evil.example/>))'],
    ['[https://bank.example](https://evil.example/)', 'p(bank.example (<https://evil.example/>))'],
  ])('%j shows the address that it leads to', (text, tree) => {
    expect(drawn(parse(text))).toBe(tree);
  });

  test.each([
    '[x](javascript:alert(1))',
    '<javascript:alert(1)>',
    'data:text/html,x',
    '<script>alert(1)</script>',
    'https://',
  ])('%j stays text', (text) => {
    expect(drawn(parse(text))).toBe(`p(${text})`);
  });

  test.each([
    ['stars', '*a '.repeat(1300)],
    ['brackets', '['.repeat(4000)],
    ['backticks', '`a'.repeat(2000)],
    ['quotes', '>'.repeat(4000)],
    ['lists', Array.from({ length: 400 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n')],
    ['a long text', '**a** '.repeat(20_000)],
  ])('%s without end take no time', (_, text) => {
    expect(cpuMs(() => parse(text))).toBeLessThan(1000);
  });
});
