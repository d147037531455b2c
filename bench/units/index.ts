/** The units of work that are measured. Each has a script for pgbench: one statement, one commit. */
import { OPEN } from './open.ts';
import { RATE } from './rate.ts';
import { REPLY_BY_HAND } from './reply.ts';
import { MINE, STATUS } from './status.ts';

interface Unit {
  /** What was done so often, for the printed lines. */
  readonly plural: string;
  readonly script: string;
  /** The table that has a row more for each; none for what only reads. */
  readonly table: string | undefined;
}

export const UNITS = {
  open: { plural: 'tickets', script: OPEN, table: 'ticket' },
  status: { plural: 'answers about one ticket', script: STATUS, table: undefined },
  mine: { plural: "answers about all of somebody's", script: MINE, table: undefined },
  reply: { plural: 'replies', script: REPLY_BY_HAND, table: 'message' },
  rate: { plural: 'ratings', script: RATE, table: 'rating' },
} as const satisfies Readonly<Record<string, Unit>>;

export type UnitName = keyof typeof UNITS;
export const UNIT_NAMES = Object.keys(UNITS) as readonly UnitName[];
