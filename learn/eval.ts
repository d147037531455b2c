/**
 * `npm run eval -- FILE.jsonl [--model] [--out FILE]`: how well the desk understands labelled utterances that are said to it
 * outside any ticket. Every line goes the way of a real message: grammar, classifier, with `--model` the model for what is
 * still unsure, else a question. The last line printed is one JSON object.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Classifier, classifier } from '../src/understand/classifier.ts';
import { understand } from '../src/understand/grammar.ts';
import { labelOf } from '../src/understand/label.ts';
import type { Understood } from '../src/understand/understood.ts';
import { weights } from '../src/understand/weights.ts';
import { type Example, readExamples, Unreadable } from './examples.ts';
import { type Measured, measure, type Told } from './measure.ts';
import { proposer } from './model.ts';
import { tableOf } from './table.ts';

/** What a model makes of a text; see `understand/model.ts`. */
type Propose = (text: string, lang: string) => Promise<Understood>;

export async function predict(
  examples: readonly Example[],
  classify: Classifier,
  propose?: Propose,
): Promise<readonly Told[]> {
  // The first call compiles; no message of a running desk is the first.
  for (const { text } of examples.slice(0, 50)) understand(text, 'INC', classify);
  const told: Told[] = [];
  for (const example of examples) {
    const started = performance.now();
    let understood = understand(example.text, 'INC', classify);
    if (understood.kind === 'unsure' && propose !== undefined) understood = await propose(example.text, example.lang);
    const { confidence, by } = understood;
    told.push({ example, predicted: labelOf(understood), confidence, by, ms: performance.now() - started });
  }
  return told;
}

/** The last line: shares to four places, null where the file has no such line. */
export function summaryOf(measured: Measured): string {
  const round = (share: number | null) => (share === null ? null : Number(share.toFixed(4)));
  return JSON.stringify({
    macroF1: round(measured.macroF1),
    inScope: round(measured.inScope),
    outOfScopeRecall: round(measured.outOfScopeRecall),
    spanish: round(measured.spanish),
    p95Ms: round(measured.p95Ms),
    byIntent: Object.fromEntries(measured.byIntent.map(({ intent, f1 }) => [intent, round(f1)])),
  });
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { model: { type: 'boolean' }, out: { type: 'string' } },
    allowPositionals: true,
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1) {
    throw new Unreadable('usage: npm run eval -- FILE.jsonl [--model] [--out FILE]');
  }
  const unknown = new Map<string, number>();
  const examples = readExamples(path, (_, label) => unknown.set(label, (unknown.get(label) ?? 0) + 1));
  const propose = values.model ? proposer(process.env) : undefined;
  const told = await predict(examples, classifier(weights()), propose);
  if (values.out !== undefined) writeFileSync(values.out, told.map(lineOf).join(''));
  const measured = measure(told);
  const skipped = [...unknown].map(([label, lines]) => `${lines} of ${label}`);
  console.log(`${told.length} lines of ${path}${propose === undefined ? '' : ', with the model'}`);
  if (skipped.length > 0) console.log(`left out, for labels that the desk does not have: ${skipped.join(', ')}`);
  if (propose !== undefined) {
    const asked = told.filter(({ by }) => by === 'model').length;
    console.log(`the model was asked ${asked} times, ${((asked / told.length) * 100).toFixed(1)} %`);
  }
  console.log(`\n${tableOf(measured)}\n`);
  console.log(summaryOf(measured));
}

function lineOf({ example, predicted, confidence, by }: Told): string {
  const { text, intent, lang, source } = example;
  return `${JSON.stringify({ text, intent, predicted, confidence: Number(confidence.toFixed(4)), by, lang, source })}\n`;
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    const said = error instanceof Unreadable || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
    console.error(said ? (error as Error).message : error);
    process.exitCode = 1;
  });
}
