import { describe, expect, test } from 'vitest';
import type { InternalMessage, PublicMessage } from '../../src/adapter.ts';
import { formFor } from '../../src/draw.ts';
import { ticketNumber } from '../../src/form.ts';
import { buttonsOf, LANGUAGES, minutesFrom, NOW, read, sam, TICKETS, ticket, tone } from './samples.ts';

const words = LANGUAGES.en(tone());
const all = (message: PublicMessage | InternalMessage) => read(message).join('\n');
const labels = (message: PublicMessage | InternalMessage) => buttonsOf(message).map(({ label }) => label);
const state = (name: string) => TICKETS[name] ?? ticket();

describe('the cards', () => {
  test('an agent sees at a glance who, what, how urgent and until when', () => {
    const card = all(words.agentsCard(state('new')));
    for (const part of ['INC-12 · VPN drops', 'Mira', 'New', 'P3', 'nobody yet', '09:40', '10:40']) {
      expect(card).toContain(part);
    }
    expect(card).toContain('notes only through the Note button');
    expect(all(words.agentsCard(state('late')))).toContain('overdue');
    expect(all(words.agentsCard(state('rated')))).toContain('4 of 5');
  });

  test('an agent is offered what makes sense now', () => {
    const more = ['Assign', 'Priority', 'Wait', 'Snooze'];
    expect(labels(words.agentsCard(state('new')))).toEqual(['Claim', 'Reply', 'Note', 'Resolve', ...more]);
    expect(labels(words.agentsCard(state('answered')))).toEqual(['Reply', 'Note', 'Resolve', 'Release', ...more]);
    expect(labels(words.agentsCard(state('waiting for a third party')))).toContain('Resume');
    expect(labels(words.agentsCard(state('snoozed')))).toContain('Wake up');
    for (const one of Object.values(TICKETS)) {
      expect(buttonsOf(words.agentsCard(one)).length).toBeLessThanOrEqual(25);
    }
    expect(labels(words.agentsCard(state('resolved')))).toEqual(['Reopen', 'Make an article']);
    expect(labels(words.agentsCard(state('closed')))).toEqual(['Make an article']);
    const primary = (message: InternalMessage) => buttonsOf(message).find(({ style }) => style === 'primary')?.label;
    expect(primary(words.agentsCard(state('new')))).toBe('Claim');
    expect(primary(words.agentsCard(state('answered')))).toBe('Resolve');
  });

  test('a requester is offered what makes sense now', () => {
    expect(labels(words.requesterCard(state('new')))).toEqual(['Add a reply', 'Mark as solved']);
    expect(labels(words.requesterCard(state('resolved')))).toEqual(['Not solved? Reopen']);
    expect(labels(words.requesterCard(state('closed')))).toEqual([]);
    expect(all(words.requesterCard(state('closed')))).toContain('follow-up');
    const followed = all(words.requesterCard(state('followed')));
    expect(followed).toContain('Goes on in INC-15');
    expect(followed).not.toContain('follow-up');
  });

  test('a requester is promised a reply only while the promise can still be kept', () => {
    expect(all(words.requesterCard(state('new')))).toContain('Reply expected by Tue 24 Nov, 10:40.');
    expect(all(words.requesterCard(state('late')))).toContain('We are late');
    expect(all(words.requesterCard(state('in progress')))).toContain('Sam is working on it. Reply expected by');
    expect(all(words.requesterCard(state('answered')))).not.toContain('expected');
    expect(all(words.requesterCard(state('resolved')))).not.toContain('expected');
  });

  test('a requester marks it as solved by one press; an agent is asked how it ended', () => {
    const solved = buttonsOf(words.requesterCard(state('new'))).find(({ intent }) => intent === 'resolve');
    const ended = buttonsOf(words.agentsCard(state('new'))).find(({ intent }) => intent === 'resolve');
    expect(formFor('resolve', solved?.params ?? {}, words, false)).toBeUndefined();
    const asked = formFor('resolve', ended?.params ?? {}, words, false);
    expect(asked?.title).toBe('INC-12 · Resolve');
    expect(asked?.fields.map(({ name, required }) => [name, required])).toEqual([
      ['code', false],
      ['summary', false],
    ]);
  });

  test('an agent sees what a ticket waits for, until when it sleeps, and that a priority was set by hand', () => {
    expect(all(words.agentsCard(state('waiting for a third party')))).toContain('Waiting for a third party');
    expect(all(words.agentsCard(state('snoozed')))).toMatch(/Snoozed until\n.*14:00/);
    expect(all(words.agentsCard(state('of a priority set by hand')))).toContain('P1 (set by hand)');
  });

  test('the outcome is shown only while it holds', () => {
    expect(all(words.requesterCard(state('resolved')))).toContain('other* gateway');
    const reopened = { ...state('resolved'), status: 'in_progress' } as const;
    expect(all(words.requesterCard(reopened))).not.toContain('other* gateway');
  });
});

