/** Everything the double remembers, and the ids by which it is found. No wire, no rules: those live elsewhere. */
import {
  type APIRole,
  ChannelType,
  OverwriteType,
  PermissionFlagsBits,
  type RoleFlags,
  type UserFlags,
} from 'discord-api-types/v10';
import { refuse } from './errors.ts';
import { BOT_DEFAULT, EVERYONE } from './permissions.ts';
import type {
  ChannelInput,
  ChannelRecord,
  FakeDiscordOptions,
  GuildInput,
  GuildRecord,
  InteractionRecord,
  MessageRecord,
  OpenModal,
  RegisteredCommand,
  StoredFile,
  UserInput,
  UserRecord,
  WebhookRecord,
} from './types.ts';

const DISCORD_EPOCH = 1_420_070_400_000;

export class World {
  readonly options: FakeDiscordOptions;
  readonly applicationId: string;
  readonly botId: string;
  readonly guilds = new Map<string, GuildRecord>();
  readonly channels = new Map<string, ChannelRecord>();
  readonly users = new Map<string, UserRecord>();
  readonly webhooks = new Map<string, WebhookRecord>();
  readonly interactions = new Map<string, InteractionRecord>();
  readonly modals = new Map<string, OpenModal>();
  readonly files = new Map<string, StoredFile>();
  commands: RegisteredCommand[] = [];
  readonly #aliases = new Map<string, string>();
  #lastSnowflake = 0n;

  constructor(options: FakeDiscordOptions) {
    this.options = options;
    this.applicationId = this.id(options.applicationId);
    this.botId = options.botUserId === undefined ? this.applicationId : this.id(options.botUserId);
    this.addUser({ id: this.botId, username: options.botName ?? 'deskbell', bot: true, inGuild: false });
    this.addGuild(options.guild);
  }

  now(): number {
    return (this.options.now ?? Date.now)();
  }

  timestamp(): string {
    return new Date(this.now()).toISOString().replace('Z', '000+00:00');
  }

