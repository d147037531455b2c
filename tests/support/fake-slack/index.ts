import { connectEvents, type Subscription } from './connect.ts';
import { type HttpOptions, httpTransport, type Raw } from './deliver.ts';
import { createFaults, type Faults } from './faults.ts';
import { createGestures, type Gestures } from './gestures.ts';
import { dumpLedger, waitOn } from './ledger.ts';
import { repliesTo } from './messages.ts';
import { seenBy, seenMessage } from './seen.ts';
import { startServer } from './server.ts';
import { createSocketMode, type SocketMode } from './socket-mode.ts';
import type { Call, Delivered, FakeSlackOptions, FileRecord, LedgerEntry, Seen, View } from './types.ts';
import {
  addChannel,
  addUser,
  createWorkspace,
  type NewChannel,
  type NewUser,
  openDm,
  putChannel,
} from './workspace.ts';

/** A Slack workspace on the loopback, for the real @slack/bolt and @slack/web-api to talk to. */
export type FakeSlack = {
  /** For `clientOptions.slackApiUrl`. */
  readonly apiUrl: string;
  readonly signingSecret: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly team: string;
  readonly appId: string;
  readonly botUserId: string;
  readonly botId: string;

  readonly addUser: (user: NewUser) => void;
  readonly addChannel: (channel: NewChannel) => void;
  /** A user group, by id and handle. */
  readonly addGroup: (id: string, handle: string) => void;
  /** Archive a channel, or bring it back. */
  readonly archive: (channel: string, archived?: boolean) => void;
  /** Throw the bot out of a channel, or let it in. */
  readonly setBotIn: (channel: string, inside: boolean) => void;
  /** Id of the direct conversation between a person and the bot. */
  readonly dm: (user: string) => string;

  /** People's gestures, delivered to the bot's request URL with a real signature. */
  readonly http: (
    url: string,
    options?: HttpOptions,
  ) => Gestures & { readonly raw: Raw; readonly verifyUrl: () => Promise<Omit<Delivered, 'delivery'>> };
  /** The same gestures through the bot's open Socket Mode connection. */
  readonly socket: Gestures;
  /** The connections themselves: how many, their ends. */
  readonly socketMode: SocketMode;
  /** From now on the bot hears of its own messages, changes and deletions as well (and of metadata, if it asks). */
  readonly connect: (subscription: Subscription) => void;

  /** Everything that person would see now, by time. */
  readonly seenBy: (user: string) => readonly Seen[];
  readonly channel: (id: string) => {
    readonly messages: readonly Seen[];
    readonly thread: (ts: string) => readonly Seen[];
  };
  /** The modals a person has open, the top one last. */
  readonly views: (user: string) => readonly View[];
  readonly home: (user: string) => View | undefined;
  /** Everything that was ever uploaded, by anybody. */
  readonly files: () => readonly FileRecord[];
  /** Somebody deletes a file: its address and files.info know nothing of it any more. */
  readonly deleteFile: (name: string) => void;
  readonly ledger: readonly LedgerEntry[];
  /** Every call of the Web API and of response URLs (method `response_url`), in order. */
  readonly calls: readonly Call[];
  /** When messages were posted in a channel, wall clock in ms. */
  readonly postTimes: (channel: string) => readonly number[];
  readonly dump: () => string;

  /**
   * Resolves with the first truthy value of `look`, asked again at every change of the double (a call, a delivery
   * answered, an entry of the ledger) and at the timeout; not when something outside changes. Rejects with the ledger
   * in words.
   */
  readonly waitFor: <T>(
    look: () => T,
    options?: { readonly timeoutMs?: number; readonly what?: string },
  ) => Promise<NonNullable<T>>;
  readonly faults: Faults;
  /** Let time pass for triggers, response URLs and timestamps. */
  readonly advance: (ms: number) => void;
  readonly stop: () => Promise<void>;
};

/** Start the double; stop it with `stop()`. */
export const startFakeSlack = async (options: FakeSlackOptions = {}): Promise<FakeSlack> => {
  const ws = createWorkspace(options);
  const faults = createFaults();
  const server = await startServer(ws, faults.take);
  const socketMode = createSocketMode(ws, server.http);
  const { settings, ledger } = ws;
  const setMembers = (id: string, change: (members: Set<string>) => void): void => {
    const channel = ws.channels.get(id);
    if (!channel) throw new Error(`There is no channel ${id}`);
    const members = new Set(channel.members);
    change(members);
    putChannel(ws, { ...channel, members });
  };
  return {
    apiUrl: `${server.origin}/api/`,
    signingSecret: settings.signingSecret,
    botToken: settings.botToken,
    appToken: settings.appToken,
    team: settings.team,
    appId: settings.appId,
    botUserId: settings.botUserId,
    botId: settings.botId,

    addUser: (user) => void addUser(ws, user),
    addChannel: (channel) => void addChannel(ws, channel),
    addGroup: (id, handle) => void ws.groups.set(id, handle),
    archive: (id, archived = true) => {
      const channel = ws.channels.get(id);
      if (channel) putChannel(ws, { ...channel, archived });
    },
    setBotIn: (id, inside) =>
      setMembers(id, (members) => (inside ? members.add(settings.botUserId) : members.delete(settings.botUserId))),
    dm: (user) => openDm(ws, [user]).channel.id,

    http: (url, httpOptions = {}) => {
      const { send, raw } = httpTransport(ws, url, httpOptions);
      const challenge = JSON.stringify({
        token: 'verification-token',
        challenge: '3eZbrw1aB',
        type: 'url_verification',
      });
      const verifyUrl = () => raw(challenge, { 'content-type': 'application/json' });
      return { ...createGestures(ws, send), raw, verifyUrl };
    },
    socket: createGestures(ws, socketMode.send),
    socketMode,
    connect: (subscription) => connectEvents(ws, subscription, socketMode.send),

    seenBy: (user) => seenBy(ws, user),
    channel: (id) => {
      const messages = ws.messages.get(id) ?? [];
      const thread = (ts: string): readonly Seen[] =>
        messages
          .filter((message) => message.ts === ts)
          .flatMap((root) => [root, ...repliesTo(ws, root)].map(seenMessage));
      return { messages: messages.map(seenMessage), thread };
    },
    views: (user) => ws.modals.get(user) ?? [],
    home: (user) => ws.homes.get(user),
    files: () => [...ws.files.values()],
    deleteFile: (name) => {
      for (const file of ws.files.values()) if (file.name === name) ws.files.delete(file.id);
    },
    ledger: ledger.entries,
    calls: ws.calls,
    postTimes: (id) =>
      ledger.entries.filter((entry) => entry.kind === 'posted' && entry.channel === id).map(({ at }) => at),
    dump: () => dumpLedger(ledger.entries, 1000),

    waitFor: (look, waiting) => waitOn(ledger, look, waiting),
    faults: { add: faults.add, clear: faults.clear },
    advance: ws.clock.advance,
    stop: async () => {
      ws.watchers.clear();
      socketMode.stop();
      await server.stop();
    },
  };
};

export type { Subscription } from './connect.ts';
export type { HttpOptions, Raw } from './deliver.ts';
export type { FaultReply, Faults } from './faults.ts';
export type { Gestures } from './gestures.ts';
export type * from './types.ts';
export type { NewChannel, NewUser } from './workspace.ts';
