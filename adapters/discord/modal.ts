/** A drawn form ↔ Discord's modal. A modal holds five fields; the desk asks for what is missing, so they are enough mostly. */
import {
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmission,
  ComponentType,
  TextInputStyle,
} from 'discord.js';

import type { DrawnField, DrawnForm, Raw } from '../../src/form.ts';
import { clip } from './split.ts';

const FIELDS = 5;
const OPTIONS = 25;
const TEXT = 4000;

/** The fields that the modal shows, in form order: required ones before long texts, before filled ones, before the rest. */
export function shownFields(form: DrawnForm): readonly DrawnField[] {
  const rank = (field: DrawnField): number =>
    field.required ? 0 : field.kind === 'long text' ? 1 : field.value !== undefined ? 2 : 3;
  const best = form.fields
    .map((field, index) => ({ field, index }))
    .sort((a, b) => rank(a.field) - rank(b.field) || a.index - b.index)
    .slice(0, FIELDS);
  return best.sort((a, b) => a.index - b.index).map(({ field }) => field);
}

export function toModal(form: DrawnForm, id: string): APIModalInteractionResponseCallbackData {
  return { custom_id: id, title: clip(form.title, 45), components: shownFields(form).map(label) };
}

/** What the person filled in, by field name. A field left blank is not there. */
export function fromModal(submission: Pick<APIModalSubmission, 'components'>): Raw {
  const fields: Record<string, string> = {};
  for (const row of submission.components) {
    const inside: readonly object[] = 'component' in row ? [row.component] : 'components' in row ? row.components : [];
    for (const one of inside) {
      const given = one as {
        readonly custom_id?: string;
        readonly value?: unknown;
        readonly values?: readonly unknown[];
      };
      const value = given.value ?? given.values?.[0];
      if (typeof given.custom_id === 'string' && typeof value === 'string' && value !== '')
        fields[given.custom_id] = value;
    }
  }
  return fields;
}

function label(field: DrawnField): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: clip(field.label, 45) || field.name,
    ...(field.hint === undefined || field.hint === '' ? {} : { description: clip(field.hint, 100) }),
    component: input(field),
  };
}

function input(field: DrawnField): APIComponentInLabel {
  const options = field.options ?? [];
  if (field.kind === 'choice' && options.length > 0 && options.length <= OPTIONS)
    return {
      type: ComponentType.StringSelect,
      custom_id: field.name,
      required: field.required,
      min_values: field.required ? 1 : 0,
      max_values: 1,
      options: options.map(({ value, label }) => ({
        value: clip(value, 100),
        label: clip(label, 100) || value,
        ...(value === field.value ? { default: true } : {}),
      })),
    };
  const max = field.kind === 'ticket' || field.kind === 'number' ? 20 : Math.min(Math.max(field.max ?? TEXT, 1), TEXT);
  const value = clip(field.value ?? '', max);
  return {
    type: ComponentType.TextInput,
    custom_id: field.name,
    style: field.kind === 'long text' ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required: field.required,
    max_length: max,
    ...(value === '' ? {} : { value: field.kind === 'long text' ? value : value.replace(/\s*\n\s*/g, ' ') }),
  };
}
