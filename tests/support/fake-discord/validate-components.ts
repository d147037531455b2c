/** The limits of components: rows, buttons, selects, the second generation, and modals. */
import { ButtonStyle, ComponentType as C } from 'discord-api-types/v10';
import type { Issue } from './errors.ts';
import { asList, isRecord } from './json.ts';
import { type Rules, records, rules } from './rules.ts';
import type { Json } from './types.ts';

const selects: readonly number[] = [C.StringSelect, C.UserSelect, C.RoleSelect, C.MentionableSelect, C.ChannelSelect];
const topV2: readonly number[] = [
  C.ActionRow,
  C.Section,
  C.TextDisplay,
  C.MediaGallery,
  C.File,
  C.Separator,
  C.Container,
];
const inContainer = topV2.filter((type) => type !== C.Container);
const inLabel: readonly number[] = [C.TextInput, ...selects, C.FileUpload, C.RadioGroup, C.CheckboxGroup, C.Checkbox];

/** What is wrong with the components of a message. */
export function componentIssues(body: Json, v2: boolean): readonly Issue[] {
  const check = rules();
  const list = check.list(body, 'components', 0, v2 ? 40 : 5);
  const ids = new Set<string>();
  for (const [component, here] of records(list, (i) => check.at('components', i))) {
    if (allowed(component, v2 ? topV2 : [C.ActionRow], here)) one(component, here, ids);
  }
  if (v2 && countComponents(list) > 40) {
    check.add(['components'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 40 in length.');
  }
  if (v2 && totalText(list) > 4000) {
    check.add(['components'], 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED', 'Displayable text must be 4000 or fewer.');
  }
  return check.issues;
}

/** What is wrong with a modal. */
export function modalIssues(data: Json): readonly Issue[] {
  const check = rules();
  check.text(data, 'title', 1, 45, true);
  check.text(data, 'custom_id', 1, 100, true);
  const list = check.list(data, 'components', 1, 5, true);
  const ids = new Set<string>();
  for (const [component, here] of records(list, (i) => check.at('components', i))) {
    if (!allowed(component, [C.ActionRow, C.Label, C.TextDisplay], here)) continue;
    if (component['type'] === C.TextDisplay) one(component, here, ids);
    else if (component['type'] === C.ActionRow) legacyRow(component, here, ids);
    else label(component, here, ids);
  }
  return check.issues;
}

/** How many components there are, nested ones included. */
export function countComponents(list: readonly unknown[]): number {
  return list.reduce<number>((sum, component) => {
    if (!isRecord(component)) return sum;
    const accessory = component['accessory'] === undefined ? [] : [component['accessory']];
    return sum + 1 + countComponents([...asList(component['components']), ...accessory]);
  }, 0);
}

function totalText(list: readonly unknown[]): number {
  return list.reduce<number>((sum, component) => {
    if (!isRecord(component)) return sum;
    const content = component['type'] === C.TextDisplay ? String(component['content'] ?? '').length : 0;
    return sum + content + totalText(asList(component['components']));
  }, 0);
}

function allowed(component: Json, types: readonly number[], here: Rules): boolean {
  const type = component['type'];
  if (typeof type === 'number' && types.includes(type)) return true;
  here.add(['type'], 'BASE_TYPE_CHOICES', `Value must be one of {${types.join(', ')}}.`);
  return false;
}

function one(component: Json, here: Rules, ids: Set<string>): void {
  const within = (key: string, min: number, max: number, types: readonly number[]): void => {
    for (const [child, at] of records(here.list(component, key, min, max, true), (i) => here.at(key, i))) {
      if (allowed(child, types, at)) one(child, at, ids);
    }
  };
  switch (component['type']) {
    case C.ActionRow:
      row(component, here, ids);
      return;
    case C.Button:
      button(component, here, ids);
      return;
    case C.TextDisplay:
      here.text(component, 'content', 1, 4000, true);
      return;
    case C.Container:
      here.integer(component, 'accent_color', 0, 0xffffff);
      within('components', 1, 39, inContainer);
      return;
    case C.Section: {
      within('components', 1, 3, [C.TextDisplay]);
      const accessory = component['accessory'];
      if (!isRecord(accessory)) {
        here.add(['accessory'], 'BASE_TYPE_REQUIRED', 'This field is required');
        return;
      }
      if (allowed(accessory, [C.Button, C.Thumbnail], here.at('accessory'))) one(accessory, here.at('accessory'), ids);
      return;
    }
    case C.MediaGallery:
      here.list(component, 'items', 1, 10, true);
      return;
    case C.File:
      media(component, 'file', here);
      return;
    case C.Thumbnail:
      media(component, 'media', here);
      return;
    case C.Separator:
      here.integer(component, 'spacing', 1, 2);
      return;
    default:
      if (selects.includes(Number(component['type']))) select(component, here, ids);
  }
}

function media(component: Json, key: string, here: Rules): void {
  const item = component[key];
  if (isRecord(item)) here.at(key).text(item, 'url', 1, 2048, true);
  else here.add([key], 'BASE_TYPE_REQUIRED', 'This field is required');
  here.text(component, 'description', 0, 1024);
}

function row(component: Json, here: Rules, ids: Set<string>): void {
  const list = here.list(component, 'components', 1, 5, true);
  const hasSelect = list.some((child) => isRecord(child) && selects.includes(Number(child['type'])));
  if (hasSelect && list.length > 1) {
    here.add(['components'], 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The specified component exceeds the maximum width');
  }
  for (const [child, at] of records(list, (i) => here.at('components', i))) {
    if (allowed(child, [C.Button, ...selects], at)) one(child, at, ids);
  }
}

function customId(component: Json, here: Rules, ids: Set<string>): void {
  here.text(component, 'custom_id', 1, 100, true);
  const id = component['custom_id'];
  if (typeof id !== 'string') return;
  if (ids.has(id))
    here.add(['custom_id'], 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
  ids.add(id);
}

function button(component: Json, here: Rules, ids: Set<string>): void {
  const style = component['style'];
  if (typeof style !== 'number' || style < 1 || style > 6) {
    here.add(['style'], 'BASE_TYPE_CHOICES', 'Value must be one of {1, 2, 3, 4, 5, 6}.');
    return;
  }
  here.text(component, 'label', 0, 80);
  here.bool(component, 'disabled');
  if (style === ButtonStyle.Premium) {
    here.text(component, 'sku_id', 1, 32, true);
    return;
  }
  if (component['emoji'] === undefined && (component['label'] === undefined || component['label'] === '')) {
    here.add([], 'BUTTON_COMPONENT_MISSING_LABEL_OR_EMOJI', 'A label or an emoji is required.');
  }
  if (style !== ButtonStyle.Link) {
    customId(component, here, ids);
    if (component['url'] !== undefined)
      here.add(['url'], 'BUTTON_COMPONENT_CUSTOM_ID_AND_URL', 'A custom id and url cannot both be specified');
    return;
  }
  here.text(component, 'url', 1, 512, true);
  const url = component['url'];
  if (component['custom_id'] !== undefined)
    here.add(['custom_id'], 'BUTTON_COMPONENT_CUSTOM_ID_AND_URL', 'A custom id and url cannot both be specified');
  if (typeof url === 'string' && !/^(https?|discord):\/\/./.test(url)) {
    here.add(['url'], 'URL_TYPE_INVALID_SCHEME', "Scheme must be one of ('http', 'https', 'discord').");
  }
}

function select(component: Json, here: Rules, ids: Set<string>): void {
  customId(component, here, ids);
  here.text(component, 'placeholder', 0, 150);
  here.integer(component, 'min_values', 0, 25);
  here.integer(component, 'max_values', 1, 25);
  if (component['type'] === C.StringSelect) options(component, here, 1, 25);
}

function options(component: Json, here: Rules, min: number, max: number): void {
  const list = here.list(component, 'options', min, max, true);
  const values = new Set<unknown>();
  for (const [option, at] of records(list, (i) => here.at('options', i))) {
    at.text(option, 'label', 1, 100, true);
    at.text(option, 'value', 1, 100, true);
    at.text(option, 'description', 0, 100);
    if (values.has(option['value']))
      at.add(['value'], 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'The specified option value is already used');
    values.add(option['value']);
  }
  const most = typeof component['max_values'] === 'number' ? component['max_values'] : 1;
  if (most > list.length && list.length > 0) {
    here.add(
      ['max_values'],
      'COMPONENT_SELECT_MAX_VALUES',
      'max_values must not be greater than the number of options',
    );
  }
}

function legacyRow(component: Json, here: Rules, ids: Set<string>): void {
  const list = here.list(component, 'components', 1, 1, true);
  for (const [child, at] of records(list, (i) => here.at('components', i))) {
    if (allowed(child, [C.TextInput], at)) textInput(child, at, ids, true);
  }
}

function label(component: Json, here: Rules, ids: Set<string>): void {
  here.text(component, 'label', 1, 45, true);
  here.text(component, 'description', 0, 100);
  const inner = component['component'];
  const at = here.at('component');
  if (!isRecord(inner)) {
    at.add([], 'BASE_TYPE_REQUIRED', 'This field is required');
    return;
  }
  if (!allowed(inner, inLabel, at)) return;
  if (inner['type'] === C.TextInput) {
    textInput(inner, at, ids, false);
    return;
  }
  if (selects.includes(Number(inner['type']))) {
    select(inner, at, ids);
    return;
  }
  customId(inner, at, ids);
  if (inner['type'] === C.RadioGroup) options({ ...inner, max_values: 1 }, at, 2, 10);
  else if (inner['type'] === C.CheckboxGroup) options({ ...inner, max_values: 1 }, at, 1, 10);
  else if (inner['type'] === C.FileUpload) upload(inner, at);
}

function upload(inner: Json, here: Rules): void {
  here.integer(inner, 'min_values', 0, 10);
  here.integer(inner, 'max_values', 1, 10);
  const { min_values: least = 1, max_values: most = 1 } = inner;
  if (Number(least) > Number(most))
    here.add(['max_values'], 'BASE_TYPE_BAD_INT', 'max_values must not be less than min_values');
}

function textInput(input: Json, here: Rules, ids: Set<string>, legacy: boolean): void {
  customId(input, here, ids);
  if (legacy) here.text(input, 'label', 1, 45, true);
  else if (input['label'] !== undefined)
    here.add(['label'], 'COMPONENT_LABEL_NOT_ALLOWED', 'A text input in a label has no label of its own');
  if (input['style'] !== 1 && input['style'] !== 2)
    here.add(['style'], 'BASE_TYPE_CHOICES', 'Value must be one of {1, 2}.');
  here.text(input, 'placeholder', 0, 100);
  here.text(input, 'value', 0, 4000);
  here.integer(input, 'min_length', 0, 4000);
  here.integer(input, 'max_length', 1, 4000);
}
