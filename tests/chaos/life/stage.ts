import { pause } from './people.ts';
import type { Plan } from './plan.ts';
import type { Cue, Scene } from './script.ts';

/** Where a run happens. */
export interface Stage {
  /** Something new may begin. */
  goesOn(): boolean;
  /** In ms since the run began. */
  since(): number;
  /** What the seed makes up, in order. */
  plans(teller: number): Iterable<Plan>;
  troubles(scene: Scene): Iterable<{ readonly quietMs: number }>;
  /** Resolves when it is over. Never rejects for a life. */
  play(cue: Cue): Promise<void>;
}

/** Whatever the seed makes up, each as soon as the one before is over, for as long as it goes on. */
export async function improvised(tellers: number, stage: Stage): Promise<void> {
  const teller = async (mine: number): Promise<void> => {
    let n = 0;
    for (const { deeds } of stage.plans(mine)) {
      if (!stage.goesOn()) return;
      await stage.play({ is: 'life', teller: mine, n, atMs: stage.since(), deeds: [...deeds.keys()] });
      n += 1;
    }
  };
  const troublemaker = async (scene: Scene): Promise<void> => {
    let n = 0;
    for (const { quietMs } of stage.troubles(scene)) {
      if (!stage.goesOn()) return;
      await pause(quietMs);
      if (!stage.goesOn()) return;
      await stage.play({ is: 'trouble', scene, n, atMs: stage.since() });
      n += 1;
    }
  };
  await Promise.all([
    troublemaker('inside'),
    troublemaker('outside'),
    ...Array.from({ length: tellers }, (_, n) => teller(n)),
  ]);
}

/** Only this: each at its time, or when whoever does it is done with what was before. */
export async function scripted(cues: readonly Cue[], stage: Stage): Promise<void> {
  const rows = Map.groupBy(cues, (cue) => (cue.is === 'life' ? cue.teller : cue.scene));
  const play = async (row: readonly Cue[]): Promise<void> => {
    for (const cue of row) {
      await pause(Math.max(0, cue.atMs - stage.since()));
      await stage.play({ ...cue, atMs: stage.since() });
    }
  };
  await Promise.all([...rows.values()].map(play));
}
