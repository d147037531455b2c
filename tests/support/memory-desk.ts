import type { Account, Address, Incoming, Outcome, Remote, Tenant } from '../../src/adapter.ts';
import { decide } from '../../src/decide.ts';
import type { Loaded } from '../../src/desk/load.ts';
import { type Content, recording } from '../../src/desk/rows.ts';
import type { Ticket } from '../../src/desk/ticket.ts';
import { type TicketRow, ticketOfRow } from '../../src/desk/ticket-row.ts';
import { type Gesture, type What, wantedOf } from '../../src/gesture.ts';
import type { LinkCode } from '../../src/intent.ts';
import { words } from '../../src/say/index.ts';
import type { Setting } from '../../src/setting.ts';
import { PLAIN_SETTING } from './setting.ts';

export const ORG = 1;
export const TENANT = 'plain:T' as Tenant;
export const AGENTS = 'plain:agents' as Address;
export const directOf = (account: string): Address => `plain:@${account.split(':')[2]}` as Address;

// Made once: a language costs more than a thousand decisions. What is late or today is not the point here.
const NOW = Date.UTC(2026, 0, 5, 9);
const wordsFor = words({ prefix: 'INC', timeZone: 'UTC', command: '/ticket', now: () => new Date(NOW) }, 'en');

export interface OutboxRow {
  readonly lane: string;
  readonly op: 'open' | 'post' | 'card';
  readonly address?: Address;
  readonly ticket?: number;
  readonly thread?: number;
  readonly content?: Content;
}
export interface TimelineRow {
  readonly ticket: number;
  readonly actor?: number;
  readonly event: string;
  readonly detail?: { readonly from?: string; readonly to?: string; readonly score?: number };
}
export interface RatingRow {
  readonly ticket: number;
  readonly person: number;
  readonly score: number;
  readonly comment?: string;
}
export interface MessageRow {
  readonly ticket: number;
  readonly visibility: 'public' | 'note';
  readonly text: string;
}

/** What one gesture came to. */
export interface Decided {
  readonly gesture: Gesture;
  readonly outcome: Outcome;
  /** Who did it; undefined for the clock. */
  readonly person: number | undefined;
  /** Rows that this gesture added. */
  readonly outbox: readonly OutboxRow[];
  readonly timeline: readonly TimelineRow[];
  readonly ratings: readonly RatingRow[];
  readonly messages: readonly MessageRow[];
  /** Every ticket as it stood before it, and after. */
  readonly before: ReadonlyMap<number, Ticket>;
  readonly after: ReadonlyMap<number, Ticket>;
}

/**
 * `load` and `record` over maps, for `decide` to be tried without a database: it keeps what the rows say, as they look after
 * their way through JSON, so that a ticket is what was recorded and not what was meant.
 */
export class MemoryDesk {
  readonly accounts = new Map<string, { person: number; name: string; locale?: string }>();
  readonly tickets = new Map<number, TicketRow>();
  readonly outbox: OutboxRow[] = [];
  readonly timeline: TimelineRow[] = [];
  readonly ratings: RatingRow[] = [];
  readonly messages: MessageRow[] = [];
  readonly works: {
    readonly key: string;
    readonly work: { intent: string; params: Record<string, string> };
    due: number;
  }[] = [];
  /** Keys of gestures to be decided anew. */
  readonly putOff: string[] = [];
  readonly codes = new Map<string, LinkCode & { readonly given: number }>();
  now = NOW;
  private count = 0;
  private numbers = 0;
  readonly setting: Setting = {
    wordsFor,
    agentsPlaces: () => [AGENTS],
    agentsPlace: () => AGENTS,
    ...PLAIN_SETTING,
  };

  ticket(number: number): Ticket | undefined {
    const row = this.tickets.get(number);
    if (row === undefined) return undefined;
    const requester = this.accounts.get(row.requester_account);
    const assignee = row.assignee_account === null ? undefined : this.accounts.get(row.assignee_account);
    return ticketOfRow({
      ...row,
      requester_name: requester?.name ?? null,
      requester_locale: requester?.locale ?? null,
      assignee_name: assignee?.name ?? null,
    });
  }

  all(): ReadonlyMap<number, Ticket> {
    return new Map([...this.tickets.keys()].map((number) => [number, this.ticket(number) as Ticket]));
  }

