/** The gateway: sessions, identify, resume, heartbeats; and the ways in which it can fail. */
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import {
  type APIMessage,
  GatewayDispatchEvents as E,
  GatewayIntentBits as I,
  GatewayOpcodes as Op,
} from 'discord-api-types/v10';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { Hub, WireEvent } from './hub.ts';
import { asList, asRecord } from './json.ts';
import { apiMember, guildCreate } from './payloads.ts';
import { canView } from './permissions.ts';
import type { Json } from './types.ts';

const knownIntents = Object.values(I)
  .filter((bit): bit is I => typeof bit === 'number')
  .reduce<number>((sum, bit) => sum | bit, 0);

interface Session {
  readonly id: string;
  readonly intents: number;
  readonly shard: readonly [number, number];
  readonly sent: { readonly seq: number; readonly line: string }[];
  socket: WebSocket | undefined;
  droppedAt: number;
}

/** What a script may do to the bot's connection, and what can be counted. */
export interface GatewayControls {
  readonly identifies: number;
  readonly resumes: number;
  readonly heartbeats: number;
  /** How many sessions have a live connection. */
  readonly connected: number;
  /** The shards that they are of, in order. */
  readonly shards: readonly number[];
  /** The intents asked for by the last IDENTIFY. */
  readonly intents: number;
  /** Cuts every connection; with `code` it is closed properly with that code. The session stays resumable. */
  drop(code?: number): void;
  /** From now on heartbeats are not acknowledged and nothing is sent on the present connections. */
  zombie(): void;
  /** Asks the bot to reconnect and resume (op 7). */
  reconnect(): void;
  /** Tells the bot that its session is invalid (op 9). */
  invalidSession(resumable: boolean): void;
  /** Runs `fn` while the bot is cut off: it may knock, but gets no HELLO until `fn` is done. */
  missWhile<T>(fn: () => T | Promise<T>): Promise<T>;
  /** Forgets all sessions: the next RESUME is answered with op 9. */
  forgetSessions(): void;
  /** Loses the next dispatch to all sessions, with its sequence number: a gap. */
  skipNext(): void;
}

export interface Gateway extends GatewayControls {
  emit(event: WireEvent): void;
  /** True once the day's identifies are used up: Discord then resets the token. */
  tokenReset(): boolean;
  stop(): void;
}

