/**
 * Every opaque id that the Slack adapter mints, made and parsed here only.
 *
 *   tenant    slack:T1                    a workspace
 *   account   slack:T1:U1                 somebody in it
 *             slack:T1:U2@T9              somebody of another organisation, met in a channel that both share
 *   address   slack:T1/C1                 a channel, or a direct-message channel (D1)
 *             slack:T1/C1/1700.1          the thread under the message 1700.1
 *             slack:T1/@U1                a person's direct messages with the bot, whichever channel that is
 *             slack:T1/#agents            the agents' channel, whichever channel that is
 *   remote    1700.1                      a message; `1700.1+1700.2` when it was too long for one
 */
import type { Account, Address, Remote, Tenant } from '../../src/adapter.ts';

export const PLATFORM = 'slack';

/** What an address points at. */
export type Target =
  | { readonly kind: 'channel'; readonly team: string; readonly channel: string }
  | { readonly kind: 'thread'; readonly team: string; readonly channel: string; readonly thread: string }
  | { readonly kind: 'person'; readonly team: string; readonly user: string }
  | { readonly kind: 'agents'; readonly team: string };

export const tenantId = (team: string): Tenant => `${PLATFORM}:${team}` as Tenant;
/** `home` is the organisation of somebody who is not of this one: an id of theirs may be somebody else's here. */
export const accountId = (team: string, user: string, home?: string): Account =>
  `${PLATFORM}:${team}:${user}${home === undefined ? '' : `@${home}`}` as Account;
export const channelId = (team: string, channel: string): Address => `${PLATFORM}:${team}/${channel}` as Address;
export const threadId = (team: string, channel: string, ts: string): Address =>
  `${PLATFORM}:${team}/${channel}/${ts}` as Address;
export const personId = (team: string, user: string): Address => `${PLATFORM}:${team}/@${user}` as Address;
export const agentsId = (team: string): Address => `${PLATFORM}:${team}/#agents` as Address;
export const remoteId = (...timestamps: readonly string[]): Remote => timestamps.join('+') as Remote;

export function teamOf(tenant: Tenant): string {
  const team = /^slack:([^:/\s]+)$/.exec(tenant)?.[1];
  if (team === undefined) throw new Error(`Not a Slack tenant: ${tenant}`);
  return team;
}

export function parseAccount(account: Account): { readonly team: string; readonly user: string } {
  const [, team, user] = /^slack:([^:/\s]+):([^:/\s@]+)(?:@[^:/\s@]+)?$/.exec(account) ?? [];
  if (team === undefined || user === undefined) throw new Error(`Not a Slack account: ${account}`);
  return { team, user };
}

export function parseAddress(address: Address): Target {
  const [, team, place, thread] = /^slack:([^:/\s]+)\/([^/\s]+)(?:\/([^/\s]+))?$/.exec(address) ?? [];
  if (team === undefined || place === undefined) throw new Error(`Not a Slack address: ${address}`);
  if (place === '#agents') return { kind: 'agents', team };
  if (place.startsWith('@')) return { kind: 'person', team, user: place.slice(1) };
  if (thread === undefined) return { kind: 'channel', team, channel: place };
  return { kind: 'thread', team, channel: place, thread };
}

/** The timestamps of the messages that one remote stands for, first one first. */
export const parseRemote = (remote: Remote): readonly string[] => remote.split('+').filter((ts) => ts !== '');
