/** Opening a ticket's thread: public below a card, private for one person, or their direct messages. Each step can be repeated. */
import { ChannelType, Routes, ThreadAutoArchiveDuration } from 'discord.js';
import { type Delivery, DeliveryFailure, type Desk, type Sent } from '../../src/adapter.ts';
import { begun, type Sought } from './begun.ts';
import type { Direct } from './direct.ts';
import { ofTheRest } from './errors.ts';
import type { Forums } from './forum.ts';
import type { Guilds } from './guilds.ts';
import { addressOf, parseRemote, remoteOf, type Where } from './ids.ts';
import type { Members } from './members.ts';
import type { Multipart } from './parts.ts';
import { postBody, threadName } from './render.ts';
import type { Api } from './rest.ts';

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

export function opener({ api, desk, guilds, direct, multipart, forums, members, me }: OpenerParts): Opener {
  const inDirect = async (delivery: Open, guild: string, user: string, bucket: string): Promise<Sent> => {
    const channel = await direct.channel(user, bucket);
    await direct.wrote(guild, user);
    const parts = multipart.draw(delivery, guild);
    const remote = await multipart.post(delivery, guild, parts, { first: channel, rest: channel, bucket });
    return { remote, thread: addressOf({ kind: 'direct', guild, user }) };
  };

  const earlier = async ({ tried }: Open, sought: Omit<Sought, 'tried'>): Promise<string | undefined> =>
    tried === undefined ? undefined : begun(api, await me(), { tried, ...sought });

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
        thread = await earlier(delivery, { guild, channel, user, name: make.name, bucket });
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
      const before = await earlier(delivery, { ...where, name, bucket });
      const tags = before === undefined ? await forums.tags(forum, delivery.standing, bucket) : [];
      const make = postBody(name, tags, card);
      const thread =
        before ?? (await api.made({ method: 'POST', route: Routes.threads(forum), body: make, bucket })).id;
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
