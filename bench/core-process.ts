/** The dispatcher alone, without HTTP and without deliveries, asked by this process itself. */

import {
  accountId,
  agentsId,
  channelId,
  PLATFORM,
  parseAccount,
  personId,
  remoteId,
  threadId,
} from '../adapters/slack/ids.ts';
import { messageIncoming } from '../adapters/slack/incoming.ts';
import { readMessage } from '../adapters/slack/read.ts';
import type { Incoming } from '../src/adapter.ts';
import { readConfig } from '../src/config.ts';
import { connect } from '../src/db/connect.ts';
import { ASK_ALWAYS } from '../src/desk/worth/asking.ts';
import { dispatcher } from '../src/dispatch.ts';
import { type Gesture, messageOf } from '../src/gesture.ts';
import { COMMAND } from '../src/run.ts';
import { words } from '../src/say/index.ts';
import { answering, usage } from './child.ts';
import { closedLoop, type Timing } from './loop.ts';
import { anybody, avatarOf, LOCALE, messageEvent, nameOf, TEAM, TEXT } from './story.ts';

const config = readConfig(process.env);
const now = (): Date => new Date();
const wordsFor = words({ ...config.desk, command: COMMAND, now }, config.desk.locale);
const db = connect(config.databaseUrl ?? '');
const dispatch = dispatcher(db.pool, {
  wordsFor,
  prefix: config.desk.prefix,
  fileLimit: 25 * 1024 * 1024,
  openLimit: 0,
  model: false,
  closeAfterMs: config.desk.closeAfterMs,
  timeZone: 'UTC',
  agentsGroups: [],
  asking: ASK_ALWAYS,
  services: [],
  hasLeads: false,
  isLead: () => false,
  agentsPlaces: () => [agentsId(TEAM)],
  agentsPlace: () => agentsId(TEAM),
  direct: (account) => personId(TEAM, parseAccount(account).user),
  note: (author, text) => wordsFor(undefined).note(author, text),
  onCommit: () => {},
});

const template = heard(1);
const what = messageOf(TEXT, config.desk.prefix);

answering<Timing>(
  async (timing) => {
    let from = usage();
    const run = await closedLoop(
      timing,
      async () => {
        await dispatch.dispatch(gesture(anybody()));
      },
      () => {
        from = usage();
      },
    );
    const { cpuUs, rssMb } = usage();
    return { ...run, cpuUs: cpuUs - from.cpuUs, rssMb };
  },
  () => db.close(),
);

/** What the Slack adapter and `receive` make of the event; what is the same for every one of them is made once. */
function gesture(person: number): Gesture {
  const { team_id: team, event } = messageEvent(person);
  const place = threadId(team, event.channel, event.ts);
  const incoming: Incoming = {
    ...template,
    key: `${PLATFORM}:${team}:${event.channel}:${event.ts}`,
    from: {
      ...template.from,
      account: accountId(team, event.user),
      name: nameOf(event.user),
      avatar: avatarOf(event.user),
    },
    place: { ...template.place, address: channelId(team, event.channel), thread: place, home: place },
    said: { kind: 'message', text: TEXT, remote: remoteId(event.ts) },
  };
  const also = `${PLATFORM}:${team}:${event.channel}:${event.client_msg_id}`;
  return { key: incoming.key, also, org: 1, at: new Date(), stored: false, incoming, what };
}

/** By way of the adapter, so that nothing is forgotten. */
function heard(person: number): Incoming {
  const message = readMessage({ ...messageEvent(person) });
  if (message === undefined) throw new Error('the adapter does not hear the event');
  const { user } = message.who;
  const known = { name: nameOf(user), avatar: avatarOf(user), locale: LOCALE, external: false };
  return messageIncoming(message, new Map(), { person: known, agents: undefined });
}
