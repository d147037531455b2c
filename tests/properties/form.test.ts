/** What is typed into forms and lines, and what is pressed: whatever it is, it is taken, refused in words or not believed. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tenant } from '../../src/adapter.ts';
import { connect, type Database } from '../../src/db/connect.ts';
import { type Secrets, secrets } from '../../src/desk/secrets.ts';
import { everyForm, formFor, parseLine } from '../../src/draw.ts';
import { type Field, fill, missing, type Raw, schemaOf, ticketNumber } from '../../src/form.ts';
import { intentNamed, intents, intentTyped } from '../../src/intents/index.ts';
import { words } from '../../src/say/index.ts';
import { buttonsOf, everything } from '../say/samples.ts';
import { cpuMs } from '../support/cpu.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';

// As long as they may be, and not only short; and who breaks one gets to know it soon, though not in the shortest example.
fc.configureGlobal({ defaultSizeToMaxWhenMaxSpecified: true, interruptAfterTimeLimit: 10_000 });

const tone = { prefix: 'INC', timeZone: 'UTC', command: '/ticket', services: ['Network'], now: () => new Date() };
const wordsFor = words(tone, 'en');
const LOCALES = ['en', 'de', 'es'];

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('a', ' ', '\n', '\t', '\u0000', '\ud800', '\udc00', '👩‍👧', '5', '-', '#', 'ß'),
    maxLength: 400,
  }),
  fc.constantFrom(
    '',
    ' ',
    'INC-1',
    'inc 2',
    '#3',
    '4',
    '0',
    '-1',
    '1e3',
    '٣',
    '5',
    '6',
    '999999999',
    '9999999999',
    'solved',
    'SOLVED',
    'mine',
    '__proto__',
    'constructor',
  ),
);
const intent = fc.constantFrom(...intents);
/** What a platform may send for an intent: its fields with any text or none, and fields that it does not have. */
const sent = intent.chain((one) =>
  fc.tuple(
    fc.constant(one),
    fc.dictionary(
      fc.constantFrom(...Object.keys(one.form), 'else', '__proto__', 'toString'),
      fc.option(anyText, { nil: undefined }),
    ),
  ),
);

describe('a form that is filled in', () => {
  it('is either accepted with params that its JSON Schema allows, or refused with problems of its own fields', () => {
    fc.assert(
      fc.property(sent, ([{ name, form }, raw]) => {
        const filled = fill(form, raw);
        if (filled.ok) {
          expect(misfits(schemaOf(form), filled.params)).toEqual([]);
          return;
        }
        expect(filled.problems.length).toBeGreaterThan(0);
        for (const problem of filled.problems) {
          expect(Object.keys(form)).toContain(problem.field);
          for (const locale of LOCALES) expect(wordsFor(locale).problem(name, problem)).toMatch(/^\S[^\n]*\.$/);
        }
        expect(new Set(filled.problems.map(({ field }) => field)).size).toBe(filled.problems.length);
      }),
      { numRuns: 3_000 },
    );
  });

  it('misses exactly the fields that it is refused for as missing', () => {
    fc.assert(
      fc.property(sent, ([{ form }, raw]) => {
        const filled = fill(form, raw);
        const refused = filled.ok
          ? []
          : filled.problems.filter(({ code }) => code === 'missing').map(({ field }) => field);
        expect(missing(form, raw)).toEqual(refused);
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps a text as it was typed, but for blanks around it, and refuses what is too long instead of cutting it', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 200 }), (text, max) => {
        const filled = fill({ text: { kind: 'text', required: false, max } }, { text });
        const trimmed = text.trim();
        if (trimmed.length > max)
          expect(filled).toEqual({ ok: false, problems: [{ field: 'text', code: 'too long', limit: max }] });
        else expect(filled).toEqual({ ok: true, params: trimmed === '' ? {} : { text: trimmed } });
      }),
    );
  });

  it('takes a ticket’s number however it is written, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 999_999_999 }),
        fc.constantFrom('', '#', 'INC-', 'inc ', 'Ticket-', ' '),
        (number, before) => {
          expect(ticketNumber(`${before}${number} `)).toBe(number);
        },
      ),
    );
    for (const wrong of [
      '',
      '0',
      'INC-0',
      '-1',
      '1.5',
      '1e3',
      '٣',
      'INC--1',
      'INC-1a',
      '1234567890',
      'INC-1\nINC-2',
      'elevenletter-1',
    ]) {
      expect(ticketNumber(wrong), wrong).toBeUndefined();
    }
  });

  it('tells a wrong value from a right one: the schema is not satisfied by everything', () => {
    const rate = schemaOf(intentNamed('rate')?.form ?? {});
    expect(misfits(rate, { ticket: 1, score: 5 })).toEqual([]);
    for (const wrong of [
      {},
      { ticket: 1 },
      { ticket: 1, score: 6 },
      { ticket: 0, score: 1 },
      { ticket: 1.5, score: 1 },
      { ticket: '1', score: 1 },
      { ticket: 1, score: 1, else: 1 },
    ]) {
      expect(misfits(rate, wrong), JSON.stringify(wrong)).not.toEqual([]);
    }
    const open = schemaOf(intentNamed('open')?.form ?? {});
    for (const wrong of [{ subject: '' }, { subject: 'x'.repeat(151) }, { subject: 'x', urgency: 'frog' }])
      expect(misfits(open, wrong)).not.toEqual([]);
  });
});

