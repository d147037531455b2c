/**
 * `npm run chaos -- --seed N --seconds S`: a random life of a desk under trouble (tests/chaos/life). Prints what goes wrong as
 * it does, what came of it, and one JSON object in the last line. [a random seed; 60 s; runs of a minute each]
 */
import { parseArgs } from 'node:util';
import { type Run, run } from './life/index.ts';
import { figures, isClean, told } from './life/report.ts';

const LONGEST_RUN_S = 60;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, seconds: { type: 'string' }, quiet: { type: 'boolean' } },
  });
  const seed = whole('--seed', values.seed ?? String(Math.floor(Math.random() * 2 ** 31)));
  const seconds = whole('--seconds', values.seconds ?? String(LONGEST_RUN_S));
  const runs: Run[] = [];
  for (let left = seconds, n = 0; left > 0; left -= LONGEST_RUN_S, n += 1) {
    const one = await run({
      seed: seed + n,
      seconds: Math.min(left, LONGEST_RUN_S),
      say: values.quiet === true ? () => {} : (line) => process.stderr.write(`${line}\n`),
    });
    runs.push(one);
    process.stdout.write(`${told(one)}\n`);
  }
  const all = figures(runs);
  process.stdout.write(`${JSON.stringify(all)}\n`);
  process.exitCode = isClean(all) ? 0 : 1;
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
