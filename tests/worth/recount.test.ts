import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { calendar } from '../../src/desk/worth/calendar.ts';
import { worthOf } from '../../src/desk/worth/index.ts';
import { countsOf } from '../../src/desk/worth/life.ts';
import { LIVES, type LifeRow, lifeOf } from '../../src/desk/worth/life-row.ts';
import { type PlainAdapter, plainAdapter } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

const HOUR = 3_600_000;
const ENV = {
  DESK_TIMEZONE: 'Europe/Berlin',
  SERVICES: 'Network,Mail',
  LEADS: 'plain:lee',
  EXPERIENCE_SAMPLE: '40',
  RATING_EXPIRES: '5d',
};
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
const PEOPLE = ['mira', 'olu', 'kai'] as const;
const AGENTS = ['sam', 'dana', 'lee'] as const;

/** What the sums must be: everything counted once, from the timeline, by nobody who keeps sums. */
async function recount({ db }: RunningDesk): Promise<ReadonlyMap<string, number>> {
  const { desk } = readConfig(ENV);
  const { worth } = desk;
  const { rows: leads } = await db.pool.query("select person_id from account where account = 'plain:T:lee'");
  const rules = {
    calendar: calendar({ timeZone: desk.timeZone, ...worth }),
    effort: worth.effort,
    leads: new Set<number>(leads.map(({ person_id }) => person_id)),
  };
  const { rows: tickets } = await db.pool.query('select org_id as org, number as ticket from ticket');
  const { rows } = await db.pool.query<LifeRow>(LIVES, [JSON.stringify(tickets)]);
  const sums = new Map<string, number>();
  for (const row of rows) {
    const life = lifeOf(row);
    for (const { day, measure, bucket, n } of countsOf(life, rules)) {
      for (const key of [`day ${day}`, `month ${day.slice(0, 7)}-01`]) {
        const name = `${key} ${life.service ?? ''} ${measure} ${bucket}`;
        sums.set(name, (sums.get(name) ?? 0) + n);
      }
    }
  }
  return new Map([...sums].filter(([, n]) => n !== 0).sort());
}

async function kept({ db }: RunningDesk): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.pool.query(
    `select format('%s %s %s %s %s', span, starts, service, measure, bucket) as name, n::int from rollup where n <> 0`,
  );
  return new Map(rows.map(({ name, n }): [string, number] => [name, n]).sort());
}

