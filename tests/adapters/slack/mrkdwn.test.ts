import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMarkdown, writeMarkdown } from '../../../adapters/slack/markdown.ts';
import type { Block, Inline } from '../../../adapters/slack/markup.ts';
import {
  literal,
  mentioned,
  readMrkdwn,
  toMarkdown,
  toMrkdwn,
  toPlain,
  writeMrkdwn,
} from '../../../adapters/slack/mrkdwn.ts';
import { cpuMs } from '../../support/cpu.ts';

const names = new Map([['U1', 'Mira Novak']]);

test.each([
  ['*bold* _italics_ ~gone~ `co*de`', '**bold** _italics_ ~~gone~~ `co*de`'],
  ['_*both*_', '_**both**_'],
  ['snake_case_name and 5 * 3 * 2', 'snake_case_name and 5 * 3 * 2'],
  ['a*b*c, *a*b and ** twice **', 'a\\*b\\*c, \\*a\\*b and \\*\\* twice \\*\\*'],
  ['hi <@U1>, <@U2|sam>, <@U3>', 'hi @Mira Novak, @sam, @U3'],
  ['in <#C1|help> and <#C2>', 'in #help and #C2'],
  ['<!here> <!channel> <!everyone> <!subteam^S1|@ops> <!subteam^S2>', '@here @channel @everyone @ops @subteam'],
  ['<!date^1392734382^{date}|Feb 18>', 'Feb 18'],
  ['<https://a.test/x|docs>', '[docs](https://a.test/x)'],
  ['<https://a.test/x> <https://a.test/x|https://a.test/x>', 'https://a.test/x https://a.test/x'],
  ['<http://example.com|example.com> <mailto:a@b.test|a@b.test>', 'example.com a@b.test'],
  ['<tel:+491|call> <javascript:alert(1)|x>', 'call x'],
  ['1 &lt; 2 &amp;&amp; 3 &gt; 2 &amp;lt;', '1 < 2 && 3 > 2 &lt;'],
  ['&gt; quoted\nnot', '> quoted\nnot'],
  ['&gt;&gt;&gt; all\nof it', '> all\n> of it'],
  ['• one\n    ◦ two\n1. three', '- one\n    - two\n1. three'],
  ['```a &lt; b\n*c*```', '```\na < b\n*c*\n```'],
  ['see ```code``` there', 'see \n```\ncode\n```\n there'],
  ['`<https://a.test>`', '`https://a.test`'],
  ['# no heading', '\\# no heading'],
  ['', ''],
])('%j is read as %j', (mrkdwn, markdown) => {
  expect(toMarkdown(mrkdwn, names)).toBe(markdown);
});

test.each([
  ['**b** __b__ *i* _i_ ~~s~~ `c`', '*b* *b* _i_ _i_ ~s~ `c`'],
  ['***both***', '_*both*_'],
  ['# Title\ntext', '*Title*\ntext'],
  ['- a\n* b\n  + c', '• a\n• b\n  • c'],
  ['> q', '&gt; q'],
  ['```js\na < b\n```', '```\na &lt; b\n```'],
  ['~~~\nunclosed', '```\nunclosed\n```'],
  ['[docs](https://a.test/x?a=1&b=2)', '<https://a.test/x?a=1&amp;b=2|docs>'],
  ['https://a.test/a_b_c.', '<https://a.test/a_b_c>.'],
  ['[w](https://en.wikipedia.test/X_(y))', '<https://en.wikipedia.test/X_(y)|w>'],
  ['![shot](https://a.test/i.png)', '<https://a.test/i.png|shot>'],
  ['a**b**c', 'abc'],
  ['<b>no html</b>', '&lt;b&gt;no html&lt;/b&gt;'],
])('markdown %j is written as %j', (markdown, mrkdwn) => {
  expect(toMrkdwn(markdown)).toBe(mrkdwn);
});

test.each([
  [
    '<!channel> <!here> <@U1> <!subteam^S1> <#C1>',
    '&lt;!channel&gt; &lt;!here&gt; &lt;@U1&gt; &lt;!subteam^S1&gt; &lt;#C1&gt;',
  ],
  ['[bank.test](https://evil.test)', 'bank.test (<https://evil.test>)'],
  ['[https://bank.test/login](https://evil.test)', 'https://bank.test/login (<https://evil.test>)'],
  ['[bank\u200b.test](https://evil.test)', 'bank.test (<https://evil.test>)'],
  ['[bank。test](https://evil.test)', 'bank。test (<https://evil.test>)'],
  ['[bank.test](https://bank.test@evil.test/)', 'bank.test (<https://bank.test@evil.test/>)'],
  ['[mail b@bank.test](mailto:e@evil.test)', 'mail b@bank.test (<mailto:e@evil.test>)'],
  ['[www.a.test](https://a.test/x)', '<https://a.test/x|www.a.test>'],
  [
    '[x](javascript:alert(1)) [y](data:text/html,z) [z](//evil.test)',
    'x (javascript:alert(1)) y (data:text/html,z) z (//evil.test)',
  ],
  ['[a|b](https://a.test/|<!here>)', '[a|b](<https://a.test/%7C>&lt;!here&gt;)'],
  ['<https://a.test|<!channel>>', '&lt;https://a.test|&lt;!channel&gt;&gt;'],
])('%j can neither ring nor pretend', (markdown, mrkdwn) => {
  expect(toMrkdwn(markdown)).toBe(mrkdwn);
});

const anything = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        '*',
        '_',
        '~',
        '`',
        '```',
        '<',
        '>',
        '&',
        '!',
        '@here',
        '<!channel>',
        '[',
        '](',
        ')',
        'https://a.test/',
        '|',
        '\n',
        '\\',
        ' ',
        'a',
        '- ',
        '> ',
        '# ',
        '&lt;',
        '\u2060',
        '\u202e',
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join('')),
);

