import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Company, company } from '../../support/company.ts';

/** Slack's container for assistants: direct messages in threads, with prompts, a line and titles. */
let desk: Company;
beforeAll(async () => {
  desk = await company();
});
afterAll(() => desk.stop());

const calls = (method: string) =>
  desk.slack.calls.filter((call) => call.method === `assistant.threads.${method}`).map(({ args }) => args);
const open = (type: string, user: string, thread_ts: string) => {
  const assistant_thread = { user_id: user, channel_id: desk.slack.dm(user), thread_ts, context: { channel_id: 'C1' } };
  const event = { type, assistant_thread, event_ts: thread_ts };
  const body = { type: 'event_callback', team_id: 'T1', event_id: `Ev${thread_ts}${type}`, event };
  return desk.inSlack.raw(JSON.stringify(body), { 'content-type': 'application/json' });
};

test('whoever opens it is offered what can be asked, in their language, and each of it is understood', async () => {
  const { slack, inSlack } = desk;
  slack.addUser({ id: 'U9', name: 'heidi', locale: 'de-DE' });
  expect((await open('assistant_thread_started', 'U9', '1700.1')).status).toBe(200);
  await slack.waitFor(() => calls('setSuggestedPrompts')[0], { what: 'the prompts' });
  const [offered] = calls('setSuggestedPrompts');
  const prompts = typeof offered?.['prompts'] === 'string' ? JSON.parse(offered['prompts']) : offered?.['prompts'];
  expect(offered).toMatchObject({ channel_id: slack.dm('U9'), thread_ts: '1700.1' });
  expect(prompts).toEqual([
    { title: 'Meine Tickets', message: 'Meine Tickets' },
    { title: 'Hilfe', message: 'Hilfe' },
  ]);
  expect((await open('assistant_thread_context_changed', 'U9', '1700.1')).status).toBe(200);
  const told = () => slack.channel(slack.dm('U9')).messages.filter(({ byBot }) => byBot);
  for (const [n, { message }] of prompts.entries()) {
    await inSlack.message({ user: 'U9', text: message });
    await slack.waitFor(() => told().length > n, { what: `an answer to ${message}` });
  }
  expect(
    told()
      .map(({ said }) => said)
      .join(),
  ).not.toContain('nicht sicher');
  expect((await desk.db.pool.query('select 1 from ticket')).rowCount).toBe(0);
});

test('a problem told in it is a ticket in that thread, which gets its title; meanwhile a line says that work is done', async () => {
  const { slack, inSlack } = desk;
  const dm = slack.dm('U1');
  const away = slack.http('http://127.0.0.1:9/');
  const { ts: root = '' } = await away.message({ user: 'U1', text: 'New conversation' });
  await inSlack.message({ user: 'U1', channel: dm, threadTs: root, text: 'my laptop is broken' });
  const card = await slack.waitFor(
    () =>
      slack
        .channel(dm)
        .thread(root)
        .find(({ said }) => said.includes('INC-1 ·')),
    {
      what: 'the card in the thread',
    },
  );
  expect(card.threadTs).toBe(root);
  await slack.waitFor(() => calls('setStatus')[0], { what: 'the line' });
  expect(calls('setStatus')[0]).toMatchObject({ channel_id: dm, thread_ts: root, status: 'is having a look…' });
  await slack.waitFor(() => calls('setTitle')[0], { what: 'the title' });
  expect(calls('setTitle')[0]).toMatchObject({ channel_id: dm, thread_ts: root, title: 'INC-1 my laptop is broken' });
  slack.faults.add('assistant.threads.setStatus', { reply: 'hang' }, { times: 2 });
  await inSlack.message({ user: 'U1', channel: dm, threadTs: root, text: 'it hums' });
  await slack.waitFor(() => slack.channel('C2').messages.find(({ said }) => said.includes('it hums')), {
    what: 'what was said, whatever becomes of the line',
  });
});
