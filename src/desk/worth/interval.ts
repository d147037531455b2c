/** How sure a number is, and whether two of them differ by more than chance. Pure. */

/** A value with the ends of its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** How many answers it is made of. */
  readonly n: number;
}

/** The normal distribution holds 95 % within this many standard errors. */
const Z = 1.96;

/**
 * A share of `n`, from 0 to 1, with Wilson's score interval (E. B. Wilson, 1927), which holds for few answers and near 0 and
 * 1, where the plain one does not. Undefined for none of none.
 */
export function share(hits: number, n: number): Estimate | undefined {
  if (n === 0) return undefined;
  const p = hits / n;
  const z2 = Z * Z;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const reach = (Z / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return { value: p, low: Math.max(0, centre - reach), high: Math.min(1, centre + reach), n };
}

/** Answers from 0 to 10, by score. */
export type Scores = ReadonlyMap<number, number>;

/**
 * Per cent of 9 and 10 less per cent of 0 to 6, of all answers: −100 to 100 (NPS; the same arithmetic on a rating of
 * experience is happiness). With ±1.96·√((p + d − (p − d)²) / n).
 */
export function netScore(scores: Scores): Estimate | undefined {
  let [n, promoters, detractors] = [0, 0, 0];
  for (const [score, count] of scores) {
    n += count;
    if (score >= 9) promoters += count;
    else if (score <= 6) detractors += count;
  }
  if (n === 0) return undefined;
  const [p, d] = [promoters / n, detractors / n];
  const reach = Z * Math.sqrt(Math.max(0, p + d - (p - d) ** 2) / n);
  const percent = (value: number): number => Math.max(-100, Math.min(100, value * 100));
  return { value: (p - d) * 100, low: percent(p - d - reach), high: percent(p - d + reach), n };
}

/** `same`: the difference may well be chance. `unknown`: one of the two is not there. */
export type Change = 'up' | 'down' | 'same' | 'unknown';

/**
 * Whether a value differs from the one before, by the interval of the difference that is made of the two intervals
 * (R. G. Newcombe, 1998, method 10: the square-and-add of the distances to the nearer ends).
 */
export function compare(now: Estimate | undefined, before: Estimate | undefined): Change {
  if (now === undefined || before === undefined) return 'unknown';
  const difference = now.value - before.value;
  const reach =
    difference > 0
      ? Math.hypot(now.value - now.low, before.high - before.value)
      : Math.hypot(now.high - now.value, before.value - before.low);
  if (Math.abs(difference) <= reach) return 'same';
  return difference > 0 ? 'up' : 'down';
}

/** Two counts of things that happen by themselves (Poisson) differ when they are further apart than 1.96·√(a + b). */
export function compareCounts(now: number, before: number): Change {
  if (now === 0 && before === 0) return 'unknown';
  if (Math.abs(now - before) <= Z * Math.sqrt(now + before)) return 'same';
  return now > before ? 'up' : 'down';
}
