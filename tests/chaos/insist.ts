import type { Delivered, Gestures } from '../support/fake-slack/index.ts';
import { STEPS, type Step, type Story } from './story.ts';

/** How long somebody waits for what never comes, and whom they find when they try. */
export interface Patience {
  /** Resolves when it is worth trying again; is given how often it was tried. */
  up(tries: number): Promise<void>;
  /** The desk that Slack finds at this moment. */
  slack(): Pick<Gestures, 'redeliver'>;
  /** After this they give up. */
  readonly forMs: number;
  /** After this whoever pressed a button and sees nothing presses it again. */
  readonly againMs: number;
  /** How often they look, in ms. */
  readonly lookMs: number;
  /** Hears of everything that Slack brought, however it was answered. [nobody does] */
  readonly noted?: (delivered: Delivered) => void;
}

/** Slack brings an event again at once, after a minute, after five, and then by the hour: until somebody takes it. */
export async function bring(first: Delivered, patience: Patience): Promise<Delivered> {
  const { up, slack, forMs, noted = () => {} } = patience;
  let last = first;
  noted(last);
  const deadline = Date.now() + forMs;
  for (let n = 1; !last.ok; n += 1) {
    if (Date.now() > deadline) throw new Error(`Slack found nobody: ${last.status} ${last.failure ?? ''}`);
    await up(n);
    last = await slack().redeliver(first, { retryNum: n, retryReason: 'connection_failed' });
    noted(last);
  }
  // What the bot answers is in the last of them; where it was said, in the first.
  return { ...last, ts: first.ts };
}

/**
 * Does it again until there is something to be seen of it, as somebody does whose button did nothing. To press a button
 * twice does no more than to press it once; what was done already has no button any more. `once`: what was taken is not
 * done again, as nobody writes a form twice that was closed as it should be.
 */
export async function insist(
  what: string,
  does: () => Promise<unknown>,
  seen: () => boolean | Promise<boolean>,
  patience: Patience,
  { once = false } = {},
): Promise<void> {
  const { up, forMs, againMs, lookMs, noted = () => {} } = patience;
  const deadline = Date.now() + forMs;
  for (let n = 1; !(await seen()); n += 1) {
    if (Date.now() > deadline) throw new Error(`${what} never did anything`);
    if (n > 1) await up(n);
    const done = await does().then(
      (answer) => wasTaken(answer, noted),
      () => false,
    );
    const until = done && once ? deadline : Date.now() + (done ? againMs : lookMs);
    while (Date.now() < until && !(await seen())) await new Promise((wake) => setTimeout(wake, lookMs));
  }
}

/** Whether the desk took it, as far as whoever did it can tell. */
function wasTaken(answer: unknown, noted: (delivered: Delivered) => void): boolean {
  if (typeof answer !== 'object' || answer === null || !('delivery' in answer)) return true;
  noted(answer as Delivered);
  return (answer as Delivered).ok;
}

/** What Slack brings again by itself; all else, a person does again. */
const EVENTS: ReadonlySet<Step> = new Set(['open', 'ask', 'answer']);

/** Plays a whole story whatever becomes of the desk meanwhile. `up` resolves when it is there. */
export async function goesOn(
  story: Story,
  slack: Patience['slack'],
  up: () => Promise<void>,
  alone: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<void> {
  const patience: Patience = { up, slack, forMs: 240_000, againMs: 5_000, lookMs: 10 };
  for (const step of STEPS) {
    const press = () =>
      insist(
        `${step} of ${story.subject}`,
        () => up().then(() => story.does(step)),
        () => story.seen(step),
        patience,
      );
    if (EVENTS.has(step)) await bring(await story.does(step), patience);
    // Sam has one screen: only one form can be open on it.
    else if (step === 'note' || step === 'resolve') await alone(press);
    else await press();
    await story.shows(step);
  }
}

/** One after another. */
export function oneAtATime(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}
