import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import type { Tone, Words } from './words.ts';

/** By language subtag. A new language is a file and a line here. */
const LANGUAGES: Readonly<Record<string, (tone: Tone) => Words>> = { en, de, es };

/** Every language that the desk speaks, by subtag. */
export const LOCALES: readonly string[] = Object.keys(LANGUAGES);

/**
 * The words for a reader: in the language of their locale (`de`, `de-AT`, `de_CH`), or in the desk's own where the desk
 * does not speak it, or in English. Made once a language.
 */
export function words(tone: Tone, deskLocale = 'en'): (locale: string | undefined) => Words {
  const made = new Map<string, Words>();
  const fallback = subtag(deskLocale) ?? 'en';
  return (locale) => {
    const language = subtag(locale) ?? fallback;
    const known = made.get(language);
    if (known) return known;
    const spoken = (LANGUAGES[language] ?? en)(tone);
    made.set(language, spoken);
    return spoken;
  };
}

/** The language of a locale, if the desk speaks it. */
function subtag(locale: string | undefined): string | undefined {
  const language = locale?.split(/[-_]/, 1)[0]?.toLowerCase();
  return language !== undefined && Object.hasOwn(LANGUAGES, language) ? language : undefined;
}
