import type { Phrase } from '../adapter.ts';
import type { Kind, Level, ResolutionCode, Status } from '../desk/ticket.ts';
import type { AssistPhrases } from './assist/phrases.ts';
import type { ButtonName } from './buttons.ts';
import type { FilePhrases } from './files/phrases.ts';
import type { KnowledgePhrases } from './knowledge/phrases.ts';
import type { ReportPhrases } from './report/phrases.ts';
import type { TriagePhrases } from './triage/phrases.ts';
import type { WhenPhrases } from './when/phrases.ts';
import type { FormWords } from './words.ts';
import type { WorthPhrases } from './worth/phrases.ts';

type FieldName =
  | 'requester'
  | 'status'
  | 'priority'
  | 'kind'
  | 'assignee'
  | 'opened'
  | 'replyDue'
  | 'firstReply'
  | 'reopened'
  | 'snoozed'
  | 'rating'
  | 'code';

type Which = 'mine' | 'open' | 'unassigned' | 'assigned';

/** A language gets these two for its examples: `/ticket`, `INC-12`. */
export type Language = (command: string, example: string) => Phrases;

/**
 * What a language file has to say, and all that it says: how the sentences are put together into messages, and with which
 * buttons, is the same in every language (`speak.ts`). `id` is a label such as `INC-12`; `when`, `due` and `until` are
 * times already written out, from "10:40" through "Tue 10:40" to "3 Dec", so the sentence must fit before all of them.
 */
export interface Phrases {
  /** BCP 47, for dates. */
  readonly locale: string;

  readonly fields: Readonly<Record<FieldName, string>>;
  readonly statuses: Readonly<Record<Status, string>>;
  /** `waiting_requester` as that requester reads it. */
  readonly waitingForYou: string;
  readonly kinds: Readonly<Record<Kind, string>>;
  readonly resolutions: Readonly<Record<ResolutionCode, string>>;
  /** After the priority on the agents' card: the two things it was made of. */
  readonly weights: (impact: string, urgency: string) => string;
  readonly impacts: Readonly<Record<Level, string>>;
  readonly urgencies: Readonly<Record<Level, string>>;
  readonly nobody: string;
  /** In the field for when a reply is due. */
  readonly overdue: (due: string) => string;
  /** From 1 to 5. */
  readonly scores: readonly [string, string, string, string, string];
  readonly outOfFive: (score: number, word: string) => string;
  readonly buttons: Readonly<Record<ButtonName, string>>;

  readonly writeHere: (requester: string) => string;
  readonly agentsClosed: (requester: string) => string;
  readonly follows: (id: string) => string;
  readonly followedBy: (id: string) => string;

  /** Where the ticket stands, to its requester. */
  readonly expected: (due: string) => string;
  readonly late: (due: string) => string;
  readonly working: (name: string | undefined) => string;
  readonly needsYou: string;
  readonly isResolved: (when: string | undefined) => string;
  readonly isClosed: string;
  /** In the thread itself, what writing here does: while open, resolved, closed. */
  readonly here: Readonly<Record<'open' | 'resolved' | 'closed', string>>;
  /** The same for a closed ticket, read anywhere else. */
  readonly closedElsewhere: (id: string) => string;
  readonly saidLast: string;
  readonly saidBy: (author: string, when: string) => string;
  readonly notedBy: (author: string, when: string) => string;

  readonly opened: (id: string, priority: string, due: string) => string;
  readonly addMore: string;
  readonly openedFromMessage: (id: string, priority: string, due: string) => string;
  readonly openedElsewhere: (id: string) => string;
  readonly inPublic: (id: string, requester: string) => string;
  /** On behalf: to the requester, to agents, to whoever did it. */
  readonly openedForYou: (id: string, by: string, priority: string, due: string) => string;
  readonly openedOnBehalf: (id: string, by: string, requester: string) => string;
  readonly openedFor: (id: string, requester: string) => string;

  readonly lists: Readonly<Record<Which, string>>;
  readonly listEmpty: Readonly<Record<Which, string>>;
  readonly pageOf: (page: number, pages: number, total: number) => string;
  readonly noSuchPage: (page: number, pages: number) => string;
  /** In a list. */
  readonly dueShort: (due: string) => string;
  readonly overdueShort: (due: string) => string;

