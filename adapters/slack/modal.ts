/** Forms as Slack modals, and what was filled in read back. Pure. */
import type { InputBlock, KnownBlock, ModalView, PlainTextElement } from '@slack/types';
import type { FileRef } from '../../src/adapter.ts';
import { type DrawnField, type DrawnForm, looksLikeDay, type Raw } from '../../src/form.ts';
import { isRecord, type Json, list, object, parsed, string } from './json.ts';
import { escapeText } from './mrkdwn.ts';
import { cut } from './text.ts';

export const CALLBACK = 'desk:form';
const VALUE = 'value';

/** What a modal has to remember until it is sent: Slack keeps it for us, out of the person's reach. */
export interface Memory {
  readonly intent: string;
  /** What was filled in already and is not asked for. */
  readonly params: Raw;
  readonly channel?: string;
  readonly thread?: string;
  /** The thread in which the answer is to be shown. */
  readonly shownIn?: string;
  readonly direct?: boolean;
  /** Tells this modal from every other one: what is sent from it twice is one gesture. */
  readonly once?: string;
  /** It was opened in somebody's App Home: what comes of it is shown there. */
  readonly home?: true;
  /** What was attached to the message that it is made of. */
  readonly files?: readonly FileRef[];
  /** For whom it is, where that is not whoever sends it: see `Behalf`. */
  readonly behalf?: { readonly user: string; readonly name: string; readonly from: 'message' | 'name' };
}

const MOST = {
  title: 24,
  label: 2_000,
  input: 3_000,
  option: 75,
  options: 100,
  placeholder: 150,
  memory: 3_000,
  about: 2_000,
};

/** The form as a view; undefined where what it must remember is too much for Slack. */
export function drawModal(form: DrawnForm, memory: Memory): ModalView | undefined {
  const drawn = new Set(form.fields.map(({ name }) => name));
  const params = Object.fromEntries(Object.entries(memory.params).filter(([name]) => !drawn.has(name)));
  const private_metadata = JSON.stringify({ ...memory, params } satisfies Memory);
  if (private_metadata.length > MOST.memory) return undefined;
  const about: readonly KnownBlock[] =
    form.about.trim() === '' ? [] : [{ type: 'context', elements: [plain(form.about, MOST.about)] }];
  return {
    type: 'modal',
    callback_id: CALLBACK,
    private_metadata,
    title: plain(form.title, MOST.title),
    submit: plain(form.submit, MOST.title),
    blocks: [...about, ...form.fields.map(drawField)],
  };
}

export function readMemory(privateMetadata: string): Memory | undefined {
  const held = parsed(privateMetadata);
  const intent = held && string(held, 'intent');
  if (held === undefined || intent === undefined) return undefined;
  const channel = string(held, 'channel');
  const thread = string(held, 'thread');
  const shownIn = string(held, 'shownIn');
  const once = string(held, 'once');
  const params = Object.fromEntries(
    Object.entries(object(held, 'params')).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );
  return {
    intent,
    params,
    ...(channel !== undefined && { channel }),
    ...(thread !== undefined && { thread }),
    ...(shownIn !== undefined && { shownIn }),
    ...(list(held, 'files').length > 0 && { files: filesIn(held) }),
    ...(held['direct'] === true && { direct: true }),
    ...(once !== undefined && { once }),
    ...(held['home'] === true && { home: true as const }),
    ...readBehalf(object(held, 'behalf')),
  };
}

function readBehalf(held: Json): Pick<Memory, 'behalf'> {
  const user = string(held, 'user');
  if (user === undefined) return {};
  const from = held['from'] === 'message' ? 'message' : 'name';
  return { behalf: { user, name: string(held, 'name') ?? user, from } };
}

/** `view.state.values` by field name. What was left blank is left out. */
export function readValues(values: Json): Raw {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, actions]) => {
      const [state] = isRecord(actions) ? Object.values(actions).filter(isRecord) : [];
      const value =
        state &&
        (string(state, 'value') ?? string(state, 'selected_date') ?? string(object(state, 'selected_option'), 'value'));
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Names of the fields that a view shows. */
export const fieldsOf = (blocks: readonly Json[]): readonly string[] =>
  blocks.filter((block) => block['type'] === 'input').flatMap((block) => string(block, 'block_id') ?? []);

/** Words at their fields; words about a field that is not there go to the first. Undefined when there is no field at all. */
export function fieldErrors(
  problems: readonly { readonly field: string; readonly text: string }[],
  shown: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const [first] = shown;
  if (first === undefined) return undefined;
  const errors = new Map<string, string>();
  for (const { field, text } of problems) {
    const at = shown.includes(field) ? field : first;
    const before = errors.get(at);
    errors.set(at, cut(before === undefined ? text : `${before} ${text}`, MOST.label));
  }
  return Object.fromEntries(errors);
}

const plain = (text: string, max: number): PlainTextElement => ({
  type: 'plain_text',
  text: escapeText(cut(text.trim() === '' ? '…' : text, max, (part) => escapeText(part).length)),
  emoji: true,
});

const drawField = (field: DrawnField): InputBlock => ({
  type: 'input',
  block_id: field.name,
  label: plain(field.label, MOST.label),
  element: drawElement(field),
  optional: !field.required,
  ...(field.hint !== undefined && field.hint.trim() !== '' && { hint: plain(field.hint, MOST.label) }),
});

function drawElement(field: DrawnField): InputBlock['element'] {
  const value = field.value?.trim() ? field.value : undefined;
  switch (field.kind) {
    case 'choice': {
      const options = (field.options ?? []).slice(0, MOST.options).map((option) => ({
        text: plain(option.label, MOST.option),
        value: option.value.slice(0, MOST.option),
      }));
      if (options.length === 0) return typed(field, value, false);
      const initial_option = options.find((option) => option.value === value);
      return { type: 'static_select', action_id: VALUE, options, ...(initial_option && { initial_option }) };
    }
    case 'number': {
      const within = value !== undefined && /^-?\d{1,9}$/.test(value.trim()) && inRange(Number(value), field);
      return {
        type: 'number_input',
        action_id: VALUE,
        is_decimal_allowed: false,
        ...(field.min !== undefined && { min_value: String(field.min) }),
        ...(field.max !== undefined && { max_value: String(field.max) }),
        ...(within && { initial_value: value.trim() }),
      };
    }
    case 'day':
      return {
        type: 'datepicker',
        action_id: VALUE,
        ...(value !== undefined && looksLikeDay(value) && { initial_date: value }),
      };
    case 'text':
    case 'ticket':
      return typed(field, value, false);
    case 'long text':
      return typed(field, value, true);
    default:
      return field.kind satisfies never;
  }
}

/** What is filled in may be longer than the field allows: it is shown whole, for the person to shorten. */
function typed(field: DrawnField, value: string | undefined, multiline: boolean): InputBlock['element'] {
  const initial = value === undefined ? undefined : cut(value, MOST.input);
  const max_length = Math.min(MOST.input, Math.max(field.max ?? MOST.input, initial?.length ?? 1, 1));
  return {
    type: 'plain_text_input',
    action_id: VALUE,
    multiline,
    max_length,
    ...(initial !== undefined && { initial_value: initial }),
  };
}

const inRange = (number: number, { min, max }: DrawnField): boolean =>
  (min === undefined || number >= min) && (max === undefined || number <= max);

/** What this adapter has put there itself. */
const filesIn = (held: Json): readonly FileRef[] =>
  list(held, 'files').flatMap((file) => {
    const [ref, name] = [string(file, 'ref'), string(file, 'name')];
    return ref === undefined || name === undefined ? [] : [{ ...file, ref, name }];
  });
