/**
 * Discord lets a bot identify a thousand times a day, then ends all its sessions and takes its token away. So every identify
 * is written down before it happens, and each within an hour of others waits three times as long as the one before: no loop
 * comes near, neither in one process nor of a process that dies at once and is started again.
 */
import type { APIGatewayBotInfo } from 'discord.js';
import type { Log } from '../../src/adapter.ts';
import type { Leases } from './leases.ts';
import type { Session } from './session.ts';

const HOUR = 3_600_000;
const STEP = { first: 5_000, longest: 900_000 } as const;
/** Left for the operator's own restarts. */
const LAST = 5;
const AGAIN = 5_000;
const WORTH_TELLING = 300_000;

/** When the next identify may be, after these. */
export function nextIdentify(before: readonly number[], now: number): number {
  const lately = before.filter((at) => at > now - HOUR);
  const last = lately.at(-1);
  // One that is still to come was written by a clock that was wrong: nobody is to wait until it is right.
  return last === undefined ? now : Math.min(last, now) + Math.min(STEP.first * 3 ** (lately.length - 1), STEP.longest);
}

/** `held` gives what is known of a shard that is this process's; `turn` is shared with all replicas. */
export function budget(
  held: (shard: number) => Pick<Session, 'identified'> | undefined,
  leases: Pick<Leases, 'identify' | 'turn'>,
  log: () => Log,
  info: () => Promise<APIGatewayBotInfo>,
): (shard: number, signal: AbortSignal) => Promise<void> {
  const written = async (shard: number): Promise<boolean> => {
    try {
      await leases.identify(shard, Date.now());
      return true;
    } catch (error) {
      log().warn({ platform: 'discord', error: String(error) }, 'an identify could not be written down, so it waits');
      return false;
    }
  };

  /** The last thing before it happens: what came between would shorten the time to the next. */
  const turn = async (bucket: number, signal: AbortSignal): Promise<void> => {
    for (;;) {
      const wait = await leases.turn(bucket).catch(() => AGAIN);
      if (wait <= 0) return;
      await pause(wait, signal);
    }
  };

  return async (shard, signal) => {
    for (;;) {
      const wait = nextIdentify(held(shard)?.identified() ?? [], Date.now()) - Date.now();
      if (wait >= WORTH_TELLING) {
        const minutes = Math.ceil(wait / 60_000);
        log().error(
          { platform: 'discord', shard, minutes },
          `the connection to Discord had to begin anew several times within an hour: the next try is in ${minutes} minutes, so that Discord does not take the bot's token away`,
        );
      }
      await pause(wait, signal);
      // Whatever fails here is tried again: the library takes a rejection for leave to identify.
      const limit = await info().then(
        ({ session_start_limit }) => session_start_limit,
        () => undefined,
      );
      if (limit === undefined) await pause(AGAIN, signal);
      else if (limit.remaining <= LAST) {
        const minutes = Math.ceil(limit.reset_after / 60_000);
        log().error(
          { platform: 'discord', remaining: limit.remaining, minutes },
          `the bot may begin only ${limit.remaining} more connections to Discord today: it waits ${minutes} minutes, so that Discord does not take its token away`,
        );
        await pause(Math.max(limit.reset_after, AGAIN), signal);
      } else {
        if (await written(shard)) return turn(shard % Math.max(limit.max_concurrency, 1), signal);
        await pause(AGAIN, signal);
      }
    }
  };
}

/** Rejects only when it is aborted: then the connection closed before it identified. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(
      () => {
        signal.removeEventListener('abort', stop);
        resolve();
      },
      // Longer than this the clock of Node does not count.
      Math.min(Math.max(ms, 0), 2_147_483_647),
    );
    signal.addEventListener('abort', stop, { once: true });
  });
}
