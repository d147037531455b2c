/**
 * The thread that an earlier try of a delivery made, so that it is not made again. A thread on a message needs none of this:
 * it has the message's id, which has a nonce. Others have no nonce: it is one that is ours, has the name (with the ticket's
 * number in it), was made since the try began, and is this person's, if it is for one.
 *
 * What remains: a request that is still under way to Discord while it is looked for (its answer timed out, and it arrives
 * after the look-up), and a thread that somebody has renamed within moments. Then there are two, and the desk uses the second.
 */
import { Routes } from 'discord.js';
import { snowflakeAt } from './ids.ts';
import { type Api, hasId, type Made } from './rest.ts';

export interface Sought {
  readonly tried: Date;
  readonly guild: string;
  readonly channel: string;
  readonly name: string;
  /** Whose private thread it is. [it is public] */
  readonly user?: string;
  readonly bucket: string;
}

/** Clocks differ: an earlier try may seem to have come before it was made. */
const CLOCK = 5_000;
const PAGE = 100;
/** Of archived threads; those of the last moments are first. */
const PAGES = 5;

export async function begun(api: Api, own: string, sought: Sought): Promise<string | undefined> {
  const { tried, guild, channel, name, user, bucket } = sought;
  const since = BigInt(snowflakeAt(tried.getTime() - CLOCK));
  const isOurs = (thread: Made): boolean =>
    thread['parent_id'] === channel &&
    thread['owner_id'] === own &&
    thread['name'] === name &&
    BigInt(thread.id) >= since;

  const isTheirs = async (thread: Made): Promise<boolean> => {
    if (user === undefined) return true;
    const answer = await api.call({ method: 'GET', route: Routes.threadMembers(thread.id), bucket });
    const ids = (Array.isArray(answer) ? answer : []).map(({ user_id: id }) => String(id));
    return ids.includes(user) || ids.every((id) => id === own);
  };

  const among = async (threads: readonly Made[]): Promise<string | undefined> => {
    for (const thread of threads.filter(isOurs)) if (await isTheirs(thread)) return thread.id;
    return undefined;
  };

  const active = await api.call({ method: 'GET', route: Routes.guildActiveThreads(guild), bucket });
  const found = await among(listed(active));
  if (found !== undefined) return found;

  // A moderator, or a command of theirs, may have archived it already.
  let before: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const route =
      user === undefined ? Routes.channelThreads(channel, 'public') : Routes.channelJoinedArchivedThreads(channel);
    const query = { limit: String(PAGE), ...(before === undefined ? {} : { before }) };
    const answer = await api.call({ method: 'GET', route, query, bucket });
    const threads = listed(answer);
    const archived = await among(threads);
    const last = threads.at(-1);
    // Nobody can be added to it before it is opened again.
    if (archived !== undefined)
      await api.call({ method: 'PATCH', route: Routes.channel(archived), body: { archived: false }, bucket });
    if (archived !== undefined || last === undefined || !hasMore(answer)) return archived;
    // The one list is in the order of when they were archived, the other of when they were made.
    before = user === undefined ? archivedAt(last) : last.id;
    const gone = user === undefined ? Date.parse(before ?? '') < tried.getTime() - CLOCK : BigInt(last.id) < since;
    if (gone || before === undefined) return undefined;
  }
  return undefined;
}

function listed(answer: unknown): readonly Made[] {
  const threads: unknown = typeof answer === 'object' && answer !== null && 'threads' in answer ? answer.threads : [];
  return Array.isArray(threads) ? threads.filter(hasId) : [];
}

const hasMore = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'has_more' in answer && answer.has_more === true;

function archivedAt({ thread_metadata: facts }: Made): string | undefined {
  const at = typeof facts === 'object' && facts !== null && 'archive_timestamp' in facts ? facts.archive_timestamp : '';
  return typeof at === 'string' && at !== '' ? at : undefined;
}
