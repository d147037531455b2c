/**
 * After a ticket is open: whether it looks like others that are, whether many people have the same trouble at once, and which
 * service it may be about. These are suggestions to agents, made once a ticket and outside the way of every gesture; one that
 * a crash swallows is not made.
 */
import type { Pool } from 'pg';
import type { Log } from './adapter.ts';
import type { Shown } from './assist.ts';
import { isTransient } from './db/transient.ts';
import { type Allowance, spend } from './desk/model-allowance.ts';
import { packed } from './desk/numbers.ts';
import { type Recent, recentOpen, servedBefore } from './desk/recent.ts';
import type { Dispatcher } from './dispatch.ts';
import type { Effect } from './intent.ts';
import type { Crowd } from './say/assist.ts';
import type { Words } from './say/words.ts';
import { alike } from './understand/assist.ts';
import { ALIKE, likeness, PERHAPS } from './understand/likeness.ts';
import type { Model } from './understand/model.ts';
import { servedLike, serviceIn } from './understand/service.ts';
import { tokensOf } from './understand/tokens.ts';

export interface Comparer {
  /** These were just opened. Returns at once. */
  opened(tickets: readonly { readonly org: number; readonly number: number }[]): void;
  stop(): Promise<void>;
}

export interface CompareSettings {
  readonly pool: Pool;
  readonly model: Model | undefined;
  readonly allowance: Allowance;
  readonly dispatch: Dispatcher['dispatch'];
  /** The desk's services, by name. */
  readonly services: readonly string[];
  wordsFor(locale: string | undefined): Words;
  now(): Date;
  readonly log: Log;
}

const EVERY_MS = 1_000;
/** In a flood the newest are looked at, so many an organisation and second. */
const AT_ONCE = 5;
/** With how many open tickets one is compared. */
const OTHERS = 200;
/** How many past tickets are looked at for their service. */
const PAST = 500;
/** How many are named, and how many a model is asked about. */
const NAMED = 3;
const ASKED = 8;
/** So many people with the same trouble in so short a time are told as perhaps one incident. */
const CROWD = 3;
const CROWD_MS = 30 * 60_000;
/** So many signs a button has for the tickets that one press links: some ten, of those that came together. */
const LINKED = 20;
/** Whose allowance the model's part is: nobody has asked for it. */
const ACCOUNT = 'likeness';

export function comparer(settings: CompareSettings): Comparer {
  const { pool, log } = settings;
  const waiting = new Map<number, Set<number>>();
  let running = Promise.resolve();
  const work = async (): Promise<void> => {
    const orgs = [...waiting];
    waiting.clear();
    for (const [org, numbers] of orgs) {
      const recent = await recentOpen(pool, org, OTHERS);
      const fresh = recent.filter(({ number }) => numbers.has(number)).slice(0, AT_ONCE);
      for (const ticket of fresh.toReversed()) {
        await tell(settings, org, ticket, recent);
        await suggestService(settings, org, ticket);
      }
    }
  };
  const timer = setInterval(() => {
    if (waiting.size === 0) return;
    running = running.then(work).catch((error: unknown) => {
      if (!isTransient(error))
        log.error({ err: error }, 'new tickets could not be compared; they stay without a suggestion');
    });
  }, EVERY_MS);
  return {
    opened: (tickets) => {
      for (const { org, number } of tickets) {
        const numbers = waiting.get(org) ?? new Set();
        waiting.set(org, numbers.add(number));
      }
    },
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

async function tell(settings: CompareSettings, org: number, ticket: Recent, recent: readonly Recent[]): Promise<void> {
  const older = recent.filter(({ number }) => number < ticket.number);
  const { same, shown } = await sameAs(settings, org, ticket, older);
  const words = settings.wordsFor(undefined);
  const { number } = ticket;
  const showed: readonly Effect[] = shown === undefined ? [] : [{ do: 'showed', ticket: number, shown }];
  const message = words.assist.alike(ticket, same.slice(0, NAMED), crowdOf(ticket, same));
  const effects: readonly Effect[] =
    same.length === 0 ? showed : [...showed, { do: 'tell agents', ticket: number, message }];
  if (effects.length === 0) return;
  await once(settings, `alike ${org} ${number}`, org, number, effects);
}

/** What nobody chose in a form: by the words of the catalogue, or else by what tickets were about that it sounds like. */
async function suggestService(settings: CompareSettings, org: number, ticket: Recent): Promise<void> {
  const { pool, services } = settings;
  const { number } = ticket;
  if (services.length === 0 || ticket.service !== null) return;
  const named = serviceIn(tokensOf(`${ticket.subject}\n${ticket.text}`), services);
  const service = named ?? servedLike(ticket, await servedBefore(pool, org, number, PAST), services);
  if (service === undefined) return;
  const message = settings.wordsFor(undefined).assist.mayBeAbout(ticket, service);
  await once(settings, `service ${org} ${number}`, org, number, [{ do: 'tell agents', ticket: number, message }]);
}

/** Whichever replica comes second finds the key taken. */
async function once(
  { dispatch, now }: CompareSettings,
  key: string,
  org: number,
  ticket: number,
  effects: readonly Effect[],
): Promise<void> {
  const base = { key, org, at: now(), stored: false, incoming: undefined };
  await dispatch({ ...base, what: { kind: 'effects', effects, ticket } });
}

/** The likest first. What only may be alike is a model's to say, where there is one. */
async function sameAs(
  { pool, model, allowance, now }: CompareSettings,
  org: number,
  ticket: Recent,
  others: readonly Recent[],
): Promise<{ readonly same: readonly Recent[]; readonly shown?: Shown }> {
  const scores = likeness(ticket, others);
  const scored = others
    .map((other, index) => ({ other, score: scores[index] ?? 0 }))
    .filter(({ score }) => score >= PERHAPS)
    .sort((a, b) => b.score - a.score);
  const same = scored.filter(({ score }) => score >= ALIKE).map(({ other }) => other);
  const perhaps = scored.slice(same.length, same.length + ASKED).map(({ other }) => other);
  if (model === undefined || perhaps.length === 0 || !(await spend(pool, org, ACCOUNT, allowance, now())))
    return { same };
  const { result = [], shown } = await alike(
    model,
    ticket.subject,
    perhaps.map(({ subject }) => subject),
  );
  return { same: [...same, ...perhaps.filter((_, place) => result.includes(place))], shown };
}

function crowdOf(ticket: Recent, same: readonly Recent[]): Crowd | undefined {
  const together = [ticket, ...same].filter(
    ({ openedAt }) => ticket.openedAt.getTime() - openedAt.getTime() <= CROWD_MS,
  );
  const people = new Set(together.map(({ requester }) => requester)).size;
  const first = Math.min(...together.map(({ openedAt }) => openedAt.getTime()));
  const minutes = Math.max(1, Math.ceil((ticket.openedAt.getTime() - first) / 60_000));
  if (people < CROWD) return undefined;
  const [main = ticket.number, ...rest] = together.map(({ number }) => number).toSorted((a, b) => a - b);
  const others = packed(main, rest, LINKED);
  return { people, minutes, main, others, linked: others === '' ? 0 : others.split('.').length };
}
