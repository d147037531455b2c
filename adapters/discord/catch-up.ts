/**
 * Reads what was said while no session could be told: in the desk's own threads, in forums whose posts are tickets, and in the direct messages that it has
 * written in. It begins a little before the last moment that Discord is known to have told everything, for the clocks of two
 * machines differ; what was heard already has its key, and changes nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type APIMessage, type GatewayMessageCreateDispatchData, Routes } from 'discord.js';
import { DeliveryFailure, type Desk } from '../../src/adapter.ts';
import { type Direct, USERS } from './direct.ts';
import { isForum, isNamed } from './forum.ts';
import type { Guilds } from './guilds.ts';
import { snowflakeAt, tenantOf } from './ids.ts';
import type { Listener } from './messages.ts';
import type { ChannelFacts } from './read.ts';
import { type Api, hasId } from './rest.ts';

export interface CatchUpParts {
  readonly api: Api;
  readonly desk: () => Desk;
  readonly guilds: Guilds;
  readonly direct: Direct;
  readonly me: () => Promise<string>;
  readonly listener: Listener;
  readonly forumChannels: readonly string[];
  readonly stopped: AbortSignal;
}

const CLOCK = 60_000;
/** Older than this a message is no news; the desk would not know it again by its key for ever. */
const OLDEST = 7 * 86_400_000;
const THREADS = 500;
const DIRECT = 200;
const PAGES = 20;
const PAGE = 100;
const WAIT = { least: 1_000, most: 60_000 } as const;
/** For so long what is said now waits for what was said before. */
const GATE = 60_000;

export function catchUp(parts: CatchUpParts): (since: Date, guilds: readonly string[], shard: number) => Promise<void> {
  const { api, desk, guilds, direct, me, listener, forumChannels, stopped } = parts;
  const log = () => desk().log;
  const isWatched = (forum: ChannelFacts | undefined): boolean =>
    forum !== undefined && isForum(forum) && isNamed(forum, forumChannels);

  /** Waits as long as Discord says; undefined for what there is no way to read. */
  const patiently = async <T>(attempt: () => Promise<T>): Promise<T | undefined> => {
    for (let tried = 1; ; tried += 1) {
      stopped.throwIfAborted();
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof DeliveryFailure)) throw error;
        const { fault } = error;
        if (!['limited', 'later', 'ambiguous'].includes(fault.kind)) return undefined;
        const wait = fault.kind === 'limited' ? fault.waitMs : WAIT.least * 2 ** Math.min(tried, 6);
        await sleep(Math.min(Math.max(wait, WAIT.least), WAIT.most), undefined, { signal: stopped, ref: false });
      }
    }
  };

  const nickOf = (guild: string) => {
    const known = new Map<string, Promise<{ readonly nick: string | null } | undefined>>();
    return (user: string) => {
      const ask = async () => {
        const member = await patiently(() => api.call({ method: 'GET', route: Routes.guildMember(guild, user) }));
        const nick = typeof member === 'object' && member !== null && 'nick' in member ? member.nick : null;
        return typeof nick === 'string' ? { nick } : undefined;
      };
      const asked = known.get(user) ?? ask();
      known.set(user, asked);
      return asked;
    };
  };

  /** Everything in one channel, in order. Gives how much there was. */
  const read = async (
    channel: string,
    since: string,
    whole: (message: APIMessage) => Promise<GatewayMessageCreateDispatchData>,
  ): Promise<number> => {
    let after = since;
    let count = 0;
    for (let page = 0; page < PAGES; page += 1) {
      const query = { after, limit: String(PAGE) };
      const route = Routes.channelMessages(channel);
      const answer = await patiently(() => api.call({ method: 'GET', route, query }));
      if (!Array.isArray(answer)) return count;
      const messages = (answer as APIMessage[])
        .filter(hasId)
        .toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
      for (const message of messages) {
        if (message.author.bot !== true) count += 1;
        await listener.take(await whole(message));
      }
      const last = messages.at(-1);
      if (messages.length < PAGE || last === undefined) return count;
      after = last.id;
    }
    log().warn({ platform: 'discord', channel }, 'more was said than is read at once; the newest of it was not read');
    return count;
  };

  const inThreads = async (guild: string, since: string): Promise<number> => {
    const own = await me();
    await patiently(() => guilds.load(guild));
    const answer = await patiently(() => api.call({ method: 'GET', route: Routes.guildActiveThreads(guild) }));
    const threads: unknown = typeof answer === 'object' && answer !== null && 'threads' in answer ? answer.threads : [];
    const ours = (Array.isArray(threads) ? threads : [])
      .filter(hasId)
      .filter(({ owner_id: by, parent_id: in_ }) => by === own || isWatched(guilds.known(String(in_))))
      .filter(({ last_message_id: last }) => BigInt(String(last ?? 0)) > BigInt(since))
      .toSorted((a, b) => (BigInt(String(a['last_message_id'])) < BigInt(String(b['last_message_id'])) ? 1 : -1));
    if (ours.length > THREADS)
      log().warn({ platform: 'discord', guild, threads: ours.length }, `only ${THREADS} threads are read`);
    const nick = nickOf(guild);
    let count = 0;
    for (const { id } of ours.slice(0, THREADS)) {
      count += await read(id, since, async (message) => {
        const member = message.author.bot === true ? undefined : await nick(message.author.id);
        return { ...message, guild_id: guild, ...(member === undefined ? {} : { member }) } as never;
      });
    }
    return count;
  };

  const inDirect = async (since: string): Promise<number> => {
    const written = await Promise.all(
      [...guilds.joined.keys()].map((guild) => desk().keptUnder(tenantOf(guild), USERS)),
    );
    const users = written
      .flat()
      .toSorted((a, b) => (a.value < b.value ? 1 : -1))
      .map(({ key }) => key.slice(USERS.length));
    let count = 0;
    for (const user of [...new Set(users)].slice(0, DIRECT)) {
      const channel = await patiently(() => direct.channel(user, 'discord:other'));
      if (channel !== undefined)
        count += await read(channel, since, async (message) => message as GatewayMessageCreateDispatchData);
    }
    return count;
  };

  const all = async (since: Date, ids: readonly string[], shard: number): Promise<void> => {
    const after = snowflakeAt(Math.max(since.getTime() - CLOCK, Date.now() - OLDEST));
    let count = 0;
    for (const guild of ids) count += await inThreads(guild, after);
    // Direct messages are told to the first shard.
    if (shard === 0) count += await inDirect(after);
    log().info({ platform: 'discord', since: since.toISOString(), messages: count }, 'read what may have been missed');
  };

  return (since, ids, shard) => {
    const work = all(since, ids, shard);
    const enough = sleep(GATE, undefined, { signal: stopped, ref: false });
    listener.holdBack(Promise.race([work, enough]).catch(() => undefined));
    return work;
  };
}
