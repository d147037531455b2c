/** Every number of the report, worked out by hand. */
import { describe, expect, it } from 'vitest';
import { calendar, type WorkWeek } from '../../src/desk/worth/calendar.ts';
import { decode, encode } from '../../src/desk/worth/counts.ts';
import { compare, compareCounts, netScore, share } from '../../src/desk/worth/interval.ts';
import { type CountingRules, countsOf, type Life } from '../../src/desk/worth/life.ts';
import { periodNamed, spansOf, withBefore } from '../../src/desk/worth/period.ts';
import { type Assumptions, impact, type Material, reportOf } from '../../src/desk/worth/report.ts';
import { costOf, ticketCost } from '../../src/desk/worth/ticket-cost.ts';
import { bucketOf, minutesOf, quantile } from '../../src/desk/worth/times.ts';

const at = (iso: string) => new Date(iso);
const NINE_TO_FIVE = [[540, 1020]] as const;
const week = (
  timeZone: string,
  days: readonly (readonly (readonly [number, number])[])[],
  holidays: readonly string[] = [],
) => calendar({ timeZone, week: days, holidays } satisfies WorkWeek);
const WEEKDAYS = [NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, NINE_TO_FIVE, [], []];
const berlin = week('Europe/Berlin', WEEKDAYS);

describe('business time', () => {
  it('is eight hours from Friday 16:00 to Monday 16:00, where people work from nine to five', () => {
    expect(berlin.minutesBetween(at('2026-11-20T15:00:00Z'), at('2026-11-23T15:00:00Z'))).toBe(480);
  });

  it('leaves out a holiday', () => {
    const free = week('Europe/Berlin', WEEKDAYS, ['2026-11-23']);
    expect(free.minutesBetween(at('2026-11-20T15:00:00Z'), at('2026-11-23T15:00:00Z'))).toBe(60);
    expect(free.minutesBetween(at('2026-11-20T15:00:00Z'), at('2026-11-24T09:30:00Z'))).toBe(60 + 90);
  });

  it('leaves out the lunch between two shifts', () => {
    const lunch = [
      [540, 720],
      [810, 1020],
    ] as const;
    const days = week('Europe/Berlin', [lunch, lunch, lunch, lunch, lunch, [], []]);
    // Tuesday 11:30 to 14:00: half an hour before lunch, half an hour after it.
    expect(days.minutesBetween(at('2026-11-24T10:30:00Z'), at('2026-11-24T13:00:00Z'))).toBe(60);
  });

  it('is as long as it really was when the clocks change', () => {
    const night = [[0, 360]] as const;
    const nights = week('Europe/Berlin', [night, night, night, night, night, night, night]);
    // On Sunday 29 March 2026 the hour from two to three is skipped; on 25 October it comes twice.
    expect(nights.minutesBetween(at('2026-03-28T23:00:00Z'), at('2026-03-29T10:00:00Z'))).toBe(5 * 60);
    expect(nights.minutesBetween(at('2026-10-24T22:00:00Z'), at('2026-10-25T10:00:00Z'))).toBe(7 * 60);
    // Nine in the morning is nine in the morning before and after: Friday 16:00 to Monday 10:00 is two hours.
    expect(berlin.minutesBetween(at('2026-03-27T15:00:00Z'), at('2026-03-30T08:00:00Z'))).toBe(120);
    expect(berlin.minutesBetween(at('2026-10-23T14:00:00Z'), at('2026-10-26T09:00:00Z'))).toBe(120);
  });

  it('is nothing outside the shifts, and nothing backwards', () => {
    expect(berlin.minutesBetween(at('2026-11-21T08:00:00Z'), at('2026-11-22T20:00:00Z'))).toBe(0);
    expect(berlin.minutesBetween(at('2026-11-24T12:00:00Z'), at('2026-11-24T10:00:00Z'))).toBe(0);
  });

  it('knows the local day, the hour of the week, and when a day begins', () => {
    expect(berlin.dayOf(at('2026-11-30T23:30:00Z'))).toBe('2026-12-01');
    expect(week('America/New_York', WEEKDAYS).dayOf(at('2026-11-30T23:30:00Z'))).toBe('2026-11-30');
    expect(berlin.hourOfWeek(at('2026-11-29T23:00:00Z'))).toBe(0);
    expect(berlin.hourOfWeek(at('2026-11-29T22:59:59Z'))).toBe(167);
    expect(berlin.startOf('2026-07-01')).toEqual(at('2026-06-30T22:00:00Z'));
  });
});

