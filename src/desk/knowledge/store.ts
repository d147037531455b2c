/** Articles that come from files, written many at a time. */
import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Database } from '../../db/connect.ts';
import { json } from '../json.ts';
import type { ArticleText } from './article.ts';
import { COUNT_WORDS } from './words.ts';

/** An article as its file has it. `path` is relative to the folder, with slashes. */
export interface Filed {
  readonly path: string;
  readonly article: ArticleText;
}

export type Became = 'new' | 'changed' | 'same' | 'gone' | 'missing';

export interface Imported {
  readonly path: string;
  readonly title: string;
  /** `missing`: it is not among the files any more, and stays because nobody said otherwise; `gone`: it was removed. */
  readonly became: Became;
}

/** In one statement so many: even of the longest it is done well within the time that a statement may take. */
const BATCH = 50;
/** One import at a time in the whole database; nobody else waits for it. */
const IMPORTING = 7_309_457;

/**
 * Makes the articles that come from files the same as these, by path: all of it or nothing. What was imported before from a
 * path that is not among these (nor among `kept`, which could not be read) is removed only where `prune` says so.
 */
export async function importArticles(
  db: Database,
  org: number,
  files: readonly Filed[],
  { prune, kept }: { readonly prune: boolean; readonly kept: readonly string[] },
): Promise<readonly Imported[]> {
  return db.transaction(async ({ client }) => {
    // A large folder takes longer than any gesture may.
    await client.query(`set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`);
    await client.query('select pg_advisory_xact_lock($1)', [IMPORTING]);
    const known = await stored(client, org);
    const told = files.map(({ path, article }): Imported => {
      const before = known.get(path);
      const same = before !== undefined && before.as === fingerprint(article);
      return { path, title: article.title, became: before === undefined ? 'new' : same ? 'same' : 'changed' };
    });
    const writing = files.filter((_, index) => told[index]?.became !== 'same');
    for (let at = 0; at < writing.length; at += BATCH) await write(client, org, writing.slice(at, at + BATCH));
    const there = new Set([...files.map(({ path }) => path), ...kept]);
    const left = [...known].filter(([path]) => !there.has(path));
    if (prune && left.length > 0) await client.query(REMOVE, [org, left.map(([path]) => path)]);
    if (prune || writing.length > 0)
      await client.query('delete from article_word where org_id = $1 and articles <= 0', [org]);
    const gone = left.map(([path, { title }]): Imported => ({ path, title, became: prune ? 'gone' : 'missing' }));
    return [...told, ...gone];
  });
}

async function stored(
  client: PoolClient,
  org: number,
): Promise<Map<string, { readonly title: string; readonly as: string }>> {
  const { rows } = await client.query<{ path: string; title: string; as: string }>(STORED, [org]);
  return new Map(rows.map(({ path, ...known }) => [path, known]));
}

/** The same as STORED makes of a row: no text leaves the database to be compared. */
function fingerprint({ title, body, language, tags, service, audience }: ArticleText): string {
  const text = [title, language, tags.join(','), service ?? '', audience, body].join('\n');
  return createHash('sha256').update(text).digest('hex');
}

async function write(client: PoolClient, org: number, files: readonly Filed[]): Promise<void> {
  const rows = files.map(({ path, article: { tags, ...article } }) => ({ path, ...article, tags: tags.join(',') }));
  await client.query(WRITE, [org, json(rows)]);
}

const STORED = `
select path, title, encode(sha256(convert_to(
  concat_ws(E'\\n', title, language, tags, coalesce(service, ''), audience, body), 'UTF8')), 'hex') as "as"
from article where org_id = $1 and path is not null`;

const WRITE = `
with file as materialized (
  select * from jsonb_to_recordset($2) as x(path text, title text, body text, language text, tags text, service text, audience text)
), before as materialized (
  select a.org_id, a.language, a.words from article a join file on a.org_id = $1 and a.path = file.path
), written as (
  insert into article (org_id, path, title, body, language, tags, service, audience)
  select $1, path, title, body, language, tags, service, audience from file
  on conflict (org_id, path) where path is not null do update set title = excluded.title, body = excluded.body,
    language = excluded.language, tags = excluded.tags, service = excluded.service, audience = excluded.audience,
    updated_at = now()
  returning org_id, language, words
)
${COUNT_WORDS}`;

const REMOVE = `
with written as materialized (
  select org_id, language, words from article where false
), before as (
  delete from article where org_id = $1 and path = any ($2::text[]) returning org_id, language, words
)
${COUNT_WORDS}`;
