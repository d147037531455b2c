/** Single rows and places of the recorder. */
import type { Account, Address, InternalMessage, PublicMessage } from '../adapter.ts';
import { Unavailable } from '../errors.ts';
import type { Effect } from '../intent.ts';
import type { WorkRow } from './batch.ts';
import type { Content, Deed } from './rows.ts';

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

/** Work for later: at its time, or, for what a model is asked, at once. */
export function workOf(
  { org, key, at, actor }: Deed,
  effect: Extract<Effect, { readonly do: 'later' | 'think' }>,
): WorkRow {
  if (effect.do === 'later') {
    const work = { kind: 'intent', intent: effect.intent, params: effect.params } as const;
    return { org, key: `later ${org} ${effect.key}`, work, due: effect.at };
  }
  if (actor === undefined) throw new Error('the clock asks no model');
  const { account, name, locale } = actor;
  const { ticket, task } = effect;
  return {
    org,
    key: `think ${org} ${key}`,
    work: { kind: 'think', ticket, task, by: { account, name, locale } },
    due: at,
  };
}
