/** What the desk says, into the chat. */
import { type Delivery, DeliveryFailure, type Removal, type Sent } from '../../src/adapter.ts';
import { type Channel, channelOf, forAgentsOnly } from './cast.ts';
import type { Post, Writer } from './chat.ts';
import { makeAddress, makeRemote, parseAddress, parseRemote, type Spot, TENANT } from './ids.ts';
import { render } from './render.ts';
import type { Room } from './room.ts';

const DESK: Writer = { kind: 'desk', name: 'Deskbell' };

/** `Adapter.send` for a room. A message is known by its delivery's key, kept with it, so looking first costs nothing. */
export function sending(room: Room): (delivery: Delivery | Removal) => Promise<Sent> {
  const underway = new Map<string, Promise<Sent>>();
  return (delivery) => {
    const sent = underway.get(delivery.key) ?? show(room, delivery).finally(() => underway.delete(delivery.key));
    underway.set(delivery.key, sent);
    return sent;
  };
}

async function show(room: Room, delivery: Delivery | Removal): Promise<Sent> {
  if (delivery.op === 'remove') return removed(room, delivery);
  const post = delivery.op === 'edit' ? edited(room, delivery) : await withFile(room, delivery, posted(room, delivery));
  if (post !== undefined) {
    await room.save(post).catch((error: unknown) => {
      throw new DeliveryFailure({ kind: 'later' }, 'not kept', error);
    });
  }
  return sentAs(room, delivery);
}

async function removed(room: Room, { remote }: Removal): Promise<Sent> {
  const post = room.chat.find(parseRemote(remote) ?? '');
  if (post?.by.kind === 'person') throw new DeliveryFailure({ kind: 'refused' }, 'not a message of the desk');
  if (post !== undefined) {
    await room.forget(post).catch((error: unknown) => {
      throw new DeliveryFailure({ kind: 'later' }, 'not kept', error);
    });
  }
  return { remote };
}

/** The new message, or undefined when an earlier try got through. */
function posted(room: Room, delivery: Exclude<Delivery, { op: 'edit' }>): Post | undefined {
  const { channel, thread } = spotFor(room, delivery.op === 'open' ? delivery.at : delivery.to, delivery);
  const cause = causeOf(delivery);
  if (room.chat.madeBy(cause) !== undefined) return undefined;
  return {
    id: room.idFor(cause),
    channel: channel.id,
    ...(thread === undefined || delivery.op === 'open' ? {} : { thread }),
    at: room.now().toISOString(),
    by: delivery.op === 'post' && delivery.as !== undefined ? { kind: 'mirrored', ...delivery.as } : DESK,
    content: drawn(room, delivery),
    ...(delivery.op === 'open' ? { title: delivery.title } : {}),
    cause,
  };
}

async function withFile(
  room: Room,
  delivery: Exclude<Delivery, { op: 'edit' }>,
  post: Post | undefined,
): Promise<Post | undefined> {
  const file = delivery.op === 'post' ? delivery.file : undefined;
  if (post === undefined || file === undefined) return post;
  const bytes = await file.read();
  const kept = await room.files.keep(file.name, bytes).catch((error: unknown) => {
    throw new DeliveryFailure({ kind: 'later' }, 'not kept', error);
  });
  return { ...post, files: [kept] };
}

/** The message as it shall look now, or undefined when it looks so already, or is not there any more. */
function edited(room: Room, delivery: Extract<Delivery, { op: 'edit' }>): Post | undefined {
  const { channel } = spotFor(room, delivery.to, delivery);
  const post = room.chat.find(parseRemote(delivery.remote) ?? '');
  if (post === undefined) return undefined;
  if (post.channel !== channel.id) throw new DeliveryFailure({ kind: 'place gone' }, 'no such message');
  if (post.by.kind === 'person') throw new DeliveryFailure({ kind: 'refused' }, 'not a message of the desk');
  const content = drawn(room, delivery);
  const title = delivery.title === undefined || post.title === undefined ? {} : { title: delivery.title };
  const now: Post = { ...post, ...title, content, edited: true };
  return JSON.stringify(now) === JSON.stringify({ ...post, edited: true }) ? undefined : now;
}

function sentAs(room: Room, delivery: Delivery): Sent {
  if (delivery.op === 'edit') return { remote: delivery.remote };
  const post = room.chat.madeBy(causeOf(delivery));
  if (post === undefined) throw new DeliveryFailure({ kind: 'ambiguous' }, 'message lost');
  const remote = makeRemote(post.id);
  return delivery.op === 'open'
    ? { remote, thread: makeAddress({ channel: post.channel, thread: post.id }) }
    : { remote };
}

function spotFor(room: Room, address: Parameters<typeof parseAddress>[0], delivery: Delivery): Destination {
  const spot: Spot | undefined = parseAddress(address);
  const channel = channelOf(spot?.channel);
  if (spot === undefined || channel === undefined) throw new DeliveryFailure({ kind: 'place gone' }, 'no such channel');
  if (delivery.message.audience === 'agents' && !forAgentsOnly(channel)) {
    throw new DeliveryFailure({ kind: 'refused' }, 'internal message for a place that others read');
  }
  if (spot.thread === undefined) return { channel };
  if (room.chat.find(spot.thread)?.channel !== channel.id) {
    throw new DeliveryFailure({ kind: 'place gone' }, 'no such thread');
  }
  return { channel, thread: spot.thread };
}

interface Destination {
  readonly channel: Channel;
  readonly thread?: string;
}

const causeOf = (delivery: Delivery): string => `delivery:${delivery.key}`;

const drawn = (room: Room, delivery: Delivery) =>
  render(delivery.message, (intent, params) => room.desk.seal(TENANT, intent, params));
