/** Which channel is the agents': found by its name once a workspace, and again when it is gone. */
import type { Desk } from '../../src/adapter.ts';
import type { Caller, Callers } from './clients.ts';
import { problemOf } from './errors.ts';
import { tenantId } from './ids.ts';
import { isRecord, type Json, list, object, parsed, string } from './json.ts';

export interface AgentsChannel {
  /** The id, where it is known by now. */
  known(team: string): string | undefined;
  /** The id; undefined where there is no such channel. Rejects when Slack does not say. */
  find(team: string): Promise<string | undefined>;
  /** What a message for it is posted to: the id, or its name where Slack does not list channels to this token. */
  post(team: string): Promise<string | undefined>;
  /** It took a message, and this is its id. */
  learn(team: string, id: string): void;
  /** It did not take a message: look for it anew. */
  forget(team: string): void;
  /** Who is in it, as of a minute ago at most. Rejects when Slack does not say. */
  members(team: string): Promise<ReadonlySet<string>>;
}

const KEPT = 'agents-channel';
const MISSING_FOR_MS = 60_000;
const MEMBERS_FOR_MS = 60_000;
const MOST_PAGES = 100;
/** Slack lists no channels to this token: the scope is missing, or the method is not there. */
export const UNLISTED = 'unlisted';

export function agentsChannel(web: Callers, setting: string, desk: () => Desk): AgentsChannel {
  const name = setting.replace(/^#/, '');
  const found = new Map<string, string>();
  const missing = new Map<string, number>();
  const unlisted = new Set<string>();
  const looking = new Map<string, Promise<string | undefined>>();
  const inside = new Map<string, { readonly until: number; readonly members: Promise<ReadonlySet<string>> }>();
  const given = isId(name) ? name : undefined;

  const look = async (team: string): Promise<string | undefined> => {
    try {
      const channel = await (given === undefined ? search(web(team), name, team) : info(web(team), given)).catch(
        unlessRefused,
      );
      if (channel === UNLISTED) return await fromBefore(team);
      unlisted.delete(team);
      if (channel === undefined) {
        missing.set(team, Date.now() + MISSING_FOR_MS);
        desk().log.warn(
          { team, channel: name },
          `There is no channel "${name}" that the bot can see: create it, or invite the bot to it with /invite, or name another one in SLACK_AGENTS_CHANNEL`,
        );
        return undefined;
      }
      const id = string(channel, 'id') ?? '';
      if (channel['is_member'] === false)
        desk().log.warn(
          { team, channel: name },
          `The bot is not in the agents' channel "${name}": invite it with /invite`,
        );
      remember(team, id);
      return id;
    } catch (error) {
      const kept = await keptId(team);
      if (kept === undefined) throw error;
      found.set(team, kept);
      return kept;
    }
  };

  /** Slack takes a message for a channel by its name too, and answers with the id. */
  const fromBefore = async (team: string): Promise<string | undefined> => {
    const kept = await keptId(team);
    if (kept === undefined) {
      missing.set(team, Date.now() + MISSING_FOR_MS);
      unlisted.add(team);
      desk().log.warn(
        { team, channel: name },
        `Slack does not list channels to the bot (are the scopes channels:read and groups:read missing?): "#${name}" is tried by its name. If no card appears there, give the channel's id in SLACK_AGENTS_CHANNEL`,
      );
    } else remember(team, kept);
    return kept;
  };

  const remember = (team: string, id: string): void => {
    found.set(team, id);
    missing.delete(team);
    unlisted.delete(team);
    if (given === undefined)
      desk()
        .keep(tenantId(team), KEPT, JSON.stringify({ name, id }))
        .catch(() => undefined);
  };

  /** From before, when Slack does not answer now. */
  const keptId = async (team: string): Promise<string | undefined> => {
    const kept = parsed(
      (await desk()
        .kept(tenantId(team), KEPT)
        .catch(() => undefined)) ?? '',
    );
    return kept && string(kept, 'name') === name ? string(kept, 'id') : given;
  };

  const find = async (team: string): Promise<string | undefined> => {
    const known = found.get(team);
    if (known !== undefined) return known;
    if ((missing.get(team) ?? 0) > Date.now()) return undefined;
    const underWay = looking.get(team) ?? look(team).finally(() => looking.delete(team));
    looking.set(team, underWay);
    return underWay;
  };

  return {
    known: (team) => found.get(team) ?? given,
    find,
    post: async (team) => (await find(team)) ?? (unlisted.has(team) ? `#${name}` : undefined),
    learn: (team, id) => {
      if (unlisted.has(team) && isId(id)) remember(team, id);
    },
    forget: (team) => {
      found.delete(team);
    },
    members: (team) => {
      const fresh = inside.get(team);
      if (fresh !== undefined && fresh.until > Date.now()) return fresh.members;
      const members = find(team).then((channel) =>
        channel === undefined ? new Set<string>() : membersOf(web(team), channel),
      );
      inside.set(team, { until: Date.now() + MEMBERS_FOR_MS, members });
      members.catch(() => inside.delete(team));
      return members;
    },
  };
}

/** Slack's names are in small letters, its ids in capitals. */
const isId = (text: string): boolean => /^[CG][A-Z0-9]+$/.test(text);

/** A Slack (or a stand-in for one) that will never answer this question has no such channel to offer. */
const unlessRefused = (error: unknown): undefined => {
  if (problemOf(error).kind !== 'refused') throw error;
  return undefined;
};

async function info(web: Caller, channel: string): Promise<Json | undefined> {
  try {
    return object(await web.apiCall('conversations.info', { channel }), 'channel');
  } catch (error) {
    const { kind, code } = problemOf(error);
    // Without the scope to look, what the operator wrote is taken as it is.
    if (code === 'missing_scope') return { id: channel };
    if (kind === 'place gone') return undefined;
    throw error;
  }
}

/** The channel of that name or id; undefined where the bot sees none, `UNLISTED` where Slack does not say. */
export const channelNamed = (web: Caller, setting: string, team: string): ReturnType<typeof search> => {
  const name = setting.replace(/^#/, '');
  return isId(name) ? info(web, name) : search(web, name, team);
};

async function search(web: Caller, name: string, team_id: string): Promise<Json | typeof UNLISTED | undefined> {
  let types = 'public_channel,private_channel';
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    let answer: Json;
    try {
      // The token of a whole organisation has to say which workspace is meant; others need not.
      const args = { types, exclude_archived: true, limit: 200, cursor, team_id };
      answer = await web.apiCall('conversations.list', args);
    } catch (error) {
      const { kind, code } = problemOf(error);
      if (code !== 'missing_scope' && kind !== 'refused') throw error;
      if (code !== 'missing_scope' || !types.includes(',')) return UNLISTED;
      types = 'public_channel';
      continue;
    }
    if (!Array.isArray(answer['channels'])) return UNLISTED;
    const channel = list(answer, 'channels').find(
      (one) => isRecord(one) && (string(one, 'name') === name || string(one, 'name_normalized') === name),
    );
    if (channel !== undefined) return channel;
    cursor = string(object(answer, 'response_metadata'), 'next_cursor');
    if (cursor === undefined) return undefined;
  }
  return undefined;
}

async function membersOf(web: Caller, channel: string): Promise<ReadonlySet<string>> {
  const members = new Set<string>();
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: Json = await web.apiCall('conversations.members', { channel, limit: 200, cursor });
    const { members: some } = answer;
    for (const user of Array.isArray(some) ? some : []) members.add(String(user));
    cursor = string(object(answer, 'response_metadata'), 'next_cursor');
    if (cursor === undefined) break;
  }
  return members;
}
