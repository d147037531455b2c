/**
 * The shortest list found, in order, of which `fails` still says that it fails: halves are left out, then quarters, and at last
 * one after another (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002). Of a list that fails by
 * itself, nothing can be left out of the result unless `over` said that it was time to end. Never empty unless `all` is.
 */
export async function shrink<T>(
  all: readonly T[],
  fails: (some: readonly T[]) => Promise<boolean>,
  over: () => boolean = () => false,
): Promise<readonly T[]> {
  let left = all;
  for (let parts = 2; left.length > 1 && !over(); ) {
    const size = Math.ceil(left.length / parts);
    const without = await firstWithout(left, size, fails, over);
    if (without !== undefined) {
      left = without;
      parts = Math.max(2, parts - 1);
    } else if (size === 1) break;
    else parts = Math.min(left.length, parts * 2);
  }
  return left;
}

/** What is left without one part of it, where that still fails. */
async function firstWithout<T>(
  all: readonly T[],
  size: number,
  fails: (some: readonly T[]) => Promise<boolean>,
  over: () => boolean,
): Promise<readonly T[] | undefined> {
  for (let from = 0; from < all.length && !over(); from += size) {
    const some = all.toSpliced(from, size);
    if (some.length > 0 && (await fails(some))) return some;
  }
  return undefined;
}
