import type { Account, Incoming, Revision } from '../adapter.ts';
import type { Task } from '../assist.ts';
import type { Raw } from '../form.ts';

/** What an inbox row still has to have done; kept as JSON. */
export type Work =
  /** Said by the clock. */
  | { readonly kind: 'intent'; readonly intent: string; readonly params: Raw }
  /** A question that came as a message: to be answered in its place. */
  | {
      readonly kind: 'ask';
      readonly intent: string;
      readonly params: Raw;
      readonly agent: boolean;
      readonly incoming: Incoming;
    }
  /** A question that an article may answer. */
  | { readonly kind: 'find'; readonly incoming: Incoming }
  /** A message that the grammar is not sure of. */
  | { readonly kind: 'understand'; readonly incoming: Incoming }
  /** What an agent asked a model for. */
  | {
      readonly kind: 'think';
      readonly ticket: number;
      readonly task: Task;
      readonly by: { readonly account: Account; readonly name: string; readonly locale?: string | undefined };
    }
  /** What became of a message that is not known: to be looked at once more, alone. */
  | { readonly kind: 'revise'; readonly revision: Revision }
  /** A message to be decided anew, over what has been committed meanwhile; `since` is when it was first decided. */
  | { readonly kind: 'again'; readonly incoming: Incoming; readonly since: string };

/** The rows of a batch, by table, as JSON for the recorder. */
export interface Rows {
  readonly tickets: object[];
  readonly changes: object[];
  readonly threads: object[];
  readonly raised: object[];
  readonly messages: object[];
  readonly rewritten: object[];
  readonly awaited: object[];
  readonly settled: object[];
  readonly timeline: object[];
  readonly surveys: object[];
  readonly ratings: object[];
  readonly codes: object[];
  readonly links: object[];
  readonly spent: object[];
  readonly works: WorkRow[];
  readonly outbox: object[];
  readonly files: object[];
  readonly filed: object[];
  readonly withdrawn: object[];
  readonly questions: object[];
  readonly answered: object[];
  readonly articles: object[];
  readonly takenBack: object[];
  /** Tickets whose counts are no longer right. */
  readonly uncounted: object[];
}

export const noRows = (): Rows => ({
  tickets: [],
  changes: [],
  threads: [],
  raised: [],
  messages: [],
  rewritten: [],
  awaited: [],
  settled: [],
  timeline: [],
  surveys: [],
  ratings: [],
  codes: [],
  links: [],
  spent: [],
  works: [],
  outbox: [],
  files: [],
  filed: [],
  withdrawn: [],
  questions: [],
  answered: [],
  articles: [],
  takenBack: [],
  uncounted: [],
});

export interface WorkRow {
  readonly org: number;
  readonly key: string;
  readonly work: Work;
  readonly due: Date;
  /** The row is there already: it is the gesture's own. */
  readonly again?: true;
  readonly lane?: string | undefined;
}
