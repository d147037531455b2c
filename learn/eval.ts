/**
 * `npm run eval -- FILE.jsonl [--model] [--out FILE]`: how well the desk understands labelled utterances that are said to it
 * outside any ticket. Every line goes the way of a real message: grammar, classifier, with `--model` the model for what is
 * still unsure, else a question. The last line printed is one JSON object.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Classifier, classifier } from '../src/understand/classifier.ts';
import { understand } from '../src/understand/grammar.ts';
import { isLabel, LABELS, labelOf } from '../src/understand/label.ts';
import type { Understood } from '../src/understand/understood.ts';
import { weights } from '../src/understand/weights.ts';
import { type Example, readUtterances, Unreadable, type Utterance } from './examples.ts';
import { type Measured, measure, type Told } from './measure.ts';
import { proposer } from './model.ts';
import { tableOf } from './table.ts';

/** What a model makes of a text; see `understand/model.ts`. */
type Propose = (text: string, lang: string) => Promise<Understood>;

export async function predict<E extends Pick<Example, 'text' | 'lang'>>(
  examples: readonly E[],
  classify: Classifier,
  propose?: Propose,
): Promise<readonly Told<E>[]> {
  // The first call compiles; no message of a running desk is the first.
  for (const { text } of examples.slice(0, 50)) understand(text, 'INC', classify);
  const told: Told<E>[] = [];
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
  const utterances = readUtterances(path);
  const propose = values.model ? proposer(process.env) : undefined;
  const told = await predict(utterances, classifier(weights()), propose);
  if (values.out !== undefined) write(values.out, told.map(lineOf).join(''));
  const labelled = told.flatMap((one): readonly Told[] => {
    const { example } = one;
    return isLabel(example.intent) ? [{ ...one, example: { ...example, intent: example.intent, weight: 1 } }] : [];
  });
  const measured = measure(labelled);
  console.log(`${labelled.length} lines of ${path}${propose === undefined ? '' : ', with the model'}`);
  for (const sentence of leftOut(utterances)) console.log(sentence);
  if (propose !== undefined) {
    const asked = told.filter(({ by }) => by === 'model').length;
    console.log(`the model was asked ${asked} times, ${((asked / told.length) * 100).toFixed(1)} %`);
  }
  console.log(`\n${tableOf(measured)}\n`);
  console.log(summaryOf(measured));
}

const MOST_TOLD = 10;

/** What is said of lines whose label the desk does not have: they are predicted, but nobody can say whether rightly. */
function leftOut(utterances: readonly Utterance[]): readonly string[] {
  const others = utterances.filter(({ intent }) => !isLabel(intent));
  if (others.length === 0) return [];
  const lines = others
    .slice(0, MOST_TOLD)
    .map(({ line, intent }) => `line ${line} is not measured: the desk has no label ${JSON.stringify(intent)}.`);
  const more = others.length > MOST_TOLD ? [`So it is with ${others.length - MOST_TOLD} more lines.`] : [];
  return [...lines, ...more, `The labels are ${LABELS.join(', ')}.`];
}

/** A line of the file, and what the desk took it for; in the order of the file. */
function lineOf({ example, predicted, confidence, by }: Told<Utterance>): string {
  const { id, line, text, intent, lang, source } = example;
  const told = { predicted, confidence: Number(confidence.toFixed(4)), by };
  return `${JSON.stringify({ ...(id === undefined ? {} : { id }), line, text, intent, ...told, lang, source })}\n`;
}

function write(path: string, content: string): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Unreadable(`${path} cannot be written: ${why}.`, { cause: error });
  }
}

if (import.meta.main) {
  await main().catch((error: unknown) => {
    const said = error instanceof Unreadable || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
    console.error(said ? (error as Error).message : error);
    process.exitCode = 1;
  });
}
