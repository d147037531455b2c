/** The rules of the desk over generated stories: `decide` with its recording, and no database. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Address, Outcome } from '../../src/adapter.ts';
import { mayBecome, readersOf, type Thread, type Ticket } from '../../src/desk/ticket.ts';
import { fill } from '../../src/form.ts';
import { type Gesture, messageOf, type What } from '../../src/gesture.ts';
import { intentNamed } from '../../src/intents/index.ts';
import { AGENTS, type Decided, directOf, MemoryDesk, ORG, TENANT } from '../support/memory-desk.ts';
import { textOf } from '../support/plain-adapter.ts';

const RUNS = 2_000;
const SEED = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
/** What every note says; it must not be found anywhere that a requester reads. */
const CANARY = 'canary-7f3a';
const HELP = 'plain:help' as Address;

const people = ['mira', 'olu', 'sam', 'dana'] as const;
type Who = (typeof people)[number];
/** Sam and Dana are agents where agents work, and people like others elsewhere. */
const AGENT: readonly Who[] = ['sam', 'dana'];

type Step =
  | {
      readonly do: 'command';
      readonly who: Who;
      readonly where: 'at work' | 'elsewhere';
      readonly intent: string;
      readonly on: number;
      readonly params: Readonly<Record<string, string>>;
    }
  | {
      readonly do: 'thread';
      readonly who: Who;
      readonly on: number;
      readonly side: Thread['side'];
      readonly text: string;
    }
  | { readonly do: 'message'; readonly who: Who; readonly text: string; readonly threads: boolean }
  | { readonly do: 'clock closes'; readonly on: number };
type Turn =
  | { readonly do: 'together'; readonly steps: readonly Step[] }
  | { readonly do: 'time passes'; readonly ms: number }
  | { readonly do: 'threads open' }
  | { readonly do: 'link'; readonly giver: Who; readonly taker: Who };

const who = fc.constantFrom(...people);
/** Which of the tickets that there are; 0 is one that there is not. */
const on = fc.nat({ max: 4 });
const HOURS = 3_600_000;
const score = fc.constantFrom('1', '2', '3', '4', '5');
const paramsOf: Readonly<Record<string, fc.Arbitrary<Record<string, string>>>> = {
  open: fc.record({
    subject: fc.constantFrom('VPN drops', 'Printer'),
    description: fc.constantFrom('', 'Since Monday'),
  }),
  claim: fc.constant({}),
  release: fc.constant({}),
  notes: fc.constant({}),
  note: fc.constant({ text: `${CANARY} user is on the layoff list` }),
  reply: fc.record({ text: fc.constantFrom('Which network?', 'It fails again', '5', 'great, 5 of 5') }),
  resolve: fc.record({
    code: fc.constantFrom('', 'solved', 'cancelled', 'duplicate'),
    summary: fc.constantFrom('', 'New router'),
  }),
  reopen: fc.record({ reason: fc.constantFrom('', 'fails again') }),
  rate: fc.record({ score }),
  comment: fc.constant({ text: 'third time this week' }),
  'close ticket': fc.constant({}),
  'requester left': fc.constant({}),
};
const command = fc.constantFrom(...Object.keys(paramsOf)).chain((intent) =>
  fc.record({
    do: fc.constant('command' as const),
    who,
    where: fc.constantFrom('at work' as const, 'elsewhere' as const),
    intent: fc.constant(intent),
    on,
    params: paramsOf[intent] as fc.Arbitrary<Record<string, string>>,
  }),
);
const problem = 'I cannot print since Monday';
const text = fc.constantFrom(
  'Thanks!',
  'thanks, but it fails again',
  'Any news?',
  'solved, thanks',
  'close it',
  'reopen',
  'status',
  '5',
  'great',
  'danke, läuft wieder',
  '👍',
  '   ',
  problem,
  'claim INC-1',
  'rate INC-1 5',
  'note INC-1 hello',
  '\u202e\u0000\ud800',
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: command },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('thread' as const),
      who,
      on,
      side: fc.constantFrom('agents' as const, 'notes' as const, 'requester' as const),
      text,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('message' as const), who, text, threads: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('clock closes' as const), on }) },
);
const turn: fc.Arbitrary<Turn> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('together' as const),
      steps: fc.array(step, { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('time passes' as const),
      ms: fc.constantFrom(1_000, HOURS, 8 * 24 * HOURS),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'threads open' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('link' as const), giver: who, taker: who }) },
);
/** Most stories begin with a ticket that somebody works on, so that they reach what comes late in a ticket's life. */
const begun: readonly Turn[] = [
  {
    do: 'together',
    steps: [
      { do: 'command', who: 'mira', where: 'elsewhere', intent: 'open', on: 0, params: { subject: 'VPN drops' } },
    ],
  },
  { do: 'threads open' },
];
const resolved: readonly Turn[] = [
  ...begun,
  { do: 'together', steps: [{ do: 'command', who: 'sam', where: 'at work', intent: 'claim', on: 1, params: {} }] },
  { do: 'together', steps: [{ do: 'command', who: 'sam', where: 'at work', intent: 'resolve', on: 1, params: {} }] },
];
const rated: readonly Turn[] = [
  ...resolved,
  {
    do: 'together',
    steps: [{ do: 'command', who: 'mira', where: 'elsewhere', intent: 'rate', on: 1, params: { score: '4' } }],
  },
];
const noted: readonly Turn[] = [
  ...begun,
  { do: 'together', steps: [{ do: 'command', who: 'sam', where: 'at work', intent: 'notes', on: 1, params: {} }] },
  { do: 'threads open' },
];
const direct: readonly Turn[] = [
  { do: 'together', steps: [{ do: 'message', who: 'mira', text: problem, threads: false }] },
];
const story = fc
  .tuple(
    fc.constantFrom([], begun, noted, direct, resolved, rated, [
      ...resolved,
      { do: 'time passes', ms: 8 * 24 * HOURS } as const,
    ]),
    fc.array(turn, { maxLength: 12, size: 'max' }),
  )
  .map(([first, rest]) => [...first, ...rest]);

