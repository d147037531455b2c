/**
 * Deliveries to Slack, each seen once. Slack has no idempotency key, so every message carries our key as metadata; a
 * delivery that was tried before is looked for (the echo of our own messages first, then the history) and posted only
 * when it is certainly not there. While Slack does not let us look, the delivery stays `ambiguous`: late is better than
 * twice. An edit needs no looking, since doing it again changes nothing.
 */
import { createHash } from 'node:crypto';
import {
  type Address,
  type Attachment,
  type Author,
  type Delivery,
  DeliveryFailure,
  type Line,
  type Removal,
  type Sent,
} from '../../src/adapter.ts';
import type { Raw } from '../../src/form.ts';
import type { AgentsChannel } from './agents-channel.ts';
import { METADATA } from './echoes.ts';
import { failureOf, problemOf } from './errors.ts';
import type { FileWay } from './files.ts';
import { parseAddress, parseRemote, remoteId, type Target, threadId } from './ids.ts';
import { isRecord, type Json, list, object, string } from './json.ts';
import { mustBeOurs } from './lease.ts';
import { type Looking, look } from './look.ts';
import { type Page, render } from './render.ts';
import { cut, oneLine } from './text.ts';

export interface Sending extends Looking {
  readonly agents: AgentsChannel;
  readonly bucket: (address: Address) => string;
  readonly seal: (team: string, intent: string, params: Raw) => string;
  /** Whether a workspace's token may write under another name (chat:write.customize). */
  /** A ticket has a thread in somebody's direct messages. Never rejects. */
  readonly titled: (team: string, channel: string, thread: string, title: string) => Promise<void>;
  readonly customizes: { granted(team: string): boolean; refused(team: string): void };
  readonly upload: (way: FileWay, file: Attachment) => Promise<Sent>;
}

const SETTINGS = { unfurl_links: false, unfurl_media: false, parse: 'none', link_names: false } as const;
const MOST_DIRECT = 5_000;
/** Thrown where the token may not write under another name after all. */
const UNDRESSED = new Error('chat:write.customize is not granted');

/** A delivery too long for one message goes in several, each with a key of its own. */
const keyOf = (delivery: Delivery, page: number): string => (page === 0 ? delivery.key : `${delivery.key}-${page + 1}`);

/** Where one delivery goes, once its address is resolved. */
interface Way {
  readonly delivery: Delivery;
  readonly target: Target;
  readonly bucket: string;
  readonly channel: string;
  readonly thread: string | undefined;
}

