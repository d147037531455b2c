/** The files of tickets in the database: the queue of those to be copied, and their bytes. */
import type { Pool } from 'pg';
import type { TicketFile } from './file.ts';

/** A file that this process is to copy; `attempts` is the fence: what another holder took over stays its. */
export interface DueFile {
  readonly org: number;
  readonly file: TicketFile;
  readonly attempts: number;
  readonly since: Date;
}

/** How long the file of a process that died waits for another. Whoever lives renews its lease well before that. */
const LEASE_SECONDS = 30;
export const RENEW_LEASE_MS = 8_000;
/** Large enough that a file is few statements, small enough that each is short. */
export const PIECE = 256 * 1024;

/** Takes up to `limit` files that are due. */
export async function dueFiles(pool: Pool, limit: number): Promise<readonly DueFile[]> {
  const { rows } = await pool.query<FileRow>({ name: 'due files', text: DUE, values: [limit] });
  return rows.map(({ org_id: org, attempts, created_at: since, bytes, avatar, locale, source, ...rest }) => ({
    org,
    attempts,
    since,
    file: {
      ...rest,
      bytes: bytes ?? 0,
      ...(avatar === null ? {} : { avatar }),
      ...(locale === null ? {} : { locale }),
      ...(source === null ? {} : { source }),
    } as TicketFile,
  }));
}

/** Holds it for another `LEASE_SECONDS`, or puts it off. False if it is somebody else's by now. */
export async function holdFile(
  pool: Pool,
  { org, file, attempts }: DueFile,
  waitMs = LEASE_SECONDS * 1000,
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'hold file',
    text: `update file set due_at = now() + $4 * interval '1 ms'
      where org_id = $1 and id = $2 and attempts = $3 and due_at is not null`,
    values: [org, file.id, attempts, Math.ceil(waitMs)],
  });
  return (rowCount ?? 0) > 0;
}

/** Forgets what an earlier try has written. */
export async function emptyFile(pool: Pool, { org, file }: DueFile): Promise<void> {
  await pool.query('delete from file_piece where org_id = $1 and file = $2', [org, file.id]);
}

/** Writes the next piece. False if the file is somebody else's by now. */
export async function writePiece(
  pool: Pool,
  { org, file, attempts }: DueFile,
  piece: number,
  bytes: Buffer,
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'write piece',
    text: `insert into file_piece (org_id, file, piece, bytes)
      select org_id, id, $4, $5 from file where org_id = $1 and id = $2 and attempts = $3 and due_at is not null`,
    values: [org, file.id, attempts, piece, bytes],
  });
  return (rowCount ?? 0) > 0;
}

/** Forgets the bytes of files that were taken back a while ago, when nothing that shows them is under way any more. */
export async function forgetWithdrawn(pool: Pool): Promise<void> {
  await pool.query({ name: 'forget withdrawn', text: FORGET });
}

/** All the bytes of a file. Rejects when they are not as many as they should be. */
export async function readFile(pool: Pool, org: number, id: string, bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (let piece = 0; at < bytes; piece += 1) {
    const { rows } = await pool.query<{ readonly bytes: Buffer }>({
      name: 'read piece',
      text: 'select bytes from file_piece where org_id = $1 and file = $2 and piece = $3',
      values: [org, id, piece],
    });
    const next = rows[0]?.bytes;
    if (next === undefined || at + next.length > bytes) throw new Error(`the bytes of file ${id} are not all there`);
    whole.set(next, at);
    at += next.length;
  }
  return whole;
}

type FileRow = Omit<TicketFile, 'bytes' | 'avatar' | 'locale' | 'source'> & {
  readonly org_id: number;
  readonly attempts: number;
  readonly created_at: Date;
  readonly bytes: number | null;
  readonly avatar: string | null;
  readonly locale: string | null;
  readonly source: string | null;
};

const DUE = `
with due as materialized (
  select org_id, id from file where due_at <= now() order by due_at limit $1 for update skip locked
)
update file f set attempts = f.attempts + 1, due_at = now() + interval '${LEASE_SECONDS} s'
from due where f.org_id = due.org_id and f.id = due.id
returning f.org_id, f.attempts, f.created_at, f.id, f.ticket, f.tenant, f.ref, f.name, f.type, f.bytes, f.visibility,
  f.account, f.author, f.avatar, f.locale, f.source`;

const FORGET = `
with old as materialized (
  select org_id, id from file where withdrawn_at < now() - interval '1 hour' and bytes is not null
  order by withdrawn_at limit 50
), gone as (
  delete from file_piece p using old where p.org_id = old.org_id and p.file = old.id
)
update file f set bytes = null from old where f.org_id = old.org_id and f.id = old.id`;
