import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/connect.ts';
import { gapsOf, grouped, tallyOf } from '../../src/desk/knowledge/gaps.ts';
import { outcomeOf } from '../../src/desk/knowledge/question.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { shelfAt } from './shelf.ts';

const DAY = 24 * 3_600_000;
const NOW = new Date('2026-11-24T12:00:00Z');
const hoursAgo = (hours: number): Date => new Date(NOW.getTime() - hours * 3_600_000);

/** What follows was worked out by hand, from the days as they are told. */
describe('six questions that an article was offered for, with 24 hours to come back', () => {
  it.each([
    ['Mira pressed "That solved it" and was not heard of again', 48, true, [], 'solved'],
    ['Kai said nothing, and did not come back', 48, false, [], 'silent'],
    ['Olu said nothing, and opened a ticket after 23 hours', 48, false, [25], 'came back'],
    ['Ana pressed "That solved it", and asked again an hour later', 48, true, [47], 'came back'],
    ['Ben said nothing, and opened a ticket after 25 hours', 48, false, [23], 'silent'],
    ['Lea asked an hour ago, and said that it solved it', 1, true, [], 'too early'],
  ] as const)('%s', (_story, asked, confirmed, back, outcome) => {
    const question = { askedAt: hoursAgo(asked), confirmed, ticketed: false, back: back.map(hoursAgo) };
    expect(outcomeOf(question, DAY, NOW)).toBe(outcome);
  });

  it('is never counted when they come back, whatever else they did', () => {
    const hours = fc.integer({ min: 0, max: 200 });
    fc.assert(
      fc.property(
        hours,
        fc.boolean(),
        fc.boolean(),
        fc.array(hours),
        hours,
        (asked, confirmed, ticketed, back, window) => {
          const askedAt = hoursAgo(asked);
          const windowMs = window * 3_600_000;
          const returned = back.map(hoursAgo);
          const end = outcomeOf({ askedAt, confirmed, ticketed, back: returned }, windowMs, NOW);
          const inside = returned.some((at) => at >= askedAt && at.getTime() - askedAt.getTime() <= windowMs);
          if (ticketed || inside) expect(end).toBe('came back');
          else expect(end).not.toBe('came back');
          if (end === 'solved') expect(confirmed).toBe(true);
          if (end === 'solved' || end === 'silent') expect(NOW.getTime() - askedAt.getTime()).toBeGreaterThan(windowMs);
        },
      ),
    );
  });

  it('come to as many ends as there are questions', () => {
    const asked = fc.record({
      askedAt: fc.integer({ min: 0, max: 200 }).map(hoursAgo),
      confirmed: fc.boolean(),
      ticketed: fc.boolean(),
      back: fc.array(fc.integer({ min: 0, max: 200 }).map(hoursAgo), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(asked), (all) => {
        const { offered, solved, silent, cameBack, open } = tallyOf(all, DAY, NOW, 0);
        expect(solved + silent + cameBack + open).toBe(offered);
      }),
    );
  });
});

describe('gaps', () => {
  it('are told once, with how often they were asked', () => {
    expect(
      grouped([
        'How do I change the toner of the plotter?',
        'who can open the bicycle garage',
        'change toner plotter please',
        'toner of the plotter on floor 2?',
        '???',
        '???',
      ]),
    ).toEqual([
      { text: 'How do I change the toner of the plotter?', times: 3 },
      { text: '???', times: 2 },
      { text: 'who can open the bicycle garage', times: 1 },
    ]);
  });
});

describe('the same counts, out of the database', () => {
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

  it('know a person by any account of theirs, and nobody of another organisation', async () => {
    await db.pool.query(`insert into account (org_id, account, person_id, name) values
      (1, 'a:T:mira', 1, 'Mira'), (1, 'b:T:mira', 1, 'Mira'), (1, 'a:T:kai', 2, 'Kai'), (2, 'a:T:mira', 1, 'Mira')`);
    const ask = (org: number, id: string, account: string, asked: Date, article: number | null, text = 'How?') =>
      db.pool.query(
        'insert into question (org_id, id, account, text, asked_at, article, match) values ($1, $2, $3, $6, $4, $5, 0.5)',
        [org, id, account, asked, article, text],
      );
    const open = (org: number, number: number, person: number, at: Date) =>
      db.pool.query(
        `insert into ticket (org_id, number, subject, kind, impact, urgency, priority, status, requester_id,
          requester_account, opened_at, reply_due_at)
         values ($1, $2, 'x', 'incident', 2, 2, 3, 'new', $3, 'a:T:x', $4, $4)`,
        [org, number, person, at],
      );
    await ask(1, 'mira', 'a:T:mira', hoursAgo(100), 7);
    await ask(1, 'kai', 'a:T:kai', hoursAgo(100), 7);
    await ask(1, 'gap', 'a:T:kai', hoursAgo(50), null, 'How do I change the toner of the plotter?');
    await ask(1, 'old', 'a:T:kai', hoursAgo(24 * 40), null, 'long ago');
    await ask(2, 'other', 'a:T:mira', hoursAgo(100), null, 'a secret of the other organisation');
    await open(2, 1, 1, hoursAgo(99));
    expect(await gapsOf(db.pool, 1, DAY, NOW)).toEqual({
      tally: { offered: 2, solved: 0, silent: 2, cameBack: 0, open: 0, unanswered: 1 },
      gaps: [{ text: 'How do I change the toner of the plotter?', times: 1 }],
    });
    await open(1, 1, 1, hoursAgo(99));
    await ask(1, 'again', 'b:T:mira', hoursAgo(78), 7);
    await ask(1, 'kai again', 'a:T:kai', hoursAgo(77), null, 'Who waters the plants?');
    expect((await gapsOf(db.pool, 1, DAY, NOW)).tally).toEqual({
      offered: 3,
      solved: 0,
      silent: 1,
      cameBack: 2,
      open: 0,
      unanswered: 2,
    });
  });
});
