/** Slack's payloads, looked into without trust. Pure. */
import type { FileRef } from '../../src/adapter.ts';
import type { Raw } from '../../src/form.ts';
import { filesOf } from './files.ts';
import { isRecord, type Json, list, object, string } from './json.ts';
import { fieldsOf, type Memory, readMemory, readValues } from './modal.ts';
import { mentioned, toPlain } from './mrkdwn.ts';
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
  /** `/ticket for @olu …`: whom the speaker names. */
  readonly named?: { readonly user: string; readonly name: string };
  readonly trigger: string;
  readonly responseUrl?: string;
}

/** "Open a ticket", from anywhere or from a message. */
export interface Shortcut {
  readonly who: Who;
  readonly trigger: string;
  readonly message?: {
    readonly spot: Spot & { readonly thread: string };
    /** Undefined for what no person wrote. */
    readonly author?: string;
    readonly text: string;
    readonly files: readonly FileRef[];
  };
}

export interface Press {
  readonly who: Who;
  /** Where the button is; absent in modals and the App Home. */
  readonly spot?: Spot;
  /** The button is in their App Home. */
  readonly home?: true;
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
  /** It is said to everybody in a channel: for the desk only where that is watched. */
  readonly atLarge: boolean;
  readonly ts: string;
  readonly clientId?: string;
  readonly text: string;
  readonly files: readonly FileRef[];
}

/** An emoji that somebody put on a message. */
export interface Reaction {
  readonly who: Who;
  readonly emoji: string;
  readonly channel: string;
  readonly ts: string;
  /** The app that hears of it: this one. */
  readonly app: string | undefined;
  readonly at: Date;
}

/** Whether a body has the shape of one of the kinds that Slack documents. What has not is refused before Bolt sees it. */
export function wellFormed(body: unknown): body is Json {
  if (!isRecord(body)) return false;
  if ('event' in body) return isRecord(body['event']) && string(body['event'], 'type') !== undefined;
  if ('command' in body) return typeof body['command'] === 'string' && string(body, 'user_id') !== undefined;
  if ('ssl_check' in body) return true;
  if (string(body, 'type') === undefined) return false;
  if ('actions' in body && !(Array.isArray(body['actions']) && body['actions'].every(isRecord))) return false;
  const views = /^view_/.test(string(body, 'type') ?? '');
  if ((views || ('view' in body && body['view'] !== null)) && !isRecord(body['view'])) return false;
  // Everything that a person does with a component names them.
  const interactive = /^(?:block_|view_|message_action$|shortcut$|interactive_message$|dialog_|workflow_)/;
  return !interactive.test(string(body, 'type') ?? '') || string(object(body, 'user'), 'id') !== undefined;
}

/**
 * A body without what Bolt would stumble over: fields that it looks into, with a value of a kind that Slack never gives them.
 * (They are missing then, as they are in other kinds of payload.)
 */
export function steady(body: Json): Json {
  const rest = without(body, ['user', 'channel', 'team', 'enterprise', 'authorizations']);
  if (!isRecord(rest['event'])) return rest;
  const event = without(rest['event'], ['user', 'channel', 'item', 'subteam']);
  return event === rest['event'] ? rest : { ...rest, event };
}

/** Most bodies are as they should be, and are not copied. */
function without(holder: Json, names: readonly string[]): Json {
  const odd = names.filter((name) => Object.hasOwn(holder, name) && !isSteady(name, holder[name]));
  if (odd.length === 0) return holder;
  return Object.fromEntries(Object.entries(holder).filter(([name]) => !odd.includes(name)));
}

function isSteady(name: string, value: unknown): boolean {
  if (name === 'authorizations') return Array.isArray(value) && value.every(isRecord);
  return isRecord(value) || (typeof value === 'string' && name !== 'item' && name !== 'subteam');
}

/** The workspace whose installation a delivery is for. */
export function readTeam(body: Json): string | undefined {
  const [authorization] = list(body, 'authorizations');
  const told = isRecord(body['event'])
    ? [authorization && string(authorization, 'team_id'), string(body, 'team_id')]
    : [
        string(object(body, 'view'), 'app_installed_team_id'),
        string(object(body, 'team'), 'id'),
        string(body, 'team_id'),
        string(object(body, 'user'), 'team_id'),
      ];
  // Where a whole organisation has installed the app, some of these name the organisation.
  return told.find((team) => team !== undefined && !team.startsWith('E'));
}

export function readSlash(body: Json): Slash | undefined {
  const team = readTeam(body);
  const user = string(body, 'user_id');
  const channel = string(body, 'channel_id');
  const trigger = string(body, 'trigger_id');
  if (team === undefined || user === undefined || channel === undefined || trigger === undefined) return undefined;
  const responseUrl = string(body, 'response_url');
  const typed = string(body, 'text') ?? '';
  const [all = '', id, label] = /^\s*(?:open\s+)?(?:for|für|para)\s+<@([A-Z0-9]+)(?:\|([^>]*))?>\s*/i.exec(typed) ?? [];
  return {
    who: { team, user, name: oneLine(string(body, 'user_name') ?? user) },
    // A direct conversation may be one with somebody else: only answers that nobody else sees are sent there.
    spot: { channel, direct: false },
    text: toPlain(typed.slice(all.length)),
    ...(id !== undefined && { named: { user: id, name: oneLine(label ?? '') || id } }),
    trigger,
    ...(responseUrl !== undefined && { responseUrl }),
  };
}

