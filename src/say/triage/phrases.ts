import type { ButtonName } from '../buttons.ts';
import type { DuplicateButtons, DuplicatePhrases } from '../duplicates/phrases.ts';
import type { FormWords } from '../words.ts';

/** What a language says about an agent's work on a ticket besides answering it; the conventions are those of `Phrases`. */
export interface TriagePhrases {
  readonly duplicates: DuplicatePhrases;
  /** After a priority that was not made of impact and urgency. */
  readonly setByHand: string;
  readonly needsOthers: string;
  /** In a list. */
  readonly snoozedShort: (until: string) => string;

  readonly prioritized: (id: string, priority: string) => string;
  readonly prioritizedBy: (id: string, by: string, was: string, priority: string) => string;
  readonly tellPriority: (id: string, priority: string) => string;

  readonly assigned: (id: string, to: string) => string;
  readonly assignedToMe: (id: string) => string;
  readonly assignedToYou: (id: string, subject: string, by: string) => string;
  readonly assignedWhere: string;
  readonly assignedAway: (id: string, subject: string, by: string, to: string) => string;

  readonly waiting: Readonly<
    Record<'waiting_requester' | 'waiting_third_party', (id: string, requester: string) => string>
  >;
  readonly tellWaiting: Readonly<Record<'waiting_requester' | 'waiting_third_party', (id: string) => string>>;
  readonly resumed: (id: string) => string;
  readonly resumedBy: (id: string, by: string) => string;

  readonly snoozed: (id: string, until: string, requester: string) => string;
  readonly woken: (id: string) => string;
  readonly wokenByClock: (id: string) => string;
  readonly wokenBy: (id: string, by: string) => string;

  readonly held: (id: string, requester: string) => string;
  readonly heldAsk: (minutes: number) => string;
  readonly sentHeld: (id: string, requester: string) => string;
  readonly keptHeld: (id: string) => string;
  readonly keptUnanswered: (id: string, requester: string) => string;

  /** The thread for notes: what it is called, what stands at its beginning, and that it is there now. */
  readonly notes: {
    readonly title: (id: string) => string;
    readonly here: (requester: string) => string;
    readonly opened: (id: string) => string;
  };

  readonly refused: {
    readonly alreadyNoting: (id: string) => string;
    readonly alreadyAssigned: (id: string, to: string) => string;
    readonly agentUnknown: (name: string) => string;
    readonly agentsKnown: (names: string) => string;
    readonly agentUnclear: (name: string, names: string) => string;
    readonly nothingChanged: (id: string, priority: string) => string;
    readonly alreadyWaiting: (id: string) => string;
    readonly notWaiting: (id: string) => string;
    readonly notSnoozed: (id: string) => string;
    readonly alreadyDecided: (id: string) => string;
  };
}

export type TriageButtons = DuplicateButtons &
  Readonly<
    Record<
      Extract<
        ButtonName,
        'notesThread' | 'assign' | 'prioritize' | 'wait' | 'resume' | 'snooze' | 'wake' | 'sendHeld' | 'keepHeld'
      >,
      string
    >
  >;

/** In help order; a language gets its example of a ticket's number. */
export type TriageForms = (example: string) => Readonly<Record<string, FormWords>>;
