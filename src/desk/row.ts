/** Single rows and places of the recorder. */
import type { Account, Address, InternalMessage, PublicMessage } from '../adapter.ts';
import { Unavailable } from '../errors.ts';
import type { Effect } from '../intent.ts';
import type { Rows, WorkRow } from './batch.ts';
import type { Content, Deed } from './rows.ts';
import type { Party } from './ticket.ts';

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

/** The tickets to be counted anew: whatever is counted leaves a row of these behind. */
export function touched({ timeline, messages }: Rows): readonly object[] {
  const found = new Map<string, object>();
  for (const { org, ticket } of [...timeline, ...messages] as readonly { org: number; ticket: number }[]) {
    found.set(`${org}/${ticket}`, { org, ticket });
  }
  return [...found.values()];
}

/** Something said. `opens`: the ticket's subject was made of it; `shown`: it stands in the threads by itself. */
export function messageRow(
  { org, at, source }: Pick<Deed, 'org' | 'at' | 'source'>,
  ticket: number,
  visibility: 'public' | 'note',
  text: string,
  { by, opens, shown }: { by: Party | undefined; opens: boolean | undefined; shown: boolean | undefined },
): object {
  return {
    ...{ org, ticket, visibility, text, at, opens, shown },
    author: by?.person,
    name: by?.name,
    source: source?.address,
    remote: source?.remote,
    key: source?.key,
    version: source?.version,
  };
}
