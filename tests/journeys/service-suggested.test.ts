import { afterAll, beforeAll, expect, it } from 'vitest';
import { type PlainAdapter, plainAdapter, textOf } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

let chat: PlainAdapter;
let desk: RunningDesk;

beforeAll(async () => {
  chat = plainAdapter();
  desk = await startDesk([chat], { env: { DUPLICATES: 'on', SERVICES: 'Network,Mail' } });
});
afterAll(() => desk.stop());

const open = async (who: string, subject: string, service?: string): Promise<string> => {
  const outcome = await chat.command(who, 'open', { subject, ...(service === undefined ? {} : { service }) });
  const said = outcome.kind === 'answer' ? textOf(outcome.message) : outcome.kind;
  return /INC-\d+/.exec(said)?.[0] ?? expect.fail(said);
};
const guessed = (id: string) => chat.sees(({ text }) => text.startsWith(`${id} may be about`), `what ${id} is about`);

it('suggests to agents the service of past tickets that sounded like it, and sets it when one of them presses', async () => {
  for (const who of ['kai', 'ben']) {
    const past = await open(who, 'The tunnel to the branch drops every ten minutes', 'Network');
    await chat.command('sam', 'resolve', { ticket: past, code: 'solved' }, 'agents');
  }
  await open('lea', 'Please order a new chair', 'Mail');
  const id = await open('mira', 'Our tunnel to the branch drops every few minutes');
  const guess = await guessed(id);
  expect(guess).toMatchObject({ audience: 'agents', address: expect.stringMatching(/^plain:agents\//) });
  expect(guess.text).toContain(`${id} may be about Network.`);
  expect(guess.buttons).toMatchObject([{ intent: 'service', params: { ticket: id.slice(4), service: 'Network' } }]);
  expect(chat.shown.some(({ address, text }) => address.startsWith('plain:@') && text.includes('may be about'))).toBe(
    false,
  );

  const { rows } = await desk.db.pool.query('select service from ticket where number = $1', [Number(id.slice(4))]);
  expect(rows).toEqual([{ service: null }]);
  await chat.command('sam', 'service', { ticket: id, service: 'Network' }, 'agents');
  await chat.sees(({ address, text }) => address === guess.address && text.includes('Service: Network'), 'the card');
});

it('goes by the words of the catalogue first, and says nothing where somebody said it or nothing tells', async () => {
  const told = await open('kai', 'The tunnel to the branch drops every ten minutes', 'Network');
  const unlike = await open('olu', 'Where do I hand in my old badge');
  const named = await open('ben', 'my mails to the branch bounce');
  expect((await guessed(named)).text).toContain('Mail');
  for (const id of [told, unlike])
    expect(chat.shown.some(({ text }) => text.startsWith(`${id} may be about`))).toBe(false);
});
