/** What was read, as what the desk hears. Pure: who people are and which channel is the agents' is passed in. */
import { createHash } from 'node:crypto';
import type { Behalf, FileRef, Incoming, Place, Said, Speaker } from '../../src/adapter.ts';
import type { Raw } from '../../src/form.ts';
import { accountId, channelId, PLATFORM, personId, remoteId, tenantId, threadId } from './ids.ts';
import { markdownOf } from './markdown.ts';
import { mentioned, type Names, toMarkdown } from './mrkdwn.ts';
import type { Person } from './people.ts';
import {
  dateOf,
  type Message,
  type Press,
  type Reaction,
  type Slash,
  type Spot,
  type Submit,
  type Who,
} from './read.ts';

/** What the payload cannot say. */
export interface Known {
  readonly person: Person | undefined;
  /** What an earlier payload called them. */
  readonly called?: string | undefined;
  /** The id of the agents' channel of this workspace. */
  readonly agents: string | undefined;
  /** They are in that channel; only asked where what they do has no place, in their home. */
  readonly member?: boolean;
}

/** The same gesture told again is the same to the letter; two that share an id of Slack's, which ought not to be, are not. */
const digest = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest('base64url').slice(0, 12);

export const slashIncoming = (slash: Slash, said: Said, known: Known, at: Date): Incoming => ({
  key: `${PLATFORM}:${slash.who.team}:trigger:${slash.trigger}:${digest(slash.who.user, slash.text)}`,
  at,
  from: speaker(slash.who, known),
  place: placeOf(slash.who, slash.spot, known),
  said,
});

export const pressIncoming = (press: Press, said: Said, known: Known): Incoming => ({
  key: `${PLATFORM}:${press.who.team}:trigger:${press.trigger}:${digest(press.who.user, press.at.toISOString(), press.value)}`,
  at: press.at,
  from: speaker(press.who, known),
  place: placeOf(press.who, press.spot, known),
  said,
});

/** A question that a home asks by itself. */
export const homeIncoming = (
  who: Who,
  known: Known,
  command: { readonly intent: string; readonly params: Raw },
): Incoming => ({
  key: `${PLATFORM}:${who.team}:home:${who.user}`,
  at: new Date(),
  from: speaker(who, known),
  place: placeOf(who, undefined, known),
  said: { kind: 'command', ...command },
});

/** However often a modal is sent, it is one gesture. */
export const submitIncoming = (submit: Submit, known: Known, at: Date, other?: Person): Incoming => {
  const { intent, params, channel, thread, direct, once, behalf, files = [] } = submit.memory;
  const spot =
    channel === undefined ? undefined : { channel, direct: direct === true, ...(thread !== undefined && { thread }) };
  return {
    key: `${PLATFORM}:${submit.who.team}:view:${once ?? submit.view}`,
    at,
    from: speaker(submit.who, known),
    place: placeOf(submit.who, spot, known),
    said: {
      kind: 'command',
      intent,
      params: { ...params, ...submit.values },
      ...(behalf !== undefined && { behalf: behalfOf({ team: submit.who.team, ...behalf }, other, behalf.from) }),
    },
    ...(files.length > 0 && { files }),
  };
};

/** However many put an emoji on a message, it is one gesture: for its author, whoever was first. */
export function reactionIncoming(
  { who, channel, ts, at }: Reaction,
  spot: Spot,
  said: Said & { readonly kind: 'command' },
  known: Known,
  author: string | undefined,
  wrote: Person | undefined,
  files: readonly FileRef[] = [],
): Incoming {
  const theirs =
    author === undefined || author === who.user
      ? {}
      : { behalf: behalfOf({ team: who.team, user: author, name: author }, wrote, 'quote') };
  return {
    key: `${PLATFORM}:${who.team}:${channel}:${ts}:ticket`,
    at: new Date(at),
    from: speaker(who, known),
    place: { ...placeOf(who, spot, known), addressed: true },
    said: { ...said, ...theirs },
    ...(files.length > 0 && { files }),
  };
}

/** For whom somebody does something. */
const behalfOf = (of: Who, person: Person | undefined, from: Behalf['from']): Behalf => ({
  of: speaker(of, { person, agents: undefined }),
  home: personId(of.team, of.user),
  from,
});

/** Names a message as a gesture. */
export const messageKey = (team: string, channel: string, ts: string): string => `${PLATFORM}:${team}:${channel}:${ts}`;

export function messageIncoming(message: Message, names: Names, known: Known, watched = false): Incoming {
  const { who, spot, ts, clientId } = message;
  const place = placeOf(who, spot, known);
  const text = toMarkdown(message.text, names);
  const { files } = message;
  return {
    key: messageKey(who.team, spot.channel, ts),
    ...(clientId !== undefined && {
      also: `${messageKey(who.team, spot.channel, clientId)}:${digest(who.user, message.text)}`,
    }),
    at: dateOf(ts),
    from: speaker(who, known),
    place: {
      ...place,
      ...(spot.direct && place.thread !== undefined && { home: place.thread }),
      ...(message.replying && { replying: true }),
      ...((message.addressed || (watched && message.atLarge)) && { addressed: true }),
      ...(watched && place.side === 'public' && { watched: true }),
    },
    said: { kind: 'message', text, remote: remoteId(ts) },
    ...(files.length > 0 && { files }),
  };
}

/** A message as portable markdown; one of files only is called by their names. */
export function textOf(message: { readonly text: string; readonly files: readonly FileRef[] }, names: Names): string {
  const text = toMarkdown(message.text, names);
  return text.trim() === '' ? message.files.map(({ name }) => markdownOf(name)).join('\n') : text;
}

const speaker = (who: Who, { person, called }: Known): Speaker => ({
  account: accountId(who.team, who.user, elsewhere(who, person)),
  name: person?.name ?? called ?? who.name,
  ...(person?.avatar !== undefined && { avatar: person.avatar }),
  ...(person?.locale !== undefined && { locale: person.locale }),
});

/** Another organisation that somebody belongs to (Slack Connect). */
function elsewhere({ team, home }: Who, person: Person | undefined): string | undefined {
  const other = person === undefined ? home : person.home;
  return other === team ? undefined : other;
}

function placeOf(who: Who, spot: Spot | undefined, { person, agents, member }: Known): Place {
  const { team, user } = who;
  const tenant = tenantId(team);
  const home = personId(team, user);
  if (spot === undefined) return { tenant, side: member === true ? 'agents' : 'direct', address: home, home };
  // Slack Connect: whoever is of another organisation is no agent, even as a member of the agents' channel.
  const external = person?.external ?? (who.home !== undefined && who.home !== team);
  const side = spot.direct ? 'direct' : spot.channel === agents && !external ? 'agents' : 'public';
  return {
    tenant,
    side,
    address: channelId(team, spot.channel),
    ...(spot.thread !== undefined && { thread: threadId(team, spot.channel, spot.thread) }),
    home,
  };
}

/** The people whom a message mentions, to be asked for by name. */
export const namesIn = (message: { readonly text: string }): readonly string[] => mentioned(message.text);
