/**
 * The desk's forms → Discord's `/ticket` with a subcommand for each intent, and back. One global command, not one for each
 * guild: it is registered once however many servers there are, works in direct messages too, and reaches clients at once
 * (Discord checks the version when it is used).
 */
import {
  type APIApplicationCommandBasicOption,
  type APIApplicationCommandInteractionDataOption,
  type APIApplicationCommandSubcommandOption,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  ApplicationCommandOptionType as Kind,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js';

import type { Completed, DrawnField, DrawnForm, Raw } from '../../src/form.ts';
import { clip } from './split.ts';

export const COMMAND = 'ticket';
/** About the desk as a whole. */
export const DESK = 'desk';
/** Of that, for whoever manages the server. */
export const PANEL = 'panel';
/** Discord's names of the languages that a command is translated to, besides the desk's first; one that the desk does not speak adds nothing. */
const LANGUAGES = ['de', 'es-ES', 'es-419', 'fr'] as const;

type Body = RESTPostAPIChatInputApplicationCommandsJSONBody | RESTPostAPIContextMenuApplicationCommandsJSONBody;
type Drawn = (locale: string | undefined) => readonly DrawnForm[];

/** Everything that the desk registers. */
export const commands = (drawn: Drawn): readonly Body[] => [
  ticketCommand(drawn),
  menu(drawn, ApplicationCommandType.Message),
  menu(drawn, ApplicationCommandType.User),
  deskCommand(drawn),
];

/**
 * What belongs to the desk as a whole, and the panel. Discord hides whole commands and no parts of them, so this is shown to
 * everybody, and who may do what is looked at when they do it.
 */
function deskCommand(drawn: Drawn): RESTPostAPIChatInputApplicationCommandsJSONBody {
  const panel = {
    type: Kind.Subcommand,
    name: PANEL,
    description: 'Puts buttons here: open a ticket, my tickets, help',
  };
  return {
    type: ApplicationCommandType.ChatInput,
    name: DESK,
    description: 'Deskbell',
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    options: [panel as APIApplicationCommandSubcommandOption, ...subcommands(drawn, ({ ofDesk }) => ofDesk === true)],
  };
}

/** "Open a ticket" on a message or a person. */
function menu(drawn: Drawn, type: ApplicationCommandType.Message | ApplicationCommandType.User): Body {
  const title = (locale: string | undefined): string =>
    clip(drawn(locale).find(({ intent }) => intent === 'open')?.title ?? '', 32);
  const name = title(undefined) || 'Deskbell';
  const names = LANGUAGES.map((locale): [string, string] => [locale, title(locale)]);
  return {
    type,
    name,
    ...localized('name_localizations', name, names),
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  };
}

/** `drawn` gives the forms in a language; undefined for the desk's first. */
export function ticketCommand(drawn: Drawn): RESTPostAPIChatInputApplicationCommandsJSONBody {
  return {
    type: ApplicationCommandType.ChatInput,
    name: COMMAND,
    description: 'Deskbell',
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    options: subcommands(drawn, () => true),
  };
}

function subcommands(drawn: Drawn, belongs: (form: DrawnForm) => boolean): APIApplicationCommandSubcommandOption[] {
  const translated = LANGUAGES.map((locale) => ({ locale, forms: drawn(locale) }));
  return drawn(undefined)
    .filter(belongs)
    .slice(0, 25)
    .map((form) =>
      subcommand(
        form,
        translated.flatMap(({ locale, forms }) => {
          const same = forms.find(({ intent }) => intent === form.intent);
          return same === undefined ? [] : [{ locale, form: same }];
        }),
      ),
    );
}

/** What was typed: the intent, and the params by field name. Undefined for a subcommand that no form has. */
export function readCommand(
  options: readonly APIApplicationCommandInteractionDataOption[],
  forms: readonly DrawnForm[],
): { readonly intent: string; readonly params: Raw } | undefined {
  const chosen = options.find((option) => option.type === Kind.Subcommand);
  const form = forms.find(({ intent }) => commandName(intent) === chosen?.name);
  if (chosen === undefined || form === undefined) return undefined;
  const params: Record<string, string> = {};
  for (const option of chosen.options ?? []) {
    const field = form.fields.find(({ name }) => commandName(name) === option.name);
    if (field !== undefined && 'value' in option) params[field.name] = String(option.value);
  }
  return { intent: form.intent, params };
}

/** What is typed at the moment, where the desk has suggestions for it. */
export function typedSoFar(
  options: readonly APIApplicationCommandInteractionDataOption[],
  forms: readonly DrawnForm[],
): { readonly what: Completed; readonly typed: string } | undefined {
  const chosen = options.find((option) => option.type === Kind.Subcommand);
  const form = forms.find(({ intent }) => commandName(intent) === chosen?.name);
  const focused = chosen?.options?.find((option) => 'focused' in option && option.focused === true);
  const field = form?.fields.find(({ name }) => commandName(name) === focused?.name);
  const what = field && completedIn(field);
  return what !== undefined && focused !== undefined && 'value' in focused
    ? { what, typed: String(focused.value) }
    : undefined;
}

/** Whether what is registered is what we would register, whatever Discord added to it. */
export function sameCommand(registered: unknown, ours: Body): boolean {
  return JSON.stringify(essence(registered)) === JSON.stringify(essence(ours));
}

/** 1 to 32 lower-case letters, digits, - and _. */
export function commandName(name: string): string {
  return (
    name
      .toLowerCase()
      .replace(/[^-_\p{L}\p{N}]/gu, '-')
      .slice(0, 32) || '-'
  );
}

interface Translated<T> {
  readonly locale: string;
  readonly form: T;
}

function subcommand(form: DrawnForm, others: readonly Translated<DrawnForm>[]): APIApplicationCommandSubcommandOption {
  return {
    type: Kind.Subcommand,
    name: commandName(form.intent),
    ...described(
      form.about || form.title,
      others.map(({ locale, form: other }) => [locale, other.about || other.title]),
    ),
    options: form.fields.slice(0, 25).map((field) =>
      option(
        field,
        others.flatMap(({ locale, form: other }) => {
          const same = other.fields.find(({ name }) => name === field.name);
          return same === undefined ? [] : [{ locale, form: same }];
        }),
      ),
    ),
  };
}

const completedIn = ({ kind, completes }: DrawnField): Completed | undefined =>
  completes ?? (kind === 'ticket' ? 'ticket' : undefined);

/** Never required: what is missing is asked for in the modal. */
function option(field: DrawnField, others: readonly Translated<DrawnField>[]): APIApplicationCommandBasicOption {
  const common = {
    name: commandName(field.name),
    ...described(
      field.hint || field.label,
      others.map(({ locale, form }) => [locale, form.hint || form.label]),
    ),
    required: false,
  };
  if (completedIn(field) !== undefined) return { ...common, type: Kind.String, autocomplete: true };
  switch (field.kind) {
    case 'choice': {
      const choices = (field.options ?? []).slice(0, 25).map(({ value, label }) => {
        const names = others.map(({ locale, form }): [string, string] => [
          locale,
          form.options?.find((one) => one.value === value)?.label ?? label,
        ]);
        return {
          name: clip(label, 100) || value,
          ...localized('name_localizations', label, names),
          value: clip(value, 100),
        };
      });
      return { ...common, type: Kind.String, choices };
    }
    case 'number':
      return {
        ...common,
        type: Kind.Integer,
        ...(field.min === undefined ? {} : { min_value: field.min }),
        ...(field.max === undefined ? {} : { max_value: field.max }),
      };
    case 'ticket':
      return { ...common, type: Kind.String, autocomplete: true };
    case 'text':
    case 'long text':
      return { ...common, type: Kind.String, max_length: Math.min(Math.max(field.max ?? 4000, 1), 6000) };
    default:
      return field.kind satisfies never;
  }
}

function described(text: string, others: readonly (readonly [string, string])[]) {
  const description = clip(text, 100) || '-';
  return { description, ...localized('description_localizations', text, others) };
}

function localized<Name extends string>(name: Name, text: string, others: readonly (readonly [string, string])[]) {
  const different = others
    .filter(([, other]) => other !== text && other !== '')
    .map(([locale, other]) => [locale, clip(other, 100)]);
  return different.length === 0
    ? {}
    : ({ [name]: Object.fromEntries(different) } as Record<Name, Record<string, string>>);
}

const MEANT = new Set([
  ...['type', 'name', 'description', 'name_localizations', 'description_localizations', 'options', 'choices', 'value'],
  ...['required', 'min_value', 'max_value', 'min_length', 'max_length', 'contexts', 'integration_types'],
  ...['autocomplete', 'default_member_permissions'],
]);

/** The fields that we set, in one order, without those that say nothing. */
function essence(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(essence);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(
      ([name, one]) =>
        !(
          one === null ||
          one === undefined ||
          one === false ||
          one === '' ||
          (Array.isArray(one) && one.length === 0)
        ) &&
        (MEANT.has(name) || LANGUAGES.some((locale) => locale === name)),
    )
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, one]) => [name, essence(one)]));
}
