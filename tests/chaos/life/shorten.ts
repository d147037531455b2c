import { shrink } from '../shrink.ts';
import { type Cue, nth, plans, possible, written } from './script.ts';

/** What is wrong with a run, by kind: `lost`, `doubledMessages` … */
export type Kinds = ReadonlySet<string>;

export interface Shortest {
  readonly cues: readonly Cue[];
  /** How many runs it took to find it. */
  readonly tries: number;
}

/**
 * The shortest history found that shows one of the same kinds of failure as the whole: first without troubles, then without
 * lives, then without what people did in them. `play` plays a history anew and says what was wrong with it. A history that
 * failed and happens not to fail this time stays as long as it is; one that is returned has failed. Begins no run once
 * `over` says so.
 */
export async function shorten(
  seed: number,
  cues: readonly Cue[],
  kinds: Kinds,
  play: (cues: readonly Cue[]) => Promise<Kinds>,
  over: () => boolean,
): Promise<Shortest> {
  let best = cues;
  const tried = new Map<string, boolean>();
  const fails = async (some: readonly Cue[]): Promise<boolean> => {
    const begun = fromTheStart(some);
    const name = written(begun);
    const known = tried.get(name);
    if (known !== undefined) return known;
    const failed = [...(await play(begun))].some((kind) => kinds.has(kind));
    tried.set(name, failed);
    if (failed) best = begun;
    return failed;
  };
  const isLife = (cue: Cue): boolean => cue.is === 'life';
  // Neither alone is a history: what cannot be left out, because nothing would be left, is tried at once.
  const without = async (part: (cue: Cue) => boolean): Promise<void> => {
    const rest = best.filter((cue) => !part(cue));
    if (over() || best.every((cue) => !part(cue))) return;
    if (rest.length > 0 && (await fails(rest))) return;
    await shrink(best.filter(part), (some) => fails(sorted([...rest, ...some])), over);
  };
  await without((cue) => !isLife(cue));
  await without(isLife);
  for (const life of best.filter((cue) => cue.is === 'life')) {
    const plan = nth(plans(seed, life.teller), life.n);
    const only = (deeds: readonly number[]) => {
      const others = best.filter((cue) => cue.is !== 'life' || cue.teller !== life.teller || cue.n !== life.n);
      const mine = best.find((cue) => cue.is === 'life' && cue.teller === life.teller && cue.n === life.n) ?? life;
      return sorted([...others, { ...mine, deeds: possible(plan, deeds) } as Cue]);
    };
    if (life.deeds.length === 0 || over() || (await fails(only([])))) continue;
    await shrink(life.deeds, (some) => fails(only(some)), over);
  }
  return { cues: best, tries: tried.size };
}

const sorted = (cues: readonly Cue[]): readonly Cue[] => cues.toSorted((a, b) => a.atMs - b.atMs);

/** Nobody waits for what was left out before the first of them. */
function fromTheStart(cues: readonly Cue[]): readonly Cue[] {
  const first = Math.min(...cues.map(({ atMs }) => atMs));
  return cues.map((cue) => ({ ...cue, atMs: cue.atMs - first }));
}
