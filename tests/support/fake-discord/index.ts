/**
 * A wire-level double of Discord: a real REST server and a real gateway on 127.0.0.1, scripted by tests,
 * with a ledger of what every person would see. The real discord.js talks to it unchanged.
 *
 * Ids: wherever a script names a user, channel, role or guild it may use a snowflake or any short name of
 * its own ('D1', 'support'); the wire only ever carries snowflakes, and `idOf` tells which.
 */
import type { AddressInfo } from 'node:net';
import type { APIApplicationCommand, APIChannel, APIMessage } from 'discord-api-types/v10';
import { type Faults, faultStore } from './faults.ts';
import { type GatewayControls, startGateway } from './gateway.ts';
import type { Hub, WireEvent } from './hub.ts';
import type { InteractionHandle } from './interaction-send.ts';
import * as interactions from './interactions.ts';
import { Ledger, type LedgerEntry, type WaitOptions } from './ledger.ts';
import { isSpoken } from './messages.ts';
import { apiChannel, apiMessage } from './payloads.ts';
import * as people from './people.ts';
import { canView } from './permissions.ts';
import { createRest } from './rest.ts';
import { appRoutes } from './routes-apps.ts';
import { channelRoutes } from './routes-channels.ts';
import { interactionRoutes } from './routes-interactions.ts';
import { messageRoutes } from './routes-messages.ts';
import { webhookRoutes } from './routes-webhooks.ts';
import { everSeenBy, type Seen, seenBy } from './seen.ts';
import { removeChannel } from './threads.ts';
import type { ChannelInput, ChannelRecord, FakeDiscordOptions, GuildInput, OpenModal, UserInput } from './types.ts';
import { World } from './world.ts';

export { type Faults, fault } from './faults.ts';
export type { GatewayControls } from './gateway.ts';
export type { InteractionHandle } from './interaction-send.ts';
export type { LedgerEntry, WaitOptions } from './ledger.ts';
export type { Seen } from './seen.ts';
export type {
  ChannelInput,
  FakeDiscordOptions,
  GuildInput,
  OpenModal,
  UserInput,
} from './types.ts';

/** A channel, thread or DM as scripts look at it. */
export interface ChannelView {
  readonly id: string;
  readonly name: string;
  readonly api: APIChannel;
  /** What people and bots wrote, oldest first; no ephemerals, no lines of Discord's own. */
  readonly messages: readonly APIMessage[];
  /** The same with Discord's own lines ("… added … to the thread", thread starters, renames). */
  readonly allMessages: readonly APIMessage[];
  /** Threads: the ids of their members. */
  readonly members: readonly string[];
  /** Posts of forums: the names of their tags. */
  readonly tags: readonly string[];
  readonly archived: boolean;
  readonly locked: boolean;
  readonly isPrivate: boolean;
}

export interface FakeDiscord {
  /** http://127.0.0.1:PORT/api — clients append /v10. */
  readonly apiUrl: string;
  readonly token: string;
  readonly applicationId: string;
  readonly botId: string;
  readonly guildId: string;
  readonly gateway: GatewayControls;
  readonly faults: Faults;
  /** Append-only: every request, message, interaction and gateway event, in order. */
  readonly ledger: readonly LedgerEntry[];
  /** The entries of kind 'violation': unknown keys, unsafe mentions. */
  readonly violations: readonly LedgerEntry[];
  /** The violations that are bodies without `allowed_mentions: {parse: []}`. */
  readonly unsafeMentions: readonly LedgerEntry[];

  /** The snowflake behind a script's name. */
  idOf(name: string): string;
  addUser(input: UserInput): string;
  addChannel(input: ChannelInput, guild?: string): string;
  addGuild(input: GuildInput): string;
  removeChannel(channel: string): void;
  setDmClosed(user: string, closed: boolean): void;
  setRoles(user: string, roles: readonly string[], guild?: string): void;
  leaveGuild(user: string, guild?: string): void;
  kickBot(guild?: string): void;
  /** Takes permission bits from the bot in a channel; 0n gives them back. */
  denyBot(channel: string, bits: bigint): void;

