import { expect, test } from 'vitest';
import { run } from './life/index.ts';
import { failuresOf, retold } from './life/report.ts';
import { type Cue, nth, plans, possible, read, shortened, written } from './life/script.ts';
import { shorten } from './life/shorten.ts';
import { seeded } from './seeded.ts';
import { shrink } from './shrink.ts';

const SEED = 5;
const ALL_IS_WELL: ReadonlySet<string> = new Set();

/** A minute of a life: what six tellers and both rows of troubles might come to, in order. */
function history(): readonly Cue[] {
  const lives = [0, 1, 2, 3, 4, 5].flatMap((teller) =>
    [0, 1, 2].map((n): Cue => {
      const deeds = [...nth(plans(SEED, teller), n).deeds.keys()];
      return { is: 'life', teller, n, atMs: 19_000 * n + teller, deeds };
    }),
  );
  const troubles = Array.from({ length: 44 }, (_, n): Cue => {
    return { is: 'trouble', scene: n % 2 ? 'inside' : 'outside', n: n >> 1, atMs: 1_300 * n + 400 };
  });
  return [...lives, ...troubles].toSorted((a, b) => a.atMs - b.atMs);
}

const isTrouble = (cue: Cue): boolean => cue.is === 'trouble' && cue.scene === 'inside' && cue.n === 11;
/** What a life's history says is done in it, when only these of its deeds are. */
const done = (cue: Cue) =>
  cue.is === 'life' ? shortened(nth(plans(SEED, cue.teller), cue.n), cue.deeds).deeds.map((deed) => deed.do) : [];

test('a failure that takes one act and one trouble is shown by these two, out of a whole life', async () => {
  let played = 0;
  // A desk that loses what is changed, if a process was killed meanwhile.
  const play = (cues: readonly Cue[]): Promise<ReadonlySet<string>> => {
    played += 1;
    const lost = cues.some(isTrouble) && cues.some((cue) => done(cue).includes('edit'));
    return Promise.resolve(lost ? new Set(['lost']) : ALL_IS_WELL);
  };
  const { cues, tries } = await shorten(SEED, history(), new Set(['lost']), play, () => false);
  expect(tries).toBe(played);
  expect(cues.filter((cue) => cue.is === 'trouble')).toEqual([expect.objectContaining({ scene: 'inside', n: 11 })]);
  const lives = cues.filter((cue) => cue.is === 'life');
  expect(lives).toHaveLength(1);
  // Nothing can be changed that was not said.
  expect(lives.flatMap(done)).toEqual([expect.stringMatching(/^(ask|answer)$/), 'edit']);
  expect(Math.min(...cues.map(({ atMs }) => atMs))).toBe(0);
  expect(played).toBeLessThan(120);
});

test('a failure of another kind is another failure', async () => {
  const play = (cues: readonly Cue[]): Promise<ReadonlySet<string>> =>
    Promise.resolve(new Set([cues.some(isTrouble) ? 'lost' : 'doubledMessages']));
  const { cues } = await shorten(SEED, history(), new Set(['lost']), play, () => false);
  expect(cues.filter((cue) => cue.is === 'trouble')).toEqual([expect.objectContaining({ scene: 'inside', n: 11 })]);
});

test('what does not fail again stays as it was, and no run begins when the time is over', async () => {
  const all = history();
  const well = () => Promise.resolve(ALL_IS_WELL);
  expect((await shorten(SEED, all, new Set(['lost']), well, () => false)).cues).toEqual(all);
  let left = 3;
  const failing = () => Promise.resolve(new Set(['lost']));
  expect((await shorten(SEED, all, new Set(['lost']), failing, () => --left < 0)).tries).toBeLessThanOrEqual(3);
});

test('whatever is needed for a failure is found, and nothing else', async () => {
  const random = seeded(17);
  for (let n = 0; n < 200; n += 1) {
    const all = Array.from({ length: random.between(1, 40) }, (_, one) => one);
    const needed = new Set(all.filter(() => random.chance(0.15)));
    if (needed.size === 0) needed.add(0);
    const found = await shrink(all, (some) => Promise.resolve([...needed].every((one) => some.includes(one))));
    expect(found).toEqual([...needed]);
  }
});

test('a history is the same after it was written in one line, and a word that is none is named', () => {
  const all = history();
  expect(read(written(all))).toEqual(all);
  expect(() => read('t1n0@0=0 inside')).toThrow("'inside' is neither a life");
});

test('a plan without some of its deeds has none that nobody could do', () => {
  for (let teller = 0; teller < 50; teller += 1) {
    const plan = nth(plans(SEED, teller), 0);
    const all = [...plan.deeds.keys()];
    expect(possible(plan, all)).toEqual(all);
    const random = seeded(teller);
    const { deeds } = shortened(
      plan,
      all.filter(() => random.chance(0.6)),
    );
    for (const [n, deed] of deeds.entries()) {
      const before = deeds.slice(0, n);
      const status = before.findLast((one) => one.do === 'resolve' || one.do === 'reopen')?.do;
      expect(['reopen', 'rate'].includes(deed.do)).toBe(status === 'resolve');
      if (deed.do === 'edit' || deed.do === 'delete')
        expect(before.some((one) => 'word' in one && one.word === deed.what)).toBe(true);
    }
  }
});

test('such a history is played, exactly, on a real desk', { timeout: 180_000 }, async () => {
  const line = 't0n0@0=0 inside1@300';
  const played = await run({ seed: SEED, seconds: 60, only: read(line) });
  expect(failuresOf(played)).toEqual([]);
  expect(played.lives.map(({ plan, finished }) => [plan.word, plan.deeds.length, finished])).toEqual([
    ['t0n0x', 1, true],
  ]);
  const shown = retold(played);
  expect(shown.replaceAll(/@\d+/g, '@')).toContain(`--seed ${SEED} --only "t0n0@=0 inside1@"`);
  expect(played.happened).toHaveLength(2);
});
