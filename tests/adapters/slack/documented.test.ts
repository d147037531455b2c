import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Delivered } from '../../support/fake-slack/index.ts';
import { EVENTS, INTERACTIVE, SUBTYPES } from './documented.ts';
import { type Office, openOffice } from './setup.ts';

let office: Office;
beforeAll(async () => {
  // Where channels are watched, more of what is said in them is looked at.
  office = await openOffice({ settings: { appToken: 'xapp-fake', watchedChannels: ['help'] } });
});
afterAll(() => office.stop());

type Kind = Delivered['delivery']['kind'];
const AGAIN = { retryNum: 1, retryReason: 'http_timeout' } as const;
let events = 0;

/** Brings a payload both ways; the same one twice is one gesture. */
async function bring(kind: Kind, payload: object): Promise<void> {
  const before = [office.desk.heard.length, errors().length];
  const delivered = { delivery: { kind, payload } } as unknown as Delivered;
  expect(await office.people.redeliver(delivered, AGAIN)).toMatchObject({ ok: true });
  expect(await office.socket.redeliver(delivered, AGAIN)).toMatchObject({ ok: true });
  expect([office.desk.heard.length, errors().length]).toEqual(before);
}
const errors = () => office.desk.lines.filter(({ level }) => level === 'error');

const envelope = (event: object): object => {
  events += 1;
  return {
    token: 't',
    team_id: 'T1',
    context_team_id: 'T1',
    context_enterprise_id: null,
    api_app_id: 'A1',
    event: { event_ts: '1361482916.000004', ...event },
    type: 'event_callback',
    event_id: `Ev${events}`,
    event_time: 1355517523,
    authorizations: [
      { enterprise_id: null, team_id: 'T1', user_id: 'UBOT', is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: '4-x',
  };
};

describe('what Slack documents and the desk makes nothing of is acknowledged, and that is all', () => {
  test.each(Object.keys(EVENTS))('the event %s', async (type) => {
    await bring('event', envelope({ ...EVENTS[type], type }));
  });

  test.each(SUBTYPES)('a message of the subtype %s', async (subtype) => {
    for (const channel_type of ['channel', 'group', 'im', 'mpim'] as const) {
      const channel = channel_type === 'im' ? office.slack.dm('UMIRA') : 'CHELP';
      const said = { user: 'UMIRA', text: 'my printer is broken', ts: `1355517523.${events}`, channel, channel_type };
      await bring('event', envelope({ type: 'message', subtype, ...said }));
    }
  });

  test.each(Object.keys(INTERACTIVE))('%s', async (name) => {
    await bring('interactive', INTERACTIVE[name] ?? {});
  });

  test('a slash command of another app, and one from a place that Slack does not name', async () => {
    const command = {
      token: 't',
      team_id: 'T1',
      team_domain: 'acme',
      user_id: 'UMIRA',
      user_name: 'mira',
      trigger_id: '1.2',
    };
    const where = { channel_id: 'CHELP', channel_name: 'help', response_url: 'https://127.0.0.1:9/x' };
    await bring('slash_command', { ...command, ...where, command: '/other', text: 'x', api_app_id: 'A1' });
    await bring('slash_command', { ...command, command: '/ticket', text: 'x' });
  });

  test('the desk hears what is meant for it after all that', async () => {
    expect(await office.people.message({ user: 'UMIRA', text: 'still there?' })).toMatchObject({ status: 200 });
    expect(await office.socket.message({ user: 'UMIRA', text: 'and here?' })).toMatchObject({ ok: true });
    expect(office.desk.heard.slice(-2).map(({ said }) => said.kind === 'message' && said.text)).toEqual([
      'still there?',
      'and here?',
    ]);
  });
});

/** Every field of a body made something else, one at a time: no crash, no error, and an answer. */
test('a payload with any of its fields made something else is answered, and harms nothing', async () => {
  const odd: readonly unknown[] = [null, 7, '', 'x'.repeat(5_000), [], [null], {}, true];
  const message = {
    type: 'message',
    user: 'UMIRA',
    text: 'hm',
    ts: '5.5',
    channel: 'CHELP',
    channel_type: 'channel',
    thread_ts: '4.4',
  };
  const bodies: readonly [Kind, object, string][] = [
    ...Object.keys(message).map((key): [Kind, object, string] => ['event', message, key]),
    ...['user', 'team', 'channel', 'container', 'message', 'actions', 'trigger_id', 'response_url'].map(
      (key): [Kind, object, string] => ['interactive', INTERACTIVE['an icon button'] ?? {}, key],
    ),
    ...['user', 'team', 'view'].map((key): [Kind, object, string] => [
      'interactive',
      INTERACTIVE['a modal of another kind'] ?? {},
      key,
    ]),
  ];
  for (const [kind, body, key] of bodies) {
    for (const value of odd) {
      const spoilt = { ...body, [key]: value };
      const payload = kind === 'event' ? envelope(spoilt) : spoilt;
      const delivered = { delivery: { kind, payload } } as unknown as Delivered;
      const { status } = await office.people.redeliver(delivered, AGAIN);
      expect([200, 400], `${kind} ${key} ${JSON.stringify(value)}`).toContain(status);
    }
  }
  expect(errors()).toEqual([]);
  expect(await office.people.message({ user: 'UMIRA', text: 'alive' })).toMatchObject({ status: 200 });
});