  readonly helpTitle: string;
  readonly helpIntro: string;
  readonly helpAgents: string;
  readonly slots: Readonly<Record<'words' | 'text' | 'reason' | 'code' | 'name', string>>;
  readonly greeting: string;
  readonly youAreWelcome: string;
  readonly ratingWhere: string;
  readonly unsure: (text: string) => string;
  readonly unsureHint: string;

  readonly replied: (id: string) => string;
  readonly noted: (id: string) => string;
  readonly noteBy: (author: string) => string;
  readonly claimed: (id: string, requester: string) => string;
  readonly released: (id: string) => string;
  readonly resolved: (id: string) => string;
  readonly withdrawn: (id: string) => string;
  readonly reopened: (id: string) => string;
  /** Who resolved it, and as what: read by either side. */
  readonly resolvedBy: Readonly<Record<ResolutionCode, (id: string, by: string) => string>>;
  readonly reopenedBy: (id: string, by: string) => string;
  readonly tellReopened: (id: string) => string;
  readonly ratedBy: (id: string, by: string, score: string) => string;
  readonly commentedBy: (id: string, by: string) => string;
  /** To agents: what failed to reach the requester, why, and what to do. */
  readonly notDelivered: Readonly<
    Record<'left' | 'unreachable' | 'place gone' | 'failed', (id: string, name: string) => string>
  >;
  readonly followed: (old: string, next: string, due: string) => string;

  readonly ratingRequest: (id: string, subject: string) => string;
  readonly ratingHint: string;
  readonly rated: (id: string, score: string) => string;
  readonly ratedHint: string;
  readonly commented: (id: string) => string;

  readonly linkCode: (command: string, until: string) => string;
  readonly linkHint: string;
  readonly linked: (here: string, there: string) => string;
  readonly alreadyLinked: string;

  readonly triage: TriagePhrases;
  readonly assist: AssistPhrases;
  readonly files: FilePhrases;
  readonly when: WhenPhrases;
  readonly worth: WorthPhrases;
  readonly knowledge: KnowledgePhrases;
  readonly report: ReportPhrases;

  /** What becomes of messages after they were said. */
  readonly revisions: {
    readonly edited: string;
    readonly textRemoved: string;
    readonly takenBack: (id: string, author: string, requester: string) => string;
    readonly heldWithdrawn: (id: string, requester: string) => string;
    readonly notRevised: (id: string, requester: string) => string;
  };

  readonly refused: {
    readonly unknown: (id: string) => string;
    readonly agentsOnly: (intent: string) => string;
    readonly requesterOnly: string;
    readonly notYours: string;
    readonly alreadyClaimed: (id: string, by: string) => string;
    readonly alreadyYours: (id: string) => string;
    readonly alreadyResolved: (id: string) => string;
    readonly alreadyClosed: (id: string) => string;
    readonly alreadyFollowed: (id: string, next: string) => string;
    readonly alreadyRaised: (id: string) => string;
    readonly notClaimed: (id: string) => string;
    readonly notResolved: (id: string) => string;
    readonly notRateableYet: (id: string) => string;
    readonly notYetRated: (id: string) => string;
    readonly ownWork: (id: string) => string;
    readonly whichTicket: string;
    readonly codeUnknown: string;
    readonly codeOwn: string;
    readonly tooManyCodes: (minutes: number) => string;
    readonly tooManyTries: (minutes: number) => string;
    /** `again` is a time, as in "after 10:40". */
    readonly tooManyTickets: (most: number, again: string) => string;
    readonly youWrote: string;
    readonly unknownIntent: (word: string) => string;
  };

  /** `field` is the field's label. */
  readonly problems: {
    readonly missing: (field: string) => string;
    readonly tooLong: (field: string, max: number | undefined) => string;
    readonly notATicket: (field: string) => string;
    readonly notAChoice: (field: string, options: string) => string;
    readonly notADay: (field: string) => string;
    readonly notANumber: (field: string) => string;
    readonly atLeast: (field: string, min: number) => string;
    readonly atMost: (field: string, max: number) => string;
    readonly outOfRange: (field: string) => string;
    readonly score: (field: string) => string;
  };
  readonly typeLike: (usage: string) => string;
  readonly orOpen: (usage: string) => string;

  readonly phrases: Readonly<Record<Phrase, string>>;
  /** In help order. */
  readonly forms: Readonly<Record<string, FormWords>>;
}
