import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';

/** Keeps a text for a form to be filled in with, under a name that nobody guesses and that fits a button. */
export async function keepDraft(pool: Pool, org: number, text: string): Promise<string> {
  const id = randomBytes(12).toString('base64url');
  await pool.query('insert into draft (org_id, id, text) values ($1, $2, $3)', [org, id, text]);
  return id;
}

/** What was kept under a name; undefined for what is not there, or not any more. */
export async function draftNamed(pool: Pool, org: number, id: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ readonly text: string }>('select text from draft where org_id = $1 and id = $2', [
    org,
    id,
  ]);
  return rows[0]?.text;
}

/** Forgets drafts made before `then`. */
export async function forgetDrafts(pool: Pool, then: Date): Promise<void> {
  await pool.query('delete from draft where made_at < $1', [then]);
}
