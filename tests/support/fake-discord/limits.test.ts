/** Bodies at the limit pass, bodies one beyond it are refused: the validators, without a wire. */
import { describe, expect, test } from 'vitest';
import type { Json } from './types.ts';
import { choiceIssues, commandIssues, commandListIssues } from './validate-commands.ts';
import { componentIssues, countComponents, modalIssues } from './validate-components.ts';
import { checkMessage, mentionsUnsafe } from './validate-message.ts';

const x = (count: number): string => 'x'.repeat(count);
const many = <T>(count: number, make: (at: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, at) => make(at));
const button = (at: number | string, more: Json = {}) => ({
  type: 2,
  style: 1,
  label: 'b',
  custom_id: `b${at}`,
  ...more,
});
const row = (...components: readonly object[]) => ({ type: 1, components });
const option = (at: number, more: Json = {}) => ({ label: 'l', value: `v${at}`, ...more });
const menu = (more: Json) => ({ type: 3, custom_id: 'm', options: [option(0)], ...more });
const text = (content: string) => ({ type: 10, content });
const input = (more: Json = {}) => ({ type: 4, custom_id: 'i', style: 1, ...more });
const label = (component: object, more: Json = {}) => ({ type: 18, label: 'l', component, ...more });
const modal = (components: readonly object[], more: Json = {}) => ({ title: 't', custom_id: 'c', components, ...more });
const command = (more: Json = {}) => ({ name: 'ticket', description: 'd', ...more });
const stringOption = (at: number, more: Json = {}) => ({ type: 3, name: `o${at}`, description: 'd', ...more });

const codes = (issues: readonly { readonly code: string }[]): readonly string[] => issues.map((issue) => issue.code);

describe('components', () => {
  const good: readonly (readonly [string, readonly object[], boolean])[] = [
    ['five rows of five buttons', many(5, (r) => row(...many(5, (b) => button(`${r}${b}`)))), false],
    ['a menu of 25', [row(menu({ options: many(25, (at) => option(at)) }))], false],
    ['an emoji alone', [row({ type: 2, style: 2, custom_id: 'e', emoji: { name: '👍' } })], false],
    [
      'a container with a section',
      [{ type: 17, components: [text('a'), { type: 9, components: [text('b')], accessory: button(1) }] }],
      true,
    ],
    ['forty components', many(40, () => text('a')), true],
  ];
  test.each(good)('%s pass', (_name, components, v2) => {
    expect(componentIssues({ components }, v2)).toEqual([]);
  });

  const bad: readonly (readonly [string, readonly object[], boolean])[] = [
    ['six rows', many(6, (at) => row(button(at))), false],
    ['six buttons in a row', [row(...many(6, (at) => button(at)))], false],
    ['an empty row', [row()], false],
    ['a bare button', [button(1)], false],
    ['a label of 81', [row(button(1, { label: x(81) }))], false],
    ['a custom id of 101', [row(button(1, { custom_id: x(101) }))], false],
    ['an empty custom id', [row(button(1, { custom_id: '' }))], false],
    ['one custom id twice', [row(button(1)), row(button(1))], false],
    ['neither label nor emoji', [row({ type: 2, style: 1, custom_id: 'a' })], false],
    ['an unknown style', [row(button(1, { style: 9 }))], false],
    ['a link without url', [row({ type: 2, style: 5, label: 'l' })], false],
    ['a link to javascript', [row({ type: 2, style: 5, label: 'l', url: 'javascript:alert(1)' })], false],
    ['a link with a custom id', [row({ type: 2, style: 5, label: 'l', url: 'https://a.b', custom_id: 'a' })], false],
    ['a menu of 26', [row(menu({ options: many(26, (at) => option(at)) }))], false],
    ['an option value of 101', [row(menu({ options: [option(1, { value: x(101) })] }))], false],
    ['one option value twice', [row(menu({ options: [option(1), option(1)] }))], false],
    ['a placeholder of 151', [row(menu({ placeholder: x(151) }))], false],
    ['a menu beside a button', [row(menu({}), button(1))], false],
    ['an unknown type', [{ type: 99 }], false],
    ['a text input in a message', [row(input())], false],
    ['a text display without the flag', [text('a')], false],
    ['forty-one components', many(41, () => text('a')), true],
    [
      'forty-one nested components',
      [
        { type: 17, components: many(20, () => text('a')) },
        { type: 17, components: many(20, () => text('a')) },
      ],
      true,
    ],
    ['a section without accessory', [{ type: 9, components: [text('a')] }], true],
    ['more than 4000 characters', [text(x(2001)), text(x(2000))], true],
  ];
  test.each(bad)('%s are refused', (_name, components, v2) => {
    expect(componentIssues({ components }, v2)).not.toEqual([]);
  });

  test('counting reaches into sections and containers', () => {
    expect(
      countComponents([{ type: 17, components: [{ type: 9, components: [text('a')], accessory: button(1) }] }]),
    ).toBe(4);
  });
});

