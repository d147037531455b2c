import { compact, type Json } from './json.ts';
import { channelType, eventCallback, wireMessage } from './payloads.ts';
import type { Delivery, Message } from './types.ts';
import type { Change, Workspace } from './workspace.ts';

/** The event that tells the bot of a change, or undefined when the bot isn't there to hear of it. */
export const messageEvent = (
  ws: Workspace,
  change: Change,
  subscribed: readonly string[] = [],
): Delivery | undefined => {
  const seen = change.kind === 'deleted' ? change.previous : change.message;
  const channel = ws.channels.get(seen.channel);
  if (!channel?.members.has(ws.settings.botUserId)) return undefined;
  const common = { channel: channel.id, channel_type: channelType(channel) };
  return event(ws, { ...describe(ws, change, subscribed), ...common }, channel.external);
};

/** Any event, in its envelope. */
export const event = (ws: Workspace, inner: Json, external = false): Delivery => ({
  kind: 'event',
  payload: eventCallback(ws, compact(inner), external),
});

/** The second event of a message that names the bot: another event_id, the same ts. */
export const mentionEvent = (ws: Workspace, message: Message): Delivery | undefined => {
  const channel = ws.channels.get(message.channel);
  if (!channel || channel.kind === 'im' || !message.text.includes(`<@${ws.settings.botUserId}>`)) return undefined;
  const wire = wireMessage(ws, message);
  const inner = { ...wire, type: 'app_mention', channel: channel.id, event_ts: message.ts };
  return event(ws, inner, channel.external);
};

/** message_metadata_posted, for apps that subscribed to the event type. */
export const metadataEvent = (ws: Workspace, message: Message): Delivery =>
  event(ws, {
    type: 'message_metadata_posted',
    app_id: ws.settings.appId,
    bot_id: ws.settings.botId,
    user_id: ws.settings.botUserId,
    team_id: ws.settings.team,
    channel_id: message.channel,
    metadata: message.metadata,
    message_ts: message.ts,
    event_ts: message.ts,
  });

const describe = (ws: Workspace, change: Change, subscribed: readonly string[]): Json => {
  const wire = (message: Message): Json => wireMessage(ws, message, { metadata: heard(message.metadata, subscribed) });
  if (change.kind === 'new') return { ...wire(change.message), event_ts: change.message.ts };
  const ts = ws.clock.ts();
  const hidden = { type: 'message', hidden: true, ts, event_ts: ts, previous_message: wire(change.previous) };
  if (change.kind === 'changed') return { ...hidden, subtype: 'message_changed', message: wire(change.message) };
  return { ...hidden, subtype: 'message_deleted', deleted_ts: change.previous.ts };
};

/** An app hears the payload of metadata only if its manifest names the event type; else the type alone (python-slack-sdk#1501). */
const heard = (metadata: Json | undefined, subscribed: readonly string[]): Json | undefined => {
  const type = String(metadata?.['event_type']);
  return metadata && !subscribed.includes(type) ? { event_type: type } : metadata;
};
