import { isJson, type Json, list, rec, str, textOf } from './json.ts';
import { elementsOf } from './limits-blocks.ts';
import { grouplessOptions } from './limits-elements.ts';
import { seenBy } from './seen.ts';
import type { View } from './types.ts';
import { replaceView, stateKey } from './views.ts';
import type { Workspace } from './workspace.ts';

/** What somebody chooses or types: words, several of them, a number, or yes and no. */
export type Choice = string | number | readonly string[];

type Wanted = {
  readonly user: string;
  readonly ts?: string;
  readonly message?: { readonly ts: string };
  readonly channel?: string;
  readonly view?: boolean | string;
  readonly actionId?: string;
  readonly label?: string;
  readonly blockId?: string;
};

/** A control somebody has before them, and where. */
export type Control = {
  readonly element: Json;
  readonly blockId: string;
  readonly blocks: readonly Json[];
  readonly view: View | undefined;
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | undefined;
  readonly ephemeral: boolean;
};

/** Find a control as the person would: in what they see now. Throws when it isn't there. */
export const findControl = (ws: Workspace, wanted: Wanted): Control => {
  const places = wanted.view ? viewPlaces(ws, wanted) : messagePlaces(ws, wanted);
  const found = places.flatMap((place) => controlsIn(place, wanted));
  if (found[0]) return found[0];
  const asked = JSON.stringify({ ...wanted, message: wanted.message?.ts });
  const there = places.flatMap((place) => controlsIn(place, { user: wanted.user }));
  const names = there.map(({ element }) => `${str(element, 'action_id')} “${labelOf(element)}”`);
  throw new Error(`${wanted.user} sees no such control: ${asked}. In sight: ${names.join(', ') || 'none'}`);
};

/** The `actions[0]` of a block_actions payload. */
export const actionOf = (ws: Workspace, control: Control, choice: Choice | undefined): Json => {
  const { element, blockId } = control;
  const type = str(element, 'type') ?? '';
  const common = { type, action_id: str(element, 'action_id'), block_id: blockId, action_ts: ws.clock.ts() };
  const kept = Object.fromEntries(
    ['text', 'value', 'style', 'placeholder', 'url', 'confirm'].flatMap((key) =>
      element[key] === undefined ? [] : [[key, element[key]]],
    ),
  );
  if (type === 'overflow') return { ...common, selected_option: optionOf(element, String(choice)) };
  if (stateKey(type) === undefined) return { ...common, ...kept };
  if (choice === undefined) throw new Error(`A ${type} needs something to choose`);
  const state = chosen(element, choice);
  if (control.view) keep(ws, control.view, blockId, str(element, 'action_id') ?? '', state);
  return { ...common, ...('placeholder' in kept ? { placeholder: kept['placeholder'] } : {}), ...state };
};

/** `state.values` of a message: what its menus hold. */
export const stateOf = (control: Control): Json =>
  Object.fromEntries(
    control.blocks
      .map((block) => [str(block, 'block_id') ?? '', statesIn(block)] as const)
      .filter(([, states]) => Object.keys(states).length > 0),
  );

/** The state an element gets by a choice; throws when the choice isn't offered. */
export const chosen = (element: Json, choice: Choice): Json => {
  const type = str(element, 'type') ?? '';
  const key = stateKey(type) ?? 'value';
  const many = key.endsWith('s') && key !== 'files';
  const one = (value: string): unknown => (key.startsWith('selected_option') ? optionOf(element, value) : value);
  if (many)
    return { type, [key]: (Array.isArray(choice) ? choice : [String(choice)]).map((value) => one(String(value))) };
  if (key === 'selected_date_time') return { type, [key]: Number(choice) };
  return { type, [key]: one(String(choice)) };
};

/** The words on a control. */
export const labelOf = (element: Json): string =>
  textOf(element, 'text') ?? textOf(element, 'placeholder') ?? str(element, 'accessibility_label') ?? '';

/** An option by its words or its value. */
const optionOf = (element: Json, wanted: string): Json => {
  const options = grouplessOptions(element);
  const found = options.find((option) => textOf(option, 'text') === wanted || str(option, 'value') === wanted);
  if (found) return found;
  if (String(element['type']).includes('external'))
    return { text: { type: 'plain_text', text: wanted, emoji: true }, value: wanted };
  const offered = options.map((option) => textOf(option, 'text')).join(', ');
  throw new Error(`“${wanted}” is not offered; there is: ${offered}`);
};

type Place = Omit<Control, 'element' | 'blockId'>;

const messagePlaces = (ws: Workspace, wanted: Wanted): readonly Place[] => {
  const ts = wanted.ts ?? wanted.message?.ts;
  return [...seenBy(ws, wanted.user)]
    .reverse()
    .filter((seen) => (ts === undefined || seen.ts === ts) && (!wanted.channel || seen.channel === wanted.channel))
    .map(({ blocks, channel, ts: at, threadTs, ephemeral }) => ({
      blocks,
      view: undefined,
      channel,
      ts: at,
      threadTs,
      ephemeral,
    }));
};

const viewPlaces = (ws: Workspace, wanted: Wanted): readonly Place[] => {
  const top = ws.modals.get(wanted.user)?.at(-1);
  const home = ws.homes.get(wanted.user);
  return [top, home]
    .filter((view) => view !== undefined)
    .filter((view) => wanted.view === true || view.id === wanted.view || view.body['callback_id'] === wanted.view)
    .map((view) => ({
      blocks: list(view.body, 'blocks'),
      view,
      channel: '',
      ts: '',
      threadTs: undefined,
      ephemeral: false,
    }));
};

const controlsIn = (place: Place, wanted: Wanted): readonly Control[] =>
  place.blocks
    .filter((block) => wanted.blockId === undefined || str(block, 'block_id') === wanted.blockId)
    .flatMap((block) =>
      elementsOf(block)
        .filter((element) => element['type'] !== 'image')
        .filter((element) => wanted.actionId === undefined || str(element, 'action_id') === wanted.actionId)
        .filter(
          (element) => wanted.label === undefined || [labelOf(element), textOf(block, 'label')].includes(wanted.label),
        )
        .map((element) => ({ ...place, element, blockId: str(block, 'block_id') ?? '' })),
    );

const statesIn = (block: Json): Json =>
  Object.fromEntries(
    elementsOf(block).flatMap((element) => {
      const type = str(element, 'type') ?? '';
      const key = stateKey(type);
      if (key === undefined) return [];
      const initial = isJson(element['initial_option']) ? rec(element, 'initial_option') : null;
      return [[str(element, 'action_id') ?? '', { type, [key]: element['initial_options'] ?? initial }]];
    }),
  );

const keep = (ws: Workspace, view: View, blockId: string, actionId: string, state: Json): void =>
  replaceView(ws, {
    ...view,
    values: { ...view.values, [blockId]: { ...view.values[blockId], [actionId]: state } },
  });
