/** SQLSTATE classes and codes after which the same work can succeed later. */
const STATES = /^(08...|53...|57P0[1235]|57014|40001|40P01|55P03|25006|25P03|58030)$/;
// 08 connection · 53 out of disk, memory or connections · 57P0x shutdown, crash, starting up, idle timeout
// 57014 statement timeout · 40001, 40P01 serialization, deadlock · 55P03 lock timeout · 25006 read-only (a fail-over)
// 25P03 idle in transaction · 58030 I/O error

/** What the operating system says when the server is not there (ENOENT: its Unix socket). */
const SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** pg gives these no code. */
const WORDS =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after calling end)/;

/**
 * Says whether a failure of the database is one that passes: answer 503, do not acknowledge, try again later.
 * False for everything that is wrong with the statement or the data, and for what is no database error at all.
 * Looks through `cause`, since drizzle wraps what pg throws.
 */
export function isTransient(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code, syscall } = at as NodeJS.ErrnoException;
    if (code && (STATES.test(code) || SYSTEM.has(code) || (code === 'ENOENT' && syscall === 'connect'))) return true;
    if (!code && WORDS.test(at.message)) return true;
  }
  return false;
}

/** Says whether the database is there and took no write: its disk is full or broken, or it only lets read, as a standby does. */
export function isRefusedWrite(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (/^(53100|58030|25006)$/.test((at as NodeJS.ErrnoException).code ?? '')) return true;
  }
  return false;
}

/** Says whether somebody else has written a row of this key meanwhile: done anew, the work finds it. */
export function isTaken(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === '23505';
}

/** Says whether what failed was in the way of others, or too slow for them, on a database that is there. */
export function isContention(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (/^(40001|40P01|55P03|57014)$/.test((at as NodeJS.ErrnoException).code ?? '')) return true;
  }
  return false;
}
