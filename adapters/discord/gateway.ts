/**
 * The connection to Discord's gateway. `@discordjs/ws` keeps it up, without the client of discord.js: that makes objects of
 * every event for nobody, keeps its session to itself, and ends it when it stops. Here a session outlives the process: it is
 * closed as one that will be resumed, and whoever starts next asks for what came meanwhile. What the library gives up, this
 * begins anew.
 */
import { type SessionInfo, WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import {
  type APIGatewayBotInfo,
  type APIInteraction,
  CloseCodes,
  GatewayDispatchEvents,
  type GatewayDispatchPayload,
  GatewayIntentBits,
  type GatewayMessageCreateDispatchData,
  type REST,
  Routes,
} from 'discord.js';
import { DeliveryFailure, type Desk } from '../../src/adapter.ts';
import { budget } from './budget.ts';
import type { Api } from './rest.ts';
import { sessions } from './session.ts';

export interface GatewayEvents {
  /** Before a session is taken up again, which does not tell the guilds. A rejection puts the connection off, or ends the session. */
  resuming(): Promise<void>;
  /** Comes first in a new session, with the ids of all guilds of the shard; their names and channels come one by one after it. */
  ready(ready: Ready): void;
  /** What became of guilds, channels, threads and roles; each event, before the ones below. */
  told(type: string, data: unknown): void;
  guild(id: string, name: string): void;
  left(id: string): void;
  /** Both resolve when it is taken; what is given up, to be told again after a restart, rejects. */
  interaction(interaction: APIInteraction, replayed: boolean): Promise<void>;
  message(message: GatewayMessageCreateDispatchData): Promise<void>;
  /** A new session began where an old one could not go on: what was said since is read, in the given guilds or in all. */
  missed(since: Date, guilds: readonly string[] | undefined, shard: number): Promise<void>;
}

interface Ready {
  readonly application: string;
  readonly bot: string;
  readonly guilds: readonly string[];
}

export interface Gateway {
  /**
   * Resolves when connected, when another replica is, or when Discord is out of reach and is tried again later; rejects with
   * a sentence for the operator.
   */
  start(): Promise<void>;
  /** Closes the connection so that it can be resumed. */
  stop(): Promise<void>;
  /** Once everything in hand is taken: leaves the session to whoever starts next. */
  release(): Promise<void>;
}

const INTENTS =
  GatewayIntentBits.Guilds |
  GatewayIntentBits.GuildMessages |
  GatewayIntentBits.MessageContent |
  GatewayIntentBits.DirectMessages;

/** Answers that will be the same next time. */
const SURE: ReadonlySet<string> = new Set(['place gone', 'refused', 'unreachable']);

const BAD_TOKEN =
  "Discord does not accept DISCORD_TOKEN: copy the bot's token anew (discord.com/developers, Bot, Reset Token)";
const NO_INTENT =
  'Discord refuses the connection: "Message Content Intent" is not switched on for the bot (discord.com/developers, Bot, Privileged Gateway Intents)';

/** How long a start waits for Discord before it goes on in the background. */
const START = 10_000;
const RETRY = { first: 1_000, longest: 60_000, refused: 300_000 } as const;
/** How often the address of a session is tried that nobody answers at. */
const UNANSWERED = 3;
const CLOSING = 3_000;
/** These the library does not mend: the token or the intents have to be. */
const FATAL: ReadonlySet<number> = new Set([4004, 4010, 4011, 4012, 4013, 4014]);

export function gateway(token: string, api: Api, desk: () => Desk, events: GatewayEvents): Gateway {
  const log = () => desk().log;
  const stopping = new AbortController();
  const held = sessions(desk, token, INTENTS, () => void takenOver());
  const identify = budget(held, log, () => info());
  /** Only its events count; one that was left is deaf. */
  let live: WebSocketManager | undefined;
  let connected: WebSocketManager | undefined;
  /** Shards that Discord has greeted, those with a session, and how often each was not answered. */
  const open = new Set<number>();
  const ready = new Set<number>();
  const unanswered = new Map<number, number>();
  let timer: NodeJS.Timeout | undefined;
  let tries = 0;
  let standsBy: (() => void) | undefined;

  const info = async (): Promise<APIGatewayBotInfo> =>
    (await api.call({ method: 'GET', route: Routes.gatewayBot() })) as APIGatewayBotInfo;

  const connect = async (): Promise<void> => {
    if (!(await held.take(stopping.signal, standBy))) return;
    const { shards, url } = await info();
    const resumed = Array.from({ length: shards }, (_, id) => id).filter((id) => held.get(id) !== null);
    if (resumed.length > 0)
      await events.resuming().catch((error: unknown) => {
        // What a resumed session does not say again cannot be asked for here: a new session says all of it.
        if (!(error instanceof DeliveryFailure) || !SURE.has(error.fault.kind)) throw error;
        log().warn({ platform: 'discord', code: error.code }, 'the session cannot be resumed: beginning a new one');
        for (const id of resumed) held.set(id, null);
      });
    if (stopping.signal.aborted) return;
    const next: WebSocketManager = new WebSocketManager({
      token,
      intents: INTENTS,
      shardCount: shards,
      rest: gatewayInfo(info),
      buildIdentifyThrottler: async () => ({ waitForIdentify: identify }),
      ...stored(() => next === live, url),
    });
    await leave();
    live = next;
    listen(next);
    try {
      await next.connect();
    } catch (error) {
      if (live === next) await leave();
      throw error;
    }
    if (live !== next) return;
    connected = next;
    tries = 0;
    log().info({ platform: 'discord', shards }, 'connected to Discord');
  };

  const standBy = (): void => {
    log().info(
      { platform: 'discord' },
      'another replica holds the connection to Discord: this one takes it over when that one stops or falls silent',
    );
    standsBy?.();
  };

  /** How the library keeps its sessions. One that was left must not go on: it waits for its session for ever. */
  const stored = (isLive: () => boolean, url: string) => ({
    retrieveSessionInfo: (shard: number) => {
      if (!isLive()) return new Promise<SessionInfo | null>(() => undefined);
      const session = held.get(shard);
      // Nobody answers at the session's own address: the general one knows it too.
      return session !== null && (unanswered.get(shard) ?? 0) >= UNANSWERED ? { ...session, resumeURL: url } : session;
    },
    updateSessionInfo: (shard: number, session: SessionInfo | null) => {
      // The library drops a session when the network is away. Only Discord can end it.
      if (isLive() && (session !== null || open.has(shard))) held.set(shard, session);
    },
  });

  const leave = async (): Promise<void> => {
    const left = live;
    live = undefined;
    connected = undefined;
    open.clear();
    ready.clear();
    if (left === undefined) return;
    left.removeAllListeners();
    left.on(WebSocketShardEvents.Error, () => undefined);
    const close = async () => left.destroy({ code: CloseCodes.Resuming, reason: 'will resume' });
    const closed = close().catch(() => undefined);
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, CLOSING).unref())]);
  };

  const listen = (manager: WebSocketManager): void => {
    /** Shards that are told what they missed. */
    const replaying = new Set<number>();
    manager.on(WebSocketShardEvents.Hello, ({ shardId }) => {
      open.add(shardId);
      unanswered.delete(shardId);
      if (held.get(shardId) !== null) replaying.add(shardId);
    });
    manager.on(WebSocketShardEvents.Closed, ({ shardId, code }) => {
      log().info({ platform: 'discord', shard: shardId, code }, 'the connection to Discord closed');
      ready.delete(shardId);
      replaying.delete(shardId);
      if (!open.has(shardId)) unanswered.set(shardId, (unanswered.get(shardId) ?? 0) + 1);
      // After the library has decided what becomes of the session.
      setImmediate(() => open.delete(shardId));
      if (FATAL.has(code)) void refused(manager, code);
    });
    manager.on(WebSocketShardEvents.Error, ({ error, shardId }) =>
      log().warn({ platform: 'discord', shard: shardId, error: String(error) }, 'the connection to Discord broke'),
    );
    manager.on(WebSocketShardEvents.HeartbeatComplete, ({ heartbeatAt, shardId }) => {
      if (ready.has(shardId)) held.heard(shardId, heartbeatAt);
    });
    manager.on(WebSocketShardEvents.Dispatch, ({ data, shardId }) => {
      if (data.t === GatewayDispatchEvents.Resumed || data.t === GatewayDispatchEvents.Ready) {
        replaying.delete(shardId);
        ready.add(shardId);
      }
      const replayed = replaying.has(shardId);
      const now = Date.now();
      const mark = held.mark(shardId);
      const done = taken(data, shardId, mark, replayed);
      held.event(shardId, data.s, replayed ? (mark ?? now) : now, done);
      if (!replayed) held.heard(shardId, now);
    });
  };

  /** Each event by itself: one that we cannot read must not take the connection down. */
  const taken = (
    event: GatewayDispatchPayload,
    shard: number,
    mark: number | undefined,
    replayed: boolean,
  ): Promise<void> | undefined => {
    try {
      events.told(event.t, event.d);
      switch (event.t) {
        case GatewayDispatchEvents.Ready: {
          const guilds = event.d.guilds.map(({ id }) => id);
          events.ready({ application: event.d.application.id, bot: event.d.user.id, guilds });
          if (mark !== undefined) held.reading(shard, mark, events.missed(new Date(mark), guilds, shard));
          return undefined;
        }
        case GatewayDispatchEvents.GuildCreate:
          if (event.d.unavailable !== true) events.guild(event.d.id, event.d.name ?? event.d.id);
          return undefined;
        case GatewayDispatchEvents.GuildDelete:
          if (event.d.unavailable !== true) events.left(event.d.id);
          return undefined;
        case GatewayDispatchEvents.InteractionCreate:
          return events.interaction(event.d, replayed);
        case GatewayDispatchEvents.MessageCreate:
          return events.message(event.d);
        case GatewayDispatchEvents.Resumed: {
          log().info({ platform: 'discord', shard }, 'connected to Discord again');
          const owed = held.owed(shard);
          if (owed !== undefined) held.reading(shard, owed, events.missed(new Date(owed), undefined, shard));
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

  /** The token was changed, or an intent switched off, while we were connected. At the start `connect` rejects. */
  const refused = async (from: WebSocketManager, code: number): Promise<void> => {
    if (from !== connected || stopping.signal.aborted) return;
    log().error(
      { platform: 'discord', code },
      code === 4014 ? NO_INTENT : code === 4004 ? BAD_TOKEN : 'Discord ended the connection',
    );
    await leave();
    again(RETRY.refused);
  };

  const takenOver = async (): Promise<void> => {
    log().info({ platform: 'discord' }, 'another replica is connected to Discord now; waiting to take over');
    await leave();
    again(0);
  };

  const again = (wait: number): void => {
    if (stopping.signal.aborted) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      connect().catch((error: unknown) => {
        const sentence = refusal(error);
        if (sentence === undefined)
          log().warn({ platform: 'discord', error: String(error) }, 'Discord is out of reach; trying again');
        else log().error({ platform: 'discord' }, sentence);
        again(sentence === undefined ? waitBefore(tries++) : RETRY.refused);
      });
    }, wait);
  };

  return {
    start: async () => {
      let enough: NodeJS.Timeout | undefined;
      const patience = new Promise<'waiting'>((resolve) => {
        enough = setTimeout(() => resolve('waiting'), START);
      });
      const other = new Promise<'standing by'>((resolve) => {
        standsBy = () => resolve('standing by');
      });
      const first = connect().then(
        () => 'connected' as const,
        (error: unknown) => ({ error }),
      );
      const outcome = await Promise.race([first, patience, other]);
      clearTimeout(enough);
      standsBy = undefined;
      if (outcome === 'waiting' || outcome === 'standing by') {
        if (outcome === 'waiting')
          log().warn({ platform: 'discord' }, 'not connected to Discord yet; going on without it');
        void first.then((late) => typeof late === 'object' && again(waitBefore(tries++)));
      } else if (outcome !== 'connected') {
        const sentence = refusal(outcome.error);
        if (sentence !== undefined) throw new Error(sentence, { cause: outcome.error });
        log().warn(
          { platform: 'discord', error: String(outcome.error) },
          'Discord is out of reach; going on without it for now',
        );
        again(waitBefore(tries++));
      }
    },
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      await leave();
    },
    release: () => held.release(),
  };
}

