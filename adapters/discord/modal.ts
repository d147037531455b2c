/**
 * A drawn form ↔ Discord's modal. A modal holds five fields; the desk asks for what is missing, so they are enough mostly.
 * Where files are taken, one of the five is for them.
 */
import {
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APIModalSubmission,
  type APIModalSubmitFileUploadComponent,
  ComponentType,
  TextInputStyle,
} from 'discord.js';

import type { FileRef } from '../../src/adapter.ts';
import type { DrawnField, DrawnForm, Raw } from '../../src/form.ts';
import { refOf } from './files.ts';
import { clip, clipped } from './split.ts';

const FIELDS = 5;
/** The id of the field for files, which no field of a form can have. */
const UPLOAD = '+files';
/** The most that one upload takes. */
const UPLOADED = 10;
const OPTIONS = 25;
const TEXT = 4000;

/** The fields that the modal shows, in form order: required ones before long texts, before filled ones, before the rest. */
export function shownFields(form: DrawnForm): readonly DrawnField[] {
  const rank = (field: DrawnField): number =>
    field.required ? 0 : field.kind === 'long text' ? 1 : field.value !== undefined ? 2 : 3;
  const best = form.fields
    .map((field, index) => ({ field, index }))
    .sort((a, b) => rank(a.field) - rank(b.field) || a.index - b.index)
    .slice(0, takesFiles(form) ? FIELDS - 1 : FIELDS);
  return best.sort((a, b) => a.index - b.index).map(({ field }) => field);
}

/** What has to be said comes before files. */
const takesFiles = ({ fields, files }: DrawnForm): boolean =>
  files !== undefined && fields.filter(({ required }) => required).length < FIELDS;

export function toModal(form: DrawnForm, id: string): APIModalInteractionResponseCallbackData {
  const { title, files } = form;
  const upload = files !== undefined && takesFiles(form) ? [label({ name: UPLOAD, ...files }, UPLOADING)] : [];
  const fields = shownFields(form).map((field) => label(field, input(field)));
  return { custom_id: id, title: clipped(title, 45, form.intent), components: [...fields, ...upload] };
}

const UPLOADING: APIComponentInLabel = {
  type: ComponentType.FileUpload,
  custom_id: UPLOAD,
  required: false,
  min_values: 0,
  max_values: UPLOADED,
};

/** What the person filled in, by field name. A field left blank is not there. */
export function fromModal(submission: Pick<APIModalSubmission, 'components'>): Raw {
  const fields: Record<string, string> = {};
  for (const { type, custom_id: name, value, values } of filledIn(submission)) {
    const given = value ?? values?.[0];
    if (type === ComponentType.FileUpload || typeof name !== 'string') continue;
    if (typeof given === 'string' && given !== '') fields[name] = given;
  }
  return fields;
}

/** What they attached. No message has these files, so that an address which has expired cannot be asked for anew. */
export function uploadedWith(submission: Pick<APIModalSubmission, 'components' | 'resolved'>): readonly FileRef[] {
  const known = new Map(Object.entries(submission.resolved?.attachments ?? {}));
  return filledIn(submission)
    .filter(({ type }) => type === ComponentType.FileUpload)
    .flatMap(({ values }) => (values as APIModalSubmitFileUploadComponent['values'] | undefined) ?? [])
    .flatMap((id) => known.get(id) ?? [])
    .map((one) => refOf(one));
}

interface Filled {
  readonly type?: number;
  readonly custom_id?: string;
  readonly value?: unknown;
  readonly values?: readonly unknown[];
}

const filledIn = ({ components }: Pick<APIModalSubmission, 'components'>): readonly Filled[] =>
  components.flatMap((row): readonly Filled[] =>
    'component' in row ? [row.component] : 'components' in row ? row.components : [],
  );

function label(
  { name, label: words, hint }: Pick<DrawnField, 'name' | 'label' | 'hint'>,
  component: APIComponentInLabel,
): APILabelComponent {
  return {
    type: ComponentType.Label,
    label: clipped(words, 45, name),
    ...(hint === undefined || hint.trim() === '' ? {} : { description: clip(hint.trim(), 100) }),
    component,
  };
}

/** A day may be typed as it is said: Friday, 1 December. */
const SHORT: ReadonlySet<DrawnField['kind']> = new Set(['ticket', 'number', 'day']);
const SHORT_MAX = 20;

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
        label: clipped(label, 100, value),
        ...(value === field.value ? { default: true } : {}),
      })),
    };
  const max = SHORT.has(field.kind) ? SHORT_MAX : Math.min(Math.max(field.max ?? TEXT, 1), TEXT);
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
