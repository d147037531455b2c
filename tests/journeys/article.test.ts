import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Address, Button, Outcome, Tenant } from '../../src/adapter.ts';
import { importArticles } from '../../src/desk/knowledge/store.ts';
import { company } from '../support/company.ts';
import { type PlainAdapter, plainAdapter, textOf } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

const TENANT = 'plain:T' as Tenant;
const answer = (outcome: Outcome): string => (outcome.kind === 'answer' ? textOf(outcome.message) : outcome.kind);
const buttonsOf = (outcome: Outcome): readonly Button[] =>
  outcome.kind === 'answer' ? (outcome.message.buttons ?? []) : [];

describe('an article that is made of a ticket', () => {
  let chat: PlainAdapter;
  let desk: RunningDesk;
  beforeAll(async () => {
    chat = plainAdapter();
    desk = await startDesk([chat], { env: { DESK_LOCALE: 'en' } });
  });
  afterAll(() => desk.stop());

  const opened = async (who: string, subject: string, description = '') => {
    const said = answer(await chat.command(who, 'open', { subject, description }));
    const number = /INC-(\d+)/.exec(said)?.[1] ?? expect.fail(said);
    const at = async (side: string) =>
      (await chat.sees(({ address, text }) => address.startsWith(side) && text.includes(`INC-${number} ·`), side))
        .address;
    return { number, agents: await at('plain:agents/'), requester: await at(`plain:@${who}/`) };
  };
  const resolve = (number: string, summary: string) =>
    chat.command('sam', 'resolve', { ticket: number, code: 'solved', summary }, 'agents');
  const card = (agents: Address, label: string) =>
    chat.sees(({ address, buttons }) => address === agents && buttons.some((one) => one.label === label), label);
  const labelled = (buttons: readonly Button[], label: string) =>
    buttons.find((one) => one.label === label) ?? expect.fail(`no button ${label}`);
  /** What a person sees who presses it: the form, as an adapter draws it, or the answer. */
  const press = async (button: Button, who = 'sam', where: 'agents' | 'help' = 'agents') => {
    const known = await chat.desk.remembered(TENANT, button.params);
    const form = chat.desk.form(button.intent, { ...button.params, ...known }, 'en', known !== undefined);
    const send = (more = {}) => chat.command(who, button.intent, { ...button.params, ...more }, where);
    const drawn = Object.fromEntries(form?.fields.map(({ name, value = '' }) => [name, value]) ?? []);
    return { form, drawn, send };
  };
  const search = async (words: string, who = 'olu', where: 'agents' | 'help' = 'help') =>
    answer(await chat.command(who, 'search', { words }, where));
  const articles = async (ticket: string) =>
    (
      await desk.db.pool.query('select title, body, language, audience, author from article where ticket = $1', [
        ticket,
      ])
    ).rows;

  it('is drafted out of what both sides read, published as the agent left it, found at once, and changed later', async () => {
    const { number, agents, requester } = await opened(
      'mira',
      'Zeppelin printer jams',
      'The printer is jammed again, my mail is mira.k@example.com and the password is hunter2secret',
    );
    await chat.command('sam', 'note', { ticket: number, text: 'she is on the layoff list' }, 'agents');
    await chat.say('sam', 'Open the rear flap, mira, and pull the paper out. Server 10.11.12.13 is fine.', agents);
    await chat.sees(({ address, text }) => address === requester && text.includes('rear flap'));
    await chat.say('mira', 'My salary is 1234 by the way', requester);
    await resolve(number, 'The rear flap was stuck');
    const pressed = await press(labelled((await card(agents, 'Make an article')).buttons, 'Make an article'));

    expect(pressed.form?.title).toBe(`INC-${number} · Publish`);
    expect(pressed.form?.fields.map(({ name, required }) => [name, required])).toEqual(
      ['title', 'body', 'audience', 'language'].map((name) => [name, true]),
    );
    expect(pressed.drawn).toMatchObject({ title: 'Zeppelin printer jams', audience: '', language: 'en' });
    const body = pressed.drawn['body'] ?? '';
    expect(body).toMatch(
      /What was wrong[\s\S]*jammed again[\s\S]*What helped[\s\S]*was stuck[\s\S]*pull the paper out/,
    );
    expect(body).not.toMatch(/layoff|example\.com|hunter2|10\.11|mira|salary/);
    expect(body).toMatch(/⟨EMAIL-1⟩[\s\S]*⟨PERSON-1⟩/);
    expect(await articles(number)).toEqual([]);

    const written = 'Open the *rear* flap.\n\nPull the paper out <!channel>';
    const published = await pressed.send({
      title: 'Zeppelin jams',
      body: written,
      audience: 'everyone',
      language: 'en',
    });
    expect(answer(published)).toMatch(
      /published, for everyone:\nZeppelin jams\n\/ticket search Zeppelin jams finds it/,
    );
    expect(await articles(number)).toEqual([
      { title: 'Zeppelin jams', body: written, language: 'en', audience: 'everyone', author: 'plain:T:sam' },
    ]);
    expect(await search('zeppelin flap')).toContain('Zeppelin jams');

    // Who presses again is told of it, and may look at it or change it.
    const again = await press(labelled(chat.at(agents)[0]?.buttons ?? [], 'Make an article'), 'dana');
    expect(again.form).toBeUndefined();
    const there = await again.send();
    expect(answer(there)).toMatch(/has an article already, for everyone/);
    const read = labelled(buttonsOf(there), 'Read');
    expect(answer(await chat.command('dana', read.intent, read.params as Record<string, string>, 'agents'))).toContain(
      written,
    );
    // What was written meanwhile by somebody else replaces nothing, and is given back.
    const late = await again.send({ title: 'Mine', body: 'My own words', audience: 'agents', language: 'de' });
    expect(answer(late)).toContain('My own words');
    const editing = await press(labelled(buttonsOf(there), 'Edit the article'), 'dana');
    expect(editing.drawn).toEqual({ title: 'Zeppelin jams', body: written, audience: 'everyone', language: 'en' });
    await editing.send({ ...editing.drawn, title: 'Luftschiff klemmt', audience: 'agents', language: 'de' });
    expect(await articles(number)).toMatchObject([{ title: 'Luftschiff klemmt', author: 'plain:T:dana' }]);
    expect(await search('Luftschiff')).toContain('no article');
    expect(await search('Luftschiff', 'sam', 'agents')).toContain('Luftschiff klemmt');
    expect(await search('zeppelin', 'sam', 'agents')).toContain('no article');
    const { rows } = await desk.db.pool.query(
      "select account, detail from timeline where ticket = $1 and event = 'article published' order by id",
      [number],
    );
    expect(rows).toEqual([
      { account: 'plain:T:sam', detail: { audience: 'everyone' } },
      { account: 'plain:T:dana', detail: { audience: 'agents' } },
    ]);
    expect(await countedWrong(desk)).toEqual([]);
  });

  it('is changed or taken back from its confirmation or from where an agent reads it, and gone at once', async () => {
    const { number } = await opened('mira', 'Gramophone is silent');
    await resolve(number, 'Wound it up');
    const whole = {
      ticket: number,
      title: 'Silent gramophone',
      body: 'Wind it up.',
      audience: 'everyone',
      language: 'en',
    };
    const published = await chat.command('sam', 'publish article', whole, 'agents');
    const ask = (who: string) => chat.say(who, 'How do I wake a silent gramophone?');
    const heard = (who: string, part: string) =>
      chat.sees(({ address, text }) => address.startsWith(`plain:@${who}`) && text.includes(part), part);
    await ask('olu');
    await heard('olu', 'Wind it up.');
    const pressed = (button: Button, who = 'sam', where: 'agents' | 'help' = 'agents') =>
      chat.command(who, button.intent, button.params as Record<string, string>, where);
    const edit = await press(labelled(buttonsOf(published), 'Edit the article'));
    await edit.send({ ...edit.drawn, body: 'Wind it up, gently.' });
    const shelf = await chat.command('dana', 'search', { words: 'gramophone' }, 'agents');
    const [item] = shelf.kind === 'answer' ? shelf.message.lines.filter((line) => line.kind === 'item') : [];
    const read = await pressed(item?.button ?? expect.fail('nothing to read'), 'dana');
    expect(answer(read)).toContain('gently');
    const byAnybody = await pressed(item?.button ?? expect.fail('nothing to read'), 'olu', 'help');
    expect(buttonsOf(byAnybody).map(({ label }) => label)).toEqual(['Open a ticket']);
    const takeBack = labelled(buttonsOf(read), 'Take it back');
    expect(answer(await pressed(takeBack, 'mira', 'help'))).toContain('for agents');
    expect(await articles(number)).toHaveLength(1);
    const gone = await pressed(takeBack, 'dana');
    expect(answer(gone)).toMatch(/nobody finds it any more[\s\S]*Silent gramophone\nWind it up, gently\./);
    expect(await articles(number)).toEqual([]);
    expect(await search('gramophone')).toContain('no article');
    expect(answer(await pressed(item?.button ?? expect.fail(), 'olu', 'help'))).toContain('no such article');
    expect(answer(await pressed(takeBack, 'sam'))).toContain('no such article');
    await ask('kai');
    await heard('kai', 'not sure what to do');
    const { rows } = await desk.db.pool.query(
      "select account, event from timeline where ticket = $1 and event like 'article%' order by id",
      [number],
    );
    expect(rows.map(({ account, event }) => [account, event])).toEqual([
      ['plain:T:sam', 'article published'],
      ['plain:T:sam', 'article published'],
      ['plain:T:dana', 'article taken back'],
    ]);
    expect(await countedWrong(desk)).toEqual([]);
    const again = await press(labelled(buttonsOf(gone), 'Make an article'));
    await again.send({ ...again.drawn, audience: 'everyone' });
    expect(await search('gramophone')).toContain('Gramophone is silent');
  });

  it('that was imported is changed in its folder, and says so', async () => {
    await importArticles(
      desk.db,
      1,
      [
        {
          path: 'music/harp.md',
          article: { title: 'Harp', body: 'Pluck.', language: 'en', tags: [], audience: 'everyone' },
        },
      ],
      { prune: false, kept: [] },
    );
    const { rows } = await desk.db.pool.query("select id from article where path = 'music/harp.md'");
    const read = await chat.command('sam', 'article', { article: String(rows[0].id) }, 'agents');
    expect(buttonsOf(read).map(({ label }) => label)).toEqual(['Edit the article']);
    const { intent, params } = labelled(buttonsOf(read), 'Edit the article');
    const told = answer(await chat.command('sam', intent, params as Record<string, string>, 'agents'));
    expect(told).toMatch(
      /from the file music\/harp\.md of a folder\. Change it there, then run npm run knowledge -- import/,
    );
    expect(answer(await chat.command('olu', intent, params as Record<string, string>))).toContain('for agents');
    expect(await search('harp')).toContain('Harp');
  });

  it('is for agents only, of what is over, and never half: what was written is given back', async () => {
    const { number } = await opened('mira', 'Mouse is upside down');
    const whole = { ticket: number, title: 'Mouse', body: 'Turn it around', audience: 'everyone', language: 'en' };
    const publish = async (who: string, params: Record<string, string>, where: 'agents' | 'help' = 'agents') =>
      answer(await chat.command(who, 'publish article', params, where));
    expect(await publish('mira', whole, 'help')).toMatch(/is for agents/);
    expect(await publish('olu', whole, 'help')).toContain('no ticket');
    expect(await publish('sam', whole)).toMatch(/is not resolved yet[\s\S]*Turn it around/);
    expect(await chat.desk.remembered(TENANT, { ticket: number, write: 'new' })).toBeUndefined();
    await resolve(number, 'Turned it');
    const { audience: _, ...noAudience } = whole;
    expect(await publish('sam', noAudience)).toMatch(/Nothing was published[\s\S]*Turn it around/);
    expect(await publish('sam', { ...whole, body: 'x'.repeat(3_001) })).toBe('problems');
    expect(await articles(number)).toEqual([]);
    // Of two who publish at once one does, and the other is told so.
    const both = await Promise.all([
      publish('sam', { ...whole, title: 'Sam’s' }),
      publish('dana', { ...whole, title: 'Dana’s' }),
    ]);
    expect(both.filter((one) => one.includes('is published'))).toHaveLength(1);
    expect(both.filter((one) => one.includes('left as it is'))).toHaveLength(1);
    expect(await articles(number)).toHaveLength(1);
    expect(await countedWrong(desk)).toEqual([]);
  });

  it('has no word of a note, of what is held, or of a secret in its draft, whatever was said in which order', async () => {
    const { number } = await opened('mira', 'Kettle');
    await resolve(number, 'Descaled');
    const { rows } = await desk.db.pool.query(
      `select org_id, requester_id, (select person_id from account where account = 'plain:T:sam') as agent
       from ticket where number = $1`,
      [number],
    );
    const { org_id: org, requester_id: requester, agent } = rows[0];
    const saying = fc.record({
      by: fc.constantFrom('requester', 'agent'),
      kind: fc.constantFrom('public', 'note', 'unshown', 'deleted'),
      secret: fc.constantFrom('', 'j.doe@example.com', '4111 1111 1111 1111', 'password: Tr0ub4dor&3', '192.168.7.9'),
      pad: fc.constantFrom(0, 1_000, 3_985, 3_995, 8_000),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(saying, { maxLength: 8 }), async (sayings) => {
        await desk.db.pool.query('delete from message where ticket = $1', [number]);
        for (const { by, kind, secret, pad } of sayings) {
          const text = `${'x '.repeat(pad / 2)}${kind === 'public' ? 'open' : 'private'} ${secret}`;
          await desk.db.pool.query(
            `insert into message (org_id, ticket, author_id, author, visibility, text, at, shown, deleted_at)
             values ($1, $2, $3, $4, $5, $6, now(), $7, case when $8 then now() end)`,
            [
              ...[org, number, by === 'agent' ? agent : requester, by, kind === 'note' ? 'note' : 'public', text],
              ...[kind !== 'unshown', kind === 'deleted'],
            ],
          );
        }
        const draft = await chat.desk.remembered(TENANT, { ticket: number, write: 'new' });
        expect(draft?.['title']).toBe('Kettle');
        expect(draft?.['audience']).toBeUndefined();
        const body = draft?.['body'] ?? '';
        expect(body).not.toMatch(/private|example\.com|j\.doe|4111|Tr0ub|192\.168/);
        expect(body.length).toBeLessThanOrEqual(3_000);
      }),
      { numRuns: 60 },
    );
  });
});