/**
 * The library's way to ask where the gateway is. It refuses to connect when no identify is left for today, though a resume
 * needs none: the identifies are counted where they are made.
 */
function gatewayInfo(info: () => Promise<APIGatewayBotInfo>): REST {
  const get = async (): Promise<APIGatewayBotInfo> => {
    const { session_start_limit: limit, ...rest } = await info();
    return { ...rest, session_start_limit: { ...limit, remaining: Math.max(limit.remaining, rest.shards) } };
  };
  return { get } as unknown as REST;
}

/** The sentence for what an operator has to mend; undefined for what may pass. */
function refusal(error: unknown): string | undefined {
  if (error instanceof DeliveryFailure) return error.fault.kind === 'revoked' ? BAD_TOKEN : undefined;
  const message = error instanceof Error ? error.message : '';
  if (message === 'Authentication failed') return BAD_TOKEN;
  if (message === 'Used disallowed intents') return NO_INTENT;
  if (
    ['Used invalid intents', 'Invalid shard', 'Sharding is required', 'Used an invalid API version'].includes(message)
  )
    return `Discord refuses the connection: ${message}`;
  return undefined;
}

const waitBefore = (tries: number): number =>
  Math.min(RETRY.first * 2 ** tries, RETRY.longest) * (0.5 + Math.random() / 2);
