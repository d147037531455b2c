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

/** For the Web API: whoever asked hears of a failure, and says what became of it. Twice would be once too often. */
export function quietLogger(log: () => Log | undefined): Logger {
  const aside = (...said: readonly unknown[]): void => log()?.debug({ from: 'slack sdk' }, sentence(said));
  return { ...boltLogger(log), warn: aside, error: aside };
}

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
