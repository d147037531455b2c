import type { Measured } from './measure.ts';

const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)} %`);
const MOST_CONFUSIONS = 15;

/** What was measured, for people to read; the widest line has 70 signs. */
export function tableOf(measured: Measured): string {
  const { byIntent, byLanguage, bySource, confusions } = measured;
  const part = (title: string, lines: readonly string[]) => ['', title, ...lines.map((line) => `  ${line}`)];
  return [
    `macro-F1              ${measured.macroF1.toFixed(4)}`,
    `in scope              ${percent(measured.inScope)}`,
    `out-of-scope recall   ${percent(measured.outOfScopeRecall)}`,
    `Spanish               ${percent(measured.spanish)}`,
    `latency p50, p95      ${measured.p50Ms.toFixed(2)} ms, ${measured.p95Ms.toFixed(2)} ms`,
    ...part('by intent             precision     recall      F1    lines', [
      ...byIntent.map(
        ({ intent, precision, recall, f1, lines }) =>
          intent.padEnd(20) +
          percent(precision).padStart(9) +
          percent(recall).padStart(11) +
          f1.toFixed(3).padStart(9) +
          String(lines).padStart(8),
      ),
    ]),
    ...part(
      'by language               right    lines',
      byLanguage.map(({ lang, right, lines }) => lang.padEnd(20) + percent(right).padStart(9) + `${lines}`.padStart(9)),
    ),
    ...part(
      'by source                 right    lines',
      bySource.map(
        ({ source, right, lines }) =>
          source.slice(0, 19).padEnd(20) + percent(right).padStart(9) + `${lines}`.padStart(9),
      ),
    ),
    ...part(
      'confusions',
      confusions
        .slice(0, MOST_CONFUSIONS)
        .map(({ from, to, lines }) => `${String(lines).padStart(5)}  ${from} was taken for ${to}`),
    ),
  ].join('\n');
}
