/**
 * THE SEAM between a chat platform and the desk: types, and the one error that crosses it. An adapter turns what people do into `Incoming` and what
 * the desk says into what the platform shows. It knows nothing of tickets; the desk knows nothing of platforms.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Attachment, Fetched, FileRef, Picture } from './attachment.ts';
import type { Finding } from './finding.ts';
import type { Completed, DrawnForm, Raw } from './form.ts';
import type { Button, InternalMessage, Line, PublicMessage } from './message.ts';
import type { Phrase } from './phrase.ts';

export type { Attachment, Button, Fetched, FileRef, Finding, InternalMessage, Line, Phrase, Picture, PublicMessage };

declare const brand: unique symbol;
type Opaque<Name extends string> = string & { readonly [brand]: Name };

/**
 * A customer's space on a platform, `slack:T024BE7LD`, `discord:4190840`. The part before the first colon is the
 * adapter's `platform`; it is all that the core reads of any of these ids. Minted and parsed in `adapters/<p>/ids.ts` only.
 */
export type Tenant = Opaque<'Tenant'>;
/** Somebody's account on a platform: `slack:T1:U1`. */
export type Account = Opaque<'Account'>;
/** A place that messages can be sent to: a channel, a person's direct messages, or a thread. */
export type Address = Opaque<'Address'>;
/** A message as its platform names it, unique together with the address it is in. */
export type Remote = Opaque<'Remote'>;

/** Who did it. `name` is what other people may be shown; `locale` is a BCP 47 tag where the platform tells it. */
export interface Speaker {
  readonly account: Account;
  readonly name: string;
  readonly avatar?: string;
  readonly locale?: string;
}

export interface Place {
  readonly tenant: Tenant;
  /**
   * `agents`: the agents' channel or a thread in it. Whoever can write there is an agent while writing there: the
   * platform's own membership is the permission, checked by the platform at every gesture. `direct`: only the speaker and
   * the desk can read it. `public`: others can read it too.
   */
  readonly side: 'agents' | 'direct' | 'public';
  /** The channel or direct messages where it happened, never the thread. */
  readonly address: Address;
  /** The thread it happened in, or, for a message that can have answers of its own, the thread that it would start. */
  readonly thread?: Address;
  /** The thread was there before this message: it answers in it, and does not start it. */
  readonly replying?: boolean;
  /** Where the desk opens a new thread with this speaker: what `send({op: 'open'})` gets as `at`. */
  readonly home: Address;
  /**
   * The desk was called to a place that others read, by its name or by an emoji on a message. What was said is understood
   * as in direct messages; what the desk answers goes to the speaker's home, and nothing stays in the place but that a
   * ticket was opened, once for each thread.
   */
  readonly addressed?: true;
  /**
   * A place that others read where every message that begins a thread is a request, without naming the desk; such a message
   * is `addressed` as well. What else is said in the thread of such a request belongs to it.
   */
  readonly watched?: true;
  /** The message that this one answers, on platforms where that is not a thread. */
  readonly answers?: Remote;
}

/** One gesture, whatever it was: slash command, button, modal, shortcut, message. */
export interface Incoming {
  /**
   * Names the gesture on its platform for ever: a second Incoming with this key, or with this `also`, changes nothing.
   * For a message it is made of channel and message id, so that one gesture told by two events is one.
   */
  readonly key: string;
  /** A second name for the same gesture, where the platform may retell it under another id (Slack's client_msg_id). */
  readonly also?: string;
  readonly at: Date;
  readonly from: Speaker;
  readonly place: Place;
  readonly said: Said;
  /** What was attached; the text does not name it. */
  readonly files?: readonly FileRef[];
}

export type Said =
  /** An intent already known, filled in as far as the person did. */
  | {
      readonly kind: 'command';
      readonly intent: string;
      readonly params: Raw;
      readonly behalf?: Behalf;
      /** It is itself a message in the place's thread: what it says stands there already. */
      readonly remote?: Remote;
      /** The message of whose words the params are, word for word. */
      readonly quoted?: Quoted;
    }
  /** Free text, as portable markdown (CommonMark without HTML; people and channels mentioned appear as plain names). */
  | { readonly kind: 'message'; readonly text: string; readonly remote: Remote };

/**
 * What became of a message after it was said: its writer changed it, or whoever may deleted it. It can come late, twice, in
 * any order, and before the message itself: the desk ends with the message as it was left. What it is about matters to the
 * desk only where it took the message in.
 */
