/**
 * `npm run chaos -- --seed N --seconds S`: a random life of a desk under trouble (tests/chaos/life). Prints what goes wrong as
 * it does, what came of it, a table, and one JSON object in the last line. [a random seed; 60 s; runs of a minute each]
 *
 * The first run that fails is played again and again with less and less in it, for `--shrink-seconds` at most [600; 0 is not
 * at all], and the shortest history that shows the failure is printed. It ends with 1 where something was wrong, with 2 where
 * nothing was but a run could not be played (`unplayed`). `--only "…"` plays exactly such a history.
 */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Run, run } from './life/index.ts';
import { failuresOf, figures, isClean, retold, table, told } from './life/report.ts';
import { read } from './life/script.ts';
import { shorten } from './life/shorten.ts';

const LONGEST_RUN_S = 60;
const SHRINK_S = 600;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      seconds: { type: 'string' },
      only: { type: 'string' },
      'shrink-seconds': { type: 'string' },
      quiet: { type: 'boolean' },
    },
  });
  const seed = whole('--seed', values.seed ?? String(Math.floor(Math.random() * 2 ** 31)));
  const seconds = whole('--seconds', values.seconds ?? String(LONGEST_RUN_S));
  const shrinkSeconds = whole('--shrink-seconds', values['shrink-seconds'] ?? String(SHRINK_S));
  const say = values.quiet === true ? () => {} : (line: string) => void process.stderr.write(`${line}\n`);
  const runs: Run[] = [];
  let unplayed = 0;
  /** What ends one run, such as a machine that is too busy for it, must not end the others. */
  const played = async (one: Promise<Run>): Promise<void> => {
    const done = await one.catch((error: unknown) => {
      process.stdout.write(`a run could not be played: ${error instanceof Error ? error.stack : String(error)}\n`);
    });
    if (done === undefined) unplayed += 1;
    else add(done);
  };
  const add = (one: Run): void => {
    runs.push(one);
    process.stdout.write(`${told(one)}\n`);
    if (failuresOf(one).length === 0) return;
    const file = join(tmpdir(), `deskbell-chaos-${one.seed}.log`);
    writeFileSync(file, one.log);
    process.stdout.write(`  what the desk wrote: ${file}\n`);
  };
  if (values.only !== undefined) await played(run({ seed, seconds, only: read(values.only), say }));
  else
    for (let left = seconds, n = 0; left > 0; left -= LONGEST_RUN_S, n += 1)
      await played(run({ seed: seed + n, seconds: Math.min(left, LONGEST_RUN_S), say }));
  const failed = runs.find((one) => failuresOf(one).length > 0);
  if (failed !== undefined && values.only === undefined && shrinkSeconds > 0)
    process.stdout.write(`${await shortest(failed, shrinkSeconds, say)}\n`);
  const all = figures(runs);
  process.stdout.write(`${table(runs)}\n${JSON.stringify({ ...all, ...(unplayed > 0 && { unplayed }) })}\n`);
  process.exitCode = !isClean(all) ? 1 : unplayed > 0 ? 2 : 0;
}

/** The shortest history found within so many seconds that shows what went wrong in this run, in words. */
async function shortest(failed: Run, seconds: number, say: (line: string) => void): Promise<string> {
  const { seed } = failed;
  const until = Date.now() + seconds * 1_000;
  const kindsOf = (one: Run) => new Set(failuresOf(one).map(({ kind }) => kind));
  const wanted = kindsOf(failed);
  let last = failed;
  const { tries } = await shorten(
    seed,
    failed.happened.map(({ cue }) => cue),
    wanted,
    async (only) => {
      const one = await run({ seed, seconds, only }).catch((error: unknown) => {
        // A machine that is too busy to begin says nothing of the desk.
        say(`  could not be played: ${error instanceof Error ? error.message.split('\n', 1)[0] : String(error)}`);
      });
      if (one === undefined) return new Set<string>();
      const kinds = kindsOf(one);
      if ([...kinds].some((kind) => wanted.has(kind))) last = one;
      say(`  played ${only.length} of ${failed.happened.length} again: ${[...kinds].join(', ') || 'all is well'}`);
      return kinds;
    },
    () => Date.now() > until,
  );
  const found = failuresOf(last).map(({ kind, what }) => `  ${kind}: ${what}`);
  const head = `seed ${seed}: the shortest history found that shows it, in ${tries} tries (${last.happened.length} of ${failed.happened.length}):`;
  return [head, ...found, retold(last)].join('\n');
}

function whole(name: string, value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 0)
    throw new Error(`${name} is a whole number, such as ${name} 7; not ${value}.`);
  return number;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(2);
});
