/** Bolt's words in the desk's log: warnings and errors only (socket-mode writes whole payloads at debug), without secrets. */
import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '../../src/adapter.ts';

export const redacted = (text: string): string =>
  text
    .replace(/\bx(?:ox[a-z]|app|oxe\.xox[a-z])-[\w.-]+/gi, '[token]')
    .replace(
      /\b(?:wss?|https?):\/\/[^\s"']*(?:ticket=|hooks\.slack\.com|\/(?:commands|actions|services)\/)[^\s"']*/gi,
      '[address]',
    );

const sentence = (said: readonly unknown[]): string =>
  redacted(said.map((one) => (one instanceof Error ? one.message : String(one))).join(' '));

export function boltLogger(log: () => Log | undefined): Logger {
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...said) => log()?.warn({ from: 'slack sdk' }, sentence(said)),
    error: (...said) => log()?.error({ from: 'slack sdk' }, sentence(said)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
