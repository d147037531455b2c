import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Embedded, startEmbedded } from '../../src/db/embedded.ts';
import { removeFolder, serverPid, temporaryFolder } from '../support/embedded.ts';
import { bring, goesOn, oneAtATime, type Patience } from './insist.ts';
import { checkInvariants, mark, witness } from './invariants.ts';
import { joined, type MortalCompany, mortalCompany } from './mortal-company.ts';
import { PATIENT, STEPS, type Story, story } from './story.ts';

// A crash of the server, not of the machine: what it has committed is with the operating system, and is there again.
const SETTINGS = { fsync: 'off' };
/** A row that was claimed in the very last moment, with nobody to hear of it, has to wait until its lease is out. */
const LEASE = { timeoutMs: 75_000 };

describe('a database that goes away', { timeout: 240_000 }, () => {
  let folder: string;
  let server: Embedded;
  let company: MortalCompany;
  let since = 0;
  /** The desk itself is never started again. */
  const up = () => pause(100);
  const slackFound = () => company.desk.inSlack;
  const patience: Patience = { up, slack: slackFound, forMs: 240_000, againMs: 5_000, lookMs: 10 };
  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await startEmbedded({ folder, settings: SETTINGS });
    company = await mortalCompany({ databaseUrl: server.url });
    await company.desk.start();
    await joined(company);
    await witness(company);
    since = await mark(company);
  });
  afterAll(async () => {
    await company.stop();
    await server.stop();
    await removeFolder(folder);
  });

  test('while it is down an event is answered with 503, a form stays open, and both are taken when it is back', async () => {
    const { slack, desk, db } = company;
    const ticket = story(company, 'down');
    await desk.inSlack.slash({ user: 'U1', channel: 'C1', command: '/ticket', text: 'The projector is dark' });
    await slack.waitFor(() => slack.views('U1').length > 0, { ...PATIENT, what: 'the form' });
    await server.stop();
    const first = await ticket.does('open');
    expect(first).toMatchObject({ status: 503 });
    expect(first.headers['x-slack-no-retry']).toBeUndefined();
    expect(first.ms).toBeLessThan(3_000);
    expect((await desk.inSlack.submit({ user: 'U1' })).ok).toBe(true);
    expect(slack.views('U1')).toHaveLength(1);
    server = await startEmbedded({ folder, settings: SETTINGS });
    await bring(first, patience);
    await ticket.shows('open');
    await ticket.goes('claim', 'rate');
    await expect
      .poll(
        async () => {
          if (slack.views('U1').length > 0) await desk.inSlack.submit({ user: 'U1' }).catch(() => {});
          return (await db.pool.query("select from ticket where subject = 'The projector is dark'")).rows.length;
        },
        { timeout: PATIENT.timeoutMs },
      )
      .toBe(1);
    await checkInvariants(company, since, [{ story: ticket, steps: STEPS }]);
  });

  test('F8: it is restarted six times under load, fast and immediately: the desk heals by itself and loses nothing', async () => {
    const { discord, slack, deliveries } = company;
    const told: Story[] = [];
    const alone = oneAtATime();
    let restarting = true;
    const begun = deliveries.length;
    const teller = async (n: number): Promise<void> => {
      while (restarting) {
        const one = story(company, `t${n}-${told.length}`, LEASE);
        told.push(one);
        await goesOn(one, slackFound, up, alone);
      }
    };
    const first = story(company, 'first');
    told.push(first);
    await first.goes('open', 'claim');
    // Discord tells a message once: what is said while the database is away has to be kept until it is back.
    const thread = discord.threads('triage').find(({ name }) => name.includes('(first)'))?.id ?? '';
    const spoken: string[] = [];
    const restarter = async (): Promise<void> => {
      for (let n = 0; n < 6; n += 1) {
        const before = await serverPid(folder);
        process.kill(before ?? 0, n % 2 === 0 ? 'SIGINT' : 'SIGQUIT'); // fast · immediate
        const words = `Dana's ${n + 1}. thought`;
        spoken.push(words);
        discord.message({ user: 'D3', channel: thread, content: words });
        const seen = () => slack.seenBy('U1').some(({ said }) => said.includes(words));
        await slack.waitFor(seen, { ...LEASE, what: words });
      }
      restarting = false;
    };
    await Promise.all([restarter(), ...[1, 2, 3].map(teller)]);
    const heard = slack.seenBy('U1').flatMap(({ said }) => spoken.filter((words) => said.includes(words)));
    expect(heard).toEqual(spoken);
    const statuses = new Set(deliveries.slice(begun).map(({ status }) => status));
    expect([...statuses].toSorted()).toEqual(statuses.has(503) ? [200, 503] : [200]);
    await checkInvariants(
      company,
      since,
      told.filter((one) => one !== first).map((one) => ({ story: one, steps: STEPS })),
    );
    // The process that was started first is still the one that runs.
    expect(company.output().match(/Deskbell is running/g)).toHaveLength(1);
  });
});
