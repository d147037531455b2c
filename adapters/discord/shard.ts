/**
 * One shard's connection to Discord's gateway. `@discordjs/ws` keeps it up, without the client of discord.js: that makes
 * objects of every event for nobody, keeps its session to itself, and ends it when it stops. Here a session outlives the
 * process: it is closed as one that will be resumed, and whoever has the shard next asks for what came meanwhile. What the
 * library gives up, this begins anew.
 */
import { type SessionInfo, WebSocketManager, WebSocketShardEvents } from '@discordjs/ws';
import {
  type APIGatewayBotInfo,
  CloseCodes,
  GatewayDispatchEvents,
  type GatewayDispatchPayload,
  type REST,
} from 'discord.js';
import { DeliveryFailure, type Log } from '../../src/adapter.ts';
import type { Session } from './session.ts';

export interface ShardParts {
  readonly token: string;
  readonly intents: number;
  readonly count: number;
  readonly session: Session;
  readonly log: () => Log;
  info(): Promise<APIGatewayBotInfo>;
  identify(shard: number, signal: AbortSignal): Promise<void>;
  /** Before a session is taken up again, which does not tell the guilds. A rejection puts the connection off, or ends the session. */
  resuming(): Promise<void>;
  /**
   * What came, with until when nothing had been missed before it, and whether it is told late. Resolves when it is taken;
   * undefined where there is nothing to wait for.
   */
  taken(event: GatewayDispatchPayload, mark: number | undefined, late: boolean): Promise<void> | undefined;
}

export interface Shard {
  /** Resolves once it is connected for the first time; rejects with a Refused. What may pass is tried again meanwhile. */
  readonly connected: Promise<void>;
  /** Closes it so that it can be resumed. */
  leave(): Promise<void>;
}

/** What an operator has to mend, in a sentence for them. */
export class Refused extends Error {}

/** Answers that will be the same next time. */
const SURE: ReadonlySet<string> = new Set(['place gone', 'refused', 'unreachable']);

const BAD_TOKEN =
  "Discord does not accept DISCORD_TOKEN: copy the bot's token anew (discord.com/developers, Bot, Reset Token)";
const NO_INTENT =
  'Discord refuses the connection: "Message Content Intent" is not switched on for the bot (discord.com/developers, Bot, Privileged Gateway Intents)';

const RETRY = { first: 1_000, longest: 60_000, refused: 300_000 } as const;
/** How often the address of a session is tried that nobody answers at. */
const UNANSWERED = 3;
const CLOSING = 3_000;
/** The least time between two gaps that are asked for. */
const GAPS = 10_000;
/** These the library does not mend: the token or the intents have to be. */
const FATAL: ReadonlySet<number> = new Set([4004, 4010, 4011, 4012, 4013, 4014]);

