/** Looking whether a message of ours got through, where the answer to the post was lost. */
import type { WebClient } from '@slack/web-api';
import { type Echoes, metadataKey } from './echoes.ts';
import { type Json, list, object, string } from './json.ts';

export interface Looking {
  readonly web: WebClient;
  readonly echoes: Echoes;
  /** How long after a failed try a message may still turn up: Slack does not promise that its history shows it at once. */
  readonly settleMs?: number;
}

export interface Sought {
  readonly channel: string;
  /** Undefined: in the channel itself. */
  readonly thread: string | undefined;
  readonly keys: readonly string[];
  /** When the first try began. */
  readonly tried: Date;
}

/** What new apps outside the marketplace get at most. */
const PAGE = 15;
const MOST_PAGES = 20;
const SETTLE_MS = 1_500;
const RECENT_MS = 5_000;

/** The timestamps of those keys that are there. Rejects when that cannot be told. */
export async function look(at: Looking, sought: Sought): Promise<ReadonlyMap<string, string>> {
  const there = new Map<string, string>();
  for (const key of sought.keys) {
    const ts = at.echoes.find(sought.channel, key);
    if (ts !== undefined) there.set(key, ts);
  }
  if (there.size === sought.keys.length) return there;
  const recent = Date.now() - sought.tried.getTime() < RECENT_MS;
  await read(at.web, sought, there);
  if (there.size < sought.keys.length && recent) {
    await new Promise((resolve) => setTimeout(resolve, at.settleMs ?? SETTLE_MS));
    await read(at.web, sought, there);
  }
  return there;
}

async function read(
  web: WebClient,
  { channel, thread, keys, tried }: Sought,
  there: Map<string, string>,
): Promise<void> {
  const oldest = ((tried.getTime() - RECENT_MS) / 1000).toFixed(6);
  const [method, where] =
    thread === undefined ? ['conversations.history', { channel }] : ['conversations.replies', { channel, ts: thread }];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: Json = {
      ...(await web.apiCall(method, { ...where, oldest, include_all_metadata: true, limit: PAGE, cursor })),
    };
    for (const message of list(answer, 'messages')) {
      const key = metadataKey(message);
      const ts = string(message, 'ts');
      if (key !== undefined && ts !== undefined && keys.includes(key)) there.set(key, ts);
    }
    cursor = string(object(answer, 'response_metadata'), 'next_cursor');
    if (there.size === keys.length || cursor === undefined) return;
  }
  throw new Error('The history since the first try is too long to be read');
}
