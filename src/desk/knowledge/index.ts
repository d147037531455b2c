/** Articles for whoever asks, unasked for: which one is offered, and what is kept of the question. */
import type { Pool } from 'pg';
import { type AnyArticle, anyArticle } from './any.ts';
import type { Article } from './article.ts';
import { passageOf } from './passage.ts';
import { articles, search } from './search.ts';

export interface Knowledge {
  /** Whether there is any article for somebody who is no agent: else nothing is looked for. */
  readonly hasAny: AnyArticle['is'];
  readonly changed: AnyArticle['changed'];
  /**
   * The best article for a message of this account, if it is good enough and was not offered to the same person lately: who
   * asks again was not helped by it. `match` is how good the best one was.
   */
  answer(org: number, account: string, text: string): Promise<Answer>;
  /** A message was changed or deleted: what is kept of it as a question changes with it. */
  reword(org: number, message: string, words: Reworded | undefined): Promise<void>;
  /** Lets go of what was asked before then; that it was asked stays. */
  forget(before: Date): Promise<void>;
}

export interface Answer {
  readonly match: number;
  readonly offer?: { readonly article: Article; readonly passage: string };
}

/** What a question says now, and the params that a ticket of it would have. */
export interface Reworded {
  readonly text: string;
  readonly params: Readonly<Record<string, string | undefined>>;
}

/** `windowMs`: whoever asks again within it was not helped. */
export function knowledgeOf(pool: Pool, windowMs: number, now: () => Date): Knowledge {
  const any = anyArticle(pool);
  return {
    hasAny: any.is,
    changed: any.changed,
    answer: async (org, account, text) => {
      const asking = { org, agent: false };
      const hits = await search(pool, asking, text);
      const best = hits.find(({ isGood }) => isGood);
      const match = hits[0]?.match ?? 0;
      if (best === undefined || (await wasOffered(pool, org, account, best.id, new Date(now().getTime() - windowMs))))
        return { match };
      const [article] = await articles(pool, asking, [best.id]);
      if (article === undefined) return { match };
      return { match, offer: { article, passage: passageOf(article.body, best.words) } };
    },
    reword: async (org, message, words) => {
      await pool.query({
        name: 'reword question',
        text: REWORD,
        values: [org, message, words?.text ?? null, words === undefined ? null : JSON.stringify(words.params)],
      });
    },
    forget: async (before) => {
      await pool.query('update question set text = null, opening = null where asked_at < $1 and text is not null', [
        before,
      ]);
    },
  };
}

async function wasOffered(pool: Pool, org: number, account: string, article: number, since: Date): Promise<boolean> {
  const { rowCount } = await pool.query({ name: 'was offered', text: OFFERED, values: [org, account, article, since] });
  return (rowCount ?? 0) > 0;
}

const OFFERED = `
select 1 from account me join account mine on mine.org_id = me.org_id and mine.person_id = me.person_id
join question q on q.org_id = me.org_id and q.account = mine.account
where me.org_id = $1 and me.account = $2 and q.article = $3 and q.asked_at > $4 limit 1`;

const REWORD = `
update question set text = $3, opening = case when $4::jsonb is not null then jsonb_set(opening, '{params}', $4::jsonb) end
where org_id = $1 and message = $2 and text is not null`;
