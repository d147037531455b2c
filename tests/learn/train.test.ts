import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { noise } from '../../learn/noise.ts';
import { phrases } from '../../learn/phrases.ts';
import { train } from '../../learn/softmax.ts';
import { packed } from '../../src/understand/classifier.ts';
import { LABELS } from '../../src/understand/label.ts';
import { WEIGHTS } from '../../src/understand/weights.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('npm run train', () => {
  it('learns the same weights from the same examples', () => {
    const some = () => phrases().filter((_, i) => i % 97 === 0);
    const [once, again] = [packed(train(some())), packed(train(some()))];
    expect(digest(once)).toBe(digest(again));
  }, 60_000);

  it('has phrases for every label in every language', () => {
    const those = new Set(phrases().map(({ lang, intent }) => `${lang} ${intent}`));
    for (const lang of ['de', 'en', 'es']) for (const label of LABELS) expect(those).toContain(`${lang} ${label}`);
    expect(noise()).toEqual(noise());
  });

  it('replaces no weights that know more people than the phrases do', async () => {
    const before = digest(readFileSync(WEIGHTS));
    const failed = await promisify(execFile)(process.execPath, ['learn/train.ts'], { cwd: ROOT }).catch((e) => e);
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining('--phrases-only') });
    expect(digest(readFileSync(WEIGHTS))).toBe(before);
  });
});
