/** What people do with commands, components and modals, and how the bot's answers are followed. */
import {
  type APIApplicationCommand,
  type APIMessage,
  ApplicationCommandType,
  ButtonStyle,
  ComponentType as C,
  InteractionContextType,
  PermissionFlagsBits as P,
  InteractionType as T,
} from 'discord-api-types/v10';
import { fillOptions, type OptionValue, type Typed } from './command-options.ts';
import type { Hub } from './hub.ts';
import { type InteractionHandle, send } from './interaction-send.ts';
import { asList, asRecord, isRecord } from './json.ts';
import { whereName } from './messages.ts';
import { apiChannel, apiMessage, memberWithoutUser } from './payloads.ts';
import { canView, guildPermissions, permissionsIn } from './permissions.ts';
import { submitData, type Values } from './submit.ts';
import type { ChannelRecord, Json, MessageRecord, OpenModal } from './types.ts';

export interface SlashGesture {
  readonly user: string;
  /** A channel or thread; 'dm' for the DM with the bot. */
  readonly channel: string;
  readonly command: string;
  readonly group?: string;
  readonly sub?: string;
  readonly options?: Readonly<Record<string, OptionValue>>;
}

export interface PressGesture {
  readonly user: string;
  readonly message: APIMessage | string;
  readonly label?: string;
  readonly customId?: string;
  /** What a client of somebody's own making sends as the id of a button, whatever the message has. */
  readonly forged?: string;
}

export interface SelectGesture {
  readonly user: string;
  readonly message: APIMessage | string;
  readonly customId?: string;
  readonly placeholder?: string;
  /** Values or labels of options; for user, role and channel menus, their names. */
  readonly values: readonly string[];
}

export interface MenuGesture {
  readonly user: string;
  readonly command: string;
  readonly message?: APIMessage | string;
  /** The person, for a command on people. */
  readonly target?: string;
  readonly channel?: string;
}

export function slash(hub: Hub, gesture: SlashGesture): InteractionHandle {
  const { channel, userId } = place(hub, gesture.user, gesture.channel);
  const { command } = usable(hub, gesture.command, ApplicationCommandType.ChatInput, channel, userId);
  const data = commandData(hub, command, channel, gesture);
  const path = [gesture.command, gesture.group, gesture.sub].filter((part) => part !== undefined).join(' ');
  return send(hub, { type: T.ApplicationCommand, channel, userId, name: `/${path}`, data });
}

export function autocomplete(hub: Hub, gesture: SlashGesture & { readonly focused: string }): InteractionHandle {
  const { channel, userId } = place(hub, gesture.user, gesture.channel);
  const { command } = usable(hub, gesture.command, ApplicationCommandType.ChatInput, channel, userId);
  const options = { [gesture.focused]: '', ...gesture.options };
  const data = commandData(hub, command, channel, { ...gesture, options });
  return send(hub, {
    type: T.ApplicationCommandAutocomplete,
    channel,
    userId,
    name: `/${gesture.command} (typing)`,
    data,
  });
}

export function contextMenu(hub: Hub, gesture: MenuGesture): InteractionHandle {
  const { world } = hub;
  const record = gesture.message === undefined ? undefined : found(hub, gesture.message);
  const where = record === undefined ? (gesture.channel ?? '') : record.message.channel_id;
  const { channel, userId } = place(hub, gesture.user, where);
  const type = record === undefined ? ApplicationCommandType.User : ApplicationCommandType.Message;
  const { command } = usable(hub, gesture.command, type, channel, userId);
  const base = {
    id: command.id,
    name: command.name,
    type,
    ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
  };
  const name = `menu "${gesture.command}"`;
  if (record !== undefined) {
    mustSee(hub, userId, channel, record);
    const resolved = { messages: { [record.message.id]: apiMessage(world, record) } };
    return send(hub, {
      type: T.ApplicationCommand,
      channel,
      userId,
      name,
      data: { ...base, target_id: record.message.id, resolved },
    });
  }
  const { user } = world.user(gesture.target ?? '');
  const members =
    channel.guildId === undefined
      ? {}
      : {
          members: {
            [user.id]: {
              ...memberWithoutUser(world, channel.guildId, user.id),
              permissions: String(permissionsIn(world, user.id, channel)),
            },
          },
        };
  const resolved = { users: { [user.id]: user }, ...members };
  return send(hub, {
    type: T.ApplicationCommand,
    channel,
    userId,
    name,
    data: { ...base, target_id: user.id, resolved },
  });
}

