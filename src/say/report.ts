import type { Line } from '../adapter.ts';
import type { Estimate } from '../desk/worth/interval.ts';
import type { Figure, FigureName, Report } from '../desk/worth/report.ts';
import type { TicketCost } from '../desk/worth/ticket-cost.ts';
import { cut } from './cut.ts';
import { hint, text, toEveryone, type Voice } from './voice.ts';
import type { Words } from './words.ts';

/** What is told in the chat besides the three sentences; the rest is on the page. */
const TOLD: readonly FigureName[] = [
  'tickets',
  'first reply',
  'resolution',
  'first contact',
  'reopened',
  'csat',
  'nps',
  'happiness',
  'watermelons',
  'recovered',
];

export function report(voice: Voice): Pick<Words, 'report' | 'reporting'> {
  const { phrases: all } = voice;
  const phrases = all.report;
  const write = writer(all.locale);
  return {
    reporting: {
      phrases,
      locale: all.locale,
      ...write,
      sentences: (made) => sentences(made, phrases, write),
      alt: (made) => alt(made, phrases, write),
    },
    report: (made, link) => {
      const { period, service, figures, assumptions } = made;
      const told = figures.filter(({ name, now }) => TOLD.includes(name) && now !== undefined);
      const { currency } = assumptions;
      return toEveryone([
        { kind: 'title', text: [phrases.title, write.days(period), ...(service ? [service] : [])].join(' · ') },
        ...sentences(made, phrases, write).map(text),
        ...fields(
          told.map((one) => {
            const before = one.before && phrases.before(write.value(one, one.before, currency));
            return {
              label: phrases.figures[one.name].label,
              value: [write.value(one, one.now, currency), ...(before ? [`(${before})`] : [])].join(' '),
            };
          }),
        ),
        ...(made.uncounted > 0 ? [hint(phrases.counting(write.number(made.uncounted)))] : []),
        ...(link === undefined ? [] : [hint(phrases.page(link.url, link.minutes))]),
      ]);
    },
  };
}

/** What the picture has room for, and in its order. */
export const PICTURED: readonly FigureName[] = ['tickets', 'csat', 'first reply', 'resolution'];
const ALT = 1_000;

function alt(made: Report, phrases: Voice['phrases']['report'], write: Writer): string {
  const { figures, trend, services, assumptions } = made;
  const told = PICTURED.flatMap((name) => {
    const one = figures.find((figure) => figure.name === name);
    if (one === undefined) return [];
    const value = write.value(one, one.now, assumptions.currency);
    return [`${phrases.figures[name].label}: ${value} (${phrases.changed[one.change]})`];
  });
  const rated = services.flatMap(({ service, csat }) =>
    csat === undefined ? [] : [`${service || phrases.noService} ${write.number(csat.value)} % (${csat.n})`],
  );
  const steps = trend.points.map(
    ({ starts, opened, done }) => `${write.step(starts, trend.step)} ${write.number(opened)}, ${write.number(done)}`,
  );
  const parts = [
    [phrases.title, write.days(made.period), made.service ?? phrases.allServices].join(' · '),
    ...told,
    ...(rated.length > 1 ? [`${phrases.figures.csat.label} · ${phrases.headings.services}: ${rated.join('; ')}`] : []),
    `${phrases.headings.trend} (${phrases.trend.opened}, ${phrases.trend.done}): ${steps.join('; ')}`,
  ];
  return cut(`${parts.join('. ')}.`, ALT);
}

/** What a ticket has cost, with all that the number is made of. */
export function costLine({ phrases }: Voice, { amount, currency, parts }: TicketCost): Line {
  const { cost, at, roles, deeds, untouched } = phrases.report.ticketCost;
  const { money } = writer(phrases.locale);
  const told = (['agent', 'lead'] as const).flatMap((role) => {
    const own = parts.filter((part) => part.role === role);
    const [first] = own;
    if (first === undefined) return [];
    const made = own.map(({ deed, count, seconds }) => `${count} ${deeds[deed]} × ${seconds} s`);
    return [`${roles[role]}: ${made.join(', ')} ${at(money(first.rate, currency))}`];
  });
  return hint(cost(money(amount, currency), told.join('; ') || untouched));
}

