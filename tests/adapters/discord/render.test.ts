import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { body, render, threadName } from '../../../adapters/discord/render.ts';
import { clip, split } from '../../../adapters/discord/split.ts';
import type { Button, Line } from '../../../src/adapter.ts';
import { card, claim, said } from './setup.ts';

const seal = ({ intent, params }: Button): string => `${intent}?${JSON.stringify(params)}`.slice(0, 100);
const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
/** Families, flags and letters with marks: characters of several code points. */
const heavy = fc.constantFrom('👨‍👩‍👧‍👦', '🇩🇪', 'é̂̃', 'ক্ষি', '🏴󠁧󠁢󠁳󠁣󠁴󠁿', 'a', ' ', '\n', 'word ');
const long = fc.oneof(
  fc.array(heavy, { minLength: 100, maxLength: 1500 }).map((all) => all.join('')),
  fc.string({ unit: 'grapheme', maxLength: 6000, size: 'max' }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
);

describe('splitting', () => {
  test('parts are short enough, not blank, and together the whole text', () => {
    fc.assert(
      fc.property(long, (text) => {
        const parts = split(text);
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(2000);
          expect(part.trim()).not.toBe('');
        }
        if (!text.includes('```') && text.trim() !== '') expect(squeezed(parts.join(''))).toBe(squeezed(text));
      }),
      { numRuns: 300 },
    );
  });

  test('no part begins or ends inside a character', () => {
    fc.assert(
      fc.property(fc.array(heavy, { minLength: 300, maxLength: 1500 }), (all) => {
        const whole = new Set(graphemes(all.join('')));
        for (const part of split(all.join(''))) {
          expect(part).not.toMatch(loneSurrogate);
          for (const one of [graphemes(part).at(0), graphemes(part).at(-1)]) if (one) expect(whole).toContain(one);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('a character that is longer than a message is cut between code points', () => {
    for (const part of split(`a${'\u0301'.repeat(5000)}`)) expect(part.length).toBeLessThanOrEqual(2000);
    for (const part of split(`👩${'\u200D👩'.repeat(1500)}`)) expect(part).not.toMatch(loneSurrogate);
  });

  test('a code block that is cut is closed and opened again', () => {
    const code = Array.from({ length: 200 }, (_, line) => `const line${line} = "${'x'.repeat(20)}";`);
    const parts = split(['before', '```ts', ...code, '```', 'after'].join('\n'));
    expect(parts.length).toBeGreaterThan(3);
    for (const part of parts) expect(part.match(/^```/gm)?.length ?? 0).toSatisfy((marks: number) => marks % 2 === 0);
    expect(parts.slice(1).every((part) => part.startsWith('```ts\n'))).toBe(true);
    const lines = parts.flatMap((part) => part.split('\n')).filter((line) => !line.startsWith('```'));
    expect(lines).toEqual(['before', ...code, 'after']);
  });

  test('code lines of any length stay in code', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 5 }), (sizes) => {
        const lines = sizes.map((size) => 'x'.repeat(size));
        const parts = split(['```', ...lines, '```'].join('\n'));
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(2000);
          expect((part.match(/^```$/gm) ?? []).length % 2).toBe(0);
        }
        expect(parts.join('').replace(/[^x]/g, '').length).toBe(sizes.reduce((sum, size) => sum + size, 0));
      }),
    );
  });

  test('prefers the end of a line, then of a word', () => {
    const paragraph = `${'word '.repeat(300)}end.`;
    expect(split(`${paragraph}\n${paragraph}`)).toEqual([paragraph, paragraph]);
    expect(split('word '.repeat(1000)).every((part) => part.startsWith('word'))).toBe(true);
  });
});

describe('messages', () => {
  test('a card: title, fields, buttons in order', () => {
    expect(
      render(card('INC-1 VPN *drops*', claim, { ...claim, label: 'Close', style: 'danger', intent: 'close' }), seal),
    ).toEqual([
      {
        content: '**INC-1 VPN \\*drops\\***\n**Status:** open',
        components: [
          {
            type: 1,
            components: [
              { type: 2, style: 1, custom_id: 'claim?{"ticket":"1"}', label: 'Claim' },
              { type: 2, style: 4, custom_id: 'close?{"ticket":"1"}', label: 'Close' },
            ],
          },
        ],
      },
    ]);
  });

  test('a reply is shown under the name of who wrote it', () => {
    const [part] = render(said({ kind: 'said', text: 'try **this**' }), seal, { name: 'Sam _x_' });
    expect(part?.content).toBe('**Sam \\_x\\_**\ntry **this**');
  });

  test('list entries have buttons that can be told apart', () => {
    const item = (text: string, ticket: string): Line => ({
      kind: 'item',
      text,
      detail: 'open',
      button: { label: 'Show', intent: 'status', params: { ticket } },
    });
    const [part] = render(said(item('INC-1', '1'), item('INC-2', '2'), { kind: 'hint', text: 'two' }), seal);
    expect(part?.content).toBe('- INC-1 — open\n- INC-2 — open\n-# two');
    expect(part?.components[0]?.components.map(({ label }) => label)).toEqual(['Show: INC-1', 'Show: INC-2']);
  });

  test('buttons that do the same are one, and more than fit go on in another message', () => {
    const many = Array.from({ length: 31 }, (_, index) => ({ ...claim, params: { ticket: String(index) } }));
    const parts = render(card('x', ...many, ...many), seal);
    expect(parts.map(({ components }) => components.flatMap((row) => row.components).length)).toEqual([25, 6]);
    for (const { components } of parts)
      for (const row of components) expect(row.components.length).toBeLessThanOrEqual(5);
  });

  test('nothing at all is still a message', () => {
    expect(render(said(), seal)).toEqual([{ content: '\u200B', components: [] }]);
    expect(render(said({ kind: 'said', text: ' \n ' }), seal)[0]?.content).toBe('\u200B');
  });

  test('any text in any place is within every limit, and rings nobody', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 3000, size: 'max' });
    const short = fc.string({ unit: 'grapheme', maxLength: 200 });
    const button = fc.record({
      label: short,
      intent: fc.constantFrom('claim', 'close'),
      params: fc.record({ ticket: short }),
    });
    const line: fc.Arbitrary<Line> = fc.oneof(
      fc.record({ kind: fc.constantFrom('title' as const, 'text' as const, 'said' as const, 'hint' as const), text }),
      fc.record({ kind: fc.constant('item' as const), text: short, detail: short, button }),
      fc.record({
        kind: fc.constant('fields' as const),
        fields: fc.array(fc.record({ label: short, value: text }), { maxLength: 5 }),
      }),
    );
    fc.assert(
      fc.property(
        fc.array(line, { maxLength: 6 }),
        fc.array(button, { maxLength: 40 }),
        short,
        (lines, buttons, name) => {
          const parts = render({ audience: 'everyone', lines, buttons }, seal, { name });
          expect(parts.length).toBeGreaterThan(0);
          for (const part of parts) {
            expect(part.content.length).toBeLessThanOrEqual(2000);
            expect(part.content.trim()).not.toBe('');
            expect(part.components.length).toBeLessThanOrEqual(5);
            const all = part.components.flatMap((row) => row.components);
            expect(new Set(all.map((one) => one.custom_id)).size).toBe(all.length);
            for (const one of all) {
              expect(one.label?.length ?? 0).toBeGreaterThan(0);
              expect(one.label?.length ?? 0).toBeLessThanOrEqual(80);
              expect(one.custom_id.length).toBeLessThanOrEqual(100);
            }
            expect(body(part)).toMatchObject({ allowed_mentions: { parse: [] }, flags: 4 });
            expect(body(part, true).flags).toBe(68);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

test('names of threads and clipped texts fit, and end in a whole character', () => {
  fc.assert(
    fc.property(long, fc.integer({ min: 2, max: 120 }), (text, max) => {
      const clipped = clip(text, max);
      expect(clipped.length).toBeLessThanOrEqual(max);
      if (!loneSurrogate.test(text)) expect(clipped).not.toMatch(loneSurrogate);
      if (text.length <= max) expect(clipped).toBe(text);
      expect(threadName(text).length).toBeGreaterThan(0);
      expect(threadName(text).length).toBeLessThanOrEqual(100);
    }),
  );
});

const squeezed = (text: string): string => text.replace(/\s/gu, '');
const graphemes = (text: string): readonly string[] =>
  [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