export function readShortcut(body: Json): Shortcut | undefined {
  const who = readWho(body);
  const trigger = string(body, 'trigger_id');
  if (who === undefined || trigger === undefined) return undefined;
  if (string(body, 'type') === 'shortcut') return { who, trigger };
  const channel = string(object(body, 'channel'), 'id');
  const message = object(body, 'message');
  const ts = string(message, 'ts') ?? string(body, 'message_ts');
  if (channel === undefined || ts === undefined) return undefined;
  const author = authorOf(message);
  return {
    who,
    trigger,
    message: {
      // Whoever else reads it, no answer belongs there.
      spot: { channel, direct: false, thread: string(message, 'thread_ts') ?? ts },
      ...(author !== undefined && { author }),
      ...wordsOf(message),
    },
  };
}

export function readReaction(body: Json): Reaction | undefined {
  const event = object(body, 'event');
  const item = object(event, 'item');
  const team = readTeam(body);
  const user = string(event, 'user');
  const channel = string(item, 'channel');
  const ts = string(item, 'ts');
  // A skin tone is told after two colons.
  const emoji = string(event, 'reaction')?.split('::', 1)[0];
  if (team === undefined || user === undefined || emoji === undefined) return undefined;
  if (item['type'] !== 'message' || channel === undefined || ts === undefined) return undefined;
  const at = dateOf(string(event, 'event_ts'));
  return { who: { team, user, name: user }, emoji, channel, ts, app: string(body, 'api_app_id'), at };
}

/** Who looks at their App Home. */
export function readHome(body: Json): Who | undefined {
  const event = object(body, 'event');
  const team = readTeam(body);
  const user = string(event, 'user');
  return team === undefined || user === undefined || event['tab'] === 'messages'
    ? undefined
    : { team, user, name: user };
}

/** The person who wrote a message; undefined for bots and for Slack itself. */
export function authorOf(message: Json): string | undefined {
  const user = string(message, 'user');
  const bot = ['bot_id', 'app_id', 'bot_profile'].some((key) => message[key] !== undefined);
  return bot || user === 'USLACKBOT' ? undefined : user;
}

/** What a message says. */
export function wordsOf(message: Json): { readonly text: string; readonly files: readonly FileRef[] } {
  return { text: string(message, 'text') ?? forwarded(message), files: filesOf(message) };
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
    ...(string(object(body, 'view'), 'type') === 'home' && { home: true as const }),
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
 * everything else: bots (this one too), edits, joins, unfurls, and, unless `channelsToo`, what is said in a channel to everybody.
 * Slack tells of a message that names the bot twice, as `message` and as `app_mention`: both read the same. `me` is the bot's
 * own user in that workspace, where it is known.
 */
export function readMessage(body: Json, channelsToo = false, me?: string): Message | undefined {
  const event = object(body, 'event');
  const team = readTeam(body);
  const user = string(event, 'user');
  const channel = string(event, 'channel');
  const ts = string(event, 'ts');
  if (team === undefined || user === undefined || channel === undefined || ts === undefined) return undefined;
  if (!HEARD.has(string(event, 'subtype')) || event['hidden'] === true || authorOf(event) === undefined)
    return undefined;
  const direct = isDirect(event, channel);
  const parent = string(event, 'thread_ts');
  const bot = botOf(body) ?? me;
  if (user === bot) return undefined;
  const named = string(event, 'type') === 'app_mention' || (bot !== undefined && isNamed(event, bot));
  const atLarge = !direct && !named && (parent === undefined || parent === ts);
  if (atLarge && !(channelsToo && /^[CG]/.test(channel) && event['channel_type'] !== 'mpim')) return undefined;
  const home = string(event, 'user_team') ?? string(event, 'source_team') ?? string(event, 'team');
  const clientId = string(event, 'client_msg_id');
  const { text: said, files } = wordsOf(event);
  const text = withoutName(said, bot);
  if (text.trim() === '' && files.length === 0 && !named) return undefined;
  return {
    who: { team, user, name: profileName(event) ?? user, ...(home !== undefined && { home }) },
    spot: { channel, thread: parent ?? ts, direct },
    replying: parent !== undefined && parent !== ts,
    addressed: named && !direct,
    atLarge,
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
export const botOf = (body: Json): string | undefined => {
  const bot = list(body, 'authorizations').find((one) => one['is_bot'] === true);
  return bot && string(bot, 'user_id');
};

/** Whether what happened did so between one person and the bot. */
export const isDirect = (event: Json, channel: string): boolean =>
  string(event, 'channel_type') === 'im' || (event['channel_type'] === undefined && channel.startsWith('D'));

export const isNamed = (event: Json, bot: string): boolean => mentioned(string(event, 'text') ?? '').includes(bot);

/** The bot's name before and after what is said to it is no part of it. */
export const withoutName = (text: string, bot: string | undefined): string =>
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

const readWho = (body: Json): Who | undefined => {
  const person = object(body, 'user');
  const team = readTeam(body);
  const user = string(person, 'id');
  if (team === undefined || user === undefined) return undefined;
  const home = string(person, 'team_id');
  const name = oneLine(string(person, 'name') ?? string(person, 'username') ?? user);
  return { team, user, name, ...(home !== undefined && { home }) };
};

/** When a timestamp of Slack's was. */
export const dateOf = (ts: string | undefined): Date => {
  const ms = Math.floor(Number(ts) * 1000);
  return Number.isFinite(ms) && ms > 0 ? new Date(ms) : new Date();
};
