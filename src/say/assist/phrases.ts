import type { Purpose, Task } from '../../assist.ts';
import type { NoThought } from '../assist.ts';
import type { ButtonName } from '../buttons.ts';
import type { FormWords } from '../words.ts';

/** What a language says around a language model; the conventions are those of `Phrases`. */
export interface AssistPhrases {
  readonly thinking: Readonly<Record<Task['kind'], (id: string) => string>>;
  readonly nothing: Readonly<Record<NoThought, (id: string) => string>>;
  /** To an agent who asks for what needs a model. */
  readonly noModel: string;
  readonly byModel: string;
  readonly summary: (id: string) => string;
  readonly parts: Readonly<Record<'about' | 'done' | 'open', string>>;
  readonly draft: (id: string, by: string, requester: string) => string;
  readonly notSent: string;
  readonly translation: (id: string) => string;
  readonly translated: (author: string, words: string) => string;

  readonly shown: (id: string) => string;
  readonly shownNothing: (id: string) => string;
  readonly shownAt: (when: string, purpose: string, model: string, size: number) => string;
  readonly purposes: Readonly<Record<Purpose, string>>;
  readonly answered: string;
  readonly unanswered: string;
  /** `kinds`: `EMAIL 2, IBAN 1`; empty for none. */
  readonly leftOut: (kinds: string) => string;

  readonly alike: (id: string, others: string) => string;
  readonly crowd: (people: number, minutes: number) => string;
  readonly alikeHint: string;
  readonly mayBeAbout: (id: string, service: string) => string;
  readonly mayBeAboutHint: string;

  /** `id` where a ticket was named. */
  readonly proposed: Readonly<Record<'reply' | 'resolve' | 'reopen', (id: string | undefined) => string>>;
  readonly proposedHint: string;
}

export type AssistButtons = Readonly<
  Record<
    Extract<
      ButtonName,
      'summarise' | 'draft' | 'translate' | 'translateReply' | 'sendDraft' | 'shownToModel' | 'setService'
    >,
    string
  >
>;

/** A language gets its example of a ticket's number. */
export type AssistForms = (example: string) => Readonly<Record<'assist' | 'translate reply', FormWords>>;
