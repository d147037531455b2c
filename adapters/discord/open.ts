/** Opening a ticket's thread: public below a card, private for one person, or their direct messages. Each step can be repeated. */
import { ChannelType, Routes, ThreadAutoArchiveDuration } from 'discord.js';
import { type Delivery, DeliveryFailure, type Desk, type Sent } from '../../src/adapter.ts';
import type { Direct } from './direct.ts';
import { ofTheRest } from './errors.ts';
import type { Forums } from './forum.ts';
import type { Guilds } from './guilds.ts';
import { addressOf, parseRemote, remoteOf, snowflakeAt, type Where } from './ids.ts';
import type { Members } from './members.ts';
import type { Multipart } from './parts.ts';
import { body, threadName } from './render.ts';
import { type Api, hasId } from './rest.ts';

export interface Opener {
  /** A card in the channel with a public thread below it; what the card does not hold goes on in the thread. */
  below(delivery: Open, guild: string, channel: string, bucket: string): Promise<Sent>;
  /** A thread for one person under the channel that they spoke in, else their direct messages. */
  privately(delivery: Open, where: Private, bucket: string): Promise<Sent>;
  direct(delivery: Open, guild: string, user: string, bucket: string): Promise<Sent>;
  /** A post in a forum, which begins with the card. */
  post(delivery: Open, guild: string, forum: string, bucket: string): Promise<Sent>;
  /** The card in a thread that is there already. */
  within(delivery: Open, where: Extract<Where, { kind: 'thread' }>, bucket: string): Promise<Sent>;
}

export interface OpenerParts {
  readonly api: Api;
  readonly desk: () => Desk;
  readonly guilds: Guilds;
  readonly direct: Direct;
  readonly multipart: Multipart;
  readonly forums: Forums;
  readonly members: Members;
  readonly me: () => Promise<string>;
}

type Open = Extract<Delivery, { op: 'open' }>;
type Private = Extract<Where, { kind: 'private' }>;

/** What keeps a private thread from being opened in a channel, or this person from being added to it. */
const NO_THREAD_HERE: ReadonlySet<string> = new Set(['place gone', 'refused', 'unreachable']);
const TOO_MANY_THREADS: ReadonlySet<string> = new Set(['160006', '160007']);
const CLOCK = 5_000;

