import type { Button, Line } from '../adapter.ts';
import { isOver, isSetByHand, type Ticket } from '../desk/ticket.ts';
import type { Saying } from '../intent.ts';
import { cut, oneLine } from './cut.ts';
import { goesOnLine, linkLines } from './duplicates.ts';
import { costLine } from './report.ts';
import { standing, statusFor } from './standing.ts';
import { about, hint, said, text, toAgents, toEveryone, type Voice } from './voice.ts';
import type { Words } from './words.ts';

/** A saying in a status is a reminder; the whole of it is in the thread. */
const SAID_MAX = 500;

export function cards(
  voice: Voice,
): Pick<Words, 'agentsCard' | 'notesCard' | 'requesterCard' | 'status' | 'threadTitle' | 'notesTitle'> {
  const { phrases } = voice;
  return {
    threadTitle: (ticket) => cut(oneLine(`${voice.label(ticket.number)} ${ticket.subject}`), 100),

    notesTitle: (ticket) =>
      cut(`${phrases.triage.notes.title(voice.label(ticket.number))}: ${oneLine(ticket.subject)}`, 100),

    notesCard: (ticket) =>
      toAgents([
        {
          kind: 'title',
          text: `${phrases.triage.notes.title(voice.label(ticket.number))} · ${oneLine(ticket.subject)}`,
        },
        text(phrases.triage.notes.here(ticket.requester.name)),
      ]),

    agentsCard: (ticket) => {
      const name = ticket.requester.name;
      const writing = ticket.status === 'closed' ? phrases.agentsClosed(name) : phrases.writeHere(name);
      return toAgents(
        [...agentsLines(voice, ticket, voice.full), ...unlessFollowed(ticket, writing)],
        agentsButtons(voice, ticket),
      );
    },

    requesterCard: (ticket) => {
      const writing = unlessFollowed(ticket, phrases.here[phaseOf(ticket)]);
      return toEveryone([...requesterLines(voice, ticket, voice.full), ...writing], requesterButtons(voice, ticket));
    },

    status: (ticket, sayings, forAgent, cost) => {
      if (forAgent) {
        const costs = cost === undefined ? [] : [costLine(voice, cost)];
        const lines = [...agentsLines(voice, ticket, voice.brief), ...saidLast(voice, sayings), ...costs];
        return toAgents(lines, agentsButtons(voice, ticket));
      }
      const open = sayings.filter(({ visibility }) => visibility === 'public');
      const lines = [...requesterLines(voice, ticket, voice.brief), ...saidLast(voice, open)];
      if (ticket.status !== 'closed') return toEveryone(lines, requesterButtons(voice, ticket));
      const elsewhere = unlessFollowed(ticket, phrases.closedElsewhere(voice.label(ticket.number)));
      return toEveryone([...lines, ...elsewhere], [voice.press('openTicket')]);
    },
  };
}

/** Where a follow-up exists, the thread belongs to it: writing there opens no other. */
const unlessFollowed = ({ followedBy }: Ticket, writing: string): readonly Line[] =>
  followedBy === undefined ? [hint(writing)] : [];

function agentsLines(voice: Voice, ticket: Ticket, time: Voice['brief']): readonly Line[] {
  const { phrases } = voice;
  const { fields } = phrases;
  const weights = phrases.weights(phrases.impacts[ticket.impact], phrases.urgencies[ticket.urgency]);
  const due = time(ticket.replyDueAt);
  const reply = ticket.firstReplyAt
    ? [{ label: fields.firstReply, value: time(ticket.firstReplyAt) }]
    : isOver(ticket)
      ? []
      : [{ label: fields.replyDue, value: ticket.replyDueAt < voice.now() ? phrases.overdue(due) : due }];
  return [
    title(voice, ticket),
    ...reworded(voice, ticket),
    {
      kind: 'fields',
      fields: [
        { label: fields.requester, value: ticket.requester.name },
        { label: fields.status, value: phrases.statuses[ticket.status] },
        {
          label: fields.priority,
          value: `P${ticket.priority} (${isSetByHand(ticket) ? phrases.triage.setByHand : weights})`,
        },
        { label: fields.kind, value: phrases.kinds[ticket.kind] },
        ...(ticket.service === undefined ? [] : [{ label: phrases.worth.service, value: ticket.service }]),
        { label: fields.assignee, value: ticket.assignee?.name ?? phrases.nobody },
        { label: fields.opened, value: time(ticket.openedAt) },
        ...needed(voice, ticket),
        ...reply,
        ...(ticket.snoozedUntil ? [{ label: fields.snoozed, value: time(ticket.snoozedUntil) }] : []),
        ...(ticket.reopened > 0 ? [{ label: fields.reopened, value: `${ticket.reopened}×` }] : []),
        ...rating(voice, ticket),
      ],
    },
    ...outcome(voice, ticket),
    ...relatives(voice, ticket),
    ...linkLines(voice, ticket),
  ];
}

