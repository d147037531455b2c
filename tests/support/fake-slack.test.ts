import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import type { HomeView, ModalView } from '@slack/types';
import { type ConversationsListResponse, WebClient } from '@slack/web-api';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeSlack, type FakeSlackOptions, startFakeSlack } from './fake-slack/index.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

const workspace = async (options: FakeSlackOptions = {}): Promise<FakeSlack> => {
  const slack = await startFakeSlack(options);
  stops.push(slack.stop);
  slack.addUser({ id: 'U1', name: 'mira', realName: 'Mira', locale: 'de-DE', email: 'mira@example.org' });
  slack.addUser({ id: 'U2', name: 'bo' });
  slack.addUser({ id: 'U3', name: 'outsider' });
  slack.addChannel({ id: 'C1', name: 'help', members: ['U1', 'U2'] });
  slack.addChannel({ id: 'G1', name: 'agents', isPrivate: true, members: ['U2'] });
  return slack;
};

const client = (slack: FakeSlack, options = {}): WebClient =>
  new WebClient(slack.botToken, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
    ...options,
  });

/** A tiny desk: one command, one form, one button, one listener. */
const listen = (app: App, heard: string[]): void => {
  app.command('/ticket', async ({ ack, command, client: web }) => {
    if (command.text === 'form') {
      await ack();
      await web.views.open({ trigger_id: command.trigger_id, view: FORM });
    } else await ack(`You said ${command.text}`);
  });
  app.view('new_ticket', async ({ ack, view, body, client: web }) => {
    const subject = view.state.values['subject']?.['text']?.value ?? '';
    if (subject === 'bad') {
      await ack({ response_action: 'errors', errors: { subject: 'Too short' } });
      return;
    }
    await ack();
    const urgency = view.state.values['urgency']?.['pick']?.selected_option?.value;
    await web.chat.postMessage({ channel: 'C1', text: `${body.user.id}: ${subject} (${urgency})`, blocks: CLAIM });
  });
  app.action('claim', async ({ ack, body, respond }) => {
    await ack();
    heard.push(`claim by ${body.user.id}`);
    await respond({ text: 'Yours now', response_type: 'ephemeral' });
  });
  app.action('wizard', async ({ ack, body, client: web }) => {
    await ack();
    await web.views.open({ trigger_id: 'trigger_id' in body ? body.trigger_id : '', view: step('push') });
  });
  app.view('step_push', ({ ack }) => ack({ response_action: 'push', view: step('update') }));
  app.view('step_update', ({ ack }) => ack({ response_action: 'update', view: step('clear') }));
  app.view('step_clear', ({ ack }) => ack({ response_action: 'clear' }));
  app.view({ callback_id: /^step_/, type: 'view_closed' }, ({ ack }) => ack());
  app.shortcut('quick', async ({ ack }) => ack());
  app.message(async ({ message, context }) => {
    const metadata = 'metadata' in message ? JSON.stringify(message.metadata) : '';
    heard.push(`${message.subtype ?? 'plain'} ${message.ts} retry ${context.retryNum ?? 0} ${metadata}`);
  });
};

const FORM: ModalView = {
  type: 'modal',
  callback_id: 'new_ticket',
  title: { type: 'plain_text', text: 'New ticket' },
  submit: { type: 'plain_text', text: 'Send' },
  blocks: [
    {
      type: 'input',
      block_id: 'subject',
      label: { type: 'plain_text', text: 'Subject' },
      element: { type: 'plain_text_input', action_id: 'text', max_length: 40 },
    },
    {
      type: 'input',
      block_id: 'urgency',
      label: { type: 'plain_text', text: 'Urgency' },
      element: {
        type: 'static_select',
        action_id: 'pick',
        options: ['Low', 'High'].map((text) => ({
          text: { type: 'plain_text' as const, text },
          value: text.toLowerCase(),
        })),
      },
    },
  ],
};

const JSON_TYPE = { 'content-type': 'application/json' };

const HOME: HomeView = {
  type: 'home',
  blocks: [
    {
      type: 'actions',
      elements: [{ type: 'button', action_id: 'wizard', text: { type: 'plain_text', text: 'Wizard' } }],
    },
  ],
};

