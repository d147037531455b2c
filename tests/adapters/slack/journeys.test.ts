import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Incoming } from '../../../src/adapter.ts';
import { type Office, openOffice, say } from './setup.ts';

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.stop());
afterEach(() => {
  office.slack.faults.clear();
  office.desk.answerWith(() => ({ kind: 'done' }));
});

const last = (): Incoming | undefined => office.desk.heard.at(-1);
const whispers = (user: string) => office.slack.seenBy(user).filter(({ ephemeral }) => ephemeral);

test('start joins the workspace and finds the private agents’ channel by its name', () => {
  expect(office.desk.joined).toEqual(['slack:T1']);
  expect(office.desk.lines.filter(({ level }) => level === 'warn')).toEqual([]);
});

test('a slash command with text opens a prefilled modal, and what is sent from it is one command', async () => {
  const { people, slack, desk } = office;
  const opened = await people.slash({
    user: 'UMIRA',
    channel: 'CHELP',
    command: '/ticket',
    text: 'VPN &amp; Wi-Fi drop',
  });
  expect(opened.ok).toBe(true);
  expect(opened.body).toBe('');
  const [view] = slack.views('UMIRA');
  expect(view?.values['subject']?.['value']).toMatchObject({ value: 'VPN & Wi-Fi drop' });
  desk.answerWith(() => ({ kind: 'answer', message: say('INC-1 is open') }));
  const sent = await people.submit({ user: 'UMIRA', values: { Description: 'Every *ten* minutes', Urgency: 'high' } });
  expect(JSON.parse(sent.body)).toEqual({ response_action: 'clear' });
  expect(last()).toMatchObject({
    key: expect.stringMatching(/^slack:T1:view:[\da-f-]{36}$/),
    from: { account: 'slack:T1:UMIRA', name: 'mira', locale: 'de-DE' },
    place: { tenant: 'slack:T1', side: 'public', address: 'slack:T1/CHELP', home: 'slack:T1/@UMIRA' },
    said: {
      kind: 'command',
      intent: 'open',
      params: { subject: 'VPN & Wi-Fi drop', description: 'Every *ten* minutes', urgency: 'high' },
    },
  });
  const seen = await slack.waitFor(() => whispers('UMIRA').find(({ said }) => said.includes('INC-1 is open')));
  expect(seen.channel).toBe('CHELP');
  expect(slack.views('UMIRA')).toEqual([]);
});

test('problems are shown at their fields, and the modal stays for another try', async () => {
  const { people, slack, desk } = office;
  await people.slash({ user: 'UMIRA', channel: 'CHELP', command: '/ticket', text: 'printer' });
  desk.answerWith(() => ({
    kind: 'problems',
    problems: [
      { field: 'urgency', text: 'Not that.' },
      { field: 'ticket', text: 'No such ticket.' },
    ],
  }));
  await people.submit({ user: 'UMIRA' });
  expect(slack.views('UMIRA')[0]?.errors).toEqual({ urgency: 'Not that.', subject: 'No such ticket.' });
  desk.answerWith(() => ({ kind: 'done' }));
  await people.submit({ user: 'UMIRA' });
  expect(slack.views('UMIRA')).toEqual([]);
});

test('what needs no form is answered in the acknowledgement, to the person alone', async () => {
  const { people, slack, desk } = office;
  desk.answerWith(() => ({ kind: 'answer', message: say('Nothing is open.') }));
  const answer = await people.slash({ user: 'UMIRA', channel: 'CELSE', command: '/ticket', text: 'status' });
  expect(JSON.parse(answer.body)).toMatchObject({ response_type: 'ephemeral' });
  expect(last()?.said).toEqual({ kind: 'command', intent: 'status', params: {} });
  expect(whispers('UMIRA').at(-1)).toMatchObject({ channel: 'CELSE' });
  expect(slack.seenBy('USAM').some(({ said }) => said.includes('Nothing is open.'))).toBe(false);
});

test('where the bot cannot whisper after a modal, the answer comes as a direct message', async () => {
  const { people, slack, desk } = office;
  await people.slash({ user: 'UMIRA', channel: 'CELSE', command: '/ticket', text: 'no bot here' });
  desk.answerWith(() => ({ kind: 'answer', message: say('INC-7 is open') }));
  await people.submit({ user: 'UMIRA' });
  const direct = slack.dm('UMIRA');
  await slack.waitFor(() => slack.channel(direct).messages.some(({ said }) => said.includes('INC-7')));
});

