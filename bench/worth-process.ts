/**
 * How long a report takes over a year of many tickets: `node bench/worth-process.ts [tickets]`, 1,000,000 unless told. It makes
 * the year, counts it, and asks for the report; by hand, for it takes minutes.
 */
import pg from 'pg';
import { readConfig } from '../src/config.ts';
import { connect } from '../src/db/connect.ts';
import { worthOf } from '../src/desk/worth/index.ts';
import { startServer } from './server.ts';

const ROUNDS = 20;
/** The widest, the finest, and the one that people ask for. */
const ASKED = [
  ['a year', '2026', undefined],
  ['a year less its first and last day, of one service', '2026-01-02..2026-12-30', 'Mail'],
  ['a month', '2026-10', undefined],
  ['30 days', '30 days', undefined],
] as const;

async function main(): Promise<void> {
  const tickets = Number(process.argv[2] ?? 1_000_000);
  const server = await startServer();
  try {
    const url = await server.database('worth');
    const db = connect(url, { max: 8 });
    const { desk } = readConfig({ DESK_TIMEZONE: 'Europe/Berlin', SERVICES: 'Mail,Network,Hardware,Accounts,Phones' });
    const worth = worthOf(db, desk, () => new Date('2027-01-01T12:00:00Z'));
    const made = await timed(async () => {
      for (const statement of YEAR) await patient(url, statement.replaceAll('TICKETS', String(tickets)));
      await patient(url, 'vacuum analyze');
    });
    const counted = await timed(async () => {
      while (!(await worth.count()));
    });
    await patient(url, 'vacuum analyze');
    const { rows } = await db.pool.query('select count(*)::int as n from rollup');
    say(`${server.about}`);
    say(`${tickets} tickets made in ${(made / 1000).toFixed(0)} s, counted in ${(counted / 1000).toFixed(0)} s`);
    say(`(${Math.round(tickets / (counted / 1000))} a second) into ${rows[0].n} sums`);
    for (const [what, called, service] of ASKED) {
      const periods = worth.period(called);
      if (periods === undefined) throw new Error(`${called} is no period`);
      const times: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1)
        times.push(await timed(async () => void (await worth.report(1, periods, service))));
      times.sort((a, b) => a - b);
      say(`${what}: median ${times[ROUNDS / 2]?.toFixed(0)} ms, longest ${times.at(-1)?.toFixed(0)} ms of ${ROUNDS}`);
    }
    await db.close();
  } finally {
    await server.stop();
  }
}

/** A year is made by statements that take longer than the desk lets any of its own take. */
async function patient(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** A year of tickets, opened in the daytime mostly: most answered, resolved and closed, some reopened, a third rated. */
const YEAR = [
  `insert into account (org_id, account, person_id, name, agent_seen_at)
   select 1, 'bench:T:' || n, n, 'Person ' || n, case when n <= 20 then now() end from generate_series(1, 5000) n`,
  `insert into ticket (org_id, number, subject, kind, impact, urgency, priority, status, requester_id, requester_account,
     opened_at, reply_due_at, first_reply_at, resolved_at, closed_at, resolution_code, survey_round, survey_state, rated, service)
   select 1, n, 'Ticket', (array['incident', 'request', 'question'])[1 + n % 3], 2, 2, 3, 'closed', 21 + n % 4980,
     'bench:T:' || 21 + n % 4980, at, at + interval '4 hours', at + reply, at + reply * 9, at + reply * 9 + interval '7 days',
     'solved', 1, 'offered', case when n % 3 = 0 then 1 + n % 5 end, (array['Mail', 'Network', 'Hardware', 'Accounts', 'Phones'])[1 + n % 5]
   from (select n, timestamptz '2026-01-01' + (n::float8 / TICKETS) * interval '365 days' as at,
           (5 + 300 * random() ^ 3) * interval '1 minute' as reply from generate_series(1, TICKETS) n) t`,
  `insert into timeline (org_id, ticket, at, actor_id, account, event, detail)
   select 1, number, e.at, e.actor, 'bench:T:' || e.actor, e.event, e.detail from ticket t cross join lateral (values
     (t.opened_at, t.requester_id, 'opened', '{}'::jsonb), (t.first_reply_at, 1 + number % 20, 'claimed', '{}'),
     (t.first_reply_at, 1 + number % 20, 'replied', '{}'), (t.resolved_at, 1 + number % 20, 'resolved', '{"reason": "solved"}'),
     (t.resolved_at, null, 'rating offered', '{"kind": "rating", "round": 1}'), (t.closed_at, null, 'closed', '{}')
   ) as e(at, actor, event, detail)`,
  `insert into message (org_id, ticket, author_id, author, visibility, text, at)
   select 1, number, 1 + number % 20, 'Agent', 'public', 'Try this', first_reply_at from ticket`,
  `insert into survey (org_id, ticket, round, person_id, offered_at, delivered_at, opened_at, answered_at)
   select 1, number, 1, requester_id, resolved_at, resolved_at, case when rated is not null then resolved_at end,
     case when rated is not null then resolved_at end from ticket`,
  `insert into rating (org_id, ticket, round, person_id, score, at)
   select 1, number, 1, requester_id, rated, resolved_at from ticket where rated is not null`,
  'insert into uncounted (org_id, ticket) select 1, number from ticket',
  'analyze',
];

await main();
