/** Every id of the playground, made and parsed here and nowhere else. */
import type { Account, Address, Remote, Tenant } from '../../src/adapter.ts';
import type { Who } from './cast.ts';

export const PLATFORM = 'playground';
const SPACE = `${PLATFORM}:demo`;

export const TENANT = SPACE as Tenant;

/** A channel, and a thread in it by the id of its root message. */
export interface Spot {
  readonly channel: string;
  readonly thread?: string;
}

export const makeAccount = (who: Who): Account => `${SPACE}:${who}` as Account;

export const parseAccount = (account: Account): string | undefined => /^playground:demo:([a-z]+)$/.exec(account)?.[1];

export const makeAddress = ({ channel, thread }: Spot): Address =>
  `${SPACE}:${channel}${thread === undefined ? '' : `/${thread}`}` as Address;

export function parseAddress(address: Address): Spot | undefined {
  const [, channel, thread] = /^playground:demo:(@?[a-z-]+)(?:\/([0-9a-z]{11}))?$/.exec(address) ?? [];
  if (channel === undefined) return undefined;
  return thread === undefined ? { channel } : { channel, thread };
}

export const makeRemote = (id: string): Remote => id as Remote;

export const parseRemote = (remote: Remote): string | undefined => (isMessageId(remote) ? remote : undefined);

export const isMessageId = (text: string): boolean => /^[0-9a-z]{11}$/.test(text);

/** Message ids whose text order is the order they were given in, across restarts too: microseconds, and never the same twice. */
export function messageIds(now: () => Date, newest = ''): () => string {
  let last = newest === '' ? 0 : Number.parseInt(newest, 36);
  return () => {
    last = Math.max(now().getTime() * 1000, last + 1);
    return last.toString(36).padStart(11, '0');
  };
}

/** What a message is kept under; the order of the keys is the order of the messages. */
export const KEPT = 'message/';
export const keptKey = (id: string): string => `${KEPT}${id}`;
