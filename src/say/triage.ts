import type { PublicMessage } from '../adapter.ts';
import type { Ticket } from '../desk/ticket.ts';
import { oneLine } from './cut.ts';
import { duplicates } from './duplicates.ts';
import { about, hint, said, text, toAgents, toEveryone, type Voice } from './voice.ts';
import type { Words } from './words.ts';

type Triage = Pick<
  Words,
  | 'notesOpened'
  | 'prioritized'
  | 'prioritizedBy'
  | 'tellPriority'
  | 'assigned'
  | 'assignedToYou'
  | 'assignedAway'
  | 'waiting'
  | 'tellWaiting'
  | 'resumed'
  | 'resumedBy'
  | 'snoozed'
  | 'woken'
  | 'wokenBy'
  | 'askHeld'
  | 'sentHeld'
  | 'keptHeld'
  | keyof ReturnType<typeof duplicates>
>;

/** What is said of an agent's work on a ticket besides answering it. */
export function triage(voice: Voice): Triage {
  const { phrases: all, label, brief, press } = voice;
  const phrases = all.triage;
  const say = (words: string): PublicMessage => toEveryone([text(words)]);
  const id = ({ number }: Ticket): string => label(number);
  const p = ({ priority }: Ticket): string => `P${priority}`;
  const whom = ({ status }: Ticket) => (status === 'waiting_third_party' ? status : 'waiting_requester');
  return {
    ...duplicates(voice),
    notesOpened: (ticket) => toAgents([text(phrases.notes.opened(id(ticket)))]),

    prioritized: (ticket) =>
      toEveryone([
        text(phrases.prioritized(id(ticket), p(ticket))),
        ...(ticket.firstReplyAt === undefined ? [hint(expected(voice, ticket))] : []),
      ]),
    prioritizedBy: (before, after, by, reason) =>
      toAgents([
        text(phrases.prioritizedBy(id(after), by, p(before), p(after))),
        ...(reason === undefined ? [] : [said(reason)]),
      ]),
    tellPriority: (ticket) => say(`${phrases.tellPriority(id(ticket), p(ticket))} ${expected(voice, ticket)}`),

    assigned: (ticket, to, isMe) => say(isMe ? phrases.assignedToMe(id(ticket)) : phrases.assigned(id(ticket), to)),
    assignedToYou: (ticket, by) =>
      toEveryone([text(phrases.assignedToYou(id(ticket), oneLine(ticket.subject), by)), hint(phrases.assignedWhere)]),
    assignedAway: (ticket, by, to) => say(phrases.assignedAway(id(ticket), oneLine(ticket.subject), by, to)),

    waiting: (ticket) => say(phrases.waiting[whom(ticket)](id(ticket), ticket.requester.name)),
    tellWaiting: (ticket) => say(phrases.tellWaiting[whom(ticket)](id(ticket))),
    resumed: (ticket) => say(phrases.resumed(id(ticket))),
    resumedBy: (ticket, by) => say(phrases.resumedBy(id(ticket), by)),

    snoozed: (ticket) =>
      say(phrases.snoozed(id(ticket), brief(ticket.snoozedUntil ?? voice.now()), ticket.requester.name)),
    woken: (ticket) => say(phrases.woken(id(ticket))),
    wokenBy: (ticket, by) => say(by === undefined ? phrases.wokenByClock(id(ticket)) : phrases.wokenBy(id(ticket), by)),

    askHeld: (ticket, held, minutes) =>
      toEveryone(
        [text(phrases.held(id(ticket), ticket.requester.name)), hint(phrases.heldAsk(minutes))],
        [press('sendHeld', { ...about(ticket), held }), press('keepHeld', { ...about(ticket), held }, 'primary')],
      ),
    sentHeld: (ticket) => say(phrases.sentHeld(id(ticket), ticket.requester.name)),
    keptHeld: (ticket, unanswered) =>
      say(unanswered ? phrases.keptUnanswered(id(ticket), ticket.requester.name) : phrases.keptHeld(id(ticket))),
  };
}

/** By when a first reply can be expected; nothing is promised that has passed. */
function expected({ phrases, brief, now }: Voice, { replyDueAt }: Ticket): string {
  const due = brief(replyDueAt);
  return replyDueAt < now() ? phrases.late(due) : phrases.expected(due);
}
