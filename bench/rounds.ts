import type { Measured } from './contenders.ts';

/**
 * What is done in each round, in this order: what is compared stands together. When time is short, steps that are
 * rare are done in the `first` round only, or in a `full` run only.
 */
export const ROUND = [
  { who: 'pgbench', clients: 1, rare: 'first' },
  { who: 'core', clients: 1, rare: 'first' },
  { who: 'desk', clients: 1, rare: 'full' },
  { who: 'desk', clients: 32, rare: false },
  { who: 'pgbench', clients: 32, rare: false },
  { who: 'core', clients: 32, rare: false },
  { who: 'core', clients: 128, rare: false },
  { who: 'pgbench', clients: 8, rare: 'full' },
  { who: 'desk', clients: 8, rare: 'full' },
] as const;

export type Step = (typeof ROUND)[number];

/** What every round gave, in order; nothing for what was not done in a round. */
export type Results = readonly { readonly [S in Name]?: Measured }[];

/** `desk 32`. */
export type Name = `${Step['who']} ${number}`;

export const nameOf = ({ who, clients }: Pick<Step, 'who' | 'clients'>): Name => `${who} ${clients}`;
