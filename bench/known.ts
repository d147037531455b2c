/** Tickets that are there before anything is measured. */
import type { Account, Address } from '../src/adapter.ts';
import { ask } from './server.ts';
import { RATED, TALKED } from './story.ts';
import type { UnitName } from './units/index.ts';

/** A ticket that is there already. */
export interface Known {
  readonly number: number;
  readonly person: number;
  readonly account: Account;
  readonly thread: Address;
  readonly rated: number | null;
}

/** The newest tickets for which the SQL condition `which` over `t` holds. */
export const known = (url: string, which: string, most = 2_000): Promise<readonly Known[]> =>
  ask<Known>(
    url,
    `select t.number, t.requester_id::int as person, t.requester_account as account, th.address as thread, t.rated
     from (select * from ticket t where ${which} order by number desc limit ${most}) t
     join thread th on th.org_id = t.org_id and th.ticket = t.number and th.seq = 0`,
  );

/** A ticket, and the score that it has not. */
export interface Turn {
  readonly ticket: Known;
  readonly score: number;
}

/** Which ticket a client takes next, of `clients`. No two clients take the same one. */
export type Turns = (unit: UnitName, client: number, clients: number) => Turn;

export async function turns(url: string): Promise<Turns> {
  const between = ({ first, last }: typeof TALKED | typeof RATED): string => `t.number between ${first} and ${last}`;
  const [talked, rated] = await Promise.all([known(url, between(TALKED)), known(url, between(RATED))]);
  const scores = new Map<number, number | null>();
  const taken: number[] = [];
  return (unit, client, clients) => {
    const all = unit === 'rate' ? rated : talked;
    const turn = (taken[client] ?? 0) + 1;
    taken[client] = turn;
    const ticket = all[(turn * clients + client) % (all.length - (all.length % clients))];
    if (ticket === undefined) throw new Error('there is no ticket');
    const score = (scores.get(ticket.number) ?? ticket.rated) === 5 ? 4 : 5;
    if (unit === 'rate') scores.set(ticket.number, score);
    return { ticket, score };
  };
}
