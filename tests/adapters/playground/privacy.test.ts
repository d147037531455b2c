import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { card, lineOf, type Opened, opening, openPlayground, overhear } from './support.ts';

const CANARY = 'user is on the layoff list';

let open: Opened;
beforeEach(async () => {
  open = await openPlayground();
});
afterEach(() => open.close());

/** Everything that Sam's side of the desk says about the canary, in every way that it can. */
async function talkAmongAgents(): Promise<void> {
  const { thread, remote } = await open.adapter.send(card(`c-${Date.now()}`, CANARY));
  if (thread === undefined) throw new Error('no thread');
  const message = { audience: 'agents', lines: [{ kind: 'text', text: CANARY }] } as const;
  await open.adapter.send({ op: 'post', to: thread, side: 'agents', key: `n-${Date.now()}`, message });
  await open.adapter.send({ op: 'edit', to: thread, remote, side: 'agents', key: `e-${Date.now()}`, message });
  open.desk.answerWith(() => ({ kind: 'answer', message }));
  await open.gesture(lineOf('sam', 'it-triage', CANARY, { thread: remote }));
  await open.gesture(lineOf('sam', 'it-triage', '/ticket list'));
  await open.gesture(lineOf('sam', '@sam', CANARY));
}

describe('a note', () => {
  test.each(['mira', 'kai'])('is not in what %s gets, at first, live or on coming back', async (who) => {
    const live = overhear(open.url, who, 'the end');
    await overhear(open.url, who, 'event: ready');
    await talkAmongAgents();
    await open.adapter.send(opening('end', `@${who}`, 'the end'));
    const heard = await live;
    expect(heard).toContain('the end');
    const first = /id: (\S+)/.exec(heard)?.[1];
    for (const stream of [
      heard,
      await overhear(open.url, who, 'the end'),
      await overhear(open.url, who, 'the end', first),
    ]) {
      expect(stream).not.toContain(CANARY);
      expect(stream).not.toContain('it-triage');
    }
  });

  test('is in what Sam gets, or the test above proves nothing', async () => {
    await talkAmongAgents();
    expect(await overhear(open.url, 'sam', 'event: ready')).toContain(CANARY);
  });
});

test('what one requester writes and gets is not in what the other gets', async () => {
  await open.adapter.send(opening('k1', '@mira', 'for Mira only'));
  await open.gesture(lineOf('mira', '@mira', 'from Mira only'));
  const heard = await overhear(open.url, 'kai', 'event: ready');
  expect(heard).not.toMatch(/Mira only/);
});
