/** Sums → the numbers of a report, each with its interval and whether it really changed. Pure. */
import { FACTORS, type NotAsked, type SurveyKind } from './asking.ts';
import { type Change, compare, compareCounts, type Estimate, netScore, share } from './interval.ts';
import { ASKED, NOT_ASKED } from './life.ts';
import { daysIn, type Period } from './period.ts';
import { type Sums, sumsOf } from './sums.ts';
import { costOf } from './ticket-cost.ts';
import { quantile } from './times.ts';
import { type Trend, type TrendRows, trendOf } from './trend.ts';

/** What the numbers take for granted; each is a setting, and is printed with them. */
export interface Assumptions {
  /** Whom the desk serves; undefined: everybody whom it knows and who is no agent. */
  readonly peopleServed: number | undefined;
  /** Per hour. 0: not told. */
  readonly rates: { readonly agent: number; readonly lead: number; readonly person: number };
  /** All that the desk costs in a month. 0: not told. */
  readonly monthlyCost: number;
  readonly currency: string;
  readonly effort: { readonly reply: number; readonly note: number; readonly change: number };
  /** As it was given: Mon-Fri 09:00-17:00. */
  readonly workHours: string;
  readonly holidays: readonly string[];
  readonly timeZone: string;
}

/** A number of the report. `better`, `worse`: it changed by more than chance, and that is good or not. */
export interface Figure {
  readonly name: FigureName;
  readonly unit: 'count' | 'percent' | 'points' | 'minutes' | 'money';
  readonly now: Estimate | undefined;
  readonly before: Estimate | undefined;
  readonly change: 'better' | 'worse' | 'same' | 'unknown' | 'up' | 'down';
}

export type FigureName = keyof typeof DIRECTIONS;

/** Which way is good; 0: neither. */
const DIRECTIONS = {
  tickets: 0,
  'per hundred': 0,
  'first reply': -1,
  'first reply p90': -1,
  'in time': 1,
  resolution: -1,
  'resolution p90': -1,
  fulfilment: -1,
  'fulfilment p90': -1,
  'first contact': 1,
  reopened: -1,
  backlog: -1,
  csat: 1,
  'csat response': 1,
  nps: 1,
  'nps response': 1,
  happiness: 1,
  'happiness response': 1,
  'lost time': -1,
  'lost hours': -1,
  'lost cost': -1,
  watermelons: -1,
  recovered: 1,
  'effort cost': 0,
  'effort per ticket': -1,
  'expense per ticket': -1,
} as const;

export interface ServiceRow {
  /** Empty: no service was named. */
  readonly service: string;
  readonly tickets: number;
  readonly perHundred: number | undefined;
  readonly csat: Estimate | undefined;
  readonly happiness: Estimate | undefined;
  readonly lostMinutes: number | undefined;
  readonly impact: number | undefined;
  readonly cost: number | undefined;
}

export interface Report {
  readonly period: Period;
  readonly before: Period;
  /** Of one service only. */
  readonly service: string | undefined;
  readonly people: number;
  readonly assumptions: Assumptions;
  readonly figures: readonly Figure[];
  readonly services: readonly ServiceRow[];
  readonly factors: readonly {
    readonly factor: (typeof FACTORS)[number];
    readonly happiness: Estimate;
    readonly impact: number;
  }[];
  readonly asked: readonly {
    readonly kind: SurveyKind;
    readonly states: Readonly<Record<(typeof ASKED)[number], number>>;
  }[];
  readonly notAsked: Readonly<Record<NotAsked, number>>;
  /** Monday first, from hour 0. */
  readonly demand: readonly (readonly number[])[];
  readonly trend: Trend;
  /** What is open at this moment, by its age in days. */
  readonly ageing: Ageing;
  /** Tickets that are still being counted. */
  readonly uncounted: number;
}

export interface Ageing {
  readonly week: number;
  readonly fortnight: number;
  readonly month: number;
  readonly older: number;
}

export interface Material {
  readonly period: Period;
  readonly before: Period;
  readonly service: string | undefined;
  readonly people: number;
  readonly now: Sums;
  readonly past: Sums;
  readonly trend: TrendRows;
  /** Open at the end of the period, and of the one before. */
  readonly backlog: number;
  readonly backlogThen: number;
  readonly ageing: Ageing;
  readonly uncounted: number;
}