type Check = (decided: Decided, desk: MemoryDesk) => void;

interface Played {
  readonly turns: readonly Turn[];
  readonly decided: readonly Decided[];
  /** As it is at the end. */
  readonly desk: MemoryDesk;
}

function toldBy(turns: readonly Turn[]): Played {
  const desk = new MemoryDesk();
  return { turns, decided: turns.flatMap((one) => play(desk, one)), desk };
}

let stories: readonly Played[] | undefined;
/** The stories are played once and looked at by every test. */
function played(): readonly Played[] {
  stories ??= fc.sample(story, { numRuns: RUNS, seed: SEED }).map(toldBy);
  return stories;
}

describe(`whatever people do to a desk (SEED=${SEED})`, () => {
  const holds = (check: Check, atTheEnd: (desk: MemoryDesk) => void = () => {}): void => {
    const tell = ({ decided, desk }: Played): void => {
      for (const one of decided) check(one, desk);
      atTheEnd(desk);
    };
    try {
      for (const one of played()) tell(one);
    } catch (error) {
      // Once more, for the shortest story that shows it.
      fc.assert(
        fc.property(story, (turns) => tell(toldBy(turns))),
        { numRuns: RUNS, seed: SEED, interruptAfterTimeLimit: 10_000 },
      );
      throw error;
    }
  };

  it('reaches every corner of the lifecycle', () => {
    const seen = new Set<string>();
    const answers = new Set<string>();
    holds(({ timeline, outcome }) => {
      for (const { event } of timeline) seen.add(event);
      if (outcome.kind === 'answer') answers.add(textOf(outcome.message).replace(/\d+/g, 'N').slice(0, 40));
    });
    const events = 'opened claimed released replied resolved reopened closed followed commented rated';
    expect([...seen].sort()).toEqual(
      [
        ...events.split(' '),
        ...['rating offered', 'rating not offered', 'rating withdrawn', 'rating expired'],
        'follow-up opened',
        'notes thread opened',
      ].sort(),
    );
    expect(answers.size).toBeGreaterThan(40);
  });

  it('leaves every ticket in a legal state, that of its timeline', () => {
    holds(
      ({ before, after }) => {
        for (const [number, ticket] of after) {
          const was = before.get(number);
          if (was !== undefined && !mayBecome(was.status, ticket.status)) {
            throw new Error(`INC-${number} went from ${was.status} to ${ticket.status}`);
          }
        }
      },
      (desk) => {
        for (const ticket of desk.all().values()) legal(ticket, desk);
      },
    );
  });

  it('records exactly one row of timeline for each change of state, and none where nothing changed', () => {
    holds(({ before, after, timeline }) => {
      for (const [number, ticket] of after) {
        const rows = timeline.filter((row) => row.ticket === number);
        const events = rows.map(({ event }) => event);
        const count = (...names: string[]): number => events.filter((event) => names.includes(event)).length;
        const was = before.get(number);
        if (was === undefined) {
          is(events.filter((event) => event === 'opened').length, 1);
          continue;
        }
        const moves = rows.flatMap(({ detail }) =>
          detail?.from !== undefined && detail.from !== detail.to ? [detail] : [],
        );
        expect(moves.map(({ from, to }) => [from, to])).toEqual(
          was.status === ticket.status ? [] : [[was.status, ticket.status]],
        );
        is(count('claimed', 'released'), was.assignee?.account === ticket.assignee?.account ? 0 : 1);
        is(count('rating offered'), ticket.survey.round - was.survey.round);
        is(count('rating withdrawn'), ticket.survey.state === 'withdrawn' && was.survey.state === 'offered' ? 1 : 0);
        is(count('reopened'), ticket.reopened - was.reopened);
        is(count('followed'), ticket.followedBy === was.followedBy ? 0 : 1);
        is(count('replied'), ticket.firstReplyAt?.getTime() === was.firstReplyAt?.getTime() ? 0 : 1);
        if (isDeepStrictEqual(was, ticket))
          is(
            events.filter((event) => event !== 'commented'),
            [],
          );
      }
    });
  });

  it('records what was decided: the ticket read back is the ticket that was meant', () => {
    for (const { turns } of played().slice(0, RUNS / 4)) {
      const desk = new MemoryDesk();
      for (const one of turns) {
        const meant = play(desk, one).at(-1)?.after;
        if (meant === undefined || one.do === 'link') continue;
        for (const [number, ticket] of meant) is(plain(desk.ticket(number)), plain(ticket));
      }
    }
  });

  it('never shows a note to a requester', () => {
    holds(({ gesture, outcome, outbox, messages, after }) => {
      for (const row of outbox) {
        const thread = after.get(row.ticket ?? 0)?.threads.find(({ seq }) => seq === row.thread);
        const forRequesters =
          row.content?.side === 'requester' || thread?.side === 'requester' || row.lane.startsWith('a:');
        if (thread !== undefined && row.content !== undefined) is(row.content.side, readersOf(thread));
        if (thread?.side === 'notes' && row.op === 'post') is(row.content?.message.audience, 'agents');
        if (!forRequesters) continue;
        is(JSON.stringify(row).includes(CANARY), false);
        if (row.content !== undefined && row.content.side === 'requester')
          expect(row.content.message.audience).toBe('everyone');
      }
      if (gesture.incoming?.place.side !== 'agents') is(JSON.stringify(outcome).includes(CANARY), false);
      for (const { text: kept, visibility } of messages)
        expect(visibility).toBe(kept.includes(CANARY) ? 'note' : 'public');
    });
  });

  it('takes for a note whatever agents write in a notes thread, whatever it says, and tells nobody else', () => {
    let count = 0;
    holds(({ gesture, outbox, messages, timeline, before }) => {
      const place = gesture.incoming?.place;
      const ticket = [...before.values()].find(({ threads }) =>
        threads.some(({ side, address }) => side === 'notes' && address === place?.thread),
      );
      if (gesture.what.kind !== 'message' || ticket === undefined) return;
      is(timeline, []);
      is(
        messages.map(({ visibility }) => visibility),
        place?.side === 'agents' ? ['note'] : [],
      );
      // The only agents' place is the one that it was written in.
      is(outbox, []);
      count += messages.length;
    });
    expect(count).toBeGreaterThan(20);
  });

  it('takes down a rating only for a press by the requester, with that very score', () => {
    holds((decided) => {
      const { gesture, person, ratings, before } = decided;
      if (ratings.length === 0) return;
      is(ratings.length, 1);
      const [row] = ratings;
      const pressed = commandOf(gesture);
      if (row === undefined || pressed === undefined) throw new Error('a rating out of a message');
      is(row.person, person);
      is(row.person, before.get(row.ticket)?.requester.person);
      if (pressed.intent === 'rate') {
        is(
          { ticket: row.ticket, score: row.score, comment: row.comment },
          {
            ...pressed.params,
            comment: undefined,
          },
        );
      } else {
        is(pressed.intent, 'comment');
        is(
          { score: row.score, comment: row.comment },
          {
            score: before.get(row.ticket)?.rated,
            comment: 'third time this week',
          },
        );
      }
      is(before.get(row.ticket)?.survey.state, 'offered');
    });
  });

  it('answers a stranger like one who names a ticket that does not exist, and changes nothing', () => {
    let strangers = 0;
    let missing = 0;
    holds((decided, desk) => {
      const { gesture, person, outcome, before, after } = decided;
      const pressed = commandOf(gesture);
      const number = pressed?.params['ticket'];
      if (
        pressed === undefined ||
        typeof number !== 'number' ||
        ['close ticket', 'requester left'].includes(pressed.intent)
      )
        return;
      const ticket = before.get(number);
      if (gesture.incoming?.place.side === 'agents' && ticket !== undefined) return;
      if (ticket !== undefined && ticket.requester.person === person) return;
      if (ticket === undefined) missing += 1;
      else strangers += 1;
      const unknown = desk.setting
        .wordsFor(gesture.incoming?.from.locale)
        .refusal('ticket unknown', { number: String(number) });
      is(outcome, { kind: 'answer', message: unknown } satisfies Outcome);
      is(after, before);
      is(rowsOf(decided), []);
    });
    expect(strangers).toBeGreaterThan(RUNS / 4);
    expect(missing).toBeGreaterThan(RUNS / 4);
  });

  it('lets everybody do only what is theirs', () => {
    holds(({ gesture, person, timeline, messages, before }) => {
      const agent = gesture.incoming?.place.side === 'agents';
      for (const { ticket, event } of timeline) {
        const requester = before.get(ticket)?.requester.person === person;
        if (event === 'closed' || event === 'rating expired') is(gesture.incoming, undefined);
        else is(gesture.incoming !== undefined, true);
        if (['claimed', 'released', 'replied'].includes(event)) expect(agent).toBe(true);
        if (event === 'resolved') is(agent || requester, true);
        if (event === 'rated' || event === 'commented') is(requester, true);
        // Who can write in a ticket's thread may reply there, and a reply may reopen.
        if (event === 'reopened') is(agent || requester || gesture.what.kind === 'message', true);
      }
      if (messages.some(({ visibility }) => visibility === 'note')) is(agent, true);
    });
  });

  it('sends only to threads of the ticket, and to where the speaker is', () => {
    holds(({ gesture, outbox, after }) => {
      const { place } = gesture.incoming ?? {};
      const here = `a:${ORG}:${place?.thread ?? place?.address}`;
      for (const { lane, op, ticket, thread, address } of outbox) {
        if (lane.startsWith('a:')) {
          expect([here, ...people.map((one) => `a:${ORG}:${directOf(`${TENANT}:${one}`)}`)]).toContain(lane);
          expect(lane).toBe(`a:${ORG}:${address}`);
          continue;
        }
        const [, org, number, seq] = lane.split(':').map(Number);
        const known = after.get(number ?? 0)?.threads.find((one) => one.seq === seq);
        is([org, known !== undefined], [ORG, true]);
        // An answer to a message has no thread of its own: it goes to the address, in the thread's turn.
        if (ticket !== undefined || thread !== undefined) is([ticket, thread], [number, seq]);
        else is([op, address], ['post', place?.thread ?? place?.address]);
      }
    });
  });

  it('opens each thread once, before anything else is sent to it', () => {
    holds(
      () => {},
      (desk) => {
        for (const { number, threads } of desk.all().values()) {
          for (const { seq } of threads) {
            const lane = desk.outbox.filter((row) => row.lane === `t:${ORG}:${number}:${seq}`);
            is(lane.map(({ op }) => op).filter((op) => op === 'open').length, 1);
            expect(lane[0]?.op).toBe('open');
          }
        }
      },
    );
  });

  it('puts a new problem off that is told in the very batch that resolves the ticket before it', () => {
    const desk = new MemoryDesk();
    for (const one of direct) play(desk, one);
    const told = { do: 'message', who: 'mira', text: problem, threads: false } as const;
    const solve = { do: 'command', who: 'sam', where: 'at work', intent: 'resolve', on: 1, params: {} } as const;
    const [, second] = play(desk, { do: 'together', steps: [solve, told] });
    expect(rowsOf(second as Decided)).toEqual([]);
    expect(desk.putOff).toHaveLength(1);
    play(desk, { do: 'together', steps: [told] });
    expect(desk.all().size).toBe(2);
  });

  it('changes nothing when the same is pressed again', () => {
    const still = ['notes', 'claim', 'release', 'resolve', 'reopen', 'rate', 'close ticket'];
    fc.assert(
      fc.property(story, command, fc.nat({ max: 1 }), (turns, pressed, apart) => {
        fc.pre(still.includes(pressed.intent));
        const desk = new MemoryDesk();
        for (const one of turns) play(desk, one);
        const once = [...play(desk, { do: 'together', steps: apart === 1 ? [pressed] : [pressed, pressed] })];
        if (apart === 1) once.push(...play(desk, { do: 'together', steps: [pressed] }));
        const [, second] = once;
        if (second === undefined) throw new Error('it was not pressed again');
        is(second.after, second.before);
        is(rowsOf(second), []);
      }),
      { numRuns: RUNS / 4, interruptAfterTimeLimit: 10_000 },
    );
  });
});

