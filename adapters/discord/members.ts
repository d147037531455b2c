/**
 * Whether the person whom a private thread is for is still in the guild. Discord takes messages for a thread that its only
 * reader has left, and tells of leaving only those bots that may see all members: so it is asked, now and then.
 */
import { Routes } from 'discord.js';
import { type Address, DeliveryFailure, type Desk } from '../../src/adapter.ts';
import { remember } from './guilds.ts';
import { parseAddress, tenantOf } from './ids.ts';
import type { Api } from './rest.ts';

export interface Members {
  /** A thread was opened for somebody. */
  opened(guild: string, thread: string, user: string): Promise<void>;
  /** Rejects if the person that a thread is for has left. */
  mustBeHere(guild: string, thread: string): Promise<void>;
  /** The same failure to reach somebody, told whether they have left. */
  whether(failure: DeliveryFailure, place: Address): Promise<DeliveryFailure>;
}

const ASK_AGAIN = 300_000;
const REMEMBERED = 5_000;
const LEFT: ReadonlySet<string> = new Set(['10007', '10013']);

export function members(api: Api, desk: () => Desk): Members {
  const readers = new Map<string, string>();
  const seen = new Map<string, number>();

  const readerOf = async (guild: string, thread: string): Promise<string | undefined> => {
    const known = readers.get(thread) ?? (await desk().kept(tenantOf(guild), `reader:${thread}`)) ?? '';
    remember(readers, thread, known, REMEMBERED);
    return known === '' ? undefined : known;
  };
  /** Undefined where it cannot be told. */
  const isHere = async (guild: string, user: string): Promise<boolean | undefined> => {
    try {
      await api.call({ method: 'GET', route: Routes.guildMember(guild, user) });
      return true;
    } catch (error) {
      return error instanceof DeliveryFailure && LEFT.has(error.code) ? false : undefined;
    }
  };

  return {
    opened: async (guild, thread, user) => {
      remember(readers, thread, user, REMEMBERED);
      await desk().keep(tenantOf(guild), `reader:${thread}`, user);
    },
    mustBeHere: async (guild, thread) => {
      const user = await readerOf(guild, thread);
      const key = `${guild} ${user}`;
      if (user === undefined || Date.now() - (seen.get(key) ?? 0) < ASK_AGAIN) return;
      if ((await isHere(guild, user)) === false) throw new DeliveryFailure({ kind: 'unreachable', left: true }, 'left');
      remember(seen, key, Date.now(), REMEMBERED);
    },
    whether: async (failure, place) => {
      const where = parseAddress(place);
      if (!('user' in where) || failure.fault.kind !== 'unreachable') return failure;
      const left = LEFT.has(failure.code) || (await isHere(where.guild, where.user)) === false;
      return left ? new DeliveryFailure({ kind: 'unreachable', left: true }, failure.code, failure) : failure;
    },
  };
}
