/** OUTBOX → ADAPTER. What the desk has to show, shown once, in order within a lane, whatever the platforms do. */
import type { Pool } from 'pg';
import {
  type Adapter,
  type Address,
  type Delivery,
  DeliveryFailure,
  type Fault,
  type Log,
  type PublicMessage,
  type Removal,
  type Sent,
  type Standing,
  type Tenant,
} from './adapter.ts';
import { isTransient } from './db/transient.ts';
import {
  bury,
  claim,
  type Done,
  done,
  type Held,
  RENEW_MS,
  type Retry,
  renewLeases,
  retry,
  wake,
} from './desk/outbox.ts';
import { reading } from './desk/reading.ts';
import { renew, waitingIn } from './desk/renew.ts';
import { type Content, laneOf } from './desk/rows.ts';
import type { Ticket } from './desk/ticket.ts';
import { gather } from './gather.ts';
import type { Words } from './say/words.ts';

export interface Deliverer {
  /** There may be something due: look now. */
  nudge(): void;
  /** A tenant's token is accepted again: what waited for it is sent, in its order. */
  resume(tenant: Tenant, org: number): Promise<void>;
  /** Takes nothing more and waits for what is being sent, at most `waitMs`. What is cut off is sent after the next start. */
  stop(waitMs: number): Promise<void>;
}

export interface DeliverSettings {
  adapterFor(address: Address): Adapter | undefined;
  wordsFor(locale: string | undefined): Words;
  /** Begins every delivery's key: another desk, or this one after its database was made anew, must not repeat a key. */
  readonly keyPrefix: string;
  readonly log: Log;
}

/** What another thread begins with, when one is gone. */
const HISTORY = 10;
const IN_FLIGHT = 64;
/** While many are in flight, no fewer are taken at a time: to look for one costs what it costs to look for these. */
const AT_LEAST = 16;
/** The backstop for what another replica wrote, and for rows that become due; our own commits nudge. */
const POLL_MS = 1_000;
/** While the database is away, what became of a delivery is told to it again; then its lease is out, and somebody looks. */
const RECORD = { everyMs: 200, forMs: 60_000 };
/**
 * A row whose result stays unknown for this long, however often it is looked for, is given up: its lane must go on. Time
 * alone does not count, for it passes while the desk is down.
 */
const AMBIGUOUS = { forMs: 15 * 60_000, tries: 8 };
/** A platform, or a tenant, that no longer takes our token is asked again after this; for what has waited long, less often. */
const REVOKED_MS = 60_000;
const REVOKED_LONGEST_MS = 3_600_000;

