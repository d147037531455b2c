import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  commandName,
  commands,
  readCommand,
  sameCommand,
  ticketCommand,
  type Wording,
} from '../../../adapters/discord/commands.ts';
import { fromModal, shownFields, toModal, uploadedWith } from '../../../adapters/discord/modal.ts';
import { everyForm } from '../../../src/draw.ts';
import type { DrawnField, DrawnForm } from '../../../src/form.ts';
import { words as wordsIn } from '../../../src/say/index.ts';
import { scriptedDesk } from '../../support/scripted-desk.ts';
import { drawnForm } from './drawn-form.ts';

const desk = scriptedDesk();
const german = (forms: readonly DrawnForm[]): readonly DrawnForm[] =>
  forms.map((form) => ({
    ...form,
    about: `${form.about} (de)`,
    fields: form.fields.map(({ hint, ...field }) => ({
      ...field,
      label: `${field.label} (de)`,
      ...(hint === undefined ? {} : { hint: `${hint} (de)` }),
    })),
  }));
const phrase: typeof desk.phrase = (which, locale) => `${which}${locale === 'de' ? ' (de)' : ''}`;
const drawn: Wording = {
  forms: (locale) => (locale === 'de' ? german(desk.forms(locale)) : desk.forms(locale)),
  phrase,
};

const words = (max: number) =>
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: max }).map((text) => text.slice(0, max));
const form = drawnForm({
  title: words(24),
  submit: words(24),
  about: words(100),
  label: words(45),
  hint: words(100),
  option: words(45),
  value: fc.string({ unit: 'grapheme', maxLength: 5000 }),
});

