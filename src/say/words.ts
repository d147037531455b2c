import type { InternalMessage, Phrase, PublicMessage } from '../adapter.ts';
import type { Missing } from '../desk/file.ts';
import type { Article } from '../desk/knowledge/article.ts';
import type { Gaps } from '../desk/knowledge/gaps.ts';
import type { Ticket } from '../desk/ticket.ts';
import type { Report } from '../desk/worth/report.ts';
import type { TicketCost } from '../desk/worth/ticket-cost.ts';
import type { RefusalCode, RefusalCodes } from '../errors.ts';
import type { Problem } from '../form.ts';
import type { Listed, Page, Saying } from '../intent.ts';
import type { AssistWords } from './assist.ts';
import type { ReportPhrases } from './report/phrases.ts';
import type { Writer } from './report.ts';

/** How a field is asked for: see `DrawnField` for the limits. `options` by value, in the form's own order. */
export interface FieldWords {
  readonly label: string;
  readonly hint?: string;
  readonly options?: Readonly<Record<string, string>>;
}

/** How a form is drawn: see `DrawnForm` for the limits. */
export interface FormWords {
  readonly title: string;
  readonly submit: string;
  readonly about: string;
  readonly fields: Readonly<Record<string, FieldWords>>;
}

/**
 * Every sentence that the desk speaks, in one language. A language is one file that gives a `(tone) => Words`. Sentences
 * are short and friendly, say what happened and what happens next, and name the ticket.
 */
export interface Words {
  /** `INC-12` */
  label(number: number): string;
  /** What each status is called. */
  readonly statuses: Readonly<Record<Ticket['status'], string>>;
  /** The card in an agents' place: everything an agent needs at a glance, with the buttons that make sense now. */
  agentsCard(ticket: Ticket): InternalMessage;
  /** What a thread for notes begins with, and its name. */
  notesCard(ticket: Ticket): InternalMessage;
  notesTitle(ticket: Ticket): string;
  /** The root of a requester's thread: what is known, when a reply is expected, what they can do. */
  requesterCard(ticket: Ticket): PublicMessage;
  /** Name of a thread on platforms where threads have one: `INC-12 VPN drops`, at most 100 UTF-16 units. */
  threadTitle(ticket: Ticket): string;

  /** To the requester, privately, on opening: "INC-1 open, P3, reply expected by 10:40". */
  opened(ticket: Ticket): PublicMessage;
  /** To the requester when the desk took a plain message for a request: says so, and how to withdraw it. */
  openedFromMessage(ticket: Ticket): PublicMessage;
  /** When somebody else opened it: to its requester, into the agents' threads, and to whoever did. */
  openedForYou(ticket: Ticket, by: string): PublicMessage;
  openedOnBehalf(ticket: Ticket, by: string): PublicMessage;
  openedFor(ticket: Ticket): PublicMessage;
  /** Where everybody reads and the desk was called: that there is a ticket, and that the rest is said in private. */
  openedElsewhere(ticket: Ticket): PublicMessage;
  /** Into the agents' threads: the requester's own is read by others too. */
  inPublic(ticket: Ticket): InternalMessage;
  /**
   * One ticket to its requester (or, `forAgent`, to an agent, who also sees notes, and what it has cost), with what was said
   * last.
   */
  status(
    ticket: Ticket,
    said: readonly Saying[],
    forAgent: boolean,
    cost?: TicketCost,
  ): PublicMessage | InternalMessage;
  /** The asker's own tickets, a page of them, with buttons for details and the next page; a friendly word when empty. */
  mine(listed: Listed, page: Page): PublicMessage;
  /** The agents' queue, likewise. */
  queue(listed: Listed, page: Page, which: 'open' | 'unassigned' | 'assigned'): InternalMessage;
  /** What can be typed, as whoever asks: agents' commands only for agents. Forms come from `forms`. */
  help(forAgent: boolean): PublicMessage;
  /** To a greeting: hello, and what can be done here. To a thank-you outside any ticket: you are welcome. */
  greeting(): PublicMessage;
  youAreWelcome(): PublicMessage;
  /** For who wants to rate: where and when that is done. */
  ratingWhere(): PublicMessage;

