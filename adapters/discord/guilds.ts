/** What is known of the guilds: what the gateway told, else asked for. */
import { ChannelType, Routes } from 'discord.js';
import { DeliveryFailure } from '../../src/adapter.ts';
import { type Names, NOBODY } from './markdown.ts';
import { type ChannelFacts, isThread, pickAgents } from './read.ts';
import { type Api, hasId, type Made } from './rest.ts';

export interface Guilds {
  /** Guilds that the gateway told us of, in that order. */
  readonly joined: Map<string, string>;
  /** Takes what the gateway tells of guilds, their channels, threads and roles; any other event is nothing to it. */
  tell(type: string, data: unknown): void;
  /** Asks which guilds there are: a session that goes on does not tell. */
  find(): Promise<void>;
  /** Asks for a guild's channels and roles, unless the gateway told them. */
  load(guild: string): Promise<void>;
  names(guild: string): Names;
  /** A channel or thread; asked for when the gateway did not tell. Undefined where Discord will not tell either. */
  channel(id: string): Promise<ChannelFacts | undefined>;
  /** A thread that we have made: what is said in it may come before the gateway tells of it. */
  learn(channel: Made): void;
  known(id: string): ChannelFacts | undefined;
  /** The channel that a thread is in; undefined for what is none. */
  parent(channel: ChannelFacts): Promise<ChannelFacts | undefined>;
  /** The agents' channel; asked for, at most once a minute, while the gateway has not told of the guild. */
  agents(guild: string): Promise<ChannelFacts | undefined>;
}

/** All that is remembered of a guild: an idle one costs little more than its channels' names. */
interface Guild {
  readonly channels: Map<string, ChannelFacts>;
  readonly roles: Map<string, string>;
}

const ASK_AGAIN = 60_000;
const REMEMBERED = 1_000;
const PAGE = 200;