/** A modal whose submission is answered with the action it is named for. */
const step = (name: string): ModalView => ({
  type: 'modal',
  callback_id: `step_${name}`,
  title: { type: 'plain_text', text: `Step ${name}` },
  submit: { type: 'plain_text', text: 'Next' },
  notify_on_close: true,
  blocks: [{ type: 'divider' }],
});

const CLAIM = [
  { type: 'section' as const, text: { type: 'mrkdwn' as const, text: 'A ticket' } },
  {
    type: 'actions' as const,
    elements: [
      { type: 'button' as const, action_id: 'claim', value: '7', text: { type: 'plain_text' as const, text: 'Claim' } },
    ],
  },
];

const httpApp = async (slack: FakeSlack): Promise<{ readonly url: string; readonly heard: string[] }> => {
  const receiver = new HTTPReceiver({
    signingSecret: slack.signingSecret,
    processBeforeResponse: true,
    logLevel: LogLevel.ERROR,
    unhandledRequestHandler: ({ response }) => void response.writeHead(404).end(),
  });
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const app = new App({ token: slack.botToken, receiver, clientOptions, logLevel: LogLevel.ERROR, ignoreSelf: false });
  const heard: string[] = [];
  listen(app, heard);
  const server = await receiver.start(0);
  stops.push(() => receiver.stop());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`, heard };
};

const error = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'ok',
    (thrown: { readonly data?: { readonly error?: string }; readonly message: string }) =>
      thrown.data?.error ?? thrown.message,
  );

describe('deliveries to a real Bolt app over HTTP', () => {
  it('are signed so that Bolt accepts them, and forgeries are refused', async () => {
    const slack = await workspace();
    const { url } = await httpApp(slack);
    const said = { user: 'U1', channel: 'C1', command: '/ticket', text: 'hi' };
    expect((await slack.http(url).verifyUrl()).body).toContain('3eZbrw1aB');
    expect((await slack.http(url).slash(said)).status).toBe(200);
    expect((await slack.http(url, { secret: 'wrong' }).slash(said)).status).toBe(401);
    expect((await slack.http(url, { skewSeconds: -301 }).slash(said)).status).toBe(401);
    expect((await slack.http(url).raw('{}', { 'x-slack-signature': undefined })).status).toBe(401);
  });

  it('show the acknowledgement of a command to its author alone', async () => {
    const slack = await workspace();
    const { url } = await httpApp(slack);
    await slack.http(url).slash({ user: 'U1', channel: 'C1', command: '/ticket', text: 'printer' });
    expect(slack.seenBy('U1')).toMatchObject([{ channel: 'C1', text: 'You said printer', ephemeral: true }]);
    expect(slack.seenBy('U2')).toEqual([]);
  });

  it('open a modal, refuse it incomplete, show errors, and close it when it is accepted', async () => {
    const slack = await workspace();
    const { url } = await httpApp(slack);
    const people = slack.http(url);
    await people.slash({ user: 'U1', channel: 'C1', command: '/ticket', text: 'form' });
    expect(slack.views('U1')).toHaveLength(1);
    await expect(people.submit({ user: 'U1', values: { Subject: 'x' } })).rejects.toThrow('“Urgency” is required');
    await expect(people.submit({ user: 'U1', values: { Urgency: 'Never' } })).rejects.toThrow('not offered');
    await people.submit({ user: 'U1', values: { Subject: 'bad', Urgency: 'High' } });
    expect(slack.views('U1')[0]?.errors).toEqual({ subject: 'Too short' });
    await people.submit({ user: 'U1', values: { Subject: 'Printer on fire' } });
    expect(slack.views('U1')).toEqual([]);
    expect(slack.channel('C1').messages.at(-1)?.text).toBe('U1: Printer on fire (high)');
  });

  it('press a button that is there, answer by its response_url, and do not press one that is not', async () => {
    const slack = await workspace();
    const { url, heard } = await httpApp(slack);
    await client(slack).chat.postMessage({ channel: 'C1', text: 'A ticket', blocks: CLAIM });
    const pressed = await slack.http(url).press({ user: 'U2', label: 'Claim' });
    expect(pressed.delivery.payload).toMatchObject({
      type: 'block_actions',
      user: { id: 'U2', username: 'bo', team_id: 'T1' },
      container: { type: 'message', channel_id: 'C1', is_ephemeral: false },
      channel: { id: 'C1', name: 'help' },
      message: { bot_id: 'BBOT', app_id: 'A1', text: 'A ticket' },
      actions: [{ action_id: 'claim', value: '7', type: 'button', text: { text: 'Claim' } }],
    });
    expect(heard).toContain('claim by U2');
    await slack.waitFor(() => slack.seenBy('U2').find((seen) => seen.ephemeral && seen.text === 'Yours now'));
    expect(slack.seenBy('U1').some((seen) => seen.text === 'Yours now')).toBe(false);
    await expect(slack.http(url).press({ user: 'U3', label: 'Claim' })).rejects.toThrow('sees no such control');
  });

  it('update, push and clear modals, and tell of their closing', async () => {
    const slack = await workspace();
    const { url } = await httpApp(slack);
    const people = slack.http(url);
    await client(slack).views.publish({ user_id: 'U1', view: HOME });
    await people.press({ user: 'U1', view: true, label: 'Wizard' });
    const titles = () => slack.views('U1').map(({ body }) => (body['title'] as { readonly text: string }).text);
    expect(titles()).toEqual(['Step push']);
    await people.submit({ user: 'U1' });
    expect(titles()).toEqual(['Step push', 'Step update']);
    await people.submit({ user: 'U1' });
    expect(titles()).toEqual(['Step push', 'Step clear']);
    await people.close({ user: 'U1' });
    expect(titles()).toEqual(['Step push']);
    await people.submit({ user: 'U1' });
    await people.submit({ user: 'U1' });
    await people.submit({ user: 'U1' });
    expect(titles()).toEqual([]);
  });

  it('answer a response_url five times in thirty minutes, replacing and deleting what they answer', async () => {
    const slack = await workspace();
    const { url } = await httpApp(slack);
    const slash = () => slack.http(url).slash({ user: 'U1', channel: 'C1', command: '/ticket', text: 'x' });
    const respond = async (to: unknown, body: object): Promise<number> =>
      (await fetch(String(to), { method: 'POST', body: JSON.stringify(body), headers: JSON_TYPE })).status;
    const first = (await slash()).delivery.payload['response_url'];
    for (const n of [1, 2, 3, 4, 5]) expect(await respond(first, { text: `${n}` })).toBe(200);
    expect(await respond(first, { text: '6' })).toBe(404);
    const late = (await slash()).delivery.payload['response_url'];
    expect(await respond(late, { blocks: [{ type: 'nonsense' }] })).toBe(400);
    slack.advance(30 * 60_000 + 1);
    expect(await respond(late, { text: 'late' })).toBe(404);
    await client(slack).chat.postEphemeral({ channel: 'C1', user: 'U2', text: 'for Bo', blocks: CLAIM });
    const onEphemeral = (await slack.http(url).press({ user: 'U2', label: 'Claim' })).delivery.payload;
    expect(onEphemeral).toMatchObject({ container: { is_ephemeral: true } });
    expect(onEphemeral['message']).toBeUndefined();
    expect(await respond(onEphemeral['response_url'], { replace_original: true, text: 'Done' })).toBe(200);
    expect(slack.seenBy('U2').map(({ said }) => said)).toContain('Done');
    expect(await respond(onEphemeral['response_url'], { delete_original: true })).toBe(200);
    expect(slack.seenBy('U2').map(({ said }) => said)).not.toContain('Done');
  });

  it('carry messages, edits, deletions and retries', async () => {
    const slack = await workspace();
    const { url, heard } = await httpApp(slack);
    const people = slack.http(url);
    const first = await people.message({ user: 'U1', channel: 'C1', text: 'help me <@UBOT>' });
    expect(first).toMatchObject({
      status: 200,
      mention: { delivery: { payload: { event: { type: 'app_mention' } } } },
    });
    expect(first.delivery.payload).toMatchObject({
      type: 'event_callback',
      authorizations: [{ user_id: 'UBOT', is_bot: true }],
      event: { type: 'message', channel_type: 'channel', user: 'U1', team: 'T1', event_ts: first.ts },
    });
    await people.redeliver(first, { retryNum: 1, retryReason: 'http_timeout' });
    await people.edit({ user: 'U1', channel: 'C1', ts: first.ts, text: 'never mind' });
    await people.remove({ user: 'U1', channel: 'C1', ts: first.ts });
    expect(heard.map((line) => line.replace(/\d+\.\d+/, 'ts'))).toEqual([
      'plain ts retry 0 ',
      'plain ts retry 1 ',
      'message_changed ts retry 0 ',
      'message_deleted ts retry 0 ',
    ]);
    const inDm = await people.message({ user: 'U1', text: 'psst' });
    expect(inDm.delivery.payload['event']).toMatchObject({ channel_type: 'im', channel: slack.dm('U1') });
    slack.setBotIn('C1', false);
    expect((await people.message({ user: 'U1', channel: 'C1', text: 'x' })).failure).toBe('not_subscribed');
  });

  it('echo what the bot posts, with the metadata its manifest names', async () => {
    const slack = await workspace();
    const { url, heard } = await httpApp(slack);
    slack.connect({ eventsUrl: url, metadataSubscriptions: ['deskbell'] });
    const web = client(slack);
    const post = (event_type: string) => {
      const metadata = { event_type, event_payload: { outbox_id: 'o1' } };
      return web.chat.postMessage({ channel: 'C1', text: 'hello', metadata });
    };
    const [known, unknown, dotted] = [await post('deskbell'), await post('other'), await post('desk.bell')];
    const echo = (ts: string | undefined) => slack.waitFor(() => heard.find((line) => line.includes(`${ts} `)));
    expect(await echo(known.ts)).toContain('plain');
    expect(await echo(known.ts)).toContain('{"event_type":"deskbell","event_payload":{"outbox_id":"o1"}}');
    expect(await echo(unknown.ts)).toContain('{"event_type":"other"}');
    expect([dotted.message?.metadata, await echo(dotted.ts)]).toEqual([undefined, expect.stringMatching(/ $/)]);
    const dressed = await web.chat.postMessage({ channel: 'C1', text: 'hello', username: 'Mira via desk' });
    expect(dressed.message).toMatchObject({ subtype: 'bot_message', username: 'Mira via desk' });
    expect(await echo(dressed.ts)).toContain('bot_message');
    await web.chat.delete({ channel: 'C1', ts: String(known.ts) });
    await slack.waitFor(() => heard.find((line) => line.startsWith('message_deleted')));
  });

  it('come again, with the reason, until they are accepted', async () => {
    const slack = await workspace();
    const attempts: string[] = [];
    const bot = createServer((request, response) => {
      const { 'x-slack-retry-num': num = '0', 'x-slack-retry-reason': reason = 'first' } = request.headers;
      attempts.push(`${num} ${reason}`);
      response.writeHead(attempts.length < 3 ? 500 : 200).end();
    });
    await new Promise<void>((resolve) => bot.listen(0, '127.0.0.1', resolve));
    stops.push(() => new Promise((resolve) => bot.close(resolve)));
    const url = `http://127.0.0.1:${(bot.address() as AddressInfo).port}/`;
    const said = { user: 'U1', channel: 'C1', text: 'help' };
    expect(await slack.http(url, { retryAfterMs: [0, 0, 0] }).message(said)).toMatchObject({ ok: true, status: 200 });
    expect(attempts).toEqual(['0 first', '1 http_error', '2 http_error']);
  });

  it('end at three seconds when the bot does not answer', async () => {
    const slack = await workspace({ ackTimeoutMs: 100 });
    slack.faults.add('views.open', { delayMs: 300, reply: 'normal' });
    const { url } = await httpApp(slack);
    const answer = await slack.http(url).slash({ user: 'U1', command: '/ticket', text: 'form' });
    expect(answer).toMatchObject({ status: 0, failure: 'timeout' });
    expect(slack.ledger.at(-1)).toMatchObject({ kind: 'gesture_failed', text: '/ticket failed: operation_timeout' });
  });
});