describe('on opening', () => {
  test('the ticket, its priority and what that means are in one sentence', () => {
    expect(read(words.opened(ticket({ number: 1 })))[0]).toBe('INC-1 open, P3, reply expected by 10:40.');
  });

  test('a message taken for a request can be withdrawn by one press', () => {
    const button = buttonsOf(words.openedFromMessage(ticket())).at(-1);
    expect(button).toMatchObject({ intent: 'resolve', params: { ticket: '12', code: 'cancelled' } });
  });

  test('an unsure desk keeps a text in the button only where it surely fits', () => {
    const opens = (text: string) => buttonsOf(words.unsure(text))[0]?.params;
    expect(opens('the thing  by the window')).toEqual({ subject: 'the thing by the window' });
    for (const text of ['x'.repeat(41), 'größer', 'say "hi"', 'back\\slash', '']) expect(opens(text), text).toEqual({});
  });

  test('a thread is named within 100 units and never with half a character', () => {
    expect(words.threadTitle(ticket())).toBe('INC-12 VPN drops every 10 min');
    expect(words.threadTitle(ticket({ subject: 'a\n  b' }))).toBe('INC-12 a b');
    for (const subject of ['👩‍👩‍👧‍👦'.repeat(30), 'x'.repeat(150), `y${'🎫'.repeat(74)}`, `e${'\u0301'.repeat(149)}`]) {
      const title = words.threadTitle(ticket({ subject }));
      expect(title.length).toBeLessThanOrEqual(100);
      expect(title.isWellFormed()).toBe(true);
      expect(title).toMatch(/^INC-12.*…$/);
    }
  });
});

describe('ratings', () => {
  test('five buttons, each a number with a word, none of them preferred', () => {
    const buttons = buttonsOf(words.ratingRequest(state('resolved')));
    expect(buttons.map(({ label }) => label)).toEqual(['1 · Poor', '2 · Not good', '3 · OK', '4 · Good', '5 · Great']);
    expect(buttons.map(({ params }) => params['score'])).toEqual(['1', '2', '3', '4', '5']);
    expect(buttons.every(({ intent, style }) => intent === 'rate' && style === undefined)).toBe(true);
  });

  test('a low score also offers to reopen', () => {
    expect(buttonsOf(words.rated(state('resolved'), 1)).map(({ intent }) => intent)).toEqual(['comment', 'reopen']);
    expect(buttonsOf(words.rated(state('resolved'), 4)).map(({ intent }) => intent)).toEqual(['comment']);
    expect(buttonsOf(words.rated(state('closed'), 1)).map(({ intent }) => intent)).toEqual(['comment']);
  });
});

describe('lists', () => {
  const listed = { tickets: [ticket(), ticket({ number: 13, assignee: sam })], total: 5 };

  test('each entry opens its ticket, and pages turn both ways', () => {
    const buttons = buttonsOf(words.queue(listed, { page: 2, size: 2 }, 'unassigned'));
    expect(buttons.map(({ intent, params }) => ({ intent, ...params }))).toEqual([
      { intent: 'status', ticket: '12' },
      { intent: 'status', ticket: '13' },
      { intent: 'list', which: 'unassigned', page: '1' },
      { intent: 'list', which: 'unassigned', page: '3' },
    ]);
    expect(all(words.mine(listed, { page: 3, size: 2 }))).not.toContain('Next page');
    expect(all(words.mine(listed, { page: 1, size: 2 }))).not.toContain('Previous page');
  });

  test('nothing to list is a friendly word, and a page too far leads back', () => {
    expect(labels(words.mine({ tickets: [], total: 0 }, { page: 1, size: 2 }))).toEqual(['Open a ticket']);
    expect(all(words.mine({ tickets: [], total: 5 }, { page: 9, size: 2 }))).toContain('the last one is 3');
  });
});

describe('help and refusals', () => {
  test('only an agent is told of agents’ commands', () => {
    expect(all(words.help(false))).not.toMatch(
      /\/ticket (note|claim|release|assign|prioritize|wait|resume|snooze|wake)|unassigned/,
    );
    expect(all(words.help(true))).toMatch(/\/ticket claim INC-12/);
  });

  test('a ticket that may not be seen reads like one that does not exist, however its number was typed', () => {
    const refused = ['99', 'INC-99', '#99', 'inc 99'].map((number) => words.refusal('ticket unknown', { number }));
    for (const one of refused) expect(one).toEqual(refused[0]);
    expect(all(words.refusal('ticket unknown', { number: 'x'.repeat(5000) })).length).toBeLessThan(200);
  });

  test('examples of a ticket number can be typed back', () => {
    expect(ticketNumber(words.label(12))).toBe(12);
  });

  test('the code to link with is shown as it must be typed', () => {
    const message = all(words.linkCode('AB-CD', minutesFrom(10)));
    expect(message).toContain('/ticket link AB-CD.');
    expect(message).toContain('10:10');
    expect(NOW.toISOString()).toContain('09:00');
  });
});
