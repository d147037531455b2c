/** Slack's payloads as what the desk hears. Pure: who people are and which channel is the agents' is passed in. */
import { createHash } from 'node:crypto';
import type { Incoming, Place, Said, Speaker } from '../../src/adapter.ts';
import type { Raw } from '../../src/form.ts';
import { accountId, channelId, PLATFORM, personId, remoteId, tenantId, threadId } from './ids.ts';
import { isRecord, type Json, list, object, string } from './json.ts';
import { markdownOf } from './markdown.ts';
import { fieldsOf, type Memory, readMemory, readValues } from './modal.ts';
import { mentioned, type Names, toMarkdown, toPlain } from './mrkdwn.ts';
import type { Person } from './people.ts';
import { oneLine } from './text.ts';

/** Who did something, as far as the payload says. */
export interface Who {
  readonly team: string;
  readonly user: string;
  readonly name: string;
  /** The organisation the person belongs to, where the payload says. */
  readonly home?: string;
}

/** Where it was done. */
export interface Spot {
  readonly channel: string;
  readonly thread?: string;
  /** Between this person and the bot only. */
  readonly direct: boolean;
}

export interface Slash {
  readonly who: Who;
  readonly spot: Spot;
  readonly text: string;
  readonly trigger: string;
  readonly responseUrl?: string;
}

export interface Press {
  readonly who: Who;
  /** Where the button is; absent in modals and the App Home. */
  readonly spot?: Spot;
  /** The thread to show answers in: not the one that the pressed message only would start. */
  readonly shownIn?: string;
  readonly value: string;
  readonly trigger: string;
  readonly at: Date;
  readonly responseUrl?: string;
}

export interface Submit {
  readonly who: Who;
  readonly view: string;
  readonly memory: Memory;
  readonly values: Raw;
  readonly shown: readonly string[];
  readonly title: string;
}

export interface Message {
  readonly who: Who;
  readonly spot: Spot & { readonly thread: string };
  /** The thread was there before. */
  readonly replying: boolean;
  /** It names the bot where others read. */
  readonly addressed: boolean;
  readonly ts: string;
  readonly clientId?: string;
  readonly text: string;
  readonly files: readonly string[];
}

/** Whether a body has the shape of one of the kinds that Slack documents. What has not is refused before Bolt sees it. */
export function wellFormed(body: unknown): body is Json {
  if (!isRecord(body)) return false;
  if ('event' in body) return isRecord(body['event']) && string(body['event'], 'type') !== undefined;
  if ('command' in body) return typeof body['command'] === 'string' && string(body, 'user_id') !== undefined;
  if ('ssl_check' in body) return true;
  if (string(body, 'type') === undefined) return false;
  if ('actions' in body && !(Array.isArray(body['actions']) && body['actions'].every(isRecord))) return false;
  if ('view' in body && body['view'] !== null && !isRecord(body['view'])) return false;
  // Everything that a person does with a component names them.
  const interactive = /^(?:block_|view_|message_action$|shortcut$|interactive_message$|dialog_|workflow_)/;
  return !interactive.test(string(body, 'type') ?? '') || string(object(body, 'user'), 'id') !== undefined;
}

/** The workspace whose installation a delivery is for. */
export function readTeam(body: Json): string | undefined {
  const [authorization] = list(body, 'authorizations');
  if (isRecord(body['event'])) return (authorization && string(authorization, 'team_id')) ?? string(body, 'team_id');
  const installed = string(object(body, 'view'), 'app_installed_team_id');
  return (
    installed ??
    string(object(body, 'team'), 'id') ??
    string(body, 'team_id') ??
    string(object(body, 'user'), 'team_id')
  );
}

export function readSlash(body: Json): Slash | undefined {
  const team = readTeam(body);
  const user = string(body, 'user_id');
  const channel = string(body, 'channel_id');
  const trigger = string(body, 'trigger_id');
  if (team === undefined || user === undefined || channel === undefined || trigger === undefined) return undefined;
  const responseUrl = string(body, 'response_url');
  return {
    who: { team, user, name: oneLine(string(body, 'user_name') ?? user) },
    // A direct conversation may be one with somebody else: only answers that nobody else sees are sent there.
    spot: { channel, direct: false },
    text: toPlain(string(body, 'text') ?? ''),
    trigger,
    ...(responseUrl !== undefined && { responseUrl }),
  };
}

