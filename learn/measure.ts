import { LABELS, type Label } from '../src/understand/label.ts';
import type { Example } from './examples.ts';

/** An example, and what the desk took it for. */
export interface Told<E = Example> {
  readonly example: E;
  readonly predicted: Label;
  readonly confidence: number;
  readonly by: string;
  readonly ms: number;
}

export interface ByIntent {
  readonly intent: Label;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly lines: number;
}

/** What is made of predictions; every share is from 0 to 1, and null where nothing was there to be measured. */
export interface Measured {
  /** The mean of the labels' F1, over the labels that the examples have. */
  readonly macroF1: number;
  /** How many of what is in scope were taken for what they are. */
  readonly inScope: number | null;
  /** How many of what is out of scope the desk left alone. */
  readonly outOfScopeRecall: number | null;
  /** How many of the Spanish ones were taken for what they are. */
  readonly spanish: number | null;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly byIntent: readonly ByIntent[];
  readonly byLanguage: readonly { readonly lang: string; readonly right: number; readonly lines: number }[];
  readonly bySource: readonly { readonly source: string; readonly right: number; readonly lines: number }[];
  /** What was taken for something else, the most frequent first. */
  readonly confusions: readonly { readonly from: Label; readonly to: Label; readonly lines: number }[];
}

export function measure(told: readonly Told[]): Measured {
  const byIntent = LABELS.filter((label) => told.some(({ example }) => example.intent === label)).map((label) =>
    scoresOf(label, told),
  );
  const times = told.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return {
    macroF1: byIntent.reduce((sum, { f1 }) => sum + f1, 0) / byIntent.length,
    inScope: rightOf(told.filter(({ example }) => example.intent !== 'none')),
    outOfScopeRecall: rightOf(told.filter(({ example }) => example.intent === 'none')),
    spanish: rightOf(told.filter(({ example }) => example.lang === 'es')),
    p50Ms: at(0.5),
    p95Ms: at(0.95),
    byIntent,
    byLanguage: groups(told, ({ lang }) => lang).map(([lang, of]) => ({ lang, ...shareOf(of) })),
    bySource: groups(told, ({ source }) => source.split('/')[0] ?? source).map(([source, of]) => ({
      source,
      ...shareOf(of),
    })),
    confusions: confusionsOf(told),
  };
}

function scoresOf(label: Label, told: readonly Told[]): ByIntent {
  const lines = told.filter(({ example }) => example.intent === label).length;
  const guessed = told.filter(({ predicted }) => predicted === label).length;
  const right = told.filter(({ example, predicted }) => example.intent === label && predicted === label).length;
  const precision = guessed === 0 ? 0 : right / guessed;
  const recall = lines === 0 ? 0 : right / lines;
  const f1 = right === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { intent: label, precision, recall, f1, lines };
}

function rightOf(told: readonly Told[]): number | null {
  return told.length === 0 ? null : shareOf(told).right;
}

function shareOf(told: readonly Told[]): { readonly right: number; readonly lines: number } {
  const right = told.filter(({ example, predicted }) => example.intent === predicted).length;
  return { right: right / told.length, lines: told.length };
}

function groups(told: readonly Told[], by: (example: Example) => string): readonly (readonly [string, Told[]])[] {
  const found = new Map<string, Told[]>();
  for (const one of told) {
    const key = by(one.example);
    found.set(key, [...(found.get(key) ?? []), one]);
  }
  return [...found].sort(([, a], [, b]) => b.length - a.length);
}

function confusionsOf(told: readonly Told[]): Measured['confusions'] {
  const counts = new Map<string, { from: Label; to: Label; lines: number }>();
  for (const { example, predicted } of told) {
    if (example.intent === predicted) continue;
    const key = `${example.intent} ${predicted}`;
    const known = counts.get(key) ?? { from: example.intent, to: predicted, lines: 0 };
    counts.set(key, { ...known, lines: known.lines + 1 });
  }
  return [...counts.values()].sort((a, b) => b.lines - a.lines);
}