describe('intervals', () => {
  it("are Wilson's for a share: 8 of 10 is 80 %, and 49.0 to 94.3 %", () => {
    const { value, low, high, n } = share(8, 10) ?? { value: 0, low: 0, high: 0, n: 0 };
    expect([value, n]).toEqual([0.8, 10]);
    expect(low).toBeCloseTo(0.490157, 5);
    expect(high).toBeCloseTo(0.943319, 5);
  });

  it('say little where little was answered: 1 of 1 may be a fifth', () => {
    // centre (1 + 1.9208) / 4.8416 = 0.60328, reach 1.96 / 4.8416 × √0.9604 = 0.39672
    const { low, high } = share(1, 1) ?? { low: 0, high: 0 };
    expect(low).toBeCloseTo(0.20656, 4);
    expect(high).toBeCloseTo(1, 4);
    expect(share(0, 0)).toBeUndefined();
  });

  it('of an NPS with 5 promoters, 3 passives and 2 detractors: 30, from −18.4 to 78.4', () => {
    const scores = new Map([
      [10, 3],
      [9, 2],
      [8, 2],
      [7, 1],
      [6, 1],
      [0, 1],
    ]);
    const { value, low, high } = netScore(scores) ?? { value: 0, low: 0, high: 0 };
    expect(value).toBeCloseTo(30, 10);
    expect(low).toBeCloseTo(-18.41, 1);
    expect(high).toBeCloseTo(78.41, 1);
    expect(netScore(new Map())).toBeUndefined();
    expect(netScore(new Map([[6, 4]]))?.value).toBe(-100);
  });

  it('tell a change from chance', () => {
    expect(compare(share(90, 100), share(85, 100))).toBe('same');
    expect(compare(share(90, 100), share(60, 100))).toBe('up');
    expect(compare(share(60, 100), share(90, 100))).toBe('down');
    expect(compare(share(9, 10), share(6, 10))).toBe('same');
    expect(compare(undefined, share(6, 10))).toBe('unknown');
    // 1.96 × √260 = 31.6; 1.96 × √24 = 9.6
    expect(compareCounts(160, 100)).toBe('up');
    expect(compareCounts(14, 10)).toBe('same');
    expect(compareCounts(0, 0)).toBe('unknown');
  });
});

describe('times by bucket', () => {
  it('are exact up to 100 minutes, and right to one per cent above', () => {
    for (const minutes of [0, 1, 37, 100]) expect(minutesOf(bucketOf(minutes))).toBe(minutes);
    for (const minutes of [101, 480, 12_670, 999_999]) {
      expect(Math.abs(minutesOf(bucketOf(minutes)) / minutes - 1)).toBeLessThanOrEqual(0.0101);
    }
  });

  it('have the median at rank ⌈n/2⌉, and p90 at ⌈0.9·n⌉', () => {
    const nine = new Map(Array.from({ length: 9 }, (_, index) => [index + 1, 1]));
    expect(quantile(nine, 0.5)).toMatchObject({ value: 5, n: 9 });
    expect(quantile(nine, 0.9)?.value).toBe(9);
    // Ranks ⌊5 − 1.96·1.5⌋ = 2 and ⌈5 + 2.94⌉ = 8
    expect(quantile(nine, 0.5)).toMatchObject({ low: 2, high: 8 });
    expect(
      quantile(
        new Map([
          [10, 1],
          [20, 1],
        ]),
        0.5,
      )?.value,
    ).toBe(10);
    expect(quantile(new Map(), 0.5)).toBeUndefined();
  });
});

