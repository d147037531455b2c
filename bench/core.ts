/** The dispatcher and what reads, without HTTP and without deliveries, as the Slack adapter and `receive` would ask them. */
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
import { messageIncoming, pressIncoming } from '../adapters/slack/incoming.ts';
import { readMessage, readPress } from '../adapters/slack/read.ts';
import type { Incoming } from '../src/adapter.ts';
import { readConfig } from '../src/config.ts';
import { connect } from '../src/db/connect.ts';
import { dueWork } from '../src/desk/inbox.ts';
import { claim } from '../src/desk/outbox.ts';
import { personOf } from '../src/desk/people.ts';
import { reading } from '../src/desk/reading.ts';
import { ASK_ALWAYS } from '../src/desk/worth/asking.ts';
import { dispatcher } from '../src/dispatch.ts';
import { type Gesture, messageOf } from '../src/gesture.ts';
import type { Act } from '../src/intent.ts';
import { intentNamed } from '../src/intents/index.ts';
import { COMMAND } from '../src/run.ts';
import { words } from '../src/say/index.ts';
import type { Known, Turn } from './known.ts';
import { pressed } from './slack/gestures.ts';
import { avatarOf, LOCALE, messageEvent, nameOf, REPLY, TEAM, TEXT, userOf } from './story.ts';

export interface Core {
  /** Somebody writes to the desk, and that opens a ticket. */
  open(person: number): Promise<void>;
  /** They write in the thread of a ticket of theirs. */
  reply(ticket: Known): Promise<void>;
  /** They press a button of their rating. */
  rate(turn: Turn): Promise<void>;
  /** They ask how one of theirs is doing. */
  status(ticket: Known): Promise<void>;
  /** They ask for all of theirs. */
  mine(person: number): Promise<void>;
  /** What the loops look for each second, where nothing is due. */
  sweep(): Promise<void>;
  stop(): Promise<void>;
}

export function startCore(url: string): Core {
  const config = readConfig({ DATABASE_URL: url, PLAYGROUND: 'on' });
  const now = (): Date => new Date();
  const wordsFor = words({ ...config.desk, command: COMMAND, now }, config.desk.locale);
  const db = connect(url);
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
  const opening = messageOf(TEXT, config.desk.prefix);
  const replying = messageOf(REPLY, config.desk.prefix);
  const rating = intentNamed('rate') as Act;
  const readingOf = async (asker: number) => {
    const account = accountId(TEAM, userOf(asker));
    const person = (await personOf(db, 1, account)) ?? 0;
    return reading(db.pool, 1, { account, name: nameOf(userOf(asker)), person, agent: false });
  };
  const done = async (gesture: Gesture): Promise<void> => void (await dispatch.dispatch(gesture));

  return {
    open: (person) => done({ ...heard(person, TEXT), what: opening }),
    reply: ({ person, thread }) => {
      const gesture = heard(person, REPLY);
      const { place } = gesture.incoming;
      return done({
        ...gesture,
        incoming: { ...gesture.incoming, place: { ...place, thread, replying: true } },
        what: replying,
      });
    },
    rate: ({ ticket, score }) =>
      done({ ...press(ticket), what: { kind: 'act', intent: rating, params: { ticket: ticket.number, score } } }),
    status: async ({ person, number }) => {
      const told = await (await readingOf(person)).told(number, SAID);
      if (told === undefined) throw new Error(`ticket ${number} is not shown to its requester`);
      wordsFor(LOCALE).status(told.ticket, told.said, false);
    },
    mine: async (person) => {
      const page = { page: 1, size: PAGE };
      wordsFor(LOCALE).mine(await (await readingOf(person)).mine(page), page);
    },
    sweep: async () => {
      await Promise.all([dueWork(db.pool, now(), 50), claim(db.pool, 64)]);
    },
    stop: () => db.close(),
  };
}

/** As many as the desk shows: see src/intents/status.ts. */
const SAID = 5;
const PAGE = 5;

const template = incoming(1);

/** A press in the ticket's thread. */
function press(ticket: Known): Omit<Gesture, 'what'> & { readonly incoming: Incoming } {
  const read = readPress(pressed(ticket, 'rate'));
  if (read === undefined) throw new Error('the adapter does not hear the press');
  const user = userOf(ticket.person);
  const person = { name: nameOf(user), avatar: avatarOf(user), locale: LOCALE, external: false };
  const said = { kind: 'command', intent: 'rate', params: {} } as const;
  const incoming = pressIncoming(read, said, { person, agents: undefined });
  return { key: incoming.key, org: 1, at: new Date(), stored: false, incoming };
}

/** What the Slack adapter and `receive` make of the event; what is the same for every one of them is made once. */
function heard(person: number, text: string) {
  const { team_id: team, event } = messageEvent(person);
  const place = threadId(team, event.channel, event.ts);
  const said: Incoming = {
    ...template,
    key: `${PLATFORM}:${team}:${event.channel}:${event.ts}`,
    from: {
      ...template.from,
      account: accountId(team, event.user),
      name: nameOf(event.user),
      avatar: avatarOf(event.user),
    },
    place: { ...template.place, address: channelId(team, event.channel), thread: place, home: place },
    said: { kind: 'message', text, remote: remoteId(event.ts) },
  };
  const also = `${PLATFORM}:${team}:${event.channel}:${event.client_msg_id}`;
  return { key: said.key, also, org: 1, at: new Date(), stored: false, incoming: said };
}

/** By way of the adapter, so that nothing is forgotten. */
function incoming(person: number): Incoming {
  const message = readMessage({ ...messageEvent(person) });
  if (message === undefined) throw new Error('the adapter does not hear the event');
  const { user } = message.who;
  const known = { name: nameOf(user), avatar: avatarOf(user), locale: LOCALE, external: false };
  return messageIncoming(message, new Map(), { person: known, agents: undefined });
}