export function opener({ api, desk, guilds, direct, multipart, forums, members, me }: OpenerParts): Opener {
  const inDirect = async (delivery: Open, guild: string, user: string, bucket: string): Promise<Sent> => {
    const channel = await direct.channel(user, bucket);
    await direct.wrote(guild, user);
    const parts = multipart.draw(delivery, guild);
    const remote = await multipart.post(delivery, guild, parts, { first: channel, rest: channel, bucket });
    return { remote, thread: addressOf({ kind: 'direct', guild, user }) };
  };

  /**
   * The thread that an earlier try of this delivery made. Threads have no nonce: it is ours, has the name, was made since,
   * and nobody but this person is in it, if it is for one. The last keeps two people's tickets of one name apart.
   */
  const begun = async (
    tried: Date,
    { guild, channel, user }: Omit<Private, 'kind' | 'user'> & { readonly user?: string },
    name: string,
    bucket: string,
  ) => {
    const since = BigInt(snowflakeAt(tried.getTime() - CLOCK));
    const own = await me();
    const answer = await api.call({ method: 'GET', route: Routes.guildActiveThreads(guild), bucket });
    const threads: unknown = typeof answer === 'object' && answer !== null && 'threads' in answer ? answer.threads : [];
    for (const thread of Array.isArray(threads) ? threads : []) {
      if (!hasId(thread) || thread['parent_id'] !== channel || thread['owner_id'] !== own) continue;
      if (thread['name'] !== name || BigInt(thread.id) < since) continue;
      if (user === undefined) return thread.id;
      const members = await api.call({ method: 'GET', route: Routes.threadMembers(thread.id), bucket });
      const others = Array.isArray(members)
        ? members.filter(({ user_id: id }) => id !== own && id !== user)
        : [members];
      if (others.length === 0) return thread.id;
    }
    return undefined;
  };

  return {
    below: async (delivery, guild, channel, bucket) => {
      const parts = multipart.draw(delivery, guild);
      const card = await multipart.post(delivery, guild, parts.slice(0, 1), { first: channel, rest: channel, bucket });
      const root = parseRemote(card).message;
      const make = { name: threadName(delivery.title), auto_archive_duration: ThreadAutoArchiveDuration.OneWeek };
      // A thread that begins with a message has that message's id.
      let below = root;
      try {
        const made = await ofTheRest(
          api.made({ method: 'POST', route: Routes.threads(channel, root), body: make, bucket }),
        );
        guilds.learn({ type: ChannelType.PublicThread, parent_id: channel, ...made });
        below = made.id;
      } catch (error) {
        // It has its thread already.
        if (!(error instanceof DeliveryFailure) || error.code !== '160004') throw error;
      }
      const remote = await ofTheRest(multipart.post(delivery, guild, parts, { first: channel, rest: below, bucket }));
      return { remote, thread: addressOf({ kind: 'thread', guild, channel, thread: below }) };
    },

    privately: async (delivery, where, bucket) => {
      const { guild, channel, user } = where;
      const make = {
        name: threadName(delivery.title),
        type: ChannelType.PrivateThread,
        invitable: false,
        auto_archive_duration: ThreadAutoArchiveDuration.OneWeek,
      };
      let thread: string | undefined;
      try {
        if (delivery.tried !== undefined) thread = await begun(delivery.tried, where, make.name, bucket);
        if (thread === undefined) {
          const made = await api.made({ method: 'POST', route: Routes.threads(channel), body: make, bucket });
          guilds.learn({ type: make.type, parent_id: channel, ...made });
          thread = made.id;
        }
        await ofTheRest(api.call({ method: 'PUT', route: Routes.threadMembers(thread, user), bucket }));
        await members.opened(guild, thread, user);
      } catch (error) {
        if (!(error instanceof DeliveryFailure)) throw error;
        if (!NO_THREAD_HERE.has(error.fault.kind) && !TOO_MANY_THREADS.has(error.code)) throw error;
        const fields = { platform: 'discord', guild, channel, code: error.code };
        desk().log.info(fields, 'no private thread here: direct messages instead');
        const route = thread === undefined ? undefined : Routes.channel(thread);
        if (route !== undefined) await api.call({ method: 'DELETE', route, bucket }).catch(() => undefined);
        return inDirect(delivery, guild, user, bucket);
      }
      const parts = multipart.draw(delivery, guild);
      const remote = await ofTheRest(multipart.post(delivery, guild, parts, { first: thread, rest: thread, bucket }));
      return { remote, thread: addressOf({ kind: 'thread', guild, channel, thread }) };
    },

    direct: inDirect,

    post: async (delivery, guild, forum, bucket) => {
      const parts = multipart.draw(delivery, guild);
      const [card] = parts;
      if (card === undefined) throw new DeliveryFailure({ kind: 'refused' }, 'nothing to show');
      const where = { guild, channel: forum };
      const name = threadName(delivery.title);
      const earlier = delivery.tried && (await begun(delivery.tried, where, name, bucket));
      const tags = earlier === undefined ? await forums.tags(forum, delivery.standing, bucket) : [];
      const make = {
        name,
        auto_archive_duration: ThreadAutoArchiveDuration.OneWeek,
        ...(tags.length > 0 ? { applied_tags: tags } : {}),
        message: body(card),
      };
      const thread =
        earlier ?? (await api.made({ method: 'POST', route: Routes.threads(forum), body: make, bucket })).id;
      guilds.learn({ id: thread, type: ChannelType.PublicThread, parent_id: forum, name });
      // A post's first message has the post's id.
      const to = { first: thread, rest: thread, begun: remoteOf(thread, thread), bucket };
      const remote = await ofTheRest(multipart.post(delivery, guild, parts, to));
      return { remote, thread: addressOf({ kind: 'thread', ...where, thread }) };
    },

    within: async (delivery, where, bucket) => {
      const parts = multipart.draw(delivery, where.guild);
      const { thread } = where;
      const remote = await multipart.post(delivery, where.guild, parts, { first: thread, rest: thread, bucket });
      return { remote, thread: addressOf(where) };
    },
  };
}
