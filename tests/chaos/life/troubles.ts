import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serverPid } from '../../support/embedded.ts';
import { fault } from '../../support/fake-discord/index.ts';
import type { Fault as SlackFault } from '../../support/fake-slack/faults.ts';
import type { Disk } from '../disk.ts';
import type { Mortal, MortalCompany } from '../mortal-company.ts';
import type { Seeded } from '../seeded.ts';
import { type People, pause } from './people.ts';
import type { Scene } from './script.ts';

/** The desk's processes, its database and the platforms, to be treated badly. */
export interface Victims {
  readonly company: MortalCompany;
  readonly replicas: readonly Mortal[];
  readonly people: People;
  /** Where the database server keeps its files. */
  readonly folder: string;
  readonly disk: Disk;
}

/** One thing that goes wrong, and how it is over again. */
export interface Trouble {
  /** In words, for the history of the run. */
  readonly what: string;
  /** Resolves when it is over: the desk has all that it needs again. */
  strike(): Promise<void>;
  /** The desk has something to recover from, and how long it takes is measured. */
  readonly recovers: boolean;
}

/** What happens to the desk itself, and how likely each is: one of them is over before the next begins. */
const INSIDE = {
  kill: 16,
  freeze: 8,
  'database restart': 10,
  'database read-only': 5,
  'connections cut': 8,
  'database slow': 6,
  'disk full': 5,
} as const;
/** What happens around it, meanwhile. */
const OUTSIDE = {
  slack: 22,
  discord: 18,
  gateway: 12,
  redelivery: 18,
  clock: 7,
} as const;

/** What has no room: a disk that is almost full has some left for one table, and none for another. */
const FULL = [['inbox'], ['ticket'], ['outbox'], ['message', 'timeline'], ['account', 'thread'], 'all'] as const;
/** By how much a clock is set, in s: a step of a time server, and one that somebody set by hand, in the wrong zone. */
const STEPS_S = [-7_200, -3_600, -600, -45, -3, 3, 45, 600, 3_600, 7_200] as const;

/** Makes one up. Everything in it is chosen here, so that the same seed brings the same troubles. */
export function trouble(random: Seeded, scene: Scene, victims: Victims): Trouble {
  const { company, replicas, people, folder, disk } = victims;
  const which = random.between(0, replicas.length - 1);
  const replica = replicas[which] as Mortal;
  const named = `replica ${which + 1}`;
  const ms = random.between(200, 2_500);
  const kind: keyof typeof INSIDE | keyof typeof OUTSIDE =
    scene === 'inside' ? random.weighted(INSIDE) : random.weighted(OUTSIDE);
  switch (kind) {
    case 'kill':
      return {
        what: `${named} is killed, and started again after ${ms} ms`,
        recovers: true,
        strike: async () => {
          await replica.kill();
          await pause(ms);
          await replica.start();
        },
      };
    case 'freeze': {
      const frozen = random.chance(0.3) ? 21_000 + ms : 4 * ms;
      return {
        what: `${named} stands still for ${frozen} ms`,
        recovers: true,
        strike: async () => {
          replica.freeze();
          await pause(frozen);
          replica.thaw();
        },
      };
    }
    case 'database restart': {
      const fast = random.chance(0.5);
      return {
        what: `PostgreSQL is restarted, ${fast ? 'fast' : 'immediately'}`,
        recovers: true,
        strike: async () => {
          const pid = await serverPid(folder);
          if (pid !== undefined) process.kill(pid, fast ? 'SIGINT' : 'SIGQUIT');
          await answering(company);
        },
      };
    }
    case 'database read-only':
      return {
        what: `PostgreSQL takes no writes for ${ms} ms`,
        recovers: true,
        strike: async () => {
          await readOnly(folder, true);
          await pause(ms);
          await readOnly(folder, false);
        },
      };
    case 'connections cut':
      return {
        what: `all connections of ${named} to PostgreSQL are cut`,
        recovers: true,
        strike: async () => replica.proxy.cut(),
      };
    case 'database slow': {
      const slow = random.between(20, 600);
      return {
        what: `PostgreSQL is ${slow} ms further away from ${named} for ${2 * ms} ms`,
        recovers: false,
        strike: async () => {
          replica.proxy.slow(slow);
          await pause(2 * ms);
          replica.proxy.slow(0);
        },
      };
    }
    case 'disk full': {
      const tables = random.pick(FULL);
      return {
        what: `PostgreSQL's disk is full for ${2 * ms} ms, at ${tables === 'all' ? 'whatever is written' : tables.join(', ')}`,
        recovers: true,
        strike: async () => {
          await disk.fill(tables);
          await pause(2 * ms);
          await disk.free();
        },
      };
    }
    case 'clock': {
      const ahead = random.pick(STEPS_S) * 1_000 + random.between(0, 999);
      const wrong = random.chance(0.3) ? replicas : [replica];
      return {
        what: `the clock of ${wrong.length > 1 ? 'every replica' : named} is set ${setting(ahead)} for ${4 * ms} ms`,
        recovers: true,
        strike: async () => {
          await Promise.all(wrong.map((one) => one.setClock(ahead)));
          await pause(4 * ms);
          await Promise.all(wrong.map((one) => one.setClock(0)));
        },
      };
    }
    case 'slack': {
      const [what, failing] = slackFault(random);
      const times = random.between(1, 4);
      return {
        what: `Slack answers ${times} requests with ${what}`,
        recovers: false,
        strike: async () => void company.slack.faults.add(/^(chat|conversations)\./, failing, { times }),
      };
    }
    case 'discord': {
      const [what, failing] = discordFault(random);
      const times = random.between(1, 4);
      return {
        what: `Discord answers ${times} requests with ${what}`,
        recovers: false,
        strike: async () => company.discord.faults.next('* /channels/:id/messages', failing, { times }),
      };
    }
    case 'gateway': {
      const how = random.pick(['cut', 'closed with 4000', 'asked to reconnect', 'invalid, and resumable'] as const);
      return {
        what: `Discord's gateway: ${how}`,
        recovers: false,
        strike: async () => {
          const { gateway } = company.discord;
          if (how === 'cut') gateway.drop();
          else if (how === 'closed with 4000') gateway.drop(4000);
          else if (how === 'asked to reconnect') gateway.reconnect();
          else gateway.invalidSession(true);
        },
      };
    }
    case 'redelivery': {
      const times = random.between(1, 6);
      return {
        what: `Slack brings ${times} events again that were taken already`,
        recovers: false,
        strike: async () => {
          for (let n = 0; n < times; n += 1) await people.retell();
        },
      };
    }
  }
}

