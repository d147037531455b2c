/** Looking whether a message of ours got through, where the answer to the post was lost. */
import type { Callers } from './clients.ts';
import { type Echoes, metadataKey } from './echoes.ts';
import { problemOf } from './errors.ts';
import { type Json, list, object, string } from './json.ts';

export interface Looking {
  readonly web: Callers;
  readonly echoes: Echoes;
  /** The bot's own user, where Slack has said who that is. */
  readonly me?: (team: string) => string | undefined;
  /** How long after a failed try a message may still turn up: Slack does not promise that its history shows it at once. */
  readonly settleMs?: number;
}

export interface Sought {
  readonly team: string;
  readonly channel: string;
  /** Undefined: in the channel itself. */
  readonly thread: string | undefined;
  /** What was posted, by its keys. */
  readonly texts: ReadonlyMap<string, string>;
  /** When the first try began. */
  readonly tried: Date;
}

/** What new apps outside the marketplace get at most. */
const PAGE = 15;
const MOST_PAGES = 20;
const SETTLE_MS = 1_500;
const RECENT_MS = 5_000;

/**
 * The timestamps of those keys that are there. Rejects when that cannot be told now; where it never can, because there is no
 * such method, nothing counts as there: a message that comes twice is better than one that is lost.
 */
export async function look(at: Looking, sought: Sought): Promise<ReadonlyMap<string, string>> {
  const there = new Map<string, string>();
  for (const key of sought.texts.keys()) {
    const ts = at.echoes.find(sought.channel, key);
    if (ts !== undefined) there.set(key, ts);
  }
  if (there.size === sought.texts.size) return there;
  const recent = Date.now() - sought.tried.getTime() < RECENT_MS;
  try {
    await read(at, sought, there);
    if (there.size < sought.texts.size && recent) {
      await new Promise((resolve) => setTimeout(resolve, at.settleMs ?? SETTLE_MS));
      await read(at, sought, there);
    }
  } catch (error) {
    if (problemOf(error).kind !== 'refused') throw error;
  }
  return there;
}

async function read(
  { web, me }: Looking,
  { team, channel, thread, texts, tried }: Sought,
  there: Map<string, string>,
): Promise<void> {
  const oldest = ((tried.getTime() - RECENT_MS) / 1000).toFixed(6);
  const [method, where] =
    thread === undefined ? ['conversations.history', { channel }] : ['conversations.replies', { channel, ts: thread }];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: Json = await web(team).apiCall(method, {
      ...where,
      oldest,
      include_all_metadata: true,
      limit: PAGE,
      cursor,
    });
    for (const message of list(answer, 'messages')) {
      const ts = string(message, 'ts');
      if (ts === undefined) continue;
      const since = Math.floor(Number(ts)) >= Math.floor(tried.getTime() / 1000);
      const key = metadataKey(message) ?? (since ? likely(message, me?.(team), texts, there) : undefined);
      if (key !== undefined && texts.has(key)) there.set(key, ts);
    }
    cursor = string(object(answer, 'response_metadata'), 'next_cursor');
    if (there.size === texts.size || cursor === undefined) return;
  }
  throw new Error('The history since the first try is too long to be read');
}

/**
 * Where a history does not repeat metadata: a message of the bot's own that says what ours says, from the second of the
 * first try on. (No earlier: what was said before in the same words is another message.)
 */
function likely(
  message: Json,
  me: string | undefined,
  texts: ReadonlyMap<string, string>,
  there: ReadonlyMap<string, string>,
): string | undefined {
  const ours = string(message, 'bot_id') !== undefined || (me !== undefined && string(message, 'user') === me);
  if (!ours || 'metadata' in message || [...there.values()].includes(string(message, 'ts') ?? '')) return undefined;
  const text = string(message, 'text')?.trim();
  return [...texts].find(([key, ours]) => !there.has(key) && ours.trim() === text)?.[0];
}
