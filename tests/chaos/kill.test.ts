import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { fault } from '../support/fake-discord/index.ts';
import { type Moment, when } from '../support/postgres-proxy.ts';
import { checkInvariants, mark, witness } from './invariants.ts';
import { backAgain, joined, letTimePass, type MortalCompany, mortalCompany, retold } from './mortal-company.ts';
import { PATIENT, STEPS, type Step, story } from './story.ts';

const PATIENT_POLL = { timeout: PATIENT.timeoutMs };

/**
 * SIGKILL between any two steps of the journey. Nothing in the program knows of it: the process is stopped from outside, at
 * a moment of its talk with the database (tests/support/postgres-proxy.ts) or of the platforms' (their faults).
 *
 * All tests share one company, so that each process takes over what the one before it left. Each has a ticket of its own,
 * and leaves a desk that runs and has nothing to do.
 */
describe('a process that is killed', { timeout: 180_000 }, () => {
  let company: MortalCompany;
  let since = 0;
  beforeAll(async () => {
    company = await mortalCompany();
    await witness(company);
    await company.desk.start();
    await joined(company);
  });
  let tries = 0;
  beforeEach(async () => {
    tries += 1;
    since = await mark(company);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return;
    // The next test is not to pay for this one.
    company.slack.faults.clear();
    company.discord.faults.clear();
    await company.desk.kill();
    await backAgain(company);
  });
  afterAll(() => company.stop());

  /** A test that is tried again must not meet the ticket of its first try. */
  const tell = (word: string) => story(company, `${word}-${tries}`);
  const check = (told: ReturnType<typeof story>, steps: readonly Step[] = STEPS) =>
    checkInvariants(company, since, [{ story: told, steps }]);
  const number = async (query: string, values: readonly unknown[] = []): Promise<number> =>
    Number((await company.db.pool.query(query, [...values])).rows[0].n);
  const tickets = (subject: string) => number('select count(*) as n from ticket where subject = $1', [subject]);
  const hasRows = ({ rows }: Moment) => rows > 0;

  describe('with a message of Mira on its way in', () => {
    test('F1: before anything is loaded: Slack brings it again, and it opens one ticket', async () => {
      const { desk } = company;
      const ticket = tell('alpha');
      const stop = desk.proxy.stopAt(when('load', 'sent'));
      const first = ticket.does('open');
      await stop.reached();
      await desk.kill();
      expect((await first).ok).toBe(false);
      expect((await retold(company, await first)).ok).toBe(true);
      await ticket.shows('open');
      await ticket.goes('claim', 'rate');
      await check(ticket);
    });

    test('F1: loaded and not recorded: nothing is left of it, and Slack brings it again', async () => {
      const { desk } = company;
      const ticket = tell('bravo');
      const stop = desk.proxy.stopAt(when('record', 'sent'));
      const first = ticket.does('open');
      await stop.reached();
      await desk.kill();
      expect((await first).ok).toBe(false);
      expect(await number("select count(*) as n from inbox where key like '%' || $1", [ticket.root()])).toBe(0);
      expect((await retold(company, await first)).ok).toBe(true);
      await ticket.shows('open');
      await ticket.goes('claim', 'rate');
      await check(ticket);
    });

    test("F2: after the commit and before the acknowledgement: Slack's retry opens no second ticket", async () => {
      const { desk } = company;
      const ticket = tell('charlie');
      const stop = desk.proxy.stopAt(when('record', 'committed'));
      const first = ticket.does('open');
      await stop.reached();
      await desk.kill();
      expect((await first).ok).toBe(false);
      expect(await tickets(ticket.subject)).toBe(1);
      expect((await retold(company, await first)).ok).toBe(true);
      await ticket.shows('open');
      expect((await desk.inSlack.redeliver(await first, { retryNum: 3, retryReason: 'http_timeout' })).ok).toBe(true);
      await ticket.goes('claim', 'rate');
      await check(ticket);
    });
  });

  describe('with something to show', () => {
    test("F4: Sam's reply is stored and not yet posted, and Mira writes meanwhile: both arrive once, in order", async () => {
      const { desk } = company;
      const ticket = tell('delta');
      await ticket.goes('open', 'claim');
      const hold = desk.proxy.holdAt(when('claim', 'sent'));
      await hold.reached();
      expect((await ticket.does('ask')).ok).toBe(true);
      await desk.kill();
      const first = await ticket.does('answer');
      expect(first.failure).toBe('connection_failed');
      expect((await retold(company, first)).ok).toBe(true);
      await ticket.shows('ask');
      await ticket.shows('answer');
      await ticket.goes('note', 'rate');
      await check(ticket);
    });

    test('its card is posted and not yet known to be, and Sam answers in its thread: the answer waits for it', async () => {
      const { desk, db, slack, discord } = company;
      const ticket = tell('whiskey');
      const stop = desk.proxy.stopAt(when('done', 'sent'));
      expect((await ticket.does('open')).ok).toBe(true);
      await stop.reached();
      await slack.waitFor(ticket.card, { ...PATIENT, what: 'the card in Slack' });
      await discord.waitFor(ticket.discordCard, { ...PATIENT, what: 'the card in Discord' });
      await desk.kill();
      const first = await ticket.does('ask');
      // Its leases are not out yet: nobody knows of the thread.
      await desk.start();
      const again = await desk.inSlack.redeliver(first, { retryNum: 2, retryReason: 'connection_failed' });
      expect(again.ok).toBe(true);
      const { rows } = await db.pool.query(
        "select work->>'kind' as kind from inbox where lane is not null and work is not null",
      );
      expect(rows).toEqual([{ kind: 'again' }]);
      await letTimePass(company);
      await ticket.shows('ask');
      await ticket.goes('answer', 'rate');
      await checkInvariants(company, since, []);
    });

    test('F4: claimed and not sent: it is shown after the restart', async () => {
      const { desk, slack } = company;
      const ticket = tell('echo');
      await ticket.goes('open', 'claim');
      const stop = desk.proxy.stopAt(when('claim', 'committed', hasRows));
      expect((await ticket.does('ask')).ok).toBe(true);
      await stop.reached();
      await desk.kill();
      expect(slack.seenBy('U1').some(({ said }) => said.includes(ticket.question))).toBe(false);
      await backAgain(company);
      await ticket.shows('ask');
      await ticket.goes('answer', 'rate');
      await check(ticket);
    });

    test.each([
      ['F5: the request is written and neither platform has taken it: it is shown after the restart', 'foxtrot', false],
      ['F6: both platforms have it and their answers are unread: it is found, and not posted again', 'golf', true],
    ])('%s', async (_, word, accepted) => {
      const { desk, slack, discord } = company;
      const ticket = tell(word);
      await ticket.goes('open', 'claim');
      const struck = slack.faults.add(
        'chat.postMessage',
        { accepted, reply: 'hang' },
        { when: ({ text }) => String(text).includes(ticket.question) },
      );
      discord.faults.next('POST /channels/:id/messages', accepted ? fault.acceptThen('hang') : fault.hang(), {
        when: ({ body }) => JSON.stringify(body).includes(ticket.question),
      });
      expect((await ticket.does('ask')).ok).toBe(true);
      await slack.waitFor(() => struck.hits > 0, { ...PATIENT, what: 'the request to Slack' });
      await discord.waitFor(() => discord.faults.pending() === 0, { ...PATIENT, what: 'the request to Discord' });
      await desk.kill();
      await backAgain(company);
      await ticket.shows('ask');
      await ticket.goes('answer', 'rate');
      await check(ticket);
    });

    test('F6: the answers are read and not recorded: what was posted is found, and not posted again', async () => {
      const { desk } = company;
      const ticket = tell('hotel');
      await ticket.goes('open', 'claim');
      const stop = desk.proxy.stopAt(when('done', 'sent'));
      expect((await ticket.does('ask')).ok).toBe(true);
      await stop.reached();
      await ticket.shows('ask');
      await desk.kill();
      await backAgain(company);
      await ticket.goes('answer', 'rate');
      await check(ticket);
    });

    test('F7: down for an hour with answers unread, and Slack not well at first: it is looked for until it is found', async () => {
      const { desk, slack, db } = company;
      const ticket = tell('victor');
      await ticket.goes('open', 'claim');
      const struck = slack.faults.add(
        'chat.postMessage',
        { accepted: true, reply: 'hang' },
        { when: ({ text }) => String(text).includes(ticket.question) },
      );
      expect((await ticket.does('ask')).ok).toBe(true);
      await slack.waitFor(() => struck.hits > 0, { ...PATIENT, what: 'the request to Slack' });
      await desk.kill();
      await db.pool.query("update outbox set tried_at = tried_at - interval '1 hour' where tried_at is not null");
      slack.faults.add('conversations.replies', { reply: { status: 500 } }, { times: 2 });
      await backAgain(company);
      await ticket.shows('ask');
      await ticket.goes('answer', 'rate');
      await check(ticket);
    });

    test('a card is being changed on both platforms: it shows the newest state, and stays one card', async () => {
      const { desk, slack, discord } = company;
      const ticket = tell('india');
      await ticket.goes('open', 'open');
      const struck = slack.faults.add('chat.update', { accepted: true, reply: 'hang' }, { times: 2 });
      discord.faults.next('PATCH /channels/:id/messages/:message', fault.hang());
      expect((await ticket.does('claim')).ok).toBe(true);
      await slack.waitFor(() => struck.hits > 1, { ...PATIENT, what: "the changes of both cards, Sam's and Mira's" });
      await discord.waitFor(() => discord.faults.pending() === 0, { ...PATIENT, what: 'the change in Discord' });
      await desk.kill();
      await backAgain(company);
      await ticket.shows('claim');
      await ticket.goes('ask', 'rate');
      await check(ticket);
      const cards = discord.channel('triage').messages.filter((one) => JSON.stringify(one).includes(ticket.subject));
      expect(cards).toHaveLength(1);
      expect(slack.channel('C2').messages.filter(({ said }) => said.includes(ticket.subject))).toHaveLength(1);
    });
  });

  describe('while a thread is being opened in Discord', () => {
    test.each([
      ['the card is posted, its thread not yet started', 'juliett', fault.hang()],
      ['the thread is started and the answer unread', 'kilo', fault.acceptThen('hang')],
    ])("in the agents' channel, %s: one card and one thread", async (_, word, what) => {
      const { desk, discord } = company;
      const ticket = tell(word);
      discord.faults.next('POST /channels/:id/messages/:message/threads', what);
      expect((await ticket.does('open')).ok).toBe(true);
      await discord.waitFor(() => discord.faults.pending() === 0, { ...PATIENT, what: 'the request for a thread' });
      await desk.kill();
      await backAgain(company);
      await ticket.shows('open');
      await ticket.goes('claim', 'rate');
      await check(ticket);
      expect(discord.threads('triage').filter(({ name }) => name.includes(`${word}-${tries}`))).toHaveLength(1);
      const cards = discord.channel('triage').messages.filter((one) => JSON.stringify(one).includes(ticket.subject));
      expect(cards).toHaveLength(1);
    });

    test.each([
      ['the thread is there and its id unread', 'POST /channels/:id/threads', fault.acceptThen('hang')],
      ['the requester is not in it yet', 'PUT /channels/:id/thread-members/:user', fault.hang()],
      ['its first message is there and the answer unread', 'POST /channels/:id/messages', fault.acceptThen('hang')],
    ])('for a requester, %s: one thread, with its requester in it', async (_, route, what) => {
      const { desk, discord, slack } = company;
      const subject = `My badge opens no door (${tries} ${route.split(' ')[0]} ${route.split('/').at(-1)})`;
      const threads = () => discord.threads('help').filter(({ name }) => name.includes(subject.slice(0, 60)));
      discord.faults.next(route, what, {
        // The agents' card is posted by the same route.
        when: ({ path, body }) =>
          !path.includes(discord.idOf('triage')) && !JSON.stringify(body ?? '').includes('Requester'),
      });
      await openedInDiscord(company, subject);
      await discord.waitFor(() => discord.faults.pending() === 0, { ...PATIENT, what: 'the request' });
      await desk.kill();
      await backAgain(company);
      const seen = () =>
        discord.seenBy('D1').some((one) => one.channelId === threads()[0]?.id && one.text.includes(subject));
      await discord.waitFor(seen, { ...PATIENT, what: 'what Mira sees in her thread' });
      await checkInvariants(company, since, []);
      expect(await tickets(subject)).toBe(1);
      expect(threads()).toHaveLength(1);
      expect(threads()[0]?.isPrivate).toBe(true);
      expect(threads()[0]?.members).toContain(discord.idOf('D1'));
      // It is bound to the ticket: what she says there reaches the agents.
      discord.message({ user: 'D1', channel: threads()[0]?.id ?? '', content: `The red light blinks (${route})` });
      const card = () => slack.channel('C2').messages.find(({ said }) => said.includes(subject));
      const arrived = () =>
        slack
          .channel('C2')
          .thread(card()?.ts ?? '')
          .some(({ said }) => said.includes('red light'));
      await slack.waitFor(arrived, { ...PATIENT, what: 'her words' });
    });
  });

  describe('with a question in a direct message, which is answered after it was acknowledged', () => {
    test.each([
      ['F3: before anybody takes it up', 'lima', when('due', 'sent'), 'hold'],
      ['F3: taken up and not answered', 'mike', when('due', 'committed', hasRows), 'stop'],
      ['F3: answered, recorded, and its commit unread', 'november', when('record', 'committed'), 'stop'],
    ] as const)('%s: it is answered once', async (_, word, moment, how) => {
      const { desk, slack } = company;
      const root = `${Math.floor(Date.now() / 1000)}.${String(tries).padStart(6, '0')}`;
      const answers = () => slack.seenBy('U1').filter(({ threadTs, ts }) => threadTs === root && ts !== root);
      let acknowledged = false;
      // The commit of the acknowledgement comes first; the one of the answer is meant.
      let taken = false;
      const wanted = (one: Moment): boolean => {
        taken ||= when('due', 'committed', hasRows)(one);
        return (word === 'november' ? taken : true) && moment(one);
      };
      const stop = how === 'hold' ? desk.proxy.holdAt(wanted) : desk.proxy.stopAt(wanted);
      if (how === 'hold') await stop.reached();
      const asked = desk.inSlack.message({ user: 'U1', text: 'What is the status of my tickets?', ts: root });
      acknowledged = (await asked).ok;
      await stop.reached();
      await desk.kill();
      expect(acknowledged).toBe(true);
      expect(answers()).toEqual([]);
      await backAgain(company);
      await slack.waitFor(() => answers().length > 0, { ...PATIENT, what: 'the answer' });
      await checkInvariants(company, since, []);
      expect(answers()).toHaveLength(1);
    });
  });

  describe('with a gesture that its platform does not bring again', () => {
    test('a form, committed and not acknowledged: Mira sees that it failed, sends it again, and there is one ticket', async () => {
      const { desk, slack } = company;
      const subject = `The projector is dark (oscar-${tries})`;
      await desk.inSlack.slash({ user: 'U1', channel: 'C1', command: '/ticket', text: subject });
      await slack.waitFor(() => slack.views('U1').length > 0, { ...PATIENT, what: 'the form' });
      const stop = desk.proxy.stopAt(when('record', 'committed'));
      const first = desk.inSlack.submit({ user: 'U1' });
      await stop.reached();
      await desk.kill();
      expect((await first).ok).toBe(false);
      expect(slack.views('U1')).toHaveLength(1);
      await backAgain(company);
      expect((await desk.inSlack.submit({ user: 'U1' })).ok).toBe(true);
      expect(slack.views('U1')).toEqual([]);
      const told = () => slack.seenBy('U1').some(({ said }) => said.includes(subject));
      await slack.waitFor(told, { ...PATIENT, what: 'her thread' });
      await checkInvariants(company, since, []);
      expect(await tickets(subject)).toBe(1);
    });

    test('a button in Slack, committed and not acknowledged: Sam sees that it failed, then that it did not', async () => {
      const { desk, slack } = company;
      const ticket = tell('papa');
      await ticket.goes('open', 'open');
      const stop = desk.proxy.stopAt(when('record', 'committed'));
      const pressed = ticket.does('claim');
      await stop.reached();
      await desk.kill();
      expect((await pressed).ok).toBe(false);
      expect(slack.ledger.at(-1)).toMatchObject({ kind: 'gesture_failed', user: 'U2' });
      await backAgain(company);
      await ticket.shows('claim');
      await ticket.goes('ask', 'rate');
      await check(ticket);
    });

    test('a button in Discord, committed and not answered: Dana sees that it failed, then that it did not', async () => {
      const { desk, discord } = company;
      const ticket = tell('quebec');
      await ticket.goes('open', 'open');
      const card = discord.channel('triage').messages.find((one) => JSON.stringify(one).includes(ticket.subject));
      const stop = desk.proxy.stopAt(when('record', 'committed'));
      const pressed = discord.press({ user: 'D3', message: card?.id ?? '', label: 'Claim' });
      await stop.reached();
      await desk.kill();
      await expect(pressed.response(PATIENT)).rejects.toThrow(/did not respond/);
      await backAgain(company);
      await discord.waitFor(() => ticket.discordCard()?.includes('Dana'), { ...PATIENT, what: 'Dana on the card' });
      await check(ticket, ['open', 'claim']);
    });
  });

  describe('or one that is stopped, or only seemed dead', () => {
    test('F32: SIGTERM while a send hangs: it ends by itself, and what it was sending is shown once', async () => {
      const { desk, slack } = company;
      const ticket = tell('romeo');
      await ticket.goes('open', 'claim');
      const struck = slack.faults.add(
        'chat.postMessage',
        { accepted: true, reply: 'hang' },
        { when: ({ text }) => String(text).includes(ticket.question) },
      );
      expect((await ticket.does('ask')).ok).toBe(true);
      await slack.waitFor(() => struck.hits > 0, { ...PATIENT, what: 'the request to Slack' });
      const begun = performance.now();
      expect(await desk.kill('SIGTERM')).toEqual({ code: 0, signal: null });
      expect(performance.now() - begun).toBeLessThan(25_000);
      await backAgain(company);
      await ticket.shows('ask');
      await ticket.goes('answer', 'rate');
      await check(ticket);
    });

    test.each([
      ['says that it is done', 'sierra', 'done'],
      ['gives back what it could not send', 'tango', 'retry'],
    ])('F32: its leases were taken over, and then it %s: that changes nothing', async (_, word, statement) => {
      const { desk, db, slack } = company;
      const ticket = tell(word);
      await ticket.goes('open', 'claim');
      const second = await company.another();
      // Discord has one connection, and the first holds it; what there is to show can be shown without.
      const process = await second.begin();
      await expect.poll(process.output, PATIENT_POLL).toContain('Slack knows us');
      // It is not to take the rows first.
      second.freeze();
      if (statement === 'retry') {
        slack.faults.add(
          'chat.postMessage',
          { accepted: true, reply: { status: 500 } },
          { when: ({ text }) => String(text).includes(ticket.question) },
        );
      }
      const held = desk.proxy.stopAt(when(statement, 'sent'));
      expect((await ticket.does('ask')).ok).toBe(true);
      await held.reached();
      await ticket.shows('ask');
      // From here on only one of the two looks for work at a time. On a busy machine the rows may be taken more than once.
      desk.freeze();
      const before = await leases(company);
      // When they are out:
      await letTimePass(company);
      const taken = second.proxy.stopAt(when('claim', 'committed', hasRows));
      second.thaw();
      await taken.reached();
      const after = await leases(company);
      expect(after.length).toBeGreaterThan(0);
      for (const { id, attempts } of after)
        expect(attempts).toBeGreaterThan(before.find((one) => one.id === id)?.attempts ?? 0);
      const heard = desk.proxy.stopAt(when(statement, 'committed'));
      desk.proxy.goOn();
      await heard.reached();
      expect(await leases(company)).toEqual(after);
      desk.thaw();
      desk.proxy.goOn();
      second.proxy.goOn();
      await ticket.goes('answer', 'rate');
      await check(ticket);
      await second.kill();
      const { rows } = await db.pool.query('select count(*)::int as n from outbox');
      expect(rows).toEqual([{ n: 0 }]);
    });
  });

  // Discord tells the bot of a message once, and a bot that is not there is not told later: it has to look for itself.
  test("Dana writes in a ticket's thread in Discord while nobody is there: it arrives after the restart", async () => {
    const { desk, discord, slack } = company;
    const ticket = tell('uniform');
    await ticket.goes('open', 'claim');
    const thread = discord.threads('triage').find(({ name }) => name.includes(`(uniform-${tries})`))?.id ?? '';
    const stop = desk.proxy.stopAt(when('load', 'sent'));
    const [before, after] = [`Heard, and not yet stored (${tries})`, `Said while nobody was there (${tries})`];
    discord.message({ user: 'D3', channel: thread, content: before });
    await stop.reached();
    await desk.kill();
    discord.message({ user: 'D3', channel: thread, content: after });
    await backAgain(company);
    const heard = (words: string) => slack.seenBy('U1').some(({ said }) => said.includes(words));
    const both = () => heard(before) && heard(after);
    await slack.waitFor(both, { ...PATIENT, what: "Dana's words" });
    await ticket.goes('ask', 'rate');
    const words = slack.seenBy('U1').flatMap(({ said }) => [before, after].filter((one) => said.includes(one)));
    expect(words).toEqual([before, after]);
    await checkInvariants(company, since, []);
  });
});

/** The rows that somebody holds, and until when. */
async function leases({ db }: MortalCompany) {
  const { rows } = await db.pool.query<{ id: number; attempts: number; lease_until: Date }>(
    'select id, attempts, lease_until from outbox where lease_until > now() order by id',
  );
  return rows;
}

/** Mira's ticket, opened by a form in Discord's #help; resolves when she has been told that it is open. */
async function openedInDiscord({ discord }: MortalCompany, subject: string): Promise<void> {
  const opened = discord.slash({ user: 'D1', channel: 'help', command: 'ticket', sub: 'open', options: { subject } });
  const { kind } = await opened.response(PATIENT);
  expect(kind).toBe('modal');
  await discord.submit({ user: 'D1', values: {} }).reply(PATIENT);
}