export function shard(id: number, parts: ShardParts): Shard {
  const { token, intents, count, session: held, info, identify, resuming, taken } = parts;
  const log = () => parts.log();
  const fields = { platform: 'discord', shard: id };
  /** Only its events count; one that was left is deaf. */
  let live: WebSocketManager | undefined;
  let connected = false;
  /** Whether Discord has greeted us, and whether there is a session; how often nobody answered. */
  let open = false;
  let ready = false;
  let unanswered = 0;
  let timer: NodeJS.Timeout | undefined;
  let tries = 0;
  let over = false;
  let gap: number | undefined;
  let gapAt = 0;

  const connect = async (): Promise<void> => {
    const { url } = await info();
    if (held.get() !== null)
      await resuming().catch((error: unknown) => {
        // What a resumed session does not say again cannot be asked for here: a new session says all of it.
        if (!(error instanceof DeliveryFailure) || !SURE.has(error.fault.kind)) throw error;
        log().warn({ ...fields, code: error.code }, 'the session cannot be resumed: beginning a new one');
        held.set(null);
      });
    if (over) return;
    const next: WebSocketManager = new WebSocketManager({
      token,
      intents,
      shardCount: count,
      shardIds: [id],
      rest: gatewayInfo(info),
      buildIdentifyThrottler: async () => ({ waitForIdentify: identify }),
      ...stored(() => next === live, url),
    });
    await close();
    live = next;
    listen(next);
    try {
      await next.connect();
    } catch (error) {
      if (live === next) await close();
      throw error;
    }
    if (live !== next) return;
    connected = true;
    tries = 0;
    log().info({ ...fields, shards: count }, 'connected to Discord');
  };

  /** How the library keeps its sessions. One that was left must not go on: it waits for its session for ever. */
  const stored = (isLive: () => boolean, url: string) => ({
    retrieveSessionInfo: () => {
      if (!isLive()) return new Promise<SessionInfo | null>(() => undefined);
      const session = held.get();
      // Nobody answers at the session's own address: the general one knows it too.
      return session !== null && unanswered >= UNANSWERED ? { ...session, resumeURL: url } : session;
    },
    updateSessionInfo: (_shard: number, session: SessionInfo | null) => {
      // The library drops a session when the network is away. Only Discord can end it.
      if (isLive() && (session !== null || open)) held.set(session);
    },
  });

  const close = async (): Promise<void> => {
    const left = live;
    live = undefined;
    connected = false;
    open = false;
    ready = false;
    if (left === undefined) return;
    left.removeAllListeners();
    left.on(WebSocketShardEvents.Error, () => undefined);
    const destroy = async () => left.destroy({ code: CloseCodes.Resuming, reason: 'will resume' });
    const closed = destroy().catch(() => undefined);
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, CLOSING).unref())]);
  };

  const listen = (manager: WebSocketManager): void => {
    /** It is told what it missed. */
    let replaying = false;
    manager.on(WebSocketShardEvents.Hello, () => {
      open = true;
      unanswered = 0;
      replaying = held.get() !== null;
    });
    manager.on(WebSocketShardEvents.Closed, ({ code }) => {
      log().info({ ...fields, code }, 'the connection to Discord closed');
      ready = false;
      replaying = false;
      if (!open) unanswered += 1;
      // After the library has decided what becomes of the session.
      setImmediate(() => {
        open = false;
      });
      if (FATAL.has(code)) void refused(manager, code);
    });
    manager.on(WebSocketShardEvents.Error, ({ error }) =>
      log().warn({ ...fields, error: String(error) }, 'the connection to Discord broke'),
    );
    manager.on(WebSocketShardEvents.HeartbeatComplete, ({ heartbeatAt }) => {
      if (ready) held.heard(heartbeatAt);
    });
    manager.on(WebSocketShardEvents.Dispatch, ({ data }) => {
      if (manager !== live) return;
      if (data.t === GatewayDispatchEvents.Resumed || data.t === GatewayDispatchEvents.Ready) {
        replaying = false;
        ready = true;
      }
      if (isGap(data.s)) return void afresh(data.s);
      const now = Date.now();
      const mark = held.mark();
      const done = taken(data, mark, replaying);
      held.event(data.s, replaying ? (mark ?? now) : now, done);
      if (!replaying) held.heard(now);
    });
  };

  /** Whether events before this one are missing. Once for each gap: Discord does not promise that it counts without any. */
  const isGap = (sequence: number): boolean => {
    const last = held.last();
    return last > 0 && sequence > last + 1 && gap !== last && Date.now() - gapAt > GAPS;
  };
  /** What is missing comes again where the session is resumed from before it. */
  const afresh = async (sequence: number): Promise<void> => {
    const session = held.get();
    gap = held.last();
    gapAt = Date.now();
    log().warn({ ...fields, last: gap, next: sequence }, 'events of Discord are missing: asking for them again');
    await close();
    if (session !== null) held.set({ ...session, sequence: gap });
    again(0);
  };

  /** The token was changed, or an intent switched off, while we were connected. At the start `connect` rejects. */
  const refused = async (from: WebSocketManager, code: number): Promise<void> => {
    if (from !== live || !connected || over) return;
    log().error(
      { ...fields, code },
      code === 4014 ? NO_INTENT : code === 4004 ? BAD_TOKEN : 'Discord ended the connection',
    );
    await close();
    again(RETRY.refused);
  };

  const again = (wait: number): void => {
    if (over) return;
    clearTimeout(timer);
    timer = setTimeout(() => void attempt().catch(() => undefined), wait);
  };

  /** Rejects with what an operator has to mend; both that and what may pass is tried again. */
  const attempt = async (): Promise<void> => {
    try {
      await connect();
    } catch (error) {
      const sentence = refusal(error);
      if (sentence === undefined)
        log().warn({ ...fields, error: String(error) }, 'Discord is out of reach; trying again');
      else log().error(fields, sentence);
      again(sentence === undefined ? waitBefore(tries++) : RETRY.refused);
      throw sentence === undefined ? error : new Refused(sentence, { cause: error });
    }
  };

  const first = attempt();
  first.catch(() => undefined);
  return {
    connected: first,
    leave: async () => {
      over = true;
      clearTimeout(timer);
      await close();
    },
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
export function refusal(error: unknown): string | undefined {
  if (error instanceof Refused) return error.message;
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

export const waitBefore = (tries: number): number =>
  Math.min(RETRY.first * 2 ** tries, RETRY.longest) * (0.5 + Math.random() / 2);
