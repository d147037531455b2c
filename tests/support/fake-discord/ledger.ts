/** The append-only record of a run, and waiting upon it. */

export type LedgerKind =
  | 'rest' // one request and its answer
  | 'gateway' // identify, resume, close and the like
  | 'message' // a message appeared, changed or went
  | 'thread' // a thread or channel appeared, changed or went
  | 'interaction' // a person used a command, component or modal; and how the bot answered
  | 'script' // another gesture of a script
  | 'violation'; // something a real Discord would ignore or a careful bot would not do

/** One line of the ledger. Fields that do not apply are absent. */
export interface LedgerEntry {
  readonly seq: number;
  readonly at: number;
  readonly kind: LedgerKind;
  /** One readable line. */
  readonly what: string;
  readonly method?: string;
  /** The route's template, such as `/channels/:channel/messages`. */
  readonly route?: string;
  readonly path?: string;
  readonly status?: number;
  readonly code?: number;
  /** The request's body as sent, JSON part only. */
  readonly body?: unknown;
  readonly fault?: string;
  readonly action?: string;
  readonly userId?: string;
  readonly channelId?: string;
  readonly messageId?: string;
  readonly interactionId?: string;
  readonly nonce?: string | number;
  /** Everything readable in the message. */
  readonly text?: string;
  /** The people who could see it at that moment. */
  readonly visibleTo?: readonly string[];
  /** The people it pinged. */
  readonly pinged?: readonly string[];
  /** True for a body that did not carry `allowed_mentions: {parse: []}`. */
  readonly mentionsUnsafe?: true;
}

export interface WaitOptions {
  /** [20 000] */
  readonly timeoutMs?: number;
  /** What is waited for, in words, for the error. */
  readonly what?: string;
}

type Waiter = () => void;

export class Ledger {
  readonly entries: LedgerEntry[] = [];
  readonly #waiters = new Set<Waiter>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(kind: LedgerKind, what: string, more: Partial<Omit<LedgerEntry, 'seq' | 'at' | 'kind' | 'what'>> = {}): void {
    this.entries.push({ seq: this.entries.length + 1, at: this.#now(), kind, what, ...more });
    if (this.#waiters.size > 0) queueMicrotask(() => this.#wake());
  }

  #wake(): void {
    for (const waiter of [...this.#waiters]) waiter();
  }

  /** Resolves with the first truthy value of `look`, tried now and after each new entry. */
  waitFor<T>(look: () => T, options: WaitOptions = {}): Promise<Exclude<T, false | null | undefined>> {
    type Found = Exclude<T, false | null | undefined>;
    const { timeoutMs = 20_000, what = 'something' } = options;
    return new Promise<Found>((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        this.#waiters.delete(attempt);
      };
      const attempt = (): void => {
        let value: T;
        try {
          value = look();
        } catch (error) {
          stop();
          reject(error as Error);
          return;
        }
        if (value === undefined || value === null || value === false) return;
        stop();
        resolve(value as Found);
      };
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`waited ${timeoutMs} ms for ${what}; the ledger says:\n${this.dump()}`));
      }, timeoutMs);
      this.#waiters.add(attempt);
      attempt();
    });
  }

  /** The last entries, a line each. */
  dump(last = 60): string {
    const shown = this.entries.slice(-last);
    const hidden = this.entries.length - shown.length;
    const lines = shown.map(describe);
    if (hidden > 0) lines.unshift(`  … ${hidden} earlier`);
    return lines.length === 0 ? '  (nothing happened)' : lines.join('\n');
  }
}

function describe(entry: LedgerEntry): string {
  const flags = [
    entry.status === undefined ? '' : String(entry.status),
    entry.code === undefined ? '' : `code ${entry.code}`,
    entry.fault === undefined ? '' : `fault: ${entry.fault}`,
    entry.mentionsUnsafe === true ? 'MENTIONS UNSAFE' : '',
  ].filter((flag) => flag !== '');
  const tail = flags.length === 0 ? '' : ` [${flags.join(', ')}]`;
  return `  ${String(entry.seq).padStart(4)} ${entry.kind.padEnd(11)} ${entry.what.replaceAll('\n', '⏎')}${tail}`;
}