function legal(ticket: Ticket, desk: MemoryDesk): void {
  const { number, status, survey } = ticket;
  const timeline = desk.timeline.filter((row) => row.ticket === number);
  const closed = status === 'closed';
  const over = closed || status === 'resolved';
  is(timeline[0]?.event, 'opened');
  is(ticket.closedAt !== undefined, closed);
  is(ticket.resolvedAt !== undefined, over);
  is(ticket.resolutionCode !== undefined, over);
  if (!over) is(ticket.resolution, undefined);
  if (status === 'new') is(ticket.assignee, undefined);
  expect(ticket.reopened).toBe(timeline.filter(({ event }) => event === 'reopened').length);
  is(survey.round, timeline.filter(({ event }) => event === 'rating offered').length);
  if (survey.state === 'offered') is(over, true);
  if (ticket.rated !== undefined) {
    expect(survey.state).not.toBe('none');
    expect(ticket.rated).toBe(timeline.findLast(({ event }) => event === 'rated')?.detail?.score);
    is(ticket.rated, desk.ratings.findLast((row) => row.ticket === number && row.comment === undefined)?.score);
  }
  if (ticket.followedBy !== undefined) {
    is(closed, true);
    is(desk.ticket(ticket.followedBy)?.follows, number);
  }
  if (ticket.follows !== undefined) is(desk.ticket(ticket.follows)?.followedBy, number);
  let standing = 'new';
  for (const { detail } of timeline) {
    if (detail?.from === undefined) continue;
    is(detail.from, standing);
    standing = detail.to ?? '';
  }
  is(standing, status);
}

