/** The channels in which every message that begins a thread is a request. */
import type { Desk } from '../../src/adapter.ts';
import type { Callers } from './clients.ts';
import { problemOf } from './errors.ts';
import { tenantId } from './ids.ts';
import { object, string } from './json.ts';

export interface Watched {
  /** Whether there are any, anywhere. */
  readonly any: boolean;
  /** Whether this is one. Rejects with `Unavailable` when Slack does not say now: what was said must not get lost. */
  has(team: string, channel: string): Promise<boolean>;
  /** A message in one was taken: what is said after it is what may have been missed after a stop. Never rejects. */
  heard(team: string, channel: string, ts: string): Promise<void>;
  /** Those in which something was heard, each with the last of it. */
  heardIn(team: string): Promise<readonly { readonly channel: string; readonly ts: string }[]>;
}

const KEPT = 'watched:';
const FRESH_MS = 600_000;
const MOST = 5_000;

/** `settings` are names or ids. */
export function watchedChannels(web: Callers, settings: readonly string[], desk: () => Desk): Watched {
  const wanted = new Set(settings.map((one) => one.replace(/^#/, '')));
  const named = [...wanted].some((one) => !/^[CG][A-Z0-9]+$/.test(one));
  const known = new Map<string, { readonly until: number; readonly is: boolean }>();
  const last = new Map<string, number>();
  let told = false;

  const ask = async (team: string, channel: string): Promise<boolean> => {
    try {
      const found = object(await web(team).apiCall('conversations.info', { channel }), 'channel');
      return [string(found, 'name'), string(found, 'name_normalized')].some((name) => name && wanted.has(name));
    } catch (error) {
      const { kind, code } = problemOf(error);
      if (kind === 'limited' || kind === 'later' || kind === 'ambiguous')
        throw Object.assign(new Error('Slack does not say which channel this is'), { name: 'Unavailable' });
      if (!told && kind !== 'place gone')
        desk().log.warn(
          { code },
          'Slack does not tell the names of channels: give the ids of those that are watched in SLACK_WATCHED_CHANNELS',
        );
      told = true;
      return false;
    }
  };

  return {
    any: wanted.size > 0,
    has: async (team, channel) => {
      if (wanted.has(channel)) return true;
      if (!named) return false;
      const key = `${team} ${channel}`;
      const before = known.get(key);
      if (before !== undefined && before.until > Date.now()) return before.is;
      const is = await ask(team, channel);
      known.delete(key);
      known.set(key, { until: Date.now() + FRESH_MS, is });
      const [oldest] = known.keys();
      if (known.size > MOST && oldest !== undefined) known.delete(oldest);
      return is;
    },
    heard: async (team, channel, ts) => {
      const key = `${team} ${channel}`;
      if (Number(ts) <= (last.get(key) ?? 0)) return;
      last.set(key, Number(ts));
      await desk()
        .keep(tenantId(team), KEPT + channel, ts)
        .catch(() => undefined);
    },
    heardIn: async (team) =>
      (await desk().keptUnder(tenantId(team), KEPT)).map(({ key, value }) => ({
        channel: key.slice(KEPT.length),
        ts: value,
      })),
  };
}
