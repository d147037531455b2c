/** What one ticket has cost: effort × hourly rate, by who spent it. Pure. */
import { type CountingRules, deedsOf, type Life } from './life.ts';
import type { Assumptions } from './report.ts';

/** `count` deeds of a kind, each taken for so many `seconds`, at `rate` an hour. */
export interface CostPart {
  readonly role: 'agent' | 'lead';
  readonly deed: keyof CountingRules['effort'];
  readonly count: number;
  readonly seconds: number;
  readonly rate: number;
}

export interface TicketCost {
  readonly amount: number;
  readonly currency: string;
  /** All of it; empty for a ticket that nobody of the desk has touched. */
  readonly parts: readonly CostPart[];
}

type Prices = Pick<Assumptions, 'rates' | 'effort' | 'currency'>;

const DEEDS = ['reply', 'note', 'change'] as const;

/** Undefined while the hours of the desk's people have no price. */
export function ticketCost(life: Life, leads: ReadonlySet<number>, prices: Prices): TicketCost | undefined {
  if (hourly(prices.rates) === undefined) return undefined;
  const deeds = deedsOf(life);
  const parts = (['agent', 'lead'] as const).flatMap((role) =>
    DEEDS.flatMap((deed): readonly CostPart[] => {
      const count = deeds.filter((one) => one.deed === deed && leads.has(one.who) === (role === 'lead')).length;
      return count === 0 ? [] : [{ role, deed, count, seconds: prices.effort[deed], rate: rateOf(prices.rates, role) }];
    }),
  );
  const amount = parts.reduce((sum, { count, seconds, rate }) => sum + (count * seconds * rate) / 3600, 0);
  return { amount, currency: prices.currency, parts };
}

/** What seconds of agents and of leads cost together; undefined while neither has a price. */
export function costOf(agent: number, lead: number, rates: Prices['rates']): number | undefined {
  if (hourly(rates) === undefined) return undefined;
  return (agent * rateOf(rates, 'agent') + lead * rateOf(rates, 'lead')) / 3600;
}

const hourly = ({ agent, lead }: Prices['rates']): true | undefined => (agent > 0 || lead > 0 ? true : undefined);

/** A lead whose own rate was not told costs what an agent does. */
const rateOf = (rates: Prices['rates'], role: CostPart['role']): number =>
  role === 'lead' && rates.lead > 0 ? rates.lead : rates.agent;
