import { describe, expect, test } from 'vitest';
import { PERIODS } from '../../src/desk/worth/period.ts';
import { intents } from '../../src/intents/index.ts';
import { words } from '../../src/say/index.ts';
import { buttonsOf, everything, LANGUAGES, PROBLEMS, read, SAYINGS, TICKETS, ticket, tone } from './samples.ts';

const languages = Object.entries(LANGUAGES).map(([name, make]) => ({ name, words: make(tone()) }));
const english = LANGUAGES.en(tone());

describe.each(languages)('in $name', ({ words: spoken }) => {
  test('everything that can be said is said, and nothing shows a hole', () => {
    for (const { what, message } of everything(spoken)) {
      expect(message.lines.length, what).toBeGreaterThan(0);
      for (const text of read(message)) {
        expect(text.trim(), what).not.toBe('');
        expect(text, what).not.toMatch(/undefined|null|NaN|Invalid|\[object|\$\{/);
        expect(text, what).not.toMatch(/ {2}| [.,;:!?](?:\s|$)|!/);
      }
    }
  });

  test('buttons keep the limits of the platforms', () => {
    for (const { what, message } of everything(spoken)) {
      for (const { label, intent, params } of buttonsOf(message)) {
        expect(label.length, what).toBeLessThanOrEqual(75);
        expect(JSON.stringify([intent, params]).length, what).toBeLessThanOrEqual(75);
        for (const value of Object.values(params)) expect(typeof value, what).toBe('string');
      }
      for (const line of message.lines) {
        if (line.kind === 'fields') expect(line.fields.length, what).toBeLessThanOrEqual(10);
      }
    }
  });

  test('forms keep the limits of the platforms', () => {
    for (const [intent, { title, submit, about, fields }] of Object.entries(spoken.forms)) {
      expect(title.length, title).toBeLessThanOrEqual(24);
      expect(submit.length, submit).toBeLessThanOrEqual(24);
      expect(about.length, about).toBeLessThanOrEqual(100);
      for (const { label, hint = '', options = {} } of Object.values(fields)) {
        expect(label.length, `${intent}: ${label}`).toBeLessThanOrEqual(45);
        expect(hint.length, `${intent}: ${hint}`).toBeLessThanOrEqual(100);
        for (const option of Object.values(options)) expect(option.length, option).toBeLessThanOrEqual(75);
      }
    }
  });

  test('forms name the fields and options of the intents, in the order of help', () => {
    const typed = intents.filter((intent) => intent.typed !== false);
    // One that is only ever opened by a button is drawn, and not typed.
    const byButton = ['explain survey', 'publish article', 'translate reply'];
    const drawn = [...typed, ...intents.filter(({ name }) => byButton.includes(name))];
    expect(Object.keys(spoken.forms)).toEqual(drawn.map(({ name }) => name));
    for (const { name, form } of drawn) {
      const shown = Object.entries(form).filter(([, field]) => field.hidden !== true);
      const fields = spoken.forms[name]?.fields ?? {};
      expect(Object.keys(fields), name).toEqual(shown.map(([field]) => field));
      for (const [field, declared] of shown) {
        const options = declared.kind === 'choice' ? declared.options : declared.kind === 'period' ? PERIODS : [];
        expect(Object.keys(fields[field]?.options ?? {}), `${name}.${field}`).toEqual(options);
      }
    }
  });

  test('the same messages have the same lines, buttons and audience as in English', () => {
    const shape = (all: ReturnType<typeof everything>) =>
      all.map(({ what, message }) => ({
        what,
        audience: message.audience,
        lines: message.lines.map(({ kind }) => kind),
        buttons: buttonsOf(message).map(({ intent, params, style }) => ({ intent, params, style })),
      }));
    expect(shape(everything(spoken))).toEqual(shape(everything(english)));
  });

  test('what only agents may read is an internal message, and a requester is told no note', () => {
    const internal =
      /^(by a model|agentsCard|notesCard|notesOpened|noted|note|notDelivered|queue|prioritizedBy)\b|for an agent$/;
    for (const { what, message } of everything(spoken)) {
      const agents = internal.test(what) && !what.startsWith('help');
      expect(message.audience, what).toBe(agents ? 'agents' : 'everyone');
      if (message.audience === 'everyone') expect(read(message).join('\n'), what).not.toContain('layoff');
    }
    expect(read(spoken.status(ticket(), SAYINGS, true)).join('\n')).toContain('layoff');
  });

  test('a message about a ticket names it', () => {
    for (const { what, message } of everything(spoken)) {
      const state = Object.keys(TICKETS).find((name) => what.includes(` ${name}`));
      if (state !== undefined) expect(read(message).join('\n'), what).toContain('INC-12');
    }
  });

  test('a problem is one sentence, and the usage line shows how to type it', () => {
    for (const [intent, problem] of PROBLEMS) expect(spoken.problem(intent, problem)).toMatch(/^\S.*\.$/);
    const usage = read(spoken.usage('resolve', [{ field: 'ticket', code: 'not a ticket' }])).join('\n');
    expect(usage).toContain('/ticket resolve INC-12');
    expect(usage).toContain('/ticket open <');
    expect(
      read(spoken.usage('open', [{ field: 'subject', code: 'missing' }]))
        .join('\n')
        .match(/\/ticket open/g),
    ).toHaveLength(1);
  });

  test('the phrases that an adapter needs are there', () => {
    for (const which of ['unavailable', 'failed', 'stale button', 'direct messages closed'] as const)
      expect(spoken.phrase(which)).toMatch(/\.$/);
  });
});

test('a reader gets their language, else that of the desk, and each language is made once', () => {
  const speak = words(tone(), 'de');
  expect(speak('es-419')).toBe(speak('es'));
  expect(speak('EN_us')).toBe(speak('en-GB'));
  expect(speak('de-AT').greeting()).toEqual(LANGUAGES.de(tone()).greeting());
  for (const locale of [undefined, '', 'fr-FR', 'constructor']) expect(speak(locale), String(locale)).toBe(speak('de'));
  expect(words(tone(), 'xx')('fr').greeting()).toEqual(english.greeting());
});
