/** The whole desk behind Slack's signed HTTP. */
import { tenantId } from '../../adapters/slack/ids.ts';
import { connect } from '../../src/db/connect.ts';
import { type Secrets, secrets } from '../../src/desk/secrets.ts';
import { type Child, child, type Usage } from '../child.ts';
import { type Contender, counted, measuredOf } from '../contenders.ts';
import { type Turns, turns } from '../known.ts';
import { closedLoop } from '../loop.ts';
import { AGENTS_CHANNEL, anybody, PEOPLE, SECRET, TEAM } from '../story.ts';
import type { UnitName } from '../units/index.ts';
import { type Body, opening, press, reply, slash } from './gestures.ts';
import { type Poster, poster } from './post.ts';
import { startStub } from './stub.ts';

const SECRET_KEY = 'a key of the bench that is long enough';

/** Starts a desk for the Slack at `slackUrl` in a process of its own; it answers `url` and `usage`. */
export const startDesk = (url: string, slackUrl: string, more: Readonly<Record<string, string>> = {}): Promise<Child> =>
  child('desk-process.ts', {
    DATABASE_URL: url,
    PORT: '0',
    PLAYGROUND: 'off',
    TICKETS_PER_HOUR: '0',
    LOG_LEVEL: 'error',
    SLACK_BOT_TOKEN: 'xoxb-bench',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slackUrl,
    SLACK_AGENTS_CHANNEL: AGENTS_CHANNEL,
    SECRET_KEY,
    DISCORD_TOKEN: '',
    SLACK_APP_TOKEN: '',
    OPENAI_API_KEY: '',
    ...more,
  });

/** The whole desk in a process of its own, its clients and its Slack in this one. */
export async function desk(url: string): Promise<Contender> {
  const stub = await startStub();
  const process = await startDesk(url, stub.url);
  const at = await process.ask<string>({ what: 'url' });
  const usage = (): Promise<Usage> => process.ask<Usage>({ what: 'usage' });
  const gesture = await gesturesOn(url);
  let refused = 0;
  const send = async (to: Poster, { body, shows }: Gesture): Promise<void> => {
    refused += await insist(to, body, shows);
  };
  await meet(at);
  return {
    url,
    run: (unit, timing) =>
      counted(url, unit, async () => {
        const posters = await Promise.all(Array.from({ length: timing.clients }, () => poster(at)));
        let begun: Promise<Usage> | undefined;
        let posted = 0;
        const refusedBefore = refused;
        const run = await closedLoop(
          timing,
          (client) => send(posters[client] as Poster, gesture(unit, client, timing.clients)),
          () => {
            begun = usage();
            posted = stub.posted();
          },
        );
        for (const one of posters) one.close();
        const from = (await begun) ?? { cpuUs: 0, rssMb: 0, trips: 0 };
        const measured = measuredOf(run, from, await usage());
        return { ...measured, posted: stub.posted() - posted, refused: refused - refusedBefore };
      }),
    stop: async () => {
      await process.stop();
      stub.stop();
    },
  };
}

/** A body to send, and what its answer must show, if anything. */
interface Gesture {
  readonly body: Body;
  readonly shows?: string;
}

/** What each unit is in Slack. */
async function gesturesOn(url: string): Promise<(unit: UnitName, client: number, clients: number) => Gesture> {
  const turn: Turns = await turns(url);
  const db = connect(url);
  const signs: Secrets = await secrets(db, SECRET_KEY);
  await db.close();
  return (unit, client, clients) => {
    switch (unit) {
      case 'open':
        return { body: opening(anybody()).body };
      case 'mine':
        return { body: slash(anybody(), 'status'), shows: 'INC-' };
      case 'status': {
        const { person, number } = turn(unit, client, clients).ticket;
        return { body: slash(person, `status INC-${number}`), shows: `INC-${number}` };
      }
      case 'reply':
        return { body: reply(turn(unit, client, clients).ticket) };
      case 'rate': {
        const { ticket, score } = turn(unit, client, clients);
        const value = signs.seal(tenantId(TEAM), 'rate', { ticket: String(ticket.number), score: String(score) });
        return { body: press(ticket, value) };
      }
      default:
        return unit satisfies never;
    }
  };
}

/** Sends it until it is taken; resolves with how often it was not. */
export async function insist(to: Poster, body: Body, shows?: string): Promise<number> {
  for (let refused = 0; ; refused += 1) {
    const { status, text } = await to.post(body);
    // Slack brings it again too, though not at once; whatever became of the first one, it must be one in the end.
    if (status === 503) continue;
    if (status !== 200) throw new Error(`the desk answered ${status}`);
    if (shows !== undefined && !text.includes(shows)) throw new Error(`the desk did not show ${shows}: ${text}`);
    return refused;
  }
}

/** The first `many` people write once, so that the desk at `at` has asked Slack for their names. */
export async function meet(at: string, many = PEOPLE): Promise<void> {
  const posters = await Promise.all(Array.from({ length: 16 }, () => poster(at)));
  const people = Array.from({ length: many }, (_, index) => index + 1);
  await Promise.all(
    posters.map(async (one) => {
      for (let person = people.pop(); person !== undefined; person = people.pop())
        await insist(one, opening(person).body);
      one.close();
    }),
  );
}
