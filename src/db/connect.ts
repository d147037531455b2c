import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { nodePostgres } from './drizzle.ts';

export { isTransient } from './transient.ts';

/**
 * drizzle's query builder; its raw execute() leaves int8 and timestamptz as text. Without its transaction(): that one
 * never gives its connection back when `begin` fails, and ten such failures (one restart of the server) end the pool.
 */
export type Orm = Omit<NodePgDatabase, 'transaction'>;

/** What works inside a transaction: hand-written SQL through `client`, the query builder through `orm`. */
export interface Transaction {
  readonly client: pg.PoolClient;
  readonly orm: Orm;
}

export interface Database {
  /** For hand-written SQL: int8 arrives as number, timestamptz as Date, date and numeric as text. */
  readonly pool: pg.Pool;
  readonly orm: Orm;
  /**
   * Does the work in a transaction on one connection: committed when the work resolves, rolled back when it rejects.
   * `begin` travels with the first statement. Rejects with the work's own error; when the connection is lost at
   * commit, with a transient error and the outcome unknown, so work that is tried again must be idempotent.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Waits for what is under way and closes every connection. */
  close(): Promise<void>;
}

export interface ConnectOptions {
  /** Most connections at a time; more work than that waits in the pool. [10] */
  readonly max?: number;
  /** How pg_stat_activity calls us. [deskbell] */
  readonly applicationName?: string;
  /** Longest wait for a connection, new or from the pool, in ms; then a transient error. [1500] */
  readonly connectTimeoutMs?: number;
  /** Longest a statement may run, in ms; the server ends it. [5000] */
  readonly statementTimeoutMs?: number;
  /** Hears that an idle connection was lost. Nothing needs doing: the pool has dropped it. [silence] */
  readonly onLost?: (error: Error) => void;
}

/**
 * Makes a pool; connects when first used, so it cannot fail. Connections are pipelined: queries given to one client
 * without awaiting them travel together and are answered in order. Await them with Promise.all: after a failed one the
 * rest of a transaction fails too, and a commit among them resolves, having rolled back.
 * A server that restarts costs the statements under way and nothing else; see `isTransient`.
 */
export function connect(url: string, options: ConnectOptions = {}): Database {
  const { max = 10, applicationName = 'deskbell', connectTimeoutMs = 1_500, statementTimeoutMs = 5_000 } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max,
    application_name: applicationName,
    pipeline: true,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    // The server's own timeout cannot reach us over a dead network; this one gives the connection up.
    query_timeout: statementTimeoutMs + 1_000,
    idle_in_transaction_session_timeout: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    types: { getTypeParser },
  });
  // Without listeners a lost connection would end the process: an idle one's error comes from the pool, and that of
  // one in use from itself (drizzle's transactions listen to nothing; their statement is rejected anyway).
  pool.on('error', (error) => options.onLost?.(error));
  pool.on('connect', (client) => client.on('error', () => {}));
  return {
    pool,
    orm: nodePostgres.drizzle(pool),
    transaction: (work) => transact(pool, work),
    close: () => pool.end(),
  };
}

/**
 * What is asked within travels in one piece: one call into the system here, one awakening of the server there. `ask` is
 * synchronous; it resolves as what it gives.
 */
export function together<T>(client: pg.ClientBase, ask: () => Promise<T>): Promise<T> {
  // A pool's client has a connection, though its type does not promise one; without it the pieces travel one by one.
  const stream = (client as Partial<pg.Client>).connection?.stream;
  stream?.cork();
  try {
    return ask();
  } finally {
    stream?.uncork();
  }
}

async function transact<T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = false;
  try {
    const begun = client.query('begin');
    begun.catch(() => {}); // Awaited below, or told by the statement that travels with it.
    const result = await work({ client, orm: nodePostgres.drizzle(client) });
    await begun;
    const { command } = await client.query('commit');
    if (command !== 'COMMIT') throw new Error('The transaction was rolled back: the work ignored a failed statement.');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

const INT8 = 20;
const INT8_ARRAY = 1016;
const DATE = 1082;
const TEXT_ARRAY = 1009;

/** For our own pools only: pg's global parsers are shared with every library in the process. */
const getTypeParser = ((oid: number, format?: 'text' | 'binary') => {
  if (format === 'binary') return pg.types.getTypeParser(oid, format);
  if (oid === INT8) return toNumber;
  if (oid === INT8_ARRAY) return (text: string) => stringArray(text).map((item) => item && toNumber(item));
  // pg would make midnight in this machine's time zone of it.
  if (oid === DATE) return (text: string) => text;
  return pg.types.getTypeParser(oid, 'text');
}) as typeof pg.types.getTypeParser;

const stringArray = pg.types.getTypeParser(TEXT_ARRAY as never) as (text: string) => (string | null)[];

/** Our ids stay below 2^53; whatever does not is refused rather than rounded. */
function toNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is too large for a number: cast it to text in SQL.`);
  return number;
}