/** `expect` would be most of the time that these stories take: it speaks only where something is wrong. */
function is(got: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(got, wanted)) expect(got).toEqual(wanted);
}

/** Plays a turn; what is due when time passes is said by the clock. */
function play(desk: MemoryDesk, turn: Turn): readonly Decided[] {
  desk.now += 1_000;
  switch (turn.do) {
    case 'threads open':
      desk.openThreads();
      return [];
    case 'time passes': {
      desk.now += turn.ms;
      const due = desk.works.filter((work) => work.due <= desk.now);
      return due.flatMap((work) => {
        desk.works.splice(desk.works.indexOf(work), 1);
        return desk.batch([desk.gesture(act(work.work.intent, work.work.params), undefined)]);
      });
    }
    case 'link': {
      const given = desk.batch([pressed(desk, turn.giver, 'elsewhere', 'link', {})]);
      const [first] = given;
      const code =
        first?.outcome.kind === 'answer' ? /link ([0-9A-Z-]{20,})/.exec(textOf(first.outcome.message))?.[1] : undefined;
      if (code === undefined) return given;
      return [...given, ...desk.batch([pressed(desk, turn.taker, 'elsewhere', 'link', { code })])];
    }
    case 'together':
      return desk.batch(turn.steps.flatMap((one) => gestureOf(desk, one) ?? []));
    default:
      return turn satisfies never;
  }
}

