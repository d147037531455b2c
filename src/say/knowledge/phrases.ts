import type { Audience } from '../../desk/knowledge/article.ts';
import type { Tally } from '../../desk/knowledge/gaps.ts';
import type { ButtonName } from '../buttons.ts';
import type { FormWords } from '../words.ts';

/** What a language says about articles; the conventions are those of `Phrases`. `title` is an article's. */
export interface KnowledgePhrases {
  /** Above the passage of an article that may answer. */
  readonly mayHelp: string;
  /** Below it: where it is from, and what comes next. */
  readonly cited: (title: string, changed: string) => string;
  readonly offerHint: string;
  readonly solved: string;
  readonly openedQuestion: (id: string) => string;
  readonly found: (asked: string) => string;
  readonly foundNone: (asked: string) => string;
  /** To a question, with its ticket one press away. */
  readonly notKnown: (asked: string) => string;
  readonly foundPage: (page: number, pages: number, total: number) => string;
  readonly pageOfArticle: (page: number, pages: number) => string;
  readonly forAgents: string;
  readonly gapsTitle: string;
  readonly gapsNone: string;
  readonly offered: (tally: Tally) => string;
  readonly ends: (tally: Tally) => string;
  readonly times: (times: number) => string;
  /** The parts of an article that is made of a ticket. */
  readonly problem: string;
  readonly solution: string;
  readonly published: Readonly<Record<Audience, (id: string) => string>>;
  readonly thereIs: Readonly<Record<Audience, (id: string) => string>>;
  /** `line` is what finds it, as it is typed. */
  readonly findIt: (line: string) => string;
  readonly notReplaced: string;
  readonly takenBack: (id: string) => string;
  readonly refused: {
    readonly articleUnknown: string;
    readonly articleImported: (path: string, line: string) => string;
    readonly questionGone: string;
    readonly articleTooEarly: (id: string) => string;
    readonly articleIncomplete: string;
  };
}

export type KnowledgeButtons = Readonly<
  Record<
    Extract<
      ButtonName,
      | 'solvedIt'
      | 'openQuestion'
      | 'personForQuestion'
      | 'wholeArticle'
      | 'readArticle'
      | 'nextOfArticle'
      | 'makeArticle'
      | 'seeArticle'
      | 'editArticle'
      | 'takeBackArticle'
      | 'editImported'
      | 'moreArticles'
      | 'moreGaps'
    >,
    string
  >
>;

export interface KnowledgeForms {
  readonly help: FormWords;
  readonly search: FormWords;
  readonly gaps: FormWords;
  readonly publish: (example: string) => FormWords;
}
