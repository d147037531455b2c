/**
 * `node bench/knowledge-process.ts 10000` imports so many made-up articles into a database of its own and says how long a
 * search among them takes: of questions that an article answers, that none does, and that are mistyped.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../src/db/connect.ts';
import { startEmbedded } from '../src/db/embedded.ts';
import { migrate } from '../src/db/migrate.ts';
import { search } from '../src/desk/knowledge/search.ts';
import { importArticles } from '../src/desk/knowledge/store.ts';
import { manyArticles } from './knowledge/many.ts';

const count = Number(process.argv[2] ?? 10_000);
const folder = mkdtempSync(join(tmpdir(), 'deskbell-knowledge-'));
const embedded = await startEmbedded({ folder });
const db = connect(embedded.url, { max: 2 });
try {
  await migrate(db.pool, new URL('../migrations/', import.meta.url));
  const began = performance.now();
  await importArticles(db, 1, manyArticles(count), { prune: false, kept: [] });
  await db.pool.query('vacuum analyze article; ').catch(() => {});
  await db.pool.query('vacuum analyze article_word');
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(`${count} articles imported in ${seconds.toFixed(1)} s\n`);
  const kinds: Readonly<Record<string, (index: number) => string>> = {
    answered: (index) => `How do I reset gadget${index * 7} in the canteen?`,
    unanswered: () => 'Where can I park my unicycle during the eclipse?',
    mistyped: () => 'How do I confgure the pritner for the acounting office?',
    'of common words only': () => 'Why does the office printer need a password for the network?',
  };
  for (const [kind, question] of Object.entries(kinds)) {
    const took: number[] = [];
    for (let index = 0; index < 200; index += 1) {
      const from = performance.now();
      await search(db.pool, { org: 1, agent: false }, question(index));
      if (index >= 20) took.push(performance.now() - from);
    }
    took.sort((a, b) => a - b);
    const at = (share: number) => (took[Math.floor(took.length * share)] ?? 0).toFixed(1);
    process.stdout.write(`${kind}: median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(0.999)} ms\n`);
  }
} finally {
  await db.close();
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
}
