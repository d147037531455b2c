/** Words that no article has, as they may have been meant. */
import type { PoolClient } from 'pg';
import { likenessOf, type Term } from './score.ts';

interface Unknown {
  readonly language: string;
  readonly word: string;
  readonly articles: number;
}

/** Shorter words are too much like one another; longer ones than this nobody types. */
const SHORTEST = 4;
const LONGEST = 40;
/** Whoever mistypes more than this is asking about something else. */
const MOST = 8;
/** Below this it is another word. */
const ALIKE = 0.45;

/** By language and word, with a blank between: the word that it is most like, where it is like any. */
export async function mistyped(
  client: PoolClient,
  org: number,
  words: readonly Unknown[],
): Promise<ReadonlyMap<string, Term>> {
  const unknown = words
    .filter(
      ({ articles, word }) => articles === 0 && word.length >= SHORTEST && word.length <= LONGEST && !/\d/.test(word),
    )
    .slice(0, MOST);
  if (unknown.length === 0) return new Map();
  const statement = (await hasTrigrams(client)) ? ALIKE_IN_INDEX : ALIKE_BEGINNING;
  const { rows } = await client.query<{ language: string; word: string; meant: string; articles: number }>({
    ...statement,
    values: [org, unknown.map(({ language }) => language), unknown.map(({ word }) => word)],
  });
  const best = new Map<string, Term>();
  for (const { language, word, meant, articles } of rows) {
    const likeness = likenessOf(word, meant);
    const key = `${language} ${word}`;
    if (likeness >= ALIKE && likeness > (best.get(key)?.likeness ?? 0))
      best.set(key, { word: meant, articles, likeness });
  }
  return best;
}

const known = new WeakMap<PoolClient, boolean>();

/** Whether this server has pg_trgm where we see it; asked once for a connection. */
async function hasTrigrams(client: PoolClient): Promise<boolean> {
  const before = known.get(client);
  if (before !== undefined) return before;
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regproc('similarity') is not null and to_regclass('article_word_alike') is not null as there`,
  );
  const there = rows[0]?.there === true;
  known.set(client, there);
  return there;
}

const UNKNOWN = 'unnest($2::text[], $3::text[]) as i(language, word)';

const ALIKE_IN_INDEX = {
  name: 'words alike',
  text: `
select i.language, i.word, w.word as meant, w.articles from ${UNKNOWN} cross join lateral (
  select word, articles from article_word w
  where w.word % i.word and w.org_id = $1 and w.language = i.language and w.articles > 0
  order by similarity(w.word, i.word) desc, w.articles desc limit 3
) w`,
};

/** Where there is no pg_trgm: the first two letters are then taken to be right. */
const ALIKE_BEGINNING = {
  name: 'words that begin alike',
  text: `
select i.language, i.word, w.word as meant, w.articles from ${UNKNOWN} cross join lateral (
  select word, articles from article_word w
  where w.org_id = $1 and w.language = i.language and left(w.word, 2) = left(i.word, 2)
    and length(w.word) between length(i.word) - 2 and length(i.word) + 2 and w.articles > 0
  limit 2000
) w`,
};
