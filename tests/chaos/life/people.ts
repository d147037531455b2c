import type { Delivered, Gestures } from '../../support/fake-slack/index.ts';
import { oneAtATime } from '../insist.ts';
import type { MortalCompany } from '../mortal-company.ts';
import type { Seeded } from '../seeded.ts';
import type { Times } from './record.ts';

export const REQUESTERS = { slack: ['U1', 'U4'], discord: ['D1', 'D4'] } as const;
/** Sam in Slack, Dana in Discord: what each is called on a card. */
export const AGENTS = { slack: { id: 'U2', name: 'sam' }, discord: { id: 'D3', name: 'Dana' } } as const;
export const TRIAGE = { slack: 'C2', discord: 'triage' } as const;

/** People at work, who do not give up. */
export interface People {
  readonly company: MortalCompany;
  /** Says something in Slack, and Slack brings it until somebody takes it. */
  bring(gesture: (slack: Gestures) => Promise<Delivered>): Promise<Delivered>;
  /** Does it again until there is something to be seen of it, as somebody does whose button did nothing. */
  insist(what: string, does: () => Promise<unknown>, seen: () => boolean | Promise<boolean>): Promise<void>;
  /** Waits for what others did. */
  sees(what: string, look: () => boolean | Promise<boolean>): Promise<void>;
  /** The address of the desk that Slack happens to find. */
  slack(): Gestures;
  /** One screen each: only one form can be open on it. */
  readonly screens: { readonly [W in 'slack' | 'discord']: <T>(work: () => Promise<T>) => Promise<T> };
  /** Brings something that was taken already once more. */
  retell(): Promise<void>;
}

/** Somebody who sees nothing of it for so long gives up, and the run has failed. */
const PATIENCE_MS = 150_000;
const AGAIN_MS = 4_000;
const LOOK_MS = 25;

export function people(company: MortalCompany, addresses: readonly Gestures[], random: Seeded, times: Times): People {
  const taken: Delivered[] = [];
  const slack = (): Gestures => random.pick(addresses);
  const noted = (delivered: Delivered): Delivered => {
    if (delivered.ok) {
      times.acks.push(delivered.ms);
      if (delivered.delivery.kind === 'event') taken.push(delivered);
    }
    return delivered;
  };
  const bring: People['bring'] = async (gesture) => {
    const deadline = Date.now() + PATIENCE_MS;
    let last = noted(await gesture(slack()));
    const first = last;
    for (let n = 1; !last.ok; n += 1) {
      if (Date.now() > deadline) throw new Error(`Slack found nobody: ${last.status} ${last.failure ?? ''}`);
      await pause(Math.min(100 * n, 1_000));
      last = noted(await slack().redeliver(first, { retryNum: n, retryReason: 'connection_failed' }));
    }
    return { ...last, ts: first.ts };
  };
  const sees: People['sees'] = async (what, look) => {
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await look())) {
      if (Date.now() > deadline) throw new Error(`nobody ever saw ${what}`);
      await pause(LOOK_MS);
    }
  };
  return {
    company,
    bring,
    sees,
    slack,
    screens: { slack: oneAtATime(), discord: oneAtATime() },
    retell: async () => {
      if (taken.length > 0) {
        const one = random.pick(taken);
        noted(await slack().redeliver(one, { retryNum: random.between(1, 3), retryReason: 'http_timeout' }));
      }
    },
    insist: async (what, does, seen) => {
      const deadline = Date.now() + PATIENCE_MS;
      while (!(await seen())) {
        if (Date.now() > deadline) throw new Error(`${what} never did anything`);
        const done = await does().then(
          (answer) => answerOk(answer, noted),
          () => false,
        );
        const until = Date.now() + (done ? AGAIN_MS : 200);
        while (Date.now() < until && !(await seen())) await pause(LOOK_MS);
      }
    },
  };
}

/** Whether the desk took it, as far as whoever did it can tell. */
function answerOk(answer: unknown, noted: (delivered: Delivered) => Delivered): boolean {
  if (typeof answer !== 'object' || answer === null || !('delivery' in answer)) return true;
  return noted(answer as Delivered).ok;
}

export const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));
