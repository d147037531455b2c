const ACCENT = /\p{M}/gu;
/** helloooo */
const STRETCHED = /(\p{L})\1{2,}/gu;
/** What most words are: nothing of it has to be rewritten but its capitals. */
const PLAIN = /^[a-z0-9]+$/i;
const TRIPLED = /([a-z])\1\1/i;

/** One word as the grammar compares it: lower case, without accents and apostrophes. */
export function wordOf(raw: string): string {
  if (PLAIN.test(raw) && !TRIPLED.test(raw)) return raw.toLowerCase();
  return raw
    .normalize('NFKD')
    .replace(ACCENT, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/['´`’]/g, '')
    .replace(STRETCHED, '$1');
}
