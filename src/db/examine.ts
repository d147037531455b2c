/** Whether a PostgreSQL can carry the desk; looks, and changes nothing. */
import { connect } from './connect.ts';
import { awaited } from './migrate.ts';

/** In the order in which they matter. */
export interface ExaminedDatabase {
  readonly wrong: readonly string[];
  readonly lacks: readonly string[];
  readonly ok: string;
}

interface Facts {
  readonly version: number;
  readonly named: string;
  readonly replica: boolean;
  readonly readonly: boolean;
  readonly may_create: boolean;
  readonly fsync: string;
  readonly full_page_writes: string;
  readonly synchronous_commit: string;
  readonly encoding: string;
  readonly now: Date;
  readonly extensions: readonly string[];
  readonly may_extend: boolean;
}

/** The oldest that is tested. */
const VERSION = 15;
/** Times that the database gives and times that we give stand side by side in a ticket's history. */
const SKEW_MS = 5_000;

/** Rejects when the database does not answer. */
export async function examineDatabase(url: string, migrations: URL, now: () => number): Promise<ExaminedDatabase> {
  const db = connect(url, { max: 1, applicationName: 'deskbell doctor' });
  try {
    const asked = now();
    const { rows } = await db.pool.query<Facts>(FACTS);
    const facts = rows[0];
    if (facts === undefined) throw new Error('the database said nothing');
    const between = (asked + now()) / 2;
    const { missing, needs, changed } = await awaited(db.pool, migrations);
    const lost = needs.filter((one) => !facts.extensions.includes(one));
    const skew = facts.now.getTime() - between;
    return {
      wrong: [
        ...(facts.version < VERSION ? [`it is PostgreSQL ${facts.version}: use ${VERSION} or newer`] : []),
        ...(facts.replica || facts.readonly ? ['it only reads: give the address of the primary'] : []),
        ...(facts.encoding !== 'UTF8' ? [`its encoding is ${facts.encoding}: make the database with UTF8`] : []),
        ...(changed === undefined ? [] : [changed]),
        ...(missing.length > 0 && !facts.may_create
          ? ['this user may not make tables, and there are migrations to apply: grant create on schema public']
          : []),
        ...lost.map((one) => `the extension ${one} is not there: install it on the server`),
        ...(needs.length > 0 && !facts.may_extend
          ? [`this user may not make extensions: grant create on the database, or make ${needs.join(', ')} by hand`]
          : []),
        ...(['fsync', 'full_page_writes'] as const).flatMap((one) =>
          facts[one] === 'on'
            ? []
            : [`${one} is off: what was acknowledged can be lost when the machine fails. Switch it on`],
        ),
      ],
      lacks: [
        ...(facts.synchronous_commit === 'off'
          ? ['synchronous_commit is off: what was acknowledged can be lost when the server fails. Switch it on']
          : []),
        ...(Math.abs(skew) > SKEW_MS
          ? [
              `its clock is ${Math.round(Math.abs(skew) / 1_000)} s ${skew > 0 ? 'ahead of' : 'behind'} ours: let both ask a time server`,
            ]
          : []),
      ],
      ok: `PostgreSQL ${facts.named}; ${missing.length === 0 ? 'every migration is applied' : `at the next start: ${missing.join(', ')}`}`,
    };
  } finally {
    await db.close();
  }
}

const FACTS = `
select current_setting('server_version_num')::int / 10000 as version, current_setting('server_version') as named,
  pg_is_in_recovery() as replica, current_setting('default_transaction_read_only') = 'on' as readonly,
  has_schema_privilege('public', 'create') as may_create, current_setting('fsync') as fsync,
  current_setting('full_page_writes') as full_page_writes, current_setting('synchronous_commit') as synchronous_commit,
  current_setting('server_encoding') as encoding, clock_timestamp() as now,
  array(select name::text from pg_available_extensions) as extensions,
  has_database_privilege(current_database(), 'create') as may_extend`;
