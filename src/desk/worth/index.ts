/** What a desk is worth: counted as it happens, and told as a report. */
import type { Database } from '../../db/connect.ts';
import { json } from '../json.ts';
import { isLead } from '../people.ts';
import { calendar } from './calendar.ts';
import { type Counting, counting } from './counting.ts';
import { LIVES, type LifeRow, lifeOf } from './life-row.ts';
import { type Period, type PeriodName, type Periods, periodNamed, withBefore } from './period.ts';
import { periodIn } from './period-words.ts';
import { material } from './reading.ts';
import { type Assumptions, type Report, reportOf } from './report.ts';
import { type TicketCost, ticketCost } from './ticket-cost.ts';
import { type TicketRow, ticketRows } from './tickets.ts';

/** The settings that a report depends on. */
export interface WorthSettings {
  readonly timeZone: string;
  readonly leads: readonly string[];
  readonly worth: Omit<Assumptions, 'timeZone'> & {
    readonly week: readonly (readonly (readonly [number, number])[])[];
  };
}

export interface Worth {
  /** Counts what waits. Safe to call at any time; a second call joins the first. */
  count(): Promise<boolean>;
  /** The period that is called so, around the local day that it is; undefined for none. */
  period(called: string): Periods | undefined;
  /** The report of a period, or of days from one to another, about one service or all of them. Includes what happened just now. */
  report(org: number, period: Periods | Period | PeriodName, service: string | undefined): Promise<Report>;
  /** What one ticket has cost by now; undefined for none, and while nobody's hours have a price. */
  cost(org: number, ticket: number): Promise<TicketCost | undefined>;
  /** Each ticket that was opened in a period, with what it cost: see `ticketRows`. */
  tickets(org: number, periods: Periods, service: string | undefined): AsyncIterable<readonly TicketRow[]>;
  /** The instants that a period begins and ends at. */
  span(period: Period): { readonly from: Date; readonly to: Date };
  /** Resolves when nothing is being counted. */
  idle(): Promise<unknown>;
}

/** While somebody waits for a report, no longer than this goes into counting; the report says what is left. */
const PATIENCE_MS = 300;
const SWEEP_MS = 1_500;
const LOOK_AGAIN_MS = 20;

export function worthOf({ pool }: Database, settings: WorthSettings, now: () => Date): Worth {
  const { timeZone, leads, worth } = settings;
  const days = calendar({ timeZone, week: worth.week, holidays: worth.holidays });
  const leadPeople = async (): Promise<ReadonlySet<number>> => {
    if (leads.length === 0) return new Set();
    const ends = leads.map((lead) => lead.slice(lead.indexOf(':') + 1));
    const { rows } = await pool.query<{ account: never; person: number }>(LEADS, [ends]);
    return new Set(rows.filter(({ account }) => isLead(leads, account)).map(({ person }) => person));
  };
  const counts: Counting = counting(pool, {
    calendar: days,
    effort: worth.effort,
    leads: leadPeople,
    fingerprint: JSON.stringify([RULES, timeZone, worth.week, worth.holidays, worth.effort, leads]),
  });
  let busy: Promise<boolean> | undefined;
  const count = (forMs: number): Promise<boolean> => {
    busy ??= counts.catchUp(forMs).finally(() => {
      busy = undefined;
    });
    return busy;
  };
  /** What has begun already may have begun too early, and another process may be at it: this looks until nothing is left. */
  const countAll = async (): Promise<void> => {
    const until = performance.now() + PATIENCE_MS;
    await busy?.catch(() => {});
    while (!(await count(PATIENCE_MS)) && performance.now() < until)
      await new Promise((wake) => setTimeout(wake, LOOK_AGAIN_MS));
  };
  const spanOf = ({ from, to }: Period) => ({ from: days.startOf(from), to: days.startOf(to) });
  return {
    count: () => count(SWEEP_MS),
    span: spanOf,
    idle: async () => busy?.catch(() => {}),
    cost: async (org, ticket) => {
      const { rows } = await pool.query<LifeRow>(LIVES, [json([{ org, ticket }])]);
      return rows[0] && ticketCost(lifeOf(rows[0]), await leadPeople(), worth);
    },
    tickets: (org, { period }, service) =>
      ticketRows(pool, {
        org,
        service,
        ...spanOf(period),
        rates: worth.rates,
      }),
    period: (called) => periodIn(called, days.dayOf(now())),
    report: async (org, wanted, service) => {
      await countAll();
      const at = now();
      const periods = periodsOf(wanted, days.dayOf(at));
      const { peopleServed } = worth;
      const made = await material(pool, { org, ...periods, service, peopleServed, now: at, calendar: days });
      return reportOf(made, { ...worth, timeZone });
    },
  };
}

function periodsOf(wanted: Periods | Period | PeriodName, today: string): Periods {
  if (typeof wanted === 'string') return periodNamed(wanted, today);
  return 'period' in wanted ? wanted : withBefore(wanted);
}

/** Raised where counting itself is changed: what was counted before is counted anew. */
const RULES = 1;

/** How every account ends is the platform's own id of the person. */
const LEADS = `
select account, person_id as person from account where substring(account from '[^:]+$') = any ($1::text[])`;
