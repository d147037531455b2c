/** The platform itself: messages in channels and threads, whispers, and who may see which. State and subscribers, no I/O. */
import { type Channel, channelOf, type Who } from './cast.ts';
import type { ShownFile } from './files.ts';
import type { Drawn } from './render.ts';

/** In whose name a message is shown: the desk's own, a person of this chat, or somebody whom the desk mirrors. */
export interface Writer {
  readonly kind: 'desk' | 'person' | 'mirrored';
  readonly name: string;
  readonly avatar?: string;
}

export interface Post {
  readonly id: string;
  readonly channel: string;
  /** The root message of the thread that it is in. */
  readonly thread?: string;
  readonly at: string;
  readonly by: Writer;
  readonly content: Drawn;
  readonly files?: readonly ShownFile[];
  /** The name of the thread that it starts. */
  readonly title?: string;
  readonly edited?: true;
  /** When its writer last changed it, in milliseconds, later each time. */
  readonly version?: number;
  /** Its writer has deleted it; it stands for what was answered to it. */
  readonly gone?: true;
  /** What made it, a delivery or a gesture: the same cause never makes a second message. */
  readonly cause: string;
  /** Set while the desk may not have been told of it yet. */
  readonly untold?: Who;
  /** The same for what has become of it. */
  readonly unrevised?: true;
}

/** A message that one person sees, once: not kept, gone at the next start. */
export interface Whisper {
  readonly id: string;
  readonly to: Who;
  readonly channel: string;
  readonly thread?: string;
  readonly at: string;
  readonly content: Drawn;
  readonly files?: readonly ShownFile[];
}

export type Change =
  | { readonly kind: 'post'; readonly post: Post }
  | { readonly kind: 'drop'; readonly post: Post }
  | { readonly kind: 'whisper'; readonly whisper: Whisper };

/** A change with its place in the order of all changes since the start. */
export interface Numbered {
  readonly number: number;
  readonly change: Change;
}

export interface Chat {
  /** Shows a message, or shows it anew if it is there already. */
  put(post: Post): void;
  /** Takes a message away. */
  drop(post: Post): void;
  whisper(whisper: Whisper): void;
  find(id: string): Post | undefined;
  madeBy(cause: string): Post | undefined;
  newest(): string | undefined;
  untold(): readonly Post[];
  unrevised(): readonly Post[];
  hasReplies(id: string): boolean;
  /** All that a person may see now, oldest first. */
  view(who: Who): { readonly posts: readonly Post[]; readonly whispers: readonly Whisper[] };
  /** The number of the newest change. */
  number(): number;
  /** The changes after `number`, or undefined when they are no longer remembered. */
  since(number: number): readonly Numbered[] | undefined;
  /** Tells of every change until the returned function is called. The listener asks `maySee` for itself. */
  subscribe(listener: (numbered: Numbered) => void): () => void;
}

const REMEMBERED = 500;
export const WHISPERS = 60;

export const reads = (who: Who, channel: Channel | undefined): boolean => channel?.members.includes(who) ?? false;

export function maySee(who: Who, change: Change): boolean {
  if (change.kind !== 'whisper') return reads(who, channelOf(change.post.channel));
  return change.whisper.to === who;
}

export function openChat(kept: readonly Post[]): Chat {
  const posts = new Map<string, Post>();
  const causes = new Map<string, Post>();
  const whispers: Whisper[] = [];
  const recent: Numbered[] = [];
  const listeners = new Set<(numbered: Numbered) => void>();
  let number = 0;

  const store = (post: Post) => {
    posts.set(post.id, post);
    causes.set(post.cause, post);
  };
  const tell = (change: Change) => {
    number += 1;
    recent.push({ number, change });
    if (recent.length > REMEMBERED) recent.shift();
    for (const listener of listeners) listener({ number, change });
  };
  for (const post of kept) store(post);

  return {
    put: (post) => {
      store(post);
      tell({ kind: 'post', post });
    },
    drop: (post) => {
      posts.delete(post.id);
      causes.delete(post.cause);
      tell({ kind: 'drop', post });
    },
    whisper: (whisper) => {
      whispers.push(whisper);
      if (whispers.length > WHISPERS) whispers.shift();
      tell({ kind: 'whisper', whisper });
    },
    find: (id) => posts.get(id),
    madeBy: (cause) => causes.get(cause),
    newest: () => [...posts.keys()].reduce<string | undefined>((a, b) => (a === undefined || b > a ? b : a), undefined),
    untold: () => inOrder([...posts.values()].filter((post) => post.untold !== undefined)),
    unrevised: () => inOrder([...posts.values()].filter((post) => post.unrevised === true)),
    hasReplies: (id) => [...posts.values()].some(({ thread }) => thread === id),
    view: (who) => ({
      posts: inOrder([...posts.values()].filter((post) => maySee(who, { kind: 'post', post }))),
      whispers: whispers.filter((whisper) => whisper.to === who),
    }),
    number: () => number,
    since: (from) => {
      const oldest = recent[0]?.number ?? number + 1;
      if (from > number || from + 1 < oldest) return undefined;
      return recent.filter((one) => one.number > from);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const inOrder = (posts: Post[]): readonly Post[] => posts.sort((a, b) => (a.id < b.id ? -1 : 1));
