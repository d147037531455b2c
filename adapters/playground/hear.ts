/** What a person does in the chat, to the desk, and what the desk answers. */
import type { Incoming, Outcome } from '../../src/adapter.ts';
import type { DrawnForm, Raw } from '../../src/form.ts';
import type { Who } from './cast.ts';
import type { Post } from './chat.ts';
import { type Spot, TENANT } from './ids.ts';
import { commandIn, commandOf, type Gesture, messageOf, spotOf } from './read.ts';
import { render, renderSaid, renderSentences } from './render.ts';
import { catchUpOn, change, remove } from './revise.ts';
import type { Room } from './room.ts';

/** What the page is told. What there is to read arrives as a message or a whisper. */
export type Reply =
  | { readonly kind: 'done' }
  /** More is needed: the page draws the form and submits it with the params that it does not ask for. */
  | { readonly kind: 'form'; readonly form: DrawnForm; readonly params: Raw }
  | Extract<Outcome, { kind: 'problems' }>;

const DONE: Reply = { kind: 'done' };
const REMEMBERED = 500;

/** Takes gestures. A gesture sent again gets the answer of the first time; after a restart, the desk knows its key. */
export function hearing(room: Room): (gesture: Gesture) => Promise<Reply> {
  const replies = new Map<string, Promise<Reply>>();
  return (gesture) => {
    const name = `${gesture.person.who} ${gesture.id}`;
    const earlier = replies.get(name);
    if (earlier !== undefined) return earlier;
    const reply = hear(room, gesture);
    replies.set(name, reply);
    // A failure changed nothing that may not be done again, so it must not be what a second try gets.
    reply.catch(() => replies.delete(name));
    for (const oldest of replies.keys()) {
      if (replies.size <= REMEMBERED) break;
      replies.delete(oldest);
    }
    return reply;
  };
}

/** Tells the desk what it may not have heard before the last stop. */
export async function catchUp(room: Room): Promise<void> {
  for (const post of room.chat.untold()) {
    await tellDesk(room, post).catch((error: unknown) => {
      room.desk.log.warn({ message: post.id, error: String(error) }, 'playground: the desk has yet to hear a message');
    });
  }
  await catchUpOn(room);
}

async function hear(room: Room, gesture: Gesture): Promise<Reply> {
  const { did } = gesture;
  switch (did.kind) {
    case 'line': {
      const typed = commandIn(did.text);
      if (typed === undefined) return say(room, gesture, did.text, did.files);
      if (did.files.length > 0) whisper(room, gesture, ['A command brings no files. Attach them to a message.']);
      const { intent, params } = room.desk.parse(typed.line, typed.command);
      return askOrRun(room, gesture, intent, params);
    }
    case 'press': {
      const command = room.desk.unseal(TENANT, did.value);
      if (command !== undefined) return askOrRun(room, gesture, command.intent, command.params);
      whisper(room, gesture, [room.desk.phrase('stale button', gesture.person.locale)]);
      return DONE;
    }
    case 'edit':
    case 'delete': {
      const { who } = gesture.person;
      const done = did.kind === 'edit' ? change(room, who, did.message, did.text) : remove(room, who, did.message);
      if (!(await done)) whisper(room, gesture, ['There is no such message of yours any more.']);
      return DONE;
    }
    case 'submit': {
      const outcome = await room.desk.receive(commandOf(gesture, did.intent, did.params, room.now()));
      if (outcome.kind === 'problems') return outcome;
      return show(room, gesture.person.who, spotOf(gesture), outcome);
    }
    default:
      return did satisfies never;
  }
}

async function askOrRun(room: Room, gesture: Gesture, intent: string, params: Raw): Promise<Reply> {
  const known = await room.desk.remembered(TENANT, params);
  const form = room.desk.form(intent, { ...params, ...known }, gesture.person.locale, known !== undefined);
  if (form !== undefined) return { kind: 'form', form, params };
  const outcome = await room.desk.receive(commandOf(gesture, intent, params, room.now()));
  return show(room, gesture.person.who, spotOf(gesture), outcome);
}

async function say(room: Room, gesture: Gesture, text: string, uploads: readonly string[]): Promise<Reply> {
  const { who, name } = gesture.person;
  const cause = `gesture:${who}:${gesture.id}`;
  const before = room.chat.madeBy(cause);
  const files = before === undefined ? await room.files.claim(who, uploads) : before.files;
  if (before === undefined && files === undefined) {
    whisper(room, gesture, ['The files are not here any more. Please attach them again.']);
    return DONE;
  }
  const post: Post = before ?? {
    id: room.idFor(cause),
    ...spotOf(gesture),
    at: room.now().toISOString(),
    by: { kind: 'person', name },
    content: renderSaid(text),
    ...(files === undefined || files.length === 0 ? {} : { files }),
    cause,
    untold: who,
  };
  if (room.chat.find(post.id) === undefined) await room.save(post);
  return post.untold === undefined ? DONE : tellDesk(room, post);
}

async function tellDesk(room: Room, post: Post): Promise<Reply> {
  const { untold: who } = post;
  const incoming = who === undefined ? undefined : heardAs(who, post);
  if (who === undefined || incoming === undefined) return DONE;
  const outcome = await room.desk.receive(incoming);
  // As it is now: meanwhile its writer may have changed it.
  const { untold: _, ...told } = room.chat.find(post.id) ?? post;
  // The desk has it. Should this mark be lost, the desk hears it once more under the same key, and does nothing.
  await room.save(told).catch(() => room.chat.put(told));
  return show(room, who, spotOfPost(post), outcome);
}

function heardAs(who: Who, post: Post): Incoming | undefined {
  const [line] = post.content.lines;
  const text = line?.kind === 'said' ? line.text : '';
  return messageOf(who, spotOfPost(post), post.id, text, new Date(post.at), post.files);
}

async function show(room: Room, who: Who, spot: Spot, outcome: Outcome): Promise<Reply> {
  switch (outcome.kind) {
    case 'answer':
      room.whisper(
        who,
        spot,
        render(outcome.message, (intent, params) => room.desk.seal(TENANT, intent, params)),
        outcome.picture === undefined ? [] : [await room.files.show(outcome.picture)],
      );
      return DONE;
    case 'problems':
      room.whisper(who, spot, renderSentences(outcome.problems.map(({ text }) => text)));
      return DONE;
    case 'done':
      return DONE;
    default:
      return outcome satisfies never;
  }
}

const whisper = (room: Room, gesture: Gesture, sentences: readonly string[]): void =>
  room.whisper(gesture.person.who, spotOf(gesture), renderSentences(sentences));

const spotOfPost = ({ channel, thread }: Post): Spot => (thread === undefined ? { channel } : { channel, thread });
