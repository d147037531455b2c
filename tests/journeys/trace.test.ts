import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Log } from '../../src/adapter.ts';
import { type PlainAdapter, plainAdapter } from '../support/plain-adapter.ts';
import { type RunningDesk, startDesk } from '../support/running-desk.ts';

interface Line {
  readonly event: string;
  readonly trace?: string;
  readonly remote?: string;
  readonly [field: string]: unknown;
}

describe('one message in the log', () => {
  const lines: Line[] = [];
  const told = (fields: object, event: string): void => void lines.push({ ...fields, event });
  const log: Log = { debug: told, info: told, warn: told, error: told };
  let chat: PlainAdapter;
  let desk: RunningDesk;
  beforeAll(async () => {
    chat = plainAdapter();
    desk = await startDesk([chat], {
      log,
      model: async ({ purpose }) => ({
        answer: { proposal: { intent: 'open', subject: 'florble' }, confidence: 0.9 },
        shown: { purpose, model: 'any', text: '{}', size: 2, left: {}, outcome: 'answered', ms: 1 },
        restore: (text) => text,
      }),
    });
  });
  afterAll(() => desk?.stop());

  const TEXT = 'my laptop does not connect to the VPN since this morning';
  const of = (trace: string | undefined): readonly Line[] => lines.filter((line) => line.trace === trace);
  const deliveriesTold = () => lines.reduce((sum, { deliveries = 0 }) => sum + Number(deliveries), 0);
  const until = async (fits: () => boolean): Promise<void> => {
    while (!fits()) await new Promise((look) => setTimeout(look, 10));
  };

  it('goes by one name from where it was heard to all that was shown because of it', async () => {
    await chat.say('mira', TEXT);
    const [heard] = lines.filter(({ event }) => event === 'heard');
    const trace = heard?.trace;
    expect(heard).toMatchObject({ platform: 'plain', said: 'message', means: 'open', trace: expect.any(String) });
    const [decided] = of(trace).filter(({ event }) => event === 'decided');
    expect(decided).toMatchObject({ outcome: 'done', batch: 1 });
    const deliveries = Number(decided?.['deliveries']);
    expect(deliveries).toBeGreaterThanOrEqual(3);
    await until(() => of(trace).filter(({ event }) => event === 'shown').length === deliveries);
    // What the platform shows, it shows under the name that the log gives.
    const remotes = of(trace).flatMap(({ event, remote }) => (event === 'shown' && remote ? [remote] : []));
    expect(remotes).toEqual(expect.arrayContaining(chat.shown.map(({ remote }) => remote)));
    expect(of(trace).map(({ event }) => event)).toEqual(['heard', 'decided', ...Array(deliveries).fill('shown')]);
  });

  it('keeps that name when it is told again, and when it waits for the model', async () => {
    await chat.say('olu', 'florble the wibble');
    await chat.sees(({ text }) => text.includes('florble'), 'what was made of it');
    const { trace } = lines.findLast(({ event }) => event === 'heard') ?? {};
    await until(() => of(trace).filter(({ event }) => event === 'decided').length === 2);
    const steps = of(trace).map(({ event }) => event);
    expect(steps.filter((event) => event !== 'shown')).toEqual([
      'heard',
      'decided',
      'taken up',
      'understood',
      'decided',
    ]);
  });

  it('goes by it when it could not be shown', async () => {
    await until(() => lines.filter(({ event }) => event === 'shown').length === deliveriesTold());
    chat.failWith(({ op }) => (op === 'post' ? { fault: { kind: 'refused' } } : undefined));
    await chat.command('sam', 'note', { ticket: '1', text: 'not to be shown' }, 'agents');
    const { trace } = lines.findLast(({ event }) => event === 'heard') ?? {};
    await until(() => of(trace).some(({ event }) => event === 'a delivery was given up'));
    chat.failWith(undefined);
    expect(of(trace).map(({ event }) => event)).toEqual(
      expect.arrayContaining(['heard', 'decided', 'a delivery failed', 'a delivery was given up']),
    );
    const { rows } = await desk.db.pool.query('select trace from dead_letter');
    expect(rows).toEqual([{ trace }]);
  });

  it('has nothing in it of what was said', () => {
    expect(JSON.stringify(lines)).not.toMatch(/laptop|VPN|wibble|not to be shown/);
  });
});