export function deliverer(pool: Pool, { adapterFor, wordsFor, keyPrefix, log }: DeliverSettings): Deliverer {
  const flying = new Set<Promise<void>>();
  const held = new Set<Held>();
  const blocked = new Map<string, number>();
  /** Whose token is not accepted; an operator has read of it. */
  const parked = new Set<string>();
  const finish = gather<Done>((rows) => insist(() => done(pool, rows)));
  const putBack = gather<Retry>((rows) => insist(() => retry(pool, rows)));
  let stopped = false;
  let over = false;
  let looking = false;
  let taking = Promise.resolve(0);
  let again = false;
  let least = AT_LEAST;

  const nudge = (): void => {
    again = true;
    if (!looking && !stopped) void look();
  };

  const look = async (): Promise<void> => {
    looking = true;
    try {
      while (again && !stopped && flying.size <= IN_FLIGHT - least) {
        again = false;
        least = AT_LEAST;
        taking = take();
        if ((await taking) > 0) again = true;
      }
    } catch (error) {
      again = false;
      if (!isTransient(error)) log.error({ err: error }, 'the outbox could not be read');
    } finally {
      looking = false;
    }
  };

  const take = async (): Promise<number> => {
    const rows = await claim(pool, IN_FLIGHT - flying.size);
    // Stopped meanwhile: others shall not have to wait for the lease to run out.
    if (stopped) await Promise.all(rows.map((row) => putBack(later(row, 0))));
    else for (const row of rows) fly(row);
    return rows.length;
  };

  const fly = (row: Held): void => {
    const flight = deliver(row)
      .catch((error: unknown) => {
        // Its lease runs out and it is tried again as one whose result is not known.
        if (!isTransient(error)) log.error({ err: error, outbox: row.id }, 'a delivery could not be recorded');
      })
      .finally(() => {
        flying.delete(flight);
        held.delete(row);
        nudge();
      });
    flying.add(flight);
    held.add(row);
  };

  const deliver = async (row: Held): Promise<void> => {
    const bare = { id: row.id, attempts: row.attempts };
    if (row.superseded || isMoot(row) || (row.op === 'revise' && row.copy === undefined)) return finish(bare);
    const delivery = deliveryOf(row, wordsFor, keyPrefix);
    if (delivery === undefined) return dead(row, { kind: 'place gone' }, 'its thread was never opened');
    const address = delivery.op === 'open' ? delivery.at : delivery.to;
    const adapter = adapterFor(address);
    if (adapter === undefined) return putBack(later(row, REVOKED_MS));
    const wait = Math.max(
      ...[adapter.platform, holderOf(adapter, address), adapter.bucket(address)].map(
        (one) => (blocked.get(one) ?? 0) - Date.now(),
      ),
    );
    // What waits for a token is looked at less and less often.
    if (wait > 0) return putBack(later(row, parked.has(holderOf(adapter, address)) ? revokedFor(row) : wait));
    let sent: Sent;
    try {
      sent = await adapter.send(delivery);
    } catch (error) {
      const { fault, code } = error instanceof DeliveryFailure ? error : unknownFailure(error);
      const about = { outbox: row.id, lane: row.lane, fault: fault.kind, code, attempts: row.attempts };
      log[fault.kind === 'revoked' ? 'debug' : 'warn'](about, 'a delivery failed');
      return failed(row, holderOf(adapter, address), fault, code);
    }
    parked.delete(holderOf(adapter, address));
    const { remote, thread } = sent;
    const opened = thread === undefined ? {} : { address: thread };
    const copied = row.message === undefined ? {} : { copied: address };
    return finish({ ...bare, remote, ...opened, ...copied });
  };

  const failed = async (row: Held, holder: string, fault: Fault, code: string): Promise<void> => {
    switch (fault.kind) {
      case 'limited':
        blocked.set(fault.bucket, Math.max(blocked.get(fault.bucket) ?? 0, Date.now() + fault.waitMs));
        return putBack(later(row, fault.waitMs));
      case 'revoked':
        blocked.set(holder, Date.now() + REVOKED_MS);
        if (!parked.has(holder))
          log.error({ holder, code }, 'our token is no longer accepted there; deliveries wait until it is');
        parked.add(holder);
        return putBack(later(row, revokedFor(row)));
      case 'later':
        return putBack(later(row, backOff(row.attempts)));
      case 'ambiguous':
        if (isHopeless(row)) return dead(row, fault, code);
        return putBack({ ...later(row, backOff(row.attempts)), tried: true });
      case 'place gone':
        if (fault.again === true && (await renewed(row))) return;
        return dead(row, fault, code);
      case 'unreachable':
      case 'refused':
        return dead(row, fault, code);
      default:
        return fault satisfies never;
    }
  };

  /** The ticket goes on in another thread, with what was said last. */
  const renewed = async (row: Held): Promise<boolean> => {
    const { org, op, thread, ticket } = row;
    const gone = ticket?.threads.find(({ address }) => address !== undefined && address === thread?.address);
    if (op !== 'post' || row.renewed || ticket === undefined || gone === undefined || gone.at === gone.address)
      return false;
    const agent = gone.side === 'agents';
    const posts = await waitingIn(pool, row.lane);
    const waiting = new Set(
      posts.flatMap(({ message: { lines } }) => lines.map((line) => 'text' in line && line.text)),
    );
    const said = await reading(pool, org, { ...ticket.requester, agent }).said(ticket.number, HISTORY);
    const words = wordsFor(agent ? undefined : ticket.requester.locale);
    const message = words.status(
      ticket,
      said.filter(({ text }) => !waiting.has(text)),
      agent,
    );
    log.warn({ ticket: ticket.number, lane: row.lane }, 'a thread is gone; another is opened');
    return insist(() => renew(pool, row, { side: gone.side, message } as Content));
  };

  const dead = async (row: Held, fault: Fault, code: string): Promise<void> => {
    log.error({ outbox: row.id, lane: row.lane, op: row.op, fault: fault.kind, code }, 'a delivery was given up');
    await insist(() => bury(pool, row, fault.kind, code, tellAgents(row, fault, wordsFor)));
  };

  /** What is recorded is fenced: to record it twice, or after somebody else took over, changes nothing. */
  const insist = async <T>(record: () => Promise<T>): Promise<T> => {
    for (const begun = Date.now(); ; ) {
      try {
        return await record();
      } catch (error) {
        if (!isTransient(error) || over || Date.now() - begun > RECORD.forMs) throw error;
        await new Promise((wake) => setTimeout(wake, RECORD.everyMs));
      }
    }
  };

  const timer = setInterval(() => {
    // What hangs in flight must not keep the rest waiting.
    least = 1;
    nudge();
  }, POLL_MS);
  const renewal = setInterval(() => {
    // One that fails is made good by the next; and a lease that runs out all the same costs a look, no doubling.
    if (held.size > 0) renewLeases(pool, [...held]).catch(() => {});
  }, RENEW_MS);
  return {
    nudge,
    resume: async (tenant, org) => {
      blocked.delete(tenant);
      parked.delete(tenant);
      await wake(pool, org);
      nudge();
    },
    stop: async (waitMs) => {
      stopped = true;
      clearInterval(timer);
      let giveUp: NodeJS.Timeout | undefined;
      const tooLong = new Promise((wake) => {
        giveUp = setTimeout(wake, waitMs);
      });
      await Promise.race([Promise.all([taking.catch(() => {}), ...flying]), tooLong]);
      clearTimeout(giveUp);
      clearInterval(renewal);
      over = true;
    },
  };
}

