import type { Pool } from 'pg';
import { Unavailable } from '../errors.ts';

/** How often a name that is taken is asked for again, and for how long. */
const ASK_MS = 200;
const PATIENCE_MS = 30_000;

/**
 * Runs `work` while nobody else, in any replica, runs work of the same name. The lock is the session's and not a
 * transaction's, so that work which waits for the world holds no snapshot; it ends with the connection, so a replica that
 * dies leaves none behind. Rejects with what the work rejects with, or with Unavailable while others hold the name for too
 * long.
 */
export async function alone<T>(pool: Pool, name: string, work: () => Promise<T>): Promise<T> {
  for (const begun = Date.now(); Date.now() - begun < PATIENCE_MS; ) {
    const client = await pool.connect();
    let broken = true;
    try {
      const { rows } = await client.query<{ taken: boolean }>(
        'select pg_try_advisory_lock(hashtextextended($1, 0)) as taken',
        [name],
      );
      if (rows[0]?.taken === true) {
        const result = await work();
        await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', [name]);
        broken = false;
        return result;
      }
      broken = false;
    } finally {
      // A connection that may still hold the lock is not lent to anybody else.
      client.release(broken);
    }
    await new Promise((wake) => setTimeout(wake, ASK_MS));
  }
  throw new Unavailable(new Error(`${name} is taken`));
}
