import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { fault } from '../support/fake-discord/index.ts';
import { joined, type MortalCompany, mortalCompany, settled } from './mortal-company.ts';
import { PATIENT, story } from './story.ts';

const HOURS = 3_600_000;

/** A process's wall clock is set while it runs, as by hand or by a time server; how long things take it goes on to know. */
describe('F24: a clock that is set while the desk runs', { timeout: 120_000 }, () => {
  let company: MortalCompany;
  beforeAll(async () => {
    company = await mortalCompany();
    await company.desk.start();
    await joined(company);
  });
  afterEach(async () => {
    company.slack.faults.clear();
    company.discord.faults.clear();
    await company.desk.setClock(0);
  });
  afterAll(() => company.stop());

  test('is what the desk goes by: what Slack signs now was signed too long ago for one that is hours ahead', async () => {
    const { desk } = company;
    const ticket = story(company, 'ahead');
    await desk.setClock(2 * HOURS);
    expect(await ticket.does('open')).toMatchObject({ ok: false, status: 401 });
    await desk.setClock(0);
    expect(await ticket.does('open')).toMatchObject({ ok: true });
    await ticket.shows('open');
  });

  test.each([-2, 2])(
    'begins %i hours wrong: what the desk writes and puts off goes by PostgreSQL’s clock',
    async (hours) => {
      const { desk, db, discord } = company;
      const word = `begins ${hours} h`;
      await desk.kill();
      await desk.setClock(hours * HOURS);
      await desk.start();
      discord.message({ user: 'D1', channel: 'help', content: `@deskbell The VPN drops every 10 minutes (${word})` });
      const opened = async () => {
        const { rows } = await db.pool.query(
          `select abs(extract(epoch from opened_at - now())) < 60 as now, reply_due_at > now() as due
         from ticket where subject like '%(' || $1 || ')'`,
          [word],
        );
        return rows;
      };
      await expect.poll(opened, { timeout: PATIENT.timeoutMs }).toEqual([{ now: true, due: true }]);
      await settled(company);
    },
  );

  test.each(['back', 'ahead'])('%s, it holds nothing up that Slack limits for two seconds', async (way) => {
    const { desk, slack } = company;
    const ticket = story(company, `slack-${way}`);
    const limited = slack.faults.add('chat.postMessage', { reply: { retryAfter: 2 } });
    expect((await ticket.does('open')).ok).toBe(true);
    await slack.waitFor(() => limited.hits === 1, { ...PATIENT, what: 'the limit' });
    await desk.setClock(way === 'back' ? -2 * HOURS : 2 * HOURS);
    await ticket.shows('open');
    await settled(company);
  });

  test('back, it holds nothing up that Discord limits for a second', async () => {
    const { desk, slack, discord } = company;
    const ticket = story(company, 'discord-back');
    discord.faults.next('POST /channels/:id/messages', fault.rateLimit(1, 'user'));
    expect((await ticket.does('open')).ok).toBe(true);
    await slack.waitFor(() => ticket.card() !== undefined, { ...PATIENT, what: 'the card' });
    await desk.setClock(-2 * HOURS);
    await ticket.shows('open');
    await settled(company);
  });
});
