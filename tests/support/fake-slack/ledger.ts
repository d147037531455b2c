import type { LedgerEntry } from './types.ts';

/** An append-only record with a bell that rings at every change. */
export type Ledger = {
  readonly entries: readonly LedgerEntry[];
  readonly append: (entry: Omit<LedgerEntry, 'seq' | 'at'>) => void;
  /** Ring without writing: a call came in, a delivery was answered. */
  readonly touch: () => void;
  readonly onChange: (listener: () => void) => () => void;
};

export const createLedger = (): Ledger => {
  const entries: LedgerEntry[] = [];
  const listeners = new Set<() => void>();
  const touch = (): void => {
    for (const listener of [...listeners]) listener();
  };
  return {
    entries,
    touch,
    append: (entry) => {
      entries.push({ seq: entries.length + 1, at: Date.now(), ...entry });
      touch();
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/** The ledger for a human reader, newest last. */
export const dumpLedger = (entries: readonly LedgerEntry[], most = 40): string => {
  if (entries.length === 0) return '  (nothing happened)';
  const start = entries[0]?.at ?? 0;
  const skipped = entries.length > most ? [`  … ${entries.length - most} earlier entries`] : [];
  return [...skipped, ...entries.slice(-most).map((entry) => line(entry, start))].join('\n');
};

type Waiting = { readonly timeoutMs?: number; readonly what?: string };

/**
 * Resolves with the first truthy value of `look`, which is asked again at every change of the ledger (no polling).
 * Rejects after `timeoutMs` [20,000] with the ledger as its message.
 */
export const waitOn = <T>(
  ledger: Ledger,
  look: () => T,
  { timeoutMs = 20_000, what }: Waiting = {},
): Promise<NonNullable<T>> =>
  new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      stop();
      act();
    };
    const check = (): void => {
      try {
        const found = look();
        if (found) settle(() => resolve(found));
      } catch (error) {
        settle(() => reject(error));
      }
    };
    const stop = ledger.onChange(check);
    const timer = setTimeout(() => {
      check();
      const missing = what ?? look.toString();
      settle(() =>
        reject(new Error(`Waited ${timeoutMs} ms in vain for: ${missing}\nLedger:\n${dumpLedger(ledger.entries)}`)),
      );
    }, timeoutMs);
    check();
  });

const line = (entry: LedgerEntry, start: number): string => {
  const where = [entry.channel, entry.threadTs && `thread ${entry.threadTs}`, entry.ts].filter(Boolean).join(' ');
  const who = entry.user ? ` ${entry.user}` : '';
  const words = [entry.text, entry.viewId, entry.detail === undefined ? undefined : JSON.stringify(entry.detail)];
  const said = words.filter(Boolean).join(' ').slice(0, 160);
  return `  #${entry.seq} +${entry.at - start} ms ${entry.kind}${who}${where ? ` [${where}]` : ''} ${said}`;
};
