/** What the desk has from a language model, as far as the rest of it must know: types, no code. */

/** What it was asked for. */
export type Purpose = 'meaning' | 'summary' | 'draft' | 'translation' | 'likeness';

/** What one request showed to a model. It is kept in the ticket's timeline, for agents to see. */
export interface Shown {
  readonly purpose: Purpose;
  /** As the operator named it. */
  readonly model: string;
  /** All that was sent but the instructions: redacted, as JSON. */
  readonly text: string;
  /** In UTF-16 units. */
  readonly size: number;
  /** How many different values of each kind were left out. */
  readonly left: Readonly<Record<string, number>>;
  /** Whether anything that could be used came back. */
  readonly outcome: 'answered' | 'nothing usable';
  /** How long that took, in milliseconds. */
  readonly ms: number;
  /** The account of the agent who asked for it. */
  readonly by?: string;
}

/** What an agent asks a model for, about one ticket. */
export type Task =
  | { readonly kind: 'summary' }
  /** A reply to look over; in it what the agent wishes to have said. */
  | { readonly kind: 'draft'; readonly wish?: string }
  /** What the requester said last, in the agent's language. */
  | { readonly kind: 'translation' }
  /** What the agent wrote, in the requester's language: to look over. */
  | { readonly kind: 'reply'; readonly text: string };
