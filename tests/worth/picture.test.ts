import { describe, expect, it } from 'vitest';
import { painter } from '../../src/report/paint.ts';
import { pictureOf } from '../../src/report/picture.ts';
import { en } from '../../src/say/en.ts';
import { LANGUAGES, sampleReport, tone } from '../say/samples.ts';

const words = en(tone()).reporting;
const lines: string[] = [];
const { paint } = painter({ warn: (_fields, message) => void lines.push(message) });

describe('the picture of a report', () => {
  it.each(Object.entries(LANGUAGES))('has the four numbers, the trend and the services, in %s', (_language, speak) => {
    const { reporting } = speak(tone());
    const svg = pictureOf(sampleReport(), reporting);
    expect(svg).not.toMatch(/undefined|NaN|Infinity|\[object/);
    expect(svg.match(/font-size="48"/g)).toHaveLength(4);
    expect(svg).toContain('<polyline');
    expect(svg).toContain('>Mail<');
    expect(svg).toContain(`>${reporting.phrases.noService}<`);
  });

  it('shows where each service stands: 100 % of the track for Mail, none for the other', () => {
    const svg = pictureOf(sampleReport(), words);
    const bars = [...svg.matchAll(/width="(\d+)" height="24" rx="4" fill="#0072b2"/g)].map(([, width]) =>
      Number(width),
    );
    expect(bars).toEqual([1, 310]);
  });

  it('leaves out what there is nothing to show of', () => {
    const svg = pictureOf(sampleReport([]), words);
    expect(svg).not.toMatch(/polyline|NaN|undefined/);
    expect(svg).toContain('>–<');
    expect(Number(/height="(\d+)"/.exec(svg)?.[1])).toBeLessThan(600);
  });

  it('shows hostile and overlong names as text, within their room', async () => {
    const XSS = `</text><script>alert(1)</script>"\u0000\u0007\ud800${'x'.repeat(5_000)}`;
    const report = sampleReport();
    const named = { ...report, service: XSS, services: report.services.map((row) => ({ ...row, service: XSS })) };
    const svg = pictureOf(named, words);
    expect(svg).not.toMatch(/<script|x{100}/);
    for (const sign of ['\u0000', '\u0007']) expect(svg).not.toContain(sign);
    expect(await paint(svg, 'x.png', '')).toMatchObject({ type: 'image/png' });
  });

  it('says in words what it shows, in a thousand characters', () => {
    const alt = words.alt(sampleReport());
    expect(alt).toContain('Tickets opened: 17');
    expect(alt).toContain('Mail 100 % (8)');
    expect(alt).toContain('2 Nov 3, 2');
    expect(alt.length).toBeLessThanOrEqual(1_000);
  });
});

describe('the painter', () => {
  it('makes a PNG of it, once', async () => {
    const svg = pictureOf(sampleReport(), words);
    const [one, two] = await Promise.all([paint(svg, 'report.png', 'numbers'), paint(svg, 'report.png', 'numbers')]);
    const png = await one?.read();
    expect(
      Buffer.from(png ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(one).toMatchObject({ name: 'report.png', type: 'image/png', bytes: png?.length, alt: 'numbers' });
    expect(await two?.read()).toBe(png);
    // 1.5 times as wide as it is drawn.
    expect(Buffer.from(png ?? []).readUInt32BE(16)).toBe(1_200);
  });

  it('goes without where it cannot draw, and says so in the log', async () => {
    expect(await paint('<svg', 'broken.png', '')).toBeUndefined();
    expect(lines).toEqual([expect.stringContaining('goes without')]);
  });
});
