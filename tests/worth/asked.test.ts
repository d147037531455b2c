import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Address } from '../../src/adapter.ts';
import { violations } from '../support/invariants.ts';
import { type PlainAdapter, type Posted, plainAdapter, textOf } from '../support/plain-adapter.ts';
import { type DeskOptions, startDesk } from '../support/running-desk.ts';

const DAY = 86_400_000;

/** A desk whose clock the story moves. */
async function opened(env: DeskOptions['env'] = {}) {
  let ahead = 0;
  const chat = plainAdapter();
  const desk = await startDesk([chat], { env, now: () => new Date(Date.now() + ahead) });
  return {
    chat,
    desk,
    advance: (ms: number) => {
      ahead += ms;
    },
  };
}
type Opened = Awaited<ReturnType<typeof opened>>;

const asks = ({ buttons }: Posted, intent = 'rate') => buttons.some((button) => button.intent === intent);
/** Opened by Mira and resolved by Sam; gives Mira's thread. */
async function resolved(chat: PlainAdapter, subject: string): Promise<{ number: string; thread: Address }> {
  const outcome = await chat.command('mira', 'open', { subject });
  const number = outcome.kind === 'answer' ? (/INC-(\d+)/.exec(textOf(outcome.message))?.[1] ?? '') : '';
  const root = await chat.sees(({ address, text }) => address.startsWith('plain:@mira/') && text.includes(subject));
  await chat.command('sam', 'claim', { ticket: number }, 'agents');
  await chat.command('sam', 'resolve', { ticket: number, code: 'solved' }, 'agents');
  return { number, thread: root.address };
}

async function statesOf({ desk }: Opened, number: string) {
  const { rows } = await desk.db.pool.query(
    `select kind, delivered_at is not null as delivered, opened_at is not null as opened, answered_at is not null as answered,
       withdrawn_at is not null as withdrawn, expired_at is not null as expired
     from survey where ticket = $1 order by round`,
    [number],
  );
  return rows.map(({ kind, ...times }) => [kind, ...Object.keys(times).filter((one) => times[one])].join(' '));
}
const eventsOf = async ({ desk }: Opened, number: string): Promise<readonly string[]> =>
  (
    await desk.db.pool.query(
      `select event from timeline where ticket = $1 and (event like 'rat%' or event like 'follow-up%') order by id`,
      [number],
    )
  ).rows.map(({ event }) => event);

describe('a question about a resolution', () => {
  let story: Opened;
  beforeAll(async () => {
    story = await opened({ RATING_DELAY: '2h', RATING_EXPIRES: '3d' });
  });
  afterAll(() => story.desk.stop());

  it('comes once, after the delay, and is taken back where it stands when the ticket is reopened', async () => {
    const { chat, advance } = story;
    const { number, thread } = await resolved(chat, 'VPN drops');
    await chat.sees(({ address, text }) => address === thread && text.includes('marked INC-1 as solved'));
    expect(chat.at(thread).filter((one) => asks(one))).toEqual([]);
    advance(2 * 3_600_000);
    const asked = await chat.sees((one) => one.address === thread && asks(one), 'the question');
    await expect.poll(() => statesOf(story, number)).toEqual(['rating delivered']);
    await chat.command('mira', 'reopen', { ticket: number });
    const after = await chat.sees(({ remote, text }) => remote === asked.remote && text.includes('is open again'));
    expect(after.buttons).toEqual([]);
    expect(await statesOf(story, number)).toEqual(['rating delivered withdrawn']);
    await chat.command('sam', 'resolve', { ticket: number, code: 'solved' }, 'agents');
    advance(2 * 3_600_000);
    await chat.sees((one) => one.remote !== asked.remote && one.address === thread && asks(one), 'the second question');
    expect(chat.shown.filter((one) => one.address === thread && asks(one))).toHaveLength(1);
    expect(await eventsOf(story, number)).toEqual(['rating offered', 'rating withdrawn', 'rating offered']);
  });

  it('loses its buttons when its time is over, and says what counts', async () => {
    const { chat, advance } = story;
    await chat.command('mira', 'rate', { ticket: '1', score: '4' });
    advance(3 * DAY);
    const over = await chat.sees(({ text }) => text.includes('You answered 4 of 5 (Good) about INC-1'));
    expect(over.buttons).toEqual([]);
    const late = await chat.command('mira', 'rate', { ticket: '1', score: '1' });
    expect(late.kind === 'answer' && textOf(late.message)).toContain('cannot be rated now');
    expect((await statesOf(story, '1')).at(-1)).toBe('rating delivered opened answered expired');
  });

  it('is not asked about a ticket that was reopened before it was time', async () => {
    const { chat, advance } = story;
    const { number } = await resolved(chat, 'Printer');
    await chat.command('mira', 'reopen', { ticket: number });
    advance(2 * 3_600_000);
    await expect.poll(() => eventsOf(story, number)).toEqual(['rating not offered']);
    expect(await violations(story.desk.db.pool)).toEqual([]);
  });
});