it('in Slack the form comes filled in, lacks nothing but who may read it, and what is sent is found by anybody', async () => {
  const desk = await company();
  try {
    const { slack, inSlack } = desk;
    const whispered = (user: string, words: string) =>
      slack.waitFor(() => slack.seenBy(user).find((one) => one.said.includes(words)), { what: words });
    await inSlack.slash({ user: 'U2', channel: 'C2', command: '/ticket', text: 'open Zeppelin printer jams' });
    await inSlack.submit({ user: 'U2' });
    await whispered('U2', 'INC-1 open');
    await inSlack.slash({ user: 'U2', channel: 'C2', command: '/ticket', text: 'resolve 1' });
    await inSlack.submit({ user: 'U2', values: { code: 'solved', summary: 'Open the rear flap & call 10.11.12.13' } });
    const card = await slack.waitFor(
      () => slack.channel('C2').messages.find((one) => one.byBot && JSON.stringify(one).includes('Make an article')),
      { what: 'the button' },
    );
    await inSlack.press({ user: 'U2', channel: 'C2', ts: card.ts, label: 'Make an article' });
    const [form] = slack.views('U2');
    expect(form?.values['title']?.['value']).toMatchObject({ value: 'Zeppelin printer jams' });
    expect(JSON.stringify(form?.values['body'])).toContain('Open the rear flap & call ⟨IP-1⟩');
    await expect(inSlack.submit({ user: 'U2' })).rejects.toThrow(/Who may read it.*is required/);
    await inSlack.submit({ user: 'U2', values: { body: 'Open the rear flap.', audience: 'everyone' } });
    await whispered('U2', 'is published, for everyone');
    await inSlack.slash({ user: 'U4', channel: 'C1', command: '/ticket', text: 'search zeppelin flap' });
    await whispered('U4', 'Zeppelin printer jams');
    await inSlack.press({ user: 'U2', channel: 'C2', ts: card.ts, label: 'Make an article' });
    await whispered('U2', 'has an article already');
    expect(slack.views('U2')).toHaveLength(0);
  } finally {
    await desk.stop();
  }
});

/** Words whose count is not how many articles have them: a search would weigh or miss them. */
async function countedWrong({ db }: RunningDesk): Promise<readonly object[]> {
  const { rows } = await db.pool.query(`
    select language, word, w.articles, a.articles as really from (select * from article_word where articles <> 0) w
    full join (select org_id, language, u.lexeme as word, count(*)::int as articles
      from article cross join lateral unnest(words) u group by 1, 2, 3) a using (org_id, language, word)
    where w.articles is distinct from a.articles`);
  return rows;
}
