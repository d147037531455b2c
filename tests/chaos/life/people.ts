import type { Delivered, Gestures } from '../../support/fake-slack/index.ts';
import { bring, insist, oneAtATime, type Patience } from '../insist.ts';
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
  /**
   * Does it again until there is something to be seen of it, as somebody does whose button did nothing. `once`: what was
   * taken is not done again, as nobody writes a form twice that was closed as it should be.
   */
  insist(
    what: string,
    does: () => Promise<unknown>,
    seen: () => boolean | Promise<boolean>,
    how?: { readonly once?: boolean },
  ): Promise<void>;
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
const PATIENCE_MS = 240_000;
const LOOK_MS = 25;

export function people(company: MortalCompany, addresses: readonly Gestures[], random: Seeded, times: Times): People {
  const taken: Delivered[] = [];
  const slack = (): Gestures => random.pick(addresses);
  const patience: Patience = {
    slack,
    forMs: PATIENCE_MS,
    againMs: 4_000,
    lookMs: LOOK_MS,
    // Whoever hears nothing tries again soon, and then less often.
    up: (tries) => pause(Math.min(100 * tries, 1_000)),
    noted: (delivered) => {
      if (!delivered.ok) return;
      times.acks.push(delivered.ms);
      if (delivered.delivery.kind === 'event') taken.push(delivered);
    },
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
    bring: async (gesture) => bring(await gesture(slack()), patience),
    sees,
    slack,
    screens: { slack: oneAtATime(), discord: oneAtATime() },
    retell: async () => {
      if (taken.length > 0) {
        const one = random.pick(taken);
        const again = await slack().redeliver(one, { retryNum: random.between(1, 3), retryReason: 'http_timeout' });
        patience.noted?.(again);
      }
    },
    insist: (what, does, seen, how) => insist(what, does, seen, patience, how),
  };
}

export const pause = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms));
