import { expect, test } from 'vitest';
import {
  type Known,
  messageIncoming,
  namesIn,
  pressIncoming,
  slashIncoming,
  submitIncoming,
} from '../../../adapters/slack/incoming.ts';
import { readMessage, readPress, readSlash, readSubmit, readTeam, wellFormed } from '../../../adapters/slack/read.ts';
import { buttonPress, directMessage, modalSubmission, reply, slashCommand } from './payloads.ts';

const mira = { name: 'Mira', avatar: 'https://a.test/m.png', locale: 'de-DE', external: false };
const known = (agents?: string, person: Known['person'] = mira): Known => ({ person, agents });
const names = new Map([['U061F7AUR', 'Sam']]);

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('was not read');
  return value;
}

test('a direct message', () => {
  const message = must(readMessage(directMessage));
  expect(namesIn(message)).toEqual(['U061F7AUR']);
  expect(messageIncoming(message, names, known())).toEqual({
    key: 'slack:T061EG9R6:D024BE91L:1355517523.000005',
    also: expect.stringMatching(/^slack:T061EG9R6:D024BE91L:3fd13273-5a6a-4b5c-bd6f-109fd697038c:[\w-]{12}$/),
    at: new Date('2012-12-14T20:38:43.000Z'),
    from: { account: 'slack:T061EG9R6:U2147483697', name: 'Mira', avatar: 'https://a.test/m.png', locale: 'de-DE' },
    place: {
      tenant: 'slack:T061EG9R6',
      side: 'direct',
      address: 'slack:T061EG9R6/D024BE91L',
      thread: 'slack:T061EG9R6/D024BE91L/1355517523.000005',
      home: 'slack:T061EG9R6/D024BE91L/1355517523.000005',
    },
    said: { kind: 'message', text: 'My **VPN** drops every 10 min & @Sam knows', remote: '1355517523.000005' },
  });
});

test('a reply in a thread: public, or the agents’ in the agents’ channel, unless its writer is of another organisation', () => {
  const message = must(readMessage(reply));
  const place = (facts: Known) => messageIncoming(message, names, facts).place;
  expect(place(known())).toEqual({
    tenant: 'slack:T061EG9R6',
    side: 'public',
    address: 'slack:T061EG9R6/C061EG9SL',
    thread: 'slack:T061EG9R6/C061EG9SL/1355517523.000005',
    home: 'slack:T061EG9R6/@U2147483697',
    replying: true,
  });
  expect(place(known('C061EG9SL')).side).toBe('agents');
  expect(place(known('C061EG9SL', { ...mira, external: true })).side).toBe('public');
  const foreign = must(readMessage({ ...reply, event: { ...reply.event, user_team: 'T9' } }));
  expect(messageIncoming(foreign, names, { person: undefined, agents: 'C061EG9SL' }).place.side).toBe('public');
});

test.each([
  ['said to a channel', { thread_ts: undefined }],
  ['the root of a thread', { thread_ts: '1355517600.000100' }],
  ['a bot’s', { bot_id: 'B1' }],
  ['an app’s', { app_id: 'A1' }],
  ['a bot_message', { subtype: 'bot_message' }],
  ['an edit', { subtype: 'message_changed', hidden: true }],
  ['a deletion', { subtype: 'message_deleted', hidden: true }],
  ['a join', { subtype: 'channel_join' }],
  ['a topic', { subtype: 'channel_topic' }],
  ['hidden', { hidden: true }],
  ['Slackbot’s', { user: 'USLACKBOT' }],
  ['nobody’s', { user: undefined }],
  ['empty', { text: '' }],
])('a message that is %s is not heard', (_, change) => {
  expect(readMessage({ ...reply, event: { ...reply.event, ...change } })).toBeUndefined();
});

test('the bot named in a channel: addressed, without its name, and the same from either of the two events', () => {
  const authorizations = [{ team_id: 'T061EG9R6', user_id: 'U0BOT', is_bot: true }];
  const event = { ...reply.event, thread_ts: undefined, text: '<@U0BOT>: my *VPN* died <@U0BOT>' };
  const read = (change: object) =>
    messageIncoming(must(readMessage({ ...reply, authorizations, event: { ...event, ...change } })), names, known());
  const heard = read({});
  expect(heard.place).toEqual({
    tenant: 'slack:T061EG9R6',
    side: 'public',
    address: 'slack:T061EG9R6/C061EG9SL',
    thread: 'slack:T061EG9R6/C061EG9SL/1355517600.000100',
    home: 'slack:T061EG9R6/@U2147483697',
    addressed: true,
  });
  expect(heard.said).toMatchObject({ text: 'my **VPN** died' });
  expect(read({ type: 'app_mention', channel_type: undefined })).toEqual(heard);
  expect(read({ text: '<@U0BOT>' }).said).toMatchObject({ text: '' });
  expect(read({ text: 'ask <@U0BOT|desk> about it' }).said).toMatchObject({ text: 'ask @desk about it' });
  expect(readMessage({ ...reply, authorizations, event: { ...event, text: 'no name' } })).toBeUndefined();
});

