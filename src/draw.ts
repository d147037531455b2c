import { shuffled } from './desk/worth/asking.ts';
import { splitPeriod } from './desk/worth/period-words.ts';
import { type DrawnField, type DrawnForm, type Field, looksLikeDay, missing, type Raw, ticketNumber } from './form.ts';
import type { AnyIntent } from './intent.ts';
import { intentNamed, intents, intentTyped } from './intents/index.ts';
import type { FormWords, Words } from './say/words.ts';
import { asksHow, asksSomething } from './understand/asks.ts';
import { suggestionsIn } from './understand/hints.ts';

/** Slack's limit for what a person can type into one field of a modal; Discord's is 4,000. */
const DRAWN_MAX = 3000;
const PERIOD_MAX = 60;

/** See `Desk.form`. */
export function formFor(intentName: string, params: Raw, words: Words, all: boolean): DrawnForm | undefined {
  const intent = intentNamed(intentName);
  const spoken = words.forms[intentName];
  if (intent === undefined || spoken === undefined) return undefined;
  const asks =
    all ||
    missing(intent.form, params).length > 0 ||
    (asksFirst(intent, params) && !isWhole(intent, params) && couldHold(params));
  if (!asks) return undefined;
  const form = intentName === 'open' ? opening(intent, spoken, params, words) : drawn(intent, spoken, params, words);
  return ofItsTicket(form, words);
}

/**
 * A new ticket's form. What its words suggest for the other fields is filled in, where it is easy to change; since when it has
 * been so is told under the description, where they can say otherwise.
 */
function opening(intent: AnyIntent, spoken: FormWords, params: Raw, words: Words): DrawnForm {
  const { subject = '', description = '' } = params;
  const suggested = suggestionsIn(`${subject}\n${description}`, words.today(), words.services);
  const { started, neededBy } = suggested;
  const needed = neededBy === undefined ? {} : { needed: neededBy };
  const form = drawn(intent, spoken, { ...needed, ...suggested.params, ...params }, words);
  if (started === undefined) return form;
  const read = words.startRead(started);
  return {
    ...form,
    fields: form.fields.map((field) => (field.name === 'description' ? { ...field, hint: read } : field)),
  };
}

const TITLE_MAX = 24;

/**
 * Which ticket it is about is in the title where that is known, and nothing to fill in: changed by mistake, the words would go
 * to somebody else's. What is not drawn, adapters bring along.
 */
function ofItsTicket(form: DrawnForm, words: Words): DrawnForm {
  const others = form.fields.filter(({ kind }) => kind !== 'ticket');
  const number = ticketNumber(form.fields.find(({ kind }) => kind === 'ticket')?.value ?? '');
  if (number === undefined || others.length === 0) return form;
  const title = `${words.label(number)} · ${form.submit}`;
  return { ...form, ...(title.length <= TITLE_MAX && { title }), fields: others };
}

/** See `Desk.forms`. */
export function everyForm(words: Words): readonly DrawnForm[] {
  return intents.flatMap((intent) => {
    const spoken = words.forms[intent.name];
    const lacking = words.services.length === 0 && Object.values(intent.form).some(isServiceAsked);
    return intent.typed === false || spoken === undefined || lacking ? [] : [drawn(intent, spoken, {}, words)];
  });
}

const isServiceAsked = ({ kind, required }: Field): boolean => kind === 'service' && required;

/**
 * See `Desk.parse`. The last text field takes the rest of the line; the others take a word each, in form order. A first word
 * that is an option says that option. A word that
 * an optional choice or number cannot be is left for the text that follows.
 */
export function parseLine(line: string): { readonly intent: string; readonly params: Raw } {
  const text = line.trim();
  if (text === '') return { intent: 'help', params: {} };
  const [first = '', ...words] = text.split(/\s+/);
  const intent = intentTyped(first);
  const rest = text.slice(first.length).trim();
  if (intent === undefined && asksHow(text)) return { intent: 'help', params: { question: text } };
  // "help" is a command, "help how do I print?" a question, and "help me, it is on fire" a ticket.
  if (intent?.name === 'help' && asksSomething(rest)) return { intent: 'help', params: { question: rest } };
  if (intent === undefined || (intent.name === 'help' && rest !== '')) {
    return { intent: 'open', params: openParams(text) };
  }
  if (intent.name === 'open') return { intent: 'open', params: rest === '' ? {} : openParams(rest) };
  // "mine" is another word for a list, and says which.
  const says = Object.values(intent.form).some(
    (field) => field.kind === 'choice' && field.options.includes(first.toLowerCase()),
  );
  return {
    intent: intent.name,
    params: says
      ? inOrder(intent, `${first.toLowerCase()} ${rest}`, [first.toLowerCase(), ...words])
      : inOrder(intent, rest, words),
  };
}

/** See `Desk.parse`, of the command for the desk as a whole. */
export function parseDeskLine(line: string): { readonly intent: string; readonly params: Raw } {
  const [first = ''] = line.trim().split(/\s+/);
  return intentTyped(first)?.ofDesk === true ? parseLine(line) : { intent: 'help', params: {} };
}

const SUBJECT_MAX = 150;

