import { cut, oneLine } from './cut.ts';
import type { files } from './files.ts';
import type { knowledge } from './knowledge.ts';
import type { triage } from './triage.ts';
import { about, hint, said, text, toAgents, toEveryone, type Voice } from './voice.ts';
import type { Words } from './words.ts';
import type { worth } from './worth.ts';

type Answers = Omit<
  Words,
  | keyof ReturnType<typeof triage>
  | keyof ReturnType<typeof files>
  | keyof ReturnType<typeof worth>
  | keyof ReturnType<typeof knowledge>
  | 'assist'
  | 'services'
  | 'report'
  | 'reporting'
  | 'label'
  | 'statuses'
  | 'forms'
  | 'agentsCard'
  | 'notesCard'
  | 'notesTitle'
  | 'requesterCard'
  | 'status'
  | 'threadTitle'
  | 'mine'
  | 'queue'
  | 'help'
  | 'usage'
  | 'problem'
  | 'today'
  | 'startRead'
  | 'needed'
  | 'refusal'
>;

/** The sentences that answer one gesture. */
export function answers(voice: Voice): Answers {
  const { phrases, press, label, brief } = voice;
  const say = (words: string) => toEveryone([text(words)]);
  const id = (ticket: { readonly number: number }) => label(ticket.number);
  const menu = [press('openTicket'), press('myTickets'), press('help')];
  return {
    opened: (ticket) =>
      toEveryone(
        [text(phrases.opened(id(ticket), `P${ticket.priority}`, brief(ticket.replyDueAt))), hint(phrases.addMore)],
        [press('addReply', about(ticket))],
      ),
    openedFromMessage: (ticket) =>
      toEveryone(
        [
          text(phrases.openedFromMessage(id(ticket), `P${ticket.priority}`, brief(ticket.replyDueAt))),
          hint(phrases.addMore),
        ],
        [press('withdraw', { ...about(ticket), code: 'cancelled' })],
      ),
    openedElsewhere: (ticket) => say(phrases.openedElsewhere(id(ticket))),
    inPublic: (ticket) => toAgents([text(phrases.inPublic(id(ticket), ticket.requester.name))]),
    openedForYou: (ticket, by) =>
      toEveryone(
        [
          text(phrases.openedForYou(id(ticket), by, `P${ticket.priority}`, brief(ticket.replyDueAt))),
          hint(phrases.addMore),
        ],
        [press('withdraw', { ...about(ticket), code: 'cancelled' })],
      ),
    openedOnBehalf: (ticket, by) => say(phrases.openedOnBehalf(id(ticket), by, ticket.requester.name)),
    openedFor: (ticket) => say(phrases.openedFor(id(ticket), ticket.requester.name)),
    followed: (old, next) => say(phrases.followed(id(old), id(next), brief(next.replyDueAt))),
    greeting: () => toEveryone([text(phrases.greeting)], menu),
    youAreWelcome: () => say(phrases.youAreWelcome),
    ratingWhere: () => toEveryone([text(phrases.ratingWhere)], [press('myTickets')]),
    unsure: (words) =>
      toEveryone(
        [text(phrases.unsure(cut(oneLine(words), 150))), hint(phrases.unsureHint)],
        [press('openTicket', short(words)), press('myTickets'), press('person', { kind: 'question' })],
      ),

    replied: (ticket) => say(phrases.replied(id(ticket))),
    noted: (ticket) => toAgents([text(phrases.noted(id(ticket)))]),
    note: (author, words) => toAgents([text(phrases.noteBy(author)), ...(words === '' ? [] : [said(words)])]),
    claimed: (ticket, offers) =>
      toEveryone(
        [text(phrases.claimed(id(ticket), ticket.requester.name))],
        [
          ...(offers?.summary ? [press('summarise', { ...about(ticket), what: 'summary' })] : []),
          ...(offers?.translation ? [press('translate', { ...about(ticket), what: 'translation' })] : []),
        ],
      ),
    released: (ticket) => say(phrases.released(id(ticket))),
    resolved: (ticket) =>
      toEveryone(
        [text(ticket.resolutionCode === 'cancelled' ? phrases.withdrawn(id(ticket)) : phrases.resolved(id(ticket)))],
        [press('reopen', about(ticket))],
      ),
    reopened: (ticket) => say(phrases.reopened(id(ticket))),
    resolvedBy: (ticket, by) =>
      toEveryone([
        text(phrases.resolvedBy[ticket.resolutionCode ?? 'solved'](id(ticket), by)),
        ...(ticket.resolution ? [said(ticket.resolution)] : []),
      ]),
    reopenedBy: (ticket, by) => say(phrases.reopenedBy(id(ticket), by)),
    tellResolved: (ticket, by) =>
      toEveryone(
        [
          text(phrases.resolvedBy[ticket.resolutionCode ?? 'solved'](id(ticket), by)),
          ...(ticket.resolution ? [said(ticket.resolution)] : []),
          hint(phrases.here.resolved),
        ],
        [press('notSolved', about(ticket))],
      ),
    tellReopened: (ticket) => say(phrases.tellReopened(id(ticket))),

    edited: () => phrases.revisions.edited,
    textRemoved: () => phrases.revisions.textRemoved,
    takenBack: (ticket, author) =>
      toAgents([text(phrases.revisions.takenBack(id(ticket), author, ticket.requester.name))]),
    heldWithdrawn: (ticket) => say(phrases.revisions.heldWithdrawn(id(ticket), ticket.requester.name)),
    notRevised: (ticket) => toAgents([text(phrases.revisions.notRevised(id(ticket), ticket.requester.name))]),

    notDelivered: (ticket, why) => toAgents([text(phrases.notDelivered[why](id(ticket), ticket.requester.name))]),

    ratingRequest: (ticket) =>
      toEveryone(
        [text(phrases.ratingRequest(id(ticket), oneLine(ticket.subject))), hint(phrases.ratingHint)],
        voice.scoreButtons(ticket.number),
      ),
    rated: (ticket, score) =>
      toEveryone(
        [text(phrases.rated(id(ticket), voice.score(score))), hint(phrases.ratedHint)],
        [
          press('addComment', about(ticket)),
          ...(score <= 2 && ticket.status === 'resolved' ? [press('notSolved', about(ticket))] : []),
        ],
      ),
    commented: (ticket) => say(phrases.commented(id(ticket))),
    ratedBy: (ticket, by, score) => say(phrases.ratedBy(id(ticket), by, voice.score(score))),
    commentedBy: (ticket, by, words) => toEveryone([text(phrases.commentedBy(id(ticket), by)), said(words)]),

    linkCode: (code, expiresAt) =>
      toEveryone([
        { kind: 'fields', fields: [{ label: phrases.fields.code, value: code }] },
        text(phrases.linkCode(`${voice.command} link ${code}`, brief(expiresAt))),
        hint(phrases.linkHint),
      ]),
    linked: (here, there) => toEveryone([text(phrases.linked(here, there))], [press('myTickets')]),
    alreadyLinked: () => say(phrases.alreadyLinked),

    phrase: (which) => phrases.phrases[which],
  };
}

/** A text as the subject of a new ticket, if it surely fits a button's 100 signed characters; else the form asks for it. */
function short(words: string): { readonly subject?: string } {
  const subject = oneLine(words);
  const encoded = new URLSearchParams({ subject }).toString();
  return /^[ !#-[\]-~]{1,40}$/.test(subject) && encoded.length <= 70 ? { subject } : {};
}
