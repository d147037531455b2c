import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toMrkdwn } from '../../../adapters/slack/mrkdwn.ts';
import { type Page, render, renderText } from '../../../adapters/slack/render.ts';
import { cut, oneLine, pieces } from '../../../adapters/slack/text.ts';
import type { Line, PublicMessage } from '../../../src/adapter.ts';
import { checkContent } from '../../support/fake-slack/limits.ts';

const seal = (intent: string) => `sealed ${intent}`;
const draw = (lines: readonly Line[], buttons: PublicMessage['buttons'] = [], as?: string): readonly Page[] =>
  render({ audience: 'everyone', lines, buttons }, seal, as);

test('each kind of line has its block', () => {
  const [page, ...more] = draw(
    [
      { kind: 'title', text: 'INC-1 · *VPN* & <Wi-Fi>' },
      { kind: 'text', text: 'Reply expected by 10:40' },
      { kind: 'said', text: 'It **drops**, see [this](https://a.test)' },
      {
        kind: 'fields',
        fields: [
          { label: 'Priority', value: 'P3' },
          { label: 'By', value: '*Mira*' },
        ],
      },
      { kind: 'item', text: 'INC-2', detail: 'open', button: { label: 'Show', intent: 'status', params: {} } },
      { kind: 'hint', text: 'small print' },
    ],
    [{ label: 'Claim', intent: 'claim', params: {}, style: 'primary' }],
  );
  expect(more).toEqual([]);
  expect(page?.blocks).toEqual([
    { type: 'header', text: { type: 'plain_text', text: 'INC-1 · *VPN* &amp; &lt;Wi-Fi&gt;', emoji: true } },
    { type: 'section', text: { type: 'plain_text', text: 'Reply expected by 10:40', emoji: true } },
    { type: 'section', text: { type: 'mrkdwn', text: 'It *drops*, see <https://a.test|this>', verbatim: true } },
    {
      type: 'section',
      fields: [
        { type: 'mrkdwn', text: '*Priority*\nP3', verbatim: true },
        { type: 'mrkdwn', text: '*By*\n\u2060*Mira\u2060*', verbatim: true },
      ],
    },
    {
      type: 'section',
      text: { type: 'plain_text', text: 'INC-2\nopen', emoji: true },
      accessory: {
        type: 'button',
        action_id: 'desk:1',
        text: { type: 'plain_text', text: 'Show', emoji: true },
        value: 'sealed status',
      },
    },
    { type: 'context', elements: [{ type: 'plain_text', text: 'small print', emoji: true }] },
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: 'desk:2',
          text: { type: 'plain_text', text: 'Claim', emoji: true },
          value: 'sealed claim',
          style: 'primary',
        },
      ],
    },
  ]);
  expect(page?.text).toContain('INC-1 · *VPN* &amp; &lt;Wi-Fi&gt;\nReply expected');
});

test('where no other name may be used, the writer stands in a bold first line', () => {
  expect(draw([{ kind: 'said', text: 'hello' }], [], 'Mira *N* \u202e<!here>')[0]?.blocks[0]).toMatchObject({
    text: { text: '*Mira \u2060*N\u2060* &lt;!here&gt;*' },
  });
});

test('a message with nothing in it still says something', () => {
  for (const pages of [draw([]), draw([{ kind: 'text', text: ' \n ' }]), renderText('')]) {
    expect(pages).toHaveLength(1);
    expect(() => checkContent({ ...pages[0] })).not.toThrow();
  }
});

test('a hundred buttons go in rows of twenty-five', () => {
  const buttons = Array.from({ length: 100 }, (_, n) => ({ label: `${n}`.repeat(60), intent: 'x', params: {} }));
  const [page, ...more] = draw([{ kind: 'text', text: 'choose' }], buttons);
  expect(
    [page, ...more].flatMap((one) =>
      one?.blocks.map((block) => (block.type === 'actions' ? block.elements.length : 0)),
    ),
  ).toEqual([0, 25, 25, 25, 25]);
});

const sign = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
  fc.constantFrom(
    '<!channel>',
    '&',
    '<',
    '>',
    '```',
    '\n',
    '**',
    '_',
    '👩‍👩‍👧‍👦',
    '🇩🇪',
    'e\u0301\u0301',
    '[a](https://a.test/?x=1&y=2)',
    'https://a.test/',
    ' ',
    '- ',
    '> ',
  ),
);
const text = fc.oneof(
  fc.array(sign, { maxLength: 30 }).map((parts) => parts.join('')),
  fc
    .tuple(sign, fc.integer({ min: 1, max: 9_000 }))
    .map(([part, times]) => part.repeat(Math.ceil((times * 2) / Math.max(part.length, 1))).slice(0, 30_000)),
  fc.integer({ min: 2_990, max: 3_010 }).map((length) => '&'.repeat(length)),
);
const line: fc.Arbitrary<Line> = fc.oneof(
  fc.record({ kind: fc.constantFrom('title', 'text', 'said', 'hint'), text }) as fc.Arbitrary<Line>,
  fc.record({
    kind: fc.constant('fields' as const),
    fields: fc.array(fc.record({ label: text, value: text }), { maxLength: 12 }),
  }),
  fc.record(
    {
      kind: fc.constant('item' as const),
      text,
      detail: text,
      button: fc.record({ label: text, intent: fc.constant('status'), params: fc.constant({}) }),
    },
    { requiredKeys: ['kind', 'text'] },
  ),
);
const message = fc.record({
  lines: fc.array(line, { maxLength: 8 }),
  buttons: fc.array(fc.record({ label: text, intent: fc.constant('claim'), params: fc.constant({}) }), {
    maxLength: 30,
  }),
});

