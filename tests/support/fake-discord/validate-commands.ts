/** The limits of application commands. */
import { ApplicationCommandType, ApplicationCommandOptionType as O } from 'discord-api-types/v10';
import type { Issue } from './errors.ts';
import { asList, asString, isRecord } from './json.ts';
import { type Rules, records, rules } from './rules.ts';
import type { Json } from './types.ts';

const namePattern = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** What is wrong with one command, or (with `inList`) with the list of a PUT. */
export function commandIssues(command: Json, base: Rules = rules()): readonly Issue[] {
  const type = command['type'] ?? ApplicationCommandType.ChatInput;
  if (type === ApplicationCommandType.ChatInput) {
    name(command, base);
    base.text(command, 'description', 1, 100, true);
    options(command, base, 0);
    if (sizeOf(command) > 8000) {
      base.add([], 'APPLICATION_COMMAND_TOO_LARGE', 'Command exceeds maximum size (8000)');
    }
  } else {
    base.text(command, 'name', 1, 32, true);
    if (asString(command['description']))
      base.add(
        ['description'],
        'APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION',
        'Context menu commands cannot have description',
      );
    if (asList(command['options']).length > 0)
      base.add(['options'], 'APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS', 'Context menu commands cannot have options');
  }
  for (const key of ['name_localizations', 'description_localizations'] as const) {
    const map = command[key];
    if (!isRecord(map)) continue;
    for (const locale of Object.keys(map)) {
      if (key === 'name_localizations' && type === ApplicationCommandType.ChatInput)
        name({ name: map[locale] }, base.at(key, locale));
      else base.at(key).text(map, locale, 1, key === 'name_localizations' ? 32 : 100);
    }
  }
  return base.issues;
}

/** What is wrong with the whole list of a PUT. */
export function commandListIssues(list: readonly unknown[]): readonly Issue[] {
  const check = rules();
  const seen = new Set<string>();
  for (const [command, here] of records(list, (i) => check.at(i))) {
    commandIssues(command, here);
    const key = `${String(command['type'] ?? 1)}:${String(command['name'])}`;
    if (seen.has(key)) here.add([], 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
    seen.add(key);
  }
  const count = (type: number): number => list.filter((c) => isRecord(c) && (c['type'] ?? 1) === type).length;
  if (count(1) > 100 || count(2) > 15 || count(3) > 15) {
    check.add([], 'BASE_TYPE_MAX_LENGTH', 'Maximum number of application commands reached');
  }
  return check.issues;
}

/** What is wrong with the choices of an autocomplete answer. */
export function choiceIssues(data: Json): readonly Issue[] {
  const check = rules();
  choices(data, check, undefined);
  return check.issues;
}

function name(command: Json, here: Rules): void {
  const given = command['name'];
  if (typeof given !== 'string') {
    here.text(command, 'name', 1, 32, true);
    return;
  }
  if (!namePattern.test(given) || given !== given.toLowerCase()) {
    here.add(['name'], 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
}

function choices(body: Json, here: Rules, type: unknown): void {
  for (const [choice, at] of records(here.list(body, 'choices', 0, 25), (i) => here.at('choices', i))) {
    at.text(choice, 'name', 1, 100, true);
    if (typeof choice['value'] === 'string') at.text(choice, 'value', 0, 100, true);
    else if (typeof choice['value'] !== 'number') at.add(['value'], 'BASE_TYPE_REQUIRED', 'This field is required');
    if (type === O.String && typeof choice['value'] !== 'string')
      at.add(['value'], 'STRING_TYPE_CONVERT', 'Could not interpret the value as string.');
  }
}

function options(body: Json, here: Rules, depth: number): void {
  const list = records(here.list(body, 'options', 0, 25), (i) => here.at('options', i));
  const names = new Set<unknown>();
  let optionalSeen = false;
  const isNesting = (type: unknown): boolean => type === O.Subcommand || type === O.SubcommandGroup;
  if (list.some(([o]) => isNesting(o['type'])) && list.some(([o]) => !isNesting(o['type']))) {
    here.add(['options'], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Sub-commands and options cannot be mixed');
  }
  for (const [option, at] of list) {
    const type = option['type'];
    name(option, at);
    at.text(option, 'description', 1, 100, true);
    if (typeof type !== 'number' || type < 1 || type > 11)
      at.add(['type'], 'BASE_TYPE_CHOICES', 'Value must be one of {1…11}.');
    if (names.has(option['name']))
      at.add(['name'], 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', 'Option name already exists');
    names.add(option['name']);
    if (isNesting(type)) {
      if (depth > (type === O.SubcommandGroup ? 0 : 1))
        at.add(['type'], 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'Nested too deeply');
      options(option, at, depth + 1);
      continue;
    }
    if (option['required'] === true && optionalSeen) {
      at.add(
        [],
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
    }
    optionalSeen ||= option['required'] !== true;
    if (option['autocomplete'] === true && asList(option['choices']).length > 0)
      at.add(
        ['autocomplete'],
        'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES',
        'Choices and autocomplete exclude each other',
      );
    choices(option, at, type);
    at.integer(option, 'min_length', 0, 6000);
    at.integer(option, 'max_length', 1, 6000);
  }
}

/** Name, description and choice values of the command, its options, sub-commands and groups: the longest localisation counts. */
function sizeOf(node: Json): number {
  const longest = (key: string): number => {
    const map = node[`${key}_localizations`];
    const all = [node[key], ...(isRecord(map) ? Object.values(map) : [])];
    return Math.max(0, ...all.map((text) => (typeof text === 'string' ? text.length : 0)));
  };
  const value = typeof node['value'] === 'string' ? node['value'].length : 0;
  const inner = [...asList(node['options']), ...asList(node['choices'])].filter(isRecord);
  return longest('name') + longest('description') + value + inner.reduce((sum, child) => sum + sizeOf(child), 0);
}
