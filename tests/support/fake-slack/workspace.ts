import { randomBytes } from 'node:crypto';
import { type Clock, createClock } from './clock.ts';
import { createLedger, type Ledger } from './ledger.ts';
import type { Call, Channel, Ephemeral, FakeSlackOptions, FileRecord, Message, User, View } from './types.ts';

/** Scopes of a desk's bot token, unless a test takes some away. */
export const DEFAULT_SCOPES: readonly string[] = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'channels:join',
  'channels:read',
  'chat:write',
  'chat:write.customize',
  'chat:write.public',
  'commands',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'mpim:history',
  'mpim:read',
  'mpim:write',
  'reactions:read',
  'reactions:write',
  'team:read',
  'usergroups:read',
  'users:read',
  'users:read.email',
  'users.profile:read',
];

export type Settings = Required<FakeSlackOptions> & { readonly botUserId: string; readonly botId: string };

/** A trigger_id and what became of it. */
export type Trigger = {
  readonly user: string;
  readonly at: number;
  used: boolean;
  readonly viewId?: string | undefined;
};

/** A response_url: whom it answers, and what it may replace. */
export type ResponseUrl = {
  readonly user: string;
  readonly channel: string;
  readonly at: number;
  /** The message a button was pressed on. */
  readonly source?: string | undefined;
  uses: number;
};

/** Everything the workspace remembers. Rows are immutable; changing one is putting a new one in its place. */
export type Workspace = {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly users: Map<string, User>;
  readonly channels: Map<string, Channel>;
  /** User groups: id → handle. */
  readonly groups: Map<string, string>;
  /** channel → messages by time. */
  readonly messages: Map<string, Message[]>;
  readonly ephemerals: Ephemeral[];
  /** user → open modals, the top one last. */
  readonly modals: Map<string, readonly View[]>;
  readonly homes: Map<string, View>;
  readonly triggers: Map<string, Trigger>;
  readonly responseUrls: Map<string, ResponseUrl>;
  readonly files: Map<string, FileRecord>;
  readonly calls: Call[];
  /** Socket Mode addresses given out and not yet used. */
  readonly tickets: Set<string>;
  /** Told of every change of a message in a conversation, so that the bot hears of it. */
  readonly watchers: Set<(change: Change) => void>;
  /** Base address of the server, known once it listens. */
  origin: string;
};

/** A message that appeared, changed or went. */
export type Change =
  | { readonly kind: 'new'; readonly message: Message; readonly byUser: boolean }
  | { readonly kind: 'changed'; readonly message: Message; readonly previous: Message; readonly byUser: boolean }
  | { readonly kind: 'deleted'; readonly previous: Message; readonly byUser: boolean };

export const createWorkspace = (options: FakeSlackOptions): Workspace => {
  const settings: Settings = {
    botToken: 'xoxb-fake',
    appToken: 'xapp-fake',
    signingSecret: '8f742231b10e8888abcd99yyyzzz85a5',
    team: 'T1',
    teamDomain: 'acme',
    appId: 'A1',
    scopes: DEFAULT_SCOPES,
    ackTimeoutMs: 3000,
    unknownThread: 'unthread',
    dedupes: false,
    port: 0,
    ...options,
    botUserId: 'UBOT',
    botId: 'BBOT',
  };
  const ws: Workspace = {
    settings,
    clock: createClock(),
    ledger: createLedger(),
    users: new Map(),
    channels: new Map(),
    groups: new Map(),
    messages: new Map(),
    ephemerals: [],
    modals: new Map(),
    homes: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    files: new Map(),
    calls: [],
    tickets: new Set(),
    watchers: new Set(),
    origin: '',
  };
  addUser(ws, { id: settings.botUserId, name: 'deskbell', realName: 'Deskbell', isBot: true });
  return ws;
};

export type NewUser = Partial<Omit<User, 'id'>> & { readonly id: string };

export const addUser = (ws: Workspace, given: NewUser): User => {
  const name = given.name ?? given.id.toLowerCase();
  const user: User = {
    realName: name,
    teamId: ws.settings.team,
    locale: 'en-US',
    tz: 'Europe/Berlin',
    isBot: false,
    deleted: false,
    ...given,
    name,
  };
  ws.users.set(user.id, user);
  return user;
};

export type NewChannel = {
  readonly id: string;
  readonly name?: string;
  readonly isPrivate?: boolean;
  readonly isArchived?: boolean;
  readonly external?: boolean;
  /** Ids of the people in it. */
  readonly members?: readonly string[];
  /** Whether the bot is in it. [true] */
  readonly withBot?: boolean;
};

export const addChannel = (ws: Workspace, given: NewChannel): Channel => {
  const { id, name = id.toLowerCase(), isPrivate = false, isArchived = false, external = false } = given;
  const members = new Set(given.members ?? []);
  if (given.withBot ?? true) members.add(ws.settings.botUserId);
  const kind = isPrivate ? 'group' : 'channel';
  return putChannel(ws, { id, name, kind, members, archived: isArchived, external, created: Date.now() });
};

export const putChannel = (ws: Workspace, channel: Channel): Channel => {
  ws.channels.set(channel.id, channel);
  if (!ws.messages.has(channel.id)) ws.messages.set(channel.id, []);
  return channel;
};

/** The direct conversation of the bot with these people, opened if need be. */
export const openDm = (
  ws: Workspace,
  people: readonly string[],
): { readonly channel: Channel; readonly fresh: boolean } => {
  const everyone = new Set([...people, ws.settings.botUserId]);
  const kind = everyone.size > 2 ? 'mpim' : 'im';
  const known = [...ws.channels.values()].find(
    (channel) => channel.kind === kind && sameMembers(channel.members, everyone),
  );
  if (known) return { channel: known, fresh: false };
  const id = `${kind === 'im' ? 'D' : 'G'}${[...people]
    .sort()
    .join('')
    .replace(/[^A-Z0-9]/g, '')}`;
  const name = kind === 'im' ? id.toLowerCase() : `mpdm-${people.join('--')}`;
  const channel = { id, name, kind, members: everyone, archived: false, external: false, created: Date.now() } as const;
  return { channel: putChannel(ws, channel), fresh: true };
};

/** A fresh id with Slack's way of starting it: V…, F…, Ev…. */
export const newId = (prefix: string): string => `${prefix}${randomBytes(6).toString('hex').toUpperCase()}`;

export const newTrigger = (ws: Workspace, user: string, viewId?: string): string => {
  const id = `${Date.now()}.${ws.settings.team.replace(/\D/g, '') || '1'}.${randomBytes(16).toString('hex')}`;
  ws.triggers.set(id, { user, at: ws.clock.now(), used: false, viewId });
  return id;
};

export const newResponseUrl = (ws: Workspace, to: Pick<ResponseUrl, 'user' | 'channel' | 'source'>): string => {
  const path = `/response/${ws.settings.team}/${randomBytes(12).toString('hex')}`;
  ws.responseUrls.set(path, { ...to, at: ws.clock.now(), uses: 0 });
  return `${ws.origin}${path}`;
};

const sameMembers = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((id) => other.has(id));
