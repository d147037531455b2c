import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Office, openOffice } from './setup.ts';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.stop());
afterEach(() => office.desk.answerWith(() => ({ kind: 'done' })));

const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };
const alive = async () =>
  expect((await office.people.message({ user: 'UMIRA', text: 'still here?' })).status).toBe(200);

test('the request URL is verified', async () => {
  expect(await office.people.verifyUrl()).toMatchObject({ status: 200, body: '{"challenge":"3eZbrw1aB"}' });
});

test('Slack’s check of the certificate needs no signature, and does nothing else', async () => {
  const before = office.desk.heard.length;
  const answer = await office.people.raw('ssl_check=1&command=%2Fticket&text=x&user_id=U1', {
    ...FORM_TYPE,
    'x-slack-signature': undefined,
  });
  expect(answer.status).toBe(200);
  expect(office.desk.heard.length).toBe(before);
});

test.each([
  ['another secret', { secret: 'forged' }, {}],
  ['a signature six minutes old', { skewSeconds: -360 }, {}],
  ['a signature from the future', { skewSeconds: 360 }, {}],
  ['no signature', {}, { 'x-slack-signature': undefined }],
  ['no time', {}, { 'x-slack-request-timestamp': undefined }],
  ['a time that is none', {}, { 'x-slack-request-timestamp': 'NaN' }],
  ['a wrong version', {}, { 'x-slack-signature': 'v1=00' }],
  ['an empty signature', {}, { 'x-slack-signature': '' }],
])('%s is 401, and nothing is heard', async (_, options, headers) => {
  const before = office.desk.heard.length;
  const answer = await office.slack
    .http(office.url, options)
    .raw('{"type":"event_callback"', { ...JSON_TYPE, ...headers });
  expect(answer).toMatchObject({ status: 401, body: '' });
  expect(office.desk.heard.length).toBe(before);
});

test.each([
  '',
  'null',
  '[]',
  '"text"',
  '7',
  '{',
  '{"type":"event_callback"}{',
  '{}',
  '{"type":"event_callback","event":null}',
  '{"type":"event_callback","event":"message"}',
  '{"type":"event_callback","event":{}}',
  '{"type":"block_actions","actions":[{"value":"x"}]}',
  '{"type":"block_actions","user":{"id":"U1"},"actions":7}',
  '{"type":"block_actions","user":{"id":"U1"},"actions":[null]}',
  '{"type":"view_submission","user":{"id":"U1"},"view":7}',
  '{"command":7}',
])('the malformed %j is 400', async (body) => {
  expect(await office.people.raw(body, JSON_TYPE)).toMatchObject({ status: 400, body: '' });
});

test.each(['payload=', 'payload=null', 'payload=%7B', 'payload=[]', 'a=b', 'command=%2Fticket'])(
  'F30: the malformed form %j is 400',
  async (body) => {
    expect((await office.people.raw(body, FORM_TYPE)).status).toBe(400);
  },
);

test('well-formed payloads with fields missing are acknowledged without a word', async () => {
  const before = office.desk.heard.length;
  const user = { id: 'U1' };
  const bodies = [
    { type: 'event_callback', event: { type: 'message' } },
    { type: 'event_callback', team_id: 'T1', event: { type: 'message', channel: 'D1', channel_type: 'im' } },
    { type: 'block_actions', user, actions: [] },
    { type: 'block_actions', user, team: null, actions: [{ type: 'button' }] },
    { type: 'view_submission', user, view: { callback_id: 'desk:form' } },
    { type: 'view_closed', user, view: { callback_id: 'desk:form' } },
    { type: 'shortcut', user, callback_id: 'x' },
    { type: 'block_suggestion', user, action_id: 'x', block_id: 'b', value: 'v' },
    { type: 'event_callback', event: { type: 'app_uninstalled' }, team_id: 'T1' },
    { type: 'app_rate_limited', team_id: 'T1', minute_rate_limited: 1518467820 },
  ];
  for (const body of bodies)
    expect((await office.people.raw(JSON.stringify(body), JSON_TYPE)).status, JSON.stringify(body)).toBe(200);
  expect(office.desk.heard.length).toBe(before);
});

test('other content types, encodings and methods are refused', async () => {
  const statuses = [
    await office.people.raw('{}', { 'content-type': 'text/plain' }),
    await office.people.raw('{}', { 'content-type': undefined }),
    await office.people.raw('{}', { ...JSON_TYPE, 'content-encoding': 'gzip' }),
  ].map(({ status }) => status);
  expect(statuses).toEqual([415, 415, 415]);
  expect((await fetch(office.url)).status).toBe(405);
});

test('a content type with a charset is understood', async () => {
  const form = new URLSearchParams({
    command: '/ticket',
    text: 'list',
    team_id: 'T1',
    user_id: 'UMIRA',
    channel_id: 'CHELP',
    trigger_id: 't1',
  });
  const answer = await office.people.raw(form.toString(), {
    'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
  });
  expect(answer.status).toBe(200);
  expect(office.desk.heard.at(-1)?.said).toMatchObject({ intent: 'list' });
});