  incoming(who: string, said: Incoming['said'], place: Partial<Incoming['place']>, locale?: string): Incoming {
    const account = `${TENANT}:${who}` as Account;
    const home = directOf(account);
    this.count += 1;
    const message = said.kind === 'message' ? { ...said, remote: `m${this.count}` as Remote } : said;
    return {
      key: `gesture ${this.count}`,
      at: new Date(this.now),
      from: { account, name: who, ...(locale === undefined ? {} : { locale }) },
      place: { tenant: TENANT, side: 'direct', address: home, home, ...place },
      said: message,
    };
  }

  gesture(what: What, incoming: Incoming | undefined): Gesture {
    this.count += 1;
    return {
      key: incoming?.key ?? `clock ${this.count}`,
      org: ORG,
      at: new Date(this.now),
      stored: false,
      incoming,
      what,
    };
  }

  /** Decides gestures as one batch: each over what was there before the batch, and what the ones before it have changed. */
  batch(gestures: readonly Gesture[]): readonly Decided[] {
    const loaded = gestures.map((gesture) => this.load(gesture));
    const changes = recording(directOf, this.setting.wordsFor(undefined).note);
    const live = changes.rows();
    const standing = new Map(this.all());
    const decided = gestures.map((gesture, index): Decided => {
      const before = new Map(standing);
      const marks = [live.outbox.length, live.timeline.length, live.ratings.length, live.messages.length] as const;
      const outcome = decide(gesture, loaded[index] as Loaded, changes, this.setting);
      for (const number of [...standing.keys(), this.numbers, ...(loaded.map((one) => one.number) as number[])]) {
        const ticket = changes.ticket(ORG, number);
        if (ticket !== undefined) standing.set(number, ticket);
      }
      const since = <T>(rows: readonly object[], from: number): readonly T[] =>
        throughJson(rows.slice(from)) as readonly T[];
      return {
        gesture,
        outcome,
        person: loaded[index]?.person,
        outbox: since(live.outbox, marks[0]),
        timeline: since(live.timeline, marks[1]),
        ratings: since(live.ratings, marks[2]),
        messages: since(live.messages, marks[3]),
        before,
        after: new Map(standing),
      };
    });
    this.record(throughJson(changes.rows()) as Record<keyof typeof live, Record<string, unknown>[]>);
    return decided;
  }

  /** The platform has made a thread of every `open` in the outbox. */
  openThreads(): void {
    for (const { op, ticket, thread, address } of this.outbox) {
      const row = op === 'open' ? this.tickets.get(ticket ?? 0) : undefined;
      const found = row?.threads?.find(({ seq }) => seq === thread) as { address: Address | null } | undefined;
      if (found !== undefined && found.address === null) found.address = `${address}/${ticket}.${thread}` as Address;
    }
  }

  private load(gesture: Gesture): Loaded {
    const wanted = wantedOf(gesture);
    const person = wanted.speaker === undefined ? undefined : this.meet(wanted.speaker);
    const bound = [...this.all().values()]
      .filter(({ threads }) => wanted.thread !== undefined && threads.some(({ address }) => address === wanted.thread))
      .reduce<Ticket | undefined>(
        (newest, one) => (newest === undefined || one.number > newest.number ? one : newest),
        undefined,
      );
    const named = wanted.ticket === undefined ? undefined : this.ticket(wanted.ticket);
    const elsewhere = bound === undefined || bound.resolvedAt !== undefined;
    const opens =
      (wanted.needs.number === true && elsewhere) || [bound, named].some((one) => one?.closedAt !== undefined);
    if (opens) this.numbers += 1;
    const { codeHash } = wanted.needs;
    return {
      person,
      number: opens ? this.numbers : undefined,
      named,
      bound,
      code: codeHash === undefined ? undefined : this.codes.get(codeHash),
      codesGiven: [...this.codes.values()].filter(
        ({ owner, given }) => owner.account === wanted.speaker?.account && given > this.now - 3_600_000,
      ).length,
      codesTried: [],
      opened: [],
      agents: [],
      behalf: undefined,
      raised: undefined,
      asked: {},
      said: [],
      waits: false,
      leftAs: undefined,
      revises: undefined,
      heard: undefined,
      question: undefined,
      article: undefined,
      main: wanted.needs.main === undefined ? undefined : this.ticket(wanted.needs.main),
    };
  }

  private meet({ account, name, locale }: Incoming['from']): number {
    const known = this.accounts.get(account);
    const person = known?.person ?? this.accounts.size + 1;
    this.accounts.set(account, { person, name, ...(locale === undefined ? {} : { locale }) });
    return person;
  }

