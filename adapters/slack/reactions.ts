/**
 * An emoji on a message makes it a ticket, for its author. Slack does not say what the message says: it is read after the
 * acknowledgement, and until that is done it is kept with the desk that it has to be.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Desk } from '../../src/adapter.ts';
import type { AgentsChannel } from './agents-channel.ts';
import { pagesOf, whisper } from './answers.ts';
import type { Callers } from './clients.ts';
import { problemOf } from './errors.ts';
import { tenantId } from './ids.ts';
import { namesIn, reactionIncoming, textOf } from './incoming.ts';
import { isRecord, type Json, list, parsed, string } from './json.ts';
import { redacted } from './logger.ts';
import type { People } from './people.ts';
import { authorOf, type Reaction, readReaction, wordsOf } from './read.ts';
import { type Page, renderText } from './render.ts';

export interface Reacting {
  readonly desk: () => Desk;
  readonly web: Callers;
  readonly people: People;
  readonly agents: AgentsChannel;
  readonly met: (team: string, name: string | undefined) => Promise<void>;
  readonly later: (work: Promise<unknown>) => void;
  /** The name of the emoji, without colons. */
  readonly emoji: string;
  /** Nothing is tried again after this. */
  readonly stopped: AbortSignal;
}

const KEPT = 'reaction:';
const MOST_NAMES = 20;
const TRIES = 6;
const MOST_WAIT_MS = 60_000;

export function reactions({ desk, web, people, agents, met, later, emoji, stopped }: Reacting) {
  return {
    /** Resolves when it is kept; the rest is done afterwards. */
    async hear(body: Json): Promise<void> {
      const reaction = readReaction(body);
      // In direct messages with the desk every message is for the desk anyway.
      if (reaction?.emoji !== emoji || reaction.channel.startsWith('D')) return;
      await met(reaction.who.team, undefined);
      await desk().keep(tenantId(reaction.who.team), keyOf(reaction), JSON.stringify(reaction));
      later(done(reaction));
    },

    /** Does what an earlier run, or a replica that died, left undone. */
    async resume(team: string): Promise<void> {
      const left = await desk().keptUnder(tenantId(team), KEPT);
      for (const { key, value } of left) {
        const reaction = reactionOf(value);
        if (reaction === undefined) await desk().keep(tenantId(team), key, null);
        else await done(reaction);
      }
    },
  };

  async function done(reaction: Reaction): Promise<void> {
    for (let tried = 1; tried <= TRIES; tried += 1) {
      try {
        await open(reaction);
        await desk().keep(tenantId(reaction.who.team), keyOf(reaction), null);
        return;
      } catch (error) {
        const { kind, waitMs } = problemOf(error);
        const wait = kind === 'limited' ? waitMs : Math.min(500 * 2 ** tried, MOST_WAIT_MS);
        const fields = { error: redacted(error instanceof Error ? error.message : String(error)), tried };
        desk().log.warn(fields, 'A message with an emoji on it could not be made a ticket yet');
        if (tried < TRIES) await pause(wait, stopped);
        if (stopped.aborted) break;
      }
    }
    // It stays kept, and is taken up at the next start.
  }

  async function open(reaction: Reaction): Promise<void> {
    const { who, channel, ts } = reaction;
    const message = await read(who.team, channel, ts);
    // What the desk itself wrote is about a ticket already.
    if (message !== undefined && string(message, 'app_id') === reaction.app) return;
    const words = message && wordsOf(message);
    const author = message && authorOf(message);
    const others = words === undefined ? [] : namesIn(words).slice(0, MOST_NAMES);
    const [reactor, wrote, agentsId, ...mentioned] = await Promise.all([
      people.get(who.team, who.user),
      author === undefined ? undefined : people.get(who.team, author),
      agents.find(who.team),
      ...others.map((id) => people.get(who.team, id)),
    ]);
    const names = new Map(others.flatMap((id, n) => (mentioned[n] ? [[id, mentioned[n].name] as const] : [])));
    const text = words === undefined ? '' : textOf(words, names);
    const thread = message && string(message, 'thread_ts');
    const where = { team: who.team, user: who.user, channel, ...(thread !== undefined && thread !== ts && { thread }) };
    if (text.trim() === '') return tell(where, renderText(desk().phrase('unreadable', reactor?.locale)));
    const spot = { channel, thread: thread ?? ts, direct: false };
    const said = { kind: 'command', ...desk().parse(`open ${text}`) } as const;
    const outcome = await desk().receive(
      reactionIncoming(reaction, spot, said, { person: reactor, agents: agentsId }, author, wrote),
    );
    const tenant = tenantId(who.team);
    await tell(
      where,
      pagesOf(outcome, (intent, params) => desk().seal(tenant, intent, params)),
    );
  }

  /** The message, a reply as well as any other; undefined where Slack will not show it. */
  async function read(team: string, channel: string, ts: string): Promise<Json | undefined> {
    try {
      const range = { oldest: ts, latest: ts, inclusive: true, limit: 5 };
      const page = await web(team).apiCall('conversations.replies', { channel, ts, ...range });
      return list(page, 'messages').find((message) => message['ts'] === ts);
    } catch (error) {
      const { kind } = problemOf(error);
      if (kind === 'limited' || kind === 'later' || kind === 'ambiguous') throw error;
      return undefined;
    }
  }

  async function tell(where: Parameters<typeof whisper>[1], pages: readonly Page[]): Promise<void> {
    await whisper(web, where, pages).catch((error) =>
      desk().log.warn({ code: problemOf(error).code }, 'An answer in Slack could not be shown'),
    );
  }
}

const keyOf = ({ channel, ts, who }: Reaction): string => `${KEPT}${channel}/${ts}/${who.user}`;

function reactionOf(kept: string): Reaction | undefined {
  const held = parsed(kept);
  return held !== undefined && isRecord(held['who']) && string(held, 'ts') ? (held as unknown as Reaction) : undefined;
}

/** Does not keep the process from ending, and ends with it. */
const pause = (ms: number, stopped: AbortSignal): Promise<unknown> =>
  sleep(ms, undefined, { ref: false, signal: stopped }).catch(() => undefined);
