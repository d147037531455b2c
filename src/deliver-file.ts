/** What is said when a file does not get into a place: to whoever sent it, and to whoever reads there. Pure. */
import type { Account, Address, Fault, PublicMessage } from './adapter.ts';
import type { Missing } from './desk/file.ts';
import type { Held, Told } from './desk/outbox.ts';
import { laneOf, laneOfAddress } from './desk/rows.ts';
import { readersOf } from './desk/ticket.ts';
import type { Words } from './say/words.ts';

export interface FileTelling {
  wordsFor(locale: string | undefined): Words;
  /** Where an account's direct messages are; undefined while its platform is switched off. */
  direct(account: Account): Address | undefined;
  /** Whether this sender has yet to hear that the desk may not do this: they are told once. */
  isNews(permission: string): boolean;
}

/** The posts that follow; undefined where the row shows no file, or failed for what would keep any message out. */
export function toldOfFile(
  { org, content, thread, ticket }: Held,
  fault: Fault,
  { wordsFor, direct, isNews }: FileTelling,
): readonly Told[] | undefined {
  const file = content?.file;
  const why = whyOf(fault);
  if (file === undefined || why === undefined || ticket === undefined) return undefined;
  const inThread = (address: Address | undefined, message: PublicMessage): readonly Told[] => {
    const found = ticket.threads.find((one) => address !== undefined && one.address === address);
    if (found === undefined) return [];
    const { seq } = found;
    const content = { side: readersOf(found), message };
    return [{ thread: seq, lane: laneOf(org, ticket.number, seq), content }];
  };
  const toAccount = (message: PublicMessage): readonly Told[] => {
    const address = direct(file.account);
    if (address === undefined) return [];
    return [{ address, lane: laneOfAddress(org, address), content: { side: 'requester', message } }];
  };
  const { requester, number } = ticket;
  const own = file.account === requester.account ? requester.locale : undefined;
  const sorry = wordsFor(own).fileMissing(number, file, why);
  const missed = wordsFor(thread?.side === 'requester' ? requester.locale : undefined);
  const news = why.why !== 'not permitted' || isNews(`${file.account} ${why.permission}`);
  const inPlace = inThread(file.source, sorry);
  return [
    ...(news ? (inPlace.length > 0 ? inPlace : toAccount(sorry)) : []),
    ...inThread(thread?.address, missed.fileMissed(file.author, file.name)),
  ];
}

function whyOf(fault: Fault): Missing | undefined {
  switch (fault.kind) {
    case 'too large':
      return { why: 'too large there', limit: fault.most };
    case 'not permitted':
      return { why: 'not permitted', permission: fault.permission };
    case 'refused':
    case 'ambiguous':
      return { why: 'failed' };
    default:
      return undefined;
  }
}
