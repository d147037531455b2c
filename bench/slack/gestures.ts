/** What people do in Slack, as the bodies that Slack sends of it. */
import { parseAddress } from '../../adapters/slack/ids.ts';
import type { Known } from '../known.ts';
import { channelOf, messageEvent, nameOf, REPLY, TEAM, timestamp, userOf } from '../story.ts';

/** A body, and the kind of it. */
export interface Body {
  readonly text: string;
  readonly type: 'application/json' | 'application/x-www-form-urlencoded';
}

const json = (value: object): Body => ({ text: JSON.stringify(value), type: 'application/json' });
const form = (fields: Readonly<Record<string, string>>): Body => ({
  text: new URLSearchParams(fields).toString(),
  type: 'application/x-www-form-urlencoded',
});
const trigger = (): string => `${timestamp()}.${TEAM}`;

/** They write to the desk; `place` is where the ticket's thread is then, as `placeOf` says. */
export function opening(person: number): { readonly body: Body; readonly place: string } {
  const event = messageEvent(person);
  return { body: json(event), place: placeOf(event.event.channel, event.event.ts) };
}

export const placeOf = (channel: string, thread: string): string => `${channel} ${thread}`;

/** They write in the thread of a ticket of theirs. */
export const reply = ({ person, thread }: Known): Body => json(messageEvent(person, REPLY, threadOf(thread)));

/** `/ticket status`, of one ticket or of all of theirs, typed in their conversation with the desk. */
export const slash = (person: number, text: string): Body =>
  form({
    token: 'verification-token',
    team_id: TEAM,
    team_domain: 'bench',
    channel_id: channelOf(person),
    channel_name: 'directmessage',
    user_id: userOf(person),
    user_name: userOf(person).toLowerCase(),
    command: '/ticket',
    text,
    api_app_id: 'ABENCH',
    is_enterprise_install: 'false',
    trigger_id: trigger(),
  });

/** The payload of a button's press under a message in the ticket's thread; `value` is what the desk has signed. */
export function pressed({ person, thread }: Known, value: string) {
  const [user, channel, ts] = [userOf(person), channelOf(person), timestamp()];
  const under = threadOf(thread);
  return {
    type: 'block_actions',
    user: { id: user, username: user.toLowerCase(), name: nameOf(user), team_id: TEAM },
    api_app_id: 'ABENCH',
    token: 'verification-token',
    team: { id: TEAM, domain: 'bench' },
    enterprise: null,
    is_enterprise_install: false,
    trigger_id: trigger(),
    container: {
      type: 'message',
      message_ts: `${under.slice(0, -1)}9`,
      channel_id: channel,
      is_ephemeral: false,
      thread_ts: under,
    },
    channel: { id: channel, name: 'directmessage' },
    message: { type: 'message', user: 'UBOT', ts: `${under.slice(0, -1)}9`, thread_ts: under, text: 'How was it?' },
    state: { values: {} },
    actions: [
      {
        type: 'button',
        action_id: 'desk:1',
        block_id: 'b1',
        text: { type: 'plain_text', text: '5' },
        value,
        action_ts: ts,
      },
    ],
  };
}

export const press = (ticket: Known, value: string): Body => form({ payload: JSON.stringify(pressed(ticket, value)) });

function threadOf(address: Known['thread']): string {
  const target = parseAddress(address);
  if (target.kind !== 'thread') throw new Error(`${address} is no thread`);
  return target.thread;
}
