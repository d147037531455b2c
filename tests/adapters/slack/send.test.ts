import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Address, Remote, Tenant } from '../../../src/adapter.ts';
import type { FaultReply } from '../../support/fake-slack/index.ts';
import { delivery, note, type Office, openOffice, say } from './setup.ts';

let office: Office;
let root: string;
let thread: Address;

beforeAll(async () => {
  office = await openOffice();
  root = (await office.people.message({ user: 'UMIRA', channel: 'CHELP', text: 'root' })).ts;
  thread = `slack:T1/CHELP/${root}` as Address;
});
afterAll(() => office.stop());
afterEach(() => office.slack.faults.clear());

const inThread = (words: string) =>
  office.slack
    .channel('CHELP')
    .thread(root)
    .filter(({ said }) => said.includes(words));
const callsOf = (method: string) => office.slack.calls.filter((call) => call.method === method);

test('a post goes under its writer’s name and picture, rings nobody and unfurls nothing', async () => {
  const { remote, ...more } = await office.adapter.send(
    delivery.post(thread, say('<!channel> hello'), {
      key: 'p1',
      as: { name: 'Mira\u202e', avatar: 'https://a.test/m.png' },
    }),
  );
  expect(more).toEqual({});
  expect(inThread('hello')).toMatchObject([
    { ts: remote, username: 'Mira', metadata: { event_type: 'deskbell_delivery', event_payload: { key: 'p1' } } },
  ]);
  const { args } = callsOf('chat.postMessage').at(-1) ?? {};
  expect(args).toMatchObject({
    thread_ts: root,
    icon_url: 'https://a.test/m.png',
    unfurl_links: 'false',
    unfurl_media: 'false',
    parse: 'none',
    link_names: 'false',
  });
  expect(JSON.stringify(args)).not.toContain('<!channel>');
});

test('opening at a person starts a thread in their direct messages, at a thread it goes on there', async () => {
  const direct = office.slack.dm('UMIRA');
  const opened = await office.adapter.send(delivery.open('slack:T1/@UMIRA', say('your ticket')));
  expect(opened.thread).toBe(`slack:T1/${direct}/${opened.remote}`);
  const under = await office.adapter.send(delivery.open(thread, say('here')));
  expect(under.thread).toBe(thread);
  expect(inThread('here')).toHaveLength(1);
});

test('an edit replaces the message', async () => {
  const { remote } = await office.adapter.send(delivery.post(thread, say('first')));
  await office.adapter.send(delivery.edit(thread, remote, say('second')));
  expect(inThread('first')).toEqual([]);
  expect(inThread('second')).toHaveLength(1);
});

test('a text of any length is posted whole, and edited as one, longer or shorter', async () => {
  const long = (mark: string, count: number) =>
    say(...Array.from({ length: count }, (_, n) => `${mark}${n} ${'word '.repeat(500)}`));
  const sent = await office.adapter.send(delivery.post(thread, long('a', 12), { key: 'long' }));
  expect(sent.remote.split('+')).toHaveLength(3);
  expect(
    new Set(
      inThread('a11')
        .concat(inThread('a0'))
        .map(({ metadata }) => JSON.stringify(metadata)),
    ).size,
  ).toBe(2);
  const longer = await office.adapter.send(delivery.edit(thread, sent.remote, long('b', 20)));
  expect(longer.remote.split('+')).toHaveLength(5);
  expect(inThread('b19')).toHaveLength(1);
  const shorter = await office.adapter.send(delivery.edit(thread, longer.remote, say('short now')));
  expect(shorter.remote.split('+')).toHaveLength(1);
  expect(inThread('word')).toEqual([]);
});

test('a long root goes on in the thread under it, and is found whole', async () => {
  const message = say(...Array.from({ length: 12 }, (_, n) => `c${n} ${'word '.repeat(500)}`));
  const given = delivery.open('slack:T1/@USAM', message, { key: 'longroot' });
  office.slack.faults.add(
    'chat.postMessage',
    { accepted: true, reply: 'reset' },
    { when: (args) => String(args['metadata']).includes('longroot-2') },
  );
  const tried = new Date();
  await expect(office.adapter.send(given)).rejects.toMatchObject({ fault: { kind: 'ambiguous' } });
  const sent = await office.adapter.send({ ...given, tried });
  const direct = office.slack.dm('USAM');
  const [first, ...rest] = office.slack.channel(direct).messages;
  expect(sent.remote).toBe([first, ...rest].map((one) => one?.ts).join('+'));
  expect(rest.map(({ threadTs }) => threadTs)).toEqual([first?.ts, first?.ts]);
});

