/** Discord: the gateway brings what people do, REST takes what the desk says. Here they are put together. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Routes } from 'discord.js';
import type { Adapter, Desk } from '../../src/adapter.ts';
import { catchUp } from './catch-up.ts';
import { direct } from './direct.ts';
import { fetcher, fileLimits, filesFrom } from './files.ts';
import { forums } from './forum.ts';
import { gateway } from './gateway.ts';
import { guilds } from './guilds.ts';
import { tenantOf, timeOf } from './ids.ts';
import { interactions } from './interactions.ts';
import { members } from './members.ts';
import { INTENT_MISSING, listener } from './messages.ts';
import { notices } from './notice.ts';
import { opener } from './open.ts';
import { multipart } from './parts.ts';
import { poster } from './post.ts';
import { register } from './register.ts';
import { api } from './rest.ts';
import { reviser } from './revisions.ts';
import { agentsOf, bucketFor, channelOf, directOf, sender } from './send.ts';

export interface DiscordSettings {
  readonly token: string;
  /** [what Discord says when we connect] */
  readonly applicationId?: string;
  /** [https://discord.com/api] */
  readonly apiUrl?: string;
  /** The agents' channel in every guild, by name or id. [it-triage] */
  readonly agentsChannel?: string;
  /** Forums whose posts are tickets, by name or id. [none] */
  readonly forumChannels?: readonly string[];
  /** How many shards the connection has. [as many as Discord asks for] */
  readonly shards?: number;
}

/** How long a stop waits for gestures in hand. */
const GRACE = 10_000;
/** How long a start waits for the guilds to join. */
const JOINING = 5_000;
/** How long Discord waits for the answer to an interaction. */
const ANSWERED = 3_000;
const MESSAGE_CONTENT = (1 << 18) | (1 << 19);

