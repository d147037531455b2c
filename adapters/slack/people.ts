/** Who people are, as users.info tells it: remembered, asked once however many ask at once, and never waited for long. */
import { type Json, object, string } from './json.ts';
import { oneLine } from './text.ts';

export interface Person {
  readonly name: string;
  readonly avatar?: string;
  readonly locale?: string;
  /** Belongs to another organisation (Slack Connect). */
  readonly external: boolean;
}

export interface People {
  /** What is known without asking. */
  known(team: string, user: string): Person | undefined;
  /** Undefined where Slack does not say in time; what comes later is remembered. Never rejects. */
  get(team: string, user: string): Promise<Person | undefined>;
  /** What a payload called somebody: their name while Slack tells no more of them. */
  heard(team: string, user: string, name: string): void;
  called(team: string, user: string): string | undefined;
}

const MOST = 5_000;
const FRESH_MS = 3_600_000;
/** How soon somebody whom Slack would not tell is asked about again. */
const RETRY_MS = 30_000;
const PATIENCE_MS = 1_500;

interface Remembered {
  readonly person: Person | undefined;
  readonly until: number;
}

export function people(ask: (team: string, user: string) => Promise<Json>, patienceMs = PATIENCE_MS): People {
  const remembered = new Map<string, Remembered>();
  const asking = new Map<string, Promise<Person | undefined>>();
  const called = new Map<string, string>();

  const remember = (key: string, person: Person | undefined, forMs: number): void => {
    remembered.delete(key);
    remembered.set(key, { person, until: Date.now() + forMs });
    const [oldest] = remembered.keys();
    if (remembered.size > MOST && oldest !== undefined) remembered.delete(oldest);
  };

  const fetch = (team: string, user: string, key: string): Promise<Person | undefined> => {
    const underWay = asking.get(key);
    if (underWay !== undefined) return underWay;
    // What was known before is better than nothing while Slack does not answer.
    const before = remembered.get(key)?.person;
    const asked = ask(team, user)
      .then(
        (answer) => {
          const person = readPerson(object(answer, 'user'), team);
          remember(key, person, FRESH_MS);
          return person;
        },
        () => {
          remember(key, before, RETRY_MS);
          return before;
        },
      )
      .finally(() => asking.delete(key));
    asking.set(key, asked);
    return asked;
  };

  return {
    known: (team, user) => remembered.get(`${team} ${user}`)?.person,
    heard: (team, user, name) => {
      if (name === user) return;
      called.delete(`${team} ${user}`);
      called.set(`${team} ${user}`, name);
      const [oldest] = called.keys();
      if (called.size > MOST && oldest !== undefined) called.delete(oldest);
    },
    called: (team, user) => called.get(`${team} ${user}`),
    get: async (team, user) => {
      const key = `${team} ${user}`;
      const memory = remembered.get(key);
      if (memory !== undefined && memory.until > Date.now()) {
        remembered.delete(key);
        remembered.set(key, memory);
        return memory.person;
      }
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<Person | undefined>((resolve) => {
        timer = setTimeout(() => resolve(memory?.person), patienceMs);
      });
      return Promise.race([fetch(team, user, key), late]).finally(() => clearTimeout(timer));
    },
  };
}

function readPerson(user: Json, team: string): Person | undefined {
  const profile = object(user, 'profile');
  const name = [
    string(profile, 'display_name'),
    string(profile, 'real_name'),
    string(user, 'real_name'),
    string(user, 'name'),
  ]
    .map((one) => oneLine(one ?? ''))
    .find((one) => one !== '');
  if (name === undefined) return undefined;
  const avatar = string(profile, 'image_192') ?? string(profile, 'image_72') ?? string(profile, 'image_48');
  const locale = string(user, 'locale');
  const home = string(user, 'team_id');
  const teams = object(user, 'enterprise_user')['teams'];
  const colleague = home === undefined || home === team || (Array.isArray(teams) && teams.includes(team));
  return {
    name,
    ...(avatar?.startsWith('https://') && { avatar }),
    ...(locale !== undefined && { locale }),
    external: user['is_stranger'] === true || !colleague,
  };
}
