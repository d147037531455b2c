import { describe, expect, test } from 'vitest';
import { Unavailable } from '../../../src/errors.ts';
import { card, lineOf, opening, openPlayground, overhear } from './support.ts';

const count = (text: string, part: string): number => text.split(part).length - 1;

describe('after a restart', () => {
  test('every message is there, in order, and a delivery tried again is known', async () => {
    const before = await openPlayground();
    await before.gesture(lineOf('mira', 'help', 'first'));
    const sent = await before.adapter.send(opening('k1', '@mira', 'second'));
    await before.gesture(lineOf('mira', '@mira', 'third', { thread: sent.remote }));
    await before.close();

    const after = await openPlayground(before.desk);
    expect(await after.adapter.send({ ...opening('k1', '@mira', 'second'), tried: new Date() })).toEqual(sent);
    await after.gesture(lineOf('mira', 'help', 'fourth'));
    const heard = await overhear(after.url, 'mira', 'event: ready');
    const order = ['first', 'second', 'third', 'fourth'].map((text) => heard.indexOf(`"text":"${text}"`));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
    expect(count(heard, '"text":"second"')).toBe(1);
    await after.close();
  });

  test('a typed message repeated by its page is not there twice', async () => {
    const before = await openPlayground();
    const line = lineOf('mira', 'help', 'once is enough');
    await before.gesture(line);
    await before.close();
    const after = await openPlayground(before.desk);
    expect((await after.gesture(line)).status).toBe(200);
    expect(count(await overhear(after.url, 'mira', 'event: ready'), 'once is enough')).toBe(1);
    await after.close();
  });

  test('the desk hears what it had not heard before the stop', async () => {
    const before = await openPlayground();
    before.desk.answerWith(() => Promise.reject(new Unavailable(undefined)));
    await before.gesture(lineOf('mira', '@mira', 'said while the database was down'));
    await before.close();
    before.desk.answerWith(() => ({ kind: 'done' }));
    const after = await openPlayground(before.desk);
    expect(before.desk.heard).toHaveLength(2);
    expect(before.desk.heard[1]).toEqual(before.desk.heard[0]);
    await after.close();
    await (await openPlayground(before.desk)).close();
    expect(before.desk.heard).toHaveLength(2);
  });

  test('one kept message that cannot be read does not take the others with it', async () => {
    const before = await openPlayground();
    await before.adapter.send(card('k1', 'INC-7 fine'));
    await before.desk.keep(before.desk.joined[0] ?? ('' as never), 'message/000', '{half');
    const after = await openPlayground(before.desk);
    expect(await overhear(after.url, 'sam', 'event: ready')).toContain('INC-7 fine');
    expect(before.desk.lines).toMatchObject([{ level: 'error' }]);
    await Promise.all([before.close(), after.close()]);
  });

  test('while it stops, gestures are asked to come again, and send still works', async () => {
    const open = await openPlayground();
    await open.adapter.stop();
    expect((await open.gesture(lineOf('mira', 'help', 'too late'))).status).toBe(503);
    expect((await open.adapter.send(card('k1'))).thread).toBeDefined();
    await open.close();
  });
});