export function guilds(api: Api, agentsChannel: string): Guilds {
  const joined = new Map<string, string>();
  const parentOf = (channel: ChannelFacts): Promise<ChannelFacts | undefined> =>
    isThread(channel) && channel.parent !== undefined ? channelOf(channel.parent) : Promise.resolve(undefined);
  const told = new Map<string, Guild>();
  const guildOfChannel = new Map<string, string>();
  const asked = new Map<string, ChannelFacts>();
  const found = new Map<string, { readonly at: number; readonly channel: ChannelFacts | undefined }>();
  const loading = new Map<string, Promise<void>>();

  const known = (id: string): ChannelFacts | undefined =>
    told.get(guildOfChannel.get(id) ?? '')?.channels.get(id) ?? asked.get(id);
  const forget = (guild: string): void => {
    for (const id of told.get(guild)?.channels.keys() ?? []) guildOfChannel.delete(id);
    told.delete(guild);
  };
  const put = (guild: string, channel: unknown): void => {
    const facts = factsOf(channel);
    if (facts === undefined) return;
    asked.delete(facts.id);
    told.get(guild)?.channels.set(facts.id, facts);
    guildOfChannel.set(facts.id, guild);
  };
  const role = (guild: string, given: unknown): void => {
    if (hasId(given) && typeof given['name'] === 'string') told.get(guild)?.roles.set(given.id, given['name']);
  };
  const begin = (guild: string, channels: readonly unknown[], roles: readonly unknown[]): void => {
    forget(guild);
    told.set(guild, { channels: new Map(), roles: new Map() });
    for (const one of channels) put(guild, one);
    for (const one of roles) role(guild, one);
  };

  const ask = async (guild: string): Promise<void> => {
    const [channels, roles] = await Promise.all([
      api.call({ method: 'GET', route: Routes.guildChannels(guild) }),
      api.call({ method: 'GET', route: Routes.guildRoles(guild) }),
    ]);
    // Meanwhile the gateway may have told, and knows better.
    if (!told.has(guild)) begin(guild, list(channels), list(roles));
  };

  const channelOf = async (id: string): Promise<ChannelFacts | undefined> => {
    const near = known(id);
    if (near !== undefined) return near;
    const facts = factsOf(await api.call({ method: 'GET', route: Routes.channel(id) }).catch(unlessRefused));
    if (facts !== undefined) remember(asked, id, facts, REMEMBERED);
    return facts;
  };

  return {
    joined,
    known,
    tell: (type, data) => {
      const given = data as Readonly<Record<string, unknown>>;
      const guild = String(given['guild_id'] ?? '');
      switch (type) {
        case 'GUILD_CREATE':
          if (given['unavailable'] !== true && hasId(data))
            begin(data.id, [...list(data['channels']), ...list(data['threads'])], list(data['roles']));
          return;
        case 'GUILD_DELETE':
          return forget(String(given['id']));
        case 'CHANNEL_CREATE':
        case 'CHANNEL_UPDATE':
        case 'THREAD_CREATE':
        case 'THREAD_UPDATE':
          if (hasId(data)) asked.delete(data.id);
          return put(guild, data);
        case 'THREAD_LIST_SYNC':
          for (const one of list(given['threads'])) put(guild, one);
          return;
        case 'CHANNEL_DELETE':
        case 'THREAD_DELETE':
          asked.delete(String(given['id']));
          told.get(guild)?.channels.delete(String(given['id']));
          guildOfChannel.delete(String(given['id']));
          return;
        case 'GUILD_ROLE_CREATE':
        case 'GUILD_ROLE_UPDATE':
          return role(guild, given['role']);
        case 'GUILD_ROLE_DELETE':
          told.get(guild)?.roles.delete(String(given['role_id']));
      }
    },
    find: async () => {
      for (let after = '0'; ; ) {
        const query = { after, limit: String(PAGE) };
        const page = list(await api.call({ method: 'GET', route: Routes.userGuilds(), query })).filter(hasId);
        for (const { id, name } of page) joined.set(id, typeof name === 'string' ? name : id);
        const last = page.at(-1);
        if (page.length < PAGE || last === undefined) return;
        after = last.id;
      }
    },
    load: (guild) => {
      if (told.has(guild)) return Promise.resolve();
      const under = loading.get(guild) ?? ask(guild).finally(() => loading.delete(guild));
      loading.set(guild, under);
      return under;
    },
    names: (guild) => {
      const own = told.get(guild);
      if (own === undefined) return NOBODY;
      return {
        user: () => undefined,
        role: (id) => own.roles.get(id),
        channel: (id) => own.channels.get(id)?.name,
      };
    },
    channel: channelOf,
    parent: parentOf,
    learn: (channel) => {
      const facts = factsOf(channel);
      if (facts !== undefined) remember(asked, facts.id, facts, REMEMBERED);
    },
    agents: async (guild) => {
      const near = told.get(guild);
      if (near !== undefined) return pickAgents(near.channels.values(), agentsChannel);
      const before = found.get(guild);
      if (before !== undefined && Date.now() - before.at < ASK_AGAIN) return before.channel;
      const list = await api.call({ method: 'GET', route: Routes.guildChannels(guild) }).catch(unlessRefused);
      const facts = (Array.isArray(list) ? list : []).flatMap((one) => factsOf(one) ?? []);
      // Where channels are not told at all, what the operator wrote is taken as it is, if it is an id.
      const channel = Array.isArray(list) ? pickAgents(facts, agentsChannel) : asGiven(agentsChannel);
      remember(found, guild, { at: Date.now(), channel }, REMEMBERED);
      return channel;
    },
  };
}

const list = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : []);

/** Discord says for sure that it will not tell: the same as not being there. What may pass is not. */
const unlessRefused = (error: unknown): undefined => {
  if (!(error instanceof DeliveryFailure) || !['place gone', 'refused'].includes(error.fault.kind)) throw error;
  return undefined;
};

const asGiven = (agentsChannel: string): ChannelFacts | undefined =>
  /^\d{15,20}$/.test(agentsChannel) ? { id: agentsChannel, type: ChannelType.GuildText, name: '' } : undefined;

function factsOf(channel: unknown): ChannelFacts | undefined {
  if (!hasId(channel) || typeof channel['type'] !== 'number') return undefined;
  const { name, parent_id: parent } = channel;
  return {
    id: channel.id,
    type: channel['type'],
    name: typeof name === 'string' ? name : '',
    ...(typeof parent === 'string' ? { parent } : {}),
  };
}

/** A map that forgets its oldest entries. */
export function remember<K, V>(map: Map<K, V>, key: K, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) return;
    map.delete(oldest);
  }
}
