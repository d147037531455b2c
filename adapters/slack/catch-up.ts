/**
 * What was said while the desk was away: the threads of open tickets are read forward from the last message that was heard
 * in each. Slack brings again what it could not deliver, but only for a while, and over Socket Mode it may not at all.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Desk, HeardThread } from '../../src/adapter.ts';
import type { Callers } from './clients.ts';
import { problemOf } from './errors.ts';
import { parseAddress, parseRemote, tenantId } from './ids.ts';
import { type Json, list, object, string } from './json.ts';
import { isUnavailable } from './receivers.ts';

export interface CatchingUp {
  readonly desk: () => Desk;
  readonly web: Callers;
  /** Takes a message like one that Slack tells of; the desk knows those that it has heard. */
  readonly hear: (body: Json) => Promise<void>;
  readonly stopped: AbortSignal;
}

/** So many threads a start, and so many pages of each: Slack allows some fifty calls a minute. */
const MOST_THREADS = 200;
const MOST_PAGES = 5;
const PAGE = 15;
const TRIES = 4;
const LONGEST_WAIT_MS = 60_000;

/** Never rejects. */
export async function catchUp({ desk, web, hear, stopped }: CatchingUp, team: string): Promise<void> {
  let threads: readonly HeardThread[];
  try {
    threads = await desk().threads(tenantId(team), MOST_THREADS);
  } catch {
    desk().log.warn(
      {},
      'What was said in Slack meanwhile cannot be read: the desk does not say which threads it knows',
    );
    return;
  }
  let heard = 0;
  for (const thread of threads) {
    try {
      heard += await readOn(thread);
    } catch (error) {
      desk().log.warn({ code: problemOf(error).code }, 'A thread in Slack could not be read on; it is left as it is');
    }
    if (stopped.aborted) return;
  }
  if (heard > 0) desk().log.info({ threads: threads.length, messages: heard }, 'Caught up with what was said in Slack');

  async function readOn({ address, last, since }: HeardThread): Promise<number> {
    const target = parseAddress(address);
    if (target.kind !== 'thread') return 0;
    const { channel, thread } = target;
    const oldest = last === undefined ? (since.getTime() / 1000).toFixed(6) : (parseRemote(last).at(-1) ?? thread);
    let cursor: string | undefined;
    let count = 0;
    for (let page = 0; page < MOST_PAGES && !stopped.aborted; page += 1) {
      const answer = await ask({ channel, ts: thread, oldest, limit: PAGE, ...(cursor !== undefined && { cursor }) });
      for (const message of list(answer, 'messages')) {
        // The root comes along on every page.
        const ts = string(message, 'ts');
        if (ts === undefined || ts === thread || Number(ts) <= Number(oldest)) continue;
        await take({ team_id: team, event: { ...message, type: 'message', channel } });
        count += 1;
      }
      cursor = string(object(answer, 'response_metadata'), 'next_cursor');
      if (cursor === undefined) break;
    }
    return count;
  }

  async function ask(args: Record<string, unknown>): Promise<Json> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await web(team).apiCall('conversations.replies', args);
      } catch (error) {
        const { kind, waitMs } = problemOf(error);
        const passes = kind === 'limited' || kind === 'later' || kind === 'ambiguous';
        if (!passes || tried === TRIES || stopped.aborted) throw error;
        await pause(kind === 'limited' ? Math.min(waitMs, LONGEST_WAIT_MS) : 500 * 2 ** tried);
      }
    }
  }

  /** In order: while the desk takes nothing, what comes after waits. */
  async function take(body: Json): Promise<void> {
    for (let tried = 1; ; tried += 1) {
      try {
        return await hear(body);
      } catch (error) {
        if (!isUnavailable(error) || tried === TRIES || stopped.aborted) throw error;
        await pause(500 * 2 ** tried);
      }
    }
  }

  async function pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { ref: false, signal: stopped }).catch(() => undefined);
  }
}
