/**
 * Messages → the desk, in order within a channel. While the desk cannot take one, it is held and offered again, and those
 * behind it in the channel wait.
 */
import { type GatewayMessageCreateDispatchData, Routes } from 'discord.js';
import { DeliveryFailure, type Desk, type Incoming, type Place, type Remote } from '../../src/adapter.ts';
import type { Direct } from './direct.ts';
import { isForum, isNamed } from './forum.ts';
import type { Guilds } from './guilds.ts';
import { NOBODY } from './markdown.ts';
import type { Notices } from './notice.ts';
import { firstOfPart } from './parts.ts';
import type { Poster } from './post.ts';
import {
  addressed,
  isAddressed,
  isHollow,
  isSpoken,
  isThread,
  placeInDirect,
  placeInGuild,
  readMessage,
  readPost,
} from './read.ts';
import { plainParts, render } from './render.ts';
import type { Api } from './rest.ts';

export interface Parts {
  readonly api: Api;
  readonly desk: () => Desk;
  readonly guilds: Guilds;
  readonly direct: Direct;
  readonly poster: Poster;
  readonly notices: Notices;
  readonly me: () => Promise<string>;
  readonly forumChannels: readonly string[];
  readonly stopped: AbortSignal;
}

export interface Listener {
  /** Resolves when it is with the desk, or is nothing for it; rejects when it was given up because of a stop. */
  hear(message: GatewayMessageCreateDispatchData): Promise<void>;
  /** The same for a message that comes before those that are held back, from one who takes them in order. */
  take(message: GatewayMessageCreateDispatchData): Promise<void>;
  /** What is heard waits until then. */
  holdBack(until: Promise<unknown>): void;
  /** Resolves when everything heard is with the desk, or given up because of a stop. */
  idle(): Promise<void>;
}

export const INTENT_MISSING =
  'Discord sends messages without their text: switch on "Message Content Intent" for the bot (discord.com/developers, Bot, Privileged Gateway Intents) and restart';

const FIRST_WAIT = 250;
const LONGEST_WAIT = 15_000;

