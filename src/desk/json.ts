/**
 * A value as JSON that PostgreSQL takes: its text has no NUL and no half of a surrogate pair, and people paste both. The
 * second pass is only for what has them.
 */
export function json(value: unknown): string {
  const text = JSON.stringify(value);
  return SUSPECT.test(text)
    ? JSON.stringify(value, (_name, one) => (typeof one === 'string' ? clean(one) : one))
    : text;
}

const SUSPECT = /\\u(?:0000|d[89a-f])/;

const clean = (text: string): string => text.replaceAll('\u0000', '').toWellFormed();
