import type { Raw } from '../form.ts';

/** Who took a text for what it was taken for. */
export type By = 'thread' | 'grammar' | 'words' | 'classifier' | 'model';

/** What a text was taken for, by whom, and how sure that is (0 to 1; a command or a rule that matched whole is 1). */
export type Understood = {
  readonly by: By;
  readonly confidence: number;
} & (
  | {
      readonly kind: 'intent';
      readonly intent: string;
      readonly params: Raw;
      /** They asked for a person; the ticket is how one is called. */
      readonly person?: true;
    }
  /** What would change a ticket, by a guess: it is asked, with a button, and not done. `text`: what they said, for a form. */
  | {
      readonly kind: 'proposed';
      readonly intent: 'reply' | 'resolve' | 'reopen';
      readonly params: Raw;
      readonly text?: string;
    }
  | { readonly kind: 'greeting' }
  | { readonly kind: 'thanks' }
  /** They want to say how it went. A rating is only ever what is pressed, so they are shown where. */
  | { readonly kind: 'rating' }
  /** Not sure enough to act: the desk asks. */
  | { readonly kind: 'unsure' }
);
