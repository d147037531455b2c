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
