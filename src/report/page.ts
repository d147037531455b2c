/** The report as a page that needs no script: HTML made of the same tables that are exported. Pure; every text is escaped. */
import type { Gaps } from '../desk/knowledge/gaps.ts';
import { PERIODS } from '../desk/worth/period.ts';
import type { Report } from '../desk/worth/report.ts';
import type { Words } from '../say/words.ts';
import { demandChart, satisfactionChart, trendChart } from './chart.ts';
import { escaped } from './escape.ts';
import { knowledgeTables } from './knowledge-tables.ts';
import { type Table, tablesOf } from './tables.ts';

export interface Shown {
  readonly report: Report;
  /** What people asked in the period; undefined for a report about one service, which no question is known to be about. */
  readonly gaps?: Gaps | undefined;
  /** As it was asked for. */
  readonly period: string;
  readonly words: Words;
}

export function pageOf({ report, period, words, gaps }: Shown): string {
  const { reporting, services } = words;
  const { phrases, locale, days } = reporting;
  const query = new URLSearchParams({ period, ...(report.service === undefined ? {} : { service: report.service }) });
  const charts: Partial<Record<Table['name'], string | undefined>> = {
    services: satisfactionChart(report, reporting),
    trend: trendChart(report, reporting),
    demand: demandChart(report, reporting),
  };
  const told = gaps === undefined ? [] : knowledgeTables(gaps, reporting);
  const tables = [...tablesOf(report, reporting), ...told].filter(({ rows }) => rows.length > 0);
  const options = words.forms['report']?.fields['period']?.options ?? {};
  const body = [
    `<header><h1>${escaped(phrases.title)}</h1><p>${escaped([days(report.period), report.service ?? phrases.allServices].join(' · '))}</p>`,
    `<form method="get" action="./"><label>${escaped(words.forms['report']?.fields['period']?.label ?? '')} ${select(
      'period',
      [...PERIODS, ...(PERIODS.some((one) => one === period) ? [] : [period])].map(
        (one): Option => [one, options[one] ?? one],
      ),
      period,
    )}</label>`,
    services.length === 0
      ? ''
      : `<label>${escaped(phrases.columns.service)} ${select(
          'service',
          [['', phrases.allServices], ...services.map((one): Option => [one, one])],
          report.service ?? '',
        )}</label>`,
    `<button>${escaped(phrases.show)}</button></form></header><main>`,
    `<ol class="sentences">${reporting
      .sentences(report)
      .map((one) => `<li>${escaped(one)}</li>`)
      .join('')}</ol>`,
    report.uncounted > 0 ? `<p class="hint">${escaped(phrases.counting(reporting.number(report.uncounted)))}</p>` : '',
    ...tables.map((table) => section(table, charts[table.name], query, phrases.export)),
    `<section><h2>${escaped(phrases.headings.tickets)}</h2><p class="hint">${escaped(phrases.ticketsHint)}</p>${exportsOf('tickets', query, phrases.export)}</section>`,
    '</main>',
  ];
  return documentOf(locale, phrases.title, body.join(''));
}

/** What a link says besides its token: which report it was given with. */
export const ABOUT: readonly string[] = ['period', 'service'];

/** What the link opens: nothing is used up until a person presses the button, so that no preview does. */
export function doorOf({ reporting: { phrases, locale } }: Words, asked: URLSearchParams): string {
  const carried = ['token', ...ABOUT].flatMap((name) => {
    const value = asked.get(name);
    return value === null ? [] : [`<input type="hidden" name="${name}" value="${escaped(value)}">`];
  });
  const form = `<form method="post" action="open">${carried.join('')}<button>${escaped(phrases.show)}</button></form>`;
  return documentOf(locale, phrases.title, `<main class="door"><h1>${escaped(phrases.title)}</h1>${form}</main>`);
}

export function closedOf({ reporting: { phrases, locale } }: Words): string {
  return documentOf(locale, phrases.title, `<main class="door"><p>${escaped(phrases.linkOver)}</p></main>`);
}

function documentOf(locale: string, title: string, body: string): string {
  return `<!doctype html><html lang="${escaped(locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${escaped(title)}</title><link rel="stylesheet" href="style.css"></head><body>${body}</body></html>`;
}

function section(table: Table, chart: string | undefined, query: URLSearchParams, word: string): string {
  const { name, heading, columns, rows } = table;
  const head = columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('');
  const lines = rows.map((row) => {
    const [first, ...rest] = row.map((cell) => escaped(cell === undefined ? '–' : String(cell)));
    return `<tr><th scope="row">${first ?? ''}</th>${rest.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  const scrolled = `<div class="scroll" tabindex="0" role="region" aria-labelledby="${name}"><table><thead><tr>${head}</tr></thead><tbody>${lines.join('')}</tbody></table></div>`;
  const drawn =
    chart === undefined
      ? ''
      : `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(heading)}">${chart}</div>`;
  return `<section><h2 id="${name}">${escaped(heading)}</h2>${drawn}${scrolled}${exportsOf(name, query, word)}</section>`;
}

function exportsOf(name: Table['name'], query: URLSearchParams, word: string): string {
  const links = (['csv', 'json'] as const).map((format) => {
    const to = `export?${new URLSearchParams([...query, ['table', name], ['format', format]])}`;
    return `<a href="${escaped(to)}">${escaped(`${word} ${format.toUpperCase()}`)}</a>`;
  });
  return `<p class="exports">${links.join(' ')}</p>`;
}

type Option = readonly [string, string];

function select(name: string, options: readonly Option[], chosen: string): string {
  const all = options.map(
    ([value, label]) =>
      `<option value="${escaped(value)}"${value === chosen ? ' selected' : ''}>${escaped(label)}</option>`,
  );
  return `<select name="${name}">${all.join('')}</select>`;
}