/** A question that was taken back before anybody saw it is not asked; one that was never shown has nothing to mend. */
function isMoot({ op, asked, tried }: Held): boolean {
  if (asked === undefined) return false;
  return op === 'card' ? asked.remote === undefined : asked.over !== undefined && tried === undefined;
}

function isHopeless({ tried, attempts }: Held): boolean {
  return tried !== undefined && attempts >= AMBIGUOUS.tries && Date.now() - tried.getTime() > AMBIGUOUS.forMs;
}

/** What a row shows, as it should be shown now; undefined if its thread has no address and never will have. */
function deliveryOf(
  row: Held,
  wordsFor: DeliverSettings['wordsFor'],
  keyPrefix: string,
): Delivery | Removal | undefined {
  const { ticket, thread, content, address } = row;
  const key = `${keyPrefix}-${row.id.toString(36)}`;
  const common = { key, ...(row.tried === undefined ? {} : { tried: row.tried }) };
  if (row.op === 'post') {
    const to = thread?.address ?? address;
    return content === undefined || to === undefined ? undefined : { ...content, op: 'post', to, ...common };
  }
  if (ticket === undefined || thread === undefined) return undefined;
  if (row.op === 'revise') {
    const revised = row.spoken && row.copy && revisionOf(row.spoken, row.copy, thread.side, wordsFor(localeOf(row)));
    return revised && { ...revised, ...common };
  }
  const { asked } = row;
  if (asked !== undefined) {
    const { address: to } = thread;
    const message = wordsFor(ticket.requester.locale).askedOver(ticket, asked);
    if (to === undefined || asked.remote === undefined) return undefined;
    return { side: 'requester', message, op: 'edit', to, remote: asked.remote, ...common };
  }
  const card = { ...cardOf(ticket, thread.side, wordsFor), standing: standingOf(ticket, wordsFor) };
  if (row.op === 'open') {
    const title = wordsFor(undefined).threadTitle(ticket);
    return address === undefined ? undefined : { ...card, op: 'open', at: address, title, ...common };
  }
  const { address: to, remote } = thread;
  const title = wordsFor(undefined).threadTitle(ticket);
  return to === undefined || remote === undefined ? undefined : { ...card, op: 'edit', to, remote, title, ...common };
}

