/** OUTBOX → ADAPTER. What the desk has to show, shown once, in order within a lane, whatever the platforms do. */
import type { Pool } from 'pg';
import {
  type Account,
  type Adapter,
  type Address,
  DeliveryFailure,
  type Fault,
  type Log,
  type Sent,
  type Tenant,
} from './adapter.ts';
import { isTransient } from './db/transient.ts';
import { toldOfFile } from './deliver-file.ts';
import { deliveryOf } from './delivery.ts';
import type { Work } from './desk/batch.ts';
import { readFile } from './desk/file-store.ts';
import {
  bury,
  claim,
  type Done,
  done,
  type Held,
  LEASE_MS,
  RENEW_MS,
  type Retry,
  renewLeases,
  retry,
  wake,
} from './desk/outbox.ts';
import { reading } from './desk/reading.ts';
import { renew, waitingIn } from './desk/renew.ts';
import { type Content, laneOf } from './desk/rows.ts';
import { readersOf } from './desk/ticket.ts';
import { gather } from './gather.ts';
import type { Metrics } from './metrics.ts';
import type { Words } from './say/words.ts';
import { stopwatch } from './stopwatch.ts';

export interface Deliverer {
  /** There may be something due: look now. */
  nudge(): void;
  /** A tenant's token is accepted again: what waited for it is sent, in its order. */
  resume(tenant: Tenant, org: number): Promise<void>;
  /** Takes nothing more and waits for what is being sent, at most `waitMs`. What is cut off is sent after the next start. */
  stop(waitMs: number): Promise<void>;
}

export interface DeliverSettings {
  adapterFor(id: Address | Account): Adapter | undefined;
  wordsFor(locale: string | undefined): Words;
  /** Begins every delivery's key: another desk, or this one after its database was made anew, must not repeat a key. */
  readonly keyPrefix: string;
  readonly log: Log;
  /** Hears how deliveries go. [nobody does] */
  readonly metrics?: Pick<Metrics, 'delivered' | 'shown' | 'givenUp'>;
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
/** A platform is asked for so long at most: what is sent when its lease is about to run out may arrive when another has it. */
const ARRIVES_MS = 10_000;
/** Each is in memory as a whole while it is sent. */
const FILES_IN_FLIGHT = { most: 4, waitMs: 300 };
/** A platform, or a tenant, that no longer takes our token is asked again after this; for what has waited long, less often. */
const REVOKED_MS = 60_000;
const REVOKED_LONGEST_MS = 3_600_000;

export function deliverer(pool: Pool, { adapterFor, wordsFor, keyPrefix, log, metrics }: DeliverSettings): Deliverer {
  const flying = new Set<Promise<void>>();
  /** How long ago each was taken, or its lease renewed. */
  const held = new Map<Held, () => number>();
  /** Until when, as performance.now() counts: a wall clock that is set back would hold them up for as long. */
  const blocked = new Map<string, number>();
  const permissionsTold = new Set<string>();
  let files = 0;
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
    const asked = stopwatch();
    const rows = await claim(pool, IN_FLIGHT - flying.size);
    // A process that stood still for so long reads now what it once held: somebody else has shown it, or is about to.
    if (asked() >= LEASE_MS) return rows.length;
    // Stopped meanwhile: others shall not have to wait for the lease to run out.
    if (stopped) await Promise.all(rows.map((row) => putBack(later(row, 0))));
    else for (const row of rows) fly(row, asked);
    return rows.length;
  };

  const fly = (row: Held, asked: () => number): void => {
    held.set(row, asked);
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
  };