describe('a person who was asked lately', () => {
  let story: Opened;
  beforeAll(async () => {
    story = await opened({ RATING_COOL_DOWN: '1d', ADVOCACY_SAMPLE: '100' });
  });
  afterAll(() => story.desk.stop());

  it('is left in peace, even when two of their tickets are resolved in the same moment', async () => {
    const { chat, advance } = story;
    const numbers: string[] = [];
    for (const subject of ['One', 'Two', 'Three']) {
      const outcome = await chat.command('mira', 'open', { subject });
      numbers.push(outcome.kind === 'answer' ? (/INC-(\d+)/.exec(textOf(outcome.message))?.[1] ?? '') : '');
    }
    await Promise.all(numbers.map((ticket) => chat.command('sam', 'resolve', { ticket, code: 'solved' }, 'agents')));
    await expect
      .poll(async () => (await Promise.all(numbers.map((one) => eventsOf(story, one)))).flat().sort())
      .toEqual(['rating not offered', 'rating not offered', 'rating offered']);
    expect((await story.desk.db.pool.query('select kind from survey')).rows).toEqual([{ kind: 'advocacy' }]);
    advance(2 * DAY);
    const { number } = await resolved(chat, 'Four');
    await expect.poll(() => statesOf(story, number)).toEqual(['rating delivered']);
  });
});

describe('a question from 0 to 10', () => {
  let story: Opened;
  beforeAll(async () => {
    story = await opened({ EXPERIENCE_SAMPLE: '100', LEADS: 'plain:lee' });
  });
  afterAll(() => story.desk.stop());

  it('is offered, delivered, opened and answered, each by itself, and only by the one who was asked', async () => {
    const { chat, desk } = story;
    const { number, thread } = await resolved(chat, 'Slow laptop');
    await chat.sees((one) => one.address === thread && asks(one, 'open survey'));
    await expect.poll(() => statesOf(story, number)).toEqual(['experience delivered']);
    const stranger = await chat.command('olu', 'answer survey', { ticket: number, score: '10' });
    expect(stranger.kind === 'answer' && textOf(stranger.message)).toContain('find no ticket');
    await chat.command('mira', 'open survey', { ticket: number });
    expect(await statesOf(story, number)).toEqual(['experience delivered opened']);
    await chat.command('mira', 'answer survey', { ticket: number, score: '3' });
    await chat.command('mira', 'explain survey', { ticket: number, factor: 'speed', lost: '90' });
    await chat.command('mira', 'answer survey', { ticket: number, score: '4' });
    expect(await statesOf(story, number)).toEqual(['experience delivered opened answered']);
    const { rows } = await desk.db.pool.query('select score, factor, lost_minutes from rating order by id');
    expect(rows).toEqual([
      { score: 3, factor: null, lost_minutes: null },
      { score: 3, factor: 'speed', lost_minutes: 90 },
      { score: 4, factor: null, lost_minutes: null },
    ]);
    expect(chat.shown.filter(({ text }) => text.includes('4 of 10') || text.includes('3 of 10'))).toEqual([]);
    expect((await chat.command('mira', 'answer survey', { ticket: number, score: '11' })).kind).toBe('problems');
    expect(await violations(desk.db.pool)).toEqual([]);
  });
});

describe('a low rating', () => {
  let story: Opened;
  beforeAll(async () => {
    story = await opened({ LEADS: 'plain:lee' });
  });
  afterAll(() => story.desk.stop());

  it('becomes a task of the lead, with the history and without the notes, and its outcome is kept', async () => {
    const { chat, desk } = story;
    await chat.command('lee', 'list', {}, 'agents');
    const outcome = await chat.command('mira', 'open', { subject: 'No sound' });
    await chat.command('lee', 'list', {}, 'agents');
    expect(outcome.kind).toBe('answer');
    await chat.command('sam', 'reply', { ticket: '1', text: 'Try the other socket' }, 'agents');
    await chat.command('sam', 'note', { ticket: '1', text: 'canary-5c1' }, 'agents');
    await chat.command('lee', 'note', { ticket: '1', text: 'canary-5c2' }, 'agents');
    await chat.command('sam', 'resolve', { ticket: '1', code: 'solved' }, 'agents');
    await chat.command('mira', 'rate', { ticket: '1', score: '1' });
    const task = await chat.sees(
      ({ address, buttons }) => address === 'plain:@lee' && buttons.length === 2,
      'the task',
    );
    expect(task.text).toContain('1 of 5 (Poor)');
    expect(task.text).toContain('Try the other socket');
    expect(task.text).not.toContain('canary');
    const bySam = await chat.command('sam', 'settle', { ticket: '1', outcome: 'recovered' }, 'agents');
    expect(bySam.kind === 'answer' && textOf(bySam.message)).toContain('for those who lead the desk');
    const byLee = await chat.command('lee', 'settle', { ticket: '1', outcome: 'recovered' }, 'direct');
    expect(byLee.kind === 'answer' && textOf(byLee.message)).toContain('counts as recovered');
    expect(await eventsOf(story, '1')).toEqual(['rating offered', 'rated', 'follow-up opened', 'follow-up settled']);
    expect((await desk.db.pool.query('select follow_up from ticket')).rows).toEqual([{ follow_up: 'recovered' }]);
  });
});
