import pino from 'pino';
import type { Log } from './adapter.ts';

/** What must never reach a log, whichever field it hides in: platform tokens, keys, one-time URLs, Authorization values. */
const SECRETS =
  /xox[a-z]-[\w.-]+|xapp-[\w-]+|xoxe[\w.-]+|\bsk-[\w-]{8,}|\b[MNO][\w-]{22,28}\.[\w-]{6}\.[\w-]{27,}|hooks\.slack\.com\/[\w/-]+|(\/webhooks\/\d+\/|\/interactions\/\d+\/)[\w-]{20,}|(Bearer|Bot) [\w.-]{8,}|postgres(?:ql)?:\/\/[^\s"@]*@/gi;

/** The line with every secret-looking part taken out. */
export function scrub(line: string): string {
  return line.replace(SECRETS, '[secret]');
}

/** The process's log: one JSON line an event, to standard output. `level` is one of pino's. */
export function logger(level: string, secrets: readonly string[] = []): Log {
  const known = secrets.filter((one) => one.length >= 6);
  const withoutKnown = (line: string): string => known.reduce((left, one) => left.replaceAll(one, '[secret]'), line);
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    hooks: { streamWrite: (line) => scrub(withoutKnown(line)) },
  });
}
