import type { Tally } from '../../desk/knowledge/gaps.ts';
import type { PeriodName } from '../../desk/worth/period.ts';
import type { FigureName, Report } from '../../desk/worth/report.ts';
import type { CostPart } from '../../desk/worth/ticket-cost.ts';
import type { FormWords } from '../words.ts';

/** What a language says of a desk's worth; numbers, times and money come already written out. */
export interface ReportPhrases {
  readonly title: string;
  readonly figures: Readonly<Record<FigureName, { readonly label: string; readonly rule: string }>>;
  readonly change: Readonly<Record<Report['figures'][number]['change'], string>>;
  /** The same in few words, for a picture. */
  readonly changed: Readonly<Record<Report['figures'][number]['change'], string>>;
  /** What a chart of what came and went shows. */
  readonly trend: { readonly opened: string; readonly done: string };
  readonly good: (csat: string, n: string, low: string, high: string, response: string) => string;
  readonly nobodyRated: string;
  readonly speed: (reply: string, resolution: string) => string;
  readonly nothingDone: string;
  readonly demand: (tickets: string, perHundred: string) => string;
  readonly weakSpot: (service: string, impact: string) => string;
  readonly watermelons: (percent: string) => string;
  readonly before: (value: string) => string;
  readonly counting: (n: string) => string;
  readonly page: (url: string, minutes: number) => string;
  readonly noService: string;
  readonly allServices: string;
  readonly headings: Readonly<
    Record<
      | 'numbers'
      | 'tickets'
      | 'services'
      | 'factors'
      | 'asked'
      | 'notAsked'
      | 'trend'
      | 'demand'
      | 'ageing'
      | 'answers'
      | 'gaps'
      | 'assumptions',
      string
    >
  >;
  readonly columns: Readonly<Record<ColumnName, string>>;
  readonly kinds: Readonly<Record<'rating' | 'advocacy' | 'experience', string>>;
  readonly reasons: Readonly<Record<keyof Report['notAsked'], string>>;
  readonly days: readonly [string, string, string, string, string, string, string];
  readonly ages: Readonly<Record<keyof Report['ageing'], string>>;
  /** What became of the questions that people asked. */
  readonly outcomes: Readonly<Record<keyof Tally, string>>;
  readonly show: string;
  readonly export: string;
  readonly notTold: string;
  readonly impactRule: string;
  readonly assumptions: Readonly<
    Record<'workHours' | 'holidays' | 'timeZone' | 'people' | 'agent' | 'lead' | 'person' | 'month' | 'effort', string>
  >;
  /** What one ticket has cost, to agents. */
  readonly ticketCost: {
    readonly cost: (amount: string, parts: string) => string;
    readonly at: (rate: string) => string;
    readonly roles: Readonly<Record<CostPart['role'], string>>;
    readonly deeds: Readonly<Record<CostPart['deed'], string>>;
    readonly untouched: string;
  };
  readonly ticketsHint: string;
  /** To somebody whose link or visit is over, or never was theirs. */
  readonly linkOver: string;
}

export type ColumnName =
  | 'figure'
  | 'value'
  | 'low'
  | 'high'
  | 'n'
  | 'before'
  | 'change'
  | 'rule'
  | 'service'
  | 'tickets'
  | 'perHundred'
  | 'csat'
  | 'happiness'
  | 'lost'
  | 'impact'
  | 'cost'
  | 'factor'
  | 'kind'
  | 'offered'
  | 'delivered'
  | 'opened'
  | 'answered'
  | 'withdrawn'
  | 'expired'
  | 'reason'
  | 'count'
  | 'day'
  | 'starts'
  | 'done'
  | 'age'
  | 'ticket'
  | 'openedAt'
  | 'repliedAt'
  | 'resolvedAt'
  | 'rated'
  | 'effort'
  | 'setting'
  | 'outcome'
  | 'questions'
  | 'asked'
  | 'times';

/** What adapters say about `/desk` and its answer: see `Desk.phrase`. */
export type ReportTold = Readonly<Record<'about desk' | 'managers only' | 'picture sent', string>>;

export type ReportForm = () => FormWords & {
  readonly fields: { readonly period: { readonly options: Readonly<Record<PeriodName, string>> } };
};
