import type { Example } from './examples.ts';
import { chance } from './phrases.ts';

const SIZE = 240;
const VOWELS = 'aeiou';
const CONSONANTS = 'bcdfghjklmnpqrstvwxz';
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop', 'ñlkjhgfdsa'];

/** What is typed by a cat, a sleeve or somebody who tries the bot out: it is nothing that a desk is for. */
export function noise(): readonly Example[] {
  const random = chance(3);
  const kinds = [keys, babble, numbers, (r: () => number) => `${babble(r)} ${babble(r)}`];
  return Array.from({ length: SIZE }, (_, i) => ({
    text: (kinds[i % kinds.length] as (random: () => number) => string)(random),
    intent: 'none' as const,
    lang: 'xx',
    source: 'noise',
    weight: 0.25,
  }));
}

/** A hand that lay on one row of the keyboard. */
function keys(random: () => number): string {
  const row = ROWS[Math.floor(random() * ROWS.length)] as string;
  return many(3 + Math.floor(random() * 8), () => row.charAt(Math.floor(random() * row.length)));
}

/** Syllables of no language. */
function babble(random: () => number): string {
  const of = (letters: string) => letters.charAt(Math.floor(random() * letters.length));
  return many(1 + Math.floor(random() * 3), () => of(CONSONANTS) + of(VOWELS) + (random() < 0.3 ? of(CONSONANTS) : ''));
}

function numbers(random: () => number): string {
  return many(1 + Math.floor(random() * 3), () => `${Math.floor(random() * 1_000)} `).trim();
}

function many(times: number, one: () => string): string {
  return Array.from({ length: times }, one).join('');
}
