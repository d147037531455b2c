import { type Seeded, seeded } from '../seeded.ts';
import { type Deed, type Plan, planned } from './plan.ts';

/** In which of the two rows of troubles: those of the desk itself, or those around it. */
export type Scene = 'inside' | 'outside';

/** Something that happens in a run: a ticket's life or a trouble, by its place in what the seed makes up, and when. */
export type Cue =
  | {
      readonly is: 'life';
      readonly teller: number;
      /** The how many-th of this teller's lives, from 0. */
      readonly n: number;
      /** In ms since the run began; later where the teller is not done with the one before. */
      readonly atMs: number;
      /** Which of its deeds are done, from 0. */
      readonly deeds: readonly number[];
    }
  | { readonly is: 'trouble'; readonly scene: Scene; readonly n: number; readonly atMs: number };

/** How long it is quiet at most between two troubles, in ms. */
const QUIET_MS: { readonly [S in Scene]: number } = { inside: 4_000, outside: 2_500 };

/** The lives that a teller tells, one after another, without end. */
export function* plans(seed: number, teller: number): Generator<Plan, never> {
  const random = seeded(seed).fork(`teller ${teller}`);
  for (let n = 0; ; n += 1) yield planned(random, `t${teller}n${n}`);
}

/** The troubles of one row, each after how long it is quiet, without end; `make` chooses all of a trouble at once. */
export function* troublesOf<T>(
  seed: number,
  scene: Scene,
  make: (random: Seeded) => T,
): Generator<{ readonly quietMs: number; readonly one: T }, never> {
  const random = seeded(seed).fork(scene);
  for (;;) yield { quietMs: random.between(QUIET_MS[scene] / 4, QUIET_MS[scene]), one: make(random) };
}

/** The one at this place of what never ends. */
export function nth<T>(endless: Generator<T, never>, n: number): T {
  for (let left = n; left > 0; left -= 1) endless.next();
  return endless.next().value;
}

/** The plan with these of its deeds only. What has become impossible without the others is left out as well. */
export function shortened(plan: Plan, deeds: readonly number[]): Plan {
  return { ...plan, deeds: possible(plan, deeds).flatMap((n) => plan.deeds[n] ?? []) };
}

/** Those of these deeds, by their place in the plan, that somebody could do one after another. */
export function possible({ deeds }: Plan, kept: readonly number[]): readonly number[] {
  const words = new Set<string>();
  let resolved = false;
  const can = (deed: Deed): boolean => {
    switch (deed.do) {
      case 'claim':
      case 'answer':
      case 'ask':
      case 'note':
        return !resolved;
      case 'edit':
      case 'delete':
        return !resolved && words.has(deed.what);
      case 'resolve':
        return !resolved;
      case 'reopen':
      case 'rate':
        return resolved;
      default:
        return deed satisfies never;
    }
  };
  return kept.filter((n) => {
    const deed = deeds[n];
    if (deed === undefined || !can(deed)) return false;
    if ('word' in deed) words.add(deed.word);
    if (deed.do === 'resolve' || deed.do === 'reopen') resolved = deed.do === 'resolve';
    return true;
  });
}

/** A script in one line, for `--only`: `t1n0@0=0.2.5 inside3@1799`. */
export function written(cues: readonly Cue[]): string {
  return cues
    .map((cue) =>
      cue.is === 'life'
        ? `t${cue.teller}n${cue.n}@${cue.atMs}=${cue.deeds.join('.')}`
        : `${cue.scene}${cue.n}@${cue.atMs}`,
    )
    .join(' ');
}

/** What `written` wrote. Throws in words. */
export function read(line: string): readonly Cue[] {
  return line
    .split(' ')
    .filter(Boolean)
    .map((word): Cue => {
      const life = /^t(\d+)n(\d+)@(\d+)=([\d.]*)$/.exec(word);
      if (life !== null) {
        const [, teller, n, atMs, deeds = ''] = life;
        const places = deeds.split('.').filter(Boolean).map(Number);
        return { is: 'life', teller: Number(teller), n: Number(n), atMs: Number(atMs), deeds: places };
      }
      const trouble = /^(inside|outside)(\d+)@(\d+)$/.exec(word);
      if (trouble === null) throw new Error(`'${word}' is neither a life (t1n0@0=0.2.5) nor a trouble (inside3@1799).`);
      return { is: 'trouble', scene: trouble[1] as Scene, n: Number(trouble[2]), atMs: Number(trouble[3]) };
    });
}