test('F32: what is another process’s by now is not posted, and the first page of two is not followed by the second', async () => {
  const given = delivery.post(thread, say('not any more'), { key: 'gone1' });
  const refused = office.adapter.send({ ...given, isOurs: () => false });
  await expect(refused).rejects.toMatchObject({ fault: { kind: 'later' }, code: 'lease_over' });
  expect(inThread('not any more')).toEqual([]);

  const long = say(...Array.from({ length: 8 }, (_, n) => `half${n} ${'word '.repeat(500)}`));
  const answers = [true, false];
  const half = office.adapter.send({
    ...delivery.post(thread, long, { key: 'gone2' }),
    isOurs: () => answers.shift() ?? false,
  });
  // Of what is there the next try has to know.
  await expect(half).rejects.toMatchObject({ fault: { kind: 'later', begun: true }, code: 'lease_over' });
  expect(inThread('half')).toHaveLength(1);
});

describe('F14: when the answer to a post is lost', () => {
  const replies: readonly (readonly [string, FaultReply])[] = [
    ['500', { status: 500 }],
    ['reset', 'reset'],
    ['truncated JSON', 'truncated'],
    ['HTML', 'html'],
    ['{}', 'empty'],
    ['fatal_error', { error: 'fatal_error' }],
    ['internal_error', { error: 'internal_error' }],
  ];

  test.each(replies)('%s after it was taken: found and not posted again', async (name, reply) => {
    const given = delivery.post(thread, say(`taken ${name}`));
    office.slack.faults.add('chat.postMessage', { accepted: true, reply });
    const tried = new Date();
    await expect(office.adapter.send(given)).rejects.toMatchObject({ fault: { kind: 'ambiguous' } });
    const { remote } = await office.adapter.send({ ...given, tried });
    expect(inThread(`taken ${name}`).map(({ ts }) => ts)).toEqual([remote]);
  });

  test.each(replies)('%s before it was taken: looked for, and posted once', async (name, reply) => {
    const given = delivery.post(thread, say(`lost ${name}`));
    office.slack.faults.add('chat.postMessage', { reply });
    const tried = new Date();
    await expect(office.adapter.send(given)).rejects.toMatchObject({ fault: { kind: 'ambiguous' } });
    await office.adapter.send({ ...given, tried });
    expect(inThread(`lost ${name}`)).toHaveLength(1);
  });

  test('a hang after it was taken is given up after ten seconds, and found', async () => {
    const given = delivery.post(thread, say('hung'));
    office.slack.faults.add('chat.postMessage', { accepted: true, reply: 'hang' });
    const tried = new Date();
    await expect(office.adapter.send(given)).rejects.toMatchObject({ fault: { kind: 'ambiguous' } });
    // It hangs for as long as the test does.
    expect(Date.now() - tried.getTime()).toBeLessThan(30_000);
    await office.adapter.send({ ...given, tried });
    expect(inThread('hung')).toHaveLength(1);
  });

  test('a root is found in the channel, behind more than a page of other messages', async () => {
    const agents = office.adapter.agents('slack:T1' as Tenant);
    const given = { ...delivery.open(agents, say('card')), key: 'root-lost' };
    office.slack.faults.add('chat.postMessage', { accepted: true, reply: 'reset' });
    const tried = new Date();
    await expect(office.adapter.send(given)).rejects.toMatchObject({ fault: { kind: 'ambiguous' } });
    for (let n = 0; n < 40; n += 1)
      await office.people.message({ user: 'USAM', channel: 'CTRIAGE', text: `noise ${n}` });
    const { thread: found, remote } = await office.adapter.send({ ...given, tried });
    expect(found).toBe(`slack:T1/CTRIAGE/${remote}`);
    expect(office.slack.channel('CTRIAGE').messages.filter(({ said }) => said.includes('card'))).toHaveLength(1);
  });

  test('while Slack does not let us look, it waits as long as Slack says, and is not posted', async () => {
    const given = delivery.post(thread, say('unlooked'));
    const faults = [
      [{ retryAfter: 30 }, { kind: 'limited', waitMs: 30_000, bucket: 'slack:T1/CHELP' }],
      [{ error: 'missing_scope' }, { kind: 'ambiguous' }],
      [{ status: 503 }, { kind: 'later' }],
      ['reset', { kind: 'later' }],
    ] as const;
    for (const [reply, fault] of faults) {
      office.slack.faults.add('conversations.replies', { reply });
      await expect(office.adapter.send({ ...given, tried: new Date(Date.now() - 60_000) })).rejects.toMatchObject({
        fault,
      });
    }
    expect(inThread('unlooked')).toEqual([]);
    const opened = delivery.open('slack:T1/@UNEW', say('unlooked'), { tried: new Date() });
    office.slack.addUser({ id: 'UNEW' });
    office.slack.faults.add('conversations.open', { reply: { retryAfter: 30 } });
    await expect(office.adapter.send(opened)).rejects.toMatchObject({ fault: { kind: 'limited', waitMs: 30_000 } });
  });

  test.each([
    [{ retryAfter: 11 }, { kind: 'limited', waitMs: 11_000, bucket: 'slack:T1/CHELP', begun: true }],
    [{ status: 404 }, { kind: 'later', begun: true }],
  ] as const)(
    'a long one that stops after its first page (%j) keeps the wait, and goes on where it stopped',
    async (reply, fault) => {
      const mark = `halted-${fault.kind.length}`;
      const given = delivery.post(
        thread,
        say(...Array.from({ length: 12 }, (_, n) => `${mark} ${n} ${'word '.repeat(500)}`)),
      );
      office.slack.faults.add(
        'chat.postMessage',
        { reply },
        { when: (args) => String(args['metadata']).includes(`${given.key}-2`) },
      );
      const tried = new Date();
      await expect(office.adapter.send(given)).rejects.toMatchObject({ fault });
      const pages = (await office.adapter.send({ ...given, tried })).remote.split('+');
      expect(inThread(mark).map(({ ts }) => ts)).toEqual(pages);
    },
  );

  test('where there is nowhere to look, it is posted again: twice is better than never', async () => {
    const given = delivery.post(thread, say('nowhere'));
    office.slack.faults.add('conversations.replies', { reply: { error: 'unknown_method' } });
    await office.adapter.send({ ...given, tried: new Date(Date.now() - 60_000) });
    expect(inThread('nowhere')).toHaveLength(1);
  });

  test('in a history without metadata it is known by who says what since the first try', async () => {
    const given = delivery.post(thread, say('said and known'));
    const tried = new Date();
    const at = (ms: number) => ((tried.getTime() + ms) / 1000).toFixed(6);
    const history = (...messages: readonly object[]) => {
      const body = JSON.stringify({ ok: true, messages });
      office.slack.faults.add('conversations.replies', { reply: { status: 200, body } }, { times: 2 });
    };
    const mine = { text: 'said and known', bot_id: 'B1' };
    history({ text: 'other', bot_id: 'B1', ts: at(1) }, { ...mine, ts: at(2) });
    expect((await office.adapter.send({ ...given, tried })).remote).toBe(at(2));
    expect(inThread('said and known')).toEqual([]);
    office.slack.faults.clear();
    history(
      { ...mine, ts: at(-60_000) },
      { text: mine.text, user: 'UMIRA', ts: at(3) },
      { ...mine, ts: at(4), metadata: {} },
    );
    await office.adapter.send({ ...given, tried });
    expect(inThread('said and known')).toHaveLength(1);
    office.slack.faults.clear();
  });

  test('F6: the echo of the message is enough, without any history', async () => {
    office.slack.connect({ eventsUrl: office.url, metadataSubscriptions: ['deskbell_delivery'] });
    const given = delivery.post(thread, say('echoed'));
    office.slack.faults.add('chat.postMessage', { accepted: true, reply: 'reset' });
    const tried = new Date();
    await expect(office.adapter.send(given)).rejects.toMatchObject({ fault: { kind: 'ambiguous' } });
    office.slack.faults.add('conversations.replies', { reply: { error: 'missing_scope' } }, { times: 999 });
    const again = () => office.adapter.send({ ...given, tried }).then(({ remote }) => remote, String);
    // The echo comes when it comes.
    await expect.poll(again).toBe(inThread('echoed')[0]?.ts);
    expect(inThread('echoed')).toHaveLength(1);
  });
});

