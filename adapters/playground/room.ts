/** The chat while it runs: the state, the desk behind it, and the one way a message becomes part of it. */
import type { Desk } from '../../src/adapter.ts';
import type { Who } from './cast.ts';
import { type Chat, openChat, type Post } from './chat.ts';
import { type Files, openFiles, type ShownFile } from './files.ts';
import { KEPT, keptKey, messageIds, type Spot, TENANT } from './ids.ts';
import type { Drawn } from './render.ts';

export interface Room {
  readonly desk: Desk;
  readonly chat: Chat;
  readonly files: Files;
  readonly now: () => Date;
  /** The id for the message that this cause makes: the same at every try, so that a try whose fate is unknown is written over. */
  idFor(cause: string): string;
  /** Keeps a message, then shows it. Rejects, and shows nothing, when it could not be kept. */
  save(post: Post): Promise<void>;
  /** Takes a message away for good. Rejects, and changes nothing, when it could not be forgotten. */
  forget(post: Post): Promise<void>;
  whisper(to: Who, spot: Spot, content: Drawn, files?: readonly ShownFile[]): void;
}

/** Brings back the chat as it was left. */
export async function enter(desk: Desk, now: () => Date): Promise<Room> {
  const kept = await desk.keptUnder(TENANT, KEPT);
  const chat = openChat(kept.flatMap(({ key, value }) => restored(desk, key, value)));
  const nextId = messageIds(now, chat.newest());
  const reserved = new Map<string, string>();
  return {
    desk,
    chat,
    files: openFiles(desk),
    now,
    idFor: (cause) => {
      const id = chat.madeBy(cause)?.id ?? reserved.get(cause) ?? nextId();
      reserved.set(cause, id);
      return id;
    },
    save: async (post) => {
      await desk.keep(TENANT, keptKey(post.id), JSON.stringify(post));
      reserved.delete(post.cause);
      chat.put(post);
    },
    forget: async (post) => {
      await desk.keep(TENANT, keptKey(post.id), null);
      chat.drop(post);
    },
    whisper: (to, spot, content, files = []) =>
      chat.whisper({
        ...{ id: nextId(), to, ...spot, at: now().toISOString(), content },
        ...(files.length === 0 ? {} : { files }),
      }),
  };
}

function restored(desk: Desk, key: string, value: string): readonly Post[] {
  try {
    return [JSON.parse(value) as Post];
  } catch (error) {
    desk.log.error({ key, error: String(error) }, 'playground: a kept message cannot be read and is left out');
    return [];
  }
}
