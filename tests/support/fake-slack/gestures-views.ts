import { applyViewAck, noteFailure } from './acks.ts';
import { type Choice, chosen } from './controls.ts';
import type { Transport } from './deliver.ts';
import { flag, type Json, list, rec, str, textOf } from './json.ts';
import { payloadTeam, payloadUser, wireView } from './payloads.ts';
import type { Delivered, View } from './types.ts';
import { closeView, findView, isEmpty, replaceView } from './views.ts';
import { newTrigger, type Workspace } from './workspace.ts';

export type Submit = {
  readonly user: string;
  /** Which open modal; the top one when left out. */
  readonly view?: { readonly id: string };
  readonly viewId?: string;
  /** By label, block_id or action_id of the input. Menus take the words or the value of an option. */
  readonly values?: { readonly [input: string]: Choice };
};

export type ViewGestures = {
  /** Fill in and submit. Rejects when Slack's own form would not let it through. */
  readonly submit: (submit: Submit) => Promise<Delivered>;
  /** Type or choose without submitting. */
  readonly fill: (submit: Submit) => void;
  /** Close the top modal (`all`: with the ×, the whole stack); the bot hears of it if it asked to. */
  readonly close: (who: { readonly user: string; readonly all?: boolean }) => Promise<Delivered | undefined>;
};

export const viewGestures = (ws: Workspace, send: Transport): ViewGestures => ({
  submit: async (submit) => {
    const view = filled(ws, submit);
    refuseIncomplete(view);
    const answer = await send({ kind: 'interactive', payload: submissionPayload(ws, view) });
    const now = findView(ws, view.id);
    if (now) applyViewAck(ws, now, answer);
    return answer;
  },
  fill: (submit) => void filled(ws, submit),
  close: async ({ user, all = false }) => {
    const view = top(ws, { user });
    closeView(ws, user, all ? 'all' : 'top');
    if (!flag(view.body, 'notify_on_close')) return undefined;
    const payload = { ...viewPayload(ws, view, 'view_closed'), is_cleared: all };
    const answer = await send({ kind: 'interactive', payload });
    if (!answer.ok) noteFailure(ws, user, 'close', answer);
    return answer;
  },
});

/** An input block with its element, as a person finds it by its label. */
type Input = { readonly block: Json; readonly element: Json; readonly blockId: string; readonly actionId: string };

const inputsOf = (view: View): readonly Input[] =>
  list(view.body, 'blocks')
    .filter((block) => block['type'] === 'input')
    .map((block) => {
      const element = rec(block, 'element');
      return { block, element, blockId: str(block, 'block_id') ?? '', actionId: str(element, 'action_id') ?? '' };
    });

const top = (ws: Workspace, { user, view, viewId }: Submit): View => {
  const stack = ws.modals.get(user) ?? [];
  const id = view?.id ?? viewId;
  const found = id === undefined ? stack.at(-1) : stack.find((open) => open.id === id);
  if (!found) throw new Error(`${user} has no such modal open`);
  return found;
};

const filled = (ws: Workspace, submit: Submit): View => {
  const view = top(ws, submit);
  const values = { ...view.values };
  for (const [name, choice] of Object.entries(submit.values ?? {})) {
    const input = inputNamed(view, name);
    values[input.blockId] = { ...values[input.blockId], [input.actionId]: chosen(input.element, choice) };
  }
  const next = { ...view, values, errors: {} };
  replaceView(ws, next);
  return next;
};

const inputNamed = (view: View, name: string): Input => {
  const inputs = inputsOf(view);
  const found = inputs.find(
    ({ block, blockId, actionId }) => name === blockId || name === actionId || name === textOf(block, 'label'),
  );
  if (found) return found;
  const there = inputs.map(({ block, blockId }) => `${blockId} “${textOf(block, 'label')}”`).join(', ');
  throw new Error(`The modal has no input “${name}”; it has: ${there || 'none'}`);
};

/** What Slack's own form refuses before the bot hears of it. */
const refuseIncomplete = (view: View): void => {
  if (!view.body['submit']) throw new Error('The modal has no submit button');
  for (const { block, element, blockId, actionId } of inputsOf(view)) {
    const state = view.values[blockId]?.[actionId];
    const label = textOf(block, 'label');
    if (isEmpty(state)) {
      if (flag(block, 'optional')) continue;
      throw new Error(`Slack's form does not submit: “${label}” is required`);
    }
    const typed = str(state, 'value') ?? '';
    if (typed.length > Number(element['max_length'] ?? 3000))
      throw new Error(`Slack's form does not submit: “${label}” is too long`);
    if (typed.length < Number(element['min_length'] ?? 0))
      throw new Error(`Slack's form does not submit: “${label}” is too short`);
    if (element['type'] === 'email_text_input' && !/^\S+@\S+$/.test(typed))
      throw new Error(`Slack's form does not submit: “${label}” is no e-mail address`);
  }
};

const viewPayload = (ws: Workspace, view: View, type: string): Json => ({
  type,
  team: payloadTeam(ws),
  user: payloadUser(ws, view.user),
  api_app_id: ws.settings.appId,
  token: 'verification-token',
  view: wireView(view),
  is_enterprise_install: false,
  enterprise: null,
});

const submissionPayload = (ws: Workspace, view: View): Json => ({
  ...viewPayload(ws, view, 'view_submission'),
  trigger_id: newTrigger(ws, view.user, view.id),
  response_urls: [],
});
