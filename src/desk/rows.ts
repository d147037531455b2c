import type { Account, Address, Author, InternalMessage, Place, PublicMessage, Revision } from '../adapter.ts';
import type { Actor, Effect } from '../intent.ts';
import { apply } from './apply.ts';
import { askingRows, type Recorder } from './asking-rows.ts';
import { noRows, type Rows, type Work } from './batch.ts';
import type { SentFile } from './file.ts';
import { attach, miss, type Posting, sentFiles } from './file-rows.ts';
import type { Question } from './knowledge/question.ts';
import { knowledgeRows } from './knowledge/rows.ts';
import { awaitedRow, rewrittenRow, sourceOf } from './revisions.ts';
import { answerOf, messageRow, reached, touched, workOf } from './row.ts';
import type { Spoken } from './spoken.ts';
import { noteThreads, type Party, type PersonId, readersOf, type Source, type Thread, type Ticket } from './ticket.ts';
import { ticketRow } from './ticket-row.ts';
import { trace } from './trace.ts';
import type { AskedLast } from './worth/asking.ts';

/** What a delivery of the outbox shows; kept as JSON. A note's type keeps it out of a requester's lane. */
export type Content = { readonly as?: Author; readonly file?: ShownFile } & (
  | { readonly side: 'requester'; readonly message: PublicMessage }
  | { readonly side: 'agents'; readonly message: PublicMessage | InternalMessage }
);

/** A file that a delivery shows, and who sent it from where, should it not arrive. */
export interface ShownFile {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly account: Account;
  readonly author: string;
  readonly source?: Address;
}

/** Who did what, as far as the rows need it. */
export interface Deed {
  readonly org: number;
  readonly key: string;
  readonly at: Date;
  readonly actor: Actor | undefined;
  readonly place: Place | undefined;
  readonly source: Source | undefined;
  /** What it quotes, where that is part of no ticket yet. */
  readonly quoted?: Source | undefined;
  /** All that was said, where it was a message. */
  readonly text?: string | undefined;
  /** What was attached, and whether there were no words beside it. */
  readonly files?: readonly SentFile[];
  readonly wordless?: boolean;
  /** Its subject is not in its words. */
  readonly titled?: boolean;
  /** Answers go here as a message, when there is nobody waiting for an outcome. */
  readonly answerTo:
    | { readonly lane: string; readonly address: Address; readonly side: 'requester' | 'agents' }
    | undefined;
}

/** Collects what a batch changes. Reads nothing but its arguments; `rows` is what there is to record. */
export interface Recording {
  /** The tickets as they stand after everything added so far. */
  ticket(org: number, number: number): Ticket | undefined;
  /** The ticket that this batch raised in a thread of everybody's. */
  raisedAt(org: number, address: Address): number | undefined;
  /** When somebody opened tickets in this batch, newest first. */
  openedBy(org: number, account: Account | undefined): readonly Date[];
  /** When this batch asked a person anything, and for advocacy. */
  askedLast(org: number, person: PersonId): AskedLast;
  /** A question after what this batch did to it. */
  question(org: number, question: Question): Question;
  know(org: number, ticket: Ticket): void;
  /** A message as this batch has changed it. */
  spoken(org: number, key: string): Spoken | undefined;
  /** Remembers what became of a message that has yet to come; and forgets it, once that has been done with. */
  await(org: number, revision: Revision): void;
  settle(org: number, key: string): void;
  add(deed: Deed, effects: readonly Effect[]): void;
  /** Puts a gesture off: its inbox row keeps the work. What is said later in the same `lane` waits behind it. */
  putOff(deed: Deed, work: Work, waitMs?: number, lane?: string): void;
  rows(): Rows;
}

export function laneOf(org: number, ticket: number, thread: number): string {
  return `t:${org}:${ticket}:${thread}`;
}

export function laneOfAddress(org: number, address: Address): string {
  return `a:${org}:${address}`;
}