describe('the Web API', () => {
  it('refuses what Slack refuses, by the same name', async () => {
    const slack = await workspace({ scopes: ['chat:write', 'channels:history'] });
    slack.addChannel({ id: 'C2', name: 'other', withBot: false });
    slack.addChannel({ id: 'C3', name: 'old', isArchived: true });
    const web = client(slack, { logger: silent });
    const post = (args: object): Promise<string> =>
      error(web.apiCall('chat.postMessage', { channel: 'C1', text: 'x', ...args }));
    const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });
    const button = (parts: object) => ({
      type: 'actions',
      elements: [{ type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'b' }, ...parts }],
    });
    expect(await post({})).toBe('ok');
    expect(await post({ channel: 'C9' })).toBe('channel_not_found');
    expect(await post({ channel: 'C2' })).toBe('not_in_channel');
    expect(await post({ channel: 'C3' })).toBe('is_archived');
    expect(await post({ text: '' })).toBe('no_text');
    expect(await post({ text: 'x'.repeat(40_001) })).toBe('msg_too_long');
    expect(await post({ username: 'Mira' })).toBe('missing_scope');
    expect(await post({ blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) })).toBe('invalid_blocks');
    expect(await post({ blocks: [section('x'.repeat(3000))] })).toBe('ok');
    expect(await post({ blocks: [section('x'.repeat(3001))] })).toBe('invalid_blocks');
    expect(await post({ blocks: [section('')] })).toBe('invalid_blocks');
    expect(await post({ blocks: [button({ value: 'v'.repeat(2001) })] })).toBe('invalid_blocks');
    expect(await post({ blocks: [button({ text: { type: 'mrkdwn', text: 'b' } })] })).toBe('invalid_blocks');
    expect(await post({ blocks: [button({ type: 'knob' })] })).toBe('invalid_blocks');
    expect(
      await post({
        blocks: [
          { type: 'divider', block_id: 'a' },
          { type: 'divider', block_id: 'a' },
        ],
      }),
    ).toBe('invalid_blocks');
    expect(
      await post({ blocks: Array.from({ length: 2 }, () => ({ type: 'markdown', text: 'm'.repeat(6001) })) }),
    ).toBe('msg_blocks_too_long');
    expect(await post({ blocks: 'no json' })).toBe('invalid_blocks_format');
    expect(await post({ metadata: { event_type: 'x' } })).toBe('invalid_metadata_schema');
    expect(await error(web.users.info({ user: 'U1' }))).toBe('missing_scope');
    expect(await error(web.apiCall('chat.dance'))).toBe('unknown_method');
    expect(await error(new WebClient('xoxb-other', { slackApiUrl: slack.apiUrl }).auth.test())).toBe('invalid_auth');
    expect(await error(web.chat.update({ channel: 'C1', ts: '1.000000', text: 'y' }))).toBe('message_not_found');
  });

  it('says where in the blocks it hurts, and which scopes it would accept', async () => {
    const slack = await workspace();
    const web = client(slack, { logger: silent });
    const blocks = [{ type: 'header' as const, text: { type: 'plain_text' as const, text: 'h'.repeat(151) } }];
    const thrown = await web.chat.postMessage({ channel: 'C1', text: 'x', blocks }).catch((caught: unknown) => caught);
    expect(thrown).toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: ['[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]'],
          acceptedScopes: ['chat:write'],
        },
      },
    });
  });

  it('takes a trigger once and for three seconds', async () => {
    const slack = await workspace();
    const { url } = await httpApp(slack);
    const triggerOf = async (): Promise<string> =>
      String((await slack.http(url).shortcut({ user: 'U1', callbackId: 'quick' })).delivery.payload['trigger_id']);
    const open = (trigger_id: string): Promise<string> => error(client(slack).views.open({ trigger_id, view: FORM }));
    const trigger = await triggerOf();
    expect([await open(trigger), await open(trigger)]).toEqual(['ok', 'exchanged_trigger_id']);
    const late = await triggerOf();
    slack.advance(3001);
    expect([await open(late), await open('1.2.3')]).toEqual(['expired_trigger_id', 'invalid_trigger_id']);
  });

  it('pages, threads and remembers metadata', async () => {
    const slack = await workspace();
    const web = client(slack);
    const metadata = { event_type: 'deskbell', event_payload: { n: 1 } };
    const root = await web.chat.postMessage({ channel: 'C1', text: 'root', metadata });
    const thread_ts = String(root.ts);
    for (const text of ['a', 'b', 'c']) await web.chat.postMessage({ channel: 'C1', thread_ts, text });
    const page = await web.conversations.replies({
      channel: 'C1',
      ts: thread_ts,
      limit: 2,
      include_all_metadata: true,
    });
    expect(page.messages?.map(({ text }) => text)).toEqual(['root', 'a']);
    expect(page.messages?.[0]).toMatchObject({ metadata, reply_count: 3 });
    const cursor = page.response_metadata?.next_cursor ?? '';
    const rest = await web.conversations.replies({ channel: 'C1', ts: thread_ts, limit: 9, cursor });
    expect(rest).toMatchObject({ has_more: false, messages: [{ text: 'b' }, { text: 'c' }] });
    expect((await web.conversations.history({ channel: 'C1' })).messages).toHaveLength(1);
    const stray = await web.chat.postMessage({ channel: 'C1', thread_ts: '1.000001', text: 'stray' });
    expect(stray.message?.thread_ts).toBeUndefined();
    const file = { channel_id: 'C1', thread_ts, filename: 'a.txt', content: 'hello' };
    await web.filesUploadV2(file);
    expect(slack.channel('C1').thread(thread_ts).at(-1)?.files).toEqual(['a.txt']);
  });

  it('knows people and places', async () => {
    const slack = await workspace();
    slack.addUser({ id: 'U7', name: 'guest', teamId: 'T9' });
    slack.addChannel({ id: 'C7', name: 'shared', external: true, members: ['U7'] });
    const web = client(slack);
    const info = await web.users.info({ user: 'U1', include_locale: true });
    expect(info.user).toMatchObject({ name: 'mira', locale: 'de-DE', profile: { email: 'mira@example.org' } });
    expect((await web.users.lookupByEmail({ email: 'MIRA@example.org' })).user?.id).toBe('U1');
    expect(await error(web.users.lookupByEmail({ email: 'no@example.org' }))).toBe('users_not_found');
    const pages: unknown[] = [];
    for await (const page of web.paginate('conversations.list', { limit: 1, types: 'public_channel,private_channel' }))
      pages.push((page as ConversationsListResponse).channels?.map(({ id }) => id));
    expect(pages).toEqual([['C1'], ['G1'], ['C7']]);
    const opened = await web.conversations.open({ users: 'U2' });
    expect(opened.channel?.id).toBe(slack.dm('U2'));
    const { url } = await httpApp(slack);
    const { delivery } = await slack.http(url).message({ user: 'U7', channel: 'C7', text: 'hi' });
    expect(delivery.payload).toMatchObject({ is_ext_shared_channel: true, event: { team: 'T9', user_team: 'T9' } });
  });

  it('lets nobody see what is not for them', async () => {
    const slack = await workspace();
    const web = client(slack);
    await web.chat.postMessage({ channel: 'G1', text: 'note for agents' });
    await web.chat.postMessage({ channel: 'U1', text: 'for Mira' });
    await web.chat.postEphemeral({ channel: 'C1', user: 'U2', text: 'for Bo', blocks: CLAIM });
    expect(await error(web.chat.postEphemeral({ channel: 'C1', user: 'U3', text: 'x' }))).toBe('user_not_in_channel');
    expect(slack.seenBy('U1').map(({ said }) => said)).toEqual(['for Mira']);
    expect(slack.seenBy('U2').map(({ said }) => said)).toEqual(['note for agents', 'for Bo\nA ticket\nClaim']);
    expect(slack.seenBy('U3')).toEqual([]);
    expect(slack.ledger.map(({ kind }) => kind)).toEqual(['posted', 'posted', 'ephemeral']);
  });
});

