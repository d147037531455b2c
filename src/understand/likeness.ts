/** How much two tickets sound alike, offline: by the trigrams of their words, the rare ones counting for more. */

/** What is compared: a subject, and the beginning of what was said with it. */
export interface Told {
  readonly subject: string;
  readonly text: string;
}

/** At least this is probably the same matter; at least the second, it may be. Measured on the pairs of the tests. */
export const ALIKE = 0.5;
export const PERHAPS = 0.25;

const SHOWN_MAX = 400;

/**
 * From 0 to 1 for each of the others, in their order: the weighted share of trigrams that both have (the cosine of their
 * tf-idf vectors, with the given tickets as the corpus). Linear in all their texts together.
 */
export function likeness(one: Told, others: readonly Told[]): readonly number[] {
  const [own = new Set<string>(), ...theirs] = [one, ...others].map(trigramsOf);
  const seenIn = new Map<string, number>();
  for (const grams of [own, ...theirs]) for (const gram of grams) seenIn.set(gram, (seenIn.get(gram) ?? 0) + 1);
  const all = others.length + 1;
  const squared = new Map<string, number>();
  for (const [gram, seen] of seenIn) squared.set(gram, Math.log(1 + (all + SMOOTHING) / seen) ** 2);
  const lengthOf = (grams: ReadonlySet<string>): number => Math.sqrt(sum(grams, squared));
  const ownLength = lengthOf(own);
  return theirs.map((grams) => {
    const length = lengthOf(grams) * ownLength;
    return length === 0 ? 0 : sum(grams, squared, own) / length;
  });
}

/** With few tickets to compare with, nothing is rare yet. */
const SMOOTHING = 50;

/** The same tickets are compared with each of those that came together. */
const known = new WeakMap<Told, ReadonlySet<string>>();

function trigramsOf(told: Told): ReadonlySet<string> {
  const before = known.get(told);
  if (before !== undefined) return before;
  const grams = readTrigrams(told);
  known.set(told, grams);
  return grams;
}

function readTrigrams({ subject, text }: Told): ReadonlySet<string> {
  const grams = new Set<string>();
  const words =
    `${subject} ${text}`
      .slice(0, SHOWN_MAX)
      .normalize('NFKD')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  for (const word of words) {
    if (COMMON.has(word)) continue;
    const padded = ` ${word} `;
    for (let at = 0; at + 3 <= padded.length; at++) grams.add(padded.slice(at, at + 3));
  }
  return grams;
}

/** Of those that are in the second set too, where there is one. */
function sum(grams: ReadonlySet<string>, values: ReadonlyMap<string, number>, too = grams): number {
  let total = 0;
  for (const gram of grams) if (too === grams || too.has(gram)) total += values.get(gram) ?? 0;
  return total;
}

/** Words that say nothing of the matter, in the languages that the desk speaks. */
const COMMON = new Set(
  `a an and are as at be but by can cannot do does for from get have i in is it its me my no not of on or please so still that
  the there this to was we what when with you your again since hello hi help der die das den dem ein eine einen ich ist nicht
  und mit auf zu im in es mein meine bitte seit wieder hallo wir sie er geht el la los las un una de del en es y no me mi que
  con por para se al lo mis hola favor ya`.split(/\s+/),
);
