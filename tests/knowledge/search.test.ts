import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manyArticles } from '../../bench/knowledge/many.ts';
import { connect, type Database } from '../../src/db/connect.ts';
import { migrate } from '../../src/db/migrate.ts';
import { importArticles } from '../../src/desk/knowledge/store.ts';
import { createDatabase, execute, type TestDatabase } from '../support/database.ts';
import { fill, found, shelfAt } from './shelf.ts';

const MIGRATIONS = new URL('../../migrations/', import.meta.url);

describe('a search', () => {
  let database: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    database = await createDatabase();
    db = shelfAt(database.url);
    await fill(db, 1);
  });
  afterAll(async () => {
    await db.close();
    await database.drop();
  });

  it.each([
    ['How do I reset my VPN password?', 'Reset your VPN password'],
    ['how can our visitors connect to the guest wifi', 'Connect to the guest Wi-Fi'],
    ['hi, could somebody please tell me how to book meeting rooms?', 'Book a meeting room'],
    ['How do I connect the printers?', 'Connect a printer on Windows'],
    ['Wie kann ich hier meinen Drucker einrichten?', 'Drucker einrichten'],
    ['Wo kann ich Urlaub beantragen?', 'Urlaub beantragen'],
    ['¿Cómo restablezco la contraseña del correo?', 'Restablecer la contraseña del correo'],
    ['How do I claim my travel expenses?', 'Claim travel expenses'],
  ])('answers “%s”', async (question, title) => {
    expect((await found(db, question))[0]).toMatchObject({ title, isGood: true });
  });

  it.each([
    ['How do I resett my VPN pasword?', 'Reset your VPN password'],
    ['How do I conect a printr on Windows?', 'Connect a printer on Windows'],
    ['¿Cómo restablecer la contrasena del correo?', 'Restablecer la contraseña del correo'],
  ])('is not stopped by a slip of the keyboard: “%s”', async (question, title) => {
    expect((await found(db, question))[0]).toMatchObject({ title, isGood: true });
  });

  it.each([
    'my vpn died again, third time this week',
    'Where do I park my unicycle?',
    'How do I get a badge for the parking garage?',
    'Why is the coffee machine on floor 3 broken?',
    'Can you help me with the new pension plan?',
    'The laptop of our CEO was stolen at the airport',
    'How long is the password of the safe in the basement?',
    'Wann ist die Weihnachtsfeier?',
    'please help',
    '??? !!!',
    '',
  ])('offers nothing for “%s”', async (question) => {
    expect((await found(db, question)).filter(({ isGood }) => isGood)).toEqual([]);
  });

  it('finds by one word what it would not offer unasked, the best first', async () => {
    const titles = (await found(db, 'portal')).map(({ title }) => title);
    expect(titles).toContain('Install software from the self-service portal');
    expect(titles[0]).toBe('Install software from the self-service portal');
    expect(titles).toContain('Reset your VPN password');
  });

  it('shows what is for agents to agents, and to nobody else, however it is asked', async () => {
    for (const question of ['reset a locked domain account', 'canary-4711', 'break glass login', 'directory unlock']) {
      expect(JSON.stringify(await found(db, question))).not.toContain('locked');
    }
    expect((await found(db, 'reset a locked domain account', { agent: true }))[0]).toMatchObject({ isGood: true });
  });

  it('shows nothing of another organisation', async () => {
    await execute(database.url, "insert into org (id, name) overriding system value values (77, 'Other')");
    await fill(db, 77, [{ title: 'Reset your VPN password', body: 'At the other company: call Jo. canary-77' }]);
    expect(await found(db, 'canary-77 call Jo')).toEqual([]);
    expect((await found(db, 'Reset my VPN password', { org: 77 })).map(({ title }) => title)).toHaveLength(1);
    expect(await found(db, 'Reset my VPN password', { org: 78 })).toEqual([]);
  });

  it('never throws, whatever the text', async () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom(
        "'",
        '\\',
        "''\\'",
        ':*',
        '& | !',
        '<->',
        '(',
        '\u0000',
        '\ud800',
        'password',
        "vpn' | '1 en",
        '%',
        '_',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), fc.boolean(), async (pieces, agent) => {
        const hits = await found(db, pieces.join(' '), { agent });
        for (const { match } of hits) expect(match).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 150 },
    );
    await found(db, 'x'.repeat(100_000));
    await found(db, `${'a '.repeat(50_000)}`);
  });

  it('knows exactly how many articles have a word, however often they are imported', async () => {
    await fill(db, 1);
    await fill(db, 1, [{ title: 'Reset your VPN password', body: 'Ask the portal.' }]);
    await fill(db, 1);
    const { rows } = await db.pool.query(
      `select w.word, w.articles, count(a.id)::int as really from article_word w
       left join article a on a.org_id = w.org_id and a.language = w.language and w.word = any (tsvector_to_array(a.words))
       where w.org_id = 1 group by 1, 2 having w.articles <> count(a.id)`,
    );
    expect(rows).toEqual([]);
  });
});