  /** A new snowflake: later ones are greater, even when the clock stands still. */
  snowflake(): string {
    const fromClock = BigInt(Math.max(0, this.now() - DISCORD_EPOCH)) << 22n;
    this.#lastSnowflake = fromClock > this.#lastSnowflake ? fromClock : this.#lastSnowflake + 1n;
    return String(this.#lastSnowflake);
  }

  /** The snowflake a script's name stands for; an unknown name gets one. Snowflakes stand for themselves. */
  id(name: string): string {
    if (/^\d{15,20}$/.test(name)) return name;
    const known = this.#aliases.get(name);
    if (known !== undefined) return known;
    const made = this.snowflake();
    this.#aliases.set(name, made);
    return made;
  }

  guild(id: string): GuildRecord {
    const found = this.guilds.get(this.id(id));
    if (found === undefined) throw refuse(10004);
    return found;
  }

  get mainGuild(): GuildRecord {
    return this.guild(this.options.guild.id);
  }

  user(name: string): UserRecord {
    const found = this.users.get(this.id(name)) ?? [...this.users.values()].find((u) => u.user.username === name);
    if (found === undefined) throw refuse(10013);
    return found;
  }

  /** A channel, thread or DM by snowflake, by the script's name or by its visible name. */
  channel(name: string): ChannelRecord {
    const plain = name.replace(/^#/, '');
    const found =
      this.channels.get(plain) ??
      this.channels.get(this.#aliases.get(plain) ?? '') ??
      [...this.channels.values()].find((c) => c.name === plain && c.recipientId === undefined);
    if (found === undefined) throw refuse(10003);
    return found;
  }

  message(channel: ChannelRecord, id: string): MessageRecord {
    const found = channel.messages.find((m) => m.message.id === id && !m.deleted);
    if (found === undefined) throw refuse(10008);
    return found;
  }

  /** Any living message by its id, ephemeral ones included. */
  anyMessage(id: string): MessageRecord {
    for (const channel of this.channels.values()) {
      const found = channel.messages.find((m) => m.message.id === id && !m.deleted);
      if (found !== undefined) return found;
    }
    throw refuse(10008);
  }

  threadsOf(parentId: string): readonly ChannelRecord[] {
    return [...this.channels.values()].filter((c) => c.thread !== undefined && c.parentId === parentId);
  }

  /** The two people of a DM. */
  dmParties(channel: ChannelRecord): readonly string[] {
    return channel.recipientId === undefined ? [] : [channel.recipientId, this.botId];
  }

  dm(userId: string): ChannelRecord {
    const found = [...this.channels.values()].find((c) => c.recipientId === userId);
    return found ?? this.store({ id: this.snowflake(), type: ChannelType.DM, name: '', recipientId: userId });
  }

  addUser(input: UserInput): UserRecord {
    const record: UserRecord = {
      user: {
        id: this.id(input.id),
        username: input.username,
        discriminator: '0',
        global_name: input.globalName ?? null,
        avatar: null,
        public_flags: 0 as UserFlags,
        ...(input.bot === true ? { bot: true } : {}),
      },
      locale: input.locale ?? 'en-US',
      dmClosed: input.dmClosed ?? false,
    };
    this.users.set(record.user.id, record);
    const where = input.inGuild ?? true;
    const guilds = typeof where === 'boolean' ? (where ? [...this.guilds.keys()] : []) : where.map((g) => this.id(g));
    for (const guild of guilds) this.join(guild, record.user.id, input.roles ?? [], input.nick ?? null);
    return record;
  }

  join(guildId: string, userId: string, roles: readonly string[] = [], nick: string | null = null): void {
    const ids = roles.map((role) => this.id(role));
    this.guild(guildId).members.set(userId, { roles: ids, nick, joinedAt: this.timestamp() });
  }

  addGuild(input: GuildInput): GuildRecord {
    const id = this.id(input.id);
    const botRole = this.snowflake();
    const owner = this.addUser({
      id: this.snowflake(),
      username: `owner.of.${input.id}`.toLowerCase(),
      inGuild: false,
    });
    const guild: GuildRecord = {
      id,
      name: input.name,
      locale: input.locale ?? 'en-US',
      ownerId: owner.user.id,
      roles: new Map([
        [id, role(id, '@everyone', EVERYONE, 0)],
        [botRole, { ...role(botRole, 'deskbell', input.botPermissions ?? BOT_DEFAULT, 1), managed: true }],
      ]),
      members: new Map(),
      botIn: true,
    };
    this.guilds.set(id, guild);
    for (const [at, given] of (input.roles ?? []).entries()) {
      const roleId = this.id(given.id);
      guild.roles.set(roleId, role(roleId, given.name, given.permissions ?? EVERYONE, at + 2));
    }
    this.join(id, owner.user.id);
    this.join(id, this.botId, [botRole]);
    for (const channel of input.channels) this.addChannel(channel, id);
    return guild;
  }

  addChannel(input: ChannelInput, guildId: string): ChannelRecord {
    const view = String(PermissionFlagsBits.ViewChannel);
    const isPrivate = input.members !== undefined || input.viewerRoles !== undefined;
    const allow = (id: string, type: OverwriteType) => ({ id, type, allow: view, deny: '0' });
    return this.store({
      id: this.id(input.id),
      type: input.type ?? ChannelType.GuildText,
      name: input.name,
      guildId,
      parentId: input.parentId === undefined ? undefined : this.id(input.parentId),
      topic: input.topic ?? null,
      overwrites: [
        ...(isPrivate ? [{ id: guildId, type: OverwriteType.Role, allow: '0', deny: view }] : []),
        ...(input.viewerRoles ?? []).map((name) => allow(this.id(name), OverwriteType.Role)),
        ...(input.members ?? []).map((name) => allow(this.id(name), OverwriteType.Member)),
        {
          ...allow(this.botId, OverwriteType.Member),
          allow: isPrivate && !((input.botDenied ?? 0n) & PermissionFlagsBits.ViewChannel) ? view : '0',
          deny: String(input.botDenied ?? 0n),
        },
      ],
      tags: (input.tags ?? []).map((name) => ({
        id: this.snowflake(),
        name,
        moderated: false,
        emoji_id: null,
        emoji_name: null,
      })),
    });
  }

  /** Puts a channel, thread or DM in its place; what is not given is empty. */
  store(given: Partial<ChannelRecord> & Pick<ChannelRecord, 'id' | 'type' | 'name'>): ChannelRecord {
    const record: ChannelRecord = {
      guildId: undefined,
      parentId: undefined,
      overwrites: [],
      tags: [],
      messages: [],
      recipientId: undefined,
      position: this.channels.size,
      topic: null,
      thread: undefined,
      ...given,
    };
    this.channels.set(record.id, record);
    return record;
  }
}

function role(id: string, name: string, permissions: bigint, position: number): APIRole {
  return {
    id,
    name,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    icon: null,
    unicode_emoji: null,
    position,
    permissions: String(permissions),
    managed: false,
    mentionable: false,
    flags: 0 as RoleFlags,
  };
}
