import { flag, isJson, type Json, list, rec, str } from './json.ts';
import { checkView, withIds } from './limits.ts';
import { elementsOf } from './limits-blocks.ts';
import { refuse } from './refusal.ts';
import type { View } from './types.ts';
import { newId, type Workspace } from './workspace.ts';

/** Open a modal as the only one this person has open. */
export const startView = (ws: Workspace, user: string, given: unknown): View => {
  const view = make(ws, user, checkView(given, ['modal']), undefined);
  ws.modals.set(user, [view]);
  write(ws, 'view_opened', view);
  return view;
};

/** Put a modal on top of the open one; three at most. */
export const pushView = (ws: Workspace, user: string, given: unknown): View => {
  const stack = ws.modals.get(user) ?? [];
  const below = stack.at(-1) ?? refuse('not_found');
  if (stack.length >= 3) refuse('push_limit_reached');
  const view = make(ws, user, checkView(given, ['modal']), below);
  ws.modals.set(user, [...stack, view]);
  write(ws, 'view_pushed', view);
  return view;
};

/** Give an open modal (or a home) new content; what was typed into surviving inputs stays. */
export const setView = (ws: Workspace, id: string, given: unknown): View => {
  const old = findView(ws, id) ?? refuse('not_found');
  const content = checkView(given, ['modal', 'home']);
  if (content['type'] !== old.body['type']) refuse('invalid_arguments');
  const fresh = make(ws, old.user, content, undefined);
  const { root_view_id, previous_view_id } = old.body;
  const body = { ...fresh.body, id: old.id, root_view_id, previous_view_id };
  const view: View = { ...fresh, id: old.id, body, values: { ...fresh.values, ...surviving(old, fresh) } };
  replaceView(ws, view);
  write(ws, 'view_updated', view);
  return view;
};

export const publishHome = (ws: Workspace, user: string, given: unknown): View => {
  const fresh = make(ws, user, checkView(given, ['home']), undefined);
  const id = ws.homes.get(user)?.id ?? fresh.id;
  const view = { ...fresh, id, body: { ...fresh.body, id, root_view_id: id } };
  ws.homes.set(user, view);
  write(ws, 'home_published', view);
  return view;
};

/** Close the top modal, or all of them. */
export const closeView = (ws: Workspace, user: string, how: 'top' | 'all'): void => {
  const stack = ws.modals.get(user) ?? [];
  const closing = how === 'all' ? stack : stack.slice(-1);
  ws.modals.set(user, how === 'all' ? [] : stack.slice(0, -1));
  for (const view of closing) ws.ledger.append({ kind: 'view_closed', user, viewId: view.id });
};

/** The modal or home with this id. */
export const findView = (ws: Workspace, id: string): View | undefined =>
  [...[...ws.modals.values()].flat(), ...ws.homes.values()].find((view) => view.id === id);

/** Keep what was typed, chosen or answered. */
export const replaceView = (ws: Workspace, view: View): void => {
  if (ws.homes.get(view.user)?.id === view.id) ws.homes.set(view.user, view);
  const stack = ws.modals.get(view.user) ?? [];
  ws.modals.set(
    view.user,
    stack.map((other) => (other.id === view.id ? view : other)),
  );
};

const make = (ws: Workspace, user: string, given: Json, below: View | undefined): View => {
  const id = newId('V');
  const external = str(given, 'external_id');
  if (external && !below && isTaken(ws, external, user)) refuse('duplicate_external_id');
  const blocks = withIds(list(given, 'blocks'), `${id.slice(-4)}-`);
  const body: Json = {
    id,
    team_id: ws.settings.team,
    type: given['type'],
    blocks,
    private_metadata: str(given, 'private_metadata') ?? '',
    callback_id: str(given, 'callback_id') ?? '',
    hash: `${Math.floor(ws.clock.now() / 1000)}.${id.slice(1, 9)}`,
    title: given['title'] ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: flag(given, 'clear_on_close'),
    notify_on_close: flag(given, 'notify_on_close'),
    close: given['close'] ?? null,
    submit: given['submit'] ?? null,
    previous_view_id: below?.id ?? null,
    root_view_id: below ? (str(below.body, 'root_view_id') ?? below.id) : id,
    app_id: ws.settings.appId,
    external_id: external ?? '',
    app_installed_team_id: ws.settings.team,
    bot_id: ws.settings.botId,
  };
  return { id, user, body, values: initialValues(blocks), errors: {} };
};

