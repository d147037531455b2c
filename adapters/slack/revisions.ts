/** What becomes of messages after they were said: Slack's `message_changed` and `message_deleted`, to the desk. */
import type { Desk, FileRef, Revision } from '../../src/adapter.ts';
import { tenantId, threadId } from './ids.ts';
import { messageKey, namesIn, textOf } from './incoming.ts';
import { type Json, object, string } from './json.ts';
import type { Names } from './mrkdwn.ts';
import type { People } from './people.ts';
import { authorOf, botOf, isDirect, isNamed, readTeam, withoutName, wordsOf } from './read.ts';

export interface RevisionHearing {
  readonly desk: () => Desk;
  readonly people: People;
  /** The bot's own user in a workspace, where Slack has said. */
  readonly me: (team: string) => string | undefined;
  readonly met: (team: string, name: string | undefined) => Promise<void>;
}

/** What Slack tells of it. */
export interface Changed {
  readonly team: string;
  readonly channel: string;
  readonly ts: string;
  /** The thread that it is in; in direct messages also the one that it starts. */
  readonly thread?: string;
  readonly toDesk: boolean;
  /** Undefined: it is gone. */
  readonly now?: { readonly text: string; readonly files: readonly FileRef[]; readonly version: number };
}

const MOST_NAMES = 20;

/** Rejects when the desk did not take it: Slack brings it again. */
export function revisions({ desk, people, me, met }: RevisionHearing): (body: Json) => Promise<void> {
  return async (body) => {
    const of = readTeam(body);
    const changed = readChanged(body, of && me(of));
    if (changed === undefined) return;
    const { team, now } = changed;
    await met(team, undefined);
    const ids = now === undefined ? [] : namesIn(now).slice(0, MOST_NAMES);
    const known = await Promise.all(ids.map(async (id) => [id, await people.get(team, id)] as const));
    const names = new Map(known.flatMap(([id, person]) => (person === undefined ? [] : [[id, person.name] as const])));
    await desk().revise(revisionOf(changed, names));
  };
}

/**
 * A change of what a person wrote. Undefined for everything else that Slack tells as one: what the desk did itself, links that
 * unfurl, threads that grow. A message with answers is not deleted but replaced by Slack's own words.
 */
export function readChanged(body: Json, me?: string): Changed | undefined {
  const event = object(body, 'event');
  const subtype = string(event, 'subtype');
  if (subtype !== 'message_changed' && subtype !== 'message_deleted') return undefined;
  const team = readTeam(body);
  const channel = string(event, 'channel');
  const before = object(event, 'previous_message');
  const after = object(event, 'message');
  const gone = subtype === 'message_deleted' || string(after, 'subtype') === 'tombstone';
  const message = gone ? before : after;
  const ts = string(after, 'ts') ?? string(event, 'deleted_ts') ?? string(before, 'ts');
  if (team === undefined || channel === undefined || ts === undefined) return undefined;
  // Whose it was is not always told of what is gone.
  const told = Object.keys(message).length > 0;
  if (told ? authorOf(message) === undefined : !gone) return undefined;
  const edited = string(object(after, 'edited'), 'ts');
  if (!gone && edited === undefined) return undefined;
  const direct = isDirect(event, channel);
  const parent = string(message, 'thread_ts');
  const thread = parent !== undefined && parent !== ts ? parent : direct ? ts : undefined;
  const bot = botOf(body) ?? me;
  const { text, files } = wordsOf(after);
  return {
    team,
    channel,
    ts,
    ...(thread !== undefined && { thread }),
    toDesk: direct || (bot !== undefined && [before, after].some((one) => isNamed(one, bot))),
    // When the edit was made is told in whole seconds; the event has a time of its own.
    ...(!gone && {
      now: { text: withoutName(text, bot), files, version: Number(string(event, 'event_ts') ?? edited) * 1000 },
    }),
  };
}

/** A message that was read later than it was changed, told as Slack would have told it. */
export function asChanged(body: Json): Json | undefined {
  const { channel, channel_type, ...message } = object(body, 'event');
  const edited = string(object(message, 'edited'), 'ts');
  if (edited === undefined) return undefined;
  return {
    ...body,
    event: { type: 'message', subtype: 'message_changed', channel, channel_type, message, event_ts: edited },
  };
}

export function revisionOf({ team, channel, ts, thread, toDesk, now }: Changed, names: Names): Revision {
  return {
    of: messageKey(team, channel, ts),
    tenant: tenantId(team),
    ...(thread !== undefined && { thread: threadId(team, channel, thread) }),
    ...(toDesk && { toDesk }),
    ...(now === undefined ? { kind: 'deleted' } : { kind: 'edited', text: textOf(now, names), version: now.version }),
  };
}
