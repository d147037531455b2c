/**
 * The whole desk behind Discord's gateway: the real discord.js, connected to the tests' double of Discord, which checks and
 * remembers every call. That one is in this process, and not in the figures of the desk's CPU.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { type FakeDiscord, startFakeDiscord } from '../../tests/support/fake-discord/index.ts';
import { type Child, child, type Usage } from '../child.ts';
import { type Contender, counted, measuredOf } from '../contenders.ts';
import { closedLoop } from '../loop.ts';
import { AGENTS_CHANNEL, REPLY, TEXT } from '../story.ts';
import { rowsIn } from '../tally.ts';
import type { UnitName } from '../units/index.ts';

const PEOPLE = 100;

/**
 * Tickets are opened by naming the desk in a channel, each person in one of their own, for what is said in one channel is taken one
 * after another; replies are direct messages of people who have one ticket.
 */
export async function discordDesk(url: string): Promise<Contender> {
  const discord = await startFakeDiscord({
    token: 'bench',
    applicationId: '900000000000000001',
    guild: {
      id: 'G1',
      name: 'Company',
      channels: [
        ...Array.from({ length: PEOPLE }, (_, person) => ({ id: helping(person), name: helping(person) })),
        { id: AGENTS_CHANNEL, name: AGENTS_CHANNEL },
      ],
    },
  });
  for (let person = 0; person < PEOPLE; person += 1) {
    for (const name of [asking(person), talking(person)]) discord.addUser({ id: name, username: name });
  }
  const process = await child('desk-process.ts', {
    DATABASE_URL: url,
    PORT: '0',
    PLAYGROUND: 'off',
    TICKETS_PER_HOUR: '0',
    LOG_LEVEL: 'error',
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    DISCORD_AGENTS_CHANNEL: AGENTS_CHANNEL,
    BENCH_TELLS: 'on',
    SLACK_BOT_TOKEN: '',
    SLACK_APP_TOKEN: '',
    SLACK_SIGNING_SECRET: '',
    OPENAI_API_KEY: '',
  });
  await discord.ready();
  const acks = acknowledgements(process);
  // Each has one ticket from now on, so that what they write is a reply to it.
  for (let person = 0; person < PEOPLE; person += 1) {
    await acks(discord.message({ user: talking(person), channel: 'dm', content: TEXT }).id);
  }
  // What they led to is shown before anything is measured.
  while ((await rowsIn(url, 'outbox')) > 0) await sleep(100);
  return contender(url, discord, process, acks);
}

const asking = (person: number): string => `asks-${person}`;
const helping = (person: number): string => `help-${person}`;
const talking = (person: number): string => `talks-${person}`;

type Acks = (id: string) => Promise<void>;

function contender(url: string, discord: FakeDiscord, process: Child, acks: Acks): Contender {
  const usage = (): Promise<Usage> => process.ask<Usage>({ what: 'usage' });
  const turns: number[] = [];
  const once = (unit: UnitName, client: number, clients: number): Promise<void> => {
    const turn = (turns[client] ?? 0) + 1;
    turns[client] = turn;
    const person = (turn * clients + client) % PEOPLE;
    switch (unit) {
      case 'open':
        return acks(
          discord.message({ user: asking(person), channel: helping(person), content: `@deskbell ${TEXT}` }).id,
        );
      case 'reply':
        return acks(discord.message({ user: talking(person), channel: 'dm', content: REPLY }).id);
      case 'status':
      case 'mine':
      case 'rate':
        throw new Error(`${unit} comes as an interaction, which has an acknowledgement of its own`);
      default:
        return unit satisfies never;
    }
  };
  return {
    url,
    run: (unit, timing) =>
      counted(url, unit, async () => {
        let begun: Promise<Usage> | undefined;
        let posted = 0;
        const run = await closedLoop(
          timing,
          (client) => once(unit, client, timing.clients),
          () => {
            begun = usage();
            posted = postedTo(discord);
          },
        );
        const from = (await begun) ?? { cpuUs: 0, rssMb: 0, trips: 0 };
        return { ...measuredOf(run, from, await usage()), posted: postedTo(discord) - posted };
      }),
    stop: async () => {
      await process.stop();
      await discord.stop();
    },
  };
}

const postedTo = ({ ledger }: FakeDiscord): number =>
  ledger.filter(({ kind, method, route }) => kind === 'rest' && method === 'POST' && route?.endsWith('/messages'))
    .length;

/** Resolves when the message of this id is committed. */
function acknowledgements(process: Child): Acks {
  const waiting = new Map<string, () => void>();
  process.hears((keys) => {
    for (const key of keys) {
      const id = /(\d{15,})$/.exec(key)?.[1] ?? key;
      waiting.get(id)?.();
      waiting.delete(id);
    }
  });
  return (id) => new Promise((resolve) => waiting.set(id, resolve));
}
