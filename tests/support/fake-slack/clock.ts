/** Slack's idea of the time; tests move it on instead of sleeping. */
export type Clock = {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Let `ms` pass for triggers, response URLs and new timestamps. Signatures keep real time, as the bot's check does. */
  readonly advance: (ms: number) => void;
  /** A message timestamp never given before. */
  readonly ts: () => string;
};

export const createClock = (): Clock => {
  let offset = 0;
  let last = 0;
  const now = (): number => Date.now() + offset;
  return {
    now,
    advance: (ms) => {
      offset += ms;
    },
    ts: () => {
      last = Math.max(now() * 1000, last + 1);
      return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
    },
  };
};