export type Revision = {
  /** The `key` of the Incoming that the message was, or is going to be. */
  readonly of: string;
  readonly tenant: Tenant;
  /** The thread that it is in, or would start. */
  readonly thread?: Address;
  /** It was said to the desk: in direct messages, or by its name. */
  readonly toDesk?: true;
} & (
  | {
      readonly kind: 'edited';
      /** All that it says now, as portable markdown. */
      readonly text: string;
      /** When, in milliseconds by the platform's clock, with fractions: of two that are known the later one counts. */
      readonly version: number;
    }
  /** For good: no edit comes after it. */
  | { readonly kind: 'deleted' }
);

/** A message that was said before, to others. What becomes of it (`Revision.of` is its `key`) changes the words quoted. */
export interface Quoted {
  /** What it would be named as a gesture. */
  readonly key: string;
  readonly remote: Remote;
  /** The channel or thread that it is in. */
  readonly address: Address;
  /** When it was changed last, as in a `Revision`. [it was not] */
  readonly version?: number;
}

/**
 * For whom a ticket is opened, where that is not whoever opens it. `home` is where the desk opens a thread with them.
 * `quote`: the params are what they wrote, word for word, in a message that the speaker can read. `message`: made from such
 * a message, perhaps in the speaker's words. `name`: the speaker just named them, which only agents may.
 */
export interface Behalf {
  readonly of: Speaker;
  readonly home: Address;
  readonly from: 'quote' | 'message' | 'name';
}

/** What became of an Incoming, once it is safe in the database. */
export type Outcome =
  /** Show this to the speaker, and to nobody else; the picture where one can be shown, for the message says it all. */
  | { readonly kind: 'answer'; readonly message: PublicMessage | InternalMessage; readonly picture?: Picture }
  /**
   * The params were not acceptable: one sentence for each field. In a modal, show them at the fields; else `usage`, which says
   * them all and how it is typed, or where there is none, them as one text.
   */
  | {
      readonly kind: 'problems';
      readonly problems: readonly { readonly field: string; readonly text: string }[];
      readonly usage?: PublicMessage;
    }
  /** Done; there is nothing to show here (what there is to say comes through `send`). Also what a repeated key gets. */
  | { readonly kind: 'done' };

/** In whose name a mirrored message is shown. */
export interface Author {
  readonly name: string;
  readonly avatar?: string;
}

/** Who reads the place, and so what may be sent there. */
type Reading =
  | { readonly side: 'requester'; readonly message: PublicMessage }
  | { readonly side: 'agents'; readonly message: PublicMessage | InternalMessage };

type Op =
  /** Starts a thread at a home or at the agents' place with this message as its root; `title` names it where threads have names. */
  | { readonly op: 'open'; readonly at: Address; readonly title: string; readonly standing?: Standing }
  /** With a `file`, that file under the writer's name; the message is what there is to say beside it, mostly nothing. */
  | { readonly op: 'post'; readonly to: Address; readonly as?: Author; readonly file?: Attachment }
  /**
   * Replaces a message that the desk posted; resolves where it is not there any more. `as`: it was posted in this writer's
   * name. `edited`: the words that mark it as changed, where the platform does not do that by itself. `title`: the name of
   * the thread that it is the root of.
   */
  | {
      readonly op: 'edit';
      readonly to: Address;
      readonly remote: Remote;
      readonly as?: Author;
      readonly edited?: string;
      readonly title?: string;
      readonly standing?: Standing;
    };

/** How the ticket of a card stands, for platforms whose threads carry labels and can be put away. */
export interface Standing {
  readonly status: string;
  /** What each status is called: in the desk's language first, then in the others that it speaks. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** It is closed: nothing more is expected in its thread. */
  readonly over: boolean;
}

/**
 * One thing to show in one place. `key` is the same at every try of the same delivery and never that of another (at most
 * 25 characters of [a-z0-9-], so that it can be Discord's nonce). `tried` is when the first try began, if this is not the
 * first: what that try did is not known. `isOurs` says whether it is still this process's to show: an adapter whose platform does
 * not know a key again asks that right before it posts. [it is]
 */
export type Delivery = Reading & Op & { readonly key: string; readonly tried?: Date; readonly isOurs?: () => boolean };