  private record(rows: Readonly<Record<string, Record<string, unknown>[]>>): void {
    for (const row of rows['tickets'] ?? []) {
      const threads = (rows['threads'] ?? []).filter(({ ticket }) => ticket === row['number']);
      this.tickets.set(
        row['number'] as number,
        { ...rowOf(row), threads: threads.map((one) => ({ address: null, ...one })) } as never,
      );
    }
    for (const { ticket, ...thread } of rows['threads'] ?? []) {
      const row = this.tickets.get(ticket as number);
      const known = row?.threads?.some(({ seq }) => seq === thread['seq']) === true;
      if (row !== undefined && !known)
        this.tickets.set(row.number, {
          ...row,
          threads: [...(row.threads ?? []), { address: null, ...thread }],
        } as TicketRow);
    }
    for (const row of rows['changes'] ?? []) {
      const old = this.tickets.get(row['number'] as number) as TicketRow;
      const now = rowOf(row);
      this.tickets.set(old.number, {
        ...old,
        ...Object.fromEntries(MAY_CHANGE.map((name) => [name, now[name]])),
      } as TicketRow);
    }
    this.outbox.push(...(rows['outbox'] as never[]));
    this.timeline.push(...(rows['timeline'] as never[]));
    this.ratings.push(...(rows['ratings'] as never[]));
    this.messages.push(...(rows['messages'] as never[]));
    for (const { key, work, due, again } of rows['works'] as never[] as {
      key: string;
      work: never;
      due: string;
      again?: true;
    }[]) {
      if (again === true) this.putOff.push(key);
      if (again !== true && !this.works.some((one) => one.key === key))
        this.works.push({ key, work, due: Date.parse(due) });
    }
    for (const row of rows['codes'] as never[] as {
      hash: string;
      account: Account;
      person: number;
      expires: string;
    }[]) {
      const owner = { account: row.account, person: row.person, name: this.accounts.get(row.account)?.name ?? '' };
      this.codes.set(row.hash, {
        hash: row.hash,
        owner,
        expiresAt: new Date(row.expires),
        used: false,
        given: this.now,
      });
    }
    for (const link of rows['links'] as never[] as { hash: string; keep: number; gone: number }[]) this.link(link);
  }

  private link({ hash, keep, gone }: { readonly hash: string; readonly keep: number; readonly gone: number }): void {
    const code = this.codes.get(hash);
    if (code !== undefined) this.codes.set(hash, { ...code, used: true });
    for (const [account, one] of this.accounts)
      if (one.person === gone) this.accounts.set(account, { ...one, person: keep });
    for (const [key, one] of this.codes) {
      if (one.owner.person === gone) this.codes.set(key, { ...one, owner: { ...one.owner, person: keep } });
    }
    for (const [number, row] of this.tickets) {
      const is = (id: number | null) => (id === gone ? keep : id);
      this.tickets.set(number, {
        ...row,
        requester_id: is(row.requester_id) as number,
        assignee_id: is(row.assignee_id),
      });
    }
    for (const [index, one] of this.ratings.entries())
      if (one.person === gone) this.ratings[index] = { ...one, person: keep };
  }
}

/** The columns that `record` updates; a ticket's others are written once. */
const MAY_CHANGE = [
  'status',
  'assignee_id',
  'assignee_account',
  'first_reply_at',
  'resolved_at',
  'closed_at',
  'resolution_code',
  'resolution',
  'reopened',
  'followed_by',
  'survey_round',
  'survey_kind',
  'survey_state',
  'rated',
  'service',
  'follow_up',
] as const;

function rowOf(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const at = (name: string): unknown => given[name] ?? null;
  return {
    number: at('number'),
    subject: at('subject'),
    kind: at('kind'),
    impact: at('impact'),
    urgency: at('urgency'),
    priority: at('priority'),
    status: at('status'),
    requester_id: at('requester_id'),
    requester_account: at('requester_account'),
    assignee_id: at('assignee_id'),
    assignee_account: at('assignee_account'),
    opened_at: at('openedAt'),
    reply_due_at: at('replyDueAt'),
    first_reply_at: at('firstReplyAt'),
    resolved_at: at('resolvedAt'),
    closed_at: at('closedAt'),
    resolution_code: at('resolutionCode'),
    resolution: at('resolution'),
    reopened: at('reopened'),
    follows: at('follows'),
    followed_by: at('followedBy'),
    survey_round: at('survey_round'),
    survey_kind: at('survey_kind'),
    survey_state: at('survey_state'),
    service: at('service'),
    follow_up: at('followUp'),
    rated: at('rated'),
  };
}

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