test.each([
  [{ retryAfter: 7 }, 7_000],
  [{ retryAfter: null }, 30_000],
  [{ retryAfter: 'NaN' }, 30_000],
  [{ retryAfter: -3 }, 30_000],
  [{ error: 'ratelimited' }, 30_000],
] as const)('F13: a limit (%j) names its wait and its channel, and other channels go on', async (reply, waitMs) => {
  office.slack.faults.add('chat.postMessage', { reply });
  await expect(office.adapter.send(delivery.post(thread, say('limited')))).rejects.toMatchObject({
    fault: { kind: 'limited', waitMs, bucket: 'slack:T1/CHELP' },
  });
  await office.adapter.send(delivery.post('slack:T1/CTRIAGE', note('goes on')));
  expect(inThread('limited')).toEqual([]);
});

test('refusals are classified, each by its own fault', async () => {
  const faults: readonly (readonly [string, string])[] = [
    ['invalid_auth', 'revoked'],
    ['token_revoked', 'revoked'],
    ['is_archived', 'place gone'],
    ['messages_tab_disabled', 'unreachable'],
    ['msg_too_long', 'refused'],
    ['some_code_of_tomorrow', 'refused'],
  ];
  for (const [error, kind] of faults) {
    office.slack.faults.add('chat.postMessage', { reply: { error } });
    await expect(office.adapter.send(delivery.post(thread, say('x')))).rejects.toMatchObject({
      name: 'DeliveryFailure',
      fault: { kind },
      code: error,
    });
  }
  await expect(office.adapter.send(delivery.post('slack:T1/CNONE', say('x')))).rejects.toMatchObject({
    fault: { kind: 'place gone' },
    code: 'channel_not_found',
  });
  await expect(office.adapter.send(delivery.post('slack:T1/CELSE', say('x')))).rejects.toMatchObject({
    fault: { kind: 'place gone' },
    code: 'not_in_channel',
  });
  await expect(office.adapter.send(delivery.open('slack:T1/@UNOBODY', say('x')))).rejects.toMatchObject({
    fault: { kind: 'unreachable' },
  });
});

