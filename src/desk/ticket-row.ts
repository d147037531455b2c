import type { Account, Address } from '../adapter.ts';
import type { HeldMessage, Kind, Level, Party, Priority, ResolutionCode, Status, Thread, Ticket } from './ticket.ts';
import type { SurveyKind } from './worth/asking.ts';

/** A ticket as SQL gives it: its row, the names of its people and its threads. Times are ISO text or Date. */
export interface TicketRow {
  readonly number: number;
  readonly subject: string;
  readonly edited_at?: string | Date | null;
  readonly kind: Kind;
  readonly service?: string | null;
  readonly needed_by?: string | null;
  readonly impact: Level;
  readonly urgency: Level;
  readonly priority: Priority;
  readonly status: Status;
  readonly requester_id: number;
  readonly requester_account: Account;
  readonly requester_name: string | null;
  readonly requester_locale: string | null;
  readonly assignee_id: number | null;
  readonly assignee_account: Account | null;
  assignee_name: string | null;
  readonly opened_at: string | Date;
  readonly reply_due_at: string | Date;
  readonly first_reply_at: string | Date | null;
  readonly resolved_at: string | Date | null;
  readonly closed_at: string | Date | null;
  readonly snoozed_until?: string | Date | null;
  readonly held?: readonly HeldMessage[] | null;
  readonly resolution_code: ResolutionCode | null;
  readonly resolution: string | null;
  readonly reopened: number;
  readonly follows: number | null;
  readonly followed_by: number | null;
  readonly duplicate_of?: number | null;
  readonly duplicates?: readonly number[] | null;
  readonly survey_round: number;
  readonly survey_kind?: SurveyKind;
  readonly survey_state: Ticket['survey']['state'];
  readonly rated: number | null;
  readonly follow_up?: NonNullable<Ticket['followUp']> | null;
  readonly threads:
    | readonly {
        readonly seq: number;
        readonly side: Thread['side'];
        readonly at: Address;
        readonly address: Address | null;
      }[]
    | null;
}

/** Selects rows of `TicketRow` of the tickets `t`: people and threads are looked up for those only. */
export const wholeTickets = (t: string): string => `
select t.*, r.name as requester_name, r.locale as requester_locale, a.name as assignee_name,
  (select jsonb_agg(jsonb_build_object('seq', th.seq, 'side', th.side, 'at', th.at, 'address', th.address) order by th.seq)
   from thread th where th.org_id = t.org_id and th.ticket = t.number) as threads
from ${t}
left join account r on r.org_id = t.org_id and r.account = t.requester_account
left join account a on a.org_id = t.org_id and a.account = t.assignee_account`;

/** The same; the caller adds the condition. */
export const WHOLE_TICKET = wholeTickets('ticket t');

export function ticketOfRow(row: TicketRow): Ticket {
  return {
    number: row.number,
    subject: row.subject,
    ...given('editedAt', time(row.edited_at ?? null)),
    kind: row.kind,
    ...given('service', row.service),
    ...given('neededBy', row.needed_by),
    impact: row.impact,
    urgency: row.urgency,
    priority: row.priority,
    status: row.status,
    requester: party(row.requester_id, row.requester_account, row.requester_name, row.requester_locale),
    ...(row.assignee_id === null || row.assignee_account === null
      ? {}
      : { assignee: party(row.assignee_id, row.assignee_account, row.assignee_name, null) }),
    openedAt: new Date(row.opened_at),
    replyDueAt: new Date(row.reply_due_at),
    ...given('firstReplyAt', time(row.first_reply_at)),
    ...given('resolvedAt', time(row.resolved_at)),
    ...given('closedAt', time(row.closed_at)),
    ...given('snoozedUntil', time(row.snoozed_until ?? null)),
    ...given('held', row.held),
    ...given('resolutionCode', row.resolution_code),
    ...given('resolution', row.resolution),
    reopened: row.reopened,
    ...given('follows', row.follows),
    ...given('followedBy', row.followed_by),
    ...given('duplicateOf', row.duplicate_of),
    ...given('duplicates', row.duplicates),
    survey: {
      round: row.survey_round,
      state: row.survey_state,
      ...(row.survey_kind === undefined || row.survey_kind === 'rating' ? {} : { kind: row.survey_kind }),
    },
    ...given('rated', row.rated),
    ...given('followUp', row.follow_up),
    threads: (row.threads ?? []).map(({ address, ...thread }) => ({ ...thread, ...given('address', address) })),
  };
}

/** A ticket as the recorder writes it. */
export function ticketRow(org: number, ticket: Ticket): object {
  const { requester, assignee, survey, threads: _, ...rest } = ticket;
  return {
    ...rest,
    org,
    requester_id: requester.person,
    requester_account: requester.account,
    assignee_id: assignee?.person,
    assignee_account: assignee?.account,
    survey_round: survey.round,
    survey_kind: survey.kind ?? 'rating',
    survey_state: survey.state,
  };
}

const party = (person: number, account: Account, name: string | null, locale: string | null): Party => ({
  person,
  account,
  name: name ?? account,
  ...given('locale', locale),
});

const time = (value: string | Date | null): Date | null => (value === null ? null : new Date(value));

/** The property, where there is a value for it: absent and undefined are not the same to `exactOptionalPropertyTypes`. */
function given<K extends string, V>(name: K, value: V | null | undefined): { readonly [P in K]?: V } {
  return value === null || value === undefined ? {} : ({ [name]: value } as { readonly [P in K]?: V });
}
