import fc from 'fast-check';
import type { DrawnField, DrawnForm } from '../../../src/form.ts';

/** Texts for each part of a form. */
export interface FormTexts {
  readonly title: fc.Arbitrary<string>;
  readonly submit: fc.Arbitrary<string>;
  readonly about: fc.Arbitrary<string>;
  readonly label: fc.Arbitrary<string>;
  readonly hint: fc.Arbitrary<string>;
  readonly option: fc.Arbitrary<string>;
  readonly value: fc.Arbitrary<string>;
}

/** Any form that could be drawn, with up to twelve fields of every kind. */
export function drawnForm({ title, submit, about, label, hint, option, value }: FormTexts): fc.Arbitrary<DrawnForm> {
  const name = fc.stringMatching(/^[a-z]{1,12}$/);
  const options = fc.record({ value: fc.stringMatching(/^[a-z]{1,20}$/), label: option });
  const kind = fc.constantFrom<DrawnField['kind']>('text', 'long text', 'ticket', 'choice', 'number');
  const field: fc.Arbitrary<DrawnField> = fc.record(
    {
      name,
      label,
      hint,
      kind,
      required: fc.boolean(),
      max: fc.integer({ min: 1, max: 9_000 }),
      min: fc.integer({ min: 0, max: 1 }),
      options: fc.uniqueArray(options, { maxLength: 30, selector: (one) => one.value }),
      value,
    },
    { requiredKeys: ['name', 'label', 'kind', 'required'] },
  );
  return fc.record(
    {
      intent: name,
      title,
      submit,
      about,
      fields: fc.uniqueArray(field, { minLength: 1, maxLength: 12, selector: (one) => one.name }),
      files: fc.record({ label, hint }),
    },
    { requiredKeys: ['intent', 'title', 'submit', 'about', 'fields'] },
  );
}