test('a button is a command of the agents’ side in the agents’ channel, and asks for what is missing first', async () => {
  const { people, slack, desk, adapter } = office;
  const tenant = 'slack:T1' as Incoming['place']['tenant'];
  const { thread, remote } = await adapter.send({
    key: 'card-1',
    op: 'open',
    at: adapter.agents(tenant),
    title: 'INC-1',
    side: 'agents',
    message: {
      audience: 'agents',
      lines: [{ kind: 'title', text: 'INC-1' }],
      buttons: [
        { label: 'Claim', intent: 'claim', params: { ticket: '1' }, style: 'primary' },
        { label: 'Resolve', intent: 'resolve', params: { ticket: '1' } },
      ],
    },
  });
  expect(thread).toBe(`slack:T1/CTRIAGE/${remote}`);
  desk.answerWith(() => ({ kind: 'answer', message: say('It is yours.') }));
  const pressed = await people.press({ user: 'USAM', channel: 'CTRIAGE', label: 'Claim' });
  expect(pressed).toMatchObject({ ok: true, body: '' });
  expect(last()).toMatchObject({
    place: { side: 'agents', address: 'slack:T1/CTRIAGE', thread, home: 'slack:T1/@USAM' },
    said: { kind: 'command', intent: 'claim', params: { ticket: '1' } },
  });
  await slack.waitFor(() => whispers('USAM').some(({ said }) => said.includes('It is yours.')));

  await people.press({ user: 'USAM', channel: 'CTRIAGE', label: 'Resolve' });
  desk.answerWith(() => ({ kind: 'done' }));
  await people.submit({ user: 'USAM', values: { 'What solved it': 'A new cable' } });
  expect(last()).toMatchObject({
    place: { side: 'agents', thread },
    said: { intent: 'resolve', params: { ticket: '1', summary: 'A new cable' } },
  });
});

test('somebody of another organisation is no agent, even in the agents’ channel', async () => {
  const { people, desk } = office;
  await people.press({ user: 'UEXT', channel: 'CTRIAGE', label: 'Claim' });
  const heard = await desk.hears(({ from }) => from.account === 'slack:T1:UEXT@T9');
  expect(heard.place.side).toBe('public');
});

test('a button that the desk did not seal is stale', async () => {
  const { people, slack, desk } = office;
  const before = desk.heard.length;
  const payload = {
    type: 'block_actions',
    user: { id: 'USAM', username: 'sam', team_id: 'T1' },
    team: { id: 'T1', domain: 'acme' },
    trigger_id: '1.2.3',
    container: { type: 'message', message_ts: '1.1', channel_id: 'CTRIAGE' },
    channel: { id: 'CTRIAGE', name: 'it-triage' },
    actions: [
      { action_id: 'desk:1', block_id: 'b', type: 'button', value: 'claim?ticket=1.slack:T2', action_ts: '1.1' },
    ],
  };
  const answer = await people.redeliver({ kind: 'interactive', payload });
  expect(answer.status).toBe(200);
  await slack.waitFor(() => whispers('USAM').some(({ said }) => said.includes('(stale button)')));
  expect(desk.heard.length).toBe(before);
});

test('a direct message starts a thread, and its answers belong to it', async () => {
  const { people, slack } = office;
  const { ts } = await people.message({
    user: 'UMIRA',
    text: 'My *VPN* drops, see <https://acme.test/x|this> <@USAM>',
  });
  const direct = slack.dm('UMIRA');
  expect(last()).toMatchObject({
    key: `slack:T1:${direct}:${ts}`,
    from: { name: 'mira', avatar: 'https://avatars.slack-edge.com/UMIRA_192.png' },
    place: {
      side: 'direct',
      address: `slack:T1/${direct}`,
      thread: `slack:T1/${direct}/${ts}`,
      home: `slack:T1/${direct}/${ts}`,
    },
    said: { kind: 'message', text: 'My **VPN** drops, see [this](https://acme.test/x) @sam', remote: ts },
  });
  expect(last()?.also).toMatch(/^slack:T1:D\w+:[0-9a-f-]{36}:[\w-]{12}$/);
  await people.message({ user: 'UMIRA', text: 'again', threadTs: ts });
  expect(last()?.place.thread).toBe(`slack:T1/${direct}/${ts}`);
});

