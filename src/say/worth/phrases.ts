import type { ButtonName } from '../buttons.ts';
import type { FormWords } from '../words.ts';

type Outcome = 'recovered' | 'not recovered';

/** What a language says about asking how it was, and about what comes of it; the conventions are those of `Phrases`. */
export interface WorthPhrases {
  /** Where a question was: that it is over, and what counts. */
  readonly over: {
    readonly withdrawn: (id: string) => string;
    readonly expired: (id: string) => string;
    readonly counted: (id: string, score: string) => string;
  };
  readonly invitation: Readonly<Record<'advocacy' | 'experience', (id: string, subject: string) => string>>;
  readonly invitationHint: string;
  readonly question: Readonly<Record<'advocacy' | 'experience', (id: string) => string>>;
  /** What 0 and 10 mean. */
  readonly ends: Readonly<Record<'advocacy' | 'experience', string>>;
  readonly answered: (id: string, score: number) => string;
  readonly explained: (id: string) => string;

  readonly followUp: Readonly<Record<'score' | 'comment', (id: string, by: string, score: string) => string>>;
  readonly followUpAsk: string;
  readonly settled: Readonly<Record<Outcome, (id: string) => string>>;
  readonly ofTen: (score: number) => string;
  readonly resolvedAt: string;

  readonly service: string;
  readonly served: (id: string, service: string) => string;
  readonly refused: {
    readonly alreadySettled: (id: string) => string;
    readonly serviceUnknown: (name: string) => string;
    readonly servicesKnown: (names: string) => string;
    readonly noServices: string;
    readonly leadsOnly: string;
  };
}

export type WorthButtons = Readonly<
  Record<Extract<ButtonName, 'answerSurvey' | 'explainSurvey' | 'recovered' | 'notRecovered'>, string>
>;

/** `service` stands in help behind `prioritize`; `explain` is drawn behind a button only. */
export type WorthForms = (example: string) => {
  readonly service: FormWords;
  readonly explain: FormWords;
  readonly comment: FormWords;
};