test('a delivery that does not say whose it is: the bot is who Slack said when it was asked', () => {
  const { authorizations: _, ...bare } = reply;
  const event = { ...reply.event, thread_ts: undefined, type: 'app_mention', text: '<@U0BOT> my VPN died' };
  const read = (me?: string) => messageIncoming(must(readMessage({ ...bare, event }, false, me)), names, known());
  expect(read('U0BOT').said).toMatchObject({ text: 'my VPN died' });
  expect(read('U0BOT').place).toMatchObject({ addressed: true });
  expect(readMessage({ ...bare, event: { ...event, user: 'U0BOT' } }, false, 'U0BOT')).toBeUndefined();
});

test('files, broadcasts, and messages passed on are heard', () => {
  const heard = (change: object) => {
    const message = must(readMessage({ ...reply, event: { ...reply.event, ...change } }));
    return messageIncoming(message, names, known());
  };
  const text = (change: object) => {
    const { said } = heard(change);
    return said.kind === 'message' ? said.text : undefined;
  };
  const files = [{ name: 'a_b_.png' }, { title: 'Log' }, {}];
  expect(text({ subtype: 'file_share', text: '', files })).toBe('');
  expect(heard({ subtype: 'file_share', text: '', files }).files?.map(({ name }) => name)).toEqual([
    'a_b_.png',
    'Log',
    'file',
  ]);
  expect(text({ subtype: 'file_share', text: 'see', files: [{ name: 'a.png' }] })).toBe('see');
  expect(text({ subtype: 'thread_broadcast' })).toContain('**VPN**');
  expect(text({ text: '', attachments: [{ fallback: 'f', text: 'it *broke*' }] })).toBe('it **broke**');
});

test('a slash command', () => {
  const slash = must(readSlash(slashCommand));
  expect(slash).toMatchObject({
    text: 'Wi-Fi <3rd floor> for @worf',
    responseUrl: 'https://hooks.slack.com/commands/1234/5678',
  });
  const said = { kind: 'command', intent: 'open', params: {} } as const;
  expect(slashIncoming(slash, said, known('C2147483705', undefined), new Date(5))).toEqual({
    key: expect.stringMatching(/^slack:T0001:trigger:13345224609\.738474920\.8088930838d88f008e0:[\w-]{12}$/),
    at: new Date(5),
    from: { account: 'slack:T0001:U2147483697', name: 'Mira', avatar: 'https://a.test/m.png', locale: 'de-DE' },
    place: {
      tenant: 'slack:T0001',
      side: 'agents',
      address: 'slack:T0001/C2147483705',
      home: 'slack:T0001/@U2147483697',
    },
    said,
  });
  expect(slashIncoming(slash, said, { person: undefined, agents: undefined }, new Date(5)).from).toEqual({
    account: 'slack:T0001:U2147483697',
    name: 'Steve',
  });
  expect(readSlash({ ...slashCommand, trigger_id: '' })).toBeUndefined();
});

test('a button on a message of its own, in a thread, and on one that only the presser sees', () => {
  const said = { kind: 'command', intent: 'claim', params: {} } as const;
  const press = must(readPress(buttonPress));
  expect(press.shownIn).toBeUndefined();
  expect(pressIncoming(press, said, known('CBR2V3XEX'))).toMatchObject({
    key: expect.stringMatching(
      /^slack:T9TK3CUKW:trigger:12321423423\.333649436676\.d8c1bb837935619ccad0f624c448ffb3:[\w-]{12}$/,
    ),
    at: new Date(1548426417840),
    place: {
      side: 'agents',
      address: 'slack:T9TK3CUKW/CBR2V3XEX',
      thread: 'slack:T9TK3CUKW/CBR2V3XEX/1548261231.000200',
    },
  });
  const inThread = must(readPress({ ...buttonPress, message: { ...buttonPress.message, thread_ts: '1.1' } }));
  expect(inThread).toMatchObject({ shownIn: '1.1', spot: { thread: '1.1' } });
  const root = must(
    readPress({ ...buttonPress, message: { ...buttonPress.message, thread_ts: buttonPress.message.ts } }),
  );
  expect(root.shownIn).toBeUndefined();
  const whispered = must(
    readPress({ ...buttonPress, message: undefined, container: { ...buttonPress.container, is_ephemeral: true } }),
  );
  expect(whispered.spot).toEqual({ channel: 'CBR2V3XEX', direct: false });
  const direct = must(readPress({ ...buttonPress, channel: { id: 'D1', name: 'directmessage' } }));
  expect(pressIncoming(direct, said, known()).place.side).toBe('direct');
});

