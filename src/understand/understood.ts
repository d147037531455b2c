import type { Raw } from '../form.ts';

/** What a text was taken for, by whom, and how sure that is (0 to 1; a command or a rule that matched whole is 1). */
export type Understood =
  | {
      readonly kind: 'intent';
      readonly intent: string;
      readonly params: Raw;
      readonly by: 'thread' | 'grammar' | 'words' | 'model';
      readonly confidence: number;
    }
  | { readonly kind: 'greeting' }
  | { readonly kind: 'thanks' }
  /** Not sure enough to act: the desk asks. */
  | { readonly kind: 'unsure' };
