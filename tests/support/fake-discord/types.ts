/** What a script gives the double, and what the double keeps. */
import type {
  APIApplicationCommand,
  APIAttachment,
  APIGuildForumTag,
  APIMessage,
  APIOverwrite,
  APIRole,
  APIUser,
  ChannelType,
  InteractionType,
} from 'discord-api-types/v10';

/** A channel of the guild. `members` or `viewerRoles` make it private: nobody else (but the bot) can view it. */
export interface ChannelInput {
  /** A snowflake, or any short name for it: the double then makes the snowflake and knows both. */
  readonly id: string;
  readonly name: string;
  /** [0, a text channel] */
  readonly type?: ChannelType;
  readonly parentId?: string;
  readonly topic?: string;
  readonly members?: readonly string[];
  readonly viewerRoles?: readonly string[];
  /** Permission bits taken from the bot in this channel. [none] */
  readonly botDenied?: bigint;
  /** Forum channels: the tags a post may carry. */
  readonly tags?: readonly string[];
}

export interface RoleInput {
  readonly id: string;
  readonly name: string;
  /** [the same as everyone] */
  readonly permissions?: bigint;
}

export interface GuildInput {
  readonly id: string;
  readonly name: string;
  readonly channels: readonly ChannelInput[];
  readonly roles?: readonly RoleInput[];
  /** The bot's permissions in the whole guild. [what a service desk asks for when installed] */
  readonly botPermissions?: bigint;
  /** ['en-US'] */
  readonly locale?: string;
}

export interface UserInput {
  readonly id: string;
  readonly username: string;
  readonly globalName?: string;
  /** ['en-US'] */
  readonly locale?: string;
  /** True: a message to their DM is refused with 50007. */
  readonly dmClosed?: boolean;
  /** [true: a member of every guild there is]; a list names the guilds. */
  readonly inGuild?: boolean | readonly string[];
  readonly roles?: readonly string[];
  readonly nick?: string;
  readonly bot?: boolean;
}

/** A file a person attaches. `url` overrides where it is said to be (the CDN's answer is then somebody else's). */
export interface FileInput {
  readonly name: string;
  readonly contentType?: string;
  readonly data: Uint8Array | string;
  /** What Discord says the size is. [the size] */
  readonly size?: number;
  readonly url?: string;
}

export interface FakeDiscordOptions {
  readonly token: string;
  readonly applicationId: string;
  /** [the application's id, as with every newer bot] */
  readonly botUserId?: string;
  /** ['deskbell'] */
  readonly botName?: string;
  readonly guild: GuildInput;
  /** Which privileged intents the developer portal has switched on. [message content only] */
  readonly privilegedIntents?: {
    readonly messageContent?: boolean;
    readonly guildMembers?: boolean;
    readonly presences?: boolean;
  };
  /** [Date.now] Governs snowflakes, nonce expiry and the ages of interaction tokens. */
  readonly now?: () => number;
  /** How long a nonce is remembered. [120 000 ms] */
  readonly nonceWindowMs?: number;
  /** Whether GET messages still shows the nonce. Discord documents the field, not the promise. [true] */
  readonly nonceInHistory?: boolean;
  /** How long the bot has for its first answer. [3 000 ms] */
  readonly interactionAckMs?: number;
  /** [900 000 ms] */
  readonly interactionTokenMs?: number;
  /** [41 250 ms] */
  readonly heartbeatIntervalMs?: number;
  /** How long a dropped session can be resumed. [180 000 ms] */
  readonly resumeWindowMs?: number;
  /** The daily budget of IDENTIFYs that GET /gateway/bot tells. [1 000] */
  readonly identifyBudget?: number;
  /** How many shards GET /gateway/bot asks for. [1] */
  readonly shards?: number;
  /** How many shards may identify at the same time. [1] */
  readonly maxConcurrency?: number;
  /** Identifies of one bucket that come sooner are refused with op 9, and a violation. Discord's is 5 000 ms. [0] */
  readonly identifyGapMs?: number;
  /** Real buckets: more than `limit` requests to one route and major id within `windowMs` are answered 429. [none] */
  readonly rateLimit?: { readonly limit: number; readonly windowMs: number };
  /** Where attachments are said to be. [this server] */
  readonly cdnUrl?: string;
  /** [a free one] */
  readonly port?: number;
}

