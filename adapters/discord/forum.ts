/**
 * Forum channels: their posts are threads with tags. A ticket's status is one of them, found by its name in any language
 * that the desk speaks, and made where the bot may; and the post of a closed ticket is archived.
 */
import { ChannelType, Routes } from 'discord.js';
import { DeliveryFailure, type Desk, type Standing } from '../../src/adapter.ts';
import { type Guilds, remember } from './guilds.ts';
import type { ChannelFacts } from './read.ts';
import { type Api, hasId } from './rest.ts';
import { clip } from './split.ts';

export interface Forums {
  /** The tags of a new post. */
  tags(forum: string, standing: Standing | undefined, bucket: string): Promise<readonly string[]>;
  /** Brings a post in line with its ticket; a thread that is no post is left as it is. */
  follow(thread: string, parent: string, standing: Standing, bucket: string): Promise<void>;
}

export interface ForumParts {
  readonly api: Api;
  readonly desk: () => Desk;
  readonly guilds: Guilds;
}

interface Tag {
  readonly id: string;
  readonly name: string;
}

/** What is known of a forum: its tags, whether each post needs one. */
interface Forum {
  readonly at: number;
  readonly tags: readonly Tag[];
  readonly needed: boolean;
}

const NAME = 20;
const PER_FORUM = 20;
const PER_POST = 5;
/** Of a forum's flags: REQUIRE_TAG. */
const REQUIRED = 1 << 4;
const ASK_AGAIN = 600_000;
const REMEMBERED = 1_000;
/** What will not change by trying again: permissions, a post that is gone. */
const FINAL: ReadonlySet<string> = new Set(['place gone', 'refused', 'unreachable']);

export const isForum = (channel: ChannelFacts | undefined): boolean => channel?.type === ChannelType.GuildForum;

/** Whether it is among the forums that the settings name, by name or id. */
export function isNamed({ id, name }: ChannelFacts, wanted: readonly string[]): boolean {
  return wanted.some((one) => one === id || one.replace(/^#/, '').toLowerCase() === name.toLowerCase());
}

export function forums({ api, desk, guilds }: ForumParts): Forums {
  const known = new Map<string, Forum>();
  const followed = new Map<string, string>();
  const told = new Set<string>();

  const tell = (forum: string, what: string, error: unknown): void => {
    if (!(error instanceof DeliveryFailure) || !FINAL.has(error.fault.kind)) throw error;
    if (told.has(`${forum} ${what}`)) return;
    told.add(`${forum} ${what}`);
    desk().log.warn({ platform: 'discord', forum, code: error.code }, what);
  };

  const put = async (id: string, answer: unknown): Promise<Forum> => {
    const { available_tags: tags, flags } = answer as { readonly available_tags?: unknown; readonly flags?: unknown };
    const named = (Array.isArray(tags) ? tags : []).filter(hasId).map((tag) => ({ ...tag, name: String(tag['name']) }));
    const forum = { at: Date.now(), tags: named, needed: (Number(flags ?? 0) & REQUIRED) !== 0 };
    remember(known, id, forum, REMEMBERED);
    return forum;
  };

  const forumOf = async (id: string, { names }: Standing, bucket: string): Promise<Forum> => {
    const before = known.get(id);
    if (before !== undefined && Date.now() - before.at < ASK_AGAIN) return before;
    const forum = await put(id, await api.call({ method: 'GET', route: Routes.channel(id), bucket }));
    const missing = Object.values(names).filter((one) => tagNamed(forum.tags, one) === undefined);
    if (missing.length === 0 || forum.tags.length + missing.length > PER_FORUM) return forum;
    const made = missing.flatMap(([own]) => (own === undefined ? [] : [{ name: clip(own, NAME) }]));
    try {
      const body = { available_tags: [...forum.tags, ...made] };
      return await put(id, await api.call({ method: 'PATCH', route: Routes.channel(id), body, bucket }));
    } catch (error) {
      tell(id, 'the forum lacks tags for the status of tickets, and the bot may not make them: Manage Channels', error);
      return forum;
    }
  };

  return {
    tags: async (id, standing, bucket) => {
      if (standing === undefined) return [];
      const forum = await forumOf(id, standing, bucket);
      const tag =
        tagNamed(forum.tags, standing.names[standing.status] ?? []) ?? (forum.needed ? forum.tags[0] : undefined);
      return tag === undefined ? [] : [tag.id];
    },

    follow: async (thread, parent, standing, bucket) => {
      if (!isForum(await guilds.channel(parent))) return;
      const { status, names, over } = standing;
      if (!over && followed.get(thread) === status) return;
      try {
        const { tags: there } = await forumOf(parent, standing, bucket);
        const post = (await api.call({ method: 'GET', route: Routes.channel(thread), bucket })) as Post;
        const ours = new Set(Object.values(names).map((one) => tagNamed(there, one)?.id));
        const wanted = tagNamed(there, names[status] ?? [])?.id;
        const has = post.applied_tags ?? [];
        const next = [...has.filter((id) => !ours.has(id)).slice(0, PER_POST - 1), ...(wanted ? [wanted] : [])];
        const archived = post.thread_metadata?.archived === true;
        const tags = wanted === undefined || same(has, next) ? undefined : { applied_tags: next };
        const change = (body: object) => api.call({ method: 'PATCH', route: Routes.channel(thread), body, bucket });
        // What is archived takes no tags: it is opened again for them.
        if (archived && tags !== undefined) await change({ archived: false });
        const away = over && (!archived || tags !== undefined) ? { archived: true } : undefined;
        if (tags !== undefined || away !== undefined) await change({ ...tags, ...away });
      } catch (error) {
        tell(parent, 'the posts of a forum cannot show how their tickets stand: Manage Threads', error);
      }
      remember(followed, thread, status, REMEMBERED);
    },
  };
}

interface Post {
  readonly applied_tags?: readonly string[];
  readonly thread_metadata?: { readonly archived?: boolean };
}

/** The tag with one of these names, as it may be written: in small letters, cut to what a tag can be. */
function tagNamed(tags: readonly Tag[], names: readonly string[]): Tag | undefined {
  const plain = (name: string): string => clip(name, NAME).trim().toLowerCase();
  const wanted = names.map(plain);
  return tags.find(({ name }) => wanted.includes(plain(name)));
}

const same = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one));