/** `direct` gives the address of an account's direct messages; `note` words an internal note for the agents' threads. */
export function recording(
  direct: (account: Account) => Address,
  note: (author: string, text: string) => InternalMessage,
): Recording {
  const standing = new Map<string, Ticket>();
  const opened = new Map<string, string | undefined>();
  const changed = new Set<string>();
  const raised = new Map<string, number>();
  const openings = new Map<string, readonly Date[]>();
  const rewritten = new Map<string, Spoken>();
  const settled = new Map<string, object>();
  const rows = noRows();
  const asking = askingRows(rows);
  const knowledge = knowledgeRows(rows);
  const id = (org: number, number: number): string => `${org}/${number}`;
  const ticketNow = (org: number, number: number): Ticket => {
    const ticket = standing.get(id(org, number));
    if (ticket === undefined) throw new Error(`an effect names ticket ${number}, which was not loaded`);
    return ticket;
  };
  const rowOf = (key: string): object => {
    const org = Number(key.split('/')[0]);
    return ticketRow(org, ticketNow(org, Number(key.split('/')[1])));
  };
  const askedCard: Recorder['askedCard'] = (org, { number, survey: { round } }, { seq }) => {
    rows.outbox.push({ org, lane: laneOf(org, number, seq), op: 'card', ticket: number, thread: seq, survey: round });
  };
  const post = (org: number, ticket: number, { seq }: Thread, content: Content, more: PostMore = {}): void => {
    rows.outbox.push({ org, lane: laneOf(org, ticket, seq), op: 'post', ticket, thread: seq, content, ...more });
  };
  const reviseRow = (org: number, ticket: number, seq: number, message: string): object => ({
    ...{ org, lane: laneOf(org, ticket, seq), op: 'revise', ticket, thread: seq, message },
  });
  const tellAt = (org: number, address: Address | undefined, message: PublicMessage): void => {
    if (address === undefined) return;
    const content: Content = { side: 'requester', message };
    rows.outbox.push({ org, lane: laneOfAddress(org, address), op: 'post', address, content });
  };
  const posting: Posting = {
    post,
    note,
    lane: laneOf,
    tell: (org, to, message) => tellAt(org, reached(direct, { to, ifReached: true }), message),
  };
  const cards = (org: number, { number, threads }: Ticket, notesToo = false): void => {
    for (const { seq, side } of threads) {
      // All that a notes thread begins with is what the ticket is about.
      if (side === 'notes' && !notesToo) continue;
      rows.outbox.push({ org, lane: laneOf(org, number, seq), op: 'card', ticket: number, thread: seq });
    }
  };
  const openThread = (org: number, ticket: Ticket, { seq, side, at, address }: Thread): void => {
    const { number, requester } = ticket;
    rows.threads.push({ org, ticket: number, seq, side, at, address, locale: requester.locale });
    const lane = laneOf(org, number, seq);
    rows.outbox.push({ org, lane, op: 'open', address: address ?? at, ticket: number, thread: seq });
  };
  const remember = ({ org, at, actor }: Deed, ticket: number, event: string, detail?: object): void => {
    rows.timeline.push({ org, ticket, at, actor: actor?.person, account: actor?.account, event, detail });
  };
  const changedBy = (org: number, effect: Effect & { readonly ticket: number }): Ticket => {
    const ticket = apply(ticketNow(org, effect.ticket), effect);
    standing.set(id(org, effect.ticket), ticket);
    changed.add(id(org, effect.ticket));
    return ticket;
  };
  const add = (deed: Deed, effect: Effect): void => {
    const { org, at, actor } = deed;
    switch (effect.do) {
      case 'open': {
        const { ticket: bare, text, threads, author, behalf, raising, from } = effect.opening;
        const ticket: Ticket = { ...bare, threads };
        standing.set(id(org, ticket.number), ticket);
        opened.set(id(org, ticket.number), text);
        for (const thread of threads) openThread(org, ticket, thread);
        if (raising !== undefined) {
          raised.set(`${org} ${raising}`, ticket.number);
          rows.raised.push({ org, address: raising, ticket: ticket.number });
        }
        if (actor !== undefined) {
          openings.set(`${org} ${actor.account}`, [at, ...(openings.get(`${org} ${actor.account}`) ?? [])]);
          if (behalf !== undefined) rows.spent.push({ org, account: actor.account, what: 'behalf', at });
        }
        remember(deed, ticket.number, 'opened', { priority: ticket.priority, follows: ticket.follows, behalf });
        const told: Deed = from === undefined ? deed : { ...deed, ...from };
        const source = told.source ?? told.quoted;
        const spoken: Deed = { ...told, source, ...(author && { actor: { ...author, agent: false } }) };
        const begins = source !== undefined && ticket.follows === undefined;
        const opens = begins && told.titled !== true;
        const whole = told.text ?? (opens ? ticket.subject : '');
        rows.files.push(...sentFiles(spoken, ticket.number, 'public', deed.files));
        // What is all in the subject stands nowhere else, but what becomes of it must find the ticket.
        if (text === undefined && begins) keepMessage(spoken, ticket.number, 'public', whole, { opens, shown: false });
        if (text === undefined) return;
        keepMessage(spoken, ticket.number, 'public', text, { opens });
        mirror(spoken, ticket, text);
        return;
      }
      case 'say': {
        const ticket = ticketNow(org, effect.ticket);
        const said = effect.source === undefined ? deed : { ...deed, source: effect.source };
        keepMessage(said, ticket.number, 'public', effect.text, { shown: deed.wordless !== true });
        rows.files.push(...sentFiles(said, ticket.number, 'public', effect.files ?? deed.files));
        // Files without a word say who sent them by themselves.
        if (deed.wordless !== true) mirror(said, ticket, effect.text);
        return;
      }
      case 'note': {
        const ticket = ticketNow(org, effect.ticket);
        const by = effect.by ?? actor;
        const { source = deed.source } = effect;
        const shown = deed.wordless !== true;
        keepMessage({ ...deed, source }, ticket.number, 'note', effect.text, { by, shown });
        rows.files.push(...sentFiles({ ...deed, source }, ticket.number, 'note', effect.files ?? deed.files, by));
        if (shown) showNote({ ...deed, source }, ticket, effect.text, by?.name);
        return;
      }
      case 'open notes': {
        const ticket = apply(ticketNow(org, effect.ticket), effect);
        standing.set(id(org, effect.ticket), ticket);
        const thread = ticket.threads.at(-1);
        if (thread !== undefined) openThread(org, ticket, thread);
        remember(deed, effect.ticket, 'notes thread opened');
        for (const { seq } of of(ticket, 'agents'))
          rows.outbox.push({
            org,
            lane: laneOf(org, ticket.number, seq),
            op: 'card',
            ticket: ticket.number,
            thread: seq,
          });
        return;
      }
      case 'change': {
        const before = ticketNow(org, effect.ticket);
        const after = apply(before, effect);
        standing.set(id(org, effect.ticket), after);
        changed.add(id(org, effect.ticket));
        const { reason, detail } = effect;
        remember(deed, effect.ticket, effect.event, { from: before.status, to: after.status, reason, ...detail });
        cards(org, after, effect.set.subject !== undefined);
        return;
      }
      case 'revise': {
        const { from, to } = effect;
        rewritten.set(`${org} ${to.key}`, to);
        const { deleted, key, author, shown } = to;
        if (deleted || from.visibility !== to.visibility)
          rows.withdrawn.push({ org, ticket: effect.ticket, key, deleted });
        if (from.text === to.text && from.deleted === deleted) return;
        remember(deed, effect.ticket, deleted ? 'message deleted' : 'message edited', { message: to.id, author });
        const ticket = ticketNow(org, effect.ticket);
        if (from.shown) rows.outbox.push(...ticket.threads.map(({ seq }) => reviseRow(org, ticket.number, seq, key)));
        else if (shown && to.visibility === 'note')
          showNote({ ...deed, source: sourceOf(to) }, ticket, to.text, author.name);
        else if (shown) mirror({ ...deed, source: sourceOf(to) }, ticket, to.text, author.name);
        return;
      }
      case 'offer rating':
      case 'spare rating':
      case 'open rating':
      case 'withdraw rating':
      case 'expire rating':
      case 'rate':
      case 'comment':
      case 'follow up':
      case 'settle':
        asking.add(deed, effect, { change: changedBy, now: ticketNow, remember, post, askedCard, cards });
        return;
      case 'note question':
      case 'settle question':
      case 'publish article':
      case 'take back article':
        knowledge.add(deed, effect);
        return;
      case 'tell requester': {
        const ticket = ticketNow(org, effect.ticket);
        for (const thread of of(ticket, 'requester')) {
          post(org, ticket.number, thread, { side: 'requester', message: effect.message });
        }
        return;
      }
      case 'tell agents': {
        const ticket = ticketNow(org, effect.ticket);
        for (const thread of of(ticket, 'agents')) {
          post(org, ticket.number, thread, { side: 'agents', message: effect.message });
        }
        return;
      }
      case 'tell':
      case 'tell place': {
        tellAt(org, effect.do === 'tell place' ? effect.at : reached(direct, effect), effect.message);
        return;
      }
      case 'attach':
        attach(org, ticketNow(org, effect.file.ticket), effect.file, rows, posting);
        return;
      case 'miss':
        miss(org, ticketNow(org, effect.file.ticket), effect, rows, posting);
        return;
      case 'answer': {
        if (deed.answerTo === undefined) return;
        const { lane, address, side } = deed.answerTo;
        rows.outbox.push({ org, lane, op: 'post', address, content: answerOf(side, effect.message) });
        return;
      }
      case 'later':
      case 'think':
        rows.works.push(workOf(deed, effect));
        return;
      case 'showed':
        remember(deed, effect.ticket, 'shown to model', effect.shown);
        return;
      case 'give code':
        rows.codes.push({
          ...{ org, hash: effect.hash, account: actor?.account, person: actor?.person, at, expires: effect.expiresAt },
        });
        return;
      case 'try code':
        rows.spent.push({ org, account: actor?.account, what: 'code', at });
        return;
      case 'link':
        rows.links.push({ org, hash: effect.hash, keep: effect.keep, gone: effect.gone, at });
        return;
      default:
        effect satisfies never;
    }
  };
  const keepMessage = (
    { org, at, actor, source }: Deed,
    ticket: number,
    visibility: 'public' | 'note',
    text: string,
    { by = actor, opens, shown }: { by?: Party | undefined; opens?: boolean; shown?: boolean } = {},
  ): void => {
    rows.messages.push(messageRow({ org, at, source }, ticket, visibility, text, { by, opens, shown }));
  };
  const mirror = ({ org, actor, source }: Deed, ticket: Ticket, text: string, name = actor?.name ?? ''): void => {
    const message: PublicMessage = { audience: 'everyone', lines: [{ kind: 'said', text }] };
    const as: Author = { name, ...(actor?.avatar === undefined ? {} : { avatar: actor.avatar }) };
    for (const thread of ticket.threads) {
      if (thread.side === 'notes' || isSaidIn(thread, source)) continue;
      post(org, ticket.number, thread, { side: readersOf(thread), message, as }, { message: source?.key });
    }
  };
  /** What was written in the thread of a card is shown there a second time: as a note, for nobody to take it for an answer. */
  const showNote = ({ org, source }: Deed, ticket: Ticket, text: string, name = ''): void => {
    const message = note(name, text);
    for (const thread of noteThreads(ticket)) {
      if (thread.side === 'notes' && isSaidIn(thread, source)) continue;
      post(org, ticket.number, thread, { side: 'agents', message }, { message: source?.key });
    }
  };

  return {
    ticket: (org, number) => standing.get(id(org, number)),
    raisedAt: (org, address) => raised.get(`${org} ${address}`),
    openedBy: (org, account) => openings.get(`${org} ${account}`) ?? [],
    askedLast: asking.askedLast,
    question: knowledge.now,
    know: (org, ticket) => {
      if (!standing.has(id(org, ticket.number))) standing.set(id(org, ticket.number), ticket);
    },
    spoken: (org, key) => rewritten.get(`${org} ${key}`),
    await: (org, revision) => {
      rows.awaited.push(awaitedRow(org, revision));
    },
    settle: (org, key) => {
      settled.set(key, { org, key });
    },
    add: (deed, effects) => {
      const first = rows.outbox.length;
      for (const effect of effects) add(deed, effect);
      trace(rows.outbox, first, deed.key);
    },
    putOff: ({ org, key, at }, work, waitMs = 0, lane) => {
      rows.works.push({ org, key, work, due: new Date(at.getTime() + waitMs), again: true, lane });
    },
    rows: () => {
      for (const key of opened.keys()) rows.tickets.push(rowOf(key));
      for (const key of changed) if (!opened.has(key)) rows.changes.push(rowOf(key));
      rows.surveys.push(...asking.surveys());
      rows.uncounted.push(...touched(rows));
      for (const [name, message] of rewritten) rows.rewritten.push(rewrittenRow(name, message));
      // What was put off is not done with.
      for (const { key, again } of rows.works) if (again === true) settled.delete(key);
      rows.settled.push(...settled.values());
      return rows;
    },
  };
}

interface PostMore {
  readonly survey?: number;
  /** The message that is mirrored by it, if that can change. */
  readonly message?: string | undefined;
}

const isSaidIn = ({ address }: Thread, source: Source | undefined): boolean =>
  address !== undefined && address === source?.address;

const of = (ticket: Ticket, side: Thread['side']): readonly Thread[] =>
  ticket.threads.filter((thread) => thread.side === side);