export function press(hub: Hub, gesture: PressGesture): InteractionHandle {
  const record = found(hub, gesture.message);
  const { channel, userId } = place(hub, gesture.user, record.message.channel_id);
  mustSee(hub, userId, channel, record);
  if (gesture.forged !== undefined) {
    const data = { custom_id: gesture.forged, component_type: C.Button, id: 1 };
    return send(hub, { type: T.MessageComponent, channel, userId, name: 'a forged button', data, source: record });
  }
  const buttons = controls(record).filter((one) => one['type'] === C.Button);
  const button = buttons.find((one) =>
    gesture.customId === undefined ? one['label'] === gesture.label : one['custom_id'] === gesture.customId,
  );
  const names = buttons.map((one) => `"${String(one['label'])}"`).join(', ') || 'no buttons';
  if (button === undefined)
    throw new Error(`no button "${gesture.label ?? gesture.customId}" in that message; it has ${names}`);
  if (button['disabled'] === true) throw new Error(`button "${String(button['label'])}" is disabled`);
  if (button['style'] === ButtonStyle.Link) throw new Error(`button "${String(button['label'])}" is a link`);
  const data = { custom_id: button['custom_id'], component_type: C.Button, id: button['id'] };
  return send(hub, {
    type: T.MessageComponent,
    channel,
    userId,
    name: `button "${String(button['label'])}"`,
    data,
    source: record,
  });
}

export function choose(hub: Hub, gesture: SelectGesture): InteractionHandle {
  const { world } = hub;
  const record = found(hub, gesture.message);
  const { channel, userId } = place(hub, gesture.user, record.message.channel_id);
  mustSee(hub, userId, channel, record);
  const menus = controls(record).filter(
    (one) => one['type'] === C.StringSelect || (Number(one['type']) >= 5 && Number(one['type']) <= 8),
  );
  const wanted = (one: Json): boolean =>
    gesture.customId !== undefined
      ? one['custom_id'] === gesture.customId
      : gesture.placeholder === undefined || one['placeholder'] === gesture.placeholder;
  const menu = menus.find(wanted);
  if (menu === undefined || menu['disabled'] === true)
    throw new Error('no such menu in that message, or it is disabled');
  const { min_values: min = 1, max_values: max = 1 } = menu as { min_values?: number; max_values?: number };
  if (gesture.values.length < min || gesture.values.length > max)
    throw new Error(`the menu takes ${min} to ${max} values`);
  const base = { custom_id: menu['custom_id'], component_type: menu['type'], id: menu['id'] };
  const name = `menu "${String(menu['placeholder'] ?? menu['custom_id'])}"`;
  const sendIt = (data: Json) => send(hub, { type: T.MessageComponent, channel, userId, name, data, source: record });
  if (menu['type'] === C.StringSelect) {
    const options = asList(menu['options']).filter(isRecord);
    const values = gesture.values.map((value) => {
      const option = options.find((one) => one['value'] === value || one['label'] === value);
      if (option === undefined) throw new Error(`the menu has no option "${value}"`);
      return option['value'];
    });
    return sendIt({ ...base, values });
  }
  if (menu['type'] === C.UserSelect) {
    const users = gesture.values.map((value) => world.user(value).user);
    const members = users.map(
      (user) => [user.id, { ...memberWithoutUser(world, channel.guildId ?? '', user.id), permissions: '0' }] as const,
    );
    const resolved = {
      users: Object.fromEntries(users.map((user) => [user.id, user])),
      ...(channel.guildId === undefined ? {} : { members: Object.fromEntries(members) }),
    };
    return sendIt({ ...base, values: users.map((user) => user.id), resolved });
  }
  if (menu['type'] === C.ChannelSelect) {
    const channels = gesture.values.map((value) => world.channel(value));
    const resolved = {
      channels: Object.fromEntries(channels.map((one) => [one.id, { ...apiChannel(world, one), permissions: '0' }])),
    };
    return sendIt({ ...base, values: channels.map((one) => one.id), resolved });
  }
  const roles = gesture.values.map((value) => world.guild(channel.guildId ?? '').roles.get(world.id(value)));
  const resolved = { roles: Object.fromEntries(roles.map((role) => [role?.id ?? '', role])) };
  return sendIt({ ...base, values: roles.map((role) => role?.id ?? ''), resolved });
}

