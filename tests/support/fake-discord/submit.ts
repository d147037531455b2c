/** What a person's filled-in modal becomes on the wire. */
import { ComponentType as C } from 'discord-api-types/v10';
import type { Hub } from './hub.ts';
import { asList, asRecord } from './json.ts';
import { storeFile } from './outgoing.ts';
import { memberWithoutUser } from './payloads.ts';
import type { FileInput, Json, ModalField, OpenModal } from './types.ts';

/** By label or custom id. Lists are for menus, checkboxes and files. */
export type Values = Readonly<Record<string, string | boolean | readonly string[] | readonly FileInput[]>>;

/** The data of a modal submission; throws what the client would not let through. */
export function submitData(hub: Hub, modal: OpenModal, values: Values): Json {
  const fields = new Map(modal.fields.map((field) => [field.customId, field]));
  for (const key of Object.keys(values)) {
    if (modal.fields.some((field) => field.customId === key || field.label === key)) continue;
    throw new Error(
      `the modal has no field "${key}"; it has ${modal.fields.map((field) => `"${field.label}"`).join(', ')}`,
    );
  }
  const resolved: Record<string, Record<string, unknown>> = {};
  const components = modal.components.map((component, at) => {
    const outer = asRecord(component);
    const base = { type: outer['type'], id: at + 1 };
    if (outer['type'] === C.TextDisplay) return base;
    const inner = outer['type'] === C.Label ? asRecord(outer['component']) : asRecord(asList(outer['components'])[0]);
    const field = fields.get(String(inner['custom_id']));
    if (field === undefined) return base;
    const filled = fill(hub, modal, field, values[field.customId] ?? values[field.label], resolved);
    return outer['type'] === C.Label ? { ...base, component: filled } : { ...base, components: [filled] };
  });
  return { custom_id: modal.customId, components, ...(Object.keys(resolved).length === 0 ? {} : { resolved }) };
}

function fill(
  hub: Hub,
  modal: OpenModal,
  field: ModalField,
  value: Values[string] | undefined,
  resolved: Record<string, Record<string, unknown>>,
): Json {
  const base = { type: field.type, custom_id: field.customId };
  if (field.type === C.TextInput) {
    const text = String(value ?? field.value ?? '');
    if (field.required && text.trim() === '') throw new Error(`field "${field.label}" is required`);
    if (text !== '' && (text.length < field.minLength || text.length > field.maxLength)) {
      throw new Error(
        `field "${field.label}" takes ${field.minLength} to ${field.maxLength} characters, not ${text.length}`,
      );
    }
    return { ...base, value: text };
  }
  if (field.type === C.Checkbox) return { ...base, value: value === true };
  const given = value === undefined ? [] : [value].flat();
  if (field.required && given.length === 0) throw new Error(`field "${field.label}" is required`);
  if (field.type === C.FileUpload) return { ...base, values: upload(hub, modal, field, given, resolved) };
  const list = given.map(String);
  const picked =
    field.options.length === 0
      ? list.map((one) => resolve(hub, modal, field, one, resolved))
      : list.map((one) => optionOf(field, one));
  return field.type === C.RadioGroup ? { ...base, value: picked[0] ?? null } : { ...base, values: picked };
}

function optionOf(field: ModalField, value: string): string {
  const option = field.options.find((one) => one.value === value || one.label === value);
  if (option === undefined) throw new Error(`field "${field.label}" has no option "${value}"`);
  return option.value;
}

function resolve(
  hub: Hub,
  modal: OpenModal,
  field: ModalField,
  value: string,
  resolved: Record<string, Record<string, unknown>>,
): string {
  const put = (kind: string, id: string, thing: unknown): string => {
    resolved[kind] = { ...resolved[kind], [id]: thing };
    return id;
  };
  const { world } = hub;
  if (field.type === C.ChannelSelect) {
    const channel = world.channel(value);
    return put('channels', channel.id, { id: channel.id, name: channel.name, type: channel.type, permissions: '0' });
  }
  if (field.type === C.RoleSelect) return put('roles', world.id(value), { id: world.id(value) });
  const { user } = world.user(value);
  const guildId = world.channel(modal.channelId).guildId;
  if (guildId !== undefined)
    put('members', user.id, { ...memberWithoutUser(world, guildId, user.id), permissions: '0' });
  return put('users', user.id, user);
}

/** Files of nobody's message: Discord keeps them for the one submission. */
function upload(
  hub: Hub,
  modal: OpenModal,
  field: ModalField,
  given: readonly unknown[],
  resolved: Record<string, Record<string, unknown>>,
): readonly string[] {
  if (given.length > field.maxValues) throw new Error(`field "${field.label}" takes ${field.maxValues} files`);
  const files = given.map((one) => storeFile(hub, modal.channelId, one as FileInput));
  const known = files.map((one) => [one.id, { ...one, ephemeral: true }]);
  if (files.length > 0) resolved['attachments'] = { ...resolved['attachments'], ...Object.fromEntries(known) };
  return files.map(({ id }) => id);
}
