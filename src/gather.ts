/**
 * Turns a function over many into one for each: what is given while a call is under way goes together into the next. An
 * idle one starts at once; there is no timer. Each promise settles with the call that carried it.
 */
export function gather<T>(flush: (all: readonly T[]) => Promise<void>): (one: T) => Promise<void> {
  let waiting: { readonly one: T; readonly resolve: () => void; readonly reject: (error: unknown) => void }[] = [];
  let busy = false;
  const run = async (): Promise<void> => {
    busy = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await flush(batch.map(({ one }) => one));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    busy = false;
  };
  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject });
      if (!busy) void run();
    });
}