test('an edit of what is not there any more is done', async () => {
  expect(await office.adapter.send(delivery.edit(thread, '1.1', say('x')))).toEqual({ remote: '1.1' });
});

test('a reply to a thread that is gone is not left in the channel', async () => {
  const before = office.slack.channel('CHELP').messages.length;
  await expect(
    office.adapter.send(delivery.post('slack:T1/CHELP/1500000000.000100', say('stray'))),
  ).rejects.toMatchObject({ fault: { kind: 'place gone' } });
  expect(office.slack.channel('CHELP').messages.length).toBe(before);
});

test('a thread that is told to be empty is no answer: the reply stays where it was posted', async () => {
  const { slack, adapter } = office;
  const posted = { ok: true, channel: 'CTRIAGE', ts: '99.000001', message: { text: 'hi', ts: '99.000001' } };
  slack.faults.add('chat.postMessage', { reply: { status: 200, body: JSON.stringify(posted) } });
  slack.faults.add('conversations.replies', { reply: { status: 200, body: '{"ok":true,"messages":[]}' } });
  const deleted = slack.calls.filter(({ method }) => method === 'chat.delete').length;
  const sent = await adapter.send(delivery.post('slack:T1/CTRIAGE/98.000001', say('hi')));
  expect(sent.remote).toBe('99.000001');
  expect(slack.calls.filter(({ method }) => method === 'chat.delete')).toHaveLength(deleted);
});

test('a note is not sent to a requester’s side, whatever the types say', async () => {
  const leak = { ...delivery.open('slack:T1/@UMIRA', say('x')), message: note('secret') } as never;
  await expect(office.adapter.send(leak)).rejects.toMatchObject({
    fault: { kind: 'refused' },
    code: 'internal_to_requester',
  });
  expect(office.slack.dump()).not.toContain('secret');
});

test('without chat:write.customize the writer’s name is in the text', async () => {
  office.slack.faults.add('chat.postMessage', {
    reply: { error: 'missing_scope', extra: { needed: 'chat:write.customize', provided: 'chat:write' } },
  });
  await office.adapter.send(delivery.post(thread, say('plainly'), { as: { name: 'Mira' } }));
  expect(inThread('plainly')).toMatchObject([{ username: undefined, said: expect.stringContaining('*Mira*') }]);
});

test('the bucket is the channel', async () => {
  const { adapter } = office;
  expect(adapter.bucket(thread)).toBe('slack:T1/CHELP');
  expect(adapter.bucket(adapter.agents('slack:T1' as Tenant))).toBe('slack:T1/CTRIAGE');
  expect(adapter.bucket(adapter.direct('slack:T1:U1' as never))).toBe('slack:T1/@U1');
});

test('a connection that is refused comes later; the agents’ place waits for its channel', async () => {
  const lonely = await openOffice({ settings: { agentsChannel: 'nowhere' } });
  try {
    const { adapter, slack, desk } = lonely;
    const agents = adapter.agents('slack:T1' as Tenant);
    await expect(adapter.send(delivery.post(agents, note('x')))).rejects.toMatchObject({
      fault: { kind: 'later' },
      code: 'agents_channel_not_found',
    });
    expect(desk.lines.filter(({ level }) => level === 'warn').map(({ message }) => message)).toEqual([
      expect.stringContaining('There is no channel "nowhere"'),
    ]);
    await slack.stop();
    await expect(adapter.send(delivery.post('slack:T1/CHELP', say('x')))).rejects.toMatchObject({
      fault: { kind: 'later' },
    });
    await expect(adapter.send(delivery.edit('slack:T1/CHELP', '1.1' as Remote, say('x')))).rejects.toMatchObject({
      fault: { kind: 'later' },
    });
  } finally {
    await lonely.stop();
  }
});
