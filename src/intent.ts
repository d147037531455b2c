/**
 * THE COMMON INTENT FORMAT. Whatever a person does, on any platform, becomes one of these with its params filled in.
 * Asking never writes; acting never waits.
 */
import type { Account, Address, Author, InternalMessage, Place, PublicMessage } from './adapter.ts';
import type { Answer } from './answer.ts';
import type { Shown, Task } from './assist.ts';
import type { Missing, SentFile, TicketFile } from './desk/file.ts';
import type { Article } from './desk/knowledge/article.ts';
import type { KnowledgeEffect, TicketArticle } from './desk/knowledge/effect.ts';
import type { Question } from './desk/knowledge/question.ts';
import type { Hit } from './desk/knowledge/search.ts';
import type { Spoken } from './desk/spoken.ts';
import type { Party, PersonId, ResolutionCode, Source, Ticket, TicketEvent } from './desk/ticket.ts';
import type { AskedLast, Asking, NotAsked, SurveyKind } from './desk/worth/asking.ts';
import type { Form, Params } from './form.ts';
import type { Words } from './say/words.ts';
import type { WorthReading } from './worth-reading.ts';

/** Somebody doing something, or the clock. `agent` holds for this gesture only: it comes from where it was made. */
export interface Actor extends Party {
  readonly agent: boolean;
  readonly avatar?: string;
  /** One of those who look after the desk as a whole; where none is named, every agent at work. */
  readonly lead?: boolean;
}

/**
 * Who may do it, checked before `decide` or `answer` runs. `party`: the ticket's requester and agents. Who is neither gets
 * the answer for a ticket that does not exist. `clock`: only what the desk itself put off until later. `writer`: whoever
 * wrote a message that is held on the ticket, wherever they are when they say what is to become of it. `lead`: see `Actor`.
 */
export type May = 'anyone' | 'agent' | 'requester' | 'party' | 'writer' | 'lead' | 'clock';

/** What every intent has. */
interface Intent<F extends Form> {
  readonly name: string;
  readonly form: F;
  readonly may: May;
  /** Other first words that a person may type for it. */
  readonly aliases?: readonly string[];
  /** It is about the desk as a whole: it can be typed after that command, too. */
  readonly ofDesk?: true;
  /** Shown in help and among the platform's commands. Default: true. */
  readonly typed?: boolean;
  /**
   * The form is shown before it is done, even when nothing is missing, so that the person can say more: unless they have been
   * asked already, or, where fields are named, one of those is filled in.
   */
  readonly asksFirst?: true | readonly string[];
  /** What it says may come with files, so that its form asks for them too. */
  readonly takesFiles?: true;
}

/** A question: reads, answers the asker alone, changes nothing. */
export interface Ask<F extends Form = Form> extends Intent<F> {
  readonly kind: 'ask';
  answer(params: Params<F>, scene: AskScene): Promise<Answer>;
}

/** A change: decided at once over what was loaded, recorded by the dispatcher. */
export interface Act<F extends Form = Form> extends Intent<F> {
  readonly kind: 'act';
  /** What the dispatcher must have at hand besides the actor, the ticket named by `params.ticket`, and the clock. */
  needs?(params: Params<F>): Needs;
  /** Pure and synchronous. Throws a Refusal for what cannot be; whatever else it throws is a bug. */
  decide(params: Params<F>, scene: Scene): readonly Effect[];
}

export type AnyIntent = Ask | Act;

/** The asking kind of intent. The form's types flow into `answer`. */
export function ask<F extends Form>(intent: Omit<Ask<F>, 'kind'>): Ask {
  return { ...intent, kind: 'ask' } as unknown as Ask;
}

/** The acting kind of intent. The form's types flow into `decide`. */
export function act<F extends Form>(intent: Omit<Act<F>, 'kind'>): Act {
  return { ...intent, kind: 'act' } as unknown as Act;
}

