import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Address, Button, Outcome } from '../../src/adapter.ts';
import { packed, unpacked } from '../../src/desk/numbers.ts';
import { type PlainAdapter, plainAdapter, textOf } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

const DAY_MS = 86_400_000;
const answer = (outcome: Outcome): string => (outcome.kind === 'answer' ? textOf(outcome.message) : outcome.kind);

it('are named by a button in few signs, whatever their numbers, and nothing else is read out of it', () => {
  const numbers = fc.uniqueArray(fc.integer({ min: 2, max: 999_999_999 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 60 }), (some, most) => {
      const [first = 1, ...rest] = [1, ...some].toSorted((a, b) => a - b);
      const text = packed(first, rest, most);
      expect(text.length).toBeLessThanOrEqual(most);
      if (text !== '') expect(unpacked(first, text)).toEqual(rest.slice(0, text.split('.').length));
    }),
  );
  expect(packed(4_711, [4_712, 4_713, 4_715, 4_750], 20)).toBe('1.1.2.z');
  for (const text of ['', '.', '0', '1..2', '-1', 'A', '1.2.9999999']) expect(unpacked(1, text), text).toBeUndefined();
});

describe('two tickets about the same', () => {
  let chat: PlainAdapter;
  let desk: RunningDesk;
  let ahead = 0;
  beforeAll(async () => {
    chat = plainAdapter();
    desk = await startDesk([chat], { env: { DUPLICATES: 'on' }, now: () => new Date(Date.now() + ahead) });
  });
  afterAll(() => desk.stop());

  const opened = async (who: string, subject: string) => {
    const said = answer(await chat.command(who, 'open', { subject }));
    const number = Number(/INC-(\d+)/.exec(said)?.[1] ?? expect.fail(said));
    const { address: thread } = await chat.sees(
      ({ address, text }) => address.startsWith(`plain:@${who}/`) && text.includes(`INC-${number} ·`),
      `the thread of ${who}`,
    );
    return { number, thread };
  };
  const byAgent = (intent: string, params: Record<string, string>) => chat.command('sam', intent, params, 'agents');
  const pressed = (button: Button | undefined) =>
    byAgent(button?.intent ?? 'no such button', button?.params as Record<string, string>);
  const typed = (line: string) => {
    const { intent, params } = chat.desk.parse(line);
    return byAgent(intent, params as Record<string, string>);
  };
  const told = (thread: Address, part: string) =>
    chat.sees(({ address, text }) => address === thread && text.includes(part), part);
  const row = async (number: number) =>
    (
      await desk.db.pool.query(
        'select status, resolution_code as code, duplicate_of as of, duplicates as has from ticket where number = $1',
        [number],
      )
    ).rows[0];
  const settled = (number: number, what: object) =>
    expect.poll(() => row(number), { timeout: 5_000 }).toMatchObject(what);
  const events = async (number: number) =>
    (await desk.db.pool.query('select event, detail from timeline where ticket = $1 order by id', [number]))
      .rows as readonly { readonly event: string; readonly detail: Record<string, unknown> | null }[];
  const status = async (who: string, number: number, where: 'agents' | 'help' = 'help') =>
    answer(await chat.command(who, 'status', { ticket: String(number) }, where));

  it('are linked by the press of an agent who is told that they are alike, and both show it, but nothing of one to the other’s requester', async () => {
    const first = await opened('mira', 'Payroll of Zaphod is wrong, he earns 4711');
    const second = await opened('olu', 'Payroll of Zaphod is wrong');
    const hint = await chat.sees(({ text }) => text.startsWith(`INC-${second.number} looks like`), 'the suggestion');
    const button = hint.buttons.find(({ label }) => label === `Duplicate of INC-${first.number}`);
    expect(answer(await pressed(button))).toContain(
      `INC-${second.number} is resolved as a duplicate of INC-${first.number}`,
    );
    expect(await row(second.number)).toEqual({ status: 'resolved', code: 'duplicate', of: first.number, has: null });
    expect(await row(first.number)).toMatchObject({ status: 'new', has: [second.number] });
    const { text } = await told(second.thread, 'Others have reported the same');
    expect(text).not.toMatch(new RegExp(`4711|INC-${first.number}\\b|mira`));
    expect(await status('sam', second.number, 'agents')).toContain(`Duplicate of INC-${first.number}.`);
    expect(await status('sam', first.number, 'agents')).toContain(`The same, linked: INC-${second.number}.`);
    const theirs = await status('olu', second.number);
    expect(theirs).toContain('It goes on together with another ticket');
    expect(theirs).not.toMatch(new RegExp(`INC-${first.number}\\b|4711`));
    expect(await status('mira', first.number)).not.toContain(`INC-${second.number}`);
    expect((await events(second.number)).at(-1)).toMatchObject({
      event: 'resolved',
      detail: { of: first.number, by: 'sam' },
    });
    expect((await events(first.number)).at(-1)).toMatchObject({
      event: 'duplicate linked',
      detail: { duplicate: second.number, by: 'sam' },
    });
    // Nobody is asked how it was, and nothing is closed, while the other is open.
    ahead += 30 * DAY_MS;
    await byAgent('resolve', { ticket: String(first.number), code: 'solved', summary: 'Paid 4711 again' });
    const over = await told(second.thread, `What you reported in INC-${second.number} has been solved.`);
    expect(over.text).not.toContain('4711');
    await told(second.thread, 'How was the help');
    expect(over.buttons.map(({ intent }) => intent)).toEqual(['reopen']);
    expect(await row(second.number)).toMatchObject({ status: 'resolved', of: first.number });
    expect(
      chat.shown.filter(({ address, text: said }) => address === second.thread && said.includes('has been solved')),
    ).toHaveLength(1);
  });

  it('are two again when the second is reopened, and it hears nothing of the first any more', async () => {
    const first = await opened('mira', 'Espresso machine is on strike');
    const second = await opened('olu', 'No coffee');
    expect(answer(await typed(`duplicate INC-${second.number} of INC-${first.number}`))).toContain('as a duplicate of');
    await chat.say('olu', 'No, it is the tea', second.thread);
    await settled(second.number, { status: 'new', code: null, of: null });
    await settled(first.number, { has: null });
    expect((await events(first.number)).at(-1)).toMatchObject({
      event: 'duplicate unlinked',
      detail: { duplicate: second.number },
    });
    await byAgent('resolve', { ticket: String(first.number), code: 'solved' });
    await told(first.thread, 'as solved');
    expect(chat.at(second.thread).some(({ text }) => text.includes('has been solved'))).toBe(false);
    expect(await row(second.number)).toMatchObject({ status: 'new' });
  });

  it('of one person are told by their number; what ended without a solution is not called solved', async () => {
    const first = await opened('kim', 'Chair squeaks');
    const second = await opened('kim', 'Chair squeaks loudly');
    await typed(`duplicate ${second.number} ${first.number}`);
    await told(second.thread, `INC-${second.number} is the same as your INC-${first.number}`);
    await byAgent('resolve', { ticket: String(first.number), code: 'cancelled' });
    await told(second.thread, 'has ended without a solution');
    expect(chat.at(second.thread).some(({ text }) => text.includes('has been solved'))).toBe(false);
  });

  it('are refused where that cannot be, in words', async () => {
    const a = await opened('mira', 'Abacus');
    const b = await opened('olu', 'Slide rule');
    const c = await opened('kai', 'Sextant');
    expect(answer(await typed(`duplicate ${a.number} of ${a.number}`))).toContain('cannot be a duplicate of itself');
    expect(answer(await typed(`duplicate ${a.number} of 99999`))).toContain('no ticket INC-99999');
    expect(
      answer(await chat.command('mira', 'duplicate', { ticket: String(a.number), of: String(b.number) })),
    ).toContain('for agents');
    expect(
      answer(await chat.command('olu', 'duplicate', { ticket: String(a.number), of: String(b.number) })),
    ).toContain(`no ticket INC-${a.number}`);
    await typed(`duplicate ${a.number} of ${b.number}`);
    expect(answer(await typed(`duplicate ${c.number} of ${a.number}`))).toContain(
      `INC-${a.number} is itself a duplicate of INC-${b.number}`,
    );
    expect(answer(await typed(`duplicate ${b.number} of ${a.number}`))).toContain('is itself a duplicate');
    expect(answer(await typed(`duplicate ${a.number} of ${c.number}`))).toContain('resolved already');
    // Two agents who each make one the duplicate of the other, in the same instant: one of them comes second.
    const d = await opened('lea', 'Astrolabe');
    const both = await Promise.all([
      typed(`duplicate ${c.number} of ${d.number}`),
      typed(`duplicate ${d.number} of ${c.number}`),
    ]);
    expect(both.map(answer).filter((one) => one.includes('as a duplicate of'))).toHaveLength(1);
    const rows = [await row(c.number), await row(d.number)];
    expect(rows.filter(({ of }) => of !== null)).toHaveLength(1);
  });

  it('of a crowd are linked by one press, told when it is over, and those of a linked one as well', async () => {
    const people = ['una', 'ben', 'cid', 'dot'];
    const all = [];
    for (const who of people) all.push(await opened(who, 'The lighthouse is dark tonight'));
    const [main, ...rest] = all;
    const last = rest.at(-1);
    const hint = await chat.sees(({ text }) => text.startsWith(`INC-${last?.number} looks like`), 'the suggestion');
    expect(hint.text).toContain('4 people');
    const button = hint.buttons.find(({ label }) => label === `Link all 3 to INC-${main?.number}`);
    expect(answer(await pressed(button))).toContain(`to INC-${main?.number}`);
    for (const one of rest) await settled(one.number, { status: 'resolved', of: main?.number });
    await settled(main?.number ?? 0, { has: rest.map(({ number }) => number) });
    const root = await opened('eve', 'Power cut at the coast');
    await typed(`duplicate ${main?.number} of ${root.number}`);
    await byAgent('resolve', { ticket: String(root.number), code: 'workaround' });
    for (const one of all) await told(one.thread, `What you reported in INC-${one.number} has been solved.`);
    for (const one of all)
      expect(chat.at(one.thread).filter(({ text }) => text.includes('has been solved'))).toHaveLength(1);
  });
});
