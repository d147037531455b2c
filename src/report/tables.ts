/** The report as tables: what stands behind every chart, on the page and in what is exported. Pure. */
import type { Estimate } from '../desk/worth/interval.ts';
import type { Report } from '../desk/worth/report.ts';
import type { ColumnName } from '../say/report/phrases.ts';
import type { Reporting } from '../say/words.ts';

/** A number is written by whoever shows it; undefined: there is none. */
export type Cell = string | number | undefined;

export interface Table {
  readonly name: TableName;
  readonly heading: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export type TableName = keyof Reporting['phrases']['headings'];

export function tablesOf(report: Report, { phrases, value, minutes }: Reporting): readonly Table[] {
  const { assumptions, figures, services, factors, asked, notAsked, trend, demand, ageing } = report;
  const table = (name: TableName, columns: readonly ColumnName[], rows: Table['rows']): Table => ({
    name,
    heading: phrases.headings[name],
    columns: columns.map((column) => phrases.columns[column]),
    rows,
  });
  const { currency, rates, monthlyCost, effort } = assumptions;
  const price = (amount: number): Cell => (amount > 0 ? amount : phrases.notTold);
  return [
    table(
      'numbers',
      ['figure', 'value', 'low', 'high', 'n', 'before', 'change', 'rule'],
      figures
        .filter(({ now, before }) => now !== undefined || before !== undefined)
        .map((one) => {
          const sure = one.now === undefined || one.now.low === one.now.high;
          const end = (at: 'low' | 'high'): Cell =>
            sure || one.now === undefined ? undefined : value(one, { ...one.now, value: one.now[at] }, currency);
          const { label, rule } = phrases.figures[one.name];
          const n = sure ? undefined : one.now?.n;
          const [now, before] = [value(one, one.now, currency), value(one, one.before, currency)];
          return [label, now, end('low'), end('high'), n, before, phrases.change[one.change], rule];
        }),
    ),
    table(
      'services',
      ['service', 'tickets', 'perHundred', 'csat', 'happiness', 'lost', 'impact', 'cost'],
      services.map(({ service, tickets, perHundred, csat, happiness, lostMinutes, impact, cost }) => [
        service || phrases.noService,
        tickets,
        rounded(perHundred),
        rounded(csat?.value),
        rounded(happiness?.value),
        lostMinutes === undefined ? undefined : minutes(lostMinutes),
        rounded(impact),
        rounded(cost),
      ]),
    ),
    table(
      'factors',
      ['factor', 'n', 'happiness', 'impact'],
      factors.map(({ factor, happiness, impact }) => [factor, happiness.n, rounded(happiness.value), rounded(impact)]),
    ),
    table(
      'asked',
      ['kind', 'offered', 'delivered', 'opened', 'answered', 'withdrawn', 'expired'],
      asked.map(({ kind, states }) => [phrases.kinds[kind], ...Object.values(states)]),
    ),
    table(
      'notAsked',
      ['reason', 'count'],
      Object.entries(notAsked).map(([why, n]) => [phrases.reasons[why as keyof typeof notAsked], n]),
    ),
    table(
      'trend',
      ['starts', 'tickets', 'done'],
      trend.points.map(({ starts, opened, done }) => [starts, opened, done]),
    ),
    {
      name: 'demand',
      heading: phrases.headings.demand,
      columns: [phrases.columns.day, ...Array.from({ length: 24 }, (_, hour) => String(hour))],
      rows: demand.map((hours, day) => [phrases.days[day] ?? '', ...hours]),
    },
    table(
      'ageing',
      ['age', 'count'],
      Object.entries(ageing).map(([age, n]) => [phrases.ages[age as keyof typeof ageing], n]),
    ),
    table(
      'assumptions',
      ['setting', 'value'],
      [
        [phrases.assumptions.workHours, assumptions.workHours],
        [phrases.assumptions.holidays, assumptions.holidays.join(', ') || '–'],
        [phrases.assumptions.timeZone, assumptions.timeZone],
        [phrases.assumptions.people, report.people],
        [`${phrases.assumptions.agent} (${currency})`, price(rates.agent)],
        [`${phrases.assumptions.lead} (${currency})`, price(rates.lead)],
        [`${phrases.assumptions.person} (${currency})`, price(rates.person)],
        [`${phrases.assumptions.month} (${currency})`, price(monthlyCost)],
        [phrases.assumptions.effort, `${effort.reply}, ${effort.note}, ${effort.change}`],
        [phrases.columns.impact, phrases.impactRule],
      ],
    ),
  ];
}

/** What a spreadsheet opens: a text that it would take for a formula has an apostrophe before it, which it does not show. */
export function csvOf({ columns, rows }: Table): string {
  return [columns, ...rows].map(csvLine).join('');
}

export const csvLine = (row: readonly Cell[]): string => `${row.map(csvCell).join(',')}\r\n`;

function csvCell(cell: Cell): string {
  if (cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function jsonOf({ name, columns, rows }: Table): string {
  const named = rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
  return `${JSON.stringify({ table: name, rows: named }, null, 1)}\n`;
}

const rounded = (value: Estimate['value'] | undefined): Cell =>
  value === undefined ? undefined : Math.round(value * 100) / 100;