describe('without the right to create extensions', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase({ empty: true });
  });
  afterAll(() => database.drop());

  it('the desk starts, and finds what is mistyped but for its first letters', async () => {
    const db = connect(database.url, { max: 2 });
    try {
      const { rows } = await db.pool.query('select current_database() as name, current_user as me');
      await db.pool.query(`revoke create on database ${rows[0]?.name} from public, ${rows[0]?.me}`);
      await migrate(db.pool, MIGRATIONS);
      expect((await db.pool.query("select 1 from pg_extension where extname = 'pg_trgm'")).rows).toEqual([]);
      await fill(db, 1);
      expect((await found(db, 'How do I resett my VPN pasword?'))[0]).toMatchObject({ isGood: true });
      expect((await found(db, 'How do I reset my VPN password?'))[0]).toMatchObject({ isGood: true });
    } finally {
      await db.close();
    }
  });
});

describe('among 10,000 articles', () => {
  let database: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    database = await createDatabase();
    // One connection: what it has scanned is told once it has told it.
    db = connect(database.url, { max: 1, applicationName: 'test', statementTimeoutMs: 60_000 });
    // Of each a different one in a thousand: enough to see which plan is chosen, without the minute that reading them takes.
    await importArticles(db, 1, manyArticles(1_000), { prune: false, kept: [] });
    await db.pool.query(`insert into article (org_id, path, title, body, language, audience)
      select 1, 'more/' || n, 'Service bulletin ' || n, 'Bulletin number ' || n || ' of the plant', 'en', 'everyone'
      from generate_series(1, 9000) n`);
    await db.pool.query('analyze article; analyze article_word');
  }, 120_000);
  afterAll(async () => {
    await db.close();
    await database.drop();
  });

  it('reads articles and words by their indexes, and no table through', async () => {
    const scans = async () => {
      await db.pool.query('select pg_stat_force_next_flush()');
      const { rows } = await db.pool.query<{ table: string; through: number; indexed: number }>(
        `select relname as table, seq_scan as through, idx_scan as indexed from pg_stat_user_tables
         where relname in ('article', 'article_word') order by 1`,
      );
      return rows;
    };
    const before = await scans();
    for (const question of ['How do I reset gadget77?', 'Where is the unicyle of gadgte77?', 'office printer password'])
      await found(db, question);
    const after = await scans();
    for (const [index, { table, through, indexed }] of before.entries()) {
      expect(after[index]).toMatchObject({ table, through });
      expect(after[index]?.indexed).toBeGreaterThan(indexed);
    }
  });

  it('finds the one', async () => {
    const [first] = await found(db, 'How do I reset gadget77?');
    expect(first).toMatchObject({ title: expect.stringMatching(/^Reset gadget77 /), isGood: true });
  });
});