  slash(gesture: interactions.SlashGesture): InteractionHandle;
  autocomplete(gesture: interactions.SlashGesture & { readonly focused: string }): InteractionHandle;
  contextMenu(gesture: interactions.MenuGesture): InteractionHandle;
  press(gesture: interactions.PressGesture): InteractionHandle;
  select(gesture: interactions.SelectGesture): InteractionHandle;
  submit(gesture: interactions.SubmitGesture): InteractionHandle;
  /** Closes somebody's open modal without sending it; Discord tells the bot nothing. */
  dismiss(user: string): void;
  message(gesture: people.MessageGesture): APIMessage;
  edit(gesture: { readonly user: string; readonly message: APIMessage | string; readonly content: string }): APIMessage;
  /** The addresses of its attachments are no longer good; Discord tells new ones with the message. */
  expire(message: APIMessage | string): void;
  delete(gesture: { readonly user: string; readonly message: APIMessage | string }): void;
  react(gesture: Parameters<typeof people.react>[1]): void;
  /** Somebody posts in a forum. Returns the post's id. */
  post(gesture: Parameters<typeof people.post>[1]): string;
  startThread(gesture: Parameters<typeof people.startThread>[1]): string;
  changeThread(gesture: people.ThreadGesture): void;
  threadMember(gesture: Parameters<typeof people.threadMember>[1]): void;
  /** Sends any dispatch as it is: for events the double has no gesture for, and for malformed ones. */
  dispatchRaw(event: WireEvent): void;
  /** Sends the gateway event of a message once more, as a duplicate delivery. */
  redeliver(messageOrInteractionId: string): void;

  seenBy(user: string): readonly Seen[];
  everSeenBy(user: string): readonly string[];
  channel(name: string): ChannelView;
  /** The DM of a person with the bot. */
  dm(user: string): ChannelView;
  threads(parent: string): readonly ChannelView[];
  /**
   * The newest thread in a channel that the person can write in by now: in a private one, only once they are a member, which
   * comes after the thread. What to wait for before `message`.
   */
  threadOf(user: string, parent: string): ChannelView | undefined;
  openModal(user: string): OpenModal | undefined;
  registeredCommands(guild?: string): readonly APIApplicationCommand[];
  /** Resolves with the first truthy value of `look`; on timeout rejects with the ledger in words. */
  waitFor<T>(look: () => T, options?: WaitOptions): Promise<Exclude<T, false | null | undefined>>;
  /** Resolves once a bot is connected and has got READY. */
  ready(options?: WaitOptions): Promise<unknown>;
  /** The ledger's last lines, for a failing test. */
  dump(last?: number): string;
  stop(): Promise<void>;
}

