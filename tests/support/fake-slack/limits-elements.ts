import { isJson, type Json, list, str } from './json.ts';
import { at, items, missing, type Problems, textObject, textProblems, within, withinIfAny } from './limits-text.ts';

type Check = (element: Json, path: string) => Problems;

const SELECTS = ['static_select', 'external_select', 'users_select', 'conversations_select', 'channels_select'];
const MULTI_SELECTS = SELECTS.map((type) => `multi_${type}`);
const PICKERS = ['datepicker', 'timepicker'];
const CHOICES = ['checkboxes', 'radio_buttons', ...SELECTS, ...MULTI_SELECTS, ...PICKERS];

/** Which elements may stand where. */
export const ALLOWED = {
  actions: ['button', 'overflow', 'workflow_button', 'datetimepicker', 'rich_text_input', ...CHOICES],
  accessory: ['button', 'image', 'overflow', 'workflow_button', ...CHOICES],
  input: [
    'plain_text_input',
    'email_text_input',
    'url_text_input',
    'number_input',
    'rich_text_input',
    'file_input',
    'datetimepicker',
    ...CHOICES,
  ],
  context_actions: ['feedback_buttons', 'icon_button'],
} as const satisfies Record<string, readonly string[]>;

/** Everything wrong with one block element. */
export const elementProblems = (element: Json, path: string, allowed: readonly string[]): Problems => {
  const type = str(element, 'type');
  if (!type) return missing('type', path);
  const check = CHECKS[type];
  if (!check || !allowed.includes(type)) return [at(`unsupported type: ${type}`, `${path}/type`)];
  return [...withinIfAny(element, 'action_id', path, 255, 1), ...confirm(element, path), ...check(element, path)];
};

/** One option of a menu, a group of radio buttons or checkboxes. */
export const optionProblems = (option: Json, path: string): Problems => [
  ...textObject(option, 'text', path, { max: 75 }),
  ...(option['value'] === undefined ? missing('value', path) : within(option['value'], `${path}/value`, 75, 1)),
  ...textObject(option, 'description', path, { max: 75, optional: true }),
  ...withinIfAny(option, 'url', path, 3000),
];

const button: Check = (element, path) => [
  ...textObject(element, 'text', path, { max: 75, plainOnly: true }),
  ...withinIfAny(element, 'value', path, 2000),
  ...withinIfAny(element, 'url', path, 3000),
  ...withinIfAny(element, 'accessibility_label', path, 75),
  ...(element['style'] === undefined || ['primary', 'danger'].includes(String(element['style']))
    ? []
    : [at(`unsupported style: ${String(element['style'])}`, `${path}/style`)]),
];

const placeholder: Check = (element, path) =>
  textObject(element, 'placeholder', path, { max: 150, plainOnly: true, optional: true });

const confirm: Check = (element, path) => {
  const dialog = element['confirm'];
  if (dialog === undefined) return [];
  if (!isJson(dialog)) return [at('must provide an object', `${path}/confirm`)];
  const here = `${path}/confirm`;
  return [
    ...textObject(dialog, 'title', here, { max: 100, plainOnly: true, optional: true }),
    ...textObject(dialog, 'text', here, { max: 300 }),
    ...textObject(dialog, 'confirm', here, { max: 30, plainOnly: true, optional: true }),
    ...textObject(dialog, 'deny', here, { max: 30, plainOnly: true, optional: true }),
  ];
};

/** Options given flat or in groups; what is chosen at first must be one of them. */
const menu: Check = (element, path) => {
  if (element['options'] !== undefined && element['option_groups'] !== undefined)
    return [at('only one of options and option_groups is allowed', path)];
  const grouped = element['option_groups'] !== undefined;
  const shape = grouped
    ? items(element, 'option_groups', path, { max: 100 }, (group, here) => [
        ...textObject(group, 'label', here, { max: 75, plainOnly: true }),
        ...items(group, 'options', here, { max: 100 }, optionProblems),
      ])
    : items(element, 'options', path, { max: 100 }, optionProblems);
  return [...shape, ...chosenAtFirst(element, path), ...placeholder(element, path)];
};

const choices: Check = (element, path) => [
  ...items(element, 'options', path, { max: 10 }, optionProblems),
  ...chosenAtFirst(element, path),
];

const chosenAtFirst: Check = (element, path) => {
  const flat = grouplessOptions(element).map((option) => str(option, 'value'));
  const one = isJson(element['initial_option']) ? [element['initial_option']] : [];
  const chosen = [...one, ...list(element, 'initial_options')];
  return chosen.every((option) => flat.includes(str(option, 'value')))
    ? []
    : [at('initial option must be one of the options', path)];
};

/** All options of a menu, whether in groups or not. */
export const grouplessOptions = (element: Json): readonly Json[] => [
  ...list(element, 'options'),
  ...list(element, 'option_groups').flatMap((group) => list(group, 'options')),
];

const textInput: Check = (element, path) => {
  const max = Number(element['max_length'] ?? 3000);
  const min = Number(element['min_length'] ?? 0);
  return [
    ...placeholder(element, path),
    ...(max >= 1 && max <= 3000 ? [] : [at('must be between 1 and 3000', `${path}/max_length`)]),
    ...(min >= 0 && min <= 3000 && min <= max ? [] : [at('must be between 0 and max_length', `${path}/min_length`)]),
    ...withinIfAny(element, 'initial_value', path, Math.min(max, 3000)),
  ];
};

const image: Check = (element, path) => [
  ...(element['image_url'] === undefined && element['slack_file'] === undefined ? missing('image_url', path) : []),
  ...withinIfAny(element, 'image_url', path, 3000, 1),
  ...(element['alt_text'] === undefined
    ? missing('alt_text', path)
    : within(element['alt_text'], `${path}/alt_text`, 2000)),
];

const matching =
  (pattern: RegExp, key: string): Check =>
  (element, path) => [
    ...placeholder(element, path),
    ...(element[key] === undefined || pattern.test(String(element[key]))
      ? []
      : [at('invalid format', `${path}/${key}`)]),
  ];

const feedback: Check = (element, path) =>
  ['positive_button', 'negative_button'].flatMap((key) => {
    const half = element[key];
    if (!isJson(half)) return missing(key, path);
    return [
      ...textProblems(half['text'], `${path}/${key}/text`, 75, true),
      ...within(half['value'], `${path}/${key}/value`, 2000),
    ];
  });

const CHECKS: { readonly [type: string]: Check } = {
  button,
  image,
  workflow_button: button,
  icon_button: button,
  feedback_buttons: feedback,
  overflow: (element, path) => items(element, 'options', path, { max: 5 }, optionProblems),
  checkboxes: choices,
  radio_buttons: choices,
  static_select: menu,
  multi_static_select: menu,
  ...Object.fromEntries(
    [...SELECTS, ...MULTI_SELECTS].filter((type) => !type.includes('static')).map((type) => [type, placeholder]),
  ),
  datepicker: matching(/^\d{4}-\d\d-\d\d$/, 'initial_date'),
  timepicker: matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'initial_time'),
  datetimepicker: matching(/^\d{10}$/, 'initial_date_time'),
  plain_text_input: textInput,
  email_text_input: placeholder,
  url_text_input: placeholder,
  number_input: (element, path) =>
    typeof element['is_decimal_allowed'] === 'boolean'
      ? placeholder(element, path)
      : missing('is_decimal_allowed', path),
  rich_text_input: placeholder,
  file_input: (element, path) => {
    const most = Number(element['max_files'] ?? 10);
    return most >= 1 && most <= 10 ? [] : [at('must be between 1 and 10', `${path}/max_files`)];
  },
};