export interface Needs {
  /** The number for a new ticket. */
  readonly number?: boolean;
  /** The link code that hashes to this, and how many codes the actor was given lately. */
  readonly codeHash?: string;
  readonly codes?: boolean;
  /** Who is known as an agent. */
  readonly agents?: boolean;
  /** When the ticket's requester was asked a question last. */
  readonly asked?: boolean;
  /** What was said on the ticket for both sides to read. */
  readonly said?: boolean;
  /** The question with this id. */
  readonly question?: string;
  /** The article that was made of the ticket. */
  readonly article?: boolean;
  /** Another ticket, by its number. */
  readonly main?: number;
}

/** A link code as it was given out. */
export interface LinkCode {
  readonly hash: string;
  readonly owner: Party;
  readonly expiresAt: Date;
  readonly used: boolean;
}

/** What a decision may look at. */
export interface Scene {
  /** Undefined when the clock speaks. */
  readonly actor: Actor | undefined;
  readonly now: Date;
  /** Where it was said; undefined for the clock. */
  readonly place: Place | undefined;
  /** Where and as which message it was said, if it was a message: it is not mirrored back there. */
  readonly source: Source | undefined;
  /** What was attached to it. With what the gesture says on a ticket it is copied by itself. */
  readonly files: readonly SentFile[];
  /** The ticket that the params name or the thread is bound to; already known to be visible to the actor. */
  readonly ticket: Ticket | undefined;
  /** The other ticket that `needs` asked for; locked like the first. */
  readonly main: Ticket | undefined;
  /** A number for a new ticket, where `needs` asked for it or the ticket is closed. */
  readonly number: number | undefined;
  /** For whom it is done, where that is not the actor. */
  readonly behalf:
    | { readonly of: Party & Author; readonly home: Address; readonly from: 'quote' | 'message' | 'name' }
    | undefined;
  /** The thread of everybody's that the desk was called to, and the ticket that was raised in it before. */
  readonly raising: Address | undefined;
  readonly raised: number | undefined;
  readonly code: LinkCode | undefined;
  /** The question that `needs` asked for. */
  readonly question: Question | undefined;
  readonly article: TicketArticle | undefined;
  /** How many link codes the actor was given in the last hour. */
  readonly codesGiven: number;
  /** When the actor tried codes in vain, and opened tickets: lately, newest first, no more of them than matter. */
  readonly codesTried: readonly Date[];
  readonly opened: readonly Date[];
  /** How many tickets one person may open in an hour; 0: any number. */
  readonly openLimit: number;
  /** Accounts that have acted as agents, whoever did so last first; where `needs` asked for them. */
  readonly agents: readonly Party[];
  /** Whether this is the account of one who looks after the desk as a whole; where none is named, of nobody. */
  isLead(account: Account): boolean;
  /** Where `needs` asked for them: when the requester was asked last, and what was said last, oldest first. */
  readonly asked: AskedLast;
  readonly said: readonly Saying[];
  readonly asking: Asking;
  /** What the desk serves with, by name: what a ticket can be about. */
  readonly services: readonly string[];
  /** 128 random bits as 26 letters and digits, new for each decision. */
  readonly random: string;
  /** Whether there is a model to be asked. */
  readonly assisted: boolean;
  /** In the actor's language. */
  readonly words: Words;
  wordsFor(locale: string | undefined): Words;
  /** The agents' places of the organisation: each gets the card of a new ticket. */
  readonly agentsPlaces: readonly Address[];
  /** The one of the platform's space where it was said. */
  readonly agentsPlace: Address | undefined;
  /** A resolved ticket is closed after this long, unless it is reopened. */
  readonly closeAfterMs: number;
  /** The desk's, by its IANA name. */
  readonly timeZone: string;
}

/** What an answer may look at. `db` reads; there is no way to write through it. */
export interface AskScene {
  readonly actor: Actor;
  readonly now: Date;
  readonly words: Words;
  readonly db: Reading;
  readonly worth: WorthReading;
  /** What the question is known by, should it be written down. */
  readonly question: string;
}