export function startGateway(server: Server, hub: Hub): Gateway {
  const { world, ledger } = hub;
  const wss = new WebSocketServer({ server });
  const sessions = new Map<string, Session>();
  const held = new Set<WebSocket>();
  const zombies = new WeakSet<WebSocket>();
  const count = { identifies: 0, resumes: 0, heartbeats: 0, intents: 0 };
  /** When each bucket identified last. */
  const identified = new Map<number, number>();
  let holding = false;
  let skipping = 0;
  const budget = world.options.identifyBudget ?? 1000;
  const portal = { messageContent: true, guildMembers: false, presences: false, ...world.options.privilegedIntents };

  const raw = (socket: WebSocket, payload: object): void => {
    if (socket.readyState === socket.OPEN && !zombies.has(socket)) socket.send(JSON.stringify(payload));
  };
  const close = (socket: WebSocket, code: number, why: string): void => {
    ledger.add('gateway', `closed with ${code}: ${why}`, { action: 'close', code });
    socket.close(code, why);
  };
  const live = (): readonly Session[] => [...sessions.values()].filter((s) => s.socket !== undefined);
  const hello = (socket: WebSocket): void =>
    raw(socket, {
      op: Op.Hello,
      d: { heartbeat_interval: world.options.heartbeatIntervalMs ?? 41_250, _trace: [] },
      s: null,
      t: null,
    });

  const dispatch = (session: Session, t: string, d: object): void => {
    const seq = (session.sent.at(-1)?.seq ?? 0) + 1;
    const line = JSON.stringify({ op: Op.Dispatch, t, s: seq, d });
    session.sent.push({ seq, line });
    const socket = session.socket;
    if (skipping > 0) return;
    if (socket !== undefined && socket.readyState === socket.OPEN && !zombies.has(socket)) socket.send(line);
  };

  const emit = (event: WireEvent): void => {
    for (const session of sessions.values()) {
      const age = session.socket === undefined ? world.now() - session.droppedAt : 0;
      if (age > (world.options.resumeWindowMs ?? 180_000)) sessions.delete(session.id);
      else if (wants(session, event)) dispatch(session, event.t, seenWith(session, event));
    }
    if (skipping > 0) skipping -= 1;
  };

  const wants = (session: Session, event: WireEvent): boolean => {
    const needs = event.intents ?? 0;
    if (needs !== 0 && !(session.intents & needs)) return false;
    const [shard, shards] = session.shard;
    const home = event.guildId === undefined ? 0 : Number((BigInt(event.guildId) >> 22n) % BigInt(shards));
    if (home !== shard) return false;
    if (event.guildId !== undefined && world.guilds.get(event.guildId)?.botIn === false && event.t !== E.GuildDelete) {
      return false;
    }
    return event.channel === undefined || canView(world, world.botId, event.channel);
  };

  const seenWith = (session: Session, event: WireEvent): object => {
    const isMessage = event.t === E.MessageCreate || event.t === E.MessageUpdate;
    if (!isMessage || session.intents & I.MessageContent || event.channel?.guildId === undefined) return event.d;
    return withoutContent(event.d as APIMessage, world.botId);
  };

  const identify = (socket: WebSocket, d: Json): Session | undefined => {
    const intents = Number(d['intents']);
    count.identifies += 1;
    count.intents = intents;
    ledger.add('gateway', `identify with intents ${intents}`, { action: 'identify' });
    const bucket = (asList(d['shard']).map(Number)[0] ?? 0) % (world.options.maxConcurrency ?? 1);
    const sooner = world.now() - (identified.get(bucket) ?? 0) < (world.options.identifyGapMs ?? 0);
    identified.set(bucket, world.now());
    if (sooner) {
      ledger.add('violation', 'an identify that came too soon after another', { action: 'identify' });
      raw(socket, { op: Op.InvalidSession, d: false, s: null, t: null });
    } else if (d['token'] !== world.options.token || count.identifies > budget)
      close(socket, 4004, 'Authentication failed.');
    else if (!Number.isInteger(intents) || intents & ~knownIntents) close(socket, 4013, 'Invalid intent(s).');
    else if (
      (intents & I.MessageContent && !portal.messageContent) ||
      (intents & I.GuildMembers && !portal.guildMembers) ||
      (intents & I.GuildPresences && !portal.presences)
    ) {
      close(socket, 4014, 'Disallowed intent(s).');
    } else {
      const [shard = 0, shards = 1] = asList(d['shard']).map(Number);
      const session: Session = { id: randomUUID(), intents, shard: [shard, shards], sent: [], socket, droppedAt: 0 };
      sessions.set(session.id, session);
      greet(session);
      return session;
    }
    return undefined;
  };

  const greet = (session: Session): void => {
    const guilds = [...world.guilds.values()].filter(
      (guild) => guild.botIn && wants(session, { t: E.GuildCreate, d: {}, guildId: guild.id }),
    );
    dispatch(session, E.Ready, {
      v: 10,
      user: { ...world.user(world.botId).user, verified: true, mfa_enabled: false, email: null, flags: 0 },
      guilds: guilds.map((guild) => ({ id: guild.id, unavailable: true })),
      session_id: session.id,
      resume_gateway_url: hub.origin().replace('http', 'ws'),
      shard: session.shard,
      application: { id: world.applicationId, flags: 0 },
      session_type: 'normal',
      private_channels: [],
      user_settings: {},
      relationships: [],
    });
    ledger.add('gateway', 'ready', { action: 'ready' });
    if (!(session.intents & I.Guilds)) return;
    for (const guild of guilds) dispatch(session, E.GuildCreate, guildCreate(world, guild));
  };

  const resume = (socket: WebSocket, d: Json): Session | undefined => {
    const session = sessions.get(String(d['session_id']));
    const seq = Number(d['seq']);
    count.resumes += 1;
    if (d['token'] !== world.options.token) close(socket, 4004, 'Authentication failed.');
    else if (session === undefined || seq > (session.sent.at(-1)?.seq ?? 0)) {
      ledger.add('gateway', 'resume refused: no such session', { action: 'resume refused' });
      raw(socket, { op: Op.InvalidSession, d: false, s: null, t: null });
    } else {
      session.socket?.terminate();
      session.socket = socket;
      const missed = session.sent.filter((one) => one.seq > seq);
      ledger.add('gateway', `resume after ${seq}: ${missed.length} replayed`, { action: 'resume' });
      for (const one of missed) socket.send(one.line);
      dispatch(session, E.Resumed, { _trace: [] });
      return session;
    }
    return undefined;
  };

  const members = (session: Session, d: Json): void => {
    const guildId = String(d['guild_id']);
    const all = [...(world.guilds.get(guildId)?.members.keys() ?? [])];
    const asked = d['user_ids'] === undefined ? all : [d['user_ids']].flat().map(String);
    const found = asked.filter((id) => all.includes(id));
    dispatch(session, E.GuildMembersChunk, {
      guild_id: guildId,
      members: found.map((id) => apiMember(world, guildId, id)),
      not_found: asked.filter((id) => !all.includes(id)),
      chunk_index: 0,
      chunk_count: 1,
      ...(d['nonce'] === undefined ? {} : { nonce: d['nonce'] }),
    });
  };

  wss.on('connection', (socket, request) => {
    const query = new URL(request.url ?? '/', hub.origin()).searchParams;
    if (query.get('v') !== '10') return close(socket, 4012, 'Invalid API version');
    if ((query.get('encoding') ?? 'json') !== 'json' || query.has('compress')) {
      return close(socket, 4002, 'This double speaks plain JSON only');
    }
    let session: Session | undefined;
    socket.on('error', () => {});
    socket.on('close', (code) => {
      held.delete(socket);
      if (session === undefined || session.socket !== socket) return;
      session.socket = undefined;
      session.droppedAt = world.now();
      if (code === 1000 || code === 1001) sessions.delete(session.id);
      ledger.add('gateway', `connection ended with ${code}`, { action: 'end', code });
    });
    socket.on('message', (data: RawData) => {
      const text = String(data);
      if (Buffer.byteLength(text) > 4096) return close(socket, 4002, 'Payload larger than 4096 bytes');
      const packet = parse(text);
      if (packet === undefined) return close(socket, 4002, 'Error while decoding payload.');
      const d = asRecord(packet['d']);
      switch (packet['op']) {
        case Op.Heartbeat:
          count.heartbeats += 1;
          return raw(socket, { op: Op.HeartbeatAck, d: null, s: null, t: null });
        case Op.Identify:
          if (session !== undefined) return close(socket, 4005, 'Already authenticated.');
          session = identify(socket, d);
          return;
        case Op.Resume:
          session = resume(socket, d);
          return;
        case Op.RequestGuildMembers:
          return session === undefined ? close(socket, 4003, 'Not authenticated.') : members(session, d);
        case Op.PresenceUpdate:
        case Op.VoiceStateUpdate:
          return session === undefined ? close(socket, 4003, 'Not authenticated.') : undefined;
        default:
          return close(socket, 4001, 'Unknown opcode.');
      }
    });
    if (holding) held.add(socket);
    else hello(socket);
  });

  /** Every connection that got its HELLO, whether or not its session is still known. */
  const open = (): readonly WebSocket[] => [...wss.clients].filter((socket) => !held.has(socket));

  const drop = (code?: number): void => {
    const how = code === undefined ? 'the script cuts the connection' : `the script closes with ${code}`;
    ledger.add('gateway', how, { action: 'drop' });
    for (const session of sessions.values()) {
      session.socket = undefined;
      session.droppedAt = world.now();
    }
    for (const socket of open()) {
      if (code === undefined) socket.terminate();
      else socket.close(code);
    }
  };

  return {
    get identifies() {
      return count.identifies;
    },
    get resumes() {
      return count.resumes;
    },
    get heartbeats() {
      return count.heartbeats;
    },
    get connected() {
      return live().length;
    },
    get shards() {
      return live()
        .map(({ shard: [id] }) => id)
        .toSorted((a, b) => a - b);
    },
    get intents() {
      return count.intents;
    },
    emit,
    drop,
    tokenReset: () => count.identifies > budget,
    zombie() {
      for (const socket of open()) zombies.add(socket);
    },
    reconnect() {
      for (const socket of open()) raw(socket, { op: Op.Reconnect, d: null, s: null, t: null });
    },
    invalidSession(resumable) {
      if (!resumable) for (const session of live()) sessions.delete(session.id);
      for (const socket of open()) raw(socket, { op: Op.InvalidSession, d: resumable, s: null, t: null });
    },
    async missWhile(fn) {
      holding = true;
      drop();
      try {
        return await fn();
      } finally {
        holding = false;
        for (const socket of held) hello(socket);
        held.clear();
      }
    },
    forgetSessions: () => sessions.clear(),
    skipNext() {
      skipping += 1;
    },
    stop() {
      for (const socket of wss.clients) socket.terminate();
      wss.close();
    },
  };
}

/** What a bot without MESSAGE_CONTENT gets of a message that is neither its own nor names it. */
function withoutContent(message: APIMessage, botId: string): APIMessage {
  const own = message.author.id === botId || message.mentions.some((user) => user.id === botId);
  const quoted = message.referenced_message;
  return {
    ...message,
    ...(own ? {} : { content: '', embeds: [], attachments: [], components: [] }),
    ...(quoted ? { referenced_message: withoutContent(quoted, botId) } : {}),
  };
}

function parse(text: string): Json | undefined {
  try {
    return asRecord(JSON.parse(text));
  } catch {
    return undefined;
  }
}
