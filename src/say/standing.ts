import type { Ticket } from '../desk/ticket.ts';
import type { Voice } from './voice.ts';

/** What is left to expect, to the requester: nothing is promised that has passed. */
export function standing(voice: Voice, ticket: Ticket, time: Voice['brief']): string {
  const { phrases } = voice;
  const due = time(ticket.replyDueAt);
  const expected = ticket.replyDueAt < voice.now() ? phrases.late(due) : phrases.expected(due);
  switch (ticket.status) {
    case 'new':
      return ticket.firstReplyAt ? phrases.working(undefined) : expected;
    case 'in_progress': {
      const working = phrases.working(ticket.assignee?.name);
      return ticket.firstReplyAt ? working : `${working} ${expected}`;
    }
    case 'waiting_requester':
      return phrases.needsYou;
    case 'waiting_third_party':
      return phrases.triage.needsOthers;
    case 'resolved':
      return phrases.isResolved(ticket.resolvedAt && time(ticket.resolvedAt));
    case 'closed':
      return phrases.isClosed;
    default:
      return ticket.status satisfies never;
  }
}

export function statusFor(voice: Voice, { status }: Ticket): string {
  return status === 'waiting_requester' ? voice.phrases.waitingForYou : voice.phrases.statuses[status];
}