export function listener({ api, desk, guilds, direct, poster, notices, me, forumChannels, stopped }: Parts): Listener {
  const lines = new Map<string, Promise<void>>();
  let gate: Promise<unknown> | undefined;
  let toldOfIntent = false;

  const placeOf = async (message: GatewayMessageCreateDispatchData): Promise<Place | undefined> => {
    const user = message.author.id;
    if (message.guild_id === undefined) {
      const tenant = await direct.tenant(user);
      return tenant === undefined ? undefined : placeInDirect(tenant, user);
    }
    await guilds.load(message.guild_id);
    const channel = await guilds.channel(message.channel_id);
    const called = isAddressed(message, await me());
    if (channel === undefined || !(isThread(channel) || called)) return undefined;
    const [agents, parent] = await Promise.all([guilds.agents(message.guild_id), guilds.parent(channel)]);
    const place = placeInGuild(message.guild_id, user, channel, agents, parent);
    return called && titleOf(message, place) === undefined ? { ...place, addressed: true } : place;
  };

  /** What a post is called whose first message this is, in a forum where posts are tickets. */
  const titleOf = ({ id, channel_id: post }: GatewayMessageCreateDispatchData, { side }: Place): string | undefined => {
    const channel = id === post ? guilds.known(post) : undefined;
    const forum = guilds.known(channel?.parent ?? '');
    const is = side === 'public' && isForum(forum) && forum !== undefined && isNamed(forum, forumChannels);
    return is ? channel?.name : undefined;
  };

  /** An answer to a later part of a long message is an answer to the message. */
  const whole = async (incoming: Incoming): Promise<Incoming> => {
    const { answers, tenant } = incoming.place;
    const first = answers === undefined ? undefined : await desk().kept(tenant, firstOfPart(answers));
    return first === undefined ? incoming : { ...incoming, place: { ...incoming.place, answers: first as Remote } };
  };

  /** To the speaker alone: a message has no private answer but their direct messages. */
  const answer = async (message: GatewayMessageCreateDispatchData, place: Place): Promise<void> => {
    const names = message.guild_id === undefined ? NOBODY : guilds.names(message.guild_id);
    const said = place.addressed === true ? addressed(message, await me()) : message;
    const title = titleOf(message, place);
    const incoming =
      title === undefined ? await whole(readMessage(said, place, names)) : readPost(said, title, place, names);
    const outcome = await desk().receive(incoming);
    if (outcome.kind === 'done') return;
    const parts =
      outcome.kind === 'answer'
        ? render(outcome.message, ({ intent, params }) => desk().seal(place.tenant, intent, params))
        : plainParts(outcome.problems.map(({ text }) => text));
    try {
      const channel = await direct.channel(message.author.id, 'discord:other');
      for (const [index, part] of parts.entries())
        await poster.post({
          channel,
          part,
          nonce: `${message.id}.${index}`,
          tried: undefined,
          bucket: 'discord:other',
        });
    } catch (error) {
      desk().log.info(
        { platform: 'discord', message: message.id, error: String(error) },
        'an answer could not be shown',
      );
      const route = Routes.channelMessageOwnReaction(message.channel_id, message.id, encodeURIComponent('⚠️'));
      await api.call({ method: 'PUT', route }).catch(() => undefined);
    }
  };

  const handle = async (message: GatewayMessageCreateDispatchData): Promise<void> => {
    for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      try {
        const place = await placeOf(message);
        if (place === undefined) return;
        notices.spoke(place);
        if (isHollow(message)) return hollow(place);
        return await answer(message, place);
      } catch (error) {
        const fields = { platform: 'discord', channel: message.channel_id, message: message.id, error: String(error) };
        if (!passes(error)) return desk().log.error(fields, 'a message could not be taken');
        desk().log.warn(fields, 'a message waits for the desk');
        if (await pause(wait, stopped)) {
          desk().log.warn(fields, 'stopped before a message was taken; it is asked for again at the next start');
          throw new Error('stopped');
        }
      }
    }
  };

  const hollow = (place: Place): void => {
    if (toldOfIntent || place.side === 'direct') return;
    toldOfIntent = true;
    desk().log.error({ platform: 'discord' }, INTENT_MISSING);
  };

  return {
    hear: (message) => {
      if (!isSpoken(message)) return Promise.resolve();
      const known = guilds.known(message.channel_id);
      // Most of what is said in a channel is not for the desk, and nothing is looked up for it.
      const anyone = known !== undefined && !isThread(known) && !/<@!?\d+>/.test(message.content);
      if (message.guild_id !== undefined && anyone) return Promise.resolve();
      const before = lines.get(message.channel_id) ?? Promise.resolve();
      const next = before.then(() => gate).then(() => handle(message));
      const line = next
        .catch(() => undefined)
        .finally(() => {
          if (lines.get(message.channel_id) === line) lines.delete(message.channel_id);
        });
      lines.set(message.channel_id, line);
      return next;
    },
    take: (message) => (isSpoken(message) ? handle(message) : Promise.resolve()),
    holdBack: (until) => {
      const held = Promise.all([gate, until]).finally(() => {
        if (gate === held) gate = undefined;
      });
      gate = held;
    },
    idle: async () => {
      while (lines.size > 0) await Promise.all(lines.values());
    },
  };
}

/** Will it work later? The database away, or Discord, when something had to be asked. */
function passes(error: unknown): boolean {
  if (error instanceof DeliveryFailure) return ['later', 'limited', 'ambiguous'].includes(error.fault.kind);
  return error instanceof Error && error.name === 'Unavailable';
}

/** True if it was stopped meanwhile. */
function pause(ms: number, stopped: AbortSignal): Promise<boolean> {
  if (stopped.aborted) return Promise.resolve(true);
  return new Promise((resolve) => {
    const stop = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    const timer = setTimeout(() => {
      stopped.removeEventListener('abort', stop);
      resolve(false);
    }, ms);
    stopped.addEventListener('abort', stop, { once: true });
  });
}