test('a modal that was sent: what was filled in with what the button had, where it came from; sent twice, one key', () => {
  const submit = must(readSubmit(modalSubmission));
  const incoming = submitIncoming(submit, known('C061EG9SL'), new Date(5));
  expect(incoming).toEqual({
    key: 'slack:T061EG9R6:view:VNHU13V36',
    at: new Date(5),
    from: { account: 'slack:T061EG9R6:U2147483697', name: 'Mira', avatar: 'https://a.test/m.png', locale: 'de-DE' },
    place: {
      tenant: 'slack:T061EG9R6',
      side: 'agents',
      address: 'slack:T061EG9R6/C061EG9SL',
      thread: 'slack:T061EG9R6/C061EG9SL/1355517523.000005',
      home: 'slack:T061EG9R6/@U2147483697',
    },
    said: { kind: 'command', intent: 'open', params: { subject: 'VPN', urgency: 'high' } },
  });
  const again = must(
    readSubmit({ ...modalSubmission, view: { ...modalSubmission.view, hash: 'other' }, trigger_id: 'other' }),
  );
  expect(submitIncoming(again, known(), new Date(6)).key).toBe(incoming.key);
  expect(submit).toMatchObject({ shown: ['subject'], title: 'Open a ticket' });
});

test('what is told again has the key it had; two gestures have two keys, even where an id of theirs is the same', () => {
  const said = { kind: 'command', intent: 'rate', params: {} } as const;
  const pressed = (action: object, more: object = {}) =>
    pressIncoming(
      must(readPress({ ...buttonPress, ...more, actions: [{ ...buttonPress.actions[0], ...action }] })),
      said,
      known(),
    ).key;
  expect(pressed({})).toBe(pressed({}));
  const presses = [pressed({}), pressed({ action_ts: '1548426500.1' }), pressed({ value: 'other' })];
  expect(new Set([...presses, pressed({}, { user: { id: 'U9' } })]).size).toBe(4);

  const typed = (more: object) =>
    slashIncoming(must(readSlash({ ...slashCommand, ...more })), said, known(), new Date(5)).key;
  expect(typed({})).toBe(typed({}));
  expect(new Set([typed({}), typed({ text: 'claim INC-1' }), typed({ user_id: 'U9' })]).size).toBe(3);

  const written = (more: object) => {
    const message = must(readMessage({ ...reply, event: { ...reply.event, client_msg_id: 'one', ...more } }));
    return messageIncoming(message, new Map(), known()).also;
  };
  expect(written({})).toBe(written({ ts: '1700000000.000001' }));
  expect(written({})).not.toBe(written({ text: 'something else' }));
});

test('each modal is one gesture, by what it was opened with', () => {
  const sent = (memory: object, id = 'V1') =>
    submitIncoming(
      must(
        readSubmit({
          ...modalSubmission,
          view: {
            ...modalSubmission.view,
            id,
            private_metadata: JSON.stringify({ intent: 'open', params: {}, ...memory }),
          },
        }),
      ),
      known(),
      new Date(5),
    ).key;
  expect(sent({ once: 'a' })).toBe(sent({ once: 'a' }, 'V2'));
  expect(sent({ once: 'a' })).not.toBe(sent({ once: 'b' }));
  expect(sent({})).not.toBe(sent({}, 'V2'));
});

test('a message that brings its writer’s profile says their name, while Slack tells no more of them', () => {
  const event = { ...reply.event, user_profile: { display_name: '', real_name: 'Sam Agent', name: 'sam' } };
  const message = must(readMessage({ ...reply, event }));
  const from = (called?: string) =>
    messageIncoming(message, new Map(), { person: undefined, called, agents: undefined }).from.name;
  expect(from()).toBe('Sam Agent');
  expect(from('Sam')).toBe('Sam');
});

test('the workspace is the one that installed the app', () => {
  expect(readTeam(directMessage)).toBe('T061EG9R6');
  expect(readTeam({ ...directMessage, team_id: 'T9', context_team_id: 'T9' })).toBe('T061EG9R6');
  expect(readTeam({ ...modalSubmission, team: { id: 'T9' } })).toBe('T061EG9R6');
  expect(readTeam({ ...buttonPress, team: null })).toBe('T9TK3CUKW');
  expect(readTeam({})).toBeUndefined();
});

test('every documented payload is well-formed', () => {
  for (const body of [
    directMessage,
    reply,
    slashCommand,
    buttonPress,
    modalSubmission,
    { type: 'url_verification', challenge: 'x' },
    { type: 'app_rate_limited' },
  ])
    expect(wellFormed(body)).toBe(true);
});