describe('periods', () => {
  it.each([
    ['30_days', '2026-10-26', '2026-11-25', '2026-09-26', '2026-10-26'],
    ['this_week', '2026-11-23', '2026-11-25', '2026-11-21', '2026-11-23'],
    ['last_week', '2026-11-16', '2026-11-23', '2026-11-09', '2026-11-16'],
    ['this_month', '2026-11-01', '2026-11-25', '2026-10-01', '2026-10-25'],
    ['last_month', '2026-10-01', '2026-11-01', '2026-09-01', '2026-10-01'],
    ['this_quarter', '2026-10-01', '2026-11-25', '2026-07-01', '2026-08-25'],
    ['last_quarter', '2026-07-01', '2026-10-01', '2026-04-01', '2026-07-01'],
    ['last_year', '2025-01-01', '2026-01-01', '2024-01-01', '2025-01-01'],
  ] as const)('%s of 24 November 2026, a Tuesday', (name, from, to, begun, ended) => {
    expect(periodNamed(name, '2026-11-24')).toEqual({ period: { from, to }, before: { from: begun, to: ended } });
  });

  it('never let the one before reach into the one after: 31 March against February', () => {
    expect(periodNamed('this_month', '2026-03-31').before).toEqual({ from: '2026-02-01', to: '2026-03-01' });
  });

  it('are whole months and days', () => {
    expect(spansOf({ from: '2026-01-15', to: '2026-04-03' })).toEqual([
      { span: 'day', from: '2026-01-15', to: '2026-02-01' },
      { span: 'month', from: '2026-02-01', to: '2026-04-01' },
      { span: 'day', from: '2026-04-01', to: '2026-04-03' },
    ]);
    const short = { from: '2026-01-15', to: '2026-02-03' };
    expect(spansOf(short)).toEqual([{ span: 'day', ...short }]);
    expect(spansOf({ from: '2026-01-15', to: '2026-01-15' })).toEqual([]);
    expect(spansOf({ from: '2026-01-01', to: '2026-02-01' })).toEqual([
      { span: 'month', from: '2026-01-01', to: '2026-02-01' },
    ]);
    expect(withBefore({ from: '2026-03-01', to: '2026-03-31' }).before).toEqual({
      from: '2026-01-30',
      to: '2026-03-01',
    });
  });
});

const rules: CountingRules = { calendar: berlin, effort: { reply: 300, note: 120, change: 60 }, leads: new Set([9]) };
const MIRA = 1;
const SAM = 2;
const LEE = 9;
/** Tuesday 24 November 2026, so many minutes after 10:00 in Berlin. */
const tue = (minutes: number) => new Date(Date.UTC(2026, 10, 24, 9, minutes));
const event = (
  minutes: number,
  name: string,
  actor: number | undefined = SAM,
  detail: Record<string, unknown> = {},
) => ({
  at: tue(minutes),
  event: name,
  actor,
  account: actor === undefined ? undefined : `chat:T:${actor}`,
  detail,
});
const survey = {
  round: 1,
  kind: 'rating',
  offeredAt: tue(60),
  delivered: true,
  opened: true,
  answered: true,
  over: undefined,
  score: 5,
  factor: undefined,
  lostMinutes: undefined,
} as const;

function life(change: Partial<Life> = {}): Life {
  return {
    kind: 'incident',
    service: undefined,
    requester: MIRA,
    requesterAccount: 'chat:T:1',
    openedAt: tue(0),
    replyDueAt: tue(60),
    events: [event(0, 'opened', MIRA), event(20, 'replied'), event(60, 'resolved', SAM, { reason: 'solved' })],
    messages: [{ at: tue(20), author: SAM, visibility: 'public' }],
    surveys: [],
    ...change,
  };
}
const counted = (one: Life) =>
  Object.fromEntries(
    countsOf(one, rules).map(({ measure, bucket, n }) => [bucket === 0 ? measure : `${measure} ${bucket}`, n]),
  );

