/** Whether a resolution asks its requester a question, and which. Pure: the same ticket always draws the same lot. */

/** `rating` is CSAT (1 to 5), `advocacy` NPS (0 to 10), `experience` XLA (0 to 10). */
export type SurveyKind = 'rating' | 'advocacy' | 'experience';

/** A desk's settings for asking. */
export interface Asking {
  /** How long after resolving. */
  readonly delayMs: number;
  /** A person who was asked anything this lately is left in peace. */
  readonly coolDownMs: number;
  /** A question is open for this long. */
  readonly expiresMs: number;
  /** Of a hundred resolutions, how many ask this; advocacy is drawn first, then experience, then the rating. */
  readonly percent: Readonly<Record<SurveyKind, number>>;
}

/** A desk that asks every time, at once, for a rating. */
export const ASK_ALWAYS: Asking = {
  delayMs: 0,
  coolDownMs: 0,
  expiresMs: 14 * 86_400_000,
  percent: { rating: 100, advocacy: 0, experience: 0 },
};

/** What can have made the difference to an experience. */
export const FACTORS = ['speed', 'solution', 'communication', 'kindness', 'effort'] as const;

/** When somebody was last asked anything, and last asked for advocacy. */
export interface AskedLast {
  readonly any?: Date;
  readonly advocacy?: Date;
}

/** Why nobody was asked. `withdrawn`: the requester withdrew the ticket; `reopened`: before it was time to ask. */
export type NotAsked = 'own work' | 'withdrawn' | 'reopened' | 'cool-down' | 'sampled out';

/** A question of advocacy is about the desk and not about a ticket: once in a quarter of a year is the most. */
export const ADVOCACY_EVERY_MS = 91 * 86_400_000;

/** Whether which question it will be depends on nothing but the ticket: it can be asked in the commit that resolves. */
export function asksAtOnce({ delayMs, coolDownMs, percent }: Asking): boolean {
  return delayMs === 0 && coolDownMs === 0 && percent.advocacy === 0;
}

/** The question for resolution number `round` of a ticket, or why there is none. */
export function choose(
  ticket: number,
  round: number,
  { coolDownMs, percent }: Asking,
  asked: AskedLast,
  now: Date,
): SurveyKind | { readonly why: NotAsked } {
  if (asked.any !== undefined && now.getTime() - asked.any.getTime() < coolDownMs) return { why: 'cool-down' };
  const drawn = (kind: SurveyKind): boolean => lot(`${kind} ${ticket} ${round}`) < percent[kind];
  const rested = asked.advocacy === undefined || now.getTime() - asked.advocacy.getTime() >= ADVOCACY_EVERY_MS;
  if (rested && drawn('advocacy')) return 'advocacy';
  if (drawn('experience')) return 'experience';
  return drawn('rating') ? 'rating' : { why: 'sampled out' };
}

/** The same list in an order that depends on the seed alone: no answer is favoured for standing first. */
export function shuffled<T>(list: readonly T[], seed: string): readonly T[] {
  return list
    .map((one, index) => ({ one, at: lot(`${seed} ${index}`) }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

/** A number from 0 up to 100 out of a seed: FNV-1a (32 bits), mixed once more so that near seeds fall far apart. */
export function lot(seed: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < seed.length; at += 1) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32) * 100;
}