interface MemberRecord {
  roles: string[];
  nick: string | null;
  readonly joinedAt: string;
}

export interface UserRecord {
  readonly user: APIUser;
  readonly locale: string;
  dmClosed: boolean;
}

export interface GuildRecord {
  readonly id: string;
  readonly name: string;
  readonly locale: string;
  readonly ownerId: string;
  readonly roles: Map<string, APIRole>;
  readonly members: Map<string, MemberRecord>;
  /** False once the bot was kicked. */
  botIn: boolean;
}

interface ThreadState {
  readonly ownerId: string;
  readonly createdAt: string;
  readonly members: Map<string, string>;
  appliedTags: readonly string[];
  archived: boolean;
  archivedAt: string;
  locked: boolean;
  invitable: boolean;
  autoArchive: number;
  sent: number;
}

export interface ChannelRecord {
  readonly id: string;
  readonly type: ChannelType;
  readonly guildId: string | undefined;
  readonly parentId: string | undefined;
  readonly overwrites: APIOverwrite[];
  tags: readonly APIGuildForumTag[];
  readonly messages: MessageRecord[];
  /** DMs only: the other person. */
  readonly recipientId: string | undefined;
  readonly position: number;
  name: string;
  topic: string | null;
  thread: ThreadState | undefined;
}

export interface MessageRecord {
  message: APIMessage;
  /** Set when only this person sees it. */
  readonly ephemeralFor: string | undefined;
  /** Set when an interaction (or a webhook) made it, so that its token may change it. */
  readonly ownerToken: string | undefined;
  deleted: boolean;
}

export interface WebhookRecord {
  readonly id: string;
  readonly token: string;
  readonly channelId: string;
  readonly guildId: string;
  name: string;
  readonly creatorId: string;
}

export interface InteractionRecord {
  readonly id: string;
  readonly token: string;
  readonly type: InteractionType;
  readonly userId: string;
  readonly channelId: string;
  readonly guildId: string | undefined;
  readonly createdAt: number;
  /** What the person did, in words, for the ledger. */
  readonly name: string;
  /** The message whose component was used, or whose component opened the modal. */
  readonly source: MessageRecord | undefined;
  state: 'waiting' | 'answered' | 'dead';
  original: MessageRecord | undefined;
  outcome: Outcome | undefined;
  readonly followups: MessageRecord[];
}

/** One field of an open modal, as the person meets it. */
export interface ModalField {
  readonly customId: string;
  readonly label: string;
  /** The component's type: 4 is a text input, 3 a string select, and so on. */
  readonly type: number;
  readonly required: boolean;
  readonly minLength: number;
  readonly maxLength: number;
  /** Of menus and files. */
  readonly maxValues: number;
  /** What is filled in already. */
  readonly value: string | undefined;
  /** Values of the options a select, radio or checkbox group offers, with their labels. */
  readonly options: readonly { readonly label: string; readonly value: string }[];
}

/** A modal on somebody's screen. */
export interface OpenModal {
  readonly customId: string;
  readonly title: string;
  readonly fields: readonly ModalField[];
  readonly userId: string;
  readonly channelId: string;
  /** Everything readable in it. */
  readonly text: string;
  readonly components: readonly unknown[];
  readonly source: MessageRecord | undefined;
}

/** The bot's first answer to an interaction. */
export interface Outcome {
  readonly kind: 'message' | 'deferred' | 'update' | 'deferred-update' | 'modal' | 'choices';
  readonly ephemeral: boolean;
  /** The answer's message; for updates the message that was changed. */
  readonly message: APIMessage | undefined;
  readonly modal: OpenModal | undefined;
  readonly choices: readonly { readonly name: string; readonly value: string | number }[];
}

export interface RegisteredCommand {
  readonly guildId: string | undefined;
  readonly command: APIApplicationCommand;
}

/** One file of a multipart request. */
export interface UploadedFile {
  readonly field: string;
  readonly name: string;
  readonly contentType: string;
  readonly data: Uint8Array;
}

export interface StoredFile {
  readonly data: Uint8Array;
  readonly attachment: APIAttachment;
}

export type Json = Readonly<Record<string, unknown>>;
