import type { Pool } from 'pg';
import type { Address } from '../adapter.ts';

/** A message that is part of a ticket, as it stands. */
export interface Spoken {
  readonly id: number;
  /** Its gesture's. */
  readonly key: string;
  readonly ticket: number;
  readonly author: { readonly person: number; readonly name: string };
  readonly visibility: 'public' | 'note';
  readonly text: string;
  /** The thread that it was said in. */
  readonly source?: Address;
  /** When it was changed last, by its platform's clock. */
  readonly version?: number;
  readonly deleted: boolean;
  /** The ticket's subject was made of it. */
  readonly opens: boolean;
  /** It stands in the threads by itself, and not only as that subject. */
  readonly shown: boolean;
}

/** What became of a message before the desk took it in. Without a text it was deleted. */
export interface LeftAs {
  readonly text?: string;
  readonly version?: number;
}

/** Whether a message with this key is part of a ticket. */
export async function isSpoken(pool: Pool, org: number, key: string): Promise<boolean> {
  const text = 'select 1 from message where org_id = $1 and key = $2';
  const { rowCount } = await pool.query({ name: 'is spoken', text, values: [org, key] });
  return (rowCount ?? 0) > 0;
}

/** A message as `load` gives it. */
export interface SpokenRow {
  readonly id: number;
  readonly key: string;
  readonly ticket: number;
  readonly author_id: number;
  readonly author: string;
  readonly visibility: Spoken['visibility'];
  readonly text: string;
  readonly source: Address | null;
  readonly version: number | null;
  readonly deleted_at: string | null;
  readonly opens: boolean;
  readonly shown: boolean;
}

export function spokenOf({ author_id: person, author: name, source, version, deleted_at, ...row }: SpokenRow): Spoken {
  const { id, key, ticket, visibility, text, opens, shown } = row;
  return {
    ...{ id, key, ticket, visibility, text, opens, shown },
    author: { person, name },
    deleted: deleted_at !== null,
    ...(source === null ? {} : { source }),
    ...(version === null ? {} : { version }),
  };
}

/** The same, as `load` gives it. */
export interface LeftAsRow {
  readonly text: string | null;
  readonly version: number | null;
}

export const leftAsOf = ({ text, version }: LeftAsRow): LeftAs => ({
  ...(text === null ? {} : { text }),
  ...(version === null ? {} : { version }),
});