export function discord(settings: DiscordSettings): Adapter {
  const { token, apiUrl } = settings;
  const agentsChannel = settings.agentsChannel ?? 'it-triage';
  const stopping = new AbortController();
  const inHand = new Set<Promise<void>>();
  const joining = new Map<string, Promise<void>>();
  let started: Desk | undefined;
  let bot: string | undefined;

  const desk = (): Desk => {
    if (started === undefined) throw new Error('the Discord adapter is not started');
    return started;
  };
  const log = () => desk().log;
  const rest = api(token, apiUrl, () => started?.log);
  const me = async (): Promise<string> => {
    bot ??= (await rest.made({ method: 'GET', route: Routes.user() })).id;
    return bot;
  };
  const known = guilds(rest, agentsChannel);
  const dms = direct(rest, desk, () => [...known.joined.keys()], known.refresh);
  const post = poster(rest, me);
  const limits = fileLimits();
  const parts = {
    limits,
    api: rest,
    desk,
    guilds: known,
    direct: dms,
    poster: post,
    me,
    members: members(rest, desk),
    notices: notices(rest, desk, post),
    agentsChannel,
    forumChannels: settings.forumChannels ?? [],
    forums: forums({ api: rest, desk, guilds: known }),
    multipart: multipart(post, desk),
  };
  const send = sender({ ...parts, opener: opener(parts) });
  const listening = listener({ ...parts, stopped: stopping.signal });
  const revises = reviser({ ...parts, listener: listening });
  const reads = catchUp({ ...parts, listener: listening, reviser: revises, stopped: stopping.signal });
  const interact = interactions(parts);

  const hold = (work: Promise<void>): Promise<void> => {
    const held = work
      .catch((error: unknown) => log().error({ platform: 'discord', error: String(error) }, 'a gesture was lost'))
      .finally(() => inHand.delete(held));
    inHand.add(held);
    return held;
  };
  /** Does it until it works; for what is needed sooner or later and must not fail a start. */
  const insist = (what: string, attempt: () => Promise<void>): Promise<void> => {
    const loop = async (): Promise<void> => {
      for (let wait = 1_000; !stopping.signal.aborted; wait = Math.min(wait * 2, 300_000)) {
        try {
          return await attempt();
        } catch (error) {
          log().warn({ platform: 'discord', error: String(error) }, `${what} failed; trying again`);
          await sleep(wait, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
        }
      }
    };
    return hold(loop());
  };

  const join = (id: string): Promise<void> => {
    const under =
      joining.get(id) ?? insist('joining a guild', () => desk().join(tenantOf(id), known.joined.get(id) ?? id));
    joining.set(id, under);
    return under;
  };
  /** Once, however many shards there are. */
  let registered = false;
  const registering = (application: string): void => {
    if (!registered) void insist('registering /ticket', () => register(rest, application, desk()));
    registered = true;
  };

  const connection = gateway(
    { token, shards: settings.shards, api: rest, desk },
    {
      resuming: async () => {
        await known.find();
        for (const id of known.joined.keys()) void join(id);
        registering(
          settings.applicationId ?? (await rest.made({ method: 'GET', route: Routes.currentApplication() })).id,
        );
      },
      ready: ({ application, bot: user, guilds: ids }) => {
        bot = user;
        // A direct message may come before the guild that it is about.
        for (const id of ids) known.joined.set(id, known.joined.get(id) ?? id);
        registering(settings.applicationId ?? application);
      },
      told: (type, data) => {
        known.tell(type, data);
        limits.tell(type, data);
      },
      guild: (id, name) => {
        known.joined.set(id, name);
        void join(id);
      },
      left: (id) => {
        known.joined.delete(id);
        joining.delete(id);
        log().warn({ platform: 'discord', guild: id }, 'the bot was removed from a guild');
      },
      interaction: (interaction, replayed) => {
        if (stopping.signal.aborted) return Promise.reject(new Error('stopped'));
        // Discord has told the person that there was no answer: whoever still wants it has done it again.
        if (replayed && Date.now() - timeOf(interaction.id).getTime() > ANSWERED) return Promise.resolve();
        return hold(interact(interaction));
      },
      message: (message) => (stopping.signal.aborted ? Promise.reject(new Error('stopped')) : listening.hear(message)),
      changed: (message) => (stopping.signal.aborted ? Promise.reject(new Error('stopped')) : revises.changed(message)),
      deleted: (channel, guild, ids) =>
        stopping.signal.aborted ? Promise.reject(new Error('stopped')) : revises.deleted({ channel, guild, ids }),
      missed: (since, which, first) => {
        const ids = typeof which === 'function' ? [...known.joined.keys()].filter(which) : which;
        const reading = reads(since, ids, first);
        void hold(
          reading.catch((error: unknown) =>
            log().warn({ platform: 'discord', error: String(error) }, 'what may have been missed was not all read'),
          ),
        );
        return reading;
      },
    },
  );

  /** Warns before Discord refuses: an application without the intent may not even ask for it. */
  const checkIntent = async (): Promise<void> => {
    const application = await rest.call({ method: 'GET', route: Routes.currentApplication() }).catch(() => undefined);
    const flags =
      typeof application === 'object' && application !== null && 'flags' in application ? application.flags : undefined;
    if (typeof flags === 'number' && (flags & MESSAGE_CONTENT) === 0)
      log().error({ platform: 'discord' }, INTENT_MISSING);
  };

  return {
    platform: 'discord',
    start: async (given) => {
      started = patient(given);
      // Before the connection, which another replica may have: what is opened from now on has its card here.
      const found = known.find().then(
        () => Promise.all([...known.joined.keys()].map(join)),
        () => undefined, // Without an answer the guilds join when the gateway tells of them.
      );
      await Promise.race([found, sleep(JOINING, undefined, { ref: false })]);
      await connection.start();
      void hold(checkIntent());
    },
    stop: async () => {
      stopping.abort();
      await connection.stop();
      const finished = Promise.allSettled([listening.idle(), ...inHand]);
      await Promise.race([finished, sleep(GRACE, undefined, { ref: false })]);
      // What cannot be kept is found out by whoever starts next: the session is taken up as after a crash.
      await connection.release().catch(() => undefined);
    },
    send,
    fetch: fetcher(rest, filesFrom(apiUrl)),
    agents: agentsOf,
    channel: channelOf,
    direct: directOf,
    bucket: (address) => bucketFor(address, rest.pausedMs()),
  };
}

/** What the desk cannot keep or find is the database being away: as with `receive`, it will do so later. */
function patient(desk: Desk): Desk {
  const away = (cause: unknown): never => {
    throw Object.assign(new Error('the desk cannot remember now', { cause }), { name: 'Unavailable' });
  };
  const own: Pick<Desk, 'keep' | 'kept' | 'swap' | 'keptUnder'> = {
    keep: (tenant, key, value) => desk.keep(tenant, key, value).catch(away),
    kept: (tenant, key) => desk.kept(tenant, key).catch(away),
    swap: (tenant, key, before, value) => desk.swap(tenant, key, before, value).catch(away),
    keptUnder: (tenant, prefix) => desk.keptUnder(tenant, prefix).catch(away),
  };
  // All the rest is the desk's, whatever it is made of.
  return Object.assign(Object.create(desk), own);
}