describe('a form that is drawn', () => {
  const locale = fc.constantFrom(...LOCALES, undefined, 'fr', 'de-AT');

  it('shows every field that a person may fill in, within the limits of the platforms, whatever is filled in already', () => {
    fc.assert(
      fc.property(sent, locale, ([{ name, form, typed }, raw], spoken) => {
        const drawn = formFor(name, raw, wordsFor(spoken), true);
        // What only a button opens is drawn all the same.
        if (typed === false && !['explain survey', 'publish article', 'translate reply'].includes(name)) {
          expect(drawn).toBeUndefined();
          return;
        }
        const fillable = Object.entries(form).filter(([, { hidden }]) => hidden !== true);
        const others = fillable.filter(([, { kind }]) => kind !== 'ticket');
        const known = others.length > 0 && ticketNumber(raw['ticket'] ?? '') !== undefined;
        const shown = known ? others : fillable;
        expect(drawn?.fields.map((field) => [field.name, field.required])).toEqual(
          shown.map(([field, { required, insisted }]) => [field, required || insisted === true]),
        );
        for (const field of drawn?.fields ?? []) {
          expect(field.label.length).toBeLessThanOrEqual(45);
          if (field.kind !== 'number') expect(field.max ?? 1).toBeLessThanOrEqual(3_000);
          expect(field.value).toBe(raw[field.name]);
        }
        expect(drawn?.title.length).toBeLessThanOrEqual(24);
        expect(drawn?.submit.length).toBeLessThanOrEqual(24);
        expect(drawn?.about.length).toBeLessThanOrEqual(100);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is accepted when every field is filled in as drawn, and is not asked for again', () => {
    fc.assert(
      fc.property(fc.constantFrom(...everyForm(wordsFor('en'))), fc.nat(), (drawn, dice) => {
        const raw = Object.fromEntries(drawn.fields.map((field) => [field.name, valueFor(field, dice)]));
        const { form } = intentNamed(drawn.intent) ?? { form: {} };
        expect(fill(form, raw).ok).toBe(true);
        expect(formFor(drawn.intent, raw, wordsFor('en'), false)).toBeUndefined();
      }),
    );
  });

  it('is asked for while a required field is blank, and for a new ticket once, so that the person can say more', () => {
    expect(formFor('note', {}, wordsFor('en'), false)?.fields.map(({ name }) => name)).toEqual(['ticket', 'text']);
    expect(formFor('note', { ticket: '1', text: 'x' }, wordsFor('en'), false)).toBeUndefined();
    expect(formFor('open', { subject: 'VPN' }, wordsFor('en'), false)?.fields[0]?.value).toBe('VPN');
    const whole = { subject: 'VPN', description: '', urgency: '', impact: '', kind: '' };
    expect(formFor('open', whole, wordsFor('en'), false)).toBeUndefined();
    expect(formFor('close ticket', {}, wordsFor('en'), true)).toBeUndefined();
    expect(formFor('no such intent', {}, wordsFor('en'), true)).toBeUndefined();
  });

  it('names a ticket that is known in its title, and does not ask for it again', () => {
    const asked = formFor('note', { ticket: 'inc 12' }, wordsFor('en'), false);
    expect(asked?.title).toMatch(/^\w+-12 · /);
    expect(asked?.fields.map(({ name }) => name)).toEqual(['text']);
    const wrong = formFor('note', { ticket: 'twelve' }, wordsFor('en'), false);
    expect(wrong?.fields.map(({ name, value }) => [name, value])).toEqual([
      ['ticket', 'twelve'],
      ['text', undefined],
    ]);
    expect(wrong?.title).not.toContain('12');
  });

  it('is not asked for where it could not hold what was typed: the ticket opens with all of it', () => {
    const typed = parseLine(`Nothing works\n${'x'.repeat(3_000)}`);
    expect(formFor(typed.intent, typed.params, wordsFor('en'), false)).toBeUndefined();
    expect(fill(intentNamed('open')?.form ?? {}, typed.params).ok).toBe(true);
  });
});

describe('a typed line', () => {
  const first = fc.constantFrom(
    ...intents.flatMap(({ name, aliases = [] }) => [name, ...aliases, name.toUpperCase()]),
    'my',
    'VPN',
    '',
  );
  const line = fc.oneof(
    anyText,
    fc.tuple(first, anyText).map(([word, rest]) => `${word} ${rest}`),
  );

  it('means an intent that a person may type, with fields of its form and no hidden one', () => {
    fc.assert(
      fc.property(line, (text) => {
        const { intent: name, params } = parseLine(text);
        const found = intentNamed(name);
        expect(found?.typed).not.toBe(false);
        for (const field of Object.keys(params)) expect(found?.form[field]?.hidden ?? false, field).toBe(false);
        for (const field of Object.keys(params)) expect(Object.keys(found?.form ?? {})).toContain(field);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is the subject of a new ticket when it begins with no known word, or asks how, and nothing of it is lost', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ maxLength: 300 })), (text) => {
        fc.pre(text.trim() !== '' && intentTyped(text.trim().split(/\s+/)[0] ?? '') === undefined);
        const { intent: name, params } = parseLine(text);
        if (name === 'help') {
          expect(params).toEqual({ question: text.trim() });
          return;
        }
        expect(name).toBe('open');
        expect(params['description'] ?? params['subject']).toBe(text.trim());
        if (text.isWellFormed()) expect(params['subject']?.isWellFormed()).toBe(true);
        expect(text.trim().startsWith(params['subject'] ?? '?')).toBe(true);
        expect(fill(intentNamed('open')?.form ?? {}, params).ok).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it('gives all that follows the ticket to the text, as it was typed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('reply', 'note', 'comment', 'reopen'),
        fc.integer({ min: 1, max: 99_999 }),
        anyText,
        fc.constantFrom('', 'INC-', '#'),
        (word, number, text, prefix) => {
          const { params } = parseLine(`${word} ${prefix}${number} ${text}`);
          expect(params['ticket']).toBe(`${prefix}${number}`);
          expect(params['text'] ?? params['reason'] ?? '').toBe(text.trim());
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('that only begins like a command without fields is a ticket and no command', () => {
    expect(parseLine('help')).toEqual({ intent: 'help', params: {} });
    expect(parseLine('')).toEqual({ intent: 'help', params: {} });
    expect(parseLine('help how do I print?')).toEqual({ intent: 'help', params: { question: 'how do I print?' } });
    expect(parseLine('Wie richte ich den Drucker ein')).toMatchObject({ intent: 'help' });
    expect(parseLine('how is INC-12 doing today')).toMatchObject({ intent: 'open' });
    expect(parseLine('help me, my laptop is on fire')).toEqual({
      intent: 'open',
      params: { subject: 'help me, my laptop is on fire' },
    });
  });

  it('is read in time that grows with its length only', () => {
    for (const text of [
      'a '.repeat(25_000),
      ' '.repeat(50_000),
      `reply ${'INC-'.repeat(12_000)}`,
      `list ${'mine '.repeat(10_000)}`,
    ])
      expect(cpuMs(() => parseLine(text))).toBeLessThan(250);
  });
});

describe('a sealed button', () => {
  const HERE = 'slack:T1' as Tenant;
  const ELSEWHERE = 'slack:T2' as Tenant;
  let database: TestDatabase;
  let db: Database;
  let keys: Secrets;

  beforeAll(async () => {
    database = await createDatabase();
    db = connect(database.url);
    keys = await secrets(db, undefined);
  });
  afterAll(async () => {
    await db.close();
    await database.drop();
  });

  const params = fc.dictionary(
    fc.constantFrom('ticket', 'score', 'code', 'subject'),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
    { maxKeys: 2 },
  );

  it('means what was sealed, where it was sealed, and nothing anywhere else', () => {
    fc.assert(
      fc.property(fc.constantFrom('claim', 'rate', 'open'), params, (name, given) => {
        let sealed: string;
        try {
          sealed = keys.seal(HERE, name, given);
        } catch (error) {
          expect(String(error)).toMatch(/a button of \d+ characters/);
          return;
        }
        expect(sealed.length).toBeLessThanOrEqual(100);
        expect(keys.unseal(HERE, sealed)).toEqual({ intent: name, params: given });
        expect(keys.unseal(ELSEWHERE, sealed)).toBeUndefined();
      }),
    );
  });

  it('is not believed when any of its characters is another', () => {
    const sealed = keys.seal(HERE, 'rate', { ticket: '12', score: '4' });
    const others = [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.?&=%+ \u0000é'];
    const believed = [...sealed].flatMap((_, at) =>
      others
        .map((other) => sealed.slice(0, at) + other + sealed.slice(at + 1))
        .filter((changed) => changed !== sealed && keys.unseal(HERE, changed) !== undefined),
    );
    expect(believed).toEqual([]);
    for (let at = 0; at < sealed.length; at += 1) {
      expect(keys.unseal(HERE, sealed.slice(0, at))).toBeUndefined();
      expect(keys.unseal(HERE, sealed.slice(at + 1))).toBeUndefined();
    }
    for (const other of [
      `${sealed}A`,
      ` ${sealed}`,
      `${sealed}\n`,
      `${sealed}.`,
      `${sealed}=`,
      '',
      '.',
      'claim?ticket=1.',
      `claim?ticket=1.${'A'.repeat(16)}`,
    ]) {
      expect(keys.unseal(HERE, other), other).toBeUndefined();
    }
  });

  it('is not believed by a desk with another key, and is by another replica with the same one', async () => {
    const sealed = keys.seal(HERE, 'claim', { ticket: '1' });
    expect((await secrets(db, undefined)).unseal(HERE, sealed)).toBeDefined();
    expect((await secrets(db, 'x'.repeat(32))).unseal(HERE, sealed)).toBeUndefined();
  });

  it('holds every button that the desk can say, in every language, with the longest numbers', () => {
    for (const locale of LOCALES) {
      for (const { what, message } of everything(wordsFor(locale))) {
        for (const { intent: name, params: given } of buttonsOf(message)) {
          const long: Raw = {
            ...given,
            ...(given['ticket'] === undefined ? {} : { ticket: '999999999' }),
            ...(given['page'] === undefined ? {} : { page: '100000' }),
          };
          expect(keys.seal(HERE, name, long).length, what).toBeLessThanOrEqual(100);
          expect(keys.unseal(HERE, keys.seal(HERE, name, given)), what).toEqual({ intent: name, params: given });
        }
      }
    }
  });

  it('holds the buttons of a question about any text, and what they hold can be opened', () => {
    const asked = fc.oneof(
      anyText,
      fc.string({ unit: fc.constantFrom('?', '&', '%', '=', 'a', ' '), maxLength: 60 }),
      fc.string({ unit: fc.constantFrom('?', '"', '€', '\\'), maxLength: 60 }),
    );
    fc.assert(
      fc.property(asked, fc.constantFrom(...LOCALES), (text, locale) => {
        for (const { intent: name, params: given } of buttonsOf(wordsFor(locale).unsure(text))) {
          expect(keys.unseal(HERE, keys.seal(HERE, name, given))).toEqual({ intent: name, params: given });
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

interface Schema {
  readonly type: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** JSON Schema, as much of it as the forms use: anything else in a schema is a misfit too. */
function misfits(given: object, value: unknown, at = ''): readonly string[] {
  const {
    type,
    properties = {},
    required = [],
    additionalProperties = true,
    minLength = 0,
    maxLength,
    minimum,
    maximum,
    ...more
  } = given as Schema;
  const { enum: options, ...unknown } = more;
  const wrong: string[] = Object.keys(unknown).map((word) => `${at}: the schema says ${word}`);
  const is = {
    object: typeof value === 'object' && value !== null,
    string: typeof value === 'string',
    integer: Number.isInteger(value),
  }[type];
  if (is !== true) return [...wrong, `${at} is no ${type}`];
  if (options !== undefined && !options.includes(value)) wrong.push(`${at} is none of ${options}`);
  if (typeof value === 'string' && (value.length < minLength || value.length > (maxLength ?? Number.POSITIVE_INFINITY)))
    wrong.push(`${at} is ${value.length} long`);
  if (typeof value === 'number' && (value < (minimum ?? value) || value > (maximum ?? value)))
    wrong.push(`${at} is out of range`);
  if (type !== 'object') return wrong;
  const fields = value as Readonly<Record<string, unknown>>;
  for (const name of required) if (!Object.hasOwn(fields, name)) wrong.push(`${at}.${name} is missing`);
  for (const [name, one] of Object.entries(fields)) {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (schema !== undefined) wrong.push(...misfits(schema, one, `${at}.${name}`));
    else if (!additionalProperties) wrong.push(`${at}.${name} is not in the schema`);
  }
  return wrong;
}

function valueFor(
  field: {
    readonly kind: Field['kind'] | 'long text';
    readonly max?: number;
    readonly min?: number;
    readonly options?: readonly { readonly value: string }[];
  },
  dice: number,
): string {
  switch (field.kind) {
    case 'text':
    case 'long text':
      return 'x'.repeat(1 + (dice % (field.max ?? 1)));
    case 'service':
      return 'Network';
    case 'period':
      return 'last month';
    case 'ticket':
      return `INC-${1 + (dice % 999_999)}`;
    case 'choice':
      return field.options?.[dice % field.options.length]?.value ?? '';
    case 'number':
      return String((field.min ?? 0) + (dice % ((field.max ?? 0) - (field.min ?? 0) + 1)));
    default:
      return field.kind satisfies never;
  }
}
