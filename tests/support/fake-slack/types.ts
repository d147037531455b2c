import type { Json } from './json.ts';

/** How the double is set up; every field has a default. */
export type FakeSlackOptions = {
  /** [xoxb-fake] */
  readonly botToken?: string;
  /** [xapp-fake] */
  readonly appToken?: string;
  /** [8f742231b10e8888abcd99yyyzzz85a5] */
  readonly signingSecret?: string;
  /** Workspace id. [T1] */
  readonly team?: string;
  readonly teamDomain?: string;
  /** App id. [A1] */
  readonly appId?: string;
  /** Scopes of the bot token. [everything a desk could want, see DEFAULT_SCOPES] */
  readonly scopes?: readonly string[];
  /** How long a delivery may stay unacknowledged, in ms. [3000, as Slack] */
  readonly ackTimeoutMs?: number;
  /** `unthread`: a reply to an unknown message is posted in the channel, as Slack does (slack-go#1571). `refuse`: thread_not_found. [unthread] */
  readonly unknownThread?: 'unthread' | 'refuse';
  /** Whether a second post with the same client_msg_id gives the first message instead of a new one; Slack does not promise it. [false] */
  readonly dedupes?: boolean;
  /** Port to listen on. [0: any free one] */
  readonly port?: number;
};

export type User = {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly teamId: string;
  readonly locale: string;
  readonly tz: string;
  readonly email?: string | undefined;
  readonly isBot: boolean;
  readonly deleted: boolean;
};

export type ChannelKind = 'channel' | 'group' | 'im' | 'mpim';

export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly members: ReadonlySet<string>;
  readonly archived: boolean;
  /** Shared with another organisation by Slack Connect. */
  readonly external: boolean;
  readonly created: number;
};

export type Edited = { readonly user: string; readonly ts: string };

export type FileRecord = {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly mimetype: string;
  readonly size: number;
  readonly user: string;
  readonly bytes: Buffer;
  /** What Slack says of it otherwise: `mode: tombstone`, `file_access: check_file_info` and the like. */
  readonly wire?: Json;
};

/** A message as the workspace holds it. */
export type Message = {
  readonly ts: string;
  readonly channel: string;
  /** Absent for a bot message under a customised name, as in Slack. */
  readonly user?: string | undefined;
  readonly byBot: boolean;
  readonly username?: string | undefined;
  readonly icons?: Json | undefined;
  readonly subtype?: string | undefined;
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly attachments: readonly Json[];
  readonly files: readonly FileRecord[];
  readonly threadTs?: string | undefined;
  readonly broadcast: boolean;
  readonly metadata?: Json | undefined;
  readonly clientMsgId?: string | undefined;
  readonly edited?: Edited | undefined;
  readonly reactions: readonly { readonly name: string; readonly users: readonly string[] }[];
  /** Arguments that change how text is shown: parse, link_names, unfurl_links, unfurl_media, mrkdwn. */
  readonly rendering: Json;
  /** Wall clock, ms. */
  readonly at: number;
};

/** A message only one person sees. */
export type Ephemeral = {
  readonly ts: string;
  readonly channel: string;
  readonly to: string;
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly threadTs?: string | undefined;
  readonly username?: string | undefined;
  readonly via: 'chat.postEphemeral' | 'ack' | 'response_url';
  readonly at: number;
};

/** A modal somebody has open, or their App Home. */
export type View = {
  readonly id: string;
  readonly user: string;
  /** The view as Slack would send it, `state` excepted. */
  readonly body: Json;
  /** What was typed or chosen so far: block_id → action_id → state. */
  readonly values: { readonly [blockId: string]: { readonly [actionId: string]: Json } };
  /** What the app answered to the last submission: block_id → words. */
  readonly errors: { readonly [blockId: string]: string };
};

/** One thing somebody sees. */
export type Seen = {
  readonly channel: string;
  readonly ts: string;
  readonly threadTs?: string | undefined;
  readonly user?: string | undefined;
  readonly byBot: boolean;
  readonly username?: string | undefined;
  /** The top-level text. */
  readonly text: string;
  readonly blocks: readonly Json[];
  /** Everything legible: text, words of all blocks and attachments, labels of buttons, one per line. */
  readonly said: string;
  readonly ephemeral: boolean;
  readonly edited?: Edited | undefined;
  readonly files: readonly string[];
  readonly metadata?: Json | undefined;
};

/** What happened, in order. Nothing is ever removed from the ledger. */
export type LedgerEntry = {
  readonly seq: number;
  /** Wall clock, ms. */
  readonly at: number;
  readonly kind:
    | 'posted'
    | 'updated'
    | 'deleted'
    | 'ephemeral'
    | 'ephemeral_updated'
    | 'ephemeral_deleted'
    | 'said'
    | 'edited'
    | 'removed'
    | 'view_opened'
    | 'view_pushed'
    | 'view_updated'
    | 'view_errors'
    | 'view_closed'
    | 'home_published'
    | 'reaction_added'
    | 'reaction_removed'
    | 'gesture_failed'
    | 'joined';
  readonly channel?: string | undefined;
  readonly ts?: string | undefined;
  readonly threadTs?: string | undefined;
  /** The person it was for (ephemerals, views) or by (said, reactions). */
  readonly user?: string | undefined;
  readonly text?: string | undefined;
  readonly blocks?: readonly Json[] | undefined;
  readonly username?: string | undefined;
  readonly metadata?: Json | undefined;
  readonly viewId?: string | undefined;
  /** View body, failure reason, errors… whatever the kind has beyond the common fields. */
  readonly detail?: unknown;
};

/** A Web API call as it came in. The token is never kept. */
export type Call = {
  readonly method: string;
  readonly args: Json;
  readonly at: number;
  /** What Slack decided; undefined when a fault kept it from deciding. */
  readonly answer: Json | undefined;
  readonly faulted: boolean;
};

/** Something on its way to the bot, kept so that it can be sent again unchanged. */
export type Delivery = {
  readonly kind: 'event' | 'interactive' | 'slash_command';
  readonly payload: Json;
};

/** Why Slack sends something again. */
export type Retry = {
  readonly retryNum: number;
  readonly retryReason:
    | 'http_timeout'
    | 'too_many_redirects'
    | 'connection_failed'
    | 'ssl_error'
    | 'http_error'
    | 'unknown_error';
};

/** How the bot answered a delivery. `status` 0: no answer in time, no connection, or nothing was to be delivered. */
export type Delivered = {
  readonly status: number;
  readonly ok: boolean;
  readonly body: string;
  readonly headers: { readonly [name: string]: string };
  readonly ms: number;
  readonly failure?: 'timeout' | 'connection_failed' | 'not_subscribed' | undefined;
  readonly delivery: Delivery;
  /** The `app_mention` that goes with a message naming the bot. */
  readonly mention?: Delivered | undefined;
  /** `ts` of the message a user wrote by this gesture. */
  readonly ts?: string | undefined;
};