function gestureOf(desk: MemoryDesk, step: Step): Gesture | undefined {
  switch (step.do) {
    case 'command': {
      const ticket: Record<string, string> = step.intent === 'open' ? {} : { ticket: String(numberOf(desk, step.on)) };
      return pressed(desk, step.who, step.where, step.intent, { ...ticket, ...step.params });
    }
    case 'thread': {
      const ticket = desk.ticket(numberOf(desk, step.on));
      const thread = ticket?.threads.find(({ side, address }) => side === step.side && address !== undefined)?.address;
      if (thread === undefined) return undefined;
      const amongAgents = step.side !== 'requester';
      const atWork = amongAgents && AGENT.includes(step.who);
      const place = {
        side: atWork ? ('agents' as const) : ('public' as const),
        address: amongAgents ? AGENTS : HELP,
        thread,
        replying: true,
      };
      const words = step.side === 'notes' ? `${step.text} ${CANARY}` : step.text;
      return said(desk, step.who, words, place);
    }
    case 'message': {
      const home = directOf(`${TENANT}:${step.who}`);
      // On some platforms direct messages have threads, on others all of them share one place.
      const thread = step.threads ? (`${home}/root${desk.now}-${step.text.length}` as Address) : home;
      return said(desk, step.who, step.text, { thread });
    }
    case 'clock closes':
      return desk.gesture(act('close ticket', { ticket: String(numberOf(desk, step.on)) }), undefined);
    default:
      return step satisfies never;
  }
}