test('whatever is written, Slack finds only links to the web in it', () => {
  fc.assert(
    fc.property(anything, (text) => {
      for (const mrkdwn of [toMrkdwn(text), literal(text)]) {
        const controls = mrkdwn.match(/<[^>]*>?/g) ?? [];
        for (const control of controls) expect(control).toMatch(/^<(?:https?:\/\/|mailto:)[^<>\s|]+(?:\|[^<>\n]+)?>$/i);
        expect(mrkdwn.replaceAll(/<[^>]*>/g, '').replaceAll(/&(?:amp|lt|gt);/g, '')).not.toMatch(/[<>&]/);
      }
    }),
    { numRuns: 2_000 },
  );
});

test('plain words are shown as they are: reading them back gives the same words', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('*', '_', '~', '`', 'a', 'b c', ' ', '.', '- ', '&', '<', '>', '# '), { maxLength: 20 }),
      (parts) => {
        const plain = parts.join('').trim();
        const [block, ...more] = readMrkdwn(literal(plain));
        fc.pre(plain !== '');
        expect(more).toEqual([]);
        expect(block).toEqual({ kind: 'line', inside: [{ kind: 'text', text: plain }] });
      },
    ),
    { numRuns: 2_000 },
  );
});

// Formatted text as people and desks write it: no formatting inside a word, none twice.
const word = fc
  .stringMatching(/^[a-zà-ÿ0-9<>&!?*_~#.|-]{1,8}$/)
  .filter((one) => !/^[-*_~`.#|]+$|https?:|\*\*|__|~~/.test(one));
const plainText = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
const leaf: fc.Arbitrary<Inline> = fc.oneof(
  { weight: 4, arbitrary: plainText.map((text): Inline => ({ kind: 'text', text })) },
  fc
    .stringMatching(/^[a-z<>&*_ ]{0,8}[a-z]$/)
    .filter((text) => text.trim() === text)
    .map((text): Inline => ({ kind: 'code', text })),
  fc
    .tuple(fc.stringMatching(/^[a-z0-9_/-]{0,8}$/), fc.stringMatching(/^[a-z]{1,6}( [a-z]{1,6})?$/))
    .map(([path, label]): Inline => ({ kind: 'link', url: `https://a.test/${path}`, label })),
);
const clean = (text: string) => ({ kind: 'text', text: text.replace(/[^a-z0-9 ]/g, '').trim() || 'x' }) as const;
const emphasised: fc.Arbitrary<Inline> = fc.constantFrom('bold', 'italic', 'strike').chain((kind) =>
  fc.oneof(
    plainText.map((text): Inline => ({ kind, inside: [clean(text.trim())] }) as Inline),
    fc
      .constantFrom('bold', 'italic', 'strike')
      .filter((other) => other !== kind)
      .map((other): Inline => ({ kind, inside: [{ kind: other, inside: [clean('in')] }] }) as Inline),
  ),
);
const inline = fc.array(fc.oneof(leaf, emphasised), { minLength: 1, maxLength: 4 }).map((parts) => {
  const spaced = parts.flatMap((part, n): Inline[] => (n === 0 ? [part] : [{ kind: 'text', text: ' ' }, part]));
  const joined: Inline[] = [];
  for (const part of spaced) {
    const last = joined.at(-1);
    if (last?.kind === 'text' && part.kind === 'text')
      joined[joined.length - 1] = { kind: 'text', text: last.text + part.text };
    else joined.push(part);
  }
  return joined;
});
const block: fc.Arbitrary<Block> = fc.oneof(
  inline.map((inside): Block => ({ kind: 'line', inside })),
  inline.map((inside): Block => ({ kind: 'quote', inside })),
  fc.tuple(fc.constantFrom(0, 2, 4), inline).map(([indent, inside]): Block => ({ kind: 'item', indent, inside })),
  fc
    .array(fc.stringMatching(/^[a-z<>&*_`{} ]{0,12}$/), { minLength: 1, maxLength: 3 })
    .map((lines): Block => ({ kind: 'code', text: lines.join('\n') })),
  fc.constant<Block>({ kind: 'line', inside: [] }),
);
const document = fc.array(block, { minLength: 1, maxLength: 5 });

test('formatted text survives markdown, mrkdwn, and the way from one to the other and back', () => {
  fc.assert(
    fc.property(document, (blocks) => {
      const markdown = writeMarkdown(blocks);
      expect(readMarkdown(markdown)).toEqual(blocks);
      expect(readMrkdwn(writeMrkdwn(blocks))).toEqual(blocks);
      expect(toMarkdown(toMrkdwn(markdown))).toBe(markdown);
    }),
    { numRuns: 3_000 },
  );
});

test('what follows a slash command is plain: its escapes are read, its signs are not', () => {
  expect(toPlain('a &lt; b *c* for <@U1|mira> in <#C1|help> <https://a.test|a.test>')).toBe(
    'a < b *c* for @mira in #help a.test',
  );
});

test('mentioned people are found once', () => {
  expect(mentioned('<@U1> <@U2|sam> <@U1> <#C1|x> &lt;@U9&gt;')).toEqual(['U1', 'U2']);
});

test.each(['[', '`', '*', '<', '![', '**a', '```', 'h', '> ', '[a](', '_a~', '<@', '&lt;'])(
  '40,000 characters of %j are read quickly',
  (part) => {
    const text = part.repeat(40_000 / part.length);
    expect(cpuMs(() => [toMarkdown(text), toMrkdwn(text)])).toBeLessThan(3_000);
  },
);
