/** Whatever the texts are, what goes to Slack besides messages is within its limits, and no cut falls inside a sign. */
import type { InputBlock } from '@slack/types';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { promptsOf, titleOf } from '../../../adapters/slack/assistant.ts';
import { drawHome } from '../../../adapters/slack/home.ts';
import { drawModal } from '../../../adapters/slack/modal.ts';
import { render } from '../../../adapters/slack/render.ts';
import type { Line } from '../../../src/adapter.ts';
import { checkView } from '../../support/fake-slack/limits.ts';

const seal = (intent: string) => `sealed ${intent}`;
const SIGNS = ['👩‍👩‍👧‍👦', '🇩🇪', 'e\u0301', '&', '<!channel>', '𝒳', ' ', '\n', '\u202e', 'ß', '한'] as const;
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.array(fc.constantFrom(...SIGNS), { maxLength: 40 }).map((signs) => signs.join('')),
  fc.tuple(fc.constantFrom(...SIGNS), fc.integer({ min: 1, max: 2_000 })).map(([sign, times]) => sign.repeat(times)),
);
const button = fc.record({ label: text, intent: fc.constantFrom('status', 'open', 'list'), params: fc.constant({}) });
const line = fc.oneof(
  fc.record({ kind: fc.constantFrom('title', 'text', 'said', 'hint'), text }),
  fc.record({ kind: fc.constant('item' as const), text, detail: text, button }),
) as fc.Arbitrary<Line>;

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const unescaped = (shown: string) => shown.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
/** Whether what is left of a text ends between two signs of it. */
const isWhole = (original: string, shown: string): boolean => {
  const kept = unescaped(shown).replace(/…$/u, '').trimEnd();
  const starts = new Set([...segments.segment(original)].map(({ index }) => index));
  const after = original.slice(kept.length);
  return original.startsWith(kept) && (after === '' || /^\s/u.test(after) || starts.has(kept.length));
};

test('an App Home is a view that Slack takes, with its buttons, however much there is to show', () => {
  fc.assert(
    fc.property(
      fc.array(button, { minLength: 1, maxLength: 5 }),
      fc.array(line, { maxLength: 60 }),
      fc.array(button, { maxLength: 6 }),
      (head, lines, buttons) => {
        const view = drawHome(head, render({ audience: 'everyone', lines, buttons }, seal), seal);
        const json = JSON.stringify(view);
        expect(() => checkView(JSON.parse(json), ['home'])).not.toThrow();
        expect(json).not.toMatch(/<[!@#]/);
        expect(json.isWellFormed()).toBe(true);
        expect(view.blocks[0]).toMatchObject({ type: 'actions', elements: { length: head.length } });
        const ids = [...json.matchAll(/"action_id":"([^"]+)"/g)].map(([, id]) => id);
        expect(new Set(ids).size).toBe(ids.length);
      },
    ),
    { numRuns: 100 },
  );
}, 120_000);

test('a modal’s words are cut between signs, whatever is filled in', () => {
  fc.assert(
    fc.property(text, text, text, text, (title, label, hint, value) => {
      const fields = [{ name: 'a', label, hint, value, kind: 'long text', required: true, max: 3_000 } as const];
      const view = drawModal({ intent: 'x', title, submit: title, about: hint, fields }, { intent: 'x', params: {} });
      const json = JSON.stringify(view);
      expect(() => checkView(JSON.parse(json), ['modal'])).not.toThrow();
      expect(json.isWellFormed()).toBe(true);
      if (title.trim() !== '') expect(isWhole(title, view?.title.text ?? '')).toBe(true);
      const input = view?.blocks.find((block): block is InputBlock => block.type === 'input');
      if (label.trim() !== '') expect(isWhole(label, input?.label.text ?? '')).toBe(true);
      const filled = input?.element.type === 'plain_text_input' ? (input.element.initial_value ?? '') : '';
      expect(isWhole(value, filled)).toBe(true);
    }),
    { numRuns: 200 },
  );
}, 120_000);

test('prompts and titles of the assistant are short, of one line, never empty, and cut between signs', () => {
  fc.assert(
    fc.property(fc.array(button, { maxLength: 9 }), text, (buttons, words) => {
      const prompts = promptsOf(buttons);
      expect(prompts.length).toBeLessThanOrEqual(4);
      for (const one of [...prompts.flatMap(({ title, message }) => [title, message]), titleOf(words)]) {
        expect(one.length).toBeLessThanOrEqual(100);
        expect(one.trim()).not.toBe('');
        expect(one).not.toMatch(/[\n\u202e]/);
        expect(one.isWellFormed()).toBe(true);
      }
      const plain = words.replace(/[\n\u202e]/gu, '').trim();
      if (plain !== '' && !/[\u200b\u200e\u200f\u2060\ufeff\p{Cc}\u2028-\u202e\u2066-\u2069]/u.test(words))
        expect(isWhole(plain, titleOf(words))).toBe(true);
    }),
    { numRuns: 300 },
  );
}, 60_000);
