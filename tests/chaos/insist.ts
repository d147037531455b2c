import type { Delivered } from '../support/fake-slack/index.ts';
import type { MortalCompany } from './mortal-company.ts';
import { STEPS, type Step, type Story } from './story.ts';

/** What Slack brings again by itself; all else, a person does again. */
const EVENTS: ReadonlySet<Step> = new Set(['open', 'ask', 'answer']);
const PATIENCE_MS = 240_000;
/** After this a person who pressed a button and sees nothing presses it again. */
const AGAIN_MS = 5_000;

/** Plays a whole story whatever becomes of the desk meanwhile. `up` resolves when it is there. */
export async function insist(
  company: MortalCompany,
  story: Story,
  up: () => Promise<void>,
  alone: <T>(work: () => Promise<T>) => Promise<T>,
): Promise<void> {
  for (const step of STEPS) {
    if (EVENTS.has(step)) await bring(company, await story.does(step), up);
    // Sam has one screen: only one form can be open on it.
    else if (step === 'note' || step === 'resolve') await alone(() => press(story, step, up));
    else await press(story, step, up);
    await story.shows(step);
  }
}

/** Slack brings an event again at once, after a minute, after five, and then by the hour: until somebody takes it. */
export async function bring(company: MortalCompany, first: Delivered, up: () => Promise<void>): Promise<Delivered> {
  let last = first;
  const deadline = Date.now() + PATIENCE_MS;
  for (let n = 1; !last.ok; n += 1) {
    if (Date.now() > deadline) throw new Error(`nobody took it: ${last.status} ${last.failure}`);
    await up();
    last = await company.desk.inSlack.redeliver(first, { retryNum: n, retryReason: 'connection_failed' });
  }
  return last;
}

/** To press a button twice does no more than to press it once; what was done already has no button any more. */
async function press(story: Story, step: Step, up: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!story.seen(step)) {
    if (Date.now() > deadline) throw new Error(`${step} is never done (${story.subject})`);
    await up();
    const done = await story.does(step).catch(() => undefined);
    const patience = Date.now() + (done?.ok === true ? AGAIN_MS : 50);
    while (!story.seen(step) && Date.now() < patience) await new Promise((resolve) => setTimeout(resolve, 10));
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
