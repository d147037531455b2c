import pino from 'pino';
import type { Log } from './adapter.ts';

/** What must never reach a log, whichever field it hides in: platform tokens, keys, one-time URLs, Authorization values. */
const SECRETS = new RegExp(
  [
    // Slack: bot, user, app-level, refresh and configuration tokens; one-time URLs.
    String.raw`xox[a-z]-[\w.-]+|xapp-[\w-]+|xoxe[\w.-]+`,
    String.raw`hooks\.slack\.com\/[\w/-]+`,
    // Discord: a bot's token begins with the digits of its id in base64; an interaction's with "interaction:".
    String.raw`\b[MNO][\w-]{22,28}\.[\w-]{6}\.[\w-]{27,}`,
    String.raw`\baW50ZXJhY3Rpb2[\w=-]{20,}`,
    String.raw`\/(?:webhooks|interactions)\/\d+\/[\w-]{20,}`,
    String.raw`\bsk-[\w-]{8,}`,
    String.raw`\b(?:Bearer|Bot|Basic) [\w.+/=-]{16,}`,
    // A password may have an @ in it: all up to the last one goes.
    String.raw`postgres(?:ql)?:\/\/[^\s"]{1,300}@`,
    String.raw`\bpassword=[^\s"&]+`,
  ].join('|'),
  'gi',
);

/** One character of a JSON string, as it is written. */
const CHARACTER = String.raw`(?:[^"\\]|\\.)`;
/** What drizzle tells of a statement that failed: the statement, which is ours, and the values, which are people's. */
const VALUES = new RegExp(String.raw`\\nparams: (?:(?!\\n    at )${CHARACTER})*`, 'g');
/** Where PostgreSQL tells the row that it did not take, or what it was doing with it. */
const ROWS = new RegExp(`"(detail|where|internalQuery)":"${CHARACTER}*"`, 'g');

/** The line with every secret-looking part taken out, and with what people said that a failed statement tells of. */
export function scrub(line: string): string {
  return line
    .replace(SECRETS, '[secret]')
    .replace(VALUES, String.raw`\nparams: [left out]`)
    .replace(ROWS, '"$1":"[left out]"');
}

/** The line without those secrets either. */
export function withoutSecrets(line: string, secrets: readonly string[]): string {
  return scrub(secrets.reduce((left, one) => (one.length < 6 ? left : left.replaceAll(one, '[secret]')), line));
}

/** The process's log: one JSON line an event, to standard output. `level` is one of pino's. */
export function logger(level: string, secrets: readonly string[] = []): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    hooks: { streamWrite: (line) => withoutSecrets(line, secrets) },
  });
}
