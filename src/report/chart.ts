/** Charts as SVG, drawn with classes only: the style sheet has their colours, light and dark. Pure; every text is escaped. */
import type { Report } from '../desk/worth/report.ts';
import type { Reporting } from '../say/words.ts';
import { escaped } from './escape.ts';

/** Demand by hour and weekday: the more, the darker. Each cell says how many. */
export function demandChart({ demand }: Report, { phrases }: Reporting): string {
  const most = Math.max(1, ...demand.flat());
  const [left, top, size] = [44, 18, 24];
  const cells = demand.flatMap((hours, day) =>
    hours.map((n, hour) => {
      const told = `${phrases.days[day] ?? ''} ${hour}:00: ${n}`;
      const strength = n === 0 ? 0 : Math.ceil((n / most) * 8);
      return `<rect class="heat heat-${strength}" x="${left + hour * size}" y="${top + day * size}" width="22" height="22" rx="3"><title>${escaped(told)}</title></rect>`;
    }),
  );
  const days = phrases.days.map((day, index) => `<text x="0" y="${top + index * size + 16}">${escaped(day)}</text>`);
  const hours = [0, 6, 12, 18].map((hour) => `<text x="${left + hour * size}" y="12">${hour}:00</text>`);
  return svg(phrases.headings.demand, left + 24 * size, top + 7 * size, [...hours, ...days, ...cells]);
}

/** Bars for what was opened, a line with dots for what was resolved. Each step says how many. */
export function trendChart({ trend: { step, points } }: Report, words: Reporting): string | undefined {
  const most = Math.max(0, ...points.map(({ opened, done }) => Math.max(opened, done)));
  if (points.length < 2 || most === 0) return undefined;
  const { opened: came, done: went } = words.phrases.trend;
  const [left, top, width, height] = [44, 40, 620, 150];
  const wide = width / points.length;
  const x = (index: number): number => Math.round((left + (index + 0.5) * wide) * 10) / 10;
  const y = (n: number): number => Math.round((top + height - (n / most) * height) * 10) / 10;
  const bar = Math.round(Math.min(40, wide * 0.72) * 10) / 10;
  const drawn = points.flatMap(({ starts, opened, done }, at) => {
    const told = `${words.step(starts, step)}: ${came} ${words.number(opened)}, ${went} ${words.number(done)}`;
    return [
      `<rect class="bar" x="${x(at) - bar / 2}" y="${y(opened)}" width="${bar}" height="${top + height - y(opened)}"><title>${escaped(told)}</title></rect>`,
    ];
  });
  const line = points.map(({ done }, at) => `${x(at)},${y(done)}`).join(' ');
  const dots = points.map(({ done }, at) => `<circle class="second" cx="${x(at)}" cy="${y(done)}" r="3.5"/>`);
  const ends = [0, points.length - 1].map((at) => {
    const place = at === 0 ? `x="${left}"` : `x="${left + width}" text-anchor="end"`;
    return `<text ${place} y="${top + height + 18}">${escaped(words.step(points[at]?.starts ?? '', step))}</text>`;
  });
  const key = [
    `<rect class="bar" x="${left}" y="4" width="14" height="14"/><text x="${left + 20}" y="16">${escaped(came)}</text>`,
    `<line class="line" x1="${left + 140}" x2="${left + 164}" y1="11" y2="11"/><text x="${left + 170}" y="16">${escaped(went)}</text>`,
    `<text x="0" y="${top + 5}">${escaped(words.number(most))}</text><text x="0" y="${top + height + 4}">0</text>`,
  ];
  const parts = [...key, ...drawn, `<polyline class="line" points="${line}"/>`, ...dots, ...ends];
  return svg(words.phrases.headings.trend, left + width + 8, top + height + 26, parts);
}

/** CSAT by service, each with its 95 % interval as a thin line. */
export function satisfactionChart({ services }: Report, { phrases, number }: Reporting): string | undefined {
  const rated = services.filter(({ csat }) => csat !== undefined);
  if (rated.length === 0) return undefined;
  const [left, width, row] = [180, 400, 34];
  const at = (percent: number): number => Math.round(left + (percent / 100) * width);
  const bars = rated.flatMap(({ service, csat }, index) => {
    if (csat === undefined) return [];
    const y = index * row;
    return [
      `<text x="0" y="${y + 19}">${escaped(short(service || phrases.noService))}</text>`,
      `<rect class="track" x="${left}" y="${y + 6}" width="${width}" height="18" rx="4"/>`,
      `<rect class="bar" x="${left}" y="${y + 6}" width="${at(csat.value) - left}" height="18" rx="4"/>`,
      `<line class="whisker" x1="${at(csat.low)}" x2="${at(csat.high)}" y1="${y + 15}" y2="${y + 15}"/>`,
      `<text x="${left + width + 8}" y="${y + 19}">${escaped(`${number(csat.value)} % (${csat.n})`)}</text>`,
    ];
  });
  return svg(phrases.figures.csat.label, left + width + 90, rated.length * row, bars);
}

const short = (text: string): string => (text.length > 24 ? `${text.slice(0, 23).toWellFormed()}…` : text);

function svg(title: string, width: number, height: number, parts: readonly string[]): string {
  const name = escaped(title);
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${name}"><title>${name}</title>${parts.join('')}</svg>`;
}
