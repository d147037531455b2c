import type { Weights } from '../src/understand/classifier.ts';
import { BUCKETS, type Features, featuresOf } from '../src/understand/features.ts';
import { LABELS } from '../src/understand/label.ts';
import { tokensOf } from '../src/understand/tokens.ts';
import { disturbed } from './disturb.ts';
import type { Example } from './examples.ts';
import { chance } from './phrases.ts';

const PASSES = 8;
/** How fast it learns, by Adagrad: each weight's step shrinks with what it has moved. */
const RATE = 0.5;
/** What is taken off a weight each time it is touched, so that what is seen once counts little. */
const DECAY = 2e-5;
/** So much of what is seen of a text is left out each time it is learned from: no single sign may decide. */
const LEFT_OUT = 0.25;
/** How often the rules' opinion is left out as a whole: people speak in ways that they do not know. */
const RULES_LEFT_OUT = 0.3;
/** How many other ways to say a text are made up for it: made once, since to read them is what takes the time. */
const OTHER_WAYS = 2;
/** From `npm run train -- --folds`: with it, what is believed to be so likely is about so often right on unseen sources. */
const TEMPERATURE = 1.3;
const SIZE = LABELS.length;

/** Trains a multinomial logistic regression over hashed features. The same examples give the same weights. */
export function train(examples: readonly Example[], log: (line: string) => void = () => {}): Weights {
  const random = chance(7);
  const scores = new Float32Array(BUCKETS * SIZE);
  const moved = new Float32Array(BUCKETS * SIZE).fill(1e-2);
  const weights = balanced(examples);
  const order = examples.map((_, i) => i);
  for (let pass = 0; pass < PASSES; pass++) {
    shuffle(order, random);
    let loss = 0;
    for (const at of order) {
      const example = examples[at] as Example;
      const ways = waysOf(example);
      // Every other time as it was written.
      const way = ways[pass % 2 === 0 ? 0 : 1 + (((pass - 1) / 2) % (ways.length - 1))] as Way;
      const features = thinned(random() > RULES_LEFT_OUT ? way.ruled : way.plain, random);
      loss += learn(scores, moved, features, LABELS.indexOf(example.intent), weights[at] as number);
    }
    log(`pass ${pass + 1} of ${PASSES}: loss ${(loss / examples.length).toFixed(4)}`);
  }
  return quantised(scores);
}

/** A text as it was written or might have been, as the classifier sees it with and without the rules' opinion. */
interface Way {
  readonly ruled: Features;
  readonly plain: Features;
}

const known = new WeakMap<Example, readonly Way[]>();

/** The ways to say an example, the first as it was written; the same whenever and beside whatever it is learned from. */
function waysOf(example: Example): readonly Way[] {
  const before = known.get(example);
  if (before !== undefined) return before;
  const { text, intent, lang } = example;
  const random = chance([...text].reduce((sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) | 0, 11));
  const others = Array.from({ length: OTHER_WAYS }, () => disturbed(text, intent, random, lang));
  const ways = [text, ...others].map((said) => {
    const tokens = tokensOf(said);
    return { ruled: compact(featuresOf(tokens, said)), plain: compact(featuresOf(tokens, said, false)) };
  });
  known.set(example, ways);
  return ways;
}

/** Half as large: all of them are held at once. */
const compact = ({ ids, values }: Features): Features => ({
  ids: Uint32Array.from(ids),
  values: Float32Array.from(values),
});

/** The labels count alike whatever their number of examples, but for the two that are everything and anything. */
function balanced(examples: readonly Example[]): readonly number[] {
  const sums = new Map<string, number>();
  for (const { intent, weight } of examples) sums.set(intent, (sums.get(intent) ?? 0) + weight);
  const share = (intent: string) => (intent === 'none' || intent === 'open_ticket' ? 2 : 1);
  const each = examples.length / (SIZE + 2);
  return examples.map(({ intent, weight }) =>
    Math.min(4, (weight * share(intent) * each) / (sums.get(intent) as number)),
  );
}

function learn(scores: Float32Array, moved: Float32Array, { ids, values }: Features, right: number, weight: number) {
  const sums = new Float64Array(SIZE);
  for (let i = 0; i < ids.length; i++) {
    const row = (ids[i] as number) * SIZE;
    for (let k = 0; k < SIZE; k++) sums[k] = (sums[k] as number) + (values[i] as number) * (scores[row + k] as number);
  }
  const most = Math.max(...sums);
  let total = 0;
  for (let k = 0; k < SIZE; k++) total += sums[k] = Math.exp((sums[k] as number) - most);
  const loss = -Math.log((sums[right] as number) / total) * weight;
  for (let k = 0; k < SIZE; k++) sums[k] = weight * ((sums[k] as number) / total - (k === right ? 1 : 0));
  for (let i = 0; i < ids.length; i++) {
    const row = (ids[i] as number) * SIZE;
    const value = values[i] as number;
    for (let k = 0; k < SIZE; k++) {
      const at = row + k;
      const slope = (sums[k] as number) * value + DECAY * (scores[at] as number);
      moved[at] = (moved[at] as number) + slope * slope;
      scores[at] = (scores[at] as number) - (RATE * slope) / Math.sqrt(moved[at] as number);
    }
  }
  return loss;
}

function thinned({ ids, values }: Features, random: () => number): Features {
  const kept = Array.from(ids, (_, i) => i).filter(() => random() >= LEFT_OUT);
  return {
    ids: kept.map((i) => ids[i] as number),
    values: kept.map((i) => (values[i] as number) / (1 - LEFT_OUT)),
  };
}

function quantised(scores: Float32Array): Weights {
  let most = 0;
  for (const score of scores) most = Math.max(most, Math.abs(score));
  const step = most / 127;
  return { bytes: Int8Array.from(scores, (score) => Math.round(score / step)), step, temperature: TEMPERATURE };
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
}