test('answers in threads are heard; what is said to a channel, by bots, or about a message is not', async () => {
  const { people, desk, slack, adapter, url } = office;
  slack.connect({ eventsUrl: url });
  const root = await people.message({ user: 'USAM', channel: 'CTRIAGE', text: 'lunch?' });
  const before = desk.heard.length;
  await adapter.send({
    key: 'echo-1',
    side: 'agents',
    op: 'post',
    to: `slack:T1/CTRIAGE/${root.ts}` as Incoming['place']['address'],
    as: { name: 'Mira' },
    message: say('from the bot'),
  });
  const reply = await people.message({ user: 'USAM', channel: 'CTRIAGE', text: 'on it', threadTs: root.ts });
  await people.edit({ user: 'USAM', channel: 'CTRIAGE', ts: reply.ts, text: 'on it!' });
  await people.join({ user: 'UMIRA', channel: 'CHELP' });
  await people.event({
    type: 'message',
    subtype: 'bot_message',
    channel: 'CTRIAGE',
    ts: '1.1',
    thread_ts: root.ts,
    text: 'x',
    bot_id: 'B9',
  });
  expect(desk.heard.slice(before).map(({ said }) => said)).toEqual([
    { kind: 'message', text: 'on it', remote: reply.ts },
  ]);
  expect(last()).toMatchObject({
    place: { side: 'agents', thread: `slack:T1/CTRIAGE/${root.ts}`, home: 'slack:T1/@USAM' },
  });
});

test('a file without a word is not dropped in silence', async () => {
  await office.people.message({ user: 'UMIRA', text: '', files: [{ name: 'error [1].png', bytes: Buffer.from('x') }] });
  expect(last()).toMatchObject({ said: { text: '' }, files: [{ name: 'error [1].png', bytes: 1 }] });
});

test('a delivery that is told twice keeps its key', async () => {
  const { people, desk } = office;
  const first = await people.message({ user: 'UMIRA', text: 'twice' });
  await people.redeliver(first, { retryNum: 1, retryReason: 'http_timeout' });
  const [a, b] = desk.heard.slice(-2);
  expect(a?.key).toBe(b?.key);
  expect(a?.also).toBe(b?.also);
});

test('while the desk is unavailable messages are refused for now, and people are told', async () => {
  const { people, desk, slack } = office;
  desk.answerWith(() => {
    throw Object.assign(new Error('no database'), { name: 'Unavailable' });
  });
  expect(await people.message({ user: 'UMIRA', text: 'hello' })).toMatchObject({ status: 503, body: '' });
  const slash = await people.slash({ user: 'UMIRA', channel: 'CHELP', command: '/ticket', text: 'list' });
  expect(slash).toMatchObject({ status: 200, body: expect.stringContaining('(unavailable)') });
  await people.slash({ user: 'UMIRA', channel: 'CHELP', command: '/ticket', text: 'x' });
  await people.submit({ user: 'UMIRA' });
  expect(slack.views('UMIRA')[0]?.errors).toEqual({ subject: '(unavailable)' });
  desk.answerWith(() => {
    throw new Error('a bug with a secret xoxb-123-abc');
  });
  expect(await people.message({ user: 'UMIRA', text: 'hello' })).toMatchObject({ status: 500, body: '' });
  await people.submit({ user: 'UMIRA' });
  expect(slack.views('UMIRA')[0]?.errors).toEqual({ subject: '(failed)' });
  await people.close({ user: 'UMIRA', all: true });
  expect(JSON.stringify(desk.lines)).not.toContain('xoxb-');
});

test('F10: what takes the desk longer than Slack waits is answered later', async () => {
  const { people, desk, slack } = office;
  desk.answerWith(async () => {
    await new Promise((resolve) => setTimeout(resolve, 3_200));
    return { kind: 'answer', message: say('Here at last') };
  });
  const answer = await people.slash({ user: 'UMIRA', channel: 'CHELP', command: '/ticket', text: 'list' });
  expect(answer).toMatchObject({ status: 200, body: '' });
  await slack.waitFor(() => whispers('UMIRA').some(({ said }) => said.includes('Here at last')));
});

test('a modal that Slack does not open in time is said to be unavailable', async () => {
  const { people, slack } = office;
  slack.faults.add('views.open', { reply: 'hang' });
  const answer = await people.slash({ user: 'UMIRA', channel: 'CHELP', command: '/ticket', text: 'x' });
  expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('(unavailable)') });
});

test('kinds of payload that the desk does not serve are acknowledged and ignored', async () => {
  const { people, desk } = office;
  const before = desk.heard.length;
  const lines = desk.lines.length;
  const answers = await Promise.all([
    people.event({ type: 'team_join', user: { id: 'U7' } }),
    people.event({
      type: 'reaction_added',
      user: 'UMIRA',
      reaction: 'thumbsup',
      item: { type: 'message', channel: 'CHELP', ts: '1.1' },
    }),
    people.openHome({ user: 'UMIRA', tab: 'messages' }),
    people.shortcut({ user: 'UMIRA', callbackId: 'something' }),
    people.slash({ user: 'UMIRA', channel: 'CHELP', command: '/other', text: 'x' }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(desk.heard.length).toBe(before);
  expect(desk.lines.slice(lines)).toEqual([]);
});
