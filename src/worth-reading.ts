/** What an answer may read of the desk's worth: types, no code. */
import type { Picture } from './adapter.ts';
import type { Gaps } from './desk/knowledge/gaps.ts';
import type { Periods } from './desk/worth/period.ts';
import type { Report } from './desk/worth/report.ts';
import type { TicketCost } from './desk/worth/ticket-cost.ts';
import type { Actor } from './intent.ts';
import type { Words } from './say/words.ts';

/** What the desk is worth. Whoever asks has been found to lead it, or to be an agent where that is enough: for the cost of a ticket, and for gaps. */
export interface WorthReading {
  /** The period that is called so, around this day; undefined for none. */
  period(called: string): Periods | undefined;
  report(periods: Periods, service: string | undefined): Promise<Report>;
  /** What a ticket has cost by now; undefined while nobody's hours have a price. */
  cost(ticket: number): Promise<TicketCost | undefined>;
  /** What was asked lately, and what no article answered: for agents. */
  gaps(): Promise<Gaps>;
  /** The report as a picture; undefined where this machine draws none. */
  picture(report: Report, words: Words): Promise<Picture | undefined>;
  /** A way to the page about this, for this actor alone, once and for a short while; undefined where there is no page. */
  link(
    actor: Actor,
    about: Readonly<Record<string, string>>,
  ): { readonly url: string; readonly minutes: number } | undefined;
}