export function readPress(body: Json): Press | undefined {
  const who = readWho(body);
  const [action] = list(body, 'actions');
  const value = action && string(action, 'value');
  const trigger = string(body, 'trigger_id');
  if (who === undefined || value === undefined || trigger === undefined) return undefined;
  const message = object(body, 'message');
  const container = object(body, 'container');
  const channel = string(object(body, 'channel'), 'id') ?? string(container, 'channel_id');
  const ts = string(message, 'ts') ?? string(container, 'message_ts');
  const parent = string(message, 'thread_ts') ?? string(container, 'thread_ts');
  const whispered = container['is_ephemeral'] === true;
  const thread = parent ?? (whispered ? undefined : ts);
  const shownIn = parent === ts ? undefined : parent;
  const responseUrl = string(body, 'response_url');
  return {
    who,
    ...(channel !== undefined && {
      // The bot's buttons in a direct conversation are in the one between it and this person.
      spot: { channel, direct: channel.startsWith('D'), ...(thread !== undefined && { thread }) },
    }),
    ...(shownIn !== undefined && { shownIn }),
    value,
    trigger,
    at: dateOf(action && string(action, 'action_ts')),
    ...(responseUrl !== undefined && { responseUrl }),
  };
}

export function readSubmit(body: Json): Submit | undefined {
  const who = readWho(body);
  const view = object(body, 'view');
  const id = string(view, 'id');
  const memory = readMemory(string(view, 'private_metadata') ?? '');
  if (who === undefined || id === undefined || memory === undefined) return undefined;
  const values = readValues(object(object(view, 'state'), 'values'));
  return {
    who,
    view: id,
    memory,
    values,
    shown: fieldsOf(list(view, 'blocks')),
    title: string(object(view, 'title'), 'text') ?? '…',
  };
}

const HEARD = new Set([undefined, 'file_share', 'thread_broadcast', 'me_message']);

/**
 * What a person said where the desk may listen: to the bot directly or by its name, or in a thread. Undefined for
 * everything else: bots (this one too), edits, joins, unfurls, and what is said in a channel to everybody. Slack tells of
 * a message that names the bot twice, as `message` and as `app_mention`: both read the same.
 */
export function readMessage(body: Json): Message | undefined {
  const event = object(body, 'event');
  const team = readTeam(body);
  const user = string(event, 'user');
  const channel = string(event, 'channel');
  const ts = string(event, 'ts');
  if (team === undefined || user === undefined || channel === undefined || ts === undefined) return undefined;
  if (!HEARD.has(string(event, 'subtype')) || event['hidden'] === true || user === 'USLACKBOT') return undefined;
  if (event['bot_id'] !== undefined || event['app_id'] !== undefined || event['bot_profile'] !== undefined)
    return undefined;
  const direct =
    string(event, 'channel_type') === 'im' || (event['channel_type'] === undefined && channel.startsWith('D'));
  const parent = string(event, 'thread_ts');
  const bot = botOf(body);
  const named = string(event, 'type') === 'app_mention' || (bot !== undefined && isNamed(event, bot));
  if (!direct && !named && (parent === undefined || parent === ts)) return undefined;
  const home = string(event, 'user_team') ?? string(event, 'source_team') ?? string(event, 'team');
  const clientId = string(event, 'client_msg_id');
  const files = list(event, 'files').map((file) => oneLine(string(file, 'name') ?? string(file, 'title') ?? 'file'));
  const text = withoutName(string(event, 'text') ?? forwarded(event), bot);
  if (text.trim() === '' && files.length === 0 && !named) return undefined;
  return {
    who: { team, user, name: profileName(event) ?? user, ...(home !== undefined && { home }) },
    spot: { channel, thread: parent ?? ts, direct },
    replying: parent !== undefined && parent !== ts,
    addressed: named && !direct,
    ts,
    ...(clientId !== undefined && { clientId }),
    text,
    files,
  };
}

/** Some messages bring their writer's profile. */
const profileName = (event: Json): string | undefined => {
  const profile = object(event, 'user_profile');
  return [string(profile, 'display_name'), string(profile, 'real_name'), string(profile, 'name')]
    .map((one) => oneLine(one ?? ''))
    .find((one) => one !== '');
};

