import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Company, company } from '../support/company.ts';

/** A channel in which people simply write what is wrong. */
describe('a watched channel', () => {
  let desk: Company;
  beforeAll(async () => {
    desk = await company({ env: { SLACK_WATCHED_CHANNELS: '#help, CPRINT' } });
    desk.slack.addChannel({ id: 'CPRINT', name: 'printers', members: ['U1', 'U4'] });
    desk.slack.addChannel({ id: 'CLUNCH', name: 'lunch', members: ['U1', 'U2', 'U4'] });
  });
  afterAll(() => desk.stop());

  const spoken = (channel: string) => desk.slack.channel(channel).messages.filter(({ byBot }) => byBot);
  const tickets = async () =>
    (await desk.db.pool.query('select number, subject, requester_account as who from ticket order by number')).rows;
  const card = (words: string) =>
    desk.slack.waitFor(
      () =>
        desk.slack.channel('C2').messages.find(({ threadTs, said }) => threadTs === undefined && said.includes(words)),
      { what: `the card “${words}”` },
    );
  const inCard = async (of: string, words: string) => {
    const { ts } = await card(of);
    return desk.slack.waitFor(
      () =>
        desk.slack
          .channel('C2')
          .thread(ts)
          .find(({ said, ts: at }) => at !== ts && said.includes(words)),
      { what: `“${words}” among the agents` },
    );
  };
  let root = '';

  it('makes a ticket of what somebody writes to everybody there, and says so in its thread, and nothing else', async () => {
    const { slack, inSlack } = desk;
    root = (await inSlack.message({ user: 'U4', channel: 'C1', text: 'my laptop screen is broken' })).ts ?? '';
    await card('my laptop screen is broken');
    const line = await slack.waitFor(() => spoken('C1')[0], { what: 'the line in #help' });
    expect(line).toMatchObject({ threadTs: root, said: expect.stringContaining('INC-1 is open') });
    expect(line.said).not.toMatch(/laptop|P\d/);
    await inSlack.message({ user: 'U1', channel: 'CPRINT', text: 'does anyone else see stripes on page two' });
    await card('does anyone else see stripes');
    expect((await tickets()).map(({ who }) => who)).toEqual(['slack:T1:U4', 'slack:T1:U1']);
  });

  it('lets greetings, thanks, people who join, edits and other channels pass', async () => {
    const { slack, inSlack } = desk;
    const before = [spoken('C1').length, (await tickets()).length];
    const away = slack.http('http://127.0.0.1:9/');
    const { ts } = await away.message({ user: 'U1', channel: 'C1', text: 'my mouse' });
    await inSlack.edit({ user: 'U1', channel: 'C1', ts: ts ?? '', text: 'my mouse is broken' });
    for (const text of ['Good morning everyone!', 'thanks a lot!', 'danke dir', 'hola'])
      expect((await inSlack.message({ user: 'U1', channel: 'C1', text })).status).toBe(200);
    await inSlack.message({ user: 'U1', channel: 'CLUNCH', text: 'my sandwich is broken' });
    const join = {
      type: 'message',
      subtype: 'channel_join',
      user: 'U1',
      text: '<@U1> has joined',
      channel: 'C1',
      channel_type: 'channel',
      ts: '1.1',
    };
    const body = { type: 'event_callback', team_id: 'T1', event_id: 'EvJ', event: join };
    await inSlack.raw(JSON.stringify(body), { 'content-type': 'application/json' });
    await inSlack.message({ user: 'U1', channel: 'C1', text: 'what is the status of my ticket?' });
    await slack.waitFor(
      () => slack.channel(slack.dm('U1')).messages.find(({ said }) => said.includes('Your tickets')),
      {
        what: 'the answer in private',
      },
    );
    expect([spoken('C1').length, (await tickets()).length]).toEqual(before);
  });

  it('carries what is said in such a thread to the ticket, under the name of whoever said it', async () => {
    const { slack, inSlack } = desk;
    await inSlack.message({ user: 'U4', channel: 'C1', threadTs: root, text: 'it is the left half' });
    expect(await inCard('my laptop', 'the left half')).toMatchObject({ username: 'olu' });
    await inSlack.message({ user: 'U1', channel: 'C1', threadTs: root, text: 'I had that too, the cable was loose' });
    expect(await inCard('my laptop', 'cable was loose')).toMatchObject({ username: 'mira' });
    const { ts: thread } = await card('my laptop');
    await inSlack.message({ user: 'U2', channel: 'C2', threadTs: thread, text: 'Please bring it to room 5' });
    await slack.waitFor(() => slack.channel(slack.dm('U4')).messages.find(({ text }) => text.includes('room 5')), {
      what: "Sam's answer, in private",
    });
    expect(spoken('C1')).toHaveLength(1);
  });

  it('takes an agent’s answer there for the first reply, and nobody else’s', async () => {
    const { inSlack } = desk;
    const { ts } = await inSlack.message({ user: 'U4', channel: 'C1', text: 'my headset is broken' });
    await card('my headset is broken');
    const standing = async () => {
      const { rows } = await desk.db.pool.query(
        "select status, first_reply_at is not null as answered from ticket where subject = 'my headset is broken'",
      );
      return rows[0];
    };
    await inSlack.message({ user: 'U1', channel: 'C1', threadTs: ts, text: 'mine is, too' });
    await inCard('my headset', 'mine is, too');
    expect(await standing()).toEqual({ status: 'new', answered: false });
    await inSlack.message({ user: 'U2', channel: 'C1', threadTs: ts, text: 'we have a spare one' });
    expect(await inCard('my headset', 'a spare one')).toMatchObject({ username: 'sam' });
    expect(await standing()).toEqual({ status: 'in_progress', answered: true });
  });

  it('adds what its requester says to the desk by its name in the thread of a ticket, wherever that is', async () => {
    const { slack, inSlack } = desk;
    const { ts = '' } = await inSlack.message({
      user: 'U4',
      channel: 'CLUNCH',
      text: '<@UBOT> the coffee machine is broken',
    });
    await card('the coffee machine is broken');
    await inSlack.message({ user: 'U4', channel: 'CLUNCH', threadTs: ts, text: '<@UBOT> and now it leaks' });
    await inCard('the coffee machine', 'and now it leaks');
    await inSlack.message({ user: 'U1', channel: 'CLUNCH', threadTs: ts, text: '<@UBOT> my keyboard is broken' });
    await slack.waitFor(
      () =>
        slack.channel(slack.dm('U1')).messages.find(({ said }) => said.includes('There is a ticket for this already')),
      { what: 'that there is one' },
    );
    await inSlack.message({ user: 'U4', channel: 'CLUNCH', threadTs: ts, text: 'between ourselves' });
    await inSlack.message({ user: 'U4', channel: 'CLUNCH', threadTs: ts, text: '<@UBOT> it has stopped' });
    await inCard('the coffee machine', 'it has stopped');
    expect(slack.channel('C2').messages.filter(({ said }) => said.includes('between ourselves'))).toEqual([]);
    await slack.waitFor(() => spoken('CLUNCH').length > 0, { what: 'the line in #lunch' });
    expect(spoken('CLUNCH')).toHaveLength(1);
  });

  it('makes one ticket of one message, however many ways lead there at once', async () => {
    const { slack, inSlack } = desk;
    const other = await desk.replica();
    const before = (await tickets()).length;
    const away = slack.http('http://127.0.0.1:9/');
    for (let n = 1; n <= 4; n += 1) {
      const said = await away.message({ user: 'U4', channel: 'CLUNCH', text: `<@UBOT> my badge ${n} is broken` });
      const ts = said.ts ?? '';
      await Promise.all([
        inSlack.redeliver(said, { retryNum: 1, retryReason: 'connection_failed' }),
        other.inSlack.react({ user: 'U2', channel: 'CLUNCH', ts, name: 'ticket' }),
        inSlack.react({ user: 'U1', channel: 'CLUNCH', ts, name: 'ticket' }),
      ]);
      await card(`my badge ${n} is broken`);
    }
    await slack.waitFor(() => spoken('CLUNCH').length >= 5, { what: 'the lines' });
    expect((await tickets()).length).toBe(before + 4);
  });

  it('loses nothing of what was written there while the desk was away', async () => {
    const { slack } = desk;
    const before = (await tickets()).length;
    await desk.restart(async () => {
      const away = slack.http('http://127.0.0.1:9/');
      await away.message({ user: 'U1', channel: 'C1', text: 'my phone is broken' });
      await away.message({ user: 'U1', channel: 'C1', text: 'hello!' });
      await away.message({ user: 'U4', channel: 'C1', text: 'my desk is broken' });
      await away.message({ user: 'U4', channel: 'C1', threadTs: root, text: 'and so is the right half' });
      await away.message({ user: 'U1', channel: 'C1', threadTs: root, text: 'mine is whole again' });
    });
    expect(await inCard('my laptop', 'and so is the right half')).toMatchObject({ username: 'olu' });
    expect(await inCard('my laptop', 'mine is whole again')).toMatchObject({ username: 'mira' });
    await card('my phone is broken');
    await card('my desk is broken');
    expect((await tickets()).length).toBe(before + 2);
  });

  it('gives a ticket a plain subject, whatever its message was dressed in', async () => {
    const { inSlack } = desk;
    await inSlack.message({
      user: 'U1',
      channel: 'CPRINT',
      text: 'my *printer* is ~sort of~ _broken_, see `log` at snake_case_name',
    });
    await card('my printer is sort of broken, see log at snake_case_name');
  });

  it('holds back what mentions a group of agents, though Slack tells only its id', async () => {
    const { slack, inSlack } = desk;
    slack.addGroup('S77', 'it-triage');
    const { ts } = await card('my phone is broken');
    await inSlack.message({ user: 'U2', channel: 'C2', threadTs: ts, text: '<!subteam^S77> is this one known?' });
    await slack.waitFor(
      () => slack.channel(slack.dm('U2')).messages.find(({ said }) => said.includes('looks like a note for agents')),
      { what: 'Sam being asked' },
    );
    expect(slack.channel(slack.dm('U1')).messages.filter(({ said }) => said.includes('is this one known'))).toEqual([]);
  });
});
