/**
 * Every id that Discord's adapter mints, made and parsed side by side. A Discord account is one person in all guilds, but
 * tenants stay apart, so account and addresses begin with the guild.
 */
import type { Account, Address, Remote, Tenant } from '../../src/adapter.ts';

/** Where an address leads. */
export type Where =
  /** `discord:G/C` */
  | { readonly kind: 'channel'; readonly guild: string; readonly channel: string }
  /** `discord:G/C/T` */
  | { readonly kind: 'thread'; readonly guild: string; readonly channel: string; readonly thread: string }
  /** `discord:G/C/~M`: in answer to the message M, where it was said. */
  | { readonly kind: 'answer'; readonly guild: string; readonly channel: string; readonly message: string }
  /** `discord:G/C/@D`: a private thread for D, to be opened under C; their direct messages where C cannot have one. */
  | { readonly kind: 'private'; readonly guild: string; readonly channel: string; readonly user: string }
  /** `discord:G/@D`: the direct messages with D, as far as they concern G. */
  | { readonly kind: 'direct'; readonly guild: string; readonly user: string }
  /** `discord:G/#agents`: the agents' channel, looked up by its name or id when something is sent. */
  | { readonly kind: 'agents'; readonly guild: string };

const ID = '(\\d{1,20})';
const TENANT = new RegExp(`^discord:${ID}$`);
const ACCOUNT = new RegExp(`^discord:${ID}:${ID}$`);
const ADDRESS = new RegExp(`^discord:${ID}/(?:(#agents)|@${ID}|${ID}(?:/(?:@${ID}|~${ID}|${ID}))?)$`);
const REMOTE = new RegExp(`^${ID}/${ID}$`);

export const tenantOf = (guild: string): Tenant => `discord:${guild}` as Tenant;

export function guildOf(tenant: Tenant): string {
  return TENANT.exec(tenant)?.[1] ?? wrong('tenant', tenant);
}

export const accountOf = (guild: string, user: string): Account => `discord:${guild}:${user}` as Account;

export function parseAccount(account: Account): { readonly guild: string; readonly user: string } {
  const [, guild, user] = ACCOUNT.exec(account) ?? [];
  return guild === undefined || user === undefined ? wrong('account', account) : { guild, user };
}

export function addressOf(where: Where): Address {
  return `discord:${where.guild}/${tail(where)}` as Address;
}

export function parseAddress(address: Address): Where {
  const [, guild, agents, direct, channel, user, message, thread] = ADDRESS.exec(address) ?? [];
  if (guild === undefined) return wrong('address', address);
  if (agents !== undefined) return { kind: 'agents', guild };
  if (direct !== undefined) return { kind: 'direct', guild, user: direct };
  if (channel === undefined) return wrong('address', address);
  if (user !== undefined) return { kind: 'private', guild, channel, user };
  if (message !== undefined) return { kind: 'answer', guild, channel, message };
  return thread === undefined ? { kind: 'channel', guild, channel } : { kind: 'thread', guild, channel, thread };
}

/** Channel and message: the root of a public thread lies in the channel above it, so the message alone would not be found. */
export const remoteOf = (channel: string, message: string): Remote => `${channel}/${message}` as Remote;

export function parseRemote(remote: Remote): { readonly channel: string; readonly message: string } {
  const [, channel, message] = REMOTE.exec(remote) ?? [];
  return channel === undefined || message === undefined ? wrong('remote', remote) : { channel, message };
}

/** Discord's ids begin with their time of birth, in milliseconds since 2015. */
export const snowflakeAt = (time: number): string => String(BigInt(Math.max(0, Math.floor(time) - EPOCH)) << 22n);
export const timeOf = (snowflake: string): Date => new Date(Number(BigInt(snowflake) >> 22n) + EPOCH);

const EPOCH = 1_420_070_400_000;

function tail(where: Where): string {
  switch (where.kind) {
    case 'channel':
      return where.channel;
    case 'thread':
      return `${where.channel}/${where.thread}`;
    case 'answer':
      return `${where.channel}/~${where.message}`;
    case 'private':
      return `${where.channel}/@${where.user}`;
    case 'direct':
      return `@${where.user}`;
    case 'agents':
      return '#agents';
    default:
      return where satisfies never;
  }
}

function wrong(what: string, text: string): never {
  throw new Error(`not a Discord ${what}: ${JSON.stringify(text)}`);
}