/** Starts the double on a free port of 127.0.0.1. */
export async function startFakeDiscord(options: FakeDiscordOptions): Promise<FakeDiscord> {
  const world = new World(options);
  const ledger = new Ledger(() => world.now());
  const faults = faultStore();
  const sent: WireEvent[] = [];
  let origin = '';
  const hub: Hub = {
    world,
    ledger,
    origin: () => origin,
    emit: (event) => {
      sent.push(event);
      gateway.emit(event);
    },
  };
  const server = createRest(hub, {
    token: () => (gateway.tokenReset() ? undefined : options.token),
    faults,
    rateLimit: options.rateLimit,
    routes: [
      ...appRoutes({ url: () => origin.replace('http', 'ws'), identifies: () => gateway.identifies }),
      ...interactionRoutes(),
      ...messageRoutes(),
      ...channelRoutes(),
      ...webhookRoutes(),
    ],
  });
  const gateway = startGateway(server, hub);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const guildOf = (name?: string) => (name === undefined ? world.mainGuild : world.guild(name));
  const redeliver = (id: string): void => {
    const event = sent.find(({ d }) => 'id' in d && d.id === id);
    if (event === undefined) throw new Error(`nothing with id ${id} was ever sent`);
    gateway.emit(event);
  };

  return {
    apiUrl: `${origin}/api`,
    token: options.token,
    applicationId: world.applicationId,
    botId: world.botId,
    guildId: world.mainGuild.id,
    gateway,
    faults,
    get ledger() {
      return ledger.entries;
    },
    get violations() {
      return ledger.entries.filter((entry) => entry.kind === 'violation');
    },
    get unsafeMentions() {
      return ledger.entries.filter((entry) => entry.mentionsUnsafe === true);
    },

    idOf: (name) => world.id(name),
    addUser: (input) => people.addUser(hub, input),
    addChannel: (input, guild) => people.addChannel(hub, input, guildOf(guild)),
    addGuild: (input) => people.addGuild(hub, input),
    removeChannel: (channel) => removeChannel(hub, world.channel(channel)),
    setDmClosed: (user, closed) => {
      world.user(user).dmClosed = closed;
    },
    setRoles: (user, roles, guild) => people.setRoles(hub, user, roles, guild),
    leaveGuild: (user, guild) => people.leaveGuild(hub, user, guild),
    kickBot: (guild) => people.kickBot(hub, guild),
    denyBot: (channel, bits) => people.denyBot(hub, channel, bits),

    slash: (gesture) => interactions.slash(hub, gesture),
    autocomplete: (gesture) => interactions.autocomplete(hub, gesture),
    contextMenu: (gesture) => interactions.contextMenu(hub, gesture),
    press: (gesture) => interactions.press(hub, gesture),
    select: (gesture) => interactions.choose(hub, gesture),
    submit: (gesture) => interactions.submit(hub, gesture),
    dismiss: (user) => void world.modals.delete(world.user(user).user.id),
    message: (gesture) => people.say(hub, gesture),
    edit: (gesture) => people.edit(hub, gesture),
    expire: (message) => people.expire(hub, message),
    delete: (gesture) => people.remove(hub, gesture),
    react: (gesture) => people.react(hub, gesture),
    post: (gesture) => people.post(hub, gesture),
    startThread: (gesture) => people.startThread(hub, gesture),
    changeThread: (gesture) => people.changeThread(hub, gesture),
    threadMember: (gesture) => people.threadMember(hub, gesture),
    dispatchRaw: (event) => gateway.emit(event),
    redeliver,

    seenBy: (user) => seenBy(hub, user),
    everSeenBy: (user) => everSeenBy(hub, user),
    channel: (name) => view(hub, world.channel(name)),
    dm: (user) => view(hub, world.dm(world.user(user).user.id)),
    threads: (parent) => world.threadsOf(world.channel(parent).id).map((thread) => view(hub, thread)),
    threadOf: (user, parent) => {
      const userId = world.user(user).user.id;
      const theirs = world.threadsOf(world.channel(parent).id).filter((one) => canView(world, userId, one));
      const newest = theirs.filter(({ thread }) => thread?.members.has(userId)).at(-1);
      return newest && view(hub, newest);
    },
    openModal: (user) => world.modals.get(world.user(user).user.id),
    registeredCommands: (guild) => {
      const guildId = guild === undefined ? undefined : world.guild(guild).id;
      return world.commands.filter((one) => guildId === undefined || one.guildId === guildId).map((one) => one.command);
    },
    waitFor: (look, wait) => ledger.waitFor(look, wait),
    ready: (wait) => ledger.waitFor(() => gateway.connected > 0, { what: 'the bot to connect', ...wait }),
    dump: (last) => ledger.dump(last),
    stop: () => {
      gateway.stop();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function view(hub: Hub, channel: ChannelRecord): ChannelView {
  const visible = channel.messages.filter((record) => !record.deleted && record.ephemeralFor === undefined);
  return {
    id: channel.id,
    name: channel.name,
    api: apiChannel(hub.world, channel),
    messages: visible.filter(isSpoken).map((record) => apiMessage(hub.world, record)),
    allMessages: visible.map((record) => apiMessage(hub.world, record)),
    members: [...(channel.thread?.members.keys() ?? [])],
    tags: (channel.thread?.appliedTags ?? []).map(
      (id) => hub.world.channels.get(channel.parentId ?? '')?.tags.find((tag) => tag.id === id)?.name ?? id,
    ),
    archived: channel.thread?.archived ?? false,
    locked: channel.thread?.locked ?? false,
    isPrivate: channel.type === 12,
  };
}