describe('what a ticket adds', () => {
  it('that was answered after 20 minutes and solved in an hour, at first contact', () => {
    expect(counted(life())).toEqual({
      // Tuesday, ten o'clock: hour 34 of the week.
      'opened 34': 1,
      'first reply 20': 1,
      done: 1,
      resolved: 1,
      held: 1,
      'resolution 60': 1,
      'first contact': 1,
      // One reply at 300 s, one change at 60 s.
      'effort agent': 360,
    });
  });

  it('that was reopened twice: three resolutions of which two did not hold, and a time to the third', () => {
    const events = [
      event(0, 'opened', MIRA),
      event(20, 'replied'),
      event(30, 'resolved', SAM, { reason: 'solved' }),
      event(40, 'reopened', MIRA),
      event(50, 'resolved', SAM, { reason: 'solved' }),
      event(60, 'reopened', MIRA),
      event(90, 'resolved', SAM, { reason: 'solved' }),
      event(95, 'closed', undefined),
    ];
    expect(counted(life({ events }))).toEqual({
      'opened 34': 1,
      'first reply 20': 1,
      done: 1,
      resolved: 3,
      reopened: 2,
      held: 1,
      'resolution 90': 1,
      'effort agent': 300 + 3 * 60,
    });
  });

  it('that is open, or was withdrawn, has no time of resolution; a request has one of its own kind', () => {
    const open = counted(life({ events: [event(0, 'opened', MIRA)], messages: [] }));
    expect(open).toEqual({ 'opened 34': 1 });
    const cancelled = [event(0, 'opened', MIRA), event(5, 'resolved', MIRA, { reason: 'cancelled' })];
    expect(counted(life({ events: cancelled, messages: [] }))).toEqual({ 'opened 34': 1, done: 1 });
    expect(counted(life({ kind: 'request' }))).toMatchObject({ 'fulfilment 60': 1 });
  });

  it('is not at first contact where a second answer, a wait or another agent was needed', () => {
    const twice = [tue(20), tue(30)].map((when) => ({ at: when, author: SAM, visibility: 'public' as const }));
    expect(counted(life({ messages: twice }))).not.toHaveProperty('first contact');
    for (const name of ['waiting', 'assigned', 'released', 'followed']) {
      expect(counted(life({ events: [...life().events, event(50, name)] }))).not.toHaveProperty('first contact');
    }
    const mirasOwn = [...life().messages, { at: tue(25), author: MIRA, visibility: 'public' as const }];
    expect(counted(life({ messages: mirasOwn }))).toMatchObject({ 'first contact': 1, 'effort agent': 360 });
  });

  it('has its effort by whoever spent it: a lead’s note, an agent’s reply, nothing of the requester’s or the clock’s', () => {
    const messages = [...life().messages, { at: tue(25), author: LEE, visibility: 'note' as const }];
    const events = [
      ...life().events,
      event(30, 'claimed', LEE),
      event(90, 'closed', undefined),
      event(91, 'reopened', MIRA),
    ];
    expect(counted(life({ messages, events }))).toMatchObject({ 'effort agent': 360, 'effort lead': 180 });
  });

  it('is a watermelon: green on the clock, red in experience', () => {
    const red = { ...survey, kind: 'experience', score: 6, factor: 'speed', lostMinutes: 90 } as const;
    expect(counted(life({ surveys: [red] }))).toMatchObject({
      green: 1,
      watermelon: 1,
      'score experience 6': 1,
      'factor speed 6': 1,
      'lost minutes': 90,
      'lost answers': 1,
    });
    expect(counted(life({ surveys: [{ ...red, score: 7 }] }))).not.toHaveProperty('watermelon');
    expect(counted(life({ surveys: [{ ...survey, score: 2 }] }))).toMatchObject({ green: 1, watermelon: 1 });
    const late = counted(life({ surveys: [red], replyDueAt: tue(19) }));
    expect(late).toMatchObject({ 'late reply': 1 });
    expect(late).not.toHaveProperty('green');
    expect(counted(life({ surveys: [{ ...red, kind: 'advocacy' }] }))).not.toHaveProperty('green');
  });

  it('keeps apart what became of a question: offered 0, delivered 1, opened 2, answered 3, withdrawn 4, expired 5', () => {
    const silent = { ...survey, opened: false, answered: false, score: undefined };
    const asked = (one: Life) => Object.entries(counted(one)).filter(([name]) => name.startsWith('asked'));
    expect(asked(life({ surveys: [survey] }))).toEqual([
      ['asked rating', 1],
      ['asked rating 1', 1],
      ['asked rating 2', 1],
      ['asked rating 3', 1],
    ]);
    expect(asked(life({ surveys: [{ ...silent, delivered: false }] }))).toEqual([['asked rating', 1]]);
    expect(asked(life({ surveys: [{ ...silent, over: 'withdrawn' }] })).at(-1)).toEqual(['asked rating 4', 1]);
    expect(asked(life({ surveys: [{ ...silent, over: 'expired' }] })).at(-1)).toEqual(['asked rating 5', 1]);
    expect(asked(life({ surveys: [{ ...survey, over: 'expired' }] })).at(-1)).toEqual(['asked rating 3', 1]);
    const spared = [...life().events, event(61, 'rating not offered', undefined, { why: 'cool-down' })];
    expect(counted(life({ events: spared }))).toMatchObject({ 'not asked 3': 1 });
  });

  it('counts a low score as recovered or not, each time by itself', () => {
    const events = [
      ...life().events,
      event(70, 'follow-up opened', MIRA),
      event(80, 'follow-up settled', LEE, { outcome: 'not recovered' }),
      event(90, 'follow-up opened', MIRA),
      event(95, 'follow-up settled', LEE, { outcome: 'recovered' }),
      event(99, 'follow-up opened', MIRA),
    ];
    expect(counted(life({ events }))).toMatchObject({ 'follow-up': 3, recovered: 1, 'not recovered': 1 });
  });

  it('falls on another day in another time zone', () => {
    const late = { openedAt: at('2026-11-30T23:30:00Z'), events: [], messages: [] };
    const [there] = countsOf(life(late), rules);
    expect(there).toMatchObject({ day: '2026-12-01', measure: 'opened', bucket: 24 });
    const [here] = countsOf(life(late), { ...rules, calendar: week('America/New_York', WEEKDAYS) });
    expect(here).toMatchObject({ day: '2026-11-30', measure: 'opened', bucket: 18 });
  });

  it('is kept as a text, and read back the same', () => {
    const counts = countsOf(
      life({ surveys: [{ ...survey, kind: 'experience', factor: 'kindness', lostMinutes: 1200 }] }),
      rules,
    );
    expect(decode(encode(counts))).toEqual(counts);
    expect(decode(encode([]))).toEqual([]);
    expect(() => encode([{ day: '2026-11-24', measure: 'frogs', bucket: 0, n: 1 }])).toThrow('frogs');
  });
});

