import { readdirSync, readFileSync } from 'node:fs';
import { isLabel } from '../src/understand/label.ts';
import type { Example } from './examples.ts';

/** A source of chance that gives the same numbers every time (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const FOLDER = new URL('./phrases/', import.meta.url);
/** At most so many of the texts that a line stands for. */
const MOST = 30;

/**
 * The phrases of the repository: `phrases/<language>/<label>*.txt`, a phrase a line, `(a|b|)` for a choice, `{slot}` for a
 * word of the list `slots.txt`, `#` for a comment. Each line counts as the root of how many texts it stands for.
 */
export function phrases(): readonly Example[] {
  const random = chance(1);
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .sort(byName(({ name }) => name))
    .flatMap(({ name: lang }) => {
      const folder = new URL(`${lang}/`, FOLDER);
      const slots = slotsIn(new URL('slots.txt', folder));
      return readdirSync(folder)
        .filter((file) => file.endsWith('.txt') && file !== 'slots.txt')
        .sort(byName((name) => name))
        .flatMap((file) => {
          const label = file.replace(/(?:-[a-z0-9]+)?\.txt$/, '');
          if (!isLabel(label)) throw new Error(`phrases/${lang}/${file} is named for no label`);
          return linesOf(new URL(file, folder)).flatMap((line) => {
            const texts = textsOf(line, slots, random);
            const weight = Math.sqrt(texts.length) / texts.length;
            return texts.map((text) => ({ text, intent: label, lang, source: 'phrases', weight }));
          });
        });
    });
}

/** A folder's order is the file system's; what is learned must not be. */
function byName<T>(nameOf: (of: T) => string): (a: T, b: T) => number {
  return (a, b) => (nameOf(a) < nameOf(b) ? -1 : 1);
}

/** Up to `MOST` different texts that a line stands for. */
function textsOf(line: string, slots: Slots, random: () => number): readonly string[] {
  const texts = new Set<string>();
  for (let tries = 0; tries < MOST * 2 && texts.size < MOST; tries++) {
    texts.add(expanded(line, slots, random).replace(/\s+/g, ' ').trim());
  }
  return [...texts];
}

type Slots = ReadonlyMap<string, readonly string[]>;

function expanded(line: string, slots: Slots, random: () => number): string {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  let text = line;
  // Innermost first, so that choices and slots may stand inside one another.
  for (let depth = 0; depth < 6 && /[({]/.test(text); depth++) {
    text = text
      .replace(/\(([^()]*)\)/g, (_, choices: string) => pick(choices.split('|')))
      .replace(/\{([a-z]+)\}/g, (_, name: string) => {
        const words = slots.get(name);
        if (words === undefined) throw new Error(`no slot {${name}} for: ${line}`);
        return pick(words);
      });
  }
  return text;
}

function slotsIn(file: URL): Slots {
  const slots = new Map<string, readonly string[]>();
  for (const line of linesOf(file)) {
    const [name = '', words = ''] = line.split(/:(.*)/s);
    const known = slots.get(name.trim()) ?? [];
    slots.set(name.trim(), [...known, ...words.split(',').map((word) => word.trim())]);
  }
  return slots;
}

function linesOf(file: URL): readonly string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
