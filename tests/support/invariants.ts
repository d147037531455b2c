import type { Pool } from 'pg';

/**
 * What must be so in a desk's database whatever happened, as sentences about what is not: a ticket's state is that of its
 * timeline, what is asked and rated is in order, no note is on its way to a requester, and nobody is lost.
 */
export async function violations(pool: Pool): Promise<readonly string[]> {
  // Nobody else counts the rows of a database that is only just filled.
  await pool.query('analyze ticket, timeline, survey, rating, account, message, outbox, thread');
  const { rows } = await pool.query<{ readonly wrong: string }>(WRONG);
  return rows.map(({ wrong }) => wrong);
}

const WRONG = `
with move as (
  select org_id, ticket, id, event, detail->>'from' as was, detail->>'to' as became,
    lag(detail->>'to', 1, 'new') over (partition by org_id, ticket order by id) as stood,
    row_number() over (partition by org_id, ticket order by id desc) as newest
  from timeline where detail ? 'to'
)
select format('INC-%s is %s with closed_at %s, resolved_at %s and code %s', number, status, closed_at, resolved_at, resolution_code)
  as wrong from ticket
where (status = 'closed') <> (closed_at is not null)
  or (status in ('resolved', 'closed')) <> (resolved_at is not null)
  or (status in ('resolved', 'closed')) <> (resolution_code is not null)
  or status = 'new' and assignee_id is not null
union all
select format('INC-%s: %s goes from %s, where it stood at %s', ticket, event, was, stood) from move where was <> stood
union all
select format('INC-%s is %s, and its timeline says %s', number, status, became)
  from ticket t join move m on m.org_id = t.org_id and m.ticket = t.number and m.newest = 1 where status <> became
union all
select format('INC-%s was reopened %s times, and its timeline says %s', number, reopened, n) from ticket t,
  lateral (select count(*) as n from timeline l where l.org_id = t.org_id and l.ticket = t.number and l.event = 'reopened')
  where reopened <> n
union all
select format('INC-%s has %s rows for its opening', number, n) from ticket t,
  lateral (select count(*) as n from timeline l where l.org_id = t.org_id and l.ticket = t.number and l.event = 'opened')
  where n <> 1
union all
select format('INC-%s is in round %s of its ratings, with %s surveys', number, survey_round, n) from ticket t,
  lateral (select count(*) as n from survey s where s.org_id = t.org_id and s.ticket = t.number) where survey_round <> n
union all
select format('INC-%s counts %s, and the newest rating is %s', number, rated, score) from ticket t left join lateral (
  select score from rating r where r.org_id = t.org_id and r.ticket = t.number and r.round = t.survey_round
  order by id desc limit 1) on true where rated is distinct from score
union all
select format('INC-%s was rated by person %s, who did not raise it', ticket, person_id)
  from rating r join ticket t on t.org_id = r.org_id and t.number = r.ticket where person_id <> requester_id
union all
select format('INC-%s is followed by INC-%s, which follows %s', t.number, t.followed_by, f.follows)
  from ticket t left join ticket f on f.org_id = t.org_id and f.number = t.followed_by
  where t.followed_by is not null and (f.follows is distinct from t.number or t.status <> 'closed')
union all
select format('INC-%s follows INC-%s, which is followed by %s', t.number, t.follows, f.followed_by)
  from ticket t left join ticket f on f.org_id = t.org_id and f.number = t.follows
  where t.follows is not null and f.followed_by is distinct from t.number
union all
select format('INC-%s belongs to person %s, who has no account', number, requester_id) from ticket t
  where not exists (select 1 from account a where a.org_id = t.org_id and a.person_id = t.requester_id)
union all
select format('INC-%s is claimed by person %s, who has no account', number, assignee_id) from ticket t
  where assignee_id is not null and closed_at is null
  and not exists (select 1 from account a where a.org_id = t.org_id and a.person_id = t.assignee_id)
union all
select format('a note of INC-%s is on its way to %s', m.ticket, o.lane) from message m
  join outbox o on o.org_id = m.org_id and o.content->>'side' is distinct from 'agents' and o.content is not null
    and (o.ticket = m.ticket or o.ticket is null) and strpos(o.content::text, m.text) > 0
  where m.visibility = 'note'
union all
select format('INC-%s has no thread %s, where %s goes', o.ticket, o.thread, o.lane) from outbox o
  where o.thread is not null and not exists (
    select 1 from thread h where h.org_id = o.org_id and h.ticket = o.ticket and h.seq = o.thread)`;
