/**
 * The fields of an intent, declared once. Slash options, modals, help lines, the model's tool and the check of what came
 * in are all drawn from the same form, so they cannot disagree.
 */

/** One thing an intent has to be told. `max` counts UTF-16 units, the smaller of the platforms' ways of counting. */
export type Field = (
  | { readonly kind: 'text'; readonly max: number; readonly long?: boolean }
  /** A ticket by its number: `INC-12`, `inc 12`, `#12` or `12`. */
  | { readonly kind: 'ticket' }
  /** `shuffled`: drawn in another order for every ticket, so that no option is favoured for its place. */
  | { readonly kind: 'choice'; readonly options: readonly string[]; readonly shuffled?: boolean }
  /** One of the desk's services by its name; drawn where the desk has any. */
  | { readonly kind: 'service' }
  /** A period as people call it: `last month`, `2026-10`. */
  | { readonly kind: 'period' }
  /** A day of the calendar, as in ISO 8601: `2026-11-27`. What people call it (`Friday`) is read before it is checked. */
  | { readonly kind: 'day' }
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
) & {
  readonly required: boolean;
  /** Never drawn or typed: filled in by a button or by the desk itself. */
  readonly hidden?: boolean;
  /** Drawn as required though it is not: only a button may leave it out. */
  readonly insisted?: true;
};

/** Fields by name, in the order a person is asked for them. */
export type Form = Readonly<Record<string, Field>>;

type Value<F extends Field> = F extends { kind: 'ticket' | 'number' }
  ? number
  : F extends { kind: 'choice'; options: readonly (infer O)[] }
    ? O
    : string;

/** What `fill` gives back for a form: every required field present, the others perhaps. */
export type Params<F extends Form> = {
  readonly [K in keyof F as F[K]['required'] extends true ? K : never]: Value<F[K]>;
} & {
  readonly [K in keyof F as F[K]['required'] extends true ? never : K]?: Value<F[K]>;
};

/** Values as they arrive from a platform: whatever the person typed, by field name. */
export type Raw = Readonly<Record<string, string | undefined>>;

/** A form in somebody's language, ready to be drawn. */
export interface DrawnForm {
  readonly intent: string;
  /** At most 24 characters: Slack's limit for a modal's title. */
  readonly title: string;
  /** At most 24 characters. */
  readonly submit: string;
  /** One line of help. At most 100 characters: Discord's limit for a command's description. */
  readonly about: string;
  readonly fields: readonly DrawnField[];
  /** It is about the desk as a whole: it belongs to that command, too. */
  readonly ofDesk?: true;
  /** It takes files, which are asked for so: never required, and handed over as `Incoming.files`. */
  readonly files?: Pick<DrawnField, 'label' | 'hint'>;
}

/** What can be suggested to whoever types it. */
export type Completed = 'ticket' | 'service' | 'period';

export interface DrawnField {
  readonly name: string;
  /** At most 45 characters: Discord's limit for a label. */
  readonly label: string;
  /** At most 100 characters. */
  readonly hint?: string;
  readonly kind: 'text' | 'long text' | 'ticket' | 'choice' | 'number' | 'day';
  readonly required: boolean;
  /** Longest text in UTF-16 units, for the text kinds. */
  readonly max?: number;
  readonly min?: number;
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** What `Desk.suggest` completes while it is typed, where a platform has that. */
  readonly completes?: Completed;
  /** What is filled in already. */
  readonly value?: string;
}

/** Why a field was not accepted; `limit` is the bound that was passed, where there is one. */
export interface Problem {
  readonly field: string;
  readonly code:
    | 'missing'
    | 'too long'
    | 'not a ticket'
    | 'not a choice'
    | 'not a day'
    | 'not a number'
    | 'out of range';
  readonly limit?: number;
}

export type Filled<F extends Form> =
  | { readonly ok: true; readonly params: Params<F> }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Checks what came in against the form and gives typed params, or every problem at once. Blank counts as missing; unknown
 * names are dropped. Never throws.
 */
export function fill<F extends Form>(form: F, raw: Raw): Filled<F> {
  const params: Record<string, string | number> = {};
  const problems: Problem[] = [];
  for (const [name, field] of Object.entries(form)) {
    const text = raw[name]?.trim() ?? '';
    if (text === '') {
      if (field.required) problems.push({ field: name, code: 'missing' });
      continue;
    }
    const value = read(field, text);
    if (typeof value === 'object') problems.push({ field: name, ...value });
    else params[name] = value;
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, params: params as Params<F> };
}

/** The required fields that `raw` leaves blank, in form order: what a modal must ask for. */
export function missing(form: Form, raw: Raw): readonly string[] {
  return Object.entries(form)
    .filter(([name, field]) => field.required && (raw[name]?.trim() ?? '') === '')
    .map(([name]) => name);
}

/** The number in `INC-12`, `inc 12`, `#12` or `12`; undefined for anything else. */
export function ticketNumber(text: string): number | undefined {
  const digits = /^(?:[a-z]{1,10}[-\s]?|#)?(\d{1,9})$/i.exec(text.trim())?.[1];
  const number = digits === undefined ? 0 : Number(digits);
  return number > 0 ? number : undefined;
}

/** The form as JSON Schema (draft 2020-12): an object of its fields, closed. */
export function schemaOf(form: Form): Readonly<Record<string, unknown>> {
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(form).map(([name, field]) => [name, schemaOfField(field)])),
    required: Object.entries(form)
      .filter(([, field]) => field.required)
      .map(([name]) => name),
    additionalProperties: false,
  };
}

function read(field: Field, text: string): string | number | Omit<Problem, 'field'> {
  switch (field.kind) {
    case 'text':
      return text.length > field.max ? { code: 'too long', limit: field.max } : text;
    case 'service':
    case 'period':
      return text.length > NAME_MAX ? { code: 'too long', limit: NAME_MAX } : text;
    case 'ticket':
      return ticketNumber(text) ?? { code: 'not a ticket' };
    case 'choice':
      return field.options.includes(text) ? text : { code: 'not a choice' };
    case 'day':
      return isDay(text) ? text : { code: 'not a day' };
    case 'number': {
      if (!/^-?\d{1,9}$/.test(text)) return { code: 'not a number' };
      const number = Number(text);
      if (number < field.min) return { code: 'out of range', limit: field.min };
      return number > field.max ? { code: 'out of range', limit: field.max } : number;
    }
    default:
      return field satisfies never;
  }
}

/** Whether a day is written in it, as in ISO 8601; there may be no such day. */
export const looksLikeDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** Whether it is one: there is no 30th of February. */
function isDay(text: string): boolean {
  const at = looksLikeDay(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** A service's name, a period's. */
const NAME_MAX = 60;

function schemaOfField(field: Field): Readonly<Record<string, unknown>> {
  switch (field.kind) {
    case 'text':
      return { type: 'string', minLength: 1, maxLength: field.max };
    case 'service':
    case 'period':
      return { type: 'string', minLength: 1, maxLength: NAME_MAX };
    case 'ticket':
      return { type: 'integer', minimum: 1 };
    case 'choice':
      return { type: 'string', enum: field.options };
    case 'day':
      return { type: 'string', format: 'date' };
    case 'number':
      return { type: 'integer', minimum: field.min, maximum: field.max };
    default:
      return field satisfies never;
  }
}
