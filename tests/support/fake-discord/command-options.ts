/** From what a person types into a command to the options Discord sends: typed, resolved, and checked as the client does. */
import {
  type APIApplicationCommand,
  type APIApplicationCommandOption,
  type APIInteractionDataResolved,
  ApplicationCommandOptionType as O,
} from 'discord-api-types/v10';
import type { Hub } from './hub.ts';
import { storeFile } from './outgoing.ts';
import { apiChannel, memberWithoutUser } from './payloads.ts';
import { permissionsIn } from './permissions.ts';
import type { ChannelRecord, FileInput } from './types.ts';

export type OptionValue = string | number | boolean | FileInput;

export interface Typed {
  readonly sub?: string;
  readonly group?: string;
  readonly options?: Readonly<Record<string, OptionValue>>;
  /** Autocomplete: the option being typed in. */
  readonly focused?: string;
}

export interface Filled {
  readonly options: readonly object[];
  readonly resolved: APIInteractionDataResolved;
}

/** Throws what the client would not let happen. */
export function fillOptions(hub: Hub, command: APIApplicationCommand, channel: ChannelRecord, typed: Typed): Filled {
  const resolved: Required<Omit<APIInteractionDataResolved, never>> = {
    users: {},
    members: {},
    channels: {},
    roles: {},
    attachments: {},
  };
  const group = typed.group === undefined ? undefined : child(command.name, command.options, typed.group);
  const sub =
    typed.sub === undefined
      ? undefined
      : child(command.name, group === undefined ? command.options : nested(group), typed.sub);
  const leaf = sub ?? group;
  const definitions = leaf === undefined ? (command.options ?? []) : nested(leaf);
  if (definitions.some((one) => one.type === O.Subcommand || one.type === O.SubcommandGroup)) {
    throw new Error(`/${command.name} needs one of its sub-commands: ${definitions.map((one) => one.name).join(', ')}`);
  }
  const given = typed.options ?? {};
  for (const name of Object.keys(given)) child(command.name, definitions, name);
  const values = definitions.flatMap((definition) => {
    const value = given[definition.name];
    if (value === undefined) {
      if (definition.required === true && typed.focused === undefined)
        throw new Error(`option "${definition.name}" is required`);
      return [];
    }
    const focused = typed.focused === definition.name ? { focused: true } : {};
    return [
      {
        name: definition.name,
        type: definition.type,
        value: convert(hub, channel, definition, value, resolved, typed),
        ...focused,
      },
    ];
  });
  const wrap = (option: APIApplicationCommandOption | undefined, inner: readonly object[]): readonly object[] =>
    option === undefined ? inner : [{ name: option.name, type: option.type, options: inner }];
  const some = Object.entries(resolved).filter(([, map]) => Object.keys(map).length > 0);
  return { options: wrap(group, wrap(sub, values)), resolved: Object.fromEntries(some) };
}

function nested(option: APIApplicationCommandOption): readonly APIApplicationCommandOption[] {
  return 'options' in option ? (option.options ?? []) : [];
}

function child(
  command: string,
  options: readonly APIApplicationCommandOption[] | undefined,
  name: string,
): APIApplicationCommandOption {
  const found = options?.find((option) => option.name === name);
  if (found !== undefined) return found;
  throw new Error(`/${command} has no "${name}"; it has ${(options ?? []).map((o) => o.name).join(', ') || 'nothing'}`);
}

function convert(
  hub: Hub,
  channel: ChannelRecord,
  definition: APIApplicationCommandOption,
  value: OptionValue,
  resolved: APIInteractionDataResolved,
  typed: Typed,
): string | number | boolean {
  const { world } = hub;
  if (typeof value === 'object') {
    if (definition.type !== O.Attachment) throw new Error(`option "${definition.name}" takes no file`);
    const file = storeFile(hub, channel.id, value);
    resolved.attachments = { ...resolved.attachments, [file.id]: { ...file, ephemeral: true } };
    return file.id;
  }
  switch (definition.type) {
    case O.User:
    case O.Mentionable: {
      const { user } = world.user(String(value));
      resolved.users = { ...resolved.users, [user.id]: user };
      if (channel.guildId !== undefined && world.guild(channel.guildId).members.has(user.id)) {
        const { deaf: _deaf, mute: _mute, ...member } = memberWithoutUser(world, channel.guildId, user.id);
        const permissions = String(permissionsIn(world, user.id, channel));
        resolved.members = { ...resolved.members, [user.id]: { ...member, permissions } };
      }
      return user.id;
    }
    case O.Channel: {
      const named = world.channel(String(value));
      const whole = { ...apiChannel(world, named), permissions: String(permissionsIn(world, world.botId, named)) };
      resolved.channels = { ...resolved.channels, [named.id]: whole } as NonNullable<
        APIInteractionDataResolved['channels']
      >;
      return named.id;
    }
    case O.Role: {
      const role = world.guild(channel.guildId ?? '').roles.get(world.id(String(value)));
      if (role === undefined) throw new Error(`there is no role "${value}"`);
      resolved.roles = { ...resolved.roles, [role.id]: role };
      return role.id;
    }
    default:
      return plain(definition, value, typed.focused === definition.name);
  }
}

function plain(
  definition: APIApplicationCommandOption,
  value: string | number | boolean,
  focused: boolean,
): string | number | boolean {
  const wanted = definition.type === O.Boolean ? 'boolean' : definition.type === O.String ? 'string' : 'number';
  if (typeof value !== wanted && !focused) throw new Error(`option "${definition.name}" takes a ${wanted}`);
  if ('choices' in definition && definition.choices !== undefined && definition.choices.length > 0 && !focused) {
    const named = definition.choices.find((choice) => choice.value === value || choice.name === value);
    if (named === undefined) throw new Error(`option "${definition.name}" has no choice "${value}"`);
    return named.value;
  }
  if (definition.type === O.String) {
    const { min_length: min = 0, max_length: max = 6000 } = definition as { min_length?: number; max_length?: number };
    const length = String(value).length;
    if (!focused && (length < min || length > max))
      throw new Error(`option "${definition.name}" must be ${min} to ${max} long, not ${length}`);
  }
  return value;
}
