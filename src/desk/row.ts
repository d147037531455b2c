/** Single rows and places of the recorder. */
import type { Account, Address, InternalMessage, PublicMessage } from '../adapter.ts';
import { Unavailable } from '../errors.ts';
import type { Effect } from '../intent.ts';
import type { Rows } from './batch.ts';
import type { Content } from './rows.ts';

/** Where an account's direct messages are; undefined while its platform is switched off, if that does not matter. */
export function reached(
  direct: (account: Account) => Address,
  { to, ifReached }: Pick<Extract<Effect, { do: 'tell' }>, 'to' | 'ifReached'>,
): Address | undefined {
  try {
    return direct(to);
  } catch (error) {
    if (ifReached === true && error instanceof Unavailable) return undefined;
    throw error;
  }
}

/** An internal answer cannot be put on the requester's side: what would be one is a bug, and is not sent. */
export function answerOf(side: 'requester' | 'agents', message: PublicMessage | InternalMessage): Content {
  if (side === 'agents') return { side, message };
  if (message.audience === 'agents') throw new Error('an internal answer for a place that requesters read');
  return { side, message };
}

/** The tickets to be counted anew: whatever is counted leaves a row of these behind. */
export function touched({ timeline, messages }: Rows): readonly object[] {
  const found = new Map<string, object>();
  for (const { org, ticket } of [...timeline, ...messages] as readonly { org: number; ticket: number }[]) {
    found.set(`${org}/${ticket}`, { org, ticket });
  }
  return [...found.values()];
}
