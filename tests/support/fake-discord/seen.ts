/** What each person sees: the question every privacy test asks. */
import type { APIMessage } from 'discord-api-types/v10';
import type { Hub } from './hub.ts';
import { viewersOf, whereName } from './messages.ts';
import { apiMessage } from './payloads.ts';
import { messageText } from './text.ts';
import type { ChannelRecord, OpenModal } from './types.ts';

/** A message on somebody's screen. */
export interface SeenMessage {
  readonly kind: 'message';
  readonly channelId: string;
  /** `#help`, `#help › printer (private)`, `DM with mira`. */
  readonly where: string;
  /** Only this person sees it. */
  readonly ephemeral: boolean;
  readonly author: string;
  readonly fromBot: boolean;
  /** Everything readable in it: content, embeds, components, file names. */
  readonly text: string;
  readonly message: APIMessage;
}

export interface SeenModal {
  readonly kind: 'modal';
  readonly channelId: string;
  readonly where: string;
  readonly text: string;
  readonly modal: OpenModal;
}

export type Seen = SeenMessage | SeenModal;

/** All that a person can see at this moment, oldest first, modals last. */
export function seenBy(hub: Hub, name: string): readonly Seen[] {
  const { world } = hub;
  const userId = world.user(name).user.id;
  const messages = [...world.channels.values()].flatMap((channel) => inChannel(hub, channel, userId));
  const modal = world.modals.get(userId);
  const sorted = messages.toSorted((a, b) => (BigInt(a.message.id) < BigInt(b.message.id) ? -1 : 1));
  if (modal === undefined) return sorted;
  const where = whereName(hub, world.channel(modal.channelId));
  return [...sorted, { kind: 'modal', channelId: modal.channelId, where, text: modal.text, modal }];
}

/** Every text a person could ever see in this run, whether or not it is still there. */
export function everSeenBy(hub: Hub, name: string): readonly string[] {
  const userId = hub.world.user(name).user.id;
  const then = hub.ledger.entries
    .filter((entry) => entry.visibleTo?.includes(userId) === true)
    .map((entry) => entry.text ?? '');
  return [...new Set([...then, ...seenBy(hub, name).map((one) => one.text)])];
}

function inChannel(hub: Hub, channel: ChannelRecord, userId: string): readonly SeenMessage[] {
  return channel.messages
    .filter((record) => !record.deleted && viewersOf(hub, channel, record).includes(userId))
    .map((record) => {
      const message = apiMessage(hub.world, record);
      return {
        kind: 'message',
        channelId: channel.id,
        where: whereName(hub, channel),
        ephemeral: record.ephemeralFor !== undefined,
        author: message.author.username,
        fromBot: message.author.id === hub.world.botId || message.webhook_id !== undefined,
        text: messageText(message),
        message,
      };
    });
}
