import type { Account, Address } from '../adapter.ts';
import type { SentFile } from './file.ts';
import type { SurveyKind } from './worth/asking.ts';

export type PersonId = number;

/** Impact and urgency: 1 high, 2 medium, 3 low. */
export type Level = 1 | 2 | 3;
export type Priority = 1 | 2 | 3 | 4 | 5;
export type Kind = 'incident' | 'request' | 'question';
export type Status = 'new' | 'in_progress' | 'waiting_requester' | 'waiting_third_party' | 'resolved' | 'closed';
export const RESOLUTION_CODES = ['solved', 'workaround', 'duplicate', 'unreproducible', 'cancelled'] as const;
export type ResolutionCode = (typeof RESOLUTION_CODES)[number];

/** A person as a ticket names them: who they are, and the account they did it from. */
export interface Party {
  readonly person: PersonId;
  readonly account: Account;
  readonly name: string;
  readonly locale?: string;
}

/**
 * A place where a ticket is mirrored. `seq` numbers a ticket's threads from 0 in the order they were made. `agents`: what
 * agents write there answers the requester. `notes`: whatever is written there is a note, and only notes are shown.
 */
export interface Thread {
  readonly seq: number;
  readonly side: 'requester' | 'agents' | 'notes';
  /** The home it is opened at; `address` is known once the platform has made it. */
  readonly at: Address;
  readonly address?: Address;
}

/** Where and as which message something was said. `key` is its gesture's, by which its changes find it; see `Revision`. */
export interface Source {
  readonly address: Address;
  readonly remote: string;
  readonly key?: string;
  /** It was changed by then before the desk took it in. */
  readonly version?: number;
}

/**
 * A message of an agent's that is held back, because it looks as if it was not meant for the requester. `text` is there until
 * its writer has decided; without it, the message is remembered as decided.
 */
export interface HeldMessage {
  readonly id: string;
  readonly writer: Party;
  readonly text?: string;
  /** Where it was written: sent after all, it is not mirrored back there. */
  readonly source?: Source;
  /** What was attached to it: not copied before it is decided who may read it. */
  readonly files?: readonly SentFile[];
}

/** A ticket as it stands: everything that a decision about it needs. */
export interface Ticket {
  readonly number: number;
  readonly subject: string;
  /** When the message that the subject was made of was changed or deleted. */
  readonly editedAt?: Date;
  readonly kind: Kind;
  /** Which of the desk's services it is about. */
  readonly service?: string;
  readonly impact: Level;
  readonly urgency: Level;
  readonly priority: Priority;
  readonly status: Status;
  readonly requester: Party;
  readonly assignee?: Party;
  readonly openedAt: Date;
  /** By which day it is needed, as in ISO 8601. */
  readonly neededBy?: string;
  readonly replyDueAt: Date;
  readonly firstReplyAt?: Date;
  readonly resolvedAt?: Date;
  readonly closedAt?: Date;
  /** Out of the queue until then. */
  readonly snoozedUntil?: Date;
  readonly held?: readonly HeldMessage[];
  readonly resolutionCode?: ResolutionCode;
  readonly resolution?: string;
  readonly reopened: number;
  /** The closed ticket that this one goes on from, and the one that goes on from this. */
  readonly follows?: number;
  readonly followedBy?: number;
  /** The ticket that this one goes on in because it is the same; and those that are the same as this one, by number. */
  readonly duplicateOf?: number;
  readonly duplicates?: readonly number[];
  /** The question that the newest resolution asked: `round` counts them from 1. */
  readonly survey: {
    readonly round: number;
    /** [rating] */
    readonly kind?: SurveyKind;
    readonly state: 'none' | 'offered' | 'withdrawn' | 'expired';
  };
  /** The score that counts, of the newest round: 1 to 5 of a rating, else 0 to 10. */
  readonly rated?: number;
  /** What comes of a low score: somebody looks after it, and it is made good or not. */
  readonly followUp?: 'open' | 'recovered' | 'not recovered';
  readonly threads: readonly Thread[];
}

/** A change of state by its name in the timeline. */
export type TicketEvent =
  | 'claimed'
  | 'released'
  | 'assigned'
  | 'prioritized'
  | 'waiting'
  | 'resumed'
  | 'snoozed'
  | 'woken'
  | 'held'
  | 'withdrawn'
  | 'reworded'
  | 'sent'
  | 'kept'
  | 'resolved'
  | 'reopened'
  | 'closed'
  | 'replied'
  | 'followed'
  | 'served by'
  | 'duplicate linked'
  | 'duplicate unlinked'
  | 'duplicate over';

/** Whether nobody works on it any more. */
export const isOver = ({ status }: Pick<Ticket, 'status'>): boolean => status === 'resolved' || status === 'closed';

/** Priority from impact and urgency, additive: 1 + 1 is P1, 3 + 3 is P5 (the common 3 × 3 matrix of ITIL practice). */
export function priorityOf(impact: Level, urgency: Level): Priority {
  return (impact + urgency - 1) as Priority;
}

/** Whether somebody set the priority otherwise than impact and urgency make it. */
export function isSetByHand({ impact, urgency, priority }: Pick<Ticket, 'impact' | 'urgency' | 'priority'>): boolean {
  return priority !== priorityOf(impact, urgency);
}

/** When a first reply is expected, in minutes after opening, by priority; around the clock. */
const REPLY_MINUTES: Readonly<Record<Priority, number>> = { 1: 15, 2: 60, 3: 240, 4: 480, 5: 1440 };

export function replyDue(priority: Priority, openedAt: Date): Date {
  return new Date(openedAt.getTime() + REPLY_MINUTES[priority] * 60_000);
}

/** Where a status may go. A closed ticket stays closed: what comes after it is another ticket that follows it. */
const NEXT: Readonly<Record<Status, readonly Status[]>> = {
  new: ['in_progress', 'waiting_requester', 'waiting_third_party', 'resolved'],
  in_progress: ['new', 'waiting_requester', 'waiting_third_party', 'resolved'],
  waiting_requester: ['new', 'in_progress', 'waiting_third_party', 'resolved'],
  waiting_third_party: ['new', 'in_progress', 'waiting_requester', 'resolved'],
  resolved: ['new', 'in_progress', 'closed'],
  closed: [],
};

export function mayBecome(from: Status, to: Status): boolean {
  return from === to || NEXT[from].includes(to);
}

/** Who reads a thread: what may be shown there. */
export const readersOf = ({ side }: Pick<Thread, 'side'>): 'requester' | 'agents' =>
  side === 'requester' ? 'requester' : 'agents';

/**
 * Where a note is shown, once in each agents' place: in its notes thread if it has one by now, else in the thread of the
 * ticket's card.
 */
export function noteThreads({ threads }: Pick<Ticket, 'threads'>): readonly Thread[] {
  const begun = threads.filter(({ side, address }) => side === 'notes' && address !== undefined);
  return [...threads.filter(({ side, at }) => side === 'agents' && !begun.some((one) => one.at === at)), ...begun];
}
