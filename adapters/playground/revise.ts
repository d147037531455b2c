/** What a person changes or deletes of their own, in the chat and to the desk. */
import type { Revision } from '../../src/adapter.ts';
import { channelOf, type Who } from './cast.ts';
import type { Post } from './chat.ts';
import { makeAddress, TENANT } from './ids.ts';
import { messageKey } from './read.ts';
import { renderSaid } from './render.ts';
import type { Room } from './room.ts';

/** What stands for a deleted message that was answered. */
const GONE = { lines: [{ kind: 'hint', text: 'This message was deleted.' }] } as const;

/** False where there is no such message of theirs. */
export async function change(room: Room, who: Who, id: string, text: string): Promise<boolean> {
  const post = own(room, who, id);
  if (post === undefined) return false;
  const content = renderSaid(text);
  if (JSON.stringify(content) !== JSON.stringify(post.content)) {
    const version = Math.max(room.now().getTime(), (post.version ?? 0) + 1);
    await room.save({ ...post, content, version, edited: true, unrevised: true });
  }
  const now = room.chat.find(id);
  if (now?.unrevised === true) await tellDesk(room, now);
  return true;
}

/** The same. What was deleted already is. */
export async function remove(room: Room, who: Who, id: string): Promise<boolean> {
  const post = own(room, who, id);
  if (post === undefined) return false;
  const gone: Post = { ...post, content: GONE, gone: true, unrevised: true };
  await room.save(gone);
  await tellDesk(room, gone);
  return true;
}

/** Tells the desk what it may not have heard before the last stop. */
export async function catchUpOn(room: Room): Promise<void> {
  for (const post of room.chat.unrevised()) {
    await tellDesk(room, post).catch((error: unknown) => {
      room.desk.log.warn(
        { message: post.id, error: String(error) },
        'playground: the desk has yet to hear of a change',
      );
    });
  }
}

async function tellDesk(room: Room, post: Post): Promise<void> {
  await room.desk.revise(revisionOf(post));
  const { unrevised: _, ...told } = post;
  // The desk knows. Should this mark be lost, it is told once more, and does nothing.
  const settle = post.gone === true && !room.chat.hasReplies(post.id) ? room.forget(post) : room.save(told);
  await settle.catch(() => room.chat.put(told));
}

function revisionOf({ id, channel, thread = id, content, version, gone }: Post): Revision {
  const [line] = content.lines;
  const where = {
    of: messageKey(channel, id),
    tenant: TENANT,
    thread: makeAddress({ channel, thread }),
    ...(channelOf(channel)?.side === 'direct' ? ({ toDesk: true } as const) : {}),
  };
  if (gone === true) return { ...where, kind: 'deleted' };
  return { ...where, kind: 'edited', text: line?.kind === 'said' ? line.text : '', version: version ?? 0 };
}

/** A message that this person wrote, and has not deleted. */
function own(room: Room, who: Who, id: string): Post | undefined {
  const post = room.chat.find(id);
  const theirs = post?.by.kind === 'person' && post.cause.startsWith(`gesture:${who}:`) && post.gone !== true;
  return theirs ? post : undefined;
}