export function reportOf(material: Material, assumptions: Assumptions): Report {
  const { period, before, service, people, now, past, ageing, uncounted } = material;
  const all = sumsOf(now, service);
  const ours = material.service === undefined ? [...new Set(now.map((row) => row.service))].sort() : [service ?? ''];
  const overall = weight(all);
  return {
    period,
    before,
    service,
    people,
    assumptions,
    figures: figures(material, all, sumsOf(past, service), assumptions),
    services: ours.map((name) => serviceRow(name, sumsOf(now, name), people, overall, assumptions)),
    factors: FACTORS.flatMap((factor) => {
      const happiness = netScore(all.by(`factor ${factor}`));
      const base = netScore(all.by('score experience'));
      if (happiness === undefined || base === undefined) return [];
      return [{ factor, happiness, impact: impact(happiness, base) }];
    }),
    asked: (['rating', 'advocacy', 'experience'] as const).map((kind) => ({
      kind,
      states: states(all.by(`asked ${kind}`)),
    })),
    notAsked: Object.fromEntries(
      NOT_ASKED.map((why, index) => [why, all.by('not asked').get(index) ?? 0]),
    ) as Report['notAsked'],
    demand: Array.from({ length: 7 }, (_, day) =>
      Array.from({ length: 24 }, (_hour, hour) => all.by('opened').get(day * 24 + hour) ?? 0),
    ),
    trend: trendOf(period, material.trend),
    ageing,
    uncounted,
  };
}

/** Answers × (score − baseline): how far a weak spot draws the whole down, in points times answers (HappySignals). */
export function impact(score: Estimate, baseline: Estimate): number {
  return score.n * (score.value - baseline.value);
}

type Tally = ReturnType<typeof sumsOf>;

function figures(m: Material, now: Tally, past: Tally, assumptions: Assumptions): readonly Figure[] {
  const both = (of: (sums: Tally, period: Period) => Estimate | undefined): Pair => [
    of(now, m.period),
    of(past, m.before),
  ];
  const figure = (name: FigureName, unit: Figure['unit'], [a, b]: Pair, changed: Change = compare(a, b)): Figure => ({
    name,
    unit,
    now: a,
    before: b,
    change: judged(changed, DIRECTIONS[name]),
  });
  const counted = (name: FigureName, a: number, b: number): Figure =>
    figure(name, 'count', [exact(a), exact(b)], compareCounts(a, b));
  const time = (name: FigureName, measure: string, part: number) =>
    figure(
      name,
      'minutes',
      both((sums) => quantile(sums.by(measure), part)),
    );
  const part = (name: FigureName, hits: (sums: Tally) => number, of: (sums: Tally) => number) =>
    figure(
      name,
      'percent',
      both((sums) => percent(share(hits(sums), of(sums)))),
    );
  const plain = (name: FigureName, unit: Figure['unit'], of: (sums: Tally, period: Period) => number | undefined) =>
    figure(
      name,
      unit,
      both((sums, period) => exact(of(sums, period))),
      'unknown',
    );
  const response = (name: FigureName, kind: SurveyKind) =>
    part(
      name,
      (sums) => state(sums, kind, 'answered'),
      (sums) => state(sums, kind, 'delivered'),
    );
  const { rates, monthlyCost } = assumptions;
  return [
    counted('tickets', now.total('opened'), past.total('opened')),
    plain('per hundred', 'count', (sums) => perHundred(sums, m.people)),
    time('first reply', 'first reply', 0.5),
    time('first reply p90', 'first reply', 0.9),
    part(
      'in time',
      (sums) => sums.total('first reply') - sums.total('late reply'),
      (sums) => sums.total('first reply'),
    ),
    time('resolution', 'resolution', 0.5),
    time('resolution p90', 'resolution', 0.9),
    time('fulfilment', 'fulfilment', 0.5),
    time('fulfilment p90', 'fulfilment', 0.9),
    part(
      'first contact',
      (sums) => sums.total('first contact'),
      (sums) => sums.total('held'),
    ),
    part(
      'reopened',
      (sums) => sums.total('reopened'),
      (sums) => sums.total('resolved'),
    ),
    counted('backlog', m.backlog, m.backlogThen),
    figure('csat', 'percent', both(csat)),
    response('csat response', 'rating'),
    figure(
      'nps',
      'points',
      both((sums) => netScore(sums.by('score advocacy'))),
    ),
    response('nps response', 'advocacy'),
    figure(
      'happiness',
      'points',
      both((sums) => netScore(sums.by('score experience'))),
    ),
    response('happiness response', 'experience'),
    plain('lost time', 'minutes', lostMean),
    plain('lost hours', 'minutes', (sums) =>
      sums.total('lost answers') === 0 ? undefined : sums.total('lost minutes'),
    ),
    plain('lost cost', 'money', (sums) =>
      rates.person > 0 && sums.total('lost answers') > 0 ? (sums.total('lost minutes') / 60) * rates.person : undefined,
    ),
    part(
      'watermelons',
      (sums) => sums.total('watermelon'),
      (sums) => sums.total('green'),
    ),
    part(
      'recovered',
      (sums) => sums.total('recovered'),
      (sums) => sums.total('follow-up'),
    ),
    plain('effort cost', 'money', (sums) => cost(sums, assumptions)),
    plain('effort per ticket', 'money', (sums) => ratio(cost(sums, assumptions), sums.total('opened'))),
    plain('expense per ticket', 'money', (sums, period) =>
      monthlyCost > 0 && m.service === undefined
        ? ratio((monthlyCost * daysIn(period)) / MONTH_DAYS, sums.total('opened'))
        : undefined,
    ),
  ];
}

