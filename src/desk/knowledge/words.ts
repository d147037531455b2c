/**
 * The words that an article had and has not any more are taken off, and those that it has now are added: each word once, and
 * in order, so that two who write articles never wait for one another in a circle.
 */
export const COUNT_WORDS = countWords('written', 'before');

/** The same for statements of other names; either may be left out. */
export function countWords(written: string | undefined, before: string | undefined): string {
  const of = (rows: string, by: number) =>
    `select org_id, language, u.lexeme, ${by} as by from ${rows} cross join lateral unnest(words) u`;
  const parts = [...(written ? [of(written, 1)] : []), ...(before ? [of(before, -1)] : [])];
  return `
insert into article_word as w (org_id, language, word, articles)
select org_id, language, lexeme, sum(by)::int from (
  ${parts.join(' union all ')}
) c group by 1, 2, 3 having sum(by) <> 0 order by 1, 2, 3
on conflict (org_id, language, word) do update set articles = w.articles + excluded.articles`;
}
