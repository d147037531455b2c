/**
 * `npm run train -- [FILE.jsonl …] [--folds] [--out FILE] [--phrases-only]`: trains the classifier from the phrases of this
 * folder and from the given files, and writes its weights; the same phrases and files give the same bytes. `--folds` measures
 * instead: each source by a classifier that never saw it. The weights of the repository know more people than its phrases do,
 * so they are not replaced by what is trained without files, unless `--phrases-only` asks for it.
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { packed } from '../src/understand/classifier.ts';
import { WEIGHTS } from '../src/understand/weights.ts';
import { readExamples, Unreadable } from './examples.ts';
import { leaveOneSourceOut } from './folds.ts';
import { measure, type Told } from './measure.ts';
import { noise } from './noise.ts';
import { phrases } from './phrases.ts';
import { train } from './softmax.ts';
import { tableOf } from './table.ts';

const WEAKER = `Nothing was trained: no files of utterances were given, and what is learned from the phrases alone is weaker than the
weights that are there. Give the files (npm run train -- FILE.jsonl …), write elsewhere (--out FILE), or say that you want
it so (--phrases-only).`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { folds: { type: 'boolean' }, out: { type: 'string' }, 'phrases-only': { type: 'boolean' } },
    allowPositionals: true,
  });
  const out = values.out ?? fileURLToPath(WEIGHTS);
  if (positionals.length === 0 && !values.folds && !values['phrases-only'] && resolve(out) === fileURLToPath(WEIGHTS)) {
    throw new Unreadable(WEAKER);
  }
  const own = [...phrases(), ...noise()];
  const others = positionals.flatMap((path) => readExamples(path));
  console.log(`${own.length} texts of the repository's phrases, ${others.length} of the files given`);
  if (values.folds) {
    const { whole, topics } = await leaveOneSourceOut(own, others, console.log);
    console.log(`\nEach collection by a classifier without it\n${tableOf(measure(whole))}`);
    console.log(`\nThe topics of large collections by a classifier without them\n${tableOf(measure(topics))}`);
    console.log(`\nHow often a classifier that is so sure is right\n${reliabilityOf([...whole, ...topics])}`);
    return;
  }
  const trained = train([...own, ...others], console.log);
  const file = packed(trained);
  writeFileSync(out, file);
  console.log(`${out}: ${(file.length / 1_000_000).toFixed(2)} MB`);
}

function reliabilityOf(told: readonly Told[]): string {
  const lines = [0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((from, i, all) => {
    const to = all[i + 1] ?? 1.01;
    const those = told.filter(({ by, confidence }) => by === 'classifier' && confidence >= from && confidence < to);
    const right = those.filter(({ example, predicted }) => example.intent === predicted).length;
    return `  ${from.toFixed(1)}   ${String(right).padStart(5)} of ${those.length}`;
  });
  return lines.join('\n');
}

await main().catch((error: unknown) => {
  const said = error instanceof Unreadable || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  console.error(said ? (error as Error).message : error);
  process.exitCode = 1;
});
