import type { Understood } from './understood.ts';

/** What a message outside any ticket can be about, as it is measured: `none` is out of scope. */
export const LABELS = [
  'open_ticket',
  'check_status',
  'update_ticket',
  'resolve',
  'reopen',
  'rate',
  'human',
  'greet',
  'help',
  'none',
] as const;

export type Label = (typeof LABELS)[number];

export function isLabel(name: unknown): name is Label {
  return LABELS.some((label) => label === name);
}

/** What the desk made of a text, as the label that it is measured by: what it is unsure of, it took for nothing of its own. */
export function labelOf(understood: Understood): Label {
  switch (understood.kind) {
    case 'greeting':
    case 'thanks':
      return 'greet';
    case 'rating':
      return 'rate';
    case 'unsure':
      return 'none';
    case 'intent':
      if (understood.person) return 'human';
      return BY_INTENT.get(understood.intent) ?? 'none';
    case 'proposed':
      return BY_INTENT.get(understood.intent) ?? 'none';
    default:
      return understood satisfies never;
  }
}

const BY_INTENT: ReadonlyMap<string, Label> = new Map([
  ['open', 'open_ticket'],
  ['status', 'check_status'],
  ['list', 'check_status'],
  ['reply', 'update_ticket'],
  ['resolve', 'resolve'],
  ['reopen', 'reopen'],
  ['help', 'help'],
]);
