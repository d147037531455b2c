import { BUCKETS, type Features } from './features.ts';
import { LABELS, type Label } from './label.ts';

/** Trained weights: one byte for each feature and label, and what a byte stands for. */
export interface Weights {
  /** By feature, then label. */
  readonly bytes: Int8Array;
  /** What one step of a byte adds to a label's score. */
  readonly step: number;
  /** What scores are divided by, so that a confidence of 0.8 is right four times in five. */
  readonly temperature: number;
}

/** What a text is most likely about, and how likely: 0 to 1. */
export interface Judgement {
  readonly label: Label;
  readonly confidence: number;
  /** How likely it is that it is about nothing a desk is for: 0 to 1. */
  readonly outside: number;
}

/** Says what is meant by features; pure, and as fast as there are features. */
export type Classifier = (features: Features) => Judgement;

const NONE = LABELS.indexOf('none');
const FORMAT = 'DBC1';
const HEAD = 12;

export function classifier({ bytes, step, temperature }: Weights): Classifier {
  const size = LABELS.length;
  const scores = new Float64Array(size);
  return ({ ids, values }) => {
    scores.fill(0);
    for (let i = 0; i < ids.length; i++) {
      const row = (ids[i] as number) * size;
      const value = values[i] as number;
      for (let label = 0; label < size; label++) {
        scores[label] = (scores[label] as number) + value * (bytes[row + label] as number);
      }
    }
    const chances = softmax(Array.from(scores, (score) => (score * step) / temperature));
    const best = chances.indexOf(Math.max(...chances));
    return { label: LABELS[best] as Label, confidence: chances[best] as number, outside: chances[NONE] as number };
  };
}

function softmax(scores: readonly number[]): readonly number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((all, one) => all + one, 0);
  return powers.map((one) => one / sum);
}

/** The weights as a file: a mark, the step and the temperature as 32-bit floats, then the bytes. */
export function packed({ bytes, step, temperature }: Weights): Uint8Array {
  const file = new Uint8Array(HEAD + bytes.length);
  for (let i = 0; i < FORMAT.length; i++) file[i] = FORMAT.charCodeAt(i);
  const view = new DataView(file.buffer);
  view.setFloat32(4, step, true);
  view.setFloat32(8, temperature, true);
  file.set(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length), HEAD);
  return file;
}

/** Reads such a file; throws for one of another shape, which only a broken installation has. */
export function unpacked(file: Uint8Array): Weights {
  const mark = String.fromCharCode(...file.subarray(0, FORMAT.length));
  if (mark !== FORMAT || file.length !== HEAD + BUCKETS * LABELS.length) {
    throw new Error('the weights of the classifier are not of this version; run npm run train');
  }
  const view = new DataView(file.buffer, file.byteOffset);
  return {
    step: view.getFloat32(4, true),
    temperature: view.getFloat32(8, true),
    bytes: new Int8Array(file.buffer, file.byteOffset + HEAD, file.length - HEAD),
  };
}