/** Takes a message away that the desk posted, the whole of it; resolves where it is not there any more. */
export interface Removal {
  readonly op: 'remove';
  readonly to: Address;
  readonly remote: Remote;
  readonly key: string;
  readonly tried?: Date;
}

/** Where a delivery ended up. `thread` only for `open`: the address that answers will come from and go to. */
export interface Sent {
  readonly remote: Remote;
  readonly thread?: Address;
}

/** Why a delivery failed, and so what the outbox does next. */
export type Fault =
  /**
   * Nothing was shown; try again after the wait. `bucket` names what is limited (see `Adapter.bucket`). `begun`: a part of it
   * is there already, and the next try has to look for it.
   */
  | { readonly kind: 'limited'; readonly waitMs: number; readonly bucket: string; readonly begun?: true }
  /** Nothing was shown, and it may work later (platform or network down). `begun`: as above. */
  | { readonly kind: 'later'; readonly begun?: true }
  /** It may or may not have been shown. The outbox calls `send` again with `tried` set: the adapter looks before it posts. */
  | { readonly kind: 'ambiguous' }
  /**
   * This place will never take it: channel or thread deleted, archived for good, desk removed from it. `again`: it was a
   * thread, and another can be opened where it was.
   */
  | { readonly kind: 'place gone'; readonly again?: true }
  /** The person cannot be written to: direct messages closed, or, as far as is known, `left`. */
  | { readonly kind: 'unreachable'; readonly left?: true }
  /** The tenant's token is no longer accepted: everything for the tenant waits until an operator mends it. */
  | { readonly kind: 'revoked' }
  /** The file is larger than this place takes: `most` bytes, where that is known. */
  | { readonly kind: 'too large'; readonly most?: number }
  /** The desk lacks this permission (a scope, by its name), and all else goes on without it. */
  | { readonly kind: 'not permitted'; readonly permission: string }
  /** The platform will not have this content, ever: a bug of ours, kept as a dead letter with `code`. */
  | { readonly kind: 'refused' };

/** What `send` and `fetch` reject with; anything else that it throws is taken for `ambiguous`. `code` is the platform's own word. */
export class DeliveryFailure extends Error {
  readonly fault: Fault;
  readonly code: string;
  constructor(fault: Fault, code: string, cause?: unknown) {
    super(`${fault.kind}: ${code}`, { cause });
    this.name = 'DeliveryFailure';
    this.fault = fault;
    this.code = code;
  }
}

/** How far a thread was heard. */
export interface HeardThread {
  readonly address: Address;
  readonly last?: Remote;
  /** When the last message was said, or the ticket opened. */
  readonly since: Date;
}