const PERIOD = { period: { from: '2026-11-01', to: '2026-12-01' }, before: { from: '2026-10-01', to: '2026-11-01' } };
const none = { week: 0, fortnight: 0, month: 0, older: 0 };
const assumptions: Assumptions = {
  peopleServed: 200,
  rates: { agent: 40, lead: 60, person: 50 },
  monthlyCost: 12_000,
  currency: 'EUR',
  effort: { reply: 300, note: 120, change: 60 },
  workHours: 'Mon-Fri 09:00-17:00',
  holidays: [],
  timeZone: 'Europe/Berlin',
};
const sums = (of: Readonly<Record<string, number>>, service = '') =>
  Object.entries(of).map(([name, n]) => {
    const [, measure = name, bucket = '0'] = /^(.*?)(?: (\d+))?$/.exec(name) ?? [];
    return { service, measure, bucket: Number(bucket), n };
  });
function report(now: Material['now'], then: Material['past'] = [], service?: string, priced = assumptions) {
  const base = { ...PERIOD, people: 200, backlog: 7, backlogThen: 5, ageing: none, uncounted: 0, trend: [] };
  const made = reportOf({ ...base, service, now, past: then }, priced);
  return { ...made, figure: (name: string) => made.figures.find((one) => one.name === name) };
}