describe('modals', () => {
  test('a text input in a label, an old row, a menu and a text display pass', () => {
    const rows = row(input({ custom_id: 'old', label: 'l', max_length: 4000 }));
    const list = [label(input()), rows, label(menu({ custom_id: 'm2' })), text('read me')];
    expect(modalIssues(modal(list))).toEqual([]);
  });
  const bad: readonly (readonly [string, Json])[] = [
    ['no components', modal([])],
    ['six components', modal(many(6, (at) => label(input({ custom_id: `i${at}` }))))],
    ['a title of 46', modal([label(input())], { title: x(46) })],
    ['no custom id', modal([label(input())], { custom_id: undefined })],
    ['a label of 46', modal([label(input(), { label: x(46) })])],
    ['a label text of 101', modal([label(input(), { description: x(101) })])],
    ['a value of 4001', modal([label(input({ value: x(4001) }))])],
    ['a max_length of 4001', modal([label(input({ max_length: 4001 }))])],
    ['a placeholder of 101', modal([label(input({ placeholder: x(101) }))])],
    ['a button', modal([row(button(1))])],
    ['a bare input', modal([input()])],
    ['an old row without label', modal([row(input())])],
  ];
  test.each(bad)('%s is refused', (_name, data) => {
    expect(modalIssues(data)).not.toEqual([]);
  });
});

describe('commands', () => {
  test('names in other scripts, 25 options and 25 choices pass', () => {
    const choices = many(25, (at) => ({ name: `c${at}`, value: `v${at}` }));
    const options = many(25, (at) => stringOption(at, at === 0 ? { required: true, choices } : {}));
    expect(commandIssues(command({ options, name_localizations: { de: 'störung', ja: 'チケット' } }))).toEqual([]);
    expect(commandIssues({ type: 3, name: 'Open a Ticket' })).toEqual([]);
  });
  const bad: readonly (readonly [string, Json])[] = [
    ['an upper-case name', command({ name: 'Ticket' })],
    ['a name with a space', command({ name: 'a b' })],
    ['a name of 33', command({ name: x(33) })],
    ['an upper-case localised name', command({ name_localizations: { de: 'Störung' } })],
    ['no description', { name: 'a' }],
    ['a description of 101', command({ description: x(101) })],
    ['26 options', command({ options: many(26, (at) => stringOption(at)) })],
    ['required after optional', command({ options: [stringOption(1), stringOption(2, { required: true })] })],
    [
      '26 choices',
      command({ options: [stringOption(1, { choices: many(26, (at) => ({ name: `c${at}`, value: `v${at}` })) })] }),
    ],
    ['an option name twice', command({ options: [stringOption(1), stringOption(1)] })],
    [
      'choices and autocomplete',
      command({ options: [stringOption(1, { autocomplete: true, choices: [{ name: 'a', value: 'a' }] })] }),
    ],
    [
      'a sub-command beside an option',
      command({ options: [{ type: 1, name: 's', description: 'd' }, stringOption(1)] }),
    ],
    ['a context menu with a description', { type: 3, name: 'Open', description: 'd' }],
    [
      'more than 8000 characters',
      command({
        options: many(25, (at) => ({
          type: 1,
          name: `s${at}`,
          description: x(100),
          options: many(3, (o) => stringOption(o, { description: x(100) })),
        })),
      }),
    ],
  ];
  test.each(bad)('%s is refused', (_name, data) => {
    expect(commandIssues(data)).not.toEqual([]);
  });
  test('a list with one name twice, and 26 autocomplete choices, are refused', () => {
    expect(codes(commandListIssues([command(), command()]))).toEqual(['APPLICATION_COMMANDS_DUPLICATE_NAME']);
    expect(choiceIssues({ choices: many(26, (at) => ({ name: `c${at}`, value: at })) })).not.toEqual([]);
    expect(choiceIssues({ choices: [{ name: x(101), value: 'a' }] })).not.toEqual([]);
  });
});

describe('messages', () => {
  const field = (name: number, value: number) => ({ name: x(name), value: x(value) });
  test('the largest embed passes', () => {
    const embed = {
      title: x(256),
      description: x(4096),
      author: { name: x(256) },
      footer: { text: x(367) },
      fields: [field(1, 1024)],
    };
    expect(() => checkMessage({ content: x(2000), embeds: [embed], nonce: x(25) }, 'create', [], false)).not.toThrow();
  });
  const bad: readonly (readonly [string, Json])[] = [
    ['a description of 4097', { embeds: [{ description: x(4097) }] }],
    ['a field name of 257', { embeds: [{ fields: [field(257, 1)] }] }],
    ['an empty field value', { embeds: [{ fields: [field(1, 0)] }] }],
    ['26 fields', { embeds: [{ fields: many(26, () => field(1, 1)) }] }],
    ['a footer of 2049', { embeds: [{ footer: { text: x(2049) } }] }],
    ['eleven embeds', { embeds: many(11, () => ({ title: 'a' })) }],
    ['a file that is not there', { content: 'a', attachments: [{ id: 0, filename: 'a' }] }],
    [
      'users both parsed and listed',
      { content: 'a', allowed_mentions: { parse: ['users'], users: ['123456789012345678'] } },
    ],
    ['101 users to mention', { content: 'a', allowed_mentions: { users: many(101, () => '123456789012345678') } }],
    ['a number as content', { content: 5 }],
  ];
  test.each(bad)('%s is refused', (_name, body) => {
    expect(() => checkMessage(body, 'create', [], false)).toThrow('Invalid Form Body');
  });
  test('only parse: [] is safe', () => {
    const bodies = [
      {},
      { allowed_mentions: {} },
      { allowed_mentions: { parse: ['users'] } },
      { allowed_mentions: { parse: [] } },
    ];
    expect(bodies.map((body) => mentionsUnsafe(body))).toEqual([true, true, true, false]);
  });
});