const isTaken = (ws: Workspace, external: string, user: string): boolean =>
  [...ws.modals.entries()].some(
    ([other, stack]) => other !== user && stack.some((view) => str(view.body, 'external_id') === external),
  );

const write = (
  ws: Workspace,
  kind: 'view_opened' | 'view_pushed' | 'view_updated' | 'home_published',
  view: View,
): void =>
  ws.ledger.append({
    kind,
    user: view.user,
    viewId: view.id,
    text: str(rec(view.body, 'title'), 'text'),
    blocks: list(view.body, 'blocks'),
    detail: { callback_id: view.body['callback_id'] },
  });

const surviving = (old: View, fresh: View): View['values'] =>
  Object.fromEntries(
    Object.entries(old.values).filter(([block, held]) =>
      Object.entries(held).every(([action, state]) => fresh.values[block]?.[action] !== undefined && !isEmpty(state)),
    ),
  );

const initialValues = (blocks: readonly Json[]): View['values'] =>
  Object.fromEntries(
    blocks
      .map((block) => [str(block, 'block_id') ?? '', statesOf(block)] as const)
      .filter(([, held]) => Object.keys(held).length > 0),
  );

const statesOf = (block: Json): { readonly [actionId: string]: Json } =>
  Object.fromEntries(
    elementsOf(block)
      .filter((element) => stateKey(str(element, 'type') ?? '') !== undefined)
      .map((element) => [str(element, 'action_id') ?? '', initialState(element)]),
  );

/** The state of an element nobody touched yet. */
const initialState = (element: Json): Json => {
  const type = str(element, 'type') ?? '';
  const key = stateKey(type) ?? 'value';
  const many = key.endsWith('s') && key !== 'value';
  const initial = element[INITIAL[key] ?? ''];
  return { type, [key]: initial ?? (many ? [] : null) };
};

/** Under which key `state.values` holds the value of an element; undefined for buttons and the like. */
export const stateKey = (type: string): string | undefined => {
  if (type.endsWith('_input')) return SPECIAL_INPUTS[type] ?? 'value';
  return STATE_KEYS[type];
};

const SPECIAL_INPUTS: { readonly [type: string]: string } = { rich_text_input: 'rich_text_value', file_input: 'files' };

const STATE_KEYS: { readonly [type: string]: string } = {
  static_select: 'selected_option',
  external_select: 'selected_option',
  radio_buttons: 'selected_option',
  multi_static_select: 'selected_options',
  multi_external_select: 'selected_options',
  checkboxes: 'selected_options',
  users_select: 'selected_user',
  multi_users_select: 'selected_users',
  conversations_select: 'selected_conversation',
  multi_conversations_select: 'selected_conversations',
  channels_select: 'selected_channel',
  multi_channels_select: 'selected_channels',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
};

const INITIAL: { readonly [key: string]: string } = {
  value: 'initial_value',
  rich_text_value: 'initial_value',
  selected_option: 'initial_option',
  selected_options: 'initial_options',
  selected_user: 'initial_user',
  selected_users: 'initial_users',
  selected_conversation: 'initial_conversation',
  selected_conversations: 'initial_conversations',
  selected_channel: 'initial_channel',
  selected_channels: 'initial_channels',
  selected_date: 'initial_date',
  selected_time: 'initial_time',
  selected_date_time: 'initial_date_time',
};

/** Whether a state holds nothing. */
export const isEmpty = (state: Json | undefined): boolean => {
  if (!state) return true;
  const held = state[stateKey(str(state, 'type') ?? '') ?? 'value'];
  if (held === null || held === undefined || held === '') return true;
  return Array.isArray(held) ? held.length === 0 : isJson(held) && Object.keys(held).length === 0;
};
