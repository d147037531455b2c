/** How well an article answers a question. Pure. */

/** A word of the question as the articles of one language know it. */
export interface Term {
  /** Stemmed. */
  readonly word: string;
  /** How many articles have it; 0: none does. */
  readonly articles: number;
  /** 1 for the word itself, less for one that is only like it. */
  readonly likeness: number;
}

/** Where an article has a word. */
export type Part = 'title' | 'tags' | 'body';

/** An answer that is offered unasked must be at least so good. Below it the desk goes on as if there were no articles. */
export const GOOD = 0.6;

const WORTH: Readonly<Record<Part, number>> = { title: 1, tags: 0.9, body: 0.6 };
/** What no article knows may be the point of the question, or nothing: it counts as much as a rare word, but for this. */
const UNKNOWN = 0.75;

/**
 * From 0 to 1: the share of the question that the article has, each word as much as it is rare among `total` articles
 * (its inverse document frequency, as in Lucene's BM25: ln(1 + (N − n + 0.5) / (n + 0.5))) and as prominent as it
 * stands there.
 */
export function matchOf(terms: readonly Term[], has: ReadonlyMap<string, Part>, total: number): number {
  let asked = 0;
  let found = 0;
  for (const { word, articles, likeness } of terms) {
    const weight = rarity(articles, total);
    asked += weight;
    const part = articles > 0 ? has.get(word) : undefined;
    if (part !== undefined) found += weight * likeness * WORTH[part];
  }
  return asked === 0 ? 0 : found / asked;
}

/**
 * Whether it may be offered to somebody who did not ask for articles: good, about more than one word of the question (unless
 * that is all it has), and one of them in its title.
 */
export function isGood(match: number, terms: readonly Term[], has: ReadonlyMap<string, Part>): boolean {
  const hits = terms.filter(({ word, articles }) => articles > 0 && has.has(word));
  const inTitle = hits.some(({ word }) => has.get(word) === 'title');
  return match >= GOOD && inTitle && (hits.length > 1 || terms.length === 1);
}

function rarity(articles: number, total: number): number {
  const n = Math.max(articles, 1);
  const idf = Math.log(1 + (Math.max(total, n) - n + 0.5) / (n + 0.5));
  return articles === 0 ? idf * UNKNOWN : idf;
}

/**
 * Trigram likeness of two words, from 0 to 1, as PostgreSQL's pg_trgm has it: the groups of three letters that both have,
 * of all that either has, each word padded by two blanks before and one behind.
 */
export function likenessOf(one: string, other: string): number {
  const [a, b] = [trigrams(one), trigrams(other)];
  const shared = [...a].filter((group) => b.has(group)).length;
  return shared / (a.size + b.size - shared || 1);
}

function trigrams(word: string): ReadonlySet<string> {
  const padded = `  ${word} `;
  return new Set(Array.from({ length: Math.max(0, padded.length - 2) }, (_, at) => padded.slice(at, at + 3)));
}
