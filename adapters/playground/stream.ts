/** Server-sent events: what each person may see, as it is now and as it changes. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Person } from './cast.ts';
import { type Change, maySee, type Numbered, type Post, type Whisper } from './chat.ts';
import type { Room } from './room.ts';

const HEARTBEAT_MS = 15_000;
/** A page that has stopped reading is let go at this many bytes; it comes back for the full state. */
const MOST_WAITING = 4_000_000;

export interface Stream {
  /** Tells `people`, on one connection, from where a page left off if that is still known, else from the full state. */
  open(people: readonly Person[], lastEventId: string | undefined, response: ServerResponse): void;
  /** Ends every connection; pages come back by themselves. */
  close(): void;
}

export function openStream(room: Room): Stream {
  const run = randomUUID().slice(0, 8);
  const connections = new Set<ServerResponse>();

  function open(people: readonly Person[], lastEventId: string | undefined, response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store' });
    response.write('retry: 1000\n\n');
    const write = (event: string, number: number, data: unknown) => {
      response.write(`id: ${run}.${number}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      if (response.writableLength > MOST_WAITING) response.destroy();
    };
    const pass = ({ number, change }: Numbered) => {
      for (const { who } of people.filter((person) => maySee(person.who, change))) {
        write('change', number, { who, ...shown(change) });
      }
    };
    const missed = lastEventId?.startsWith(`${run}.`) ? room.chat.since(Number(lastEventId.slice(9))) : undefined;
    if (missed === undefined) for (const person of people) write('state', room.chat.number(), stateFor(room, person));
    else for (const numbered of missed) pass(numbered);
    // Said even when nothing was missed: the page waits for it to know that it is up to date.
    write('ready', room.chat.number(), {});

    const unsubscribe = room.chat.subscribe(pass);
    const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
    connections.add(response);
    response.on('close', () => {
      unsubscribe();
      clearInterval(heartbeat);
      connections.delete(response);
    });
  }

  return {
    open,
    close: () => {
      for (const response of connections) response.end();
    },
  };
}

function stateFor(room: Room, { who, locale }: Person) {
  const { posts, whispers } = room.chat.view(who);
  return {
    who,
    commands: room.desk
      .forms(locale)
      .flatMap(({ intent, about, ofDesk }) => [
        { line: `/ticket ${intent}`, about },
        ...(ofDesk === true ? [{ line: `/desk ${intent}`, about }] : []),
      ]),
    posts: posts.map(shownPost),
    whispers: whispers.map(shownWhisper),
  };
}

function shown(change: Change) {
  switch (change.kind) {
    case 'post':
      return { post: shownPost(change.post) };
    case 'drop':
      return { dropped: { id: change.post.id, channel: change.post.channel } };
    case 'whisper':
      return { whisper: shownWhisper(change.whisper) };
    default:
      return change satisfies never;
  }
}

const shownPost = ({ cause: _, version: __, untold, unrevised, ...post }: Post) =>
  untold === undefined && unrevised === undefined ? post : { ...post, pending: true };

const shownWhisper = ({ to: _, ...whisper }: Whisper) => whisper;