/** The bot's own id, as the delivery tells whose installation it is for. */
const botOf = (body: Json): string | undefined => {
  const bot = list(body, 'authorizations').find((one) => one['is_bot'] === true);
  return bot && string(bot, 'user_id');
};

const isNamed = (event: Json, bot: string): boolean => mentioned(string(event, 'text') ?? '').includes(bot);

/** The bot's name before and after what is said to it is no part of it. */
const withoutName = (text: string, bot: string | undefined): string =>
  bot === undefined
    ? text
    : text
        .replace(new RegExp(`^(?:\\s*<@${bot}(?:\\|[^>]*)?>[\\s,:;!.-]*)+`), '')
        .replace(new RegExp(`(?:\\s*<@${bot}(?:\\|[^>]*)?>)+\\s*$`), '');

/** A message passed on without a word of one's own. */
const forwarded = (event: Json): string =>
  list(event, 'attachments')
    .map((attachment) => string(attachment, 'text') ?? string(attachment, 'fallback') ?? '')
    .filter((text) => text !== '')
    .join('\n');

/** The people whom a message mentions, to be asked for by name. */
export const namesIn = (message: Message): readonly string[] => mentioned(message.text);

const readWho = (body: Json): Who | undefined => {
  const person = object(body, 'user');
  const team = readTeam(body);
  const user = string(person, 'id');
  if (team === undefined || user === undefined) return undefined;
  const home = string(person, 'team_id');
  const name = oneLine(string(person, 'name') ?? string(person, 'username') ?? user);
  return { team, user, name, ...(home !== undefined && { home }) };
};

/** The same gesture told again is the same to the letter; two that share an id of Slack's, which ought not to be, are not. */
const digest = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest('base64url').slice(0, 12);

// What the desk hears

/** What the payload cannot say. */
export interface Known {
  readonly person: Person | undefined;
  /** What an earlier payload called them. */
  readonly called?: string | undefined;
  /** The id of the agents' channel of this workspace. */
  readonly agents: string | undefined;
}

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

/** However often a modal is sent, it is one gesture. */
export const submitIncoming = (submit: Submit, known: Known, at: Date): Incoming => {
  const { intent, params, channel, thread, direct, once } = submit.memory;
  const spot =
    channel === undefined ? undefined : { channel, direct: direct === true, ...(thread !== undefined && { thread }) };
  return {
    key: `${PLATFORM}:${submit.who.team}:view:${once ?? submit.view}`,
    at,
    from: speaker(submit.who, known),
    place: placeOf(submit.who, spot, known),
    said: { kind: 'command', intent, params: { ...params, ...submit.values } },
  };
};

export function messageIncoming(message: Message, names: Names, known: Known): Incoming {
  const { who, spot, ts, clientId, files } = message;
  const key = `${PLATFORM}:${who.team}:${spot.channel}`;
  const place = placeOf(who, spot, known);
  // Files are not copied yet, but they are never dropped in silence.
  const attached = files.map((name) => markdownOf(`[file: ${name}]`));
  const text = [toMarkdown(message.text, names), ...attached].filter((part) => part.trim() !== '').join('\n');
  return {
    key: `${key}:${ts}`,
    ...(clientId !== undefined && { also: `${key}:${clientId}:${digest(who.user, message.text)}` }),
    at: dateOf(ts),
    from: speaker(who, known),
    place: {
      ...place,
      ...(spot.direct && place.thread !== undefined && { home: place.thread }),
      ...(message.replying && { replying: true }),
      ...(message.addressed && { addressed: true }),
    },
    said: { kind: 'message', text, remote: remoteId(ts) },
  };
}

const speaker = (who: Who, { person, called }: Known): Speaker => ({
  account: accountId(who.team, who.user),
  name: person?.name ?? called ?? who.name,
  ...(person?.avatar !== undefined && { avatar: person.avatar }),
  ...(person?.locale !== undefined && { locale: person.locale }),
});

function placeOf(who: Who, spot: Spot | undefined, { person, agents }: Known): Place {
  const { team, user } = who;
  const tenant = tenantId(team);
  const home = personId(team, user);
  if (spot === undefined) return { tenant, side: 'direct', address: home, home };
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

const dateOf = (ts: string | undefined): Date => {
  const ms = Math.floor(Number(ts) * 1000);
  return Number.isFinite(ms) && ms > 0 ? new Date(ms) : new Date();
};
