/**
 * A desk that has been at work for years, made by SQL: tickets with a realistic spread of ages, people and ends. One of two
 * hundred is still open, most of those new; each has two threads, three messages, a timeline; a third were rated; of the
 * last month the inbox remembers every gesture.
 */
import pg from 'pg';

/** People whose tickets they are; `slack:TBENCH:U00000001` and so on, as in the story. */
export const peopleFor = (tickets: number): number => Math.max(200, Math.round(tickets / 20));

/** Which of them are open, in SQL over their number `n`: a desk's life, or exactly so many. */
const LIFE = 'random() < case when n > TICKETS * 0.995 then 0.8 else 0.0005 end';

/** Numbers 1 to `tickets`, the newest last. */
export async function makeHistory(
  url: string,
  tickets: number,
  people = peopleFor(tickets),
  open = LIFE,
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of HISTORY) {
      await client.query(
        statement.replace('OPEN', open).replaceAll('TICKETS', `${tickets}`).replaceAll('PEOPLE', `${people}`),
      );
    }
    await client.query('vacuum analyze');
  } finally {
    await client.end();
  }
}

const USER = `'U' || lpad(person::text, 8, '0')`;
const THREAD = `'slack:TBENCH/D' || lpad(person::text, 8, '0') || '/1' || lpad(n::text, 9, '0') || '.000000'`;

const HISTORY = [
  `insert into account (org_id, account, person_id, name, avatar, locale, agent_seen_at)
   select 1, 'slack:TBENCH:U' || lpad(n::text, 8, '0'), n, 'Person ' || lpad(n::text, 8, '0'),
     'https://avatars.slack-edge.com/U' || lpad(n::text, 8, '0') || '_192.png', 'en-US', case when n <= 20 then now() end
   from generate_series(1, PEOPLE) n`,
  `select setval('person_id', PEOPLE)`,
  `create unlogged table life as
   select n, 21 + (random() * (PEOPLE - 22))::int as person, now() - (TICKETS - n)::float8 / TICKETS * interval '3 years' as at,
     OPEN as open
   from generate_series(1, TICKETS) n`,
  `insert into ticket (org_id, number, subject, kind, impact, urgency, priority, status, requester_id, requester_account,
     assignee_id, assignee_account, opened_at, reply_due_at, first_reply_at, resolved_at, closed_at, resolution_code,
     survey_round, survey_state, rated)
   select 1, n, 'My laptop does not connect to the VPN since this morning, error ' || n,
     (array['incident', 'request', 'question'])[1 + n % 3], 2, 2, 3, case when open then 'in_progress' else 'closed' end,
     person, 'slack:TBENCH:' || ${USER}, 1 + n % 20, 'slack:TBENCH:U' || lpad((1 + n % 20)::text, 8, '0'), at,
     at + interval '4 hours', at + interval '1 hour', case when not open then at + interval '1 day' end,
     case when not open then at + interval '8 days' end, case when not open then 'solved' end,
     (not open)::int, case when open then 'none' else 'offered' end, case when not open and n % 3 = 0 then 1 + n % 5 end
   from life order by n`,
  `select setval('ticket_number_1', TICKETS)`,
  `insert into thread (org_id, ticket, seq, side, at, address, remote)
   select 1, n, seq, side, case seq when 0 then ${THREAD} else 'slack:TBENCH/#agents' end,
     case seq when 0 then ${THREAD} else 'slack:TBENCH/C1/1' || lpad(n::text, 9, '0') || '.000000' end, '1' || n
   from life, (values (0, 'requester'), (1, 'agents')) v(seq, side) order by n, seq`,
  `insert into message (org_id, ticket, author_id, author, visibility, text, at, key)
   select 1, n, case step when 2 then 1 + n % 20 else person end, 'Somebody', 'public',
     'I restarted twice and it did not help. The office network works. Mornings only.', at + step * interval '30 minutes',
     'slack:TBENCH:D' || lpad(person::text, 8, '0') || ':1' || lpad(n::text, 9, '0') || '.00000' || step
   from life, generate_series(1, 3) step order by n, step`,
  `insert into timeline (org_id, ticket, at, actor_id, account, event, detail)
   select 1, n, at, person, 'slack:TBENCH:' || ${USER}, event, '{"priority": 3}'
   from life, (values ('opened'), ('claimed'), ('resolved'), ('closed')) v(event) order by n`,
  `insert into survey (org_id, ticket, round, person_id, offered_at, delivered_at)
   select 1, n, 1, person, at + interval '1 day', at + interval '1 day' from life where not open order by n`,
  `insert into rating (org_id, ticket, round, person_id, score, at)
   select 1, n, 1, person, 1 + n % 5, at + interval '1 day' from life where not open and n % 3 = 0 order by n`,
  `insert into inbox (key, also, org_id, received_at)
   select 'slack:TBENCH:D' || lpad(person::text, 8, '0') || ':1' || lpad(n::text, 9, '0') || '.00000' || step, null, 1, at
   from life, generate_series(1, 3) step where n > TICKETS * 0.97`,
  `insert into inbox (key, org_id, work, due_at)
   select 'later 1 close ' || n, 1, jsonb_build_object('kind', 'intent', 'intent', 'close', 'params', '{}'::jsonb),
     now() + interval '7 days' from life where n > TICKETS * 0.99 and not open`,
  'drop table life',
];
