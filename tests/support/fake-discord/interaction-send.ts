/** One interaction on the wire: its full payload, the clock of its first answer, and the handle that follows it. */
import { randomBytes } from 'node:crypto';
import {
  type APIMessage,
  GatewayDispatchEvents as E,
  InteractionContextType,
  MessageFlags,
} from 'discord-api-types/v10';
import type { Hub } from './hub.ts';
import type { WaitOptions } from './ledger.ts';
import { whereName } from './messages.ts';
import { apiChannel, apiMessage, interactionMember } from './payloads.ts';
import { permissionsIn } from './permissions.ts';
import type { ChannelRecord, InteractionRecord, Json, MessageRecord, OpenModal, Outcome } from './types.ts';

/** Follows one interaction from the gesture to the last follow-up. */
export interface InteractionHandle {
  readonly id: string;
  readonly token: string;
  /** The first answer; rejects when "the application did not respond". */
  response(options?: WaitOptions): Promise<Outcome>;
  /** The answer's message once it is no longer "thinking…" (edits included, as it is then). */
  reply(options?: WaitOptions): Promise<APIMessage>;
  /** The answer's message as it is now. */
  readonly original: APIMessage | undefined;
  readonly followups: readonly APIMessage[];
  /** The modal the answer opened. */
  readonly modal: OpenModal | undefined;
  /** True once the time for an answer has passed. */
  readonly failed: boolean;
}

export interface Sent {
  readonly type: InteractionRecord['type'];
  readonly channel: ChannelRecord;
  readonly userId: string;
  readonly name: string;
  readonly data: Json;
  readonly source?: MessageRecord | undefined;
}

/** Sends INTERACTION_CREATE, and starts the three seconds. */
export function send(hub: Hub, given: Sent): InteractionHandle {
  const { world, ledger } = hub;
  const { channel, userId } = given;
  const record: InteractionRecord = {
    id: world.snowflake(),
    token: randomBytes(48).toString('base64url'),
    type: given.type,
    userId,
    channelId: channel.id,
    guildId: channel.guildId,
    createdAt: world.now(),
    name: given.name,
    source: given.source,
    state: 'waiting',
    original: undefined,
    outcome: undefined,
    followups: [],
  };
  world.interactions.set(record.token, record);
  const about = { interactionId: record.id, userId, channelId: channel.id } as const;
  ledger.add('interaction', `${world.user(userId).user.username} uses ${given.name} in ${whereName(hub, channel)}`, {
    ...about,
    action: 'sent',
    body: given.data,
  });
  hub.emit({ t: E.InteractionCreate, d: payload(hub, record, given), guildId: channel.guildId });
  setTimeout(() => {
    if (record.state !== 'waiting') return;
    record.state = 'dead';
    ledger.add('interaction', `the application did not respond to ${record.name}`, {
      ...about,
      action: 'did not respond',
    });
  }, world.options.interactionAckMs ?? 3000).unref();
  return handle(hub, record);
}

function payload(hub: Hub, record: InteractionRecord, given: Sent): object {
  const { world } = hub;
  const { channel, userId } = given;
  const person = world.user(userId);
  const guild = channel.guildId === undefined ? undefined : world.guild(channel.guildId);
  const inGuild =
    guild === undefined
      ? { user: person.user, context: InteractionContextType.BotDM }
      : {
          guild_id: guild.id,
          guild: { id: guild.id, locale: guild.locale, features: [] },
          guild_locale: guild.locale,
          member: interactionMember(world, channel, userId),
          context: InteractionContextType.Guild,
        };
  return {
    id: record.id,
    application_id: world.applicationId,
    type: record.type,
    token: record.token,
    version: 1,
    data: given.data,
    channel_id: channel.id,
    channel: { ...apiChannel(world, channel), permissions: String(permissionsIn(world, userId, channel)) },
    ...inGuild,
    ...(given.source === undefined ? {} : { message: apiMessage(world, given.source) }),
    app_permissions: String(permissionsIn(world, world.botId, channel)),
    locale: person.locale,
    entitlements: [],
    authorizing_integration_owners: { 0: channel.guildId ?? '0' },
    attachment_size_limit: 10_485_760,
  };
}

function handle(hub: Hub, record: InteractionRecord): InteractionHandle {
  const { world, ledger } = hub;
  const now = (one: MessageRecord | undefined): APIMessage | undefined =>
    one === undefined || one.deleted ? undefined : apiMessage(world, one);
  const patience = (world.options.interactionAckMs ?? 3000) + 2000;
  const answered = (): Outcome | undefined => {
    if (record.state === 'dead')
      throw new Error(`the application did not respond to ${record.name}; the ledger says:\n${ledger.dump()}`);
    return record.outcome;
  };
  return {
    id: record.id,
    token: record.token,
    response: (options = {}) =>
      ledger.waitFor(answered, { timeoutMs: patience, what: `the answer to ${record.name}`, ...options }),
    reply: (options = {}) =>
      ledger.waitFor(
        () => {
          const message = answered() === undefined ? undefined : now(record.original);
          return message !== undefined && !((message.flags ?? 0) & MessageFlags.Loading) ? message : undefined;
        },
        { timeoutMs: patience, what: `the finished reply to ${record.name}`, ...options },
      ),
    get original() {
      return now(record.original);
    },
    get followups() {
      return record.followups.flatMap((one) => now(one) ?? []);
    },
    get modal() {
      return record.outcome?.modal;
    },
    get failed() {
      return record.state === 'dead';
    },
  };
}
