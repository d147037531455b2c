import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Unavailable } from '../../../src/errors.ts';
import { DRAWN, ILLUSTRATED } from '../../support/drawn.ts';
import { at, card, fresh, lineOf, type Opened, openPlayground, overhear } from './support.ts';

let open: Opened;
beforeEach(async () => {
  open = await openPlayground();
});
afterEach(() => open.close());

const count = (text: string, part: string): number => text.split(part).length - 1;

describe('a slash line', () => {
  test('that lacks something opens its form, filled in as far as it was typed', async () => {
    const { status, body } = await open.gesture(lineOf('mira', 'help', '/ticket VPN drops'));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      kind: 'form',
      form: { intent: 'open', fields: [{ name: 'subject', value: 'VPN drops' }, {}, {}] },
    });
    expect(open.desk.heard).toEqual([]);
  });

  test('that lacks nothing is run, and its answer is whispered to whoever typed it', async () => {
    open.desk.answerWith(() => ({
      kind: 'answer',
      message: { audience: 'everyone', lines: [{ kind: 'text', text: 'two open tickets' }] },
    }));
    const { body } = await open.gesture(lineOf('kai', 'support', '/ticket list'));
    expect(body).toEqual({ kind: 'done' });
    expect(await overhear(open.url, 'kai', 'event: ready')).toContain('two open tickets');
    expect(await overhear(open.url, 'mira', 'event: ready')).not.toContain('two open tickets');
  });

  test('that the desk cannot take is told why, privately', async () => {
    open.desk.answerWith(() => ({ kind: 'problems', problems: [{ field: 'ticket', text: 'INC-x is no ticket.' }] }));
    await open.gesture(lineOf('kai', 'support', '/ticket status INC-x'));
    expect(await overhear(open.url, 'kai', 'event: ready')).toContain('INC-x is no ticket.');
  });
});

describe('/desk', () => {
  test('is about the desk as a whole, and its answer may have a picture, for whoever asked alone', async () => {
    open.desk.answerWith(() => ILLUSTRATED);
    await open.gesture(lineOf('sam', 'it-triage', '/desk report last month'));
    expect(open.desk.heard).toMatchObject([{ said: { intent: 'report', params: { line: 'report last month' } } }]);
    const heard = await overhear(open.url, 'sam', 'event: ready');
    const id = /"id":"([0-9a-f]{32})"/.exec(heard)?.[1];
    expect(heard).toContain(DRAWN.alt);
    const shown = await fetch(`${open.url}file/${id}?who=sam`);
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await shown.arrayBuffer()).equals(Buffer.from(await DRAWN.read()))).toBe(true);
    expect((await fetch(`${open.url}file/${id}?who=mira`)).status).toBe(404);
  });
});

describe('a form', () => {
  const submit = {
    who: 'mira',
    kind: 'submit',
    place: 'help',
    intent: 'open',
    params: { subject: 'VPN', description: '' },
  };

  test('arrives as one command', async () => {
    await open.gesture({ ...submit, id: fresh() });
    expect(open.desk.heard).toMatchObject([
      {
        said: { kind: 'command', intent: 'open', params: { subject: 'VPN', description: '' } },
        place: { side: 'public' },
      },
    ]);
  });

  test('with problems gets them back, field by field', async () => {
    const problems = [{ field: 'subject', text: 'Say what is wrong.' }];
    open.desk.answerWith(() => ({ kind: 'problems', problems }));
    expect((await open.gesture({ ...submit, id: fresh() })).body).toEqual({ kind: 'problems', problems });
  });

  test('sent again after a lost answer changes nothing', async () => {
    const again = { ...submit, id: fresh() };
    await Promise.all([open.gesture(again), open.gesture(again)]);
    await open.gesture(again);
    expect(open.desk.heard).toHaveLength(1);
  });
});

describe('a press', () => {
  test('of a sealed button is the command in it, in the thread of its message', async () => {
    const { remote } = await open.adapter.send(card('k1'));
    const value = open.desk.seal(open.desk.joined[0] ?? ('' as never), 'claim', { ticket: '1' });
    await open.gesture({ who: 'sam', id: fresh(), kind: 'press', place: 'it-triage', thread: remote, value });
    expect(open.desk.heard).toMatchObject([
      {
        said: { intent: 'claim', params: { ticket: '1' } },
        place: { side: 'agents', thread: at('it-triage', remote) },
      },
    ]);
  });

  test('of a button that still lacks something opens its form first', async () => {
    const value = open.desk.seal(open.desk.joined[0] ?? ('' as never), 'resolve', { ticket: '1' });
    const { body } = await open.gesture({ who: 'sam', id: fresh(), kind: 'press', place: 'it-triage', value });
    expect(body).toMatchObject({ kind: 'form', form: { intent: 'resolve' }, params: { ticket: '1' } });
  });

  test('of a button that the desk did not seal is told so, privately', async () => {
    await open.gesture({
      who: 'sam',
      id: fresh(),
      kind: 'press',
      place: 'it-triage',
      value: 'claim?ticket=1.slack:T1',
    });
    expect(open.desk.heard).toEqual([]);
    expect(await overhear(open.url, 'sam', 'event: ready')).toContain('(stale button)');
  });
});

describe('a message', () => {
  test('is in the chat, and heard by the desk, once, however often it is sent', async () => {
    const line = lineOf('mira', '@mira', 'my screen is dark');
    await Promise.all([open.gesture(line), open.gesture(line)]);
    expect(open.desk.heard).toHaveLength(1);
    expect(open.desk.heard[0]).toMatchObject({
      said: { kind: 'message', text: 'my screen is dark' },
      place: { side: 'direct' },
    });
    expect(count(await overhear(open.url, 'mira', 'event: ready'), 'my screen is dark')).toBe(1);
  });

  test('in a thread that is not there is refused', async () => {
    const { status } = await open.gesture(lineOf('mira', '@mira', 'hello?', { thread: '0jxk3v1q2w0' }));
    expect(status).toBe(404);
  });

  test('in a thread of another channel is refused like one that is not there', async () => {
    const { remote } = await open.adapter.send(card('k1'));
    const { status, body } = await open.gesture(lineOf('mira', '@mira', 'hello?', { thread: remote }));
    expect([status, body]).toEqual([404, { error: 'There is no such thread.' }]);
  });

  test('that the database cannot take is answered 503, and heard at the next try of the same gesture', async () => {
    open.desk.answerWith(() => Promise.reject(new Unavailable(undefined)));
    const line = lineOf('mira', '@mira', 'is anybody there');
    expect(await open.gesture(line)).toEqual({ status: 503, body: { error: '(unavailable)' } });
    open.desk.answerWith(() => ({ kind: 'done' }));
    expect((await open.gesture(line)).status).toBe(200);
    expect(new Set(open.desk.heard.map(({ key }) => key)).size).toBe(1);
    expect(count(await overhear(open.url, 'mira', 'event: ready'), 'is anybody there')).toBe(1);
  });

  test('that makes the desk fail is answered in words, and the next one is heard', async () => {
    open.desk.answerWith(() => Promise.reject(new Error('secret detail')));
    expect(await open.gesture(lineOf('mira', '@mira', 'one'))).toEqual({ status: 500, body: { error: '(failed)' } });
    open.desk.answerWith(() => ({ kind: 'done' }));
    expect((await open.gesture(lineOf('mira', '@mira', 'two'))).status).toBe(200);
  });
});