function pressed(
  desk: MemoryDesk,
  name: Who,
  where: 'at work' | 'elsewhere',
  intent: string,
  params: Record<string, string>,
): Gesture {
  const atWork = where === 'at work' && AGENT.includes(name);
  const place = atWork ? { side: 'agents' as const, address: AGENTS } : { side: 'public' as const, address: HELP };
  return desk.gesture(
    act(intent, params),
    desk.incoming(name, { kind: 'command', intent, params }, place, localeOf(name)),
  );
}

function said(desk: MemoryDesk, name: Who, words: string, place: Parameters<MemoryDesk['incoming']>[2]): Gesture {
  return desk.gesture(
    messageOf(words, 'INC'),
    desk.incoming(name, { kind: 'message', text: words, remote: 'm' as never }, place, localeOf(name)),
  );
}

function act(name: string, params: Record<string, string>): What {
  const intent = intentNamed(name);
  const filled = intent === undefined ? undefined : fill(intent.form, params);
  if (intent?.kind !== 'act' || filled?.ok !== true)
    throw new Error(`${name} cannot be done with ${JSON.stringify(params)}`);
  return { kind: 'act', intent, params: filled.params };
}

const localeOf = (name: Who): string | undefined => (name === 'mira' ? 'de' : undefined);

function numberOf(desk: MemoryDesk, index: number): number {
  const numbers = [...desk.tickets.keys()];
  return index === 0 || numbers.length === 0 ? 999_999 : (numbers[(index - 1) % numbers.length] as number);
}

function commandOf({
  what,
  incoming,
}: Gesture): { readonly intent: string; readonly params: Readonly<Record<string, unknown>> } | undefined {
  return what.kind === 'act' && incoming !== undefined
    ? { intent: what.intent.name, params: what.params as Record<string, unknown> }
    : undefined;
}

const rowsOf = ({ outbox, timeline, ratings, messages }: Decided): readonly object[] => [
  ...outbox,
  ...timeline,
  ...ratings,
  ...messages,
];

/** A ticket without what is only known by name, and what a row does not hold. */
function plain(ticket: Ticket | undefined): unknown {
  if (ticket === undefined) return undefined;
  const { requester, assignee, threads, ...rest } = ticket;
  const party = (one: Ticket['requester'] | undefined) => one && [one.person, one.account];
  return {
    ...rest,
    requester: party(requester),
    assignee: party(assignee),
    threads: threads.map(({ seq, side, at }) => [seq, side, at]),
  };
}
