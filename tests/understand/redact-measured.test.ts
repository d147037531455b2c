import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/understand/redact.ts';

interface Marked {
  readonly text: string;
  /** Where the parts that must not leave begin and end. */
  readonly spans: readonly (readonly [number, number])[];
}

const marked: readonly Marked[] = readFileSync(new URL('../fixtures/redaction.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const spans: [number, number][] = [];
    let text = '';
    for (const part of line.replaceAll('\\n', '\n').split(/(⟦[^⟧]*⟧)/)) {
      const inside = part.startsWith('⟦') ? part.slice(1, -1) : undefined;
      if (inside !== undefined) spans.push([text.length, text.length + inside.length]);
      text += inside ?? part;
    }
    return { text, spans };
  });

/** Which signs of the text are missing from what may leave. */
function takenFrom(text: string): readonly boolean[] {
  const redacted = redact(text);
  const taken: boolean[] = [];
  for (const part of redacted.text.split(/(⟨[A-Z]+-\d+⟩)/)) {
    const out = redacted.found.has(part);
    const length = out ? redacted.restore(part).length : part.length;
    for (let i = 0; i < length; i++) taken.push(out);
  }
  return taken;
}

describe('redaction, measured on labelled messages', () => {
  it('lets nothing out that must stay in, and takes little else', () => {
    let [right, wanted, took] = [0, 0, 0];
    const missed: string[] = [];
    const needless: string[] = [];
    for (const { text, spans } of marked) {
      const taken = takenFrom(text);
      expect(taken).toHaveLength(text.length);
      const isSecret = (at: number) => spans.some(([from, to]) => at >= from && at < to);
      const out = [...taken.keys()].filter((at) => taken[at]);
      took += out.length;
      right += out.filter(isSecret).length;
      wanted += spans.reduce((sum, [from, to]) => sum + to - from, 0);
      if (spans.some(([from, to]) => taken.slice(from, to).includes(false))) missed.push(text);
      if (!out.every(isSecret)) needless.push(text);
    }
    const recall = right / wanted;
    const precision = right / took;
    console.log(
      `redaction: recall ${(recall * 100).toFixed(1)} %, precision ${(precision * 100).toFixed(1)} % of signs, ` +
        `${marked.length} messages\nmissed: ${missed.join(' | ')}\nneedless: ${needless.join(' | ')}`,
    );
    expect(recall).toBeGreaterThan(0.95);
    expect(precision).toBeGreaterThan(0.9);
  });
});
