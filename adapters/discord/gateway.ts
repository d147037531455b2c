/**
 * The connection to Discord's gateway: the shards that are this process's, each by itself, and what they tell. Several
 * replicas divide the shards; one without any is ready to take over.
 */
import {
  type APIGatewayBotInfo,
  type APIInteraction,
  GatewayDispatchEvents,
  type GatewayDispatchPayload,
  GatewayIntentBits,
  type GatewayMessageCreateDispatchData,
  type GatewayMessageUpdateDispatchData,
  Routes,
} from 'discord.js';
import type { Desk } from '../../src/adapter.ts';
import { budget } from './budget.ts';
import { leases } from './leases.ts';
import type { Api } from './rest.ts';
import type { Session } from './session.ts';
import { Refused, refusal, type Shard, shard, waitBefore } from './shard.ts';

export interface GatewayEvents {
  /** Before a session is taken up again, which does not tell the guilds. A rejection puts the connection off, or ends the session. */
  resuming(): Promise<void>;
  /** Comes first in a new session, with the ids of all guilds of the shard; their names and channels come one by one after it. */
  ready(ready: Ready): void;
  /** What became of guilds, channels, threads and roles; each event, before the ones below. */
  told(type: string, data: unknown): void;
  guild(id: string, name: string): void;
  left(id: string): void;
  /** These resolve when it is taken; what is given up, to be told again after a restart, rejects. */
  interaction(interaction: APIInteraction, replayed: boolean): Promise<void>;
  message(message: GatewayMessageCreateDispatchData): Promise<void>;
  changed(message: GatewayMessageUpdateDispatchData): Promise<void>;
  deleted(channel: string, guild: string | undefined, ids: readonly string[]): Promise<void>;
  /**
   * A new session began where an old one could not go on: what was said since is read in the given guilds, or in all that
   * are the shard's; the first shard has the direct messages too.
   */
  missed(since: Date, guilds: readonly string[] | ((guild: string) => boolean), first: boolean): Promise<void>;
}

interface Ready {
  readonly application: string;
  readonly bot: string;
  readonly guilds: readonly string[];
}

export interface Gateway {
  /**
   * Resolves when connected, when other replicas are, or when Discord is out of reach and is tried again later; rejects with
   * a sentence for the operator.
   */
  start(): Promise<void>;
  /** Closes the connection so that it can be resumed. */
  stop(): Promise<void>;
  /** Once everything in hand is taken: leaves the sessions to whoever comes next. */
  release(): Promise<void>;
}

export interface GatewayParts {
  readonly token: string;
  /** How many shards there are. [what Discord asks for] */
  readonly shards: number | undefined;
  readonly api: Api;
  readonly desk: () => Desk;
}

const INTENTS =
  GatewayIntentBits.Guilds |
  GatewayIntentBits.GuildMessages |
  GatewayIntentBits.MessageContent |
  GatewayIntentBits.DirectMessages;

/** How long a start waits for Discord before it goes on in the background. */
const START = 10_000;