const units = (blocks: Page['blocks']): number =>
  [...JSON.stringify(blocks).matchAll(/"text":("(?:[^"\\]|\\.)*")/g)].reduce(
    (sum, [, words = '""']) => sum + JSON.parse(words).length,
    0,
  );

test('every text of any length and any signs fits, without a mention in it', () => {
  fc.assert(
    fc.property(message, fc.option(text, { nil: undefined }), ({ lines, buttons }, as) => {
      for (const page of draw(lines, buttons, as)) {
        expect(() => checkContent({ ...page })).not.toThrow();
        expect(page.blocks.length).toBeLessThanOrEqual(50);
        expect(units(page.blocks)).toBeLessThanOrEqual(12_000);
        expect(page.text.length).toBeGreaterThan(0);
        expect(page.text.length).toBeLessThanOrEqual(3_000);
        expect(page.text).not.toMatch(/&(?!amp;|lt;|gt;)/);
        const all = JSON.stringify(page);
        expect(all).not.toMatch(/<[!@#]/);
        expect(all.isWellFormed()).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
}, 120_000);

const shown = (pages: readonly Page[]): string =>
  pages
    .flatMap(({ blocks }) =>
      blocks.flatMap((block) => (block.type === 'section' || block.type === 'header' ? (block.text?.text ?? '') : [])),
    )
    .join(' ');

test('a long text loses no word, whichever line it is in', () => {
  const words = Array.from({ length: 6_000 }, (_, n) => `w${n}&`);
  const long = words.join(' ');
  for (const kind of ['title', 'text', 'said'] as const) {
    const pages = draw([{ kind, text: long }]);
    expect(pages.length).toBeGreaterThan(3);
    expect(shown(pages).replaceAll('&amp;', '&').split(/\s+/)).toEqual(words);
  }
  const fields = draw([{ kind: 'fields', fields: [{ label: 'Why', value: long }] }]);
  expect(shown(fields).replaceAll('&amp;', '&').replace('*Why*', '').trim().split(/\s+/)).toEqual(words);
});

test('code that is cut in two stays code', () => {
  const code = Array.from({ length: 600 }, (_, n) => `**line ${n}** < &`).join('\n');
  const pages = draw([{ kind: 'said', text: `before\n\`\`\`\n${code}\n\`\`\`\nafter` }]);
  const texts = pages.flatMap(({ blocks }) =>
    blocks.map((block) => (block.type === 'section' ? (block.text?.text ?? '') : '')),
  );
  expect(texts.length).toBeGreaterThan(3);
  for (const one of texts) expect(one.match(/```/g)?.length).toBe(2);
  expect(texts.join('\n').match(/\*\*line \d+\*\* &lt; &amp;/g)).toHaveLength(600);
  expect(texts.at(-1)?.endsWith('after')).toBe(true);
});

test('no cut falls inside what a reader sees as one sign', () => {
  const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  const count = (part: string) => [...graphemes.segment(part)].length;
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
      fc.integer({ min: 30, max: 60 }),
      (whole, limit) => {
        const parts = [...pieces(whole, limit, (part) => part.length)];
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(limit);
        expect(parts.reduce((sum, part) => sum + count(part.replace(/\s/g, '')), 0)).toBe(
          count(whole.replace(/\s/g, '')),
        );
        expect(cut(whole, limit).length).toBeLessThanOrEqual(limit);
      },
    ),
  );
  const family = '👩‍👩‍👧‍👦';
  expect(
    [...pieces(family.repeat(5), 24, (part) => part.length)].every((part) => part.replaceAll(family, '') === ''),
  ).toBe(true);
  const zalgo = `z${'\u0301'.repeat(100)}`;
  expect([...pieces(zalgo, 30, (part) => part.length)].join('')).toBe(zalgo);
});

test('names are one line without what turns the writing round', () => {
  expect(oneLine('Mira\u202e\n\u2066Novak\u0000 ')).toBe('Mira Novak');
});

test('the words of a said line are those of its markdown', () => {
  expect(draw([{ kind: 'said', text: '@here **now**' }])[0]?.text).toBe(toMrkdwn('@here **now**'));
});