/** Nothing typed is lost: what is too long for a subject is the description, and its beginning the subject. */
function openParams(text: string): Raw {
  const line = text.split('\n', 1)[0]?.trim() ?? '';
  if (text.length <= SUBJECT_MAX && line === text) return { subject: text };
  const cut = line.length > SUBJECT_MAX ? line.slice(0, SUBJECT_MAX).replace(/[\uD800-\uDBFF]$/, '') : line;
  return { subject: cut, description: text };
}

function inOrder({ form }: AnyIntent, rest: string, words: readonly string[]): Raw {
  const params: Record<string, string> = {};
  let left = rest;
  let index = 0;
  if (Object.values(form).some(({ kind }) => kind === 'period')) return aboutPeriod(form, rest);
  const fields = Object.entries(form).filter(([, { hidden }]) => hidden !== true);
  const ends = fields.some(([, { kind }]) => kind === 'text');
  for (const [name, field] of fields) {
    if (left === '') break;
    // Neither a text nor the name of a service ends with its first word.
    if (field.kind === 'text' || field.kind === 'service') {
      params[name] = left;
      return params;
    }
    if (field.kind === 'ticket' && index > 0 && JOINS.test(words[index] ?? '')) {
      left = left.slice(words[index]?.length).trim();
      index += 1;
    }
    const word = words[index] ?? '';
    if (field.kind === 'choice' && !field.options.includes(word)) continue;
    if (field.kind === 'day' && !looksLikeDay(word)) continue;
    if (field.kind === 'number' && ends && !field.required && !NUMBER.test(word)) continue;
    params[name] = field.kind === 'number' ? word.replace(/^p(?=\d)/i, '') : word;
    left = left.slice(word.length).trim();
    index += 1;
  }
  return params;
}

/** A period has as many words as it has, before or after what else is said. */
function aboutPeriod(form: AnyIntent['form'], line: string): Raw {
  const { period, rest } = splitPeriod(line);
  const named = (kind: Field['kind']): string => Object.keys(form).find((name) => form[name]?.kind === kind) ?? kind;
  return {
    ...(period === undefined ? {} : { [named('period')]: period }),
    ...(rest === '' ? {} : { [named('service')]: rest }),
  };
}

/** Between two tickets. */
const JOINS = /^(?:of|to|von|de|=)$/i;
/** People write a priority as P1. */
const NUMBER = /^p?\d+$/i;

function asksFirst({ asksFirst: which }: AnyIntent, params: Raw): boolean {
  return which === true || which?.every((name) => (params[name] ?? '') === '') === true;
}

/**
 * Whether the person has been asked already: a submitted form carries its every field, though perhaps empty; but for those
 * that were not in every form, because the desk has no services or was older when it was drawn.
 */
function isWhole({ form }: AnyIntent, params: Raw): boolean {
  return Object.entries(form).every(
    ([name, { hidden, kind }]) => hidden === true || kind === 'service' || kind === 'day' || params[name] !== undefined,
  );
}

/** A form would cut off what is too long for it; the intent takes it as it is. */
function couldHold(params: Raw): boolean {
  return Object.values(params).every((value = '') => value.length <= DRAWN_MAX);
}

function drawn(intent: AnyIntent, spoken: FormWords, params: Raw, { services, filesAsked }: Words): DrawnForm {
  const { title, submit, about } = spoken;
  const shown = Object.entries(intent.form).filter(
    ([, { hidden, kind }]) => hidden !== true && (kind !== 'service' || services.length > 0),
  );
  return {
    intent: intent.name,
    title,
    submit,
    about,
    ...(intent.ofDesk === true ? { ofDesk: true } : {}),
    fields: shown.map(([name, field]) =>
      drawnField(name, field, spoken, params[name], services, params['ticket'] ?? ''),
    ),
    ...(intent.takesFiles === true ? { files: filesAsked } : {}),
  };
}

function drawnField(
  name: string,
  field: Field,
  { fields }: FormWords,
  value: string | undefined,
  services: readonly string[],
  seed: string,
): DrawnField {
  const { label = name, hint, options } = fields[name] ?? {};
  const base = {
    name,
    label,
    required: field.required || field.insisted === true,
    ...(hint === undefined ? {} : { hint }),
    ...(value === undefined ? {} : { value }),
  };
  switch (field.kind) {
    case 'text':
      return { ...base, kind: field.long === true ? 'long text' : 'text', max: Math.min(field.max, DRAWN_MAX) };
    case 'service':
      return {
        ...base,
        kind: 'choice',
        options: services.map((one) => ({ value: one, label: one })),
        completes: 'service',
      };
    case 'period':
      return { ...base, kind: 'text', max: PERIOD_MAX, completes: 'period' };
    case 'ticket':
      return { ...base, kind: 'ticket', completes: 'ticket' };
    case 'choice':
      return {
        ...base,
        kind: 'choice',
        options: (field.shuffled === true ? shuffled(field.options, seed) : field.options).map((one) => ({
          value: one,
          label: options?.[one] ?? one,
        })),
      };
    case 'day':
      return { ...base, kind: 'day' };
    case 'number':
      return { ...base, kind: 'number', min: field.min, max: field.max };
    default:
      return field satisfies never;
  }
}