export function gateway({ token, shards, api, desk }: GatewayParts, events: GatewayEvents): Gateway {
  const log = () => desk().log;
  const stopping = new AbortController();
  const live = new Map<number, { readonly session: Session; readonly connection: Shard }>();
  let timer: NodeJS.Timeout | undefined;
  let tries = 0;
  let resuming: Promise<void> | undefined;

  const info = async (): Promise<APIGatewayBotInfo> => {
    const answer = (await api.call({ method: 'GET', route: Routes.gatewayBot() })) as APIGatewayBotInfo;
    if (shards === undefined && held.count() > 0 && answer.shards > held.count())
      void held.grow(answer.shards).catch(() => undefined);
    return answer;
  };
  /** Shards that are taken up at the same time ask once. */
  const resumed = (): Promise<void> => {
    resuming ??= events.resuming().finally(() => {
      resuming = undefined;
    });
    return resuming;
  };

  const held = leases(desk, token, INTENTS, {
    taken: (id, session) => {
      const count = held.count();
      const own = { token, intents: INTENTS, count, session, log, info, identify, resuming: resumed };
      const connection = shard(id, { ...own, taken: (...given) => taken(id, count, session, ...given) });
      live.set(id, { session, connection });
    },
    left: async (id, why) => {
      if (why === 'lost')
        log().info({ platform: 'discord', shard: id }, 'another replica has this part of the connection now');
      const { connection } = live.get(id) ?? {};
      live.delete(id);
      await connection?.leave();
    },
  });
  const identify = budget((id) => live.get(id)?.session, held, log, info);

  /** Each event by itself: one that we cannot read must not take the connection down. */
  const taken = (
    id: number,
    count: number,
    session: Session,
    event: GatewayDispatchPayload,
    mark: number | undefined,
    late: boolean,
  ): Promise<void> | undefined => {
    try {
      events.told(event.t, event.d);
      switch (event.t) {
        case GatewayDispatchEvents.Ready: {
          const guilds = event.d.guilds.map((guild) => guild.id);
          events.ready({ application: event.d.application.id, bot: event.d.user.id, guilds });
          if (mark !== undefined) session.reading(mark, events.missed(new Date(mark), guilds, id === 0));
          return undefined;
        }
        case GatewayDispatchEvents.GuildCreate:
          if (event.d.unavailable !== true) events.guild(event.d.id, event.d.name ?? event.d.id);
          return undefined;
        case GatewayDispatchEvents.GuildDelete:
          if (event.d.unavailable !== true) events.left(event.d.id);
          return undefined;
        case GatewayDispatchEvents.InteractionCreate:
          return events.interaction(event.d, late);
        case GatewayDispatchEvents.MessageCreate:
          return events.message(event.d);
        case GatewayDispatchEvents.MessageUpdate:
          return events.changed(event.d);
        case GatewayDispatchEvents.MessageDelete:
          return events.deleted(event.d.channel_id, event.d.guild_id, [event.d.id]);
        case GatewayDispatchEvents.MessageDeleteBulk:
          return events.deleted(event.d.channel_id, event.d.guild_id, event.d.ids);
        case GatewayDispatchEvents.Resumed: {
          log().info({ platform: 'discord', shard: id }, 'connected to Discord again');
          const owed = session.owed();
          const isOurs = (guild: string): boolean => shardOf(guild, count) === id;
          if (owed !== undefined) session.reading(owed, events.missed(new Date(owed), isOurs, id === 0));
          return undefined;
        }
        default:
          return undefined;
      }
    } catch (error) {
      log().error({ platform: 'discord', event: event.t, error: String(error) }, 'an event could not be read');
      return undefined;
    }
  };

  /** Resolves with how many shards this process has connected; rejects with a Refused, or with what may pass. */
  const begin = async (): Promise<number> => {
    const { shards: wanted } = await info();
    if (stopping.signal.aborted) return 0;
    const ids = await held.begin(shards ?? wanted, shards !== undefined);
    await Promise.all(ids.map((id) => live.get(id)?.connection.connected));
    return ids.length;
  };
  const again = (): void => {
    if (stopping.signal.aborted) return;
    timer = setTimeout(() => {
      begin().catch((error: unknown) => {
        const sentence = refusal(error);
        const fields = { platform: 'discord', error: String(error) };
        if (sentence === undefined) log().warn(fields, 'Discord is out of reach; trying again');
        else log().error(fields, sentence);
        if (held.count() === 0) again();
      });
    }, waitBefore(tries++));
  };

  return {
    start: async () => {
      let enough: NodeJS.Timeout | undefined;
      const patience = new Promise<'waiting'>((resolve) => {
        enough = setTimeout(() => resolve('waiting'), START);
      });
      const first = begin().catch((error: unknown) => ({ error }));
      const outcome = await Promise.race([first, patience]);
      clearTimeout(enough);
      if (outcome === 0)
        log().info(
          { platform: 'discord' },
          'other replicas hold the connection to Discord: this one takes over what they let go, or when they fall silent',
        );
      else if (outcome === 'waiting') {
        log().warn({ platform: 'discord' }, 'not connected to Discord yet; going on without it');
        void first.then((late) => typeof late === 'object' && held.count() === 0 && again());
      } else if (typeof outcome === 'object') {
        const sentence = refusal(outcome.error);
        if (sentence !== undefined) throw new Refused(sentence, { cause: outcome.error });
        // Shards that could not connect have said so, and try again by themselves.
        if (held.count() > 0) return;
        const error = String(outcome.error);
        log().warn({ platform: 'discord', error }, 'Discord is out of reach; going on without it for now');
        again();
      }
    },
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      held.pause();
      await Promise.all([...live.values()].map(({ connection }) => connection.leave()));
    },
    release: () => held.release(),
  };
}

/** Which shard tells of a guild. */
const shardOf = (guild: string, count: number): number => Number((BigInt(guild) >> 22n) % BigInt(count));
