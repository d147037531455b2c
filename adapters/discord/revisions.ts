/** What becomes of messages after they were said: the gateway's MESSAGE_UPDATE, MESSAGE_DELETE and MESSAGE_DELETE_BULK, to the desk. */
import type { APIMessage, GatewayMessageUpdateDispatchData } from 'discord.js';
import type { Desk, Revision, Tenant } from '../../src/adapter.ts';
import type { Direct } from './direct.ts';
import type { Guilds } from './guilds.ts';
import { addressOf, guildOf, tenantOf } from './ids.ts';
import { type Names, NOBODY } from './markdown.ts';
import type { Listener } from './messages.ts';
import type { Poster } from './post.ts';
import { addressed, isAddressed, isHollow, isSpoken, isThread, messageKey, messageText, placeInGuild } from './read.ts';

export interface Reviser {
  /** Resolves when it is with the desk, or is nothing for it; rejects when it was given up because of a stop. */
  changed(message: GatewayMessageUpdateDispatchData): Promise<void>;
  /** The same for a message that was read and not told; `changed` waits for what is said before it, this does not. */
  take(message: GatewayMessageUpdateDispatchData): Promise<void>;
  deleted(gone: Deleted): Promise<void>;
}

/** All that Discord tells of what is gone. */
export interface Deleted {
  readonly channel: string;
  readonly guild: string | undefined;
  readonly ids: readonly string[];
}

export interface ReviserParts {
  readonly desk: () => Desk;
  readonly guilds: Guilds;
  readonly direct: Direct;
  readonly poster: Poster;
  readonly listener: Listener;
  readonly me: () => Promise<string>;
}

export function reviser({ desk, guilds, direct, poster, listener, me }: ReviserParts): Reviser {
  /** Where it was: the thread, if it was in one. */
  const placeOf = async (channel: string, guild: string | undefined, user: string | undefined) => {
    if (guild === undefined) {
      const tenant = user === undefined ? direct.tenantOf(channel) : await direct.tenant(user);
      return tenant && { tenant, toDesk: true as const, ...threadOf(tenant, user) };
    }
    await guilds.load(guild);
    const facts = await guilds.channel(channel);
    const thread =
      facts !== undefined && isThread(facts) ? placeInGuild(guild, '0', facts, undefined, undefined).thread : undefined;
    return { tenant: tenantOf(guild), ...(thread === undefined ? {} : { thread }) };
  };

  const change = async (message: GatewayMessageUpdateDispatchData): Promise<void> => {
    const { channel_id: channel, guild_id: guild, author } = message;
    const place = await placeOf(channel, guild, author.id);
    if (place === undefined) return;
    await desk().revise({
      ...place,
      ...readChange(message, guild === undefined ? NOBODY : guilds.names(guild), await me()),
    });
  };

  const fields = (channel: string, message: string) => ({ channel, message });
  return {
    changed: async (message) => {
      if (isChange(message))
        await listener.inLine(message.channel_id, fields(message.channel_id, message.id), () => change(message));
    },
    take: async (message) => {
      if (isChange(message)) await listener.insist(fields(message.channel_id, message.id), () => change(message));
    },
    deleted: async ({ channel, guild, ids }) => {
      const theirs = ids.filter((id) => !poster.isOurs(id));
      for (const id of theirs)
        await listener.inLine(channel, fields(channel, id), async () => {
          const place = await placeOf(channel, guild, undefined);
          if (place !== undefined) await desk().revise({ ...place, kind: 'deleted', of: messageKey(channel, id) });
        });
    },
  };
}

/**
 * Whether somebody changed what they said. Discord tells the same of links that unfurl, of pins and of threads that begin,
 * some of it with half a message; only an edit has a time. Without the Message Content intent there is nothing to read.
 */
export function isChange(
  message: Partial<GatewayMessageUpdateDispatchData>,
): message is GatewayMessageUpdateDispatchData {
  if (typeof message.edited_timestamp !== 'string' || typeof message.content !== 'string') return false;
  if (message.author === undefined) return false;
  const whole = message as GatewayMessageUpdateDispatchData;
  return isSpoken(whole) && !isHollow(whole);
}

/** When it was changed last, in milliseconds with fractions; undefined for what was not. */
export function versionOf({ edited_timestamp: at }: Pick<APIMessage, 'edited_timestamp'>): number | undefined {
  const ms = Date.parse(at ?? '');
  if (at === null || Number.isNaN(ms)) return undefined;
  // Discord tells microseconds (2026-01-02T03:04:05.678901+00:00), a Date has none: two edits of one millisecond are two.
  const beyond = /\.\d{3}(\d{1,6})/.exec(at)?.[1] ?? '';
  return beyond === '' ? ms : ms + Number(`0.${beyond}`);
}

/** Pure: what is known of people and channels is given. */
export function readChange(
  message: GatewayMessageUpdateDispatchData,
  names: Names,
  bot: string,
): Pick<Revision, 'of'> & {
  readonly kind: 'edited';
  readonly text: string;
  readonly version: number;
  readonly toDesk?: true;
} {
  const called = isAddressed(message, bot);
  return {
    of: messageKey(message.channel_id, message.id),
    kind: 'edited',
    text: messageText(called ? addressed(message, bot) : message, names),
    version: versionOf(message) ?? 0,
    ...(called ? { toDesk: true } : {}),
  };
}

const threadOf = (tenant: Tenant, user: string | undefined) =>
  user === undefined ? {} : { thread: addressOf({ kind: 'direct', guild: guildOf(tenant), user }) };