/** Of whoever reads there. */
const localeOf = ({ thread, ticket }: Held): string | undefined =>
  thread?.side === 'requester' ? ticket?.requester.locale : undefined;

const SPOKEN = [undefined, 'en', 'de', 'es'];

function standingOf({ status }: Ticket, wordsFor: DeliverSettings['wordsFor']): Standing {
  const spoken = SPOKEN.map((locale) => wordsFor(locale).statuses);
  const every = Object.keys(wordsFor(undefined).statuses) as Ticket['status'][];
  const names = every.map((one) => [one, [...new Set(spoken.map((statuses) => statuses[one]))]]);
  return { status, names: Object.fromEntries(names), over: status === 'closed' };
}

function cardOf(ticket: Ticket, side: 'requester' | 'agents', wordsFor: DeliverSettings['wordsFor']): Content {
  return side === 'agents'
    ? { side, message: wordsFor(undefined).agentsCard(ticket) }
    : { side, message: wordsFor(ticket.requester.locale).requesterCard(ticket) };
}

/** Where a copy may no longer be, it is taken away: whatever else is amiss, no requester reads a note. */
function revisionOf(
  { author: name, text, visibility, deleted }: NonNullable<Held['spoken']>,
  { address: to, remote }: NonNullable<Held['copy']>,
  side: 'requester' | 'agents',
  words: Words,
) {
  if (deleted || (visibility === 'note' && side === 'requester')) return { op: 'remove', to, remote } as const;
  const edited = words.edited();
  if (visibility === 'note') {
    return { op: 'edit', to, remote, edited, side: 'agents', message: words.note(name, text) } as const;
  }
  const message: PublicMessage = { audience: 'everyone', lines: [{ kind: 'said', text }] };
  return { op: 'edit', to, remote, edited, side, message, as: { name } } as const;
}

/** Agents hear of it when something did not reach the requester. A card that could not be brought up to date is no loss. */
function tellAgents({ org, op, thread, ticket }: Held, fault: Fault, wordsFor: DeliverSettings['wordsFor']) {
  if (ticket === undefined || thread?.side !== 'requester' || op === 'card') return [];
  // Where nobody can read any more, nobody reads what it was.
  if (op === 'revise' && fault.kind === 'place gone') return [];
  const left = fault.kind === 'unreachable' && fault.left === true;
  const known = fault.kind === 'unreachable' || fault.kind === 'place gone' ? fault.kind : 'failed';
  const why = left ? 'left' : known;
  const words = wordsFor(undefined);
  const message = op === 'revise' ? words.notRevised(ticket) : words.notDelivered(ticket, why);
  const content: Content = { side: 'agents', message };
  return ticket.threads
    .filter(({ side }) => side === 'agents')
    .map(({ seq }) => ({ thread: seq, lane: laneOf(org, ticket.number, seq), content }));
}

/** This try showed nothing; an earlier one whose result is not known still has to be looked for. */
const later = ({ id, attempts, tried }: Held, waitMs: number): Retry => ({
  id,
  attempts,
  waitMs: Math.ceil(waitMs),
  tried: tried !== undefined,
});

const revokedFor = ({ attempts }: Held): number => Math.min(REVOKED_LONGEST_MS, REVOKED_MS * Math.max(1, attempts));

/** What one token opens: a tenant, or the platform. */
const holderOf = (adapter: Adapter, address: Address): string => adapter.tenant?.(address) ?? adapter.platform;

const backOff = (attempts: number): number => Math.min(300_000, 500 * 2 ** Math.min(attempts, 12));

const unknownFailure = (error: unknown): { readonly fault: Fault; readonly code: string } => ({
  fault: { kind: 'ambiguous' },
  code: error instanceof Error ? error.message.slice(0, 200) : 'unknown',
});