describe('faults', () => {
  it('strike as scripted, before or after the deed', async () => {
    const slack = await workspace();
    const web = client(slack, { timeout: 300, logger: silent });
    const count = (): number => slack.channel('C1').messages.length;
    const post = (): Promise<string> => error(web.chat.postMessage({ channel: 'C1', text: 'x' }));
    slack.faults.add('chat.postMessage', { reply: { retryAfter: 30 } });
    expect([await post(), count()]).toEqual([expect.stringContaining('in 30 seconds'), 0]);
    slack.faults.add('chat.postMessage', { reply: { retryAfter: 'soon' } });
    expect(await post()).toContain('Retry header did not contain a valid timeout');
    for (const reply of [{ status: 500 }, 'hang', 'reset', 'truncated'] as const)
      slack.faults.add('chat.postMessage', { accepted: true, reply });
    expect([await post(), count()]).toEqual([expect.stringContaining('500'), 1]);
    expect([await post(), count()]).toEqual([expect.stringMatching(/timeout|aborted/i), 2]);
    expect([await post(), count()]).toEqual([expect.stringContaining('fetch failed'), 3]);
    expect([await post(), count()]).toEqual([expect.stringMatching(/^\{"ok":true/), 4]);
    slack.faults.add('chat.postMessage', { reply: 'html' });
    slack.faults.add('chat.postMessage', { reply: 'empty' });
    const revoked = slack.faults.add('*', { reply: { error: 'token_revoked' } }, { times: 2 });
    expect([await post(), await post(), await post(), await post(), await post()]).toEqual([
      expect.stringContaining('<!DOCTYPE html>'),
      expect.any(String),
      'token_revoked',
      'token_revoked',
      'ok',
    ]);
    expect([revoked.hits, count()]).toEqual([2, 5]);
    slack.faults.add('chat.postMessage', { reply: 'hang' }, { when: (args) => args['channel'] === 'G1' });
    expect(await post()).toBe('ok');
  });

  it('bring the default client to post twice, as measured', async () => {
    const slack = await workspace();
    slack.faults.add('chat.postMessage', { accepted: true, reply: { status: 500 } });
    const web = client(slack, { retryConfig: { retries: 2, minTimeout: 1 }, logger: silent });
    await web.chat.postMessage({ channel: 'C1', text: 'once, please' });
    expect(slack.channel('C1').messages).toHaveLength(2);
  });
});

describe('Socket Mode', () => {
  const socketApp = async (slack: FakeSlack): Promise<{ readonly heard: string[] }> => {
    const app = new App({
      token: slack.botToken,
      appToken: slack.appToken,
      socketMode: true,
      clientOptions: { slackApiUrl: slack.apiUrl },
      logLevel: LogLevel.ERROR,
    });
    const heard: string[] = [];
    listen(app, heard);
    await app.start();
    stops.push(() => app.stop());
    return { heard };
  };

  it('carries every gesture and its answer', async () => {
    const slack = await workspace();
    const { heard } = await socketApp(slack);
    await slack.socketMode.waitForConnections();
    await slack.socket.slash({ user: 'U1', channel: 'C1', command: '/ticket', text: 'over the socket' });
    expect(slack.seenBy('U1').at(-1)?.text).toBe('You said over the socket');
    await slack.socket.slash({ user: 'U1', command: '/ticket', text: 'form' });
    await slack.waitFor(() => slack.views('U1').length === 1);
    await slack.socket.submit({ user: 'U1', values: { Subject: 'bad', Urgency: 'low' } });
    expect(slack.views('U1')[0]?.errors).toEqual({ subject: 'Too short' });
    await slack.socket.submit({ user: 'U1', values: { subject: 'ok' } });
    await slack.waitFor(() => slack.seenBy('U2').find((seen) => seen.text === 'U1: ok (low)'));
    await slack.socket.press({ user: 'U2', actionId: 'claim' });
    const said = await slack.socket.message({ user: 'U1', channel: 'C1', text: 'hello' });
    expect(said.ok).toBe(true);
    await slack.waitFor(() => heard.includes('claim by U2'));
  });

  it('announces its end, and is silent when it is cut', async () => {
    const slack = await workspace({ ackTimeoutMs: 200 });
    await socketApp(slack);
    await slack.socketMode.waitForConnections();
    slack.socketMode.freeze(true);
    expect(await slack.socket.message({ user: 'U1', channel: 'C1', text: 'x' })).toMatchObject({ failure: 'timeout' });
    slack.socketMode.freeze(false);
    slack.socketMode.disconnect('refresh_requested');
    await slack.waitFor(() => slack.socketMode.connections === 0);
    const unheard = await slack.socket.message({ user: 'U1', channel: 'C1', text: 'y' });
    expect(unheard).toMatchObject({ status: 0, failure: 'connection_failed' });
  });
});

describe('waiting', () => {
  it('ends with the ledger in words', async () => {
    const slack = await workspace();
    await client(slack).chat.postMessage({ channel: 'C1', text: 'something else' });
    const waiting = slack.waitFor(() => slack.seenBy('U1').find(({ text }) => text === 'never'), {
      timeoutMs: 50,
      what: 'a message “never”',
    });
    await expect(waiting).rejects.toThrow(
      /50 ms in vain for: a message “never”[\s\S]*posted UBOT \[C1 .*something else/,
    );
  });
});

const silent = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  setLevel: () => {},
  getLevel: () => LogLevel.ERROR,
  setName: () => {},
};
