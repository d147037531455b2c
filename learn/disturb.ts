import type { Label } from '../src/understand/label.ts';

const BEFORE = {
  en: [
    'hi,',
    'hello',
    'hey',
    'please',
    'good morning,',
    'hi team,',
    'so',
    'ok',
    'um',
    'hey there,',
    'quick one:',
    'pls',
  ],
  es: ['hola,', 'buenos días', 'por favor', 'buenas tardes,', 'saludos,'],
  de: ['hallo,', 'guten morgen,', 'bitte', 'moin,', 'hi,'],
};
const AFTER = {
  en: ['thanks', 'please', 'thank you', 'asap', 'pls', 'thx!', 'now', 'cheers'],
  es: ['gracias', 'por favor', 'muchas gracias'],
  de: ['danke', 'bitte', 'vielen dank'],
};

/** The text as the same person might write it in a hurry, or more politely. */
export function disturbed(text: string, intent: Label, random: () => number, lang = 'en'): string {
  const pick = (from: readonly string[]): string => from[Math.floor(random() * from.length)] as string;
  const near = lang === 'es' || lang === 'de' ? lang : 'en';
  let said = text;
  if (random() < 0.25) said = slipped(said, random);
  if (intent === 'greet') return said;
  if (random() < 0.15) said = `${pick(BEFORE[near])} ${said}`;
  if (random() < 0.1) said = `${said} ${pick(AFTER[near])}`;
  return said;
}

/** One letter too few, too many, or two in the wrong order. */
function slipped(text: string, random: () => number): string {
  if (text.length < 6) return text;
  const at = 1 + Math.floor(random() * (text.length - 3));
  const kind = random();
  const [before, after] = [text.slice(0, at), text.slice(at)];
  if (kind < 0.35) return before + after.slice(1);
  if (kind < 0.7) return before + after.charAt(1) + after.charAt(0) + after.slice(2);
  if (kind < 0.85) return before + after.charAt(0) + after;
  return before + String.fromCharCode(97 + Math.floor(random() * 26)) + after.slice(1);
}
