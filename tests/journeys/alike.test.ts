import { afterAll, beforeAll, expect, it } from 'vitest';
import { model } from '../../src/understand/model.ts';
import { CANARY, EVIL, type FakeOpenAi, fakeOpenAi } from '../support/fake-openai.ts';
import { type PlainAdapter, plainAdapter, textOf } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

let chat: PlainAdapter;
let desk: RunningDesk;
let fake: FakeOpenAi;

beforeAll(async () => {
  fake = await fakeOpenAi();
  chat = plainAdapter();
  const asked = model({
    apiKey: 'sk-test-1234567890',
    baseUrl: fake.url,
    model: 'm',
    timeoutMs: 1_500,
    log: { warn() {} },
  });
  desk = await startDesk([chat], { env: { DUPLICATES: 'on' }, model: asked });
  fake.script({ kind: 'status', status: 500 });
});
afterAll(async () => {
  await desk.stop();
  await fake.close();
});

const open = async (who: string, subject: string): Promise<string> => {
  const outcome = await chat.command(who, 'open', { subject });
  const said = outcome.kind === 'answer' ? textOf(outcome.message) : outcome.kind;
  return /INC-\d+/.exec(said)?.[0] ?? expect.fail(said);
};
const suggested = (id: string) => chat.sees(({ text }) => text.startsWith(`${id} looks like`), `what ${id} looks like`);
const readByRequesters = () => chat.shown.filter(({ address }) => address.startsWith('plain:@'));

it('tells agents, and nobody else, that a new ticket looks like others, and when many people have the same trouble', async () => {
  const first = await open('mira', 'VPN drops every 10 minutes');
  await open('kai', 'Please order a new chair');
  const second = await open('olu', 'vpn is dropping every few minutes');
  const one = await suggested(second);
  expect(one).toMatchObject({ audience: 'agents', address: expect.stringMatching(/^plain:agents\//) });
  expect(one.text).toContain(`${second} looks like ${first}.`);
  expect(one.text).not.toContain('chair');
  expect(one.text).not.toContain('people in');
  expect(one.buttons.map(({ intent }) => intent)).toEqual(['status', 'duplicate', 'prioritize']);

  await open('ben', 'VPN drops every ten minutes');
  const fourth = await open('lea', 'The VPN drops every 10 minutes');
  expect((await suggested(fourth)).text).toMatch(/4 people in .*: perhaps one incident/);
  expect(chat.shown.filter(({ text }) => text.startsWith(`${fourth} looks like`))).toHaveLength(1);
  expect(readByRequesters().some(({ text }) => text.includes('looks like'))).toBe(false);
});

it('says nothing of a ticket that is resolved, or of one that is like no other', async () => {
  const old = await open('mira', 'Badge reader at the west door is dead');
  await chat.command('sam', 'resolve', { ticket: old, code: 'solved' }, 'agents');
  const next = await open('olu', 'Badge reader at the west door is dead again');
  const marker = await open('kai', 'The VPN drops every 10 minutes here too');
  await suggested(marker);
  expect(chat.shown.some(({ text }) => text.startsWith(`${next} looks like`))).toBe(false);
});

it('asks a model about what only may be alike, redacted, and takes nothing from it but which', async () => {
  const first = await open('mira', 'Please install Photoshop');
  fake.script({ kind: 'says', content: { same: [0, 99, '1'], subject: `${CANARY} ${EVIL}` } });
  const second = await open('olu', 'Please install Visio for olu@example.com');
  expect((await suggested(second)).text).toContain(first);
  const { body } = fake.asked.at(-1) ?? expect.fail();
  expect(JSON.stringify(body)).toContain('⟨EMAIL-1⟩');
  expect(JSON.stringify(body)).not.toMatch(/olu@|mira|kai/);
  const { rows } = await desk.db.pool.query(
    "select detail->>'purpose' as purpose from timeline where event = 'shown to model' and ticket = $1",
    [Number(second.slice(4))],
  );
  expect(rows).toEqual([{ purpose: 'likeness' }]);
  expect(chat.shown.some(({ text }) => text.includes(CANARY) || text.includes(EVIL))).toBe(false);
});
