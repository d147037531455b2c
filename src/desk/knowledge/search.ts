/**
 * Finding articles. Three small statements, each by an index: what the words of the question are worth, which articles have
 * those that say most, and the articles themselves. Which answer is good enough is decided in `score.ts`.
 */
import type { Pool, PoolClient } from 'pg';
import { type Article, type Audience, LANGUAGES } from './article.ts';
import { wordsOf } from './asked.ts';
import { mistyped } from './mistyped.ts';
import { isGood, matchOf, type Part, type Term } from './score.ts';

/** An article that answers, more or less. */
export interface Hit {
  readonly id: number;
  /** From 0 to 1. */
  readonly match: number;
  /** It may be offered to somebody who did not ask for articles. */
  readonly isGood: boolean;
  /** The words of the question that it has, as its language stems them. */
  readonly words: readonly string[];
}

export interface Searching {
  readonly org: number;
  /** Agents find what is for agents alone; nobody else does. */
  readonly agent: boolean;
}

/** No more are ever found; who looks for one further down asks again in other words. */
export const FOUND_MAX = 30;

/** The best first. Whatever the text, this does not throw for its sake. */
export async function search(pool: Pool, { org, agent }: Searching, text: string): Promise<readonly Hit[]> {
  const words = wordsOf(text.toWellFormed());
  if (words.length === 0) return [];
  const found = await byIndex(pool, async (client) => {
    const tongues = await tonguesOf(client, org, words);
    return Promise.all(tongues.map((tongue) => hitsIn(client, org, agent, tongue)));
  });
  return found
    .flat()
    .sort((a, b) => b.match - a.match || b.id - a.id)
    .slice(0, FOUND_MAX);
}

/** The articles of these ids that this asker may see, in the order of the ids. */
export async function articles(
  pool: Pool,
  { org, agent }: Searching,
  ids: readonly number[],
): Promise<readonly Article[]> {
  if (ids.length === 0) return [];
  const { rows } = await pool.query<ArticleRow>({ name: 'articles', text: ARTICLES, values: [org, agent, ids] });
  const byId = new Map(rows.map((row) => [row.id, articleOf(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/**
 * The planner takes it to cost nothing to read the words of an article, and would rather look through all of them than use
 * an index; a mistake while there are a few thousand, and no use while there are ten.
 */
async function byIndex<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken = true;
  try {
    const begun = client.query('begin read only; set local enable_seqscan = off');
    const [, result] = await Promise.all([begun, work(client)]);
    await client.query('commit');
    broken = false;
    return result;
  } finally {
    client.release(broken);
  }
}

/** What the words of a question are in one language that there are articles in. */
interface Tongue {
  readonly language: string;
  readonly total: number;
  readonly terms: readonly Term[];
}

async function tonguesOf(client: PoolClient, org: number, words: readonly string[]): Promise<readonly Tongue[]> {
  const { rows } = await client.query<{ language: string; total: number; word: string; articles: number }>({
    name: 'words of a question',
    text: TERMS,
    values: [org, Object.keys(LANGUAGES), Object.values(LANGUAGES), words.join(' ')],
  });
  const meant = await mistyped(client, org, rows);
  const byLanguage = Map.groupBy(rows, ({ language }) => language);
  return [...byLanguage].map(([language, its]) => ({
    language,
    total: its[0]?.total ?? 0,
    terms: its.map(({ word, articles: n }) => meant.get(`${language} ${word}`) ?? { word, articles: n, likeness: 1 }),
  }));
}

/**
 * Articles are looked for by the words that say most: the rarest, and of the others as many as bring no more than this many
 * articles together. A word that half of them have finds nothing that the others do not.
 */
const LOOKED_AT = 800;
/** Where even the rarest word is in more articles than this, it says too little for it to matter which of them are found. */
const MOST_RANKED = 1_000;

async function hitsIn(
  client: PoolClient,
  org: number,
  agent: boolean,
  { language, total, terms }: Tongue,
): Promise<Hit[]> {
  const known = terms.filter((term) => term.articles > 0).toSorted((a, b) => a.articles - b.articles);
  let sum = 0;
  const leading = known.filter(({ articles: n }, index) => {
    sum += n;
    return index === 0 || sum <= LOOKED_AT;
  });
  if (leading.length === 0) return [];
  const { rows } = await client.query<{ id: number; has: readonly (readonly [string, string])[] }>({
    name: 'search',
    text: SEARCH,
    values: [
      org,
      agent,
      `${quoted(`${org} ${language}`)} & (${anyOf(leading)})`,
      anyOf(known),
      known.map(({ word }) => word),
      FOUND_MAX,
    ],
  });
  return rows.map(({ id, has: pairs }) => {
    const has = new Map(pairs.map(([word, weight]) => [word, PARTS[weight] ?? 'body']));
    return {
      id,
      match: matchOf(terms, has, total),
      isGood: isGood(matchOf(terms, has, total), terms, has),
      words: [...has.keys()],
    };
  });
}

const PARTS: Readonly<Record<string, Part>> = { A: 'title', B: 'tags' };

const anyOf = (terms: readonly Term[]): string => terms.map(({ word }) => quoted(word)).join(' | ');

/** A lexeme as a tsquery takes it, whatever is in it. */
const quoted = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

interface ArticleRow {
  readonly id: number;
  readonly title: string;
  readonly body: string;
  readonly language: Article['language'];
  readonly tags: string;
  readonly service: string | null;
  readonly audience: Audience;
  readonly updated_at: Date;
  readonly ticket: number | null;
  readonly path: string | null;
}

function articleOf({ tags, service, updated_at, ticket, path, ...row }: ArticleRow): Article {
  return {
    ...row,
    tags: tags === '' ? [] : tags.split(','),
    updatedAt: updated_at,
    ...(service === null ? {} : { service }),
    ...(ticket === null ? {} : { ticket }),
    ...(path === null ? {} : { path }),
  };
}

const TERMS = `
select l.language, n.articles as total, t.lexeme as word, coalesce(w.articles, 0) as articles
from unnest($2::text[], $3::text[]) l(language, config)
join article_word n on n.org_id = $1 and n.language = l.language and n.word = $1::int::text || ' ' || l.language
  and n.articles > 0
cross join lateral (select lexeme from unnest(to_tsvector(l.config::regconfig, $4)) order by positions[1] limit 30) t
left join article_word w on w.org_id = $1 and w.language = l.language and w.word = t.lexeme`;

/** Ranked first by what PostgreSQL sees in it, then, of so many, exactly by what is said of the words in \`score.ts\`. */
const SEARCH = `
select b.id, coalesce((
    select jsonb_agg(jsonb_build_array(u.lexeme, case when 'A' = any (u.weights) then 'A' when 'B' = any (u.weights) then 'B' else 'D' end))
    from unnest(b.words) u where u.lexeme = any ($5::text[])), '[]') as has
from (
  select a.id, a.words from (
    select id, words from article
    where words @@ $3::tsquery and org_id = $1 and ($2 or audience = 'everyone') limit ${MOST_RANKED}
  ) a
  order by ts_rank('{0.4, 0.4, 0.8, 1}', a.words, $4::tsquery) desc, a.id desc limit $6
) b`;

const ARTICLES = `
select id, title, body, language, tags, service, audience, updated_at, ticket, path from article
where org_id = $1 and ($2 or audience = 'everyone') and id = any ($3::bigint[])`;
