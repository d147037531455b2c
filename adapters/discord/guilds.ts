/** What is known of the guilds: from the gateway's own cache, else asked for. */
import { ChannelType, type Client, Routes } from 'discord.js';
import { DeliveryFailure } from '../../src/adapter.ts';
import type { Names } from './markdown.ts';
import { NOBODY } from './markdown.ts';
import { type ChannelFacts, pickAgents } from './read.ts';
import { type Api, hasId, type Made } from './rest.ts';

export interface Guilds {
  /** Guilds that the gateway told us of, in that order. */
  readonly joined: Map<string, string>;
  names(guild: string): Names;
  /** A channel or thread; asked for when the gateway did not tell. Undefined where Discord will not tell either. */
  channel(id: string): Promise<ChannelFacts | undefined>;
  /** A thread that we have made: what is said in it may come before the gateway tells of it. */
  learn(channel: Made): void;
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
      const facts = factsOf(await api.call({ method: 'GET', route: Routes.channel(id) }).catch(unlessRefused));
      if (facts !== undefined) remember(asked, id, facts, REMEMBERED);
      return facts;
    },
    learn: (channel) => {
      const facts = factsOf(channel);
      if (facts !== undefined) remember(asked, facts.id, facts, REMEMBERED);
    },
    agents: async (guild) => {
      const near = cached(guild);
      if (near !== undefined) return pickAgents(near, agentsChannel);
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
