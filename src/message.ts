/** What the desk says, whatever shows it: lines and buttons, for everybody or for agents alone. */
import type { Raw } from './form.ts';

/** A line of a message. Every string is plain text to be escaped, but for `said`, which is portable markdown. */
export type Line =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** What a person wrote, in their words. Mentions in it must not ring, links must not unfurl. */
  | { readonly kind: 'said'; readonly text: string }
  | { readonly kind: 'fields'; readonly fields: readonly { readonly label: string; readonly value: string }[] }
  /** One entry of a list, perhaps with the button that belongs to it. */
  | { readonly kind: 'item'; readonly text: string; readonly detail?: string; readonly button?: Button }
  /** Small print. */
  | { readonly kind: 'hint'; readonly text: string };

/**
 * An intent already filled in. A press arrives as a command with these params; where the form still misses a required
 * field, the adapter asks for it in a modal first.
 */
export interface Button {
  readonly label: string;
  readonly intent: string;
  readonly params: Raw;
  readonly style?: 'primary' | 'danger';
}

interface Content {
  readonly lines: readonly Line[];
  /** In reading order; a renderer breaks them into rows as its platform needs. */
  readonly buttons?: readonly Button[];
}
/** A message that the requester may see. */
export interface PublicMessage extends Content {
  readonly audience: 'everyone';
}
/** A message for agents only. It is another type than PublicMessage all the way, so that a note has no way to a requester. */
export interface InternalMessage extends Content {
  readonly audience: 'agents';
}