describe('the report', () => {
  it('has CSAT as 4 and 5 of all answers, and its response rate of what was delivered', () => {
    const { figure } = report(
      sums({
        'score rating 1': 1,
        'score rating 3': 1,
        'score rating 4': 3,
        'score rating 5': 5,
        'asked rating 1': 40,
        'asked rating 3': 10,
      }),
    );
    expect(figure('csat')?.now).toMatchObject({ value: 80, n: 10 });
    expect(figure('csat')?.now?.low).toBeCloseTo(49.02, 1);
    expect(figure('csat response')?.now).toMatchObject({ value: 25, n: 40 });
  });

  it('has demand by hundred people, and says whether it changed by more than chance', () => {
    const { figure } = report(sums({ 'opened 34': 160 }), sums({ 'opened 34': 100 }));
    expect(figure('tickets')).toMatchObject({ now: { value: 160 }, before: { value: 100 }, change: 'up' });
    expect(figure('per hundred')?.now?.value).toBe(80);
  });

  it('has first contact of what holds, and reopened of what was resolved', () => {
    const { figure } = report(
      sums({ held: 8, 'first contact': 6, resolved: 10, reopened: 2 }),
      sums({ held: 80, 'first contact': 20 }),
    );
    expect(figure('first contact')).toMatchObject({ now: { value: 75, n: 8 }, change: 'better' });
    expect(figure('reopened')?.now).toMatchObject({ value: 20, n: 10 });
  });

  it('costs what was spent: 900 s of agents and 60 s of a lead are 11.00, for 4 tickets 2.75', () => {
    const { figure } = report(sums({ 'effort agent': 900, 'effort lead': 60, 'opened 1': 4 }));
    expect(figure('effort cost')?.now?.value).toBeCloseTo(11, 10);
    expect(figure('effort per ticket')?.now?.value).toBeCloseTo(2.75, 10);
    // 12,000 a month for 30 days of 30.436875, over 4 tickets.
    expect(figure('expense per ticket')?.now?.value).toBeCloseTo(2956.94, 2);
    const unpriced = { ...assumptions, rates: { agent: 0, lead: 0, person: 0 }, monthlyCost: 0 };
    const without = report(
      sums({ 'effort agent': 900, 'opened 1': 4, 'lost minutes': 90, 'lost answers': 1 }),
      [],
      undefined,
      unpriced,
    );
    for (const name of ['effort cost', 'effort per ticket', 'expense per ticket', 'lost cost'])
      expect(without.figure(name)?.now).toBeUndefined();
  });

  it('has the lost time: 90 and 30 minutes are 60 on the average, and 100.00 at 50 an hour', () => {
    const { figure } = report(sums({ 'lost minutes': 120, 'lost answers': 2 }));
    expect([
      figure('lost time')?.now?.value,
      figure('lost hours')?.now?.value,
      figure('lost cost')?.now?.value,
    ]).toEqual([60, 120, 100]);
  });

  it('has the impact of a weak spot: 20 answers at 10 under a baseline of 40 weigh −600', () => {
    const one = { value: 10, low: 0, high: 0, n: 20 };
    expect(impact(one, { ...one, value: 40, n: 100 })).toBe(-600);
    // 10 of 10 promoters in one service, 10 of 10 detractors in the other: the whole stands at 0.
    const { services } = report([
      ...sums({ 'score experience 10': 10 }, 'Network'),
      ...sums({ 'score experience 2': 10 }, 'Mail'),
    ]);
    expect(services.map((row) => [row.service, row.happiness?.value, row.impact])).toEqual([
      ['Mail', -100, -1000],
      ['Network', 100, 1000],
    ]);
  });

  it('has watermelons of what was green, and what was recovered of what was low', () => {
    const { figure } = report(sums({ green: 20, watermelon: 5, 'follow-up': 4, recovered: 3 }));
    expect([figure('watermelons')?.now?.value, figure('recovered')?.now?.value]).toEqual([25, 75]);
  });

  it('is of one service where one is asked for', () => {
    const both = [...sums({ 'opened 1': 3 }, 'Network'), ...sums({ 'opened 1': 4 }, 'Mail')];
    expect(report(both, [], 'Mail').figure('tickets')?.now?.value).toBe(4);
    expect(report(both).demand[0]?.[1]).toBe(7);
  });

  it('has nothing to say of an empty period, and does not make up a number', () => {
    const { figures, services, factors } = report([]);
    const told = figures.filter(({ now }) => now !== undefined).map(({ name, now }) => [name, now?.value]);
    expect(told).toEqual([
      ['tickets', 0],
      ['per hundred', 0],
      ['backlog', 7],
      ['effort cost', 0],
    ]);
    expect([services, factors]).toEqual([[], []]);
    for (const { now } of figures) expect(Number.isNaN(now?.value ?? 0)).toBe(false);
  });
});

describe('the cost of one ticket', () => {
  const prices = {
    rates: { agent: 40, lead: 60, person: 50 },
    effort: { reply: 300, note: 120, change: 60 },
    currency: 'EUR',
  };
  const worked = life({
    messages: [
      { at: tue(20), author: SAM, visibility: 'public' },
      { at: tue(25), author: LEE, visibility: 'note' },
      { at: tue(26), author: MIRA, visibility: 'public' },
    ],
  });

  it('is a reply of 300 s and a change of 60 s of an agent at 40, and a note of 120 s of a lead at 60: 4 + 2', () => {
    const made = ticketCost(worked, rules.leads, prices);
    expect(made?.amount).toBeCloseTo(6, 10);
    expect(made?.parts).toEqual([
      { role: 'agent', deed: 'reply', count: 1, seconds: 300, rate: 40 },
      { role: 'agent', deed: 'change', count: 1, seconds: 60, rate: 40 },
      { role: 'lead', deed: 'note', count: 1, seconds: 120, rate: 60 },
    ]);
    // The same as what it adds to the sums.
    const { 'effort agent': agent = 0, 'effort lead': lead = 0 } = counted(worked);
    expect(costOf(agent, lead, prices.rates)).toBeCloseTo(made?.amount ?? 0, 10);
  });

  it('has a lead at the price of an agent where theirs was not told, and none where nobody has one', () => {
    const rates = { agent: 30, lead: 0, person: 0 };
    expect(ticketCost(worked, rules.leads, { ...prices, rates })?.amount).toBeCloseTo(4, 10);
    expect(ticketCost(worked, rules.leads, { ...prices, rates: { ...rates, agent: 0 } })).toBeUndefined();
    expect(ticketCost(life({ events: [], messages: [] }), rules.leads, prices)).toEqual({
      amount: 0,
      currency: 'EUR',
      parts: [],
    });
  });
});
