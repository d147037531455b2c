import { describe, expect, test } from 'vitest';
import {
  commandIn,
  commandOf,
  type Gesture,
  LONGEST_LINE,
  messageOf,
  readGesture,
} from '../../../adapters/playground/read.ts';
import { at } from './support.ts';

const NOON = new Date('2026-03-02T12:00:00Z');
const ID = '0b9f9a3c-1d2e-4f50-8a6b-7c8d9e0f1a2b';
const THREAD = '0jxk3v1q2w0';
const line = { who: 'mira', id: ID, kind: 'line', place: 'help', text: 'hello' };

const understood = (body: unknown): Gesture => {
  const gesture = readGesture(body);
  if ('error' in gesture) throw new Error(gesture.error);
  return gesture;
};

describe('a gesture', () => {
  test('is read with who, where and what', () => {
    const { person, channel, did } = understood(line);
    expect([person.who, channel.id, did]).toEqual(['mira', 'help', { kind: 'line', text: 'hello', files: [] }]);
  });

  test.each([
    ['no object', 'hello', 400],
    ['a list', [line], 400],
    ['nobody', { ...line, who: undefined }, 404],
    ['somebody unknown', { ...line, who: 'olu' }, 404],
    ['a name from the prototype', { ...line, who: '__proto__' }, 404],
    ['an unknown place', { ...line, place: 'secret' }, 404],
    ['a place that Mira cannot read', { ...line, place: 'it-triage' }, 404],
    ['somebody else’s direct messages', { ...line, place: '@kai' }, 404],
    ['no name of its own', { ...line, id: 'x' }, 400],
    ['a thread that cannot be one', { ...line, thread: '../x' }, 400],
    ['no text', { ...line, text: '  ' }, 400],
    ['too much text', { ...line, text: 'x'.repeat(LONGEST_LINE + 1) }, 400],
    ['an unknown kind', { ...line, kind: 'shout' }, 400],
    ['a press of nothing', { ...line, kind: 'press' }, 400],
    ['a form of numbers', { ...line, kind: 'submit', intent: 'open', params: { subject: 1 } }, 400],
  ])('of %s is refused with a sentence', (_, body, status) => {
    expect(readGesture(body)).toEqual({ status, error: expect.stringMatching(/^.+\.$/) });
  });

  test('in a place that may not be read is answered like one in a place that does not exist', () => {
    expect(readGesture({ ...line, place: 'it-triage' })).toEqual(readGesture({ ...line, place: 'no-such' }));
  });
});

describe('a line', () => {
  test('after /desk is about the desk as a whole', () => {
    expect(commandIn('/desk report last month')).toEqual({ line: 'report last month', command: 'desk' });
    expect(commandIn('/desktop is frozen')).toBeUndefined();
  });

  test.each([
    ['/ticket VPN drops', 'VPN drops'],
    ['  /ticket   status INC-1 ', 'status INC-1'],
    ['/ticket', ''],
    ['/ticket\nseveral\nlines', 'several\nlines'],
  ])('%j is a command', (text, command) => {
    expect(commandIn(text)).toEqual({ line: command });
  });

  test.each(['/tickets are gone', 'see /ticket', '/etc/hosts is broken', 'ticket'])('%j is not', (text) => {
    expect(commandIn(text)).toBeUndefined();
  });
});

describe('what the desk hears', () => {
  test('a command in #help: public, answered at home, named by its gesture', () => {
    expect(commandOf(understood(line), 'status', { ticket: '1' }, NOON)).toEqual({
      key: `playground:mira:${ID}`,
      at: NOON,
      from: { account: 'playground:demo:mira', name: 'Mira', locale: 'en' },
      place: { tenant: 'playground:demo', side: 'public', address: at('help'), home: at('@mira') },
      said: { kind: 'command', intent: 'status', params: { ticket: '1' } },
    });
  });

  test('a command in the thread of a card comes with the thread, on the agents’ side', () => {
    const gesture = understood({ ...line, who: 'sam', place: 'it-triage', thread: THREAD });
    expect(commandOf(gesture, 'claim', {}, NOON).place).toMatchObject({
      side: 'agents',
      address: at('it-triage'),
      thread: at('it-triage', THREAD),
    });
  });

  test('a direct message starts a thread of its own, and is named by place and message', () => {
    const heard = messageOf('mira', { channel: '@mira' }, THREAD, 'my screen is dark', NOON);
    expect(heard).toMatchObject({
      key: `${at('@mira')}:${THREAD}`,
      place: { side: 'direct', address: at('@mira'), thread: at('@mira', THREAD), home: at('@mira') },
      said: { kind: 'message', text: 'my screen is dark', remote: THREAD },
    });
  });

  test('a message in a ticket’s thread is in that thread', () => {
    const heard = messageOf('kai', { channel: '@kai', thread: THREAD }, '0jxk3v1q2w9', 'still dark', NOON);
    expect(heard?.place.thread).toBe(at('@kai', THREAD));
  });
});
