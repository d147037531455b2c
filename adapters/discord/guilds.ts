/** What is known of the guilds: from the gateway's own cache, else asked for. */
import { type Client, Routes } from 'discord.js';
import type { Names } from './markdown.ts';
import { NOBODY } from './markdown.ts';
import { type ChannelFacts, pickAgents } from './read.ts';
import { type Api, hasId } from './rest.ts';

export interface Guilds {
  /** Guilds that the gateway told us of, in that order. */
  readonly joined: Map<string, string>;
  names(guild: string): Names;
  /** A channel or thread; asked for when the gateway did not tell. */
  channel(id: string): Promise<ChannelFacts | undefined>;
  known(id: string): ChannelFacts | undefined;
  /** The agents' channel; asked for, at most once a minute, while the gateway has not told of the guild. */
  agents(guild: string): Promise<ChannelFacts | undefined>;
}

const ASK_AGAIN = 60_000;
const REMEMBERED = 1_000;

export function guilds(client: () => Client | undefined, api: Api, agentsChannel: string): Guilds {
  const asked = new Map<string, ChannelFacts>();
  const found = new Map<string, { readonly at: number; readonly channel: ChannelFacts | undefined }>();

  const known = (id: string): ChannelFacts | undefined => {
    const channel = client()?.channels.cache.get(id);
    if (channel === undefined || channel.isDMBased()) return undefined;
    return {
      id,
      type: channel.type,
      name: channel.name,
      ...(channel.parentId === null ? {} : { parent: channel.parentId }),
    };
  };
  const cached = (guild: string): readonly ChannelFacts[] | undefined => {
    const channels = client()?.guilds.cache.get(guild)?.channels.cache;
    if (channels === undefined || channels.size === 0) return undefined;
    return [...channels.values()].map(({ id, type, name }) => ({ id, type, name }));
  };

  return {
    joined: new Map(),
    names: (guild) => {
      const own = client()?.guilds.cache.get(guild);
      if (own === undefined) return NOBODY;
      return {
        user: () => undefined,
        role: (id) => own.roles.cache.get(id)?.name,
        channel: (id) => own.channels.cache.get(id)?.name,
      };
    },
    known,
    channel: async (id) => {
      const near = known(id) ?? asked.get(id);
      if (near !== undefined) return near;
      const facts = factsOf(await api.call({ method: 'GET', route: Routes.channel(id) }));
      if (facts !== undefined) remember(asked, id, facts, REMEMBERED);
      return facts;
    },
    agents: async (guild) => {
      const near = cached(guild);
      if (near !== undefined) return pickAgents(near, agentsChannel);
      const before = found.get(guild);
      if (before !== undefined && Date.now() - before.at < ASK_AGAIN) return before.channel;
      const list = await api.call({ method: 'GET', route: Routes.guildChannels(guild) });
      const facts = (Array.isArray(list) ? list : []).flatMap((one) => factsOf(one) ?? []);
      const channel = pickAgents(facts, agentsChannel);
      remember(found, guild, { at: Date.now(), channel }, REMEMBERED);
      return channel;
    },
  };
}

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