describe('the command', () => {
  test('has a subcommand for each intent, in the desk’s languages', () => {
    const command = ticketCommand(drawn);
    const open = command.options?.find(({ name }) => name === 'open');
    expect(command.options?.map(({ name }) => name)).toEqual(desk.forms(undefined).map(({ intent }) => intent));
    const tone = { prefix: 'INC', timeZone: 'UTC', command: '/ticket', services: ['Mail'], now: () => new Date() };
    const all = everyForm(wordsIn(tone)('en'));
    const names = ticketCommand({ ...drawn, forms: () => all }).options?.map(({ name }) => name);
    expect(names).toEqual(all.flatMap(({ intent, ofDesk }) => (ofDesk === true ? [] : [intent])));
    expect(names).toContain('help');
    expect(open).toMatchObject({
      type: 1,
      description: 'What open does',
      description_localizations: { de: 'What open does (de)' },
      options: [
        {
          type: 3,
          name: 'subject',
          required: false,
          max_length: 150,
          description_localizations: { de: 'Subject (de)' },
        },
        { type: 3, name: 'description', max_length: 3000 },
        { type: 3, name: 'urgency', choices: [{ name: 'low', value: 'low' }, { value: 'medium' }, { value: 'high' }] },
      ],
    });
    expect(JSON.stringify(command)).not.toContain('"required":true');
  });

  test('any forms give a command within Discord’s limits', () => {
    fc.assert(
      fc.property(fc.uniqueArray(form, { maxLength: 30, selector: ({ intent }) => intent }), (forms) => {
        const { options = [] } = ticketCommand({ forms: () => forms, phrase });
        expect(options.length).toBeLessThanOrEqual(25);
        const all = options.flatMap((one) => [one, ...(('options' in one && one.options) || [])]);
        for (const { name, description } of all) {
          expect(name).toMatch(/^[-_\p{L}\p{N}]{1,32}$/u);
          expect(name).toBe(name.toLowerCase());
          expect(description.length).toBeGreaterThan(0);
          expect(description.length).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  test('what is typed comes back by field name', () => {
    const options = [
      {
        type: 1,
        name: 'rate',
        options: [
          { type: 3, name: 'ticket', value: '4' },
          { type: 4, name: 'score', value: 5 },
        ],
      },
    ];
    expect(readCommand(options as never, desk.forms(undefined))).toEqual({
      intent: 'rate',
      params: { ticket: '4', score: '5' },
    });
    expect(readCommand([], desk.forms(undefined))).toBeUndefined();
    expect(readCommand([{ type: 1, name: 'nonsense' }] as never, desk.forms(undefined))).toBeUndefined();
  });

  test('is the same as its registered self, and not as another', () => {
    const ours = ticketCommand(drawn);
    const registered = {
      ...structuredClone(ours),
      id: '1',
      application_id: '2',
      version: '3',
      nsfw: false,
      dm_permission: true,
      name_localizations: null,
    };
    expect(sameCommand(registered, ours)).toBe(true);
    expect(sameCommand(registered, ticketCommand(desk))).toBe(false);
    expect(sameCommand(undefined, ours)).toBe(false);
  });

  test('whatever is registered is described in each language that the desk speaks, under both names of one', () => {
    const described = (one: unknown): readonly unknown[] => {
      const { options = [], ...rest } = one as { readonly options?: readonly unknown[] };
      return ['description' in rest ? rest : undefined, ...options.flatMap(described)].filter(Boolean);
    };
    for (const one of commands(drawn).flatMap(described))
      expect(one).toMatchObject({ description_localizations: { de: expect.stringMatching(/ \(de\)$/) } });
    const forms = (locale: string | undefined) => (/^(en|es)\b/.test(locale ?? '') ? german(desk.forms(locale)) : []);
    const spoken = { phrase, forms: (locale: string | undefined) => [...forms(locale), ...desk.forms(locale)] };
    expect(Object.keys(ticketCommand(spoken).options?.[0]?.description_localizations ?? {}).toSorted()).toEqual([
      ...['en-GB', 'en-US', 'es-419', 'es-ES'],
    ]);
  });

  test('names are made into what Discord takes', () => {
    expect(commandName('Mark As Done!')).toBe('mark-as-done-');
    expect(commandName('')).toBe('-');
  });
});

describe('the modal', () => {
  test('keeps what is filled in and asks for the rest, each kind in its own way', () => {
    const open = desk.form('open', { subject: 'VPN' }, undefined);
    expect(open && toModal(open, 'sealed')).toMatchObject({
      custom_id: 'sealed',
      title: 'open title',
      components: [
        {
          type: 18,
          label: 'Subject',
          component: { type: 4, style: 1, custom_id: 'subject', value: 'VPN', required: true, max_length: 150 },
        },
        { type: 18, component: { type: 4, style: 2, custom_id: 'description', required: false } },
        { type: 18, component: { type: 3, custom_id: 'urgency', required: false, options: [{}, {}, {}] } },
      ],
    });
  });

  test('any form gives a modal within Discord’s limits, with every required field that fits', () => {
    fc.assert(
      fc.property(form, (one) => {
        const modal = toModal(one, 'x');
        expect(modal.title.length).toBeLessThanOrEqual(45);
        expect(modal.components.length).toBeGreaterThanOrEqual(1);
        expect(modal.components.length).toBeLessThanOrEqual(5);
        const required = one.fields.filter((each) => each.required).slice(0, 5);
        expect(shownFields(one)).toEqual(expect.arrayContaining(required));
        for (const row of modal.components) {
          if (!('component' in row)) throw new Error('not a label');
          expect(row.label.length).toBeLessThanOrEqual(45);
          const { component } = row;
          if (component.type === 3) expect(component.options.length).toBeLessThanOrEqual(25);
          if (component.type !== 4) continue;
          expect(component.max_length).toBeLessThanOrEqual(4000);
          expect(component.value?.length ?? 0).toBeLessThanOrEqual(component.max_length ?? 0);
        }
      }),
    );
  });

  test('files are asked for where they are taken, after all that has to be said', () => {
    const open = desk.form('open', { subject: 'VPN' }, undefined);
    const files = { label: 'Files', hint: 'Ten at most' };
    const many = (count: number): readonly DrawnField[] =>
      Array.from({ length: count }, (_, at) => ({ name: `f${at}`, label: 'F', kind: 'text', required: true, max: 9 }));
    const last = (fields: readonly DrawnField[] | undefined) =>
      open && toModal({ ...open, fields: fields ?? open.fields, files }, 'sealed').components.at(-1);
    const upload = {
      ...{ type: 18, label: 'Files', description: 'Ten at most' },
      component: { type: 19, custom_id: '+files', required: false, min_values: 0, max_values: 10 },
    };
    expect(last(undefined)).toEqual(upload);
    expect(last(many(4))).toEqual(upload);
    expect(last(many(5))).toMatchObject({ component: { custom_id: 'f4' } });
  });

  test('what is uploaded is read with its name, and what was not is not believed', () => {
    const address = 'https://cdn.discordapp.com/ephemeral-attachments/1/2/log_file.txt?ex=1&is=0&hm=0';
    const known = { id: '2', filename: 'log_file.txt', title: 'log file', size: 9, url: address, proxy_url: address };
    const components = [
      { type: 18, component: { type: 4, custom_id: 'subject', value: 'VPN' } },
      { type: 18, component: { type: 19, custom_id: '+files', values: ['2', '3', 'constructor'] } },
    ];
    const submission = { components, resolved: { attachments: { 2: known } } } as never;
    expect(fromModal(submission)).toEqual({ subject: 'VPN' });
    expect(uploadedWith(submission)).toEqual([
      { ref: JSON.stringify({ id: '2', url: address }), name: 'log file.txt', bytes: 9 },
    ]);
    expect(uploadedWith({ components } as never)).toEqual([]);
  });

  test('a submission is read by label and by the older rows', () => {
    const components = [
      { type: 18, component: { type: 4, custom_id: 'subject', value: 'VPN' } },
      { type: 18, component: { type: 3, custom_id: 'urgency', values: ['high'] } },
      { type: 18, component: { type: 3, custom_id: 'impact', values: [] } },
      { type: 1, components: [{ type: 4, custom_id: 'description', value: '' }] },
      { type: 1, components: [{ type: 4, custom_id: 'note', value: 'x' }] },
      { type: 10, content: 'text' },
    ];
    expect(fromModal({ components } as never)).toEqual({ subject: 'VPN', urgency: 'high', note: 'x' });
  });
});
