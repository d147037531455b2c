import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escaped, fromDiscord, NOBODY, plainName, toDiscord } from '../../../adapters/discord/markdown.ts';
import { cpuMs } from '../../support/cpu.ts';

const names = {
  user: (id: string) => (id === '1' ? 'Mira' : undefined),
  role: (id: string) => (id === '2' ? 'ops' : undefined),
  channel: (id: string) => (id === '3' ? 'help' : undefined),
};

/** Text that is full of marks in odd places. */
const marked = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '*',
          '**',
          '***',
          '_',
          '__',
          '~~',
          '~',
          '`',
          '``',
          '```',
          '\n',
          '\n\n',
          ' ',
          'a',
          'b ',
          '||',
          '[',
          '](',
          ')',
        ],
        ...['[x](https://a.b/c)', 'https://e.org/a_b', '<', '>', '> ', '>>> ', '# ', '-# ', '- ', '1. ', '   - ', '\\'],
        ...['<@1>', '<https://a.b>', '😀', 'ä', '---', '===', '(', ':', '!', '```js\nx\n```'],
      ),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { maxLength: 25 },
  )
  .map((parts) => parts.join(''));
const any = fc.oneof(
  marked,
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 100 }),
);

describe('round trips', () => {
  test('what came from Discord comes back the same', () => {
    fc.assert(
      fc.property(any, (text) => {
        const portable = fromDiscord(text, names);
        expect(fromDiscord(toDiscord(portable), names)).toBe(portable);
      }),
      { numRuns: 3000 },
    );
  });

  test('plain text shows exactly its own characters', () => {
    fc.assert(
      fc.property(any, (text) => {
        // Read by somebody else's eyes: what Discord's client would make of it, with every escape undone, has no markup left.
        const lines = (one: string) =>
          one
            .split('\n')
            .map((line) => line.trim())
            .join('\n')
            .trim();
        const shown = fromDiscord(escaped(text), names);
        expect(fromDiscord(escaped(lines(text)), names)).toBe(shown);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('from Discord', () => {
  test.each([
    ['hello **bold** *it* _it_ ~~no~~ `code`', 'hello **bold** _it_ _it_ ~~no~~ `code`'],
    ['__under__', '_under_'],
    ['||secret||', 'secret'],
    ['<@1> <@!1> in <#3> with <@&2>', '@Mira @Mira in #help with @ops'],
    ['<@9> <#9> <@&9>', '@someone #channel @role'],
    ['<:wave:123456> <a:spin:1>', ':wave: :spin:'],
    ['</ticket open:55>', '/ticket open'],
    ['<t:1700000000:R>', '2023-11-14 22:13 UTC'],
    ['> quoted\nmine', '> quoted\n\nmine'],
    ['>>> all\nof it', '> all\n> of it'],
    ['-# small', 'small'],
    ['- a\n  - b\n1. c', '- a\n   - b\n1. c'],
    ['look ```err``` here', 'look\n```\nerr\n```\nhere'],
    ['```ts\nconst a = `1`;\n```', '```ts\nconst a = `1`;\n```'],
    ['snake_case_name 2 * 3 C:\\temp\\x <3', 'snake_case_name 2 * 3 C:\\temp\\x <3'],
    ['see https://ex.org/a_b_c?x=1.', 'see https://ex.org/a_b_c?x=1.'],
    ['[docs](https://ex.org)', '[docs](https://ex.org)'],
    ['\\*not\\*', '\\*not\\*'],
    ['<b>hi</b>', '\\<b>hi\\</b>'],
  ])('%j', (content, portable) => expect(fromDiscord(content, names)).toBe(portable));
});

describe('to Discord', () => {
  test('text of another platform that looks like a mention is no mention', () => {
    expect(toDiscord('\\<@1> \\<#2>')).toBe('\\<@1> \\<#2>');
    expect(toDiscord('<@1>')).toBe('\\<@1>');
  });

  test.each([
    ['[https://bank.com](https://evil.example/x)', 'https://bank.com (https://evil.example/x)'],
    ['[bank.com login](https://evil.example)', 'bank.com login (https://evil.example)'],
    ['**[bank.com](https://evil.example)**', '**bank.com (https://evil.example)**'],
    ['[b\u200Bank.com](https://evil.example)', 'b\u200Bank.com (https://evil.example)'],
    ['[user@bank.com](mailto:x@evil.example)', 'user@bank.com (<mailto:x@evil.example>)'],
  ])('a link that claims another host shows where it leads: %j', (portable, content) =>
    expect(toDiscord(portable)).toBe(content),
  );

  test.each(['[ex.org](https://www.ex.org/a)', '[the docs](https://ex.org)', '[mail us](mailto:a@b.org)'])(
    'an honest link stays: %s',
    (portable) => expect(toDiscord(portable)).toBe(portable),
  );

  test.each(['[x](javascript:alert(1))', '[x](data:text/html,1)', '[x](file:///etc/passwd)', '[x](discord://a)'])(
    'only http, https and mailto are links: %s',
    (portable) => expect(toDiscord(portable)).toMatch(/^\\\[x\]/),
  );

  test('a longer fence, a tilde fence and an unclosed one are code', () => {
    expect(toDiscord('~~~\na\n~~~')).toBe('```\na\n```');
    expect(toDiscord('````\na ``` b\n````')).toBe('```\na ``\u200B` b\n```');
    expect(toDiscord('```js\na')).toBe('```js\na\n```');
  });
});

test('prose is not littered with backslashes', () => {
  for (const text of [
    'INC-1 open, P3, reply expected by 10:40',
    'Fertig! (Ticket #4) – 5 > 4, a|b, ~5 min, "x" & \'y\' [sic]',
    'see https://ex.org/a_b_c and snake_case',
  ])
    expect(escaped(text)).toBe(text);
});

test('lines of plain text are not taken for lists, headings or quotes', () => {
  expect(escaped('- x\n1. y\n# z\n> q\n-# s')).toBe('\\- x\n1\\. y\n\\# z\n\\> q\n\\-# s');
});

test('names lose what turns or hides the text after them', () => {
  expect(plainName(' a\u202Eb\u200B\nc ')).toBe('ab c');
});

test('no text takes long', () => {
  for (const part of [
    '*a ',
    '_a ',
    '[',
    '`',
    '``a`',
    '**a',
    '<',
    '||a',
    '~~a ',
    'https://',
    '\\*',
    'a_',
    '[a](',
    '> ',
    '```',
  ])
    for (const work of [(text: string) => fromDiscord(text, NOBODY), toDiscord, escaped])
      expect(cpuMs(() => work(part.repeat(12_000 / part.length)))).toBeLessThan(2_000);
});