type Pair = readonly [Estimate | undefined, Estimate | undefined];

/** A month on the average, of the Gregorian 400 years. */
const MONTH_DAYS = 30.436875;

function judged(changed: Change, direction: 0 | 1 | -1): Figure['change'] {
  if (changed === 'same' || changed === 'unknown' || direction === 0) return changed;
  return (changed === 'up') === (direction === 1) ? 'better' : 'worse';
}

function serviceRow(
  service: string,
  sums: Tally,
  people: number,
  overall: Weight,
  assumptions: Assumptions,
): ServiceRow {
  const own = weight(sums);
  const [score, base] = overall.happiness === undefined ? [own.csat, overall.csat] : [own.happiness, overall.happiness];
  return {
    service,
    tickets: sums.total('opened'),
    perHundred: perHundred(sums, people),
    ...own,
    lostMinutes: lostMean(sums),
    impact: score === undefined || base === undefined ? undefined : impact(score, base),
    cost: cost(sums, assumptions),
  };
}

interface Weight {
  readonly csat: Estimate | undefined;
  readonly happiness: Estimate | undefined;
}
const weight = (sums: Tally): Weight => ({ csat: csat(sums), happiness: netScore(sums.by('score experience')) });

/** 4 and 5 of all answers from 1 to 5. */
function csat(sums: Tally): Estimate | undefined {
  const scores = sums.by('score rating');
  return percent(share((scores.get(4) ?? 0) + (scores.get(5) ?? 0), sums.total('score rating')));
}

/** What the effort of the desk's people costs; undefined while their hours have no price. */
function cost(sums: Tally, { rates }: Assumptions): number | undefined {
  return costOf(sums.total('effort agent'), sums.total('effort lead'), rates);
}

const lostMean = (sums: Tally): number | undefined => ratio(sums.total('lost minutes'), sums.total('lost answers'));
const perHundred = (sums: Tally, people: number): number | undefined => ratio(sums.total('opened') * 100, people);
const ratio = (a: number | undefined, b: number): number | undefined =>
  a === undefined || b === 0 ? undefined : a / b;
const exact = (value: number | undefined): Estimate | undefined =>
  value === undefined ? undefined : { value, low: value, high: value, n: value };
const percent = (of: Estimate | undefined): Estimate | undefined =>
  of && { value: of.value * 100, low: of.low * 100, high: of.high * 100, n: of.n };

const state = (sums: Tally, kind: SurveyKind, which: (typeof ASKED)[number]): number =>
  sums.by(`asked ${kind}`).get(ASKED.indexOf(which)) ?? 0;

const states = (asked: ReadonlyMap<number, number>) =>
  Object.fromEntries(ASKED.map((one, index) => [one, asked.get(index) ?? 0])) as Readonly<
    Record<(typeof ASKED)[number], number>
  >;
