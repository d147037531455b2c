/** What every drawing needs: text that is only ever text, and as wide as there is room for. Pure. */
import { escaped } from './escape.ts';

/** Inside and outside are opaque: it looks the same in a light chat and a dark one. Blue and vermilion of Okabe and Ito differ to every eye. */
export const INK = '#17202b';
export const SOFT = '#4f5b68';
export const LINE = '#d9dde2';
export const PAPER = '#fbfaf7';
export const CARD = '#ffffff';
export const BLUE = '#0072b2';
export const VERMILION = '#d55e00';

interface Style {
  readonly size: number;
  readonly bold?: true;
  readonly colour?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** The text is cut to this width. */
  readonly room?: number;
}

export function text(x: number, y: number, words: string, { size, bold, colour = INK, anchor, room }: Style): string {
  const shown = room === undefined ? words : fitted(words, size, room);
  const weight = bold === true ? ' font-weight="700"' : '';
  const at = anchor === undefined ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}"${weight}${at} fill="${colour}">${plain(shown)}</text>`;
}

export function box(x: number, y: number, width: number, height: number, fill: string, radius = 0, more = ''): string {
  const round_ = radius > 0 ? ` rx="${radius}"` : '';
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"${round_} fill="${fill}"${more}/>`;
}

export const line = (x1: number, y1: number, x2: number, y2: number, colour: string, width: number): string =>
  `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" stroke="${colour}" stroke-width="${width}"/>`;

export const round = (value: number): number => Math.round(value * 100) / 100;

/** About how wide a text is in DejaVu Sans, rather too wide than too narrow; wide scripts and emoji are as wide as high. */
export function widthOf(words: string, size: number): number {
  return [...words].reduce((sum, sign) => sum + size * widthOfSign(sign), 0);
}

function widthOfSign(sign: string): number {
  if ((sign.codePointAt(0) ?? 0) > 0x2e80) return 1;
  if (/[mwMW@%≈▲▼…]/.test(sign)) return 0.96;
  if (/[ijlftrI.,:;|'!()[\] ·]/.test(sign)) return 0.4;
  return /\p{Lu}/u.test(sign) ? 0.72 : 0.63;
}

function fitted(words: string, size: number, room: number): string {
  if (widthOf(words, size) <= room) return words;
  let [kept, width] = ['', widthOf('…', size)];
  for (const sign of words) {
    width += widthOf(sign, size);
    if (width > room) break;
    kept += sign;
  }
  return `${kept.trimEnd()}…`;
}

/** XML has no way to write most control characters. */
const plain = (words: string): string => escaped(words.toWellFormed().replace(/[\p{Cc}\p{Cs}￾￿]/gu, ' '));
