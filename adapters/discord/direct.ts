/**
 * Direct messages: their channels, and the guild that each of them is about. A direct message names no guild, so it belongs
 * to the guild that last wrote to the person there; before that, to the first joined guild that they are a member of. It is
 * kept with the guild, so that every replica and every restart says the same.
 */
import { Routes } from 'discord.js';
import { DeliveryFailure, type Desk, type Tenant } from '../../src/adapter.ts';
import { remember } from './guilds.ts';
import { tenantOf } from './ids.ts';
import type { Api } from './rest.ts';

export interface Direct {
  /** The channel of somebody's direct messages; opened when need be. */
  channel(user: string, bucket: string): Promise<string>;
  /** The guild has written to the person. */
  wrote(guild: string, user: string): Promise<void>;
  /** The tenant that a person speaks to there; undefined when they share no guild with the desk. */
  tenant(user: string): Promise<Tenant | undefined>;
  /** Whom the channel belongs to, as far as is known without asking; undefined when the desk is in no guild. */
  tenantOf(channel: string): Tenant | undefined;
}

/** The key of everybody that a guild has written to: `dm:` and the person → when that began. */
export const USERS = 'dm:';

const REMEMBERED = 10_000;
/** How many guilds are asked whether they know somebody: beyond that a slash command tells. */
const ASKED = 50;

export function direct(
  api: Api,
  desk: () => Desk,
  joined: () => readonly string[],
  refresh: () => Promise<boolean>,
): Direct {
  const channels = new Map<string, string>();
  const guildOfPerson = new Map<string, string>();

  const keep = async (guild: string, user: string): Promise<void> => {
    if (guildOfPerson.get(user) === guild) return;
    await desk().keep(tenantOf(guild), `${USERS}${user}`, String(Date.now()).padStart(15, '0'));
    remember(guildOfPerson, user, guild, REMEMBERED);
  };
  const lastWriter = async (user: string): Promise<string | undefined> => {
    const kept = await Promise.all(
      joined().map(async (guild) => ({ guild, at: await desk().kept(tenantOf(guild), `${USERS}${user}`) })),
    );
    return kept.filter(({ at }) => at !== undefined).sort((a, b) => ((a.at ?? '') < (b.at ?? '') ? 1 : -1))[0]?.guild;
  };
  const firstShared = async (user: string): Promise<string | undefined> => {
    for (const guild of joined().slice(0, ASKED)) {
      try {
        await api.call({ method: 'GET', route: Routes.guildMember(guild, user) });
        return guild;
      } catch (error) {
        if (!(error instanceof DeliveryFailure) || !['place gone', 'unreachable'].includes(error.fault.kind))
          throw error;
      }
    }
    return undefined;
  };

  return {
    channel: async (user, bucket) => {
      const near = channels.get(user);
      if (near !== undefined) return near;
      const body = { recipient_id: user };
      const { id } = await api.made({ method: 'POST', route: Routes.userChannels(), body, bucket });
      remember(channels, user, id, REMEMBERED);
      return id;
    },
    wrote: keep,
    tenant: async (user) => {
      const only = joined().length === 1 ? joined()[0] : undefined;
      const near = only ?? guildOfPerson.get(user) ?? (await lastWriter(user)) ?? (await firstShared(user));
      // Another shard may have been told of a guild meanwhile.
      const guild = near ?? ((await refresh()) ? await firstShared(user) : undefined);
      if (guild === undefined) return undefined;
      if (only === undefined) await keep(guild, user);
      return tenantOf(guild);
    },
    tenantOf: (channel) => {
      const user = [...channels].find(([, known]) => known === channel)?.[0];
      const guild = guildOfPerson.get(user ?? '') ?? joined()[0];
      return guild === undefined ? undefined : tenantOf(guild);
    },
  };
}
