import { hash } from 'node:crypto';

/**
 * The name under which the log tells what became of a gesture, from where it was heard to where it was shown. Made of its
 * key, so that a gesture that comes again, or is taken up by another replica, keeps it.
 */
export const traceOf = (key: string): string => hash('sha256', key).slice(0, 16);

/** Gives the rows from `first` on the trace of the gesture that they come of. */
export function trace(rows: object[], first: number, key: string): void {
  if (first === rows.length) return;
  const name = traceOf(key);
  for (let at = first; at < rows.length; at += 1) rows[at] = { ...rows[at], trace: name };
}