export interface SubmitGesture {
  readonly user: string;
  /** [the one open on the person's screen] */
  readonly modal?: OpenModal;
  readonly values: Values;
}

export function submit(hub: Hub, gesture: SubmitGesture): InteractionHandle {
  const userId = hub.world.user(gesture.user).user.id;
  const modal = gesture.modal ?? hub.world.modals.get(userId);
  if (modal === undefined || hub.world.modals.get(userId) !== modal)
    throw new Error(`${gesture.user} has no such modal open`);
  const data = submitData(hub, modal, gesture.values);
  hub.world.modals.delete(userId);
  const channel = hub.world.channel(modal.channelId);
  return send(hub, {
    type: T.ModalSubmit,
    channel,
    userId,
    name: `modal "${modal.title}"`,
    data,
    source: modal.source,
  });
}

function place(hub: Hub, user: string, where: string): { readonly channel: ChannelRecord; readonly userId: string } {
  const userId = hub.world.user(user).user.id;
  const channel = where === 'dm' ? hub.world.dm(userId) : hub.world.channel(where);
  if (!canView(hub.world, userId, channel)) throw new Error(`${user} cannot view ${whereName(hub, channel)}`);
  return { channel, userId };
}

function found(hub: Hub, message: APIMessage | string): MessageRecord {
  return hub.world.anyMessage(typeof message === 'string' ? message : message.id);
}

function mustSee(hub: Hub, userId: string, channel: ChannelRecord, record: MessageRecord): void {
  const sees = record.ephemeralFor === undefined ? canView(hub.world, userId, channel) : record.ephemeralFor === userId;
  if (!sees) throw new Error(`${hub.world.user(userId).user.username} does not see that message`);
}

function usable(
  hub: Hub,
  name: string,
  type: ApplicationCommandType,
  channel: ChannelRecord,
  userId: string,
): { readonly command: APIApplicationCommand } {
  const { world } = hub;
  const here = world.commands.filter(({ guildId }) => guildId === undefined || guildId === channel.guildId);
  const command = here.find((one) => one.command.name === name && one.command.type === type)?.command;
  if (command === undefined)
    throw new Error(
      `the bot has registered no "${name}" here; only ${here.map((one) => one.command.name).join(', ') || 'nothing'}`,
    );
  if (channel.guildId === undefined) {
    const inDm = command.contexts?.includes(InteractionContextType.BotDM) ?? command.dm_permission !== false;
    if (!inDm) throw new Error(`"${name}" is not offered in DMs`);
    return { command };
  }
  if (command.contexts && !command.contexts.includes(InteractionContextType.Guild))
    throw new Error(`"${name}" is not offered in servers`);
  if (!(permissionsIn(world, userId, channel) & P.UseApplicationCommands)) throw new Error('may not use commands here');
  const needs = command.default_member_permissions;
  if (needs !== null && needs !== undefined) {
    const has = guildPermissions(world, userId, channel.guildId);
    if (BigInt(needs) === 0n ? !(has & P.Administrator) : (has & BigInt(needs)) !== BigInt(needs))
      throw new Error(`"${name}" is not shown to this person`);
  }
  return { command };
}

function commandData(hub: Hub, command: APIApplicationCommand, channel: ChannelRecord, typed: Typed): Json {
  const { options, resolved } = fillOptions(hub, command, channel, typed);
  return {
    id: command.id,
    name: command.name,
    type: command.type,
    ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
    ...(options.length === 0 ? {} : { options }),
    ...(Object.keys(resolved).length === 0 ? {} : { resolved }),
  };
}

/** Every component of a message, however deep. */
function controls(record: MessageRecord): readonly Json[] {
  const visit = (component: unknown): readonly Json[] => {
    const one = asRecord(component);
    return [
      one,
      ...asList(one['components']).flatMap(visit),
      ...(one['accessory'] === undefined ? [] : visit(one['accessory'])),
    ];
  };
  return (record.message.components ?? []).flatMap(visit);
}