  const deliver = async (row: Held): Promise<void> => {
    const bare = { id: row.id, attempts: row.attempts };
    if (row.superseded || isMoot(row) || (row.op === 'revise' && row.copy === undefined)) return finish(bare);
    const drawn = deliveryOf(row, wordsFor, keyPrefix, (file) => readFile(pool, row.org, file.id, file.bytes));
    const delivery = drawn && { ...drawn, isOurs: () => (held.get(row)?.() ?? LEASE_MS) < LEASE_MS - ARRIVES_MS };
    if (delivery === undefined) return dead(row, { kind: 'place gone' }, 'its thread was never opened');
    const address = delivery.op === 'open' ? delivery.at : delivery.to;
    const adapter = adapterFor(address);
    if (adapter === undefined) return putBack(later(row, REVOKED_MS));
    const wait = Math.max(
      ...[adapter.platform, holderOf(adapter, address), adapter.bucket(address)].map(
        (one) => (blocked.get(one) ?? 0) - performance.now(),
      ),
    );
    // What waits for a token is looked at less and less often.
    if (wait > 0) return putBack(later(row, parked.has(holderOf(adapter, address)) ? revokedFor(row) : wait));
    const file = row.content?.file === undefined ? 0 : 1;
    if (file > 0 && files >= FILES_IN_FLIGHT.most) return putBack(later(row, FILES_IN_FLIGHT.waitMs));
    files += file;
    const began = performance.now();
    const measure = (outcome: string): number => {
      const ms = performance.now() - began;
      metrics?.delivered(adapter.platform, row.op, outcome.replaceAll(' ', '_'), ms / 1_000);
      return Math.round(ms);
    };
    let sent: Sent;
    try {
      sent = await adapter.send(delivery);
    } catch (error) {
      const { fault, code } = error instanceof DeliveryFailure ? error : unknownFailure(error);
      const { trace, lane, attempts } = row;
      const about = { trace, outbox: row.id, lane, fault: fault.kind, code, attempts, ms: measure(fault.kind) };
      log[fault.kind === 'revoked' ? 'debug' : 'warn'](about, 'a delivery failed');
      return failed(row, holderOf(adapter, address), fault, code);
    } finally {
      files -= file;
    }
    parked.delete(holderOf(adapter, address));
    const { remote, thread } = sent;
    const { id: outbox, trace, op, lane, createdAt } = row;
    const waited = Date.now() - createdAt.getTime();
    log.info({ trace, outbox, op, lane, remote, ms: measure('shown'), waitedMs: waited }, 'shown');
    metrics?.shown(adapter.platform, waited / 1_000);
    const opened = thread === undefined ? {} : { address: thread };
    const copied = row.message === undefined ? {} : { copied: address };
    return finish({ ...bare, remote, ...opened, ...copied });
  };