function requesterLines(voice: Voice, ticket: Ticket, time: Voice['brief']): readonly Line[] {
  const { fields } = voice.phrases;
  const { assignee } = ticket;
  return [
    title(voice, ticket),
    ...reworded(voice, ticket),
    text(standing(voice, ticket, time)),
    {
      kind: 'fields',
      fields: [
        { label: fields.status, value: statusFor(voice, ticket) },
        { label: fields.priority, value: `P${ticket.priority}` },
        ...(assignee ? [{ label: fields.assignee, value: assignee.name }] : []),
        { label: fields.opened, value: time(ticket.openedAt) },
        ...needed(voice, ticket),
        ...rating(voice, ticket),
      ],
    },
    ...outcome(voice, ticket),
    ...relatives(voice, ticket),
    ...goesOnLine(voice, ticket),
  ];
}

const title = (voice: Voice, ticket: Ticket): Line => ({
  kind: 'title',
  text: `${voice.label(ticket.number)} · ${oneLine(ticket.subject)}`,
});

const reworded = ({ phrases }: Voice, { editedAt }: Ticket): readonly Line[] =>
  editedAt === undefined ? [] : [hint(phrases.revisions.edited)];

const needed = ({ phrases, onDay }: Voice, { neededBy }: Ticket) =>
  neededBy === undefined ? [] : [{ label: phrases.when.neededBy, value: onDay(neededBy) }];

/** What was said of the desk as a whole, or in confidence of how it felt, is on no card. */
const rating = (voice: Voice, { rated, survey }: Ticket) =>
  rated === undefined || survey.kind !== undefined
    ? []
    : [{ label: voice.phrases.fields.rating, value: voice.score(rated) }];

/** How it ended: only while it has. */
function outcome({ phrases }: Voice, { status, resolutionCode, resolution }: Ticket): readonly Line[] {
  if (status !== 'resolved' && status !== 'closed') return [];
  return [
    ...(resolutionCode ? [text(phrases.resolutions[resolutionCode])] : []),
    ...(resolution ? [said(resolution)] : []),
  ];
}

function relatives({ phrases, label }: Voice, { follows, followedBy }: Ticket): readonly Line[] {
  return [
    ...(follows === undefined ? [] : [hint(phrases.follows(label(follows)))]),
    ...(followedBy === undefined ? [] : [hint(phrases.followedBy(label(followedBy)))]),
  ];
}

function saidLast({ phrases, brief }: Voice, sayings: readonly Saying[]): readonly Line[] {
  if (sayings.length === 0) return [];
  const entries = sayings.flatMap(({ author, text: words, at, visibility }) => {
    const by = visibility === 'note' ? phrases.notedBy : phrases.saidBy;
    return [text(by(author, brief(at))), said(cut(words, SAID_MAX))];
  });
  return [hint(phrases.saidLast), ...entries];
}

const phaseOf = ({ status }: Ticket): 'open' | 'resolved' | 'closed' =>
  status === 'resolved' || status === 'closed' ? status : 'open';

function agentsButtons({ press, assists }: Voice, ticket: Ticket): readonly Button[] {
  const it = about(ticket);
  const noted = ticket.threads.filter(({ side }) => side === 'notes').map(({ at }) => at);
  const unnoted = ticket.threads.some(({ side, at }) => side === 'agents' && !noted.includes(at));
  const notes = unnoted ? [press('notesThread', it)] : [];
  const article = press('makeArticle', { ...it, write: 'new' });
  if (ticket.status === 'closed') return [article];
  if (ticket.status === 'resolved') return [press('reopen', { ...it, round: `${ticket.reopened}` }), article, ...notes];
  const waits = ticket.status === 'waiting_requester' || ticket.status === 'waiting_third_party';
  const more = [
    press('assign', it),
    press('prioritize', it),
    press(waits ? 'resume' : 'wait', it),
    press(ticket.snoozedUntil === undefined ? 'snooze' : 'wake', it),
    ...(assists
      ? [
          press('summarise', { ...it, what: 'summary' }),
          press('draft', { ...it, what: 'draft' }),
          press('translate', { ...it, what: 'translation' }),
        ]
      : []),
    ...notes,
  ];
  return ticket.assignee === undefined
    ? [press('claim', it), press('reply', it), press('note', it), press('resolve', it), ...more]
    : [press('reply', it), press('note', it), press('resolve', it, 'primary'), press('release', it), ...more];
}

function requesterButtons({ press }: Voice, ticket: Ticket): readonly Button[] {
  const it = about(ticket);
  if (ticket.status === 'closed') return [];
  return ticket.status === 'resolved'
    ? [press('notSolved', it)]
    : [press('addReply', it), press('markSolved', { ...it, code: 'solved' })];
}
