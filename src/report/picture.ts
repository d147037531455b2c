/** The report as one picture for a chat, an SVG that can be read on a phone: four numbers, what came and went, who was satisfied. Pure. */
import type { Figure, Report } from '../desk/worth/report.ts';
import { PICTURED } from '../say/report.ts';
import type { Reporting } from '../say/words.ts';
import { BLUE, box, CARD, INK, LINE, line, PAPER, SOFT, text, VERMILION, widthOf } from './draw.ts';

const WIDTH = 800;
const EDGE = 28;
const INNER = WIDTH - 2 * EDGE;
const GAP = 16;

/** What a part of it takes in height, drawn from `top` on. */
interface Part {
  readonly height: number;
  readonly svg: string;
}

export function pictureOf(report: Report, words: Reporting): string {
  const { title } = words.phrases;
  const about = [words.days(report.period), report.service ?? words.phrases.allServices].join(' · ');
  let top = 108;
  const parts: string[] = [
    text(EDGE, 56, title, { size: 34, bold: true, room: INNER }),
    text(EDGE, 90, about, { size: 24, colour: SOFT, room: INNER }),
  ];
  for (const draw of [numbers, trend, satisfaction]) {
    const part = draw(report, words, top);
    if (part === undefined) continue;
    parts.push(part.svg);
    top += part.height + GAP;
  }
  const height = top + EDGE - GAP;
  const frame = box(1, 1, WIDTH - 2, height - 2, PAPER, 18, ` stroke="${LINE}" stroke-width="2"`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="DejaVu Sans">${frame}${parts.join('')}</svg>`;
}

const SIGNS = { better: '▲', worse: '▼', up: '▲', down: '▼', same: '≈', unknown: '' } as const;

function numbers({ figures, assumptions }: Report, words: Reporting, top: number): Part {
  const [width, height] = [(INNER - GAP) / 2, 168];
  const tiles = PICTURED.flatMap((name, index) => {
    const one = figures.find((figure) => figure.name === name);
    if (one === undefined) return [];
    const [x, y] = [EDGE + (index % 2) * (width + GAP), top + Math.floor(index / 2) * (height + GAP)];
    return [
      card(x, y, width, height),
      text(x + 18, y + 36, words.phrases.figures[name].label, { size: 22, colour: SOFT, room: width - 30 }),
      text(x + 18, y + 90, words.value(one, one.now, assumptions.currency), { size: 48, bold: true, room: width - 36 }),
      ...changeOf(one, words, assumptions.currency).map((told, at) =>
        text(x + 18, y + 124 + at * 27, told, { size: 20, colour: SOFT, room: width - 30 }),
      ),
    ];
  });
  return { height: 2 * height + GAP, svg: tiles.join('') };
}

function changeOf(one: Figure, { phrases, value }: Reporting, currency: string): readonly string[] {
  const changed = `${SIGNS[one.change]} ${phrases.changed[one.change]}`.trim();
  return one.before === undefined ? [changed] : [changed, phrases.before(value(one, one.before, currency))];
}

const PLOT = 190;

/** Bars for what was opened, a line with dots for what was resolved: two shapes, so that no colour has to be told from another. */
function trend({ trend: { step, points } }: Report, words: Reporting, top: number): Part | undefined {
  const most = Math.max(...points.map(({ opened, done }) => Math.max(opened, done)), 0);
  if (points.length < 2 || most === 0) return undefined;
  const height = PLOT + 116;
  const [left, right, foot] = [EDGE + 18, WIDTH - EDGE - 18, top + 74 + PLOT];
  const scale = widthOf(words.number(most), 20) + 12;
  const wide = (right - left - scale) / points.length;
  const x = (index: number): number => left + scale + (index + 0.5) * wide;
  const y = (n: number): number => foot - (n / most) * PLOT;
  const bar = Math.max(2, Math.min(46, wide * 0.72));
  const bars = points.map(({ opened }, at) =>
    box(x(at) - bar / 2, y(opened), bar, foot - y(opened), BLUE, bar > 8 ? 3 : 0),
  );
  const path = points.map(({ done }, at) => `${x(at).toFixed(1)},${y(done).toFixed(1)}`).join(' ');
  const halo = `<polyline points="${path}" fill="none" stroke="${CARD}" stroke-width="9" stroke-linejoin="round"/>`;
  const drawn = `<polyline points="${path}" fill="none" stroke="${VERMILION}" stroke-width="4" stroke-linejoin="round"/>`;
  const radius = wide > 16 ? 6 : 4;
  const dots = points.map(
    ({ done }, at) =>
      `<circle cx="${x(at).toFixed(1)}" cy="${y(done).toFixed(1)}" r="${radius}" fill="${VERMILION}" stroke="${CARD}" stroke-width="2"/>`,
  );
  const [opened, done] = [sum(points.map((one) => one.opened)), sum(points.map((one) => one.done))];
  const first = `${words.phrases.trend.opened} ${words.number(opened)}`;
  const second = left + 34 + widthOf(first, 24) + 34;
  const labels = [0, Math.floor((points.length - 1) / 2), points.length - 1].filter(
    (at, n, all) => all.indexOf(at) === n,
  );
  return {
    height,
    svg: [
      card(EDGE, top, INNER, height),
      box(left, top + 24, 22, 22, BLUE, 3),
      text(left + 34, top + 44, first, { size: 24 }),
      line(second, top + 35, second + 34, top + 35, VERMILION, 4),
      `<circle cx="${second + 17}" cy="${top + 35}" r="7" fill="${VERMILION}"/>`,
      text(second + 46, top + 44, `${words.phrases.trend.done} ${words.number(done)}`, {
        size: 24,
        room: right - second - 46,
      }),
      ...[0, 0.5, 1].map((part) => line(left + scale, y(most * part), right, y(most * part), LINE, 1.5)),
      text(left + scale - 10, y(most) + 7, words.number(most), { size: 20, colour: SOFT, anchor: 'end' }),
      text(left + scale - 10, foot + 7, '0', { size: 20, colour: SOFT, anchor: 'end' }),
      ...bars,
      halo,
      drawn,
      ...dots,
      ...labels.map((at) => {
        const anchor = at === 0 ? 'start' : at === points.length - 1 ? 'end' : 'middle';
        const place = anchor === 'start' ? x(0) - wide / 2 : anchor === 'end' ? right : x(at);
        return text(place, foot + 32, words.step(points[at]?.starts ?? '', step), { size: 20, colour: SOFT, anchor });
      }),
    ].join(''),
  };
}

const ROWS = 5;

/** CSAT of the services that weigh most, the weakest first, each with its 95 % interval. */
function satisfaction({ services }: Report, words: Reporting, top: number): Part | undefined {
  const rated = services
    .flatMap(({ service, csat, impact }) => (csat === undefined ? [] : [{ service, csat, impact: impact ?? 0 }]))
    .sort((a, b) => a.impact - b.impact);
  if (rated.length < 2) return undefined;
  const rows = rated.slice(0, ROWS);
  const [row, head, left] = [52, 66, EDGE + 18];
  const [from, width] = [left + 208, 310];
  const at = (percent: number): number => from + (percent / 100) * width;
  const drawn = rows.flatMap(({ service, csat }, index) => {
    const y = top + head + index * row;
    return [
      text(left, y + 26, service || words.phrases.noService, { size: 23, room: 196 }),
      box(from, y + 8, width, 24, LINE, 4),
      box(from, y + 8, Math.max(1, at(csat.value) - from), 24, BLUE, 4),
      line(at(csat.low), y + 20, at(csat.high), y + 20, INK, 4),
      ...[csat.low, csat.high].map((end) => line(at(end), y + 11, at(end), y + 29, INK, 4)),
      text(from + width + 14, y + 28, `${words.number(csat.value)} % (${words.number(csat.n)})`, {
        size: 22,
        room: 182,
      }),
    ];
  });
  const height = head + rows.length * row + 10;
  const heading = `${words.phrases.figures.csat.label} · ${words.phrases.headings.services}`;
  return {
    height,
    svg: [card(EDGE, top, INNER, height), text(left, top + 42, heading, { size: 24, room: INNER - 36 }), ...drawn].join(
      '',
    ),
  };
}

const card = (x: number, y: number, width: number, height: number): string =>
  box(x, y, width, height, CARD, 12, ` stroke="${LINE}" stroke-width="1.5"`);

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
