/** Whether there is any article, asked before every question is acknowledged: so it is remembered for a moment. */
import type { Pool } from 'pg';
import { LANGUAGES } from './article.ts';

export interface AnyArticle {
  /** Whether there is any article. As old as `YES_MS` or `NO_MS` where it changed elsewhere: another replica, an import. */
  is(org: number): Promise<boolean>;
  /** An article was published or taken back here: look anew. */
  changed(org: number): void;
}

/** That there is one costs, at worst, a search that finds nothing. That there is none costs somebody their answer. */
const YES_MS = 60_000;
const NO_MS = 2_000;

export function anyArticle(pool: Pool): AnyArticle {
  const known = new Map<number, { readonly any: boolean; readonly until: number }>();
  let changes = 0;
  return {
    is: async (org) => {
      const seen = known.get(org);
      if (seen !== undefined && performance.now() < seen.until) return seen.any;
      const asked = changes;
      const { rowCount } = await pool.query({ name: 'any article', text: ANY, values: [org, Object.keys(LANGUAGES)] });
      const any = (rowCount ?? 0) > 0;
      // What changed while it was asked may not be in the answer.
      if (asked === changes) known.set(org, { any, until: performance.now() + (any ? YES_MS : NO_MS) });
      return any;
    },
    changed: (org) => {
      changes += 1;
      known.delete(org);
    },
  };
}

/** An article for agents only counts here too, and costs a search that finds nothing. */
const ANY = `
select 1 from unnest($2::text[]) l(language) join article_word w
  on w.org_id = $1 and w.language = l.language and w.word = $1::int::text || ' ' || l.language and w.articles > 0 limit 1`;
