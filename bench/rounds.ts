import type { Measured } from './contenders.ts';
import type { UnitName } from './units/index.ts';

type Who = 'pgbench' | 'core' | 'desk' | 'discord';

export interface Step {
  readonly who: Who;
  readonly unit: UnitName;
  readonly clients: number;
  /** When time is short: `first` in the first round only, `last` in the last one while there is time, `full` not at all. */
  readonly rare: 'first' | 'last' | 'full' | false;
}

const step = (who: Who, clients: number, rare: Step['rare'] = 'full', unit: UnitName = 'open'): Step => ({
  who,
  unit,
  clients,
  rare,
});

const CLIENTS = [1, 8, 32] as const;
const OTHERS = ['reply', 'rate', 'status', 'mine'] as const satisfies readonly UnitName[];

/** What is done in each round, in this order: what is compared stands together. */
export const ROUND: readonly Step[] = [
  step('pgbench', 1, 'first'),
  step('core', 1, 'first'),
  step('desk', 1),
  step('desk', 32, false),
  step('pgbench', 32, false),
  step('core', 32, false),
  step('core', 128, false),
  step('pgbench', 8),
  step('core', 8),
  step('desk', 8),
  ...OTHERS.flatMap((unit) =>
    CLIENTS.flatMap((clients) =>
      (['pgbench', 'core', 'desk'] as const).map((who) => step(who, clients, clients === 32 ? 'last' : 'full', unit)),
    ),
  ),
  ...(['open', 'reply'] as const).flatMap((unit) => CLIENTS.map((clients) => step('discord', clients, 'full', unit))),
];

/** What every round gave, in order; nothing for what was not done in a round. */
export type Results = readonly { readonly [S in Name]?: Measured }[];

/** `desk 32` opens tickets; `desk 32 reply` does something else. */
export type Name = `${Who} ${number}` | `${Who} ${number} ${UnitName}`;

export const nameOf = ({ who, clients, unit }: Pick<Step, 'who' | 'clients' | 'unit'>): Name =>
  unit === 'open' ? `${who} ${clients}` : `${who} ${clients} ${unit}`;
