import { WebClient } from '@slack/web-api';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { witness } from './invariants.ts';
import { run } from './life/index.ts';
import { born, live } from './life/live.ts';
import { people } from './life/people.ts';
import { cards, thread } from './life/places.ts';
import type { Plan } from './life/plan.ts';
import type { Life } from './life/record.ts';
import { figures, told } from './life/report.ts';
import { judge } from './life/verdict.ts';
import { joined, type MortalCompany, mortalCompany, settled } from './mortal-company.ts';
import { seeded } from './seeded.ts';

const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const SECONDS = 60;

test(`a desk on two replicas in trouble for ${SECONDS} s loses nothing, doubles nothing and keeps the order (SEED=${seed})`, {
  timeout: 600_000,
}, async () => {
  const one = await run({ seed, seconds: SECONDS });
  console.info(told(one));
  expect(figures([one])).toMatchObject({
    lost: 0,
    doubledTickets: 0,
    doubledMessages: 0,
    orderViolations: 0,
    noteLeaks: 0,
  });
  expect(one.lives.length).toBeGreaterThan(6);
  expect(figures([one]).ackMaxMs).toBeLessThan(3_000);
});

describe('whoever judges such a life', { timeout: 120_000 }, () => {
  const plan: Plan = {
    word: 'judgedx',
    home: 'slack',
    who: 0,
    deeds: [
      { do: 'claim', where: 'slack', twice: false },
      { do: 'answer', where: 'slack', word: 'judgedw1z' },
      { do: 'answer', where: 'slack', word: 'judgedw2z' },
      { do: 'note', where: 'slack', word: 'judgedw3z' },
    ],
  };
  let company: MortalCompany;
  let life: Life;
  let bot: WebClient;
  beforeAll(async () => {
    company = await mortalCompany();
    await company.desk.start();
    await joined(company);
    await witness(company);
    const staff = people(company, [company.desk.inSlack], seeded(1), { acks: [], recoveries: [] });
    life = born(plan);
    await live(staff, life, () => {});
    await settled(company);
    bot = new WebClient(company.slack.botToken, { slackApiUrl: company.slack.apiUrl });
  });
  afterAll(() => company.stop());

  const clean = { lost: [], doubledTickets: [], doubledMessages: [], orderViolations: [], noteLeaks: [], other: [] };
  const dm = () => company.slack.dm('U1');

  test('finds nothing where all is well', async () => {
    expect(await judge(company, [life])).toEqual(clean);
  });

  test('sees a message that is there twice, and one that agents alone may see', async () => {
    const root = { channel: dm(), thread_ts: life.root ?? '' };
    for (const text of ['Which lamp? judgedw1z', 'They owe us judgedw3z']) {
      const { ts } = await bot.chat.postMessage({ ...root, text });
      onTestFinished(async () => void (await bot.chat.delete({ channel: dm(), ts: ts ?? '' })));
    }
    const verdict = await judge(company, [life]);
    expect(verdict.doubledMessages).toEqual([expect.stringContaining('judgedw1z at slack requester: 2 times')]);
    expect(verdict.noteLeaks).toEqual([expect.stringContaining('judgedw3z'), expect.stringContaining('judgedw3z')]);
  });

  test('sees a second ticket, a delivery that still waits, and one that was given up', async () => {
    const { pool } = company.db;
    const copy = async (table: string, changes: string) => {
      await pool.query(`create table sample as select * from ${table} limit 1`);
      await pool.query(`update sample set ${changes}`);
      await pool.query(`insert into ${table} select * from sample`);
      await pool.query('drop table sample');
    };
    await copy('ticket', 'number = 4711');
    await pool.query(
      `insert into dead_letter (id, org_id, lane, op, created_at, fault, code) values (-1, 1, 'x', 'post', now(), 'refused', 'x')`,
    );
    onTestFinished(async () => {
      await pool.query('delete from ticket where number = 4711');
      await pool.query('delete from dead_letter');
    });
    const verdict = await judge(company, [life]);
    expect(verdict.doubledTickets).toEqual(['2 tickets judgedx', '2 tickets of 1 that were opened']);
    expect(verdict.lost).toEqual(['given up: post in x (refused, x)']);
  });

  test('sees what was shown in another order than the desk meant', async () => {
    const { pool } = company.db;
    await pool.query(`insert into witness values (0, 't:1:1:0', 'post')`);
    const metadata = { event_type: 'deskbell_delivery', event_payload: { key: 'x-0' } };
    await bot.chat.postMessage({ channel: dm(), thread_ts: life.root ?? '', text: 'late', metadata });
    const { orderViolations } = await judge(company, [life]);
    expect(orderViolations).toEqual(['1 in t:1:1:0']);
  });

  test('sees what is gone', async () => {
    const copy = thread(company, life, 'slack requester').find(({ words }) => words.includes('judgedw2z'));
    await bot.chat.delete({ channel: dm(), ts: copy?.id ?? '' });
    await bot.chat.delete({ channel: 'C2', ts: cards(company, life, 'slack')[0]?.id ?? '' });
    const { lost } = await judge(company, [life]);
    expect(lost).toEqual(
      expect.arrayContaining(['answer judgedw2z at slack requester', 'the card of judgedx in slack']),
    );
  });
});
