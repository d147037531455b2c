import { describe, expect, it } from 'vitest';
import { pageOf } from '../../src/report/page.ts';
import { csvOf, jsonOf, tablesOf } from '../../src/report/tables.ts';
import { en } from '../../src/say/en.ts';
import { LANGUAGES, sampleReport, tone } from '../say/samples.ts';

const words = en({ ...tone(), services: ['Mail'] });
const table = (name: string) => tablesOf(sampleReport(), words.reporting).find((one) => one.name === name);

describe('what is exported', () => {
  it('has every table that the page shows, each with its columns, and the rule beside each number', () => {
    const all = tablesOf(sampleReport(), words.reporting);
    expect(all.map(({ name }) => name)).toEqual([
      ...['numbers', 'services', 'factors', 'asked', 'notAsked', 'trend', 'demand', 'ageing', 'assumptions'],
    ]);
    for (const { columns, rows } of all) for (const row of rows) expect(row).toHaveLength(columns.length);
    for (const row of table('numbers')?.rows ?? []) expect(row.at(-1)).toMatch(/\S/);
    expect(table('services')?.rows).toEqual([
      ['no service', 5, 2.5, 0, -100, '2 h', -400, 0],
      ['Mail', 12, 6, 100, 100, undefined, 400, 40],
    ]);
  });

  it('is CSV that no spreadsheet takes for a formula', () => {
    const rows = [
      ['=1+1', -3, undefined],
      ['+49 30', 2.5, '@x'],
      ['-2', 0, 'a "b", c'],
      ['\tx', 1, "it's"],
    ];
    expect(csvOf({ name: 'services', heading: '', columns: ['=A', 'B', 'C'], rows })).toBe(
      ['"\'=A",B,C', '"\'=1+1",-3,', '"\'+49 30",2.5,"\'@x"', '"\'-2",0,"a ""b"", c"', '"\'\tx",1,"it\'s"', ''].join(
        '\r\n',
      ),
    );
  });

  it('is JSON by the names of the columns', () => {
    const services = table('services');
    if (services === undefined) throw new Error('no table');
    expect(JSON.parse(jsonOf(services)).rows[1]).toMatchObject({ Service: 'Mail', Tickets: 12, 'Time lost': null });
  });
});

describe('the page', () => {
  const XSS = `<img src=x onerror="alert(1)">'"&`;
  it('shows whatever is in the names as text', () => {
    const hostile = en({ ...tone(), services: [XSS] });
    const report = { ...sampleReport(), service: XSS };
    const named = { ...report, services: report.services.map((row) => ({ ...row, service: XSS })) };
    const html = pageOf({ report: named, period: XSS, words: hostile });
    expect(html).not.toContain('<img');
    expect(html).toContain('&#60;img src=x onerror=&#34;alert(1)&#34;&#62;&#39;&#34;&#38;');
    expect(html).not.toMatch(/<script|style="| on\w+="/);
  });

  it.each(Object.entries(LANGUAGES))('has no hole in %s', (_language, speak) => {
    for (const report of [sampleReport(), sampleReport([])]) {
      const html = pageOf({ report, period: 'last_month', words: speak(tone()) });
      expect(html).not.toMatch(/undefined|NaN|null|\[object/);
    }
  });
});