describe(`the sums (SEED=${SEED})`, () => {
  let chat: PlainAdapter;
  let desk: RunningDesk;
  let ahead = 0;
  beforeAll(async () => {
    chat = plainAdapter();
    desk = await startDesk([chat], { env: ENV, now: () => new Date(Date.now() + ahead) });
  });
  afterAll(() => desk.stop());

  const settings = () => worthOf(desk.db, readConfig(ENV).desk, () => new Date(Date.now() + ahead));
  /** Deliveries and what the clock says go on by themselves: the two are compared when nothing waits any more. */
  const agree = async (): Promise<ReadonlyMap<string, number>> => {
    const worth = settings();
    const still = async (): Promise<boolean> => {
      const { rows } = await desk.db.pool.query(
        'select exists (select 1 from uncounted) or exists (select 1 from outbox) as waits',
      );
      return (await worth.count()) && rows[0].waits === false;
    };
    await expect.poll(still, { timeout: 20_000 }).toBe(true);
    await expect.poll(async () => [...(await kept(desk))], { timeout: 20_000 }).toEqual([...(await recount(desk))]);
    return kept(desk);
  };

  it('agree with a recount from the timeline, whatever happened to the tickets', async () => {
    const step = fc.record({
      what: fc.constantFrom(
        ...['open', 'claim', 'reply', 'answer', 'note', 'wait', 'resolve', 'resolve', 'cancel', 'reopen', 'service'],
        ...[
          'rate',
          'rate',
          'open survey',
          'answer survey',
          'answer survey',
          'explain',
          'comment',
          'settle',
          'assign',
          'pass',
        ],
      ),
      ticket: fc.integer({ min: 1, max: 8 }).map(String),
      who: fc.constantFrom(...PEOPLE),
      agent: fc.constantFrom(...AGENTS),
      score: fc.integer({ min: 0, max: 10 }),
      hours: fc.constantFrom(0, 0, 1, 7, 60, 24 * 9),
      service: fc.constantFrom('Network', 'Mail'),
    });
    const story = fc.sample(fc.array(step, { minLength: 220, maxLength: 220 }), { numRuns: 1, seed: SEED })[0] ?? [];
    for (const who of [...PEOPLE, ...AGENTS]) await chat.command(who, 'open', { subject: 'First' });
    for (const [index, { what, ticket, who, agent, score, hours, service }] of story.entries()) {
      const it = { ticket };
      const asks = (intent: string, params = {}) => chat.command(who, intent, { ...it, ...params });
      const works = (intent: string, params = {}) => chat.command(agent, intent, { ...it, ...params }, 'agents');
      const deeds: Readonly<Record<string, () => Promise<unknown>>> = {
        open: () => chat.command(who, 'open', { subject: `Story ${index}`, ...(score > 5 ? { service } : {}) }),
        claim: () => works('claim'),
        reply: () => asks('reply', { text: 'It fails again' }),
        answer: () => works('reply', { text: 'Try the other one' }),
        note: () => works('note', { text: 'Again' }),
        wait: () => works('wait', { for: 'requester' }),
        resolve: () => works('resolve', { code: 'solved' }),
        cancel: () => asks('resolve', { code: 'cancelled' }),
        reopen: () => asks('reopen'),
        service: () => works('service', { service }),
        rate: () => asks('rate', { score: String(1 + (score % 5)) }),
        'open survey': () => asks('open survey'),
        'answer survey': () => asks('answer survey', { score: String(score) }),
        explain: () => asks('explain survey', { factor: 'speed', lost: String(score * 13) }),
        comment: () => asks('comment', { text: 'Hm', contact: score > 5 ? 'yes' : 'no' }),
        settle: () =>
          chat.command('lee', 'settle', { ...it, outcome: score > 5 ? 'recovered' : 'not recovered' }, 'direct'),
        assign: () => works('assign', { to: 'dana' }),
        pass: async () => {},
      };
      await deeds[what]?.();
      ahead += hours * HOUR;
      if (index % 37 === 0) await settings().count();
    }
    const sums = await agree();
    const measures = new Set(
      [...sums.keys()].map((name) => name.replace(/^\S+ \S+ (Network|Mail)? ?/, '').replace(/ \d+$/, '')),
    );
    expect(measures.size).toBeGreaterThan(10);
  });

  it('follow a person who turns out to be another: what they wrote themselves is no work of the desk', async () => {
    await chat.command('nia', 'open', { subject: 'Mouse' });
    const { rows } = await desk.db.pool.query("select number from ticket where subject = 'Mouse'");
    const ticket = String(rows[0].number);
    await chat.command('nia', 'reply', { ticket, text: 'It squeaks' });
    const given = await chat.command('mira', 'link');
    const code = /[0-9A-Z]{7}(-[0-9A-Z]{1,7})+/.exec(JSON.stringify(given))?.[0] ?? '';
    await chat.command('nia', 'link', { code });
    await agree();
  });

  it('are made anew where the rules of counting have changed', async () => {
    const other = readConfig({ ...ENV, EFFORT_REPLY_SECONDS: '1' });
    const worth = worthOf(desk.db, other.desk, () => new Date(Date.now() + ahead));
    await expect.poll(() => worth.count()).toBe(true);
    const effort = async () =>
      (await desk.db.pool.query("select sum(n)::int as n from rollup where measure like 'effort%' and span = 'day'"))
        .rows[0].n;
    const cheap = await effort();
    await expect.poll(() => settings().count()).toBe(true);
    expect(await effort()).toBeGreaterThan(cheap);
    expect(await kept(desk)).toEqual(await recount(desk));
  });

  it('are a report, which includes what happened just now', async () => {
    await chat.command('mira', 'open', { subject: 'Just now', service: 'Mail' });
    const worth = settings();
    const report = await worth.report(1, 'this_year', undefined);
    const { rows } = await desk.db.pool.query('select count(*)::int as n from ticket');
    const years = await worth.report(1, { from: '2020-01-01', to: '2040-01-01' }, undefined);
    expect(years.figures.find(({ name }) => name === 'tickets')?.now?.value).toBe(rows[0].n);
    expect(years.services.map(({ service }) => service)).toEqual(['', 'Mail', 'Network']);
    expect(report.uncounted).toBe(0);
    const { ageing } = years;
    const open = await desk.db.pool.query("select 1 from ticket where closed_at is null and status <> 'resolved'");
    expect(ageing.week + ageing.fortnight + ageing.month + ageing.older).toBe(open.rowCount);
    expect(years.figures.find(({ name }) => name === 'backlog')?.now?.value).toBe(open.rowCount);
  });
});