  /** To the writer, when a reply, note or comment went out from a form. */
  replied(ticket: Ticket): PublicMessage;
  noted(ticket: Ticket): InternalMessage;
  /** To the agent who began the thread for notes. */
  notesOpened(ticket: Ticket): InternalMessage;
  /** Above a note in the agents' thread: whose it is, and that only agents see it. `text` is portable markdown. */
  note(author: string, text: string): InternalMessage;
  /** With what a model could do for whoever takes it over. */
  claimed(ticket: Ticket, offers?: { readonly summary: boolean; readonly translation: boolean }): PublicMessage;
  released(ticket: Ticket): PublicMessage;
  resolved(ticket: Ticket): PublicMessage;
  reopened(ticket: Ticket): PublicMessage;
  /** Into the agents' threads, when the requester (or another agent, by name) did it. */
  resolvedBy(ticket: Ticket, by: string): PublicMessage;
  reopenedBy(ticket: Ticket, by: string): PublicMessage;
  ratedBy(ticket: Ticket, by: string, score: number): PublicMessage;
  commentedBy(ticket: Ticket, by: string, text: string): PublicMessage;
  /** Into the requester's threads. */
  tellResolved(ticket: Ticket, by: string): PublicMessage;
  tellReopened(ticket: Ticket): PublicMessage;
  /** Into the agents' threads: something did not reach the requester, why, and what the agent can do. */
  notDelivered(ticket: Ticket, why: 'left' | 'unreachable' | 'place gone' | 'failed'): InternalMessage;
  /** To whoever sent a file that is not delivered, or not everywhere; to those who would have got it. */
  fileMissing(ticket: number, file: { readonly name: string; readonly bytes: number }, why: Missing): PublicMessage;
  fileMissed(by: string, name: string): PublicMessage;
  /** To somebody whose message with files became no ticket and belongs to none. */
  filesNotKept(): PublicMessage;
  /** How a form asks for files. */
  readonly filesAsked: Pick<FieldWords, 'label' | 'hint'>;
  /** A message after closing has become a new ticket that follows the old one. */
  followed(old: Ticket, next: Ticket): PublicMessage;

  /** To the agent who set a priority; into the agents' threads; to the requester, when that moves the reply they expect. */
  prioritized(ticket: Ticket): PublicMessage;
  prioritizedBy(before: Ticket, after: Ticket, by: string, reason: string | undefined): InternalMessage;
  tellPriority(ticket: Ticket): PublicMessage;
  /** To whoever gave the ticket to somebody; to the new assignee and to the old one, in their direct messages. */
  assigned(ticket: Ticket, to: string, isMe: boolean): PublicMessage;
  assignedToYou(ticket: Ticket, by: string): PublicMessage;
  assignedAway(ticket: Ticket, by: string, to: string): PublicMessage;
  /** To the agent; into the requester's threads; and when the waiting is over, to the agent, or into the agents' threads. */
  waiting(ticket: Ticket): PublicMessage;
  tellWaiting(ticket: Ticket): PublicMessage;
  resumed(ticket: Ticket): PublicMessage;
  resumedBy(ticket: Ticket, by: string): PublicMessage;
  /** To the agent; and into the agents' threads, when the clock or a word of the requester brought it back. */
  snoozed(ticket: Ticket): PublicMessage;
  woken(ticket: Ticket): PublicMessage;
  wokenBy(ticket: Ticket, by: string | undefined): PublicMessage;
  /**
   * To the writer alone: their message is held, with the buttons that send it or keep it internal. It is not repeated here:
   * where this is shown, nothing internal is.
   */
  askHeld(ticket: Ticket, held: string, minutes: number): PublicMessage;
  sentHeld(ticket: Ticket): PublicMessage;
  keptHeld(ticket: Ticket, unanswered: boolean): PublicMessage;

  /** Marks a message that was changed. */
  edited(): string;
  /** The subject of a ticket, when the message that it was made of has no words any more. */
  textRemoved(): string;
  /** Into the agents' threads: a reply was changed into what looks like a note, and the requester has it no more. */
  takenBack(ticket: Ticket, author: string): InternalMessage;
  /** To the writer of a held message, when they deleted it. */
  heldWithdrawn(ticket: Ticket): PublicMessage;
  /** Into the agents' threads: a message was changed or deleted, and the requester still has the old text. */
  notRevised(ticket: Ticket): InternalMessage;

  /** The rating request: a question and the buttons 1 to 5 (intent `rate`, params ticket and score), each with a word. */
  ratingRequest(ticket: Ticket): PublicMessage;
  /** After a press: what was taken down, that a new press replaces it, and a button for a comment (intent `comment`). */
  rated(ticket: Ticket, score: number): PublicMessage;
  commented(ticket: Ticket): PublicMessage;
  /** In place of a question whose time is over, or that was taken back: says so, and what counts. */
  askedOver(
    ticket: Ticket,
    asked: { readonly round: number; readonly over: 'withdrawn' | 'expired' | undefined },
  ): PublicMessage;
  /** The other questions, from 0 to 10: first whether there is a moment, then the question, then what was taken down. */
  invitation(ticket: Ticket, kind: 'advocacy' | 'experience'): PublicMessage;
  question(ticket: Ticket, kind: 'advocacy' | 'experience'): PublicMessage;
  answered(ticket: Ticket, kind: 'advocacy' | 'experience', score: number): PublicMessage;
  explained(ticket: Ticket): PublicMessage;
  /** To those who lead the desk: a low score, with the ticket's history, and buttons for how it ended. */
  followUp(ticket: Ticket, why: 'score' | 'comment', said: readonly Saying[]): PublicMessage;
  settled(ticket: Ticket, outcome: 'recovered' | 'not recovered'): PublicMessage;
  /** To the agent who said which service a ticket is about. */
  served(ticket: Ticket, service: string): PublicMessage;

