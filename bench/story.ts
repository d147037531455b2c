/**
 * What everything here does: somebody writes two lines to the desk in Slack, and that opens a ticket; asks how theirs are doing;
 * writes in the thread of one; rates the help. `units/` does the same by hand for pgbench.
 */
import { createHmac, randomInt } from 'node:crypto';

export const TEAM = 'TBENCH';
export const SECRET = 'bench-signing-secret';
/** People who write, chosen at random: a company of this size, all met before anything is measured. */
export const PEOPLE = 1_000;
/** Tickets that are there from the start: one in five is still talked about, the others are closed, and were asked how it was. */
export const TICKETS = 2_000;
export const TALKED = { first: TICKETS * 0.8 + 1, last: TICKETS };
export const RATED = { first: TICKETS * 0.6 + 1, last: TICKETS * 0.8 };
export const AGENTS_CHANNEL = 'it-triage';

export const SUBJECT = 'My laptop does not connect to the VPN since this morning, error 809';
export const TEXT = `${SUBJECT}\nI am at home, the office network works. I restarted twice and it did not help. Mornings only.`;
export const REPLY = 'I tried it at home, and it is the same';

/** Slack's names of a person, and of their direct conversation with the desk. */
export const userOf = (person: number): string => `U${String(person).padStart(8, '0')}`;
export const channelOf = (person: number): string => `D${String(person).padStart(8, '0')}`;
export const anybody = (of = PEOPLE): number => randomInt(1, of + 1);

export const nameOf = (user: string): string => `Person ${user.slice(1)}`;
export const avatarOf = (user: string): string => `https://avatars.slack-edge.com/${user}_192.png`;
export const LOCALE = 'en-US';

let last = 0;
/** A message's timestamp, as Slack gives them: never twice, in microseconds. */
export const timestamp = (): string => {
  last = Math.max(Date.now() * 1_000, last + 1);
  return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
};

/**
 * The event that tells a bot of a direct message, with the fields that Slack's documentation shows. `thread` is the timestamp
 * of the message that it was written under.
 */
export function messageEvent(person: number, said = TEXT, thread?: string) {
  const ts = timestamp();
  const user = userOf(person);
  const lines = said.split('\n');
  return {
    token: 'verification-token',
    team_id: TEAM,
    context_team_id: TEAM,
    context_enterprise_id: null,
    api_app_id: 'ABENCH',
    event: {
      user,
      type: 'message',
      ts,
      client_msg_id: clientId(ts),
      text: said,
      team: TEAM,
      ...(thread === undefined ? {} : { thread_ts: thread }),
      blocks: [
        {
          type: 'rich_text',
          block_id: 'r1',
          elements: [
            {
              type: 'rich_text_section',
              elements: lines.map((line, index) => ({ type: 'text', text: index === 0 ? line : `\n${line}` })),
            },
          ],
        },
      ],
      channel: channelOf(person),
      event_ts: ts,
      channel_type: 'im',
    },
    type: 'event_callback',
    event_id: `Ev${ts.replace('.', '')}`,
    event_time: Math.floor(Number(ts)),
    authorizations: [
      { enterprise_id: null, team_id: TEAM, user_id: 'UBOT', is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
    event_context: '4-eyJldCI6Im1lc3NhZ2UiLCJ0aWQiOiJUQkVOQ0gifQ',
  };
}

/** As random as a real one where it matters: at the front, where an index looks first. */
const clientId = (ts: string): string =>
  `${randomInt(2 ** 32)
    .toString(16)
    .padStart(8, '0')}-0000-4000-8000-${ts.replace('.', '').slice(-12)}`;

/** The headers that prove that a body is Slack's. */
export function signed(body: string): { readonly time: string; readonly signature: string } {
  const time = String(Math.floor(Date.now() / 1_000));
  return { time, signature: `v0=${createHmac('sha256', SECRET).update(`v0:${time}:${body}`).digest('hex')}` };
}
