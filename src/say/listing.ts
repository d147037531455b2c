import type { Button, Line } from '../adapter.ts';
import type { Ticket } from '../desk/ticket.ts';
import type { Listed, Page } from '../intent.ts';
import { oneLine } from './cut.ts';
import { statusFor } from './standing.ts';
import { about, hint, text, toAgents, toEveryone, type Voice } from './voice.ts';
import type { Words } from './words.ts';

type Which = 'mine' | 'open' | 'unassigned' | 'assigned';

export function listing(voice: Voice): Pick<Words, 'mine' | 'queue'> {
  return {
    mine: (listed, page) => {
      const { lines, buttons } = list(voice, 'mine', listed, page, requesterDetail);
      return toEveryone(lines, listed.total === 0 ? [voice.press('openTicket')] : buttons);
    },
    queue: (listed, page, which) => {
      const { lines, buttons } = list(voice, which, listed, page, agentDetail);
      return toAgents(lines, buttons);
    },
  };
}

interface Sheet {
  readonly lines: readonly Line[];
  readonly buttons: readonly Button[];
}

function list(
  voice: Voice,
  which: Which,
  { tickets, total }: Listed,
  { page, size }: Page,
  detail: (voice: Voice, ticket: Ticket) => string,
): Sheet {
  const { phrases, press } = voice;
  const turn = (name: 'previousPage' | 'nextPage' | 'firstPage', to: number) =>
    press(name, { which, page: String(to) });
  if (total === 0) return { lines: [text(phrases.listEmpty[which])], buttons: [] };
  const pages = Math.ceil(total / size);
  if (tickets.length === 0) {
    return { lines: [text(phrases.noSuchPage(page, pages))], buttons: [turn('firstPage', 1)] };
  }
  return {
    lines: [
      { kind: 'title', text: phrases.lists[which] },
      ...tickets.map(
        (ticket): Line => ({
          kind: 'item',
          text: `${voice.label(ticket.number)} · ${oneLine(ticket.subject)}`,
          detail: detail(voice, ticket),
          button: press('details', about(ticket)),
        }),
      ),
      hint(phrases.pageOf(page, pages, total)),
    ],
    buttons: [
      ...(page > 1 ? [turn('previousPage', page - 1)] : []),
      ...(page < pages ? [turn('nextPage', page + 1)] : []),
    ],
  };
}

function requesterDetail(voice: Voice, ticket: Ticket): string {
  const { assignee } = ticket;
  const parts = [
    statusFor(voice, ticket),
    `P${ticket.priority}`,
    ...(assignee ? [assignee.name] : []),
    ...due(voice, ticket),
  ];
  return parts.join(' · ');
}

function agentDetail(voice: Voice, ticket: Ticket): string {
  const { phrases } = voice;
  return [
    `P${ticket.priority}`,
    phrases.statuses[ticket.status],
    `${ticket.requester.name} → ${ticket.assignee?.name ?? phrases.nobody}`,
    ...(ticket.snoozedUntil ? [phrases.triage.snoozedShort(voice.brief(ticket.snoozedUntil))] : []),
    ...due(voice, ticket),
  ].join(' · ');
}

/** Only while a first reply is still to come. */
function due({ phrases, brief, now }: Voice, { status, firstReplyAt, replyDueAt }: Ticket): readonly string[] {
  if (firstReplyAt || !(status === 'new' || status === 'in_progress')) return [];
  const at = brief(replyDueAt);
  return [replyDueAt < now() ? phrases.overdueShort(at) : phrases.dueShort(at)];
}