  /** A passage of an article that may answer, with the buttons: solved, open a ticket, talk to a person. */
  offered(article: Article, passage: string, question: string): PublicMessage | InternalMessage;
  /** To a question that no article answers: a ticket of it is one press away. */
  notKnown(asked: string, question: string): PublicMessage;
  /** To whoever says that it did; and that a ticket of their question is open. */
  solvedByArticle(question: string): PublicMessage;
  openedQuestion(number: number): PublicMessage;
  /** Articles about what was asked for, a page of them. */
  found(
    what: { readonly asked: string; readonly articles: readonly Article[]; readonly total: number },
    page: Page,
    forAgent: boolean,
  ): PublicMessage | InternalMessage;
  /** To agents: how many questions an article helped with, and what nothing answered. */
  gaps(gaps: Gaps, page: Page): InternalMessage;
  article(
    article: Article,
    shown: { readonly text: string; readonly page: number; readonly pages: number },
    forAgent?: boolean,
  ): PublicMessage | InternalMessage;
  /** What an article that is made of a ticket says: what was wrong, and what helped. Portable markdown. */
  articleBody(problem: string, solution: string): string;
  /** To the agent who published it: for whom, and how it is found; or that there is one, with what they `wrote` in vain. */
  articlePublished(ticket: Ticket, article: Pick<Article, 'title' | 'audience'>): InternalMessage;
  articleThere(ticket: Ticket, article: Pick<Article, 'id' | 'title' | 'audience'>, wrote?: string): InternalMessage;
  /** To the agent who took it back, with what it said. */
  articleTakenBack(ticket: Ticket, article: Pick<Article, 'title' | 'body'>): InternalMessage;
  /** What comes of asking a language model. */
  readonly assist: AssistWords;

  /** To the agent who made a ticket a duplicate of another, or several of one. */
  linkedDuplicate(ticket: Ticket, main: Ticket): PublicMessage;
  linkingDuplicates(main: Ticket, numbers: readonly number[]): PublicMessage;
  /** To its requester: the other is their own, is open, or is over; and when it is over, solved or not. */
  tellDuplicate(ticket: Ticket, main: number, how: 'own' | 'open' | 'over'): PublicMessage;
  duplicateOver(ticket: Ticket, solved: boolean): PublicMessage;

  /** The code to enter on the other platform, how, and until when. */
  linkCode(code: string, expiresAt: Date): PublicMessage;
  /** To both accounts, once linked: which two. */
  linked(here: string, there: string): PublicMessage;
  alreadyLinked(): PublicMessage;

  /** When the desk is not sure what a message meant: a short question with buttons (open with the text, status, help). */
  unsure(text: string): PublicMessage;

  refusal<C extends RefusalCode>(code: C, details: RefusalCodes[C]): PublicMessage;
  /** One sentence for a field that was not accepted. */
  problem(intent: string, problem: Problem): string;
  /** Problems of a typed line, with the line's usage. */
  usage(intent: string, problems: readonly Problem[]): PublicMessage;
  phrase(which: Phrase): string;
  /** The day of the desk's calendar, in its time zone, as in ISO 8601. */
  today(): string;
  /** What was read out of a text about when (days as in ISO 8601), for whoever can say otherwise; undefined for nothing. */
  startRead(day: string): string;
  /** To whoever said by when a ticket is needed. */
  needed(ticket: Pick<Ticket, 'number'>, day: string): PublicMessage;

  /** What the desk is worth, to those who lead it, with the way to the page. */
  report(report: Report, link: { readonly url: string; readonly minutes: number } | undefined): PublicMessage;
  /** What the page is made of. */
  readonly reporting: Reporting;
  /** The desk's services, by name. */
  readonly services: readonly string[];
  /** By intent name: every intent that has a form to draw or a line in help. */
  readonly forms: Readonly<Record<string, FormWords>>;
}

export interface Reporting extends Writer {
  readonly phrases: ReportPhrases;
  /** BCP 47. */
  readonly locale: string;
  /** The three that matter. */
  sentences(report: Report): readonly string[];
  /** What its picture shows, in words: at most 1,000 characters. */
  alt(report: Report): string;
}

/** What the words of a desk share in every language. */
export interface Tone {
  /** Before a ticket's number: `INC`. */
  readonly prefix: string;
  /** IANA name; times are shown in it. */
  readonly timeZone: string;
  /** The typed command: `/ticket`. */
  readonly command: string;
  /** Whether agents can ask a language model. [they cannot] */
  readonly assists?: boolean;
  /** The desk's services, by name. [none] */
  readonly services?: readonly string[];
  /** Passed in, so that "today" can be told from another day. */
  now(): Date;
}
