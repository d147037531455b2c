import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/adapter.ts';
import { type PlainAdapter, type Posted, plainAdapter, textOf } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';
import { fill } from './shelf.ts';

const told = (outcome: Outcome): string => (outcome.kind === 'answer' ? textOf(outcome.message) : outcome.kind);
const QUESTION = 'How do I reset my VPN password?';

describe('a question that an article answers', () => {
  let chat: PlainAdapter;
  let desk: RunningDesk;
  let ahead = 0;
  beforeAll(async () => {
    chat = plainAdapter();
    desk = await startDesk([chat], { now: () => new Date(Date.now() + ahead) });
    await fill(desk.db, 1);
  });
  afterAll(() => desk.stop());

  const tickets = async () =>
    (await desk.db.pool.query('select number, subject, kind from ticket order by number')).rows;
  const offerTo = (who: string, nth = 1): Promise<Posted> =>
    chat.sees(
      (one) =>
        one ===
        chat.shown.filter(
          ({ address, text }) => address.startsWith(`plain:@${who}`) && text.includes('This may answer it'),
        )[nth - 1],
      `offer ${nth} to ${who}`,
    );
  const press = (who: string, posted: Posted, label: string): Promise<Outcome> => {
    const button = posted.buttons.find((one) => one.label === label);
    if (button === undefined) throw new Error(`no button ${label}`);
    return chat.command(who, button.intent, button.params as Record<string, string>, 'direct');
  };
  const question = async (who: string) =>
    (
      await desk.db.pool.query(
        'select text, article, ticket, confirmed_at from question where account = $1 order by asked_at desc limit 1',
        [`plain:T:${who}`],
      )
    ).rows[0];

  it('gets the article first, in its own thread, cited, and with the ways on', async () => {
    await chat.say('mira', QUESTION);
    const offer = await offerTo('mira');
    expect(offer.text).toContain('Reset your VPN password');
    expect(offer.text).toContain('press **Reset**');
    expect(offer.text).toMatch(/From the article “Reset your VPN password”, last changed .+\./);
    expect(offer.buttons.map(({ label }) => label)).toEqual(['That solved it', 'Open a ticket', 'Talk to a person']);
    expect(await tickets()).toEqual([]);
    expect(offer.address).toMatch(/^plain:@mira\//);
  });

  it('solves it, when the person says so, however often they press', async () => {
    const offer = await offerTo('mira');
    for (let press2 = 0; press2 < 2; press2 += 1)
      expect(told(await press('mira', offer, 'That solved it'))).toMatch(/^Good to hear/);
    expect(await question('mira')).toMatchObject({ confirmed_at: expect.any(Date), ticket: null });
    expect(await tickets()).toEqual([]);
  });

  it('is nobody else’s to press', async () => {
    const offer = await offerTo('mira');
    for (const label of ['That solved it', 'Open a ticket'])
      expect(told(await press('olu', offer, label))).toBe(
        'I do not have that question any more. Write it again, or open a ticket.',
      );
    expect(await tickets()).toEqual([]);
  });

  it('asked again is a ticket at once: it was not helped', async () => {
    await chat.say('mira', QUESTION);
    await chat.sees(
      ({ address, text }) => address.startsWith('plain:@mira') && /opened INC-\d+/.test(text),
      'the ticket',
    );
    expect(await tickets()).toEqual([
      { number: expect.any(Number), subject: 'How do I reset my VPN password?', kind: 'question' },
    ]);
    expect(chat.shown.filter(({ text }) => text.includes('This may answer it'))).toHaveLength(1);
  });

  it('is a ticket by one press, that lives where it was asked and knows the message', async () => {
    await chat.say('olu', 'How do I reset my VPN password?\nPlease *help* me');
    const offer = await offerTo('olu');
    expect(told(await press('olu', offer, 'Open a ticket'))).toMatch(/^INC-\d+ is open/);
    const id = `INC-${(await tickets()).at(-1)?.number}`;
    const card = await chat.sees(
      ({ address, text }) => address.startsWith('plain:agents/') && text.includes(id),
      'the card',
    );
    await chat.sees(({ address, text }) => address === offer.address && text.includes(`opened ${id}`), 'the news');
    await chat.sees(({ address, text }) => address === card.address && text.includes('*help*'), 'their words');
    expect(chat.at(offer.address).filter(({ text }) => text.includes('*help*'))).toEqual([]);
    await chat.say('olu', 'It is urgent', offer.address);
    await chat.sees(({ address, text }) => address === card.address && text === 'It is urgent', 'what they add');
    expect(told(await press('olu', offer, 'Open a ticket'))).toContain(id);
    expect(told(await press('olu', offer, 'That solved it'))).toContain(id);
    expect(await tickets()).toHaveLength(2);
    const { rows } = await desk.db.pool.query('select key from message where ticket = $1 and opens', [id.slice(4)]);
    expect(rows).toEqual([{ key: expect.stringMatching(/^plain /) }]);
  });

  it('pressed twice in the same instant is one ticket', async () => {
    await chat.say('ana', QUESTION);
    const offer = await offerTo('ana');
    const before = (await tickets()).length;
    const answers = await Promise.all(Array.from({ length: 8 }, () => press('ana', offer, 'Open a ticket')));
    expect(await tickets()).toHaveLength(before + 1);
    const id = `INC-${(await tickets()).at(-1)?.number}`;
    for (const answer of answers) expect(told(answer)).toContain(id);
  });

  it('talks to a person by one press', async () => {
    await chat.say('ben', 'How can I book a meeting room?');
    await press('ben', await offerTo('ben'), 'Talk to a person');
    expect((await tickets()).at(-1)).toMatchObject({ subject: 'How can I book a meeting room?', kind: 'question' });
  });

  it('goes the ordinary way where no article is good enough, and that is noted', async () => {
    await chat.say('kim', 'How do I change the toner of the plotter?');
    await chat.sees(
      ({ address, text }) => address.startsWith('plain:@kim') && /opened INC-\d+/.test(text),
      'the ticket',
    );
    expect(await question('kim')).toMatchObject({
      text: 'How do I change the toner of the plotter?',
      article: null,
      ticket: null,
    });
  });

  it.each([
    ['a report of what is broken', 'The VPN drops whenever I reset my password'],
    ['somebody who asks for a person', 'I want to talk to a human about resetting my VPN password, can I?'],
  ])('is not offered to %s', async (_who, text) => {
    const offers = chat.shown.filter((one) => one.text.includes('This may answer it')).length;
    const before = (await tickets()).length;
    await chat.say('lea', text);
    await chat.sees(
      () => chat.shown.filter((one) => one.address.startsWith('plain:@lea') && /opened INC/.test(one.text)).length > 0,
      'a ticket',
    );
    expect((await tickets()).length).toBeGreaterThan(before);
    expect(chat.shown.filter((one) => one.text.includes('This may answer it'))).toHaveLength(offers);
  });

  it('is offered again to the same person once the time is over', async () => {
    ahead += 25 * 3_600_000;
    await chat.say('ana', QUESTION);
    await offerTo('ana', 2);
  });

  it('keeps nothing of what its asker deletes, and what they change it to', async () => {
    const place = { side: 'direct' as const, thread: 'plain:@tom/t1' as never };
    const message = chat.incoming('tom', { kind: 'message', text: QUESTION, remote: 't1' as never }, place);
    await chat.desk.receive(message);
    const offer = await offerTo('tom');
    const revision = { of: message.key, tenant: message.place.tenant, thread: 'plain:@tom/t1' as never };
    await chat.desk.revise({
      ...revision,
      kind: 'edited',
      text: 'How do I reset my VPN password on a phone?',
      version: 1,
    });
    expect(await question('tom')).toMatchObject({ text: 'How do I reset my VPN password on a phone?' });
    await chat.desk.revise({ ...revision, kind: 'deleted' });
    expect(await question('tom')).toMatchObject({ text: null });
    expect(told(await press('tom', offer, 'Open a ticket'))).toMatch(/^I do not have that question/);
    expect(
      JSON.stringify((await desk.db.pool.query('select * from question where account = $1', ['plain:T:tom'])).rows),
    ).not.toContain('VPN');
  });

  it('may be looked up by a command, by anybody; what is for agents only in their channel', async () => {
    const found = await chat.command('mira', 'search', { words: 'reset password' });
    expect(told(found)).toContain('Reset your VPN password');
    expect(told(found)).not.toContain('locked domain');
    const agents = await chat.command('sam', 'search', { words: 'reset locked account' }, 'agents');
    expect(told(agents)).toContain('Reset a locked domain account');
    expect(told(agents)).toContain('for agents only');
    const { rows } = await desk.db.pool.query("select id from article where audience = 'agents'");
    expect(told(await chat.command('mira', 'article', { article: String(rows[0].id) }))).toBe(
      told(await chat.command('mira', 'article', { article: '99999' })),
    );
    expect(told(await chat.command('sam', 'article', { article: String(rows[0].id) }, 'agents'))).toContain(
      'canary-4711',
    );
    expect(told(await chat.command('mira', 'search', { words: 'unicycles' }))).toMatch(
      /^There is no article about “unicycles”/,
    );
    expect(told(await chat.command('mira', 'search', { words: 'portal', page: '7' }))).toMatch(/page/i);
  });

  const typed = (who: string, line: string, where: 'help' | 'agents' = 'help') => {
    const { intent, params } = chat.desk.parse(line);
    return chat.command(who, intent, params as Record<string, string>, where);
  };
  const noted = async (who: string) =>
    (
      await desk.db.pool.query('select text, article is not null as found from question where account = $1', [
        `plain:T:${who}`,
      ])
    ).rows;

  it('is noted as a gap when a search finds nothing, and once for one press', async () => {
    expect(told(await chat.command('uma', 'search', { words: 'portal' }))).toContain('Articles about');
    expect(await noted('uma')).toEqual([]);
    const press2 = chat.incoming('uma', { kind: 'command', intent: 'search', params: { words: 'stilts' } }, {});
    for (let again = 0; again < 2; again += 1)
      expect(told(await chat.desk.receive(press2))).toMatch(/^There is no article about “stilts”/);
    expect(await noted('uma')).toEqual([{ text: 'stilts', found: false }]);
    expect(await tickets()).not.toContainEqual(expect.objectContaining({ subject: 'stilts' }));
  });

  it.each([
    'help how do I reset my VPN password',
    'how do I reset my VPN password',
    '? how do I reset my VPN password?',
  ])('is answered by an article when it is typed as “%s”, with a ticket one press away', async (line) => {
    const who = `typist${line.length}`;
    const before = (await tickets()).length;
    const outcome = await typed(who, line);
    expect(told(outcome)).toMatch(/This may answer it[\s\S]*Reset your VPN password[\s\S]*press \*\*Reset/);
    expect((await tickets()).length).toBe(before);
    const button =
      outcome.kind === 'answer' ? outcome.message.buttons?.find(({ label }) => label === 'Open a ticket') : undefined;
    const opened = await chat.command(who, button?.intent ?? '', button?.params as Record<string, string>, 'help');
    expect(told(opened)).toMatch(/^INC-\d+ open/);
    expect((await tickets()).at(-1)).toMatchObject({ subject: expect.stringMatching(/^how do I reset my VPN/) });
    expect(await noted(who)).toMatchObject([{ found: true }]);
  });

  it('that is typed and no article answers is a gap, and a ticket of its every word by one press', async () => {
    const words = `how do I fold a map? ${'It is large. '.repeat(60)}`.trim();
    const outcome = await typed('wes', `help ${words}`);
    expect(told(outcome)).toMatch(/^No article answers “how do I fold a map\?/);
    const button = outcome.kind === 'answer' ? outcome.message.buttons?.[0] : undefined;
    await chat.command('wes', button?.intent ?? '', button?.params as Record<string, string>, 'help');
    const number = (await tickets()).at(-1)?.number;
    const { rows } = await desk.db.pool.query('select text from message where ticket = $1', [number]);
    expect(rows).toEqual([{ text: words }]);
    expect(await question('wes')).toMatchObject({ article: null, ticket: number });
    expect(told(await typed('wes', 'help'))).toContain('/ticket open');
    expect(chat.desk.parse('help me, it is on fire')).toMatchObject({ intent: 'open' });
    expect(chat.desk.parse('how is INC-12 doing?')).toMatchObject({ intent: 'open' });
  });

  it('of an agent in their channel is answered by what is for agents, and nowhere else', async () => {
    const line = 'help how do I reset a locked domain account?';
    expect(told(await typed('sam', line, 'agents'))).toContain('canary-4711');
    expect(told(await typed('sam', line, 'help'))).not.toContain('canary-4711');
  });

  it('tells agents, and nobody else, what nothing answered', async () => {
    const gaps = told(await chat.command('sam', 'gaps', {}, 'agents'));
    expect(gaps).toContain('How do I change the toner of the plotter?');
    expect(gaps).toContain('stilts');
    expect(gaps).toContain('how do I fold a map?');
    expect(gaps).toMatch(/In the last 30 days: \d+ × an article was offered first, \d+ × there was none good enough\./);
    expect(told(await chat.command('mira', 'gaps'))).toMatch(/is for agents/);
  });
});
