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
  Locale,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from 'discord.js';

import type { Desk, Phrase } from '../../src/adapter.ts';
import type { Completed, DrawnField, DrawnForm, Raw } from '../../src/form.ts';
import { clip, clipped } from './split.ts';

export const COMMAND = 'ticket';
/** About the desk as a whole. */
export const DESK = 'desk';
/** Of that, for whoever manages the server. */
export const PANEL = 'panel';
/** Its one option: what it says. */
export const PANEL_TEXT = 'text';
const PANEL_TEXT_MOST = 1500;
/**
 * Discord's names of languages. A command is translated to all of them that the desk speaks: where a language has two
 * (en-US and en-GB, es-ES and es-419) Discord shows the one in place of the other that is missing.
 */
const LANGUAGES: readonly string[] = Object.values(Locale);

type Body = RESTPostAPIChatInputApplicationCommandsJSONBody | RESTPostAPIContextMenuApplicationCommandsJSONBody;
type Drawn = (locale: string | undefined) => readonly DrawnForm[];
/** What of the desk's words a command is made of. Its name is the same in every language: it is what people tell one another. */
export type Wording = Pick<Desk, 'forms' | 'phrase'>;

/** Everything that the desk registers. */
export const commands = ({ forms, phrase }: Wording): readonly Body[] => [
  ticketCommand({ forms, phrase }),
  menu(forms, ApplicationCommandType.Message),
  menu(forms, ApplicationCommandType.User),
  deskCommand({ forms, phrase }),
];

/**
 * What belongs to the desk as a whole, and the panel. Discord hides whole commands and no parts of them, so this is shown to
 * everybody, and who may do what is looked at when they do it.
 */
function deskCommand({ forms, phrase }: Wording): RESTPostAPIChatInputApplicationCommandsJSONBody {
  const panel: APIApplicationCommandSubcommandOption = {
    type: Kind.Subcommand,
    name: PANEL,
    ...phrased(phrase, 'about panel'),
    options: [
      { type: Kind.String, name: PANEL_TEXT, ...phrased(phrase, 'about panel text'), max_length: PANEL_TEXT_MOST },
    ],
  };
  return {
    type: ApplicationCommandType.ChatInput,
    name: DESK,
    ...phrased(phrase, 'about desk'),
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    options: [panel, ...subcommands(forms, ({ ofDesk }) => ofDesk === true)],
  };
}

const phrased = (phrase: Desk['phrase'], which: Phrase) =>
  described(
    phrase(which, undefined),
    LANGUAGES.map((locale) => [locale, phrase(which, locale)]),
  );

/** "Open a ticket" on a message or a person. */
function menu(drawn: Drawn, type: ApplicationCommandType.Message | ApplicationCommandType.User): Body {
  const title = (locale: string | undefined): string =>
    clipped(drawn(locale).find(({ intent }) => intent === 'open')?.title ?? '', 32, 'Deskbell');
  const name = title(undefined);
  const names = LANGUAGES.map((locale): [string, string] => [locale, title(locale)]);
  return {
    type,
    name,
    ...localized('name_localizations', name, names),
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  };
}

/** Discord takes so many. Where there are more, what is about the desk as a whole is under its own command alone. */
const SUBCOMMANDS = 25;

export function ticketCommand({ forms, phrase }: Wording): RESTPostAPIChatInputApplicationCommandsJSONBody {
  const fits = forms(undefined).length <= SUBCOMMANDS;
  return {
    type: ApplicationCommandType.ChatInput,
    name: COMMAND,
    ...phrased(phrase, 'about tickets'),
    contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
    integration_types: [ApplicationIntegrationType.GuildInstall],
    options: subcommands(forms, ({ ofDesk }) => fits || ofDesk !== true),
  };
}

function subcommands(drawn: Drawn, belongs: (form: DrawnForm) => boolean): APIApplicationCommandSubcommandOption[] {
  const translated = LANGUAGES.map((locale) => ({ locale, forms: drawn(locale) }));
  return drawn(undefined)
    .filter(belongs)
    .slice(0, SUBCOMMANDS)
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

/** What is offered to whoever types; Discord takes 25. */
export const choicesOf = (tickets: Awaited<ReturnType<Desk['suggest']>>) =>
  tickets.slice(0, 25).map(({ value, label }) => ({ name: clipped(label, 100, value), value: clip(value, 100) }));

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
          name: clipped(label, 100, value),
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
  const description = clipped(text, 100, '-');
  return { description, ...localized('description_localizations', text, others) };
}

function localized<Name extends string>(name: Name, text: string, others: readonly (readonly [string, string])[]) {
  const different = others
    .filter(([, other]) => other !== text && other.trim() !== '')
    .map(([locale, other]) => [locale, clip(other.trim(), 100)]);
  return different.length === 0
    ? {}
    : ({ [name]: Object.fromEntries(different) } as Record<Name, Record<string, string>>);
}

const MEANT = new Set([
  ...['type', 'name', 'description', 'name_localizations', 'description_localizations', 'options', 'choices', 'value'],
  ...['required', 'min_value', 'max_value', 'min_length', 'max_length', 'contexts', 'integration_types'],
  ...['autocomplete', 'default_member_permissions'],
]);

/** The fields that we set, in one order, without those that say nothing. `all`: every field, for they are languages. */
function essence(value: unknown, all = false): unknown {
  if (Array.isArray(value)) return value.map((one) => essence(one));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([name, one]) => (all || MEANT.has(name)) && !saysNothing(one))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, one]) => [name, essence(one, name.endsWith('_localizations'))]));
}

const saysNothing = (one: unknown): boolean =>
  one === null || one === undefined || one === false || one === '' || (Array.isArray(one) && one.length === 0);
