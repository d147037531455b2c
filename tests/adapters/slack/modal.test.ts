import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawModal, fieldErrors, fieldsOf, readMemory, readValues } from '../../../adapters/slack/modal.ts';
import type { DrawnField, DrawnForm } from '../../../src/form.ts';
import { checkView } from '../../support/fake-slack/limits.ts';

const form = (fields: readonly DrawnField[]): DrawnForm => ({
  intent: 'open',
  title: 'Open a ticket',
  submit: 'Send',
  about: 'What is wrong?',
  fields,
});
const text: DrawnField = { name: 'subject', label: 'Subject', kind: 'text', required: true, max: 150 };

test('what a modal must remember comes back, without what it asks for', () => {
  const memory = {
    intent: 'open',
    params: { subject: 'x', ticket: '7' },
    channel: 'C1',
    thread: '1.1',
    shownIn: '1.0',
    direct: true,
  } as const;
  const view = drawModal(form([text]), memory);
  expect(readMemory(view?.private_metadata ?? '')).toEqual({ ...memory, params: { ticket: '7' } });
  expect(drawModal(form([text]), { intent: 'open', params: { other: 'x'.repeat(3_000) } })).toBeUndefined();
  for (const broken of ['', 'null', '[]', '{"intent":7}', '{']) expect(readMemory(broken)).toBeUndefined();
});

test('every kind of field is drawn with what is filled in, and read back', () => {
  const fields: readonly DrawnField[] = [
    { ...text, value: 'VPN & <b>' },
    { name: 'more', label: 'More', kind: 'long text', required: false, max: 3_000 },
    { name: 'ticket', label: 'Ticket', kind: 'ticket', required: true, value: 'INC-7', hint: 'Like INC-12' },
    {
      name: 'urgency',
      label: 'Urgency',
      kind: 'choice',
      required: false,
      options: [{ value: 'high', label: 'High' }],
      value: 'high',
    },
    { name: 'score', label: 'Score', kind: 'number', required: true, min: 1, max: 5, value: '4' },
    { name: 'needed', label: 'Needed by', kind: 'day', required: false, value: '2026-11-27' },
    { name: 'again', label: 'Needed by', kind: 'day', required: false, value: 'Friday' },
  ];
  const view = drawModal(form(fields), { intent: 'open', params: {} });
  expect(view?.blocks.map((block) => ('element' in block ? block.element : block.type))).toEqual([
    'context',
    { type: 'plain_text_input', action_id: 'value', multiline: false, max_length: 150, initial_value: 'VPN & <b>' },
    { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: 3_000 },
    { type: 'plain_text_input', action_id: 'value', multiline: false, max_length: 3_000, initial_value: 'INC-7' },
    expect.objectContaining({ type: 'static_select', initial_option: expect.objectContaining({ value: 'high' }) }),
    {
      type: 'number_input',
      action_id: 'value',
      is_decimal_allowed: false,
      min_value: '1',
      max_value: '5',
      initial_value: '4',
    },
    { type: 'datepicker', action_id: 'value', initial_date: '2026-11-27' },
    { type: 'datepicker', action_id: 'value' },
  ]);
  expect(
    readValues({
      subject: { value: { type: 'plain_text_input', value: 'x' } },
      more: { value: { type: 'plain_text_input', value: null } },
      urgency: { value: { type: 'static_select', selected_option: { text: {}, value: 'high' } } },
      score: { value: { type: 'number_input', value: '4' } },
      needed: { value: { type: 'datepicker', selected_date: '2026-11-30' } },
      again: { value: { type: 'datepicker', selected_date: null } },
      odd: null,
    }),
  ).toEqual({ subject: 'x', urgency: 'high', score: '4', needed: '2026-11-30' });
});

test('problems go to their fields; those of fields that are not there to the first; none where there is no field', () => {
  const problems = [
    { field: 'b', text: 'B.' },
    { field: 'z', text: 'Z.' },
    { field: 'y', text: 'Y.' },
  ];
  expect(fieldErrors(problems, ['a', 'b'])).toEqual({ a: 'Z. Y.', b: 'B.' });
  expect(fieldErrors(problems, [])).toBeUndefined();
  expect(fieldsOf([{ type: 'context' }, { type: 'input', block_id: 'a' }])).toEqual(['a']);
});

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.integer({ min: 0, max: 5_000 }).map((n) => '&<é👩‍👩‍👧‍👦'.repeat(n).slice(0, 6_000)),
);
const kind = fc.constantFrom('text', 'long text', 'ticket', 'choice', 'number');
const field = fc.record(
  {
    label: words,
    hint: words,
    kind,
    required: fc.boolean(),
    max: fc.integer({ min: 1, max: 10_000 }),
    options: fc.uniqueArray(fc.record({ value: fc.stringMatching(/^[a-z ]{1,75}$/), label: words }), {
      maxLength: 120,
      selector: ({ value }) => value,
    }),
    value: words,
  },
  { requiredKeys: ['label', 'kind', 'required'] },
) as fc.Arbitrary<Omit<DrawnField, 'name'>>;

test('every form is a view that Slack takes', () => {
  fc.assert(
    fc.property(
      fc.array(field, { minLength: 0, maxLength: 6 }),
      words,
      words,
      words,
      (fields, title, submit, about) => {
        const named = fields.map((one, n) => ({ ...one, name: `f${n}` }) as DrawnField);
        const view = drawModal({ intent: 'x', title, submit, about, fields: named }, { intent: 'x', params: {} });
        expect(() => checkView(JSON.parse(JSON.stringify(view)), ['modal'])).not.toThrow();
      },
    ),
    { numRuns: 300 },
  );
}, 60_000);