test('F30: more than a megabyte is 413, announced or not, and the desk goes on', async () => {
  const big = Buffer.alloc(1024 * 1024 + 1, 'a');
  expect((await office.people.raw(big, JSON_TYPE)).status).toBe(413);
  const chunked = await fetch(office.url, {
    method: 'POST',
    headers: JSON_TYPE,
    body: new ReadableStream({
      start(controller) {
        for (let n = 0; n < 20; n += 1) controller.enqueue(new Uint8Array(100_000));
        controller.close();
      },
    }),
    duplex: 'half',
  } as RequestInit);
  expect(chunked.status).toBe(413);
  await alive();
});

test('a connection that is cut in the middle of a body harms nobody', async () => {
  const { port } = new URL(office.url);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(
        'POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"a"',
      );
      setTimeout(() => {
        socket.destroy();
        resolve();
      }, 50);
    });
  });
  await alive();
});

test('what nobody waits for any more is not done: who pressed was told that it failed', async () => {
  const event = {
    type: 'message',
    channel_type: 'im',
    channel: office.slack.dm('UMIRA'),
    user: 'UMIRA',
    ts: '1795536737.000100',
  };
  const body = JSON.stringify({
    type: 'event_callback',
    team_id: office.slack.team,
    event: { ...event, text: 'said by somebody who has gone' },
  });
  const time = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', office.slack.signingSecret).update(`v0:${time}:${body}`).digest('hex')}`;
  const request = `POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nx-slack-request-timestamp: ${time}\r\nx-slack-signature: ${signature}\r\n\r\n${body}`;
  const heard = () => JSON.stringify(office.desk.heard).includes('somebody who has gone');
  const { port } = new URL(office.url);
  const gone = connect(Number(port), '127.0.0.1', () => gone.end(request));
  await once(gone, 'close');
  await alive();
  expect(heard()).toBe(false);
  const patient = connect(Number(port), '127.0.0.1', () => patient.write(request));
  await once(patient, 'data');
  patient.destroy();
  expect(heard()).toBe(true);
});

test('the signature is over the bytes, whatever they are', async () => {
  const body = Buffer.concat([
    Buffer.from('{"type":"event_callback","event":{"type":"message","text":"'),
    Buffer.from([0xf0, 0x9f, 0x8e, 0xab]),
    Buffer.from('"}}'),
  ]);
  const time = String(Math.floor(Date.now() / 1000));
  const signature = `v0=${createHmac('sha256', office.slack.signingSecret).update(`v0:${time}:`).update(body).digest('hex')}`;
  const answer = await office.people.raw(body, {
    ...JSON_TYPE,
    'x-slack-request-timestamp': time,
    'x-slack-signature': signature,
  });
  expect(answer.status).toBe(200);
});

test('a message is acknowledged after the desk took it, not before', async () => {
  let taken = false;
  office.desk.answerWith(async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    taken = true;
    return { kind: 'done' };
  });
  const answer = await office.people.message({ user: 'UMIRA', text: 'slowly' });
  expect(answer).toMatchObject({ status: 200 });
  expect(taken).toBe(true);
});

test('F10: a message that takes the desk longer than Slack waits is asked for again, and is no failure', async () => {
  const told = office.desk.lines.length;
  office.desk.answerWith(() => new Promise((resolve) => setTimeout(() => resolve({ kind: 'done' }), 3_500)));
  expect((await office.people.message({ user: 'UMIRA', text: 'too slowly' })).status).toBe(503);
  office.desk.answerWith(() => ({ kind: 'done' }));
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(office.desk.lines.slice(told).filter(({ level }) => level === 'error')).toEqual([]);
  await alive();
});

test('before the start and after the stop Slack is asked to come again', async () => {
  const early = await openOffice({ started: false });
  try {
    expect((await early.people.message({ user: 'UMIRA', text: 'early' })).status).toBe(503);
    await early.adapter.start(early.desk);
    expect((await early.people.message({ user: 'UMIRA', text: 'now' })).status).toBe(200);
    await early.adapter.stop();
    expect((await early.people.message({ user: 'UMIRA', text: 'late' })).status).toBe(503);
  } finally {
    await early.stop();
  }
});

test('stop waits for what is in hand', async () => {
  const own = await openOffice();
  try {
    own.desk.answerWith(() => new Promise((resolve) => setTimeout(() => resolve({ kind: 'done' }), 400)));
    const answer = own.people.message({ user: 'UMIRA', text: 'in hand' });
    await own.desk.hears(({ said }) => said.kind === 'message');
    await own.adapter.stop();
    expect((await answer).status).toBe(200);
  } finally {
    await own.stop();
  }
});