/** What the desk can be asked. Every method checks the asker's right: what they may not see is not there. */
export interface Reading {
  ticket(number: number): Promise<Ticket | undefined>;
  /** The same with what was said last on it, as `said` gives it. */
  told(number: number, newest: number): Promise<Told | undefined>;
  /** For agents: what a model was shown of a ticket, newest last. */
  shown(number: number, newest: number): Promise<readonly (Shown & { readonly at: Date })[]>;
  /** What was said on a ticket that the asker may see, newest last; notes only for agents. */
  said(number: number, newest: number): Promise<readonly Saying[]>;
  /** Tickets that the asker raised, newest first, closed ones last of all. */
  mine(page: Page): Promise<Listed>;
  /**
   * For agents: tickets being worked on by priority, then age; what waits for somebody comes last. One that is snoozed is in
   * its assignee's own list only. Empty for anybody else.
   */
  queue(which: 'open' | 'unassigned' | 'assigned', page: Page): Promise<Listed>;
  /** Articles that have words of the text, the best first; those for agents only for agents. */
  search(text: string): Promise<readonly Hit[]>;
  /** The articles of these ids, as far as the asker may read them. */
  articles(ids: readonly number[]): Promise<readonly Article[]>;
}

export interface Told {
  readonly ticket: Ticket;
  readonly said: readonly Saying[];
}

export interface Saying {
  readonly author: string;
  readonly text: string;
  readonly at: Date;
  readonly visibility: 'public' | 'note';
  /** Whether the ticket's requester said it, where that was asked for. */
  readonly fromRequester?: boolean;
}

export interface Page {
  /** From 1. */
  readonly page: number;
  readonly size: number;
}

export interface Listed {
  readonly tickets: readonly Ticket[];
  readonly total: number;
}

/** What the new ticket is, and where its requester's thread is or will be opened. */
export interface Opening {
  readonly ticket: Omit<Ticket, 'threads'>;
  readonly text: string | undefined;
  readonly threads: Ticket['threads'];
  /** Whose words the text is, where they are not the actor's. */
  readonly author?: Party & Author;
  /** How somebody else came to open it; for the timeline. */
  readonly behalf?: string;
  /** The thread of everybody's that it was raised in. */
  readonly raising?: Address | undefined;
  /** The message that it begins with, where that was said before: by the actor, and all of it. */
  readonly from?: { readonly source: Source; readonly text: string } | undefined;
}

/** What a change sets; null takes a value away. */
export interface Change {
  readonly subject?: string;
  readonly editedAt?: Date;
  readonly status?: Ticket['status'];
  readonly assignee?: Party | null;
  readonly firstReplyAt?: Date;
  readonly resolvedAt?: Date | null;
  readonly closedAt?: Date;
  readonly impact?: Ticket['impact'];
  readonly urgency?: Ticket['urgency'];
  readonly priority?: Ticket['priority'];
  readonly service?: string | null;
  readonly neededBy?: string;
  readonly replyDueAt?: Date;
  readonly snoozedUntil?: Date | null;
  readonly held?: Ticket['held'] & object;
  readonly resolutionCode?: ResolutionCode | null;
  readonly resolution?: string | null;
  readonly reopened?: number;
  readonly followedBy?: number;
  readonly duplicateOf?: number | null;
  readonly duplicates?: readonly number[] | null;
}