/** What an adapter may ask of the desk. Every method is safe to call from any number of gestures at once. */
export interface Desk {
  /**
   * Hands over a gesture. Resolves once it is committed (or needs no commit): acknowledge to the platform then, not before.
   * Rejects with an error named `Unavailable` when the database cannot take it now, as all of these methods do: answer so
   * that the platform tries again.
   */
  receive(incoming: Incoming): Promise<Outcome>;
  /** Hands over what became of a message. Resolves once it is committed; the same again changes nothing. */
  revise(revision: Revision): Promise<void>;
  /**
   * Says that this tenant exists and is served by the adapter, so that its agents' place gets cards. What waited because its
   * token was not accepted is sent now. Idempotent.
   */
  join(tenant: Tenant, name: string): Promise<void>;
  /**
   * What a person typed after the slash command, or an equal line: `status INC-1`, `claim 4`, free text. A line that starts
   * with no known word is the subject of a new ticket; an empty one is help. `desk`: it was typed after the command that is
   * about the desk as a whole, where a line that starts with none of its words is help.
   */
  parse(line: string, command?: 'desk'): { readonly intent: string; readonly params: Raw };
  /**
   * The form to show before the command can be handed over, with the given values filled in; undefined when nothing is
   * missing. `all` draws it whether or not something is missing.
   */
  form(intent: string, params: Raw, locale: string | undefined, all?: boolean): DrawnForm | undefined;
  /**
   * What the desk remembers for the form of a button that only names it: to be drawn with `form(…, {...params, ...this}, …,
   * true)`, filled in and not yet said. Undefined where there is nothing, which is nearly always; the params stay as they are.
   */
  remembered(tenant: Tenant, params: Raw): Promise<Raw | undefined>;
  /**
   * What whoever is about to name something there may mean by what they have typed so far; 25 at most. Tickets are their own,
   * or the queue for agents, the newest first, and never one that they may not see.
   */
  suggest(
    from: Speaker,
    place: Place,
    typed: string,
    what?: Completed,
  ): Promise<readonly { readonly value: string; readonly label: string }[]>;
  /** What stands for good where many read it: what the desk is for, with the buttons for that. */
  panel(locale: string | undefined): PublicMessage;
  /** Every intent that a person can type, in help order, for a platform's list of commands. */
  forms(locale: string | undefined): readonly DrawnForm[];
  /**
   * A button's intent and params as one signed string of at most 100 characters, bound to the tenant; `unseal` gives them
   * back, or undefined for what the desk did not seal for this tenant.
   */
  seal(tenant: Tenant, intent: string, params: Raw): string;
  unseal(tenant: Tenant, sealed: string): { readonly intent: string; readonly params: Raw } | undefined;
  /** Remembers a value for the adapter, encrypted; `null` forgets it. Survives restarts, shared by replicas. */
  keep(tenant: Tenant, key: string, value: string | null): Promise<void>;
  kept(tenant: Tenant, key: string): Promise<string | undefined>;
  /** Remembers a value if what is kept is `before` still (undefined: nothing); false, and nothing changed, if it is not. */
  swap(tenant: Tenant, key: string, before: string | undefined, value: string): Promise<boolean>;
  /** All kept values whose key begins with `prefix`, in key order. */
  keptUnder(tenant: Tenant, prefix: string): Promise<readonly { readonly key: string; readonly value: string }[]>;
  /**
   * Runs `work` while nobody else, in any replica, runs work of this name for the tenant: for what must be done once, like
   * spending a token. Rejects with what the work rejects with.
   */
  alone<T>(tenant: Tenant, name: string, work: () => Promise<T>): Promise<T>;
  /**
   * The threads of this tenant whose tickets are not closed, and those of everybody's that they were raised in, each with the last message that was heard in it, if any was,
   * the ones that were quiet longest first; at most so many, of the newest tickets. For catching up after a stop.
   */
  threads(tenant: Tenant, most: number): Promise<readonly HeardThread[]>;
  /** Words that an adapter needs before it can reach the desk, or when it cannot: see `Phrase`. */
  phrase(which: Phrase, locale: string | undefined): string;
  readonly log: Log;
}

/** One JSON line an event; values are redacted before they are written. */
export interface Log {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/** A path of the desk's own HTTP server that an adapter answers, `/slack/events`. A trailing `/` means everything below it. */
export interface Route {
  readonly path: string;
  handle(request: IncomingMessage, response: ServerResponse): void;
}

/** A chat platform. */
export interface Adapter {
  /** The first part of every id that it mints. */
  readonly platform: string;
  readonly routes?: readonly Route[];
  /** Begins to listen and to connect. Resolves when ready, or rejects with a sentence for the operator. */
  start(desk: Desk): Promise<void>;
  /** After `start`: whether the platform has answered by now. [it has] */
  answers?(): boolean;
  /** Stops hearing new gestures, finishes the ones in hand. `send` still works until the process ends. */
  stop(): Promise<void>;
  /**
   * Shows one thing, exactly once however often it is called with the same key: a call with `tried` first looks whether an
   * earlier try got through. Rejects with a DeliveryFailure. Never retries by itself.
   */
  send(delivery: Delivery | Removal): Promise<Sent>;
  /** The bytes of a file of an Incoming. Rejects with a DeliveryFailure: `place gone` where it is not there any more. */
  fetch(tenant: Tenant, ref: string): Promise<Fetched>;
  /** The tenant whose token opens the way to an address. [one token serves the whole platform] Makes no network call. */
  tenant?(address: Address): Tenant;
  /** The agents' place of a tenant: what `open` gets as `at` for the agents' card. Makes no network call. */
  agents(tenant: Tenant): Address;
  /** A channel of a tenant by the platform's own id, as an operator names it. [there are none] Makes no network call. */
  channel?(tenant: Tenant, id: string): Address;
  /** The direct messages of an account: what `post` gets as `to` to write to a person outside any ticket. Makes no network call. */
  direct(account: Account): Address;
  /** What the platform limits together, for an address (a channel, mostly): while it is limited, others go on. */
  bucket(address: Address): string;
}
