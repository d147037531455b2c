/**
 * The words that an article had and has not any more are taken off, and those that it has now are added: each word once, and
 * in order, so that two who write articles never wait for one another in a circle.
 */
export const COUNT_WORDS = `
insert into article_word as w (org_id, language, word, articles)
select org_id, language, lexeme, sum(by)::int from (
  select org_id, language, u.lexeme, 1 as by from written cross join lateral unnest(words) u
  union all
  select org_id, language, u.lexeme, -1 from before cross join lateral unnest(words) u
) c group by 1, 2, 3 having sum(by) <> 0 order by 1, 2, 3
on conflict (org_id, language, word) do update set articles = w.articles + excluded.articles`;