/** One thing that is so from now on. The recorder turns each into rows; nothing else writes. */
export type Effect =
  | { readonly do: 'open'; readonly opening: Opening }
  /**
   * A public message: kept, and mirrored under the writer's name to every thread but the one it came from, which is where the
   * gesture was made unless `source` says otherwise. So are the files that came with it: the gesture's own, unless `files`
   * says otherwise.
   */
  | {
      readonly do: 'say';
      readonly ticket: number;
      readonly text: string;
      readonly source?: Source | undefined;
      readonly files?: readonly SentFile[];
    }
  /**
   * An internal note: kept, and shown in the agents' threads only. `by` where it is not the actor who wrote it, `source` where
   * it was a message before.
   */
  | {
      readonly do: 'note';
      readonly ticket: number;
      readonly text: string;
      readonly by?: Party;
      readonly source?: Source | undefined;
      readonly files?: readonly SentFile[];
    }
  /** Begins a thread for notes in an agents' place that has none. */
  | { readonly do: 'open notes'; readonly ticket: number; readonly at: Address }
  /** The bytes of a file are here: it goes to all threads whose readers may see it, but the one that it came from. */
  | { readonly do: 'attach'; readonly file: TicketFile }
  /** A file does not arrive: whoever sent it is told, where they sent it, and so are those who would have got it. */
  | {
      readonly do: 'miss';
      readonly file: TicketFile;
      readonly why: Missing;
      /** To whoever sent it; undefined where they know already. */
      readonly sender: PublicMessage | undefined;
      readonly requester: PublicMessage;
      readonly agents: PublicMessage;
    }
  /**
   * A message of the ticket is not what it was: every copy is brought up to date, or taken away where it may not be any more.
   * The old text is kept nowhere.
   */
  | {
      readonly do: 'revise';
      readonly ticket: number;
      readonly from: Spoken;
      readonly to: Spoken;
    }
  /** A change of state, by its name in the timeline. Every card of the ticket is brought up to date. */
  | {
      readonly do: 'change';
      readonly ticket: number;
      readonly event: TicketEvent;
      readonly set: Change;
      readonly reason?: string;
      /** What else the timeline should tell. */
      readonly detail?: Readonly<Record<string, string | number>>;
    }
  /** Asks the requester how the newest resolution was. */
  | {
      readonly do: 'offer rating';
      readonly ticket: number;
      /** [rating] */
      readonly kind?: SurveyKind;
      readonly message: PublicMessage;
    }
  /** Nobody is asked, and why. */
  | { readonly do: 'spare rating'; readonly ticket: number; readonly why: NotAsked }
  /** The question was opened, and not answered yet. */
  | { readonly do: 'open rating'; readonly ticket: number }
  /** The question is taken back, or its time is over: the message that asked loses its buttons and says so. */
  | { readonly do: 'withdraw rating'; readonly ticket: number }
  | { readonly do: 'expire rating'; readonly ticket: number }
  | { readonly do: 'rate'; readonly ticket: number; readonly score: number }
  /** What was said to the score that counts: in words, what made the difference, the time that was lost. */
  | {
      readonly do: 'comment';
      readonly ticket: number;
      readonly text?: string;
      readonly factor?: string;
      readonly lostMinutes?: number;
    }
  /** A low score is looked after from now on; and this is what came of it. */
  | { readonly do: 'follow up'; readonly ticket: number; readonly why: 'score' | 'comment' }
  | { readonly do: 'settle'; readonly ticket: number; readonly outcome: 'recovered' | 'not recovered' }
  /** A sentence of the desk's own into a ticket's threads of one side. */
  | { readonly do: 'tell requester'; readonly ticket: number; readonly message: PublicMessage }
  | { readonly do: 'tell agents'; readonly ticket: number; readonly message: PublicMessage | InternalMessage }
  /** A sentence into a place that everybody reads. */
  | { readonly do: 'tell place'; readonly at: Address; readonly message: PublicMessage }
  /**
   * A sentence to one account, wherever its direct messages are. With `ifReached` it is left out while the account's platform
   * is switched off; without, the whole gesture waits for it.
   */
  | { readonly do: 'tell'; readonly to: Account; readonly message: PublicMessage; readonly ifReached?: true }
  /** What the actor alone is shown. */
  | { readonly do: 'answer'; readonly message: PublicMessage | InternalMessage }
  /** The clock will say it. A second `later` with a key that was used before changes nothing. */
  | {
      readonly do: 'later';
      readonly at: Date;
      readonly key: string;
      readonly intent: string;
      readonly params: Readonly<Record<string, string>>;
    }
  | KnowledgeEffect
  /** A model is asked, outside of any transaction; what comes of it is told in the ticket's threads of the agents. */
  | { readonly do: 'think'; readonly ticket: number; readonly task: Task }
  /** A model was shown this on behalf of the ticket. */
  | { readonly do: 'showed'; readonly ticket: number; readonly shown: Shown }
  | { readonly do: 'give code'; readonly hash: string; readonly expiresAt: Date }
  /** A code was tried in vain. */
  | { readonly do: 'try code' }
  /** The actor and the code's owner are one person from now on; the lower id stays. */
  | { readonly do: 'link'; readonly hash: string; readonly keep: PersonId; readonly gone: PersonId };