const setting = (ms: number): string => `${Math.abs(ms / 1_000)} s ${ms < 0 ? 'back' : 'ahead'}`;

function slackFault(random: Seeded): readonly [string, SlackFault] {
  const accepted = random.chance(0.5);
  const done = accepted ? ', having done them' : '';
  switch (random.weighted({ limited: 4, status: 3, reset: 3, hang: 1, truncated: 2, html: 1, empty: 1, fatal: 1 })) {
    case 'limited': {
      const after = random.pick([1, 2, 3, 'NaN', null]);
      return [`429 (Retry-After: ${after})`, { reply: { retryAfter: after } }];
    }
    case 'status':
      return [`503${done}`, { accepted, reply: { status: 503 } }];
    case 'reset':
      return [`a reset${done}`, { accepted, reply: 'reset' }];
    case 'hang':
      return [`silence${done}`, { accepted, reply: 'hang' }];
    case 'truncated':
      return [`half a JSON${done}`, { accepted, reply: 'truncated' }];
    case 'html':
      return [`a web page${done}`, { accepted, reply: 'html' }];
    case 'empty':
      return [`an empty object${done}`, { accepted, reply: 'empty' }];
    case 'fatal':
      return [`fatal_error${done}`, { accepted, reply: { error: 'fatal_error' } }];
  }
}

function discordFault(random: Seeded): readonly [string, ReturnType<typeof fault.hang>] {
  switch (random.weighted({ limited: 4, lost: 5, status: 2, reset: 2, hang: 1, junk: 1 })) {
    case 'limited': {
      const after = random.pick([1, 2, 'NaN', undefined]);
      const scope = random.pick(['user', 'shared'] as const);
      return [`429 (${scope}, retry after: ${after})`, fault.rateLimit(after, scope)];
    }
    case 'lost': {
      const how = random.pick(['502', '500', 'reset', 'truncated'] as const);
      return [`${how}, having done them`, fault.acceptThen(how)];
    }
    case 'status':
      return ['503', fault.status(503)];
    case 'reset':
      return ['a reset', fault.reset()];
    case 'hang':
      return ['silence', fault.hang()];
    case 'junk':
      return ['a web page', fault.junk('<html>')];
  }
}

/** Until the server answers again; it is started again by whoever started it. */
async function answering({ db }: MortalCompany): Promise<void> {
  for (let n = 0; ; n += 1) {
    const there = await db.pool.query('select 1').then(
      () => true,
      () => false,
    );
    if (there) return;
    if (n > 600) throw new Error('PostgreSQL did not come back within a minute');
    await pause(100);
  }
}

/** As after a fail-over to a server that is not the first yet: whatever writes fails with 25006. */
async function readOnly(folder: string, on: boolean): Promise<void> {
  // By its file: the desk's own user may not change the server.
  const file = join(folder, 'postgres/data/postgresql.auto.conf');
  const others = (await readFile(file, 'utf8')).replace(/^default_transaction_read_only.*\n/gm, '');
  await writeFile(file, `${others}${on ? 'default_transaction_read_only = on\n' : ''}`);
  const pid = await serverPid(folder);
  if (pid !== undefined) process.kill(pid, 'SIGHUP');
}