  const failed = async (row: Held, holder: string, fault: Fault, code: string): Promise<void> => {
    switch (fault.kind) {
      case 'limited':
        blocked.set(fault.bucket, Math.max(blocked.get(fault.bucket) ?? 0, performance.now() + fault.waitMs));
        return putBack({ ...later(row, fault.waitMs), ...(fault.begun && { tried: true }) });
      case 'revoked':
        blocked.set(holder, performance.now() + REVOKED_MS);
        if (!parked.has(holder))
          log.error({ holder, code }, 'our token is no longer accepted there; deliveries wait until it is');
        parked.add(holder);
        return putBack(later(row, revokedFor(row)));
      case 'later':
        return putBack({ ...later(row, backOff(row.attempts)), ...(fault.begun && { tried: true }) });
      case 'ambiguous':
        if (isHopeless(row)) return dead(row, fault, code);
        return putBack({ ...later(row, backOff(row.attempts)), tried: true });
      case 'place gone':
        if (fault.again === true && (await renewed(row))) return;
        return dead(row, fault, code);
      case 'unreachable':
      case 'too large':
      case 'not permitted':
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
    const side = readersOf(gone);
    const agent = side === 'agents';
    const posts = await waitingIn(pool, row.lane);
    const waiting = new Set(
      posts.flatMap(({ message: { lines } }) => lines.map((line) => 'text' in line && line.text)),
    );
    const said = await reading(pool, org, { ...ticket.requester, agent }).said(ticket.number, HISTORY);
    const words = wordsFor(agent ? undefined : ticket.requester.locale);
    const message = words.status(
      ticket,
      said.filter(({ text, visibility }) => !waiting.has(text) && (gone.side !== 'notes' || visibility === 'note')),
      agent,
    );
    log.warn({ ticket: ticket.number, lane: row.lane }, 'a thread is gone; another is opened');
    return insist(() => renew(pool, row, { side, message } as Content));
  };

  const direct = (account: Account): Address | undefined => adapterFor(account)?.direct(account);
  const isNews = (permission: string): boolean => {
    const news = !permissionsTold.has(permission);
    permissionsTold.add(permission);
    return news;
  };

  const dead = async (row: Held, fault: Fault, code: string): Promise<void> => {
    const { trace, id: outbox, lane, op } = row;
    log.error({ trace, outbox, lane, op, fault: fault.kind, code }, 'a delivery was given up');
    metrics?.givenUp(platformOf(row), fault.kind.replaceAll(' ', '_'));
    const told = toldOfFile(row, fault, { wordsFor, direct, isNews }) ?? tellAgents(row, fault, wordsFor);
    await insist(() => bury(pool, row, fault.kind, code, told, afterwards(row, fault)));
  };

  /** What is recorded is fenced: to record it twice, or after somebody else took over, changes nothing. */
  const insist = async <T>(record: () => Promise<T>): Promise<T> => {
    for (const begun = performance.now(); ; ) {
      try {
        return await record();
      } catch (error) {
        if (!isTransient(error) || over || performance.now() - begun > RECORD.forMs) throw error;
        await new Promise((wake) => setTimeout(wake, RECORD.everyMs));
      }
    }
  };

  const hold = async (): Promise<void> => {
    const asked = stopwatch();
    const rows = [...held.keys()];
    const renewed = await renewLeases(pool, rows);
    for (const row of rows) if (held.has(row) && renewed.get(row.id) === row.attempts) held.set(row, asked);
  };

  const timer = setInterval(() => {
    // What hangs in flight must not keep the rest waiting.
    least = 1;
    nudge();
  }, POLL_MS);
  const renewal = setInterval(() => {
    // One that fails is made good by the next; and a lease that runs out all the same costs a look, no doubling.
    if (held.size > 0) hold().catch(() => {});
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

function isHopeless({ triedForMs, attempts }: Held): boolean {
  return triedForMs !== undefined && attempts >= AMBIGUOUS.tries && triedForMs > AMBIGUOUS.forMs;
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

/** Who has left does not read the answer: the ticket waits for its requester. */
function afterwards({ op, thread, ticket }: Held, fault: Fault): Work | undefined {
  const left = fault.kind === 'unreachable' && fault.left === true;
  if (!left || ticket === undefined || thread?.side !== 'requester' || op !== 'post') return undefined;
  return { kind: 'intent', intent: 'requester left', params: { ticket: String(ticket.number) } };
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

/** So many tries take four minutes. */
const OUTAGE = 12;
/**
 * Twice as long each time, but for the first minutes no longer than people wait who have just written: what platforms have is
 * mostly over by then. After that it is an outage.
 */
const backOff = (attempts: number): number =>
  Math.min(attempts < OUTAGE ? 30_000 : 300_000, 500 * 2 ** Math.min(attempts, OUTAGE));

const unknownFailure = (error: unknown): { readonly fault: Fault; readonly code: string } => ({
  fault: { kind: 'ambiguous' },
  code: error instanceof Error ? error.message.slice(0, 200) : 'unknown',
});

/** Where it was to be shown; of what was never opened, where its thread was to be. */
const platformOf = ({ thread, address, ticket }: Held): string =>
  (thread?.address ?? address ?? ticket?.requester.account ?? '').split(':', 1)[0] ?? '';
