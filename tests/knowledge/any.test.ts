import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/db/connect.ts';
import { anyArticle } from '../../src/desk/knowledge/any.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { plainAdapter, textOf } from '../support/plain-adapter.ts';
import { startDesk } from '../support/running-desk.ts';
import { fill, shelfAt } from './shelf.ts';

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createDatabase();
  db = shelfAt(database.url);
});
afterAll(async () => {
  await db.close();
  await database.drop();
});

it('is asked of the database once for many questions, anew after a change here, and soon after one elsewhere', async () => {
  let asked = 0;
  const counting = {
    query: (...given: Parameters<Pool['query']>) => {
      asked += 1;
      return db.pool.query(...given);
    },
  } as unknown as Pool;
  const any = anyArticle(counting);
  for (let n = 0; n < 200; n += 1) expect(await any.is(1)).toBe(false);
  expect(asked).toBe(1);
  await fill(db, 1);
  await expect.poll(() => any.is(1), { timeout: 5_000 }).toBe(true);
  expect(await any.is(2)).toBe(false);
  const before = asked;
  for (let n = 0; n < 200; n += 1) expect(await any.is(1)).toBe(true);
  expect(asked).toBe(before);
  // What changes while it is being asked is not remembered as it was.
  any.changed(1);
  const late = any.is(1);
  any.changed(1);
  await late;
  await any.is(1);
  expect(asked).toBe(before + 2);
});

it('is right at once for whoever asks after the first article of a desk was published, and after it was taken back', async () => {
  const chat = plainAdapter();
  const desk = await startDesk([chat]);
  try {
    const ask = async (who: string, part: string) => {
      await chat.say(who, 'How do I wind up the gramophone?');
      await chat.sees(({ address, text }) => address.startsWith(`plain:@${who}`) && text.includes(part), part);
    };
    const opened = await chat.command('mira', 'open', { subject: 'Gramophone' });
    const ticket = /INC-(\d+)/.exec(opened.kind === 'answer' ? textOf(opened.message) : '')?.[1] ?? expect.fail();
    await chat.command('sam', 'resolve', { ticket, code: 'solved' }, 'agents');
    const usual = 'not sure what to do';
    await ask('kai', usual);
    const article = { title: 'Wind up the gramophone', body: 'Turn the crank.', audience: 'everyone', language: 'en' };
    await chat.command('sam', 'publish article', { ticket, ...article }, 'agents');
    await ask('olu', 'Turn the crank.');
    await chat.command('sam', 'take back article', { ticket }, 'agents');
    await ask('lea', usual);
  } finally {
    await desk.stop();
  }
});
