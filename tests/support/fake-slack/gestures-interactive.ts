import { applyCommandAck, noteFailure } from './acks.ts';
import { actionOf, type Choice, findControl, stateOf } from './controls.ts';
import type { Transport } from './deliver.ts';
import { compact, type Json, str } from './json.ts';
import { find } from './messages.ts';
import { channelName, payloadTeam, payloadUser, wireMessage, wireView } from './payloads.ts';
import type { Channel, Delivered } from './types.ts';
import { newResponseUrl, newTrigger, openDm, type Workspace } from './workspace.ts';

export type SlashCommand = {
  readonly user: string;
  /** Left out: in the direct conversation with the bot. */
  readonly channel?: string;
  readonly command: string;
  readonly text?: string;
};

export type Press = {
  readonly user: string;
  /** Where to look: a message, or nothing for the newest that has the control in sight. */
  readonly ts?: string;
  readonly message?: { readonly ts: string };
  readonly channel?: string;
  /** Look in the open modal instead (or in the home tab). */
  readonly view?: boolean | string;
  /** Which control: by action_id, by visible label, or both; `blockId` for twins. */
  readonly actionId?: string;
  readonly label?: string;
  readonly blockId?: string;
  /** What to choose, for menus and pickers: label or value of an option, an id, a date. */
  readonly choose?: Choice;
};

export type Shortcut = {
  readonly user: string;
  readonly callbackId: string;
  /** On a message; both left out for a global shortcut. */
  readonly channel?: string;
  readonly ts?: string;
};

export type InteractiveGestures = {
  readonly slash: (command: SlashCommand) => Promise<Delivered>;
  readonly press: (press: Press) => Promise<Delivered>;
  readonly shortcut: (shortcut: Shortcut) => Promise<Delivered>;
  /** Type into a menu whose options come from the bot; the answer's body holds them. */
  readonly suggest: (press: Press & { readonly value: string }) => Promise<Delivered>;
};

export const interactiveGestures = (ws: Workspace, send: Transport): InteractiveGestures => ({
  slash: async ({ user, channel = openDm(ws, [user]).channel.id, command, text = '' }) => {
    const payload = commandPayload(ws, { user, channel, command, text });
    const answer = await send({ kind: 'slash_command', payload });
    applyCommandAck(ws, { user, channel, what: command }, answer);
    return answer;
  },
  press: async (press) => {
    const control = findControl(ws, press);
    const action = actionOf(ws, control, press.choose);
    const payload = {
      ...base(ws, press.user, 'block_actions'),
      ...placeOf(ws, press.user, control),
      actions: [action],
    };
    const answer = await send({ kind: 'interactive', payload });
    if (!answer.ok) noteFailure(ws, press.user, `press ${str(action, 'action_id')}`, answer);
    return answer;
  },
  shortcut: async ({ user, callbackId, channel, ts }) => {
    const global = channel === undefined || ts === undefined;
    const common = { callback_id: callbackId, action_ts: ws.clock.ts() };
    const payload = global
      ? { ...base(ws, user, 'shortcut'), ...common }
      : { ...base(ws, user, 'message_action'), ...common, ...onMessage(ws, user, channel, ts) };
    const answer = await send({ kind: 'interactive', payload });
    if (!answer.ok) noteFailure(ws, user, `shortcut ${callbackId}`, answer);
    return answer;
  },
  suggest: (press) => {
    const control = findControl(ws, press);
    const { element, blockId } = control;
    const asked = { action_id: str(element, 'action_id'), block_id: blockId, value: press.value };
    const { trigger_id: _, ...common } = base(ws, press.user, 'block_suggestion');
    const payload = { ...common, ...placeOf(ws, press.user, control), response_url: undefined, ...asked };
    return send({ kind: 'interactive', payload: compact(payload) });
  },
});

/** The fields every interactive payload has. */
const base = (ws: Workspace, user: string, type: string): Json => ({
  type,
  user: payloadUser(ws, user),
  api_app_id: ws.settings.appId,
  token: 'verification-token',
  team: payloadTeam(ws),
  enterprise: null,
  is_enterprise_install: false,
  trigger_id: newTrigger(ws, user),
});

const commandPayload = (ws: Workspace, given: Required<SlashCommand>): Json => ({
  token: 'verification-token',
  team_id: ws.settings.team,
  team_domain: ws.settings.teamDomain,
  channel_id: given.channel,
  channel_name: channelName(ws.channels.get(given.channel)),
  user_id: given.user,
  user_name: ws.users.get(given.user)?.name ?? given.user.toLowerCase(),
  command: given.command,
  text: given.text,
  api_app_id: ws.settings.appId,
  is_enterprise_install: 'false',
  response_url: newResponseUrl(ws, { user: given.user, channel: given.channel }),
  trigger_id: newTrigger(ws, given.user),
});

const payloadChannel = (channel: Channel | undefined): Json => ({ id: channel?.id, name: channelName(channel) });

const onMessage = (ws: Workspace, user: string, channel: string, ts: string): Json => {
  const message = find(ws, channel, ts);
  if (!message || !ws.channels.get(channel)?.members.has(user))
    throw new Error(`${user} sees no message ${ts} in ${channel}`);
  return {
    message_ts: ts,
    message: wireMessage(ws, message),
    channel: payloadChannel(ws.channels.get(channel)),
    response_url: newResponseUrl(ws, { user, channel, source: ts }),
  };
};

/** Where the control stands: container, channel, message or view, state. */
const placeOf = (ws: Workspace, user: string, control: ReturnType<typeof findControl>): Json => {
  if (control.view) {
    const container = { type: 'view', view_id: control.view.id };
    return { container, view: wireView(control.view) };
  }
  const { channel, ts, threadTs, ephemeral } = control;
  const container = {
    type: 'message',
    message_ts: ts,
    channel_id: channel,
    is_ephemeral: ephemeral,
    ...(threadTs ? { thread_ts: threadTs } : {}),
  };
  const message = find(ws, channel, ts);
  return {
    container,
    channel: payloadChannel(ws.channels.get(channel)),
    // Slack shows the app no more of an ephemeral message than its place.
    ...(message ? { message: wireMessage(ws, message) } : {}),
    state: { values: stateOf(control) },
    response_url: newResponseUrl(ws, { user, channel, source: ts }),
  };
};
