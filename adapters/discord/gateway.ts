/**
 * The connection to Discord's gateway, kept up by discord.js; what discord.js gives up, this begins anew. What people do is
 * taken from the raw events, before discord.js makes objects of them: nothing is missed while it is not ready, no partials
 * are needed, and `read.ts` stays a function of plain values.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type APIInteraction,
  Client,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  type GatewayMessageCreateDispatchData,
  type GatewayReadyDispatchData,
  Options,
  SimpleIdentifyThrottler,
} from 'discord.js';
import type { Log } from '../../src/adapter.ts';
import { restOptions } from './rest.ts';

export interface GatewayEvents {
  /** Comes first, with the ids of all guilds; their names and channels come one by one after it. */
  ready(applicationId: string, botId: string, guilds: readonly string[]): void;
  guild(id: string, name: string): void;
  left(id: string): void;
  interaction(interaction: APIInteraction): void;
  message(message: GatewayMessageCreateDispatchData): void;
}

export interface Gateway {
  client(): Client | undefined;
  /** Resolves when connected, or when Discord is out of reach and is tried again later; rejects with a sentence for the operator. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.MessageContent,
  GatewayIntentBits.DirectMessages,
] as const;

const BAD_TOKEN =
  "Discord does not accept DISCORD_TOKEN: copy the bot's token anew (discord.com/developers, Bot, Reset Token)";
const NO_INTENT =
  'Discord refuses the connection: "Message Content Intent" is not switched on for the bot (discord.com/developers, Bot, Privileged Gateway Intents)';

/** How long a start waits for Discord before it goes on in the background. */
const START = 15_000;
/** How long discord.js waits for a guild that is not available. */
const GUILDS = 5_000;
const RETRY = { first: 1_000, longest: 60_000, refused: 300_000 } as const;

export function gateway(token: string, apiUrl: string | undefined, log: () => Log, events: GatewayEvents): Gateway {
  const identify = identifyBackOff();
  let client: Client | undefined;
  /** The same once it has logged in. */
  let live: Client | undefined;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let tries = 0;

  const connect = async (): Promise<void> => {
    const next = new Client({
      intents: INTENTS,
      enforceNonce: true,
      allowedMentions: { parse: [] },
      makeCache: Options.cacheWithLimits(CACHES),
      shards: 'auto',
      waitGuildTimeout: GUILDS,
      rest: restOptions(apiUrl),
      ws: { buildIdentifyThrottler: identify },
    });
    onlyCached(next, log);
    listen(next, events, log);
    next.on(Events.ShardDisconnect, ({ code }) => void lost(next, code));
    client = next;
    const ready = new Promise<void>((resolve) => next.once(Events.ClientReady, () => resolve()));
    try {
      await next.login(token);
    } catch (error) {
      client = undefined;
      throw error;
    }
    if (stopped) return next.destroy();
    live = next;
    tries = 0;
    // The guilds come after the login; one that does not come must not hold up the others.
    await Promise.race([ready, sleep(GUILDS + 1_000, undefined, { ref: false })]);
    log().info({ platform: 'discord', guilds: next.guilds.cache.size }, 'connected to Discord');
  };

  /** discord.js has given up: the token was changed, or an intent switched off, while we were connected. */
  const lost = async (from: Client, code: number): Promise<void> => {
    if (from !== live || stopped) return;
    client = undefined;
    live = undefined;
    log().error(
      { platform: 'discord', code },
      code === 4014 ? NO_INTENT : code === 4004 ? BAD_TOKEN : 'Discord ended the connection',
    );
    await from.destroy().catch(() => undefined);
    again(RETRY.refused);
  };

  const again = (wait: number): void => {
    if (stopped) return;
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
    client: () => client,
    start: async () => {
      let enough: NodeJS.Timeout | undefined;
      const patience = new Promise<'waiting'>((resolve) => {
        enough = setTimeout(() => resolve('waiting'), START);
      });
      const first = connect().then(
        () => 'connected' as const,
        (error: unknown) => ({ error }),
      );
      const outcome = await Promise.race([first, patience]);
      clearTimeout(enough);
      if (outcome === 'waiting') {
        log().warn({ platform: 'discord' }, 'Discord is out of reach; going on without it for now');
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
      stopped = true;
      clearTimeout(timer);
      await client?.destroy().catch(() => undefined);
    },
  };
}

/**
 * discord.js only gets to see what its caches of guilds, channels and roles need. It would make objects of all the rest, for
 * nobody, and it throws where no one can catch it when an event is not as it expects: that would end the process.
 */
function onlyCached(client: Client, log: () => Log): void {
  type Packet = { readonly t?: string } | undefined;
  const ws = client.ws as unknown as { handlePacket(packet: Packet, shard: unknown): boolean };
  const handle = ws.handlePacket.bind(ws);
  ws.handlePacket = (packet, shard) => {
    if (
      packet !== undefined &&
      !/^(?:READY|RESUMED|GUILD_(?:CREATE|UPDATE|DELETE|ROLE_.*)|(?:CHANNEL|THREAD)_.*)$/.test(packet.t ?? '')
    )
      return true;
    try {
      return handle(packet, shard);
    } catch (error) {
      log().error({ platform: 'discord', event: packet?.t, error: String(error) }, 'an event could not be read');
      return true;
    }
  };
}

function listen(client: Client, events: GatewayEvents, log: () => Log): void {
  // Each event by itself: one that we cannot read must not take the connection down.
  const on = <T>(event: GatewayDispatchEvents, hear: (data: T) => void): void => {
    client.ws.on(event, (data: T) => {
      try {
        hear(data);
      } catch (error) {
        log().error({ platform: 'discord', event, error: String(error) }, 'an event could not be read');
      }
    });
  };
  on<GatewayReadyDispatchData>(GatewayDispatchEvents.Ready, ({ application, user, guilds }) =>
    events.ready(
      application.id,
      user.id,
      guilds.map(({ id }) => id),
    ),
  );
  on<{ id: string; name?: string; unavailable?: boolean }>(GatewayDispatchEvents.GuildCreate, (guild) => {
    if (guild.unavailable !== true) events.guild(guild.id, guild.name ?? guild.id);
  });
  on<{ id: string; unavailable?: boolean }>(GatewayDispatchEvents.GuildDelete, (guild) => {
    if (guild.unavailable !== true) events.left(guild.id);
  });
  on<APIInteraction>(GatewayDispatchEvents.InteractionCreate, events.interaction);
  on<GatewayMessageCreateDispatchData>(GatewayDispatchEvents.MessageCreate, events.message);
  client.on(Events.Error, (error) =>
    log().warn({ platform: 'discord', error: String(error) }, 'discord.js reports an error'),
  );
  client.on(Events.ShardError, (error) =>
    log().warn({ platform: 'discord', error: String(error) }, 'the connection to Discord broke'),
  );
  client.on(Events.ShardReconnecting, () => log().info({ platform: 'discord' }, 'connecting to Discord again'));
  client.on(Events.ShardResume, () => log().info({ platform: 'discord' }, 'connected to Discord again'));
}

/** Nothing is read from these caches; guilds, channels, threads and roles are, and discord.js needs itself as a user. */
const CACHES = {
  ...Options.DefaultMakeCacheSettings,
  ...Object.fromEntries(
    [
      ...[
        'ApplicationCommandManager',
        'ApplicationEmojiManager',
        'AutoModerationRuleManager',
        'BaseGuildEmojiManager',
        'DMMessageManager',
      ],
      ...[
        'EntitlementManager',
        'GuildBanManager',
        'GuildEmojiManager',
        'GuildForumThreadManager',
        'GuildInviteManager',
        'GuildMemberManager',
      ],
      ...[
        'GuildMessageManager',
        'GuildScheduledEventManager',
        'GuildStickerManager',
        'MessageManager',
        'PresenceManager',
        'ReactionManager',
      ],
      ...['ReactionUserManager', 'StageInstanceManager', 'ThreadMemberManager', 'UserManager', 'VoiceStateManager'],
    ].map((manager) => [manager, manager === 'UserManager' || manager === 'GuildMemberManager' ? ONLY_US() : 0]),
  ),
};

function ONLY_US() {
  return { maxSize: 0, keepOverLimit: (one: { id: string; client: Client }) => one.id === one.client.user?.id };
}

/** The sentence for what an operator has to mend; undefined for what may pass. */
function refusal(error: unknown): string | undefined {
  const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as {
    code?: unknown;
    message?: unknown;
  };
  if (code === 'TokenInvalid' || message === 'Authentication failed') return BAD_TOKEN;
  if (message === 'Used disallowed intents') return NO_INTENT;
  if (
    message === 'Used invalid intents' ||
    message === 'Invalid shard' ||
    message === 'Sharding is required' ||
    message === 'Used an invalid API version'
  )
    return `Discord refuses the connection: ${message}`;
  return undefined;
}

const waitBefore = (tries: number): number =>
  Math.min(RETRY.first * 2 ** tries, RETRY.longest) * (0.5 + Math.random() / 2);

/**
 * Discord lets a bot identify a thousand times a day and then takes its token away. Each identify within an hour of the last
 * ones waits three times as long as the one before, so that no loop comes near.
 */
function identifyBackOff() {
  const before = new Map<number, number[]>();
  return async (manager: {
    fetchGatewayInformation(): Promise<{ session_start_limit: { max_concurrency: number } }>;
  }) => {
    const { session_start_limit } = await manager.fetchGatewayInformation();
    const pace = new SimpleIdentifyThrottler(session_start_limit.max_concurrency);
    return {
      waitForIdentify: async (shard: number, signal: AbortSignal): Promise<void> => {
        const lately = (before.get(shard) ?? []).filter((at) => at > Date.now() - 3_600_000);
        const wait = lately.length === 0 ? 0 : Math.min(5_000 * 3 ** (lately.length - 1), 900_000);
        const due = (lately.at(-1) ?? 0) + wait - Date.now();
        if (due > 0) await aborted(due, signal);
        before.set(shard, [...lately, Date.now()]);
        await pace.waitForIdentify(shard, signal);
      },
    };
  };
}

function aborted(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        reject(new Error('the connection closed before it identified'));
      },
      { once: true },
    );
  });
}