/** How numbers are written in a language. */
export interface Writer {
  number(value: number): string;
  value(figure: Pick<Figure, 'unit'>, estimate: Estimate | undefined, currency: string): string;
  minutes(value: number): string;
  money(value: number, currency: string): string;
  days(period: Report['period']): string;
  /** The beginning of a step of a trend. */
  step(starts: string, step: Report['trend']['step']): string;
}

function writer(locale: string): Writer {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const fine = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const short = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const month = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const number = (value: number): string => (Math.abs(value) < 100 ? fine : whole).format(value);
  const minutes = (value: number): string =>
    value < 90 ? `${whole.format(value)} min` : `${fine.format(value / 60)} h`;
  const money = (value: number, currency: string): string =>
    new Intl.NumberFormat(locale, { style: 'currency', currency }).format(value);
  return {
    number,
    minutes,
    money,
    days: ({ from, to }) => date.formatRange(new Date(from), new Date(Date.parse(to) - 86_400_000)),
    step: (starts, step) => {
      if (step === 'year') return starts.slice(0, 4);
      return (step === 'month' ? month : short).format(new Date(starts));
    },
    value: ({ unit }, estimate, currency) => {
      if (estimate === undefined) return '–';
      switch (unit) {
        case 'count':
        case 'points':
          return number(estimate.value);
        case 'percent':
          return `${number(estimate.value)} %`;
        case 'minutes':
          return minutes(estimate.value);
        case 'money':
          return money(estimate.value, currency);
        default:
          return unit satisfies never;
      }
    },
  };
}

/** The three that matter: how it was felt, how long it took, and where it hurts (or how much there was). */
function sentences(made: Report, phrases: Voice['phrases']['report'], write: Writer): readonly string[] {
  const figure = (name: FigureName): Figure | undefined => made.figures.find((one) => one.name === name);
  const value = (name: FigureName): string => {
    const one = figure(name);
    return one === undefined ? '–' : write.value(one, one.now, made.assumptions.currency);
  };
  const changed = (name: FigureName): string => {
    const how = figure(name)?.change ?? 'unknown';
    return ` (${phrases.change[how]})`;
  };
  const csat = figure('csat')?.now;
  const percent = (one: number): string => `${write.number(one)} %`;
  const felt =
    csat === undefined
      ? phrases.nobodyRated
      : phrases.good(
          percent(csat.value),
          write.number(csat.n),
          percent(csat.low),
          percent(csat.high),
          value('csat response'),
        ) + changed('csat');
  const took =
    figure('resolution')?.now === undefined
      ? phrases.nothingDone
      : phrases.speed(value('first reply'), value('resolution')) + changed('resolution');
  return [
    felt,
    took,
    hurts(made, phrases, write) ?? phrases.demand(value('tickets'), value('per hundred')) + changed('tickets'),
  ];
}

function hurts({ services, figures }: Report, phrases: Voice['phrases']['report'], write: Writer): string | undefined {
  const weakest = [...services]
    .filter(({ impact = 0 }) => impact < 0)
    .sort((a, b) => (a.impact ?? 0) - (b.impact ?? 0))[0];
  if (weakest?.impact !== undefined && services.length > 1) {
    return phrases.weakSpot(weakest.service || phrases.noService, write.number(weakest.impact));
  }
  const watermelons = figures.find(({ name }) => name === 'watermelons')?.now;
  return watermelons === undefined || watermelons.value === 0
    ? undefined
    : phrases.watermelons(`${write.number(watermelons.value)} %`);
}

const fields = (list: readonly { readonly label: string; readonly value: string }[]): readonly Line[] =>
  list.length === 0 ? [] : [{ kind: 'fields', fields: list }];
