import { expect, test } from 'vitest';
import type { Json } from '../../../adapters/slack/json.ts';
import { asChanged, readChanged, revisionOf } from '../../../adapters/slack/revisions.ts';
import { directMessage, reply } from './payloads.ts';

const names = new Map([['U061F7AUR', 'Sam']]);
const { event: said, ...envelope } = reply;
/** As Slack's documentation shows it: the event has a time of its own, the edit one in whole seconds. */
const changed = (message: Json, more: Json = {}): Json => ({
  ...envelope,
  event: {
    ...{ type: 'message', subtype: 'message_changed', hidden: true, channel: said.channel, channel_type: 'channel' },
    ...{ ts: '1358878755.000200', event_ts: '1358878755.000200', previous_message: said },
    message,
    ...more,
  },
});
const edited = { user: said.user, ts: '1358878755.000000' };
const read = (body: Json) => {
  const what = readChanged(body);
  return what && revisionOf(what, names);
};

test('an edit is told by the key of its message, in its thread, with the time of the event', () => {
  expect(read(changed({ ...said, text: 'psw _gone_, <@U061F7AUR>', edited }))).toEqual({
    of: `slack:${envelope.team_id}:${said.channel}:${said.ts}`,
    tenant: `slack:${envelope.team_id}`,
    thread: `slack:${envelope.team_id}/${said.channel}/${said.thread_ts}`,
    kind: 'edited',
    text: 'psw _gone_, @Sam',
    version: 1_358_878_755_000.2,
  });
});

test('a direct message is the desk’s; what is said to a channel is only by its name', () => {
  const { event } = directMessage;
  const direct = { channel: event.channel, channel_type: 'im', previous_message: event };
  expect(read(changed({ ...event, edited }, direct))).toMatchObject({ toDesk: true, thread: expect.any(String) });
  const { thread_ts: _, ...top } = said;
  const inChannel = read(changed({ ...top, edited }));
  expect(inChannel).toBeDefined();
  expect(inChannel).not.toHaveProperty('toDesk');
  expect(inChannel).not.toHaveProperty('thread');
  const named = { ...top, text: '<@U0LAN0Z89> my VPN died', edited };
  expect(read(changed(named))).toMatchObject({ toDesk: true, text: 'my VPN died' });
});

test('a deletion is one also where Slack puts its own words in the place of a message with answers', () => {
  const gone = { ...said, user: 'USLACKBOT', subtype: 'tombstone', text: 'This message was deleted.', hidden: true };
  expect(read(changed(gone))).toMatchObject({ kind: 'deleted', of: expect.stringContaining(said.ts) });
  const deletion = { subtype: 'message_deleted', deleted_ts: said.ts, message: undefined };
  expect(read(changed({}, deletion))).toMatchObject({ kind: 'deleted', of: expect.stringContaining(said.ts) });
  expect(read(changed({}, { ...deletion, previous_message: undefined }))).toMatchObject({ kind: 'deleted' });
});

test.each([
  ['a link that unfurls', changed({ ...said, attachments: [{ from_url: 'https://a.test' }] })],
  ['what the desk changed itself', changed({ ...said, bot_id: 'B1', edited })],
  [
    'what the desk deleted itself',
    changed({}, { subtype: 'message_deleted', previous_message: { ...said, bot_id: 'B1' } }),
  ],
  ['a message that is new', reply],
])('%s is no change', (_, body) => {
  expect(read(body)).toBeUndefined();
});

test('a message that is read later than it was changed counts from its edit', () => {
  expect(asChanged(reply)).toBeUndefined();
  const later = asChanged({ ...envelope, event: { ...said, edited } });
  expect(later && read(later)).toMatchObject({ kind: 'edited', version: 1_358_878_755_000 });
});
