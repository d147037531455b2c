import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Office, openOffice, say } from './setup.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice({ settings: { appToken: 'xapp-fake' } });
});
afterAll(() => office.stop());
afterEach(() => {
  office.slack.faults.clear();
  office.desk.answerWith(() => ({ kind: 'done' }));
});

test('a message is acknowledged after the desk took it, not before', async () => {
  let taken = false;
  office.desk.answerWith(async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    taken = true;
    return { kind: 'done' };
  });
  const answer = await office.socket.message({ user: 'UMIRA', text: 'hello' });
  expect(answer).toMatchObject({ ok: true, body: '' });
  expect(taken).toBe(true);
});

test('what the desk does not take is not acknowledged, and taken when it comes again', async () => {
  office.desk.answerWith(() => {
    throw Object.assign(new Error('down'), { name: 'Unavailable' });
  });
  const first = await office.socket.message({ user: 'UMIRA', text: 'hold on' });
  expect(first).toMatchObject({ ok: false, failure: 'timeout' });
  office.desk.answerWith(() => ({ kind: 'done' }));
  expect(await office.socket.redeliver(first, { retryNum: 1, retryReason: 'http_timeout' })).toMatchObject({
    ok: true,
  });
  expect(office.desk.heard.at(-1)?.said).toMatchObject({ text: 'hold on' });
});

test('the same handlers serve both ways in: command, modal, button', async () => {
  const { socket, slack, desk } = office;
  expect(await socket.slash({ user: 'UMIRA', channel: 'CHELP', command: '/ticket', text: 'no paper' })).toMatchObject({
    ok: true,
    body: '',
  });
  desk.answerWith(() => ({ kind: 'problems', problems: [{ field: 'subject', text: 'Too short.' }] }));
  await socket.submit({ user: 'UMIRA' });
  expect(slack.views('UMIRA')[0]?.errors).toEqual({ subject: 'Too short.' });
  const message = { ...say('INC-3 is open'), buttons: [{ label: 'Show', intent: 'list', params: {} }] };
  desk.answerWith(() => ({ kind: 'answer', message }));
  await socket.submit({ user: 'UMIRA' });
  await slack.waitFor(() => slack.seenBy('UMIRA').some(({ said, ephemeral }) => ephemeral && said.includes('INC-3')));
  desk.answerWith(() => ({ kind: 'done' }));
  await socket.press({ user: 'UMIRA', channel: 'CHELP', label: 'Show' });
  expect(desk.heard.at(-1)?.said).toEqual({ kind: 'command', intent: 'list', params: {} });
  const listed = await socket.slash({ user: 'UMIRA', channel: 'CHELP', command: '/ticket', text: 'list' });
  expect(listed.body).toBe('');
  expect((await office.people.message({ user: 'UMIRA', text: 'by HTTP too' })).status).toBe(200);
});

test('what has no known shape is let go, and the connection lives', async () => {
  for (const frame of [
    'null',
    '7',
    '{',
    '[]',
    '{"type":"events_api"}',
    '{"type":"events_api","envelope_id":"e","payload":{"event":null}}',
    '{"type":"interactive","envelope_id":"e","payload":{"type":"block_actions"}}',
    '{"type":"odd"}',
  ])
    office.slack.socketMode.sendRaw(frame);
  expect(await office.socket.message({ user: 'UMIRA', text: 'still there?' })).toMatchObject({ ok: true });
});

test('after a cut, and a Slack that refuses the first new connection, there is a connection again', async () => {
  office.slack.faults.add('apps.connections.open', { reply: { status: 500 } });
  office.slack.socketMode.drop();
  await office.slack.waitFor(() => office.slack.socketMode.connections === 0);
  await office.slack.socketMode.waitForConnections(2, 20_000);
  expect(await office.socket.message({ user: 'UMIRA', text: 'back' })).toMatchObject({ ok: true });
}, 40_000);

test('F20: Slack renews both connections while people go on talking: a successor is there first, and nothing is lost', async () => {
  const { slack, socket, desk } = office;
  await slack.socketMode.waitForConnections(2, 20_000);
  const opened = () => slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
  const before = opened();
  let fewest = Number.POSITIVE_INFINITY;
  const said: string[] = [];
  /** Until the successor has joined the two, and the old one has gone. */
  const talkThroughRenewal = async (renew: () => void): Promise<void> => {
    let joined = false;
    // Looks at every change: three may be there for no longer than a message takes.
    const successor = slack.waitFor(
      () => {
        fewest = Math.min(fewest, slack.socketMode.connections);
        joined ||= slack.socketMode.connections === 3;
        return joined && slack.socketMode.connections === 2;
      },
      { what: 'the successor, and the going of the old one' },
    );
    let renewed = false;
    const over = successor.finally(() => {
      renewed = true;
    });
    renew();
    while (!renewed) {
      const text = `message ${said.length}`;
      said.push(text);
      const answer = await socket.message({ user: 'UMIRA', text });
      if (!answer.ok) await socket.redeliver(answer, { retryNum: 1, retryReason: 'connection_failed' });
    }
    await over;
  };
  const renewal = () => slack.socketMode.disconnect('refresh_requested', { which: 0, closeAfterMs: 1_000 });
  await talkThroughRenewal(() => {
    slack.socketMode.disconnect('warning', { which: 0 });
    renewal();
  });
  await talkThroughRenewal(renewal);
  expect(opened()).toBe(before + 2);
  expect(fewest).toBeGreaterThanOrEqual(2);
  const heard = new Set(desk.heard.map((one) => (one.said.kind === 'message' ? one.said.text : '')));
  expect(said.filter((text) => !heard.has(text))).toEqual([]);
}, 40_000);

test('no line of the log holds a token or a payload', () => {
  const log = JSON.stringify(office.desk.lines);
  expect(log).not.toMatch(/xoxb-|xapp-|ticket=|hold on/);
});

test('when Slack switches Socket Mode off, that is the end of it, and the operator is told', async () => {
  const { slack, desk } = office;
  const opened = slack.calls.filter(({ method }) => method === 'apps.connections.open').length;
  slack.socketMode.disconnect('link_disabled', { which: 0 });
  await slack.waitFor(() => slack.socketMode.connections === 0, { what: 'no connection' });
  expect(desk.lines.at(-1)).toMatchObject({
    level: 'error',
    message: expect.stringContaining('switched Socket Mode off'),
  });
  expect(slack.calls.filter(({ method }) => method === 'apps.connections.open')).toHaveLength(opened);
});
