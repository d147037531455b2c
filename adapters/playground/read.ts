/** What the page sends → a gesture → Incoming. Pure. */
import type { Incoming, Place, Said } from '../../src/adapter.ts';
import type { Raw } from '../../src/form.ts';
import { type Channel, channelOf, type Person, personOf, type Who } from './cast.ts';
import { reads } from './chat.ts';
import { isFileId, type ShownFile } from './files.ts';
import { isMessageId, makeAccount, makeAddress, makeRemote, PLATFORM, type Spot, TENANT } from './ids.ts';

/** The longest line that the chat takes, in UTF-16 units. */
export const LONGEST_LINE = 4000;
const MOST_FILES = 10;

export interface Gesture {
  readonly person: Person;
  readonly channel: Channel;
  /** The root of the thread that it was made in. */
  readonly thread?: string;
  /** Names the gesture, so that sending it again changes nothing. */
  readonly id: string;
  readonly did:
    | { readonly kind: 'line'; readonly text: string; readonly files: readonly string[] }
    | { readonly kind: 'press'; readonly value: string }
    /** Changes or deletes a message of one's own. */
    | { readonly kind: 'edit'; readonly message: string; readonly text: string }
    | { readonly kind: 'delete'; readonly message: string }
    | { readonly kind: 'submit'; readonly intent: string; readonly params: Raw };
}

/** Why a body is not a gesture, as an HTTP status and a sentence. */
export interface Misread {
  readonly status: 400 | 404;
  readonly error: string;
}

/** Checks a body that claims to be a gesture. Whoever may not read a place is told that it does not exist. */
export function readGesture(body: unknown): Gesture | Misread {
  if (!isRecord(body)) return bad('The body must be a JSON object.');
  const { who, id, place, thread } = body;
  const person = personOf(who);
  if (person === undefined) return gone('There is nobody of that name here.');
  if (typeof id !== 'string' || !/^[0-9A-Za-z-]{8,64}$/.test(id)) {
    return bad('"id" must name the gesture: 8 to 64 letters, digits or hyphens.');
  }
  const channel = channelOf(place);
  if (channel === undefined || !reads(person.who, channel)) return gone('There is no such place.');
  if (thread !== undefined && (typeof thread !== 'string' || !isMessageId(thread))) {
    return bad('"thread" must be the id of a message.');
  }
  const did = readDeed(body);
  if ('error' in did) return did;
  return thread === undefined ? { person, channel, id, did } : { person, channel, thread, id, did };
}

/** What was typed after `/ticket` or `/desk`, and which; undefined for a line that is no command. */
export function commandIn(text: string): { readonly line: string; readonly command?: 'desk' } | undefined {
  const [found, word, rest = ''] = /^\s*\/(ticket|desk)(?:\s+([\s\S]*))?$/.exec(text) ?? [];
  if (found === undefined) return undefined;
  return { line: rest.trim(), ...(word === 'desk' ? { command: word } : {}) };
}

/** A command as the desk hears it. */
export function commandOf(gesture: Gesture, intent: string, params: Raw, at: Date): Incoming {
  const spot = spotOf(gesture);
  const key = `${PLATFORM}:${gesture.person.who}:${gesture.id}`;
  return incoming(key, gesture.person, gesture.channel, spot.thread, at, { kind: 'command', intent, params });
}

/** Names a message as a gesture. */
export const messageKey = (channel: string, id: string): string => `${makeAddress({ channel })}:${id}`;

/** A typed message as the desk hears it. One outside every thread comes with the thread that it would start. */
export function messageOf(
  who: Who,
  spot: Spot,
  id: string,
  text: string,
  at: Date,
  files: readonly ShownFile[] = [],
): Incoming | undefined {
  const person = personOf(who);
  const channel = channelOf(spot.channel);
  if (person === undefined || channel === undefined) return undefined;
  const key = messageKey(channel.id, id);
  const said = { kind: 'message', text, remote: makeRemote(id) } as const;
  const attached = files.map(({ id: ref, name, bytes }) => ({ ref, name, bytes }));
  const heard = {
    ...incoming(key, person, channel, spot.thread ?? id, at, said),
    ...(attached.length === 0 ? {} : { files: attached }),
  };
  return spot.thread === undefined ? heard : { ...heard, place: { ...heard.place, replying: true } };
}

export const spotOf = ({ channel, thread }: Gesture): Spot =>
  thread === undefined ? { channel: channel.id } : { channel: channel.id, thread };

function incoming(
  key: string,
  person: Person,
  channel: Channel,
  thread: string | undefined,
  at: Date,
  said: Said,
): Incoming {
  const place: Place = {
    tenant: TENANT,
    side: channel.side,
    address: makeAddress({ channel: channel.id }),
    home: makeAddress({ channel: person.home }),
    ...(thread === undefined ? {} : { thread: makeAddress({ channel: channel.id, thread }) }),
  };
  const from = { account: makeAccount(person.who), name: person.name, locale: person.locale };
  return { key, at, from, place, said };
}

function readDeed(body: Record<string, unknown>): Gesture['did'] | Misread {
  const { kind, text, value, intent, params, message, files = [] } = body;
  switch (kind) {
    case 'line':
      if (!(Array.isArray(files) && files.length <= MOST_FILES && files.every(isFileId)))
        return bad(`"files" must name at most ${MOST_FILES} uploads.`);
      if (typeof text !== 'string' || (text.trim() === '' && files.length === 0))
        return bad('There is nothing in this message.');
      if (text.length > LONGEST_LINE) return bad(`A message can have at most ${LONGEST_LINE} characters.`);
      return { kind, text: text.trim(), files };
    case 'edit':
    case 'delete':
      if (typeof message !== 'string' || !isMessageId(message)) return bad('"message" must be the id of a message.');
      if (kind === 'delete') return { kind, message };
      if (typeof text !== 'string' || text.trim() === '') return bad('There is nothing left in this message.');
      if (text.length > LONGEST_LINE) return bad(`A message can have at most ${LONGEST_LINE} characters.`);
      return { kind, message, text: text.trim() };
    case 'press':
      if (typeof value !== 'string') return bad('"value" must be the value of a button.');
      return { kind, value };
    case 'submit':
      if (typeof intent !== 'string' || !isRaw(params)) return bad('"intent" and "params" must come from a form.');
      return { kind, intent, params };
    default:
      return bad('"kind" must be line, press, edit, delete or submit.');
  }
}

const bad = (error: string): Misread => ({ status: 400, error });
const gone = (error: string): Misread => ({ status: 404, error });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isRaw = (value: unknown): value is Raw =>
  isRecord(value) && Object.values(value).every((one) => typeof one === 'string');