export function sender(at: Sending): (delivery: Delivery | Removal) => Promise<Sent> {
  const direct = new Map<string, string>();
  /** Some stand-ins for Slack do not repeat the thread in their answer: after one false alarm it is not asked for again. */
  let repeatsThread = true;

  return async (delivery) => {
    if (delivery.op === 'remove') return remove(delivery);
    const address = delivery.op === 'open' ? delivery.at : delivery.to;
    const target = parseAddress(address);
    const bucket = at.bucket(address);
    if (delivery.side === 'requester' && delivery.message.audience !== 'everyone')
      throw new DeliveryFailure({ kind: 'refused' }, 'internal_to_requester');
    const channel = await resolve(target, bucket).catch((error) => {
      throw unlooked(delivery, failureOf(error, bucket, false));
    });
    const thread = target.kind === 'thread' ? target.thread : undefined;
    const way: Way = { delivery, target, bucket, channel, thread };
    if (delivery.op === 'post' && delivery.file !== undefined)
      return at.upload({ delivery, team: target.team, bucket, channel, thread }, delivery.file);
    return delivery.op === 'edit'
      ? dressed(target.team, () => edit(way, parseRemote(delivery.remote)))
      : dressed(target.team, () => postAll(way));
  };

  async function remove({ to, remote }: Removal): Promise<Sent> {
    const bucket = at.bucket(to);
    try {
      const target = parseAddress(to);
      const channel = await resolve(target, bucket);
      for (const ts of parseRemote(remote))
        await at.web(target.team).apiCall('chat.delete', { channel, ts }).catch(unlessGone);
      return { remote };
    } catch (error) {
      throw failureOf(error, bucket, true);
    }
  }

  async function resolve(target: Target, bucket: string): Promise<string> {
    if (target.kind === 'channel' || target.kind === 'thread') return target.channel;
    if (target.kind === 'agents') {
      const channel = await at.agents.post(target.team);
      if (channel === undefined) throw new DeliveryFailure({ kind: 'later' }, 'agents_channel_not_found');
      return channel;
    }
    const key = `${target.team} ${target.user}`;
    const known = direct.get(key);
    if (known !== undefined) return known;
    const channel = string(
      object(await at.web(target.team).apiCall('conversations.open', { users: target.user }), 'channel'),
      'id',
    );
    if (channel === undefined) throw failureOf(undefined, bucket, false);
    direct.set(key, channel);
    const [oldest] = direct.keys();
    if (direct.size > MOST_DIRECT && oldest !== undefined) direct.delete(oldest);
    return channel;
  }

  async function dressed(team: string, show: () => Promise<Sent>): Promise<Sent> {
    try {
      return await show();
    } catch (error) {
      if (error !== UNDRESSED) throw error;
      // Nothing was shown; under its own name, with the writer's in the text, it may be.
      at.customizes.refused(team);
      return show();
    }
  }

  async function postAll(way: Way): Promise<Sent> {
    const { delivery, target, channel } = way;
    const pages = drawn(delivery, target.team);
    const texts = new Map(pages.map(({ text }, n) => [keyOf(delivery, n), text]));
    const there = new Map(await sought(way, way.thread, texts));
    const root = there.get(delivery.key);
    // The rest of a long root is in the thread under it.
    if (delivery.op === 'open' && way.thread === undefined && root !== undefined && pages.length > 1)
      for (const [key, ts] of await sought(way, root, new Map([...texts].slice(1)))) there.set(key, ts);
    const timestamps: string[] = [];
    for (const [n, page] of pages.entries()) {
      const key = keyOf(delivery, n);
      const under = way.thread ?? (delivery.op === 'open' ? timestamps[0] : undefined);
      timestamps.push(there.get(key) ?? (await postPage(way, page, key, under, n > 0)));
    }
    const remote = remoteId(...timestamps);
    const thread = way.thread ?? timestamps[0] ?? '';
    // An agents' channel that was named by its name has told its id by now.
    const opened = target.kind === 'agents' ? (at.agents.known(target.team) ?? channel) : channel;
    if (delivery.op !== 'open') return { remote };
    if (opened.startsWith('D')) await at.titled(target.team, opened, thread, delivery.title);
    return { remote, thread: threadId(target.team, opened, thread) };
  }

  /** Which of the keys an earlier try put there. */
  async function sought(
    way: Way,
    thread: string | undefined,
    texts: ReadonlyMap<string, string>,
  ): Promise<ReadonlyMap<string, string>> {
    const { tried } = way.delivery;
    if (tried === undefined) return new Map();
    try {
      return await look(at, { team: way.target.team, channel: way.channel, thread, texts, tried });
    } catch (error) {
      throw reach(way, unlooked(way.delivery, failureOf(error, way.bucket, false)), false);
    }
  }

  /** `begun`: an earlier page of the same delivery is there already, so that nothing is sure about the whole of it. */
  async function postPage(
    way: Way,
    page: Page,
    key: string,
    thread: string | undefined,
    begun: boolean,
  ): Promise<string> {
    const as = writerOf(way.delivery, way.target.team);
    const args = {
      channel: way.channel,
      text: page.text,
      blocks: page.blocks,
      ...(thread !== undefined && { thread_ts: thread }),
      ...(as && dress(as)),
      ...SETTINGS,
      metadata: { event_type: METADATA, event_payload: { key } },
      // Not documented for apps; harmless where ignored, one copy less where not.
      client_msg_id: uuidOf(key),
    };
    try {
      const answer = await at
        .web(way.target.team)
        .apiCall('chat.postMessage', args, () => mustBeOurs(way.delivery, begun));
      const ts = string(answer, 'ts');
      if (ts === undefined) throw new DeliveryFailure({ kind: 'ambiguous' }, 'no_ts');
      const id = string(answer, 'channel');
      if (way.target.kind === 'agents' && id !== undefined) at.agents.learn(way.target.team, id);
      if (thread !== undefined) await stayed(way, answer, ts, thread);
      return ts;
    } catch (error) {
      if (as !== undefined && isUndressed(error)) throw UNDRESSED;
      throw reach(way, failureOf(error, way.bucket, true), begun);
    }
  }

  /** Slack posts a reply to a deleted message into the channel itself: it is taken back, for it is not meant for there. */
  async function stayed(way: Way, answer: Json, ts: string, thread: string): Promise<void> {
    const message = answer['message'];
    if (!repeatsThread || !isRecord(message) || message['thread_ts'] === thread) return;
    // A thread holds its first message at least: an empty one is no answer, and what was posted may well be in it.
    const astray = await at
      .web(way.target.team)
      .apiCall('conversations.replies', { channel: way.channel, ts: thread, oldest: ts, inclusive: true, limit: 15 })
      .then((page) => list({ ...page }, 'messages'))
      .then((replies) => replies.length > 0 && !replies.some((reply) => reply['ts'] === ts))
      .catch((error) => problemOf(error).kind === 'place gone');
    if (!astray) {
      repeatsThread = false;
      return;
    }
    await at
      .web(way.target.team)
      .apiCall('chat.delete', { channel: way.channel, ts })
      .catch((error) => {
        throw new DeliveryFailure({ kind: 'ambiguous' }, problemOf(error).code, error);
      });
    throw new DeliveryFailure({ kind: 'place gone' }, 'thread_not_found');
  }

  async function edit(way: Way, old: readonly string[]): Promise<Sent> {
    const { delivery, channel, target, bucket } = way;
    const pages = drawn(delivery, target.team);
    const [first] = old;
    if (first === undefined) throw new DeliveryFailure({ kind: 'refused' }, 'no_remote');
    const timestamps: string[] = [];
    const as = writerOf(delivery, target.team);
    try {
      for (const [n, page] of pages.entries()) {
        const ts = old[n];
        if (ts === undefined) break;
        const { text, blocks } = page;
        // A name that is not said again has been seen to be lost (slackapi/node-slack-sdk#944).
        const args = { channel, ts, text, blocks, parse: 'none', link_names: false, ...(as && dress(as)) };
        const there = await at
          .web(target.team)
          .apiCall('chat.update', args)
          .then(() => true, unlessGone);
        if (there !== true) return { remote: remoteId(...old) };
        timestamps.push(ts);
      }
      for (const ts of old.slice(pages.length))
        await at.web(target.team).apiCall('chat.delete', { channel, ts }).catch(unlessGone);
    } catch (error) {
      if (as !== undefined && isUndressed(error)) throw UNDRESSED;
      throw reach(way, failureOf(error, bucket, true), false);
    }
    if (pages.length === timestamps.length) return { remote: remoteId(...timestamps) };
    // It has grown over one message: the rest is posted, and so has to be looked for like any post.
    const under = way.thread ?? first;
    const texts = new Map(pages.map(({ text }, n) => [keyOf(delivery, n), text] as const).slice(timestamps.length));
    const there = await sought(way, under, texts);
    for (const [n, page] of pages.entries()) {
      const key = keyOf(delivery, n);
      if (n >= old.length) timestamps.push(there.get(key) ?? (await postPage(way, page, key, under, n > old.length)));
    }
    return { remote: remoteId(...timestamps) };
  }

  function drawn(delivery: Delivery, team: string): readonly Page[] {
    const as = delivery.op === 'open' || at.customizes.granted(team) ? undefined : delivery.as?.name;
    const { message } = delivery;
    const edited = delivery.op === 'edit' ? delivery.edited : undefined;
    const lines: readonly Line[] = edited === undefined ? [] : [{ kind: 'hint', text: edited }];
    const whole = { ...message, lines: [...message.lines, ...lines] };
    return render(whole, (intent, params) => at.seal(team, intent, params), as);
  }

  function writerOf(delivery: Delivery, team: string): Author | undefined {
    return delivery.op === 'open' || !at.customizes.granted(team) ? undefined : delivery.as;
  }

  /** The agents' place is a name: when its channel is gone, another one may take the name. */
  function reach(way: Way, failure: DeliveryFailure, begun: boolean): DeliveryFailure {
    if (way.target.kind === 'agents' && failure.fault.kind === 'place gone') {
      at.agents.forget(way.target.team);
      return new DeliveryFailure({ kind: 'later', ...(begun && { begun }) }, failure.code, failure);
    }
    const { fault, code } = failure;
    // Its first message was deleted: the channel is still there for another.
    if (way.target.kind === 'thread' && code === 'thread_not_found')
      return new DeliveryFailure({ kind: 'place gone', again: true }, code, failure);
    return begun && (fault.kind === 'later' || fault.kind === 'limited')
      ? new DeliveryFailure({ ...fault, begun }, code, failure)
      : failure;
  }
}

/** Without the scope to look, what the earlier try did stays unknown. */
function unlooked(delivery: Delivery, failure: DeliveryFailure): DeliveryFailure {
  const unknown = delivery.tried !== undefined && delivery.op !== 'edit';
  return unknown && failure.code === 'missing_scope'
    ? new DeliveryFailure({ kind: 'ambiguous' }, failure.code, failure)
    : failure;
}

/** The arguments that show a message under its writer's name. */
const dress = ({ name, avatar }: Author) => ({
  username: cut(oneLine(name) || '…', 80),
  ...(avatar !== undefined && /^https?:\/\//.test(avatar) && { icon_url: avatar }),
});

function isUndressed(error: unknown): boolean {
  const { code, data } = problemOf(error);
  return code === 'missing_scope' && String(data['needed']).includes('chat:write.customize');
}

const unlessGone = (error: unknown): void => {
  if (problemOf(error).code !== 'message_not_found') throw error;
};

/** A key in the shape of a UUID. */
const uuidOf = (key: string): string =>
  createHash('sha256')
    .update(`deskbell ${key}`)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
