/** Local time without a library: Intl knows every zone, and is asked what the clock on the wall shows. */

const DAY_MS = 86_400_000;

/** The instant when, `days` after the local day of `now`, the clock on the wall shows `hour`; right across a change of clocks. */
export function localTime(now: Date, timeZone: string, days: number, hour: number): Date {
  const wall = wallOf(now, timeZone);
  const wanted = Math.floor(wall / DAY_MS) * DAY_MS + days * DAY_MS + hour * 3_600_000;
  // The offset at the guess may not be the one at the answer; the second look is right but in the hour that is skipped.
  let at = wanted;
  for (let look = 0; look < 2; look += 1) at = wanted - (wallOf(new Date(at), timeZone) - at);
  return new Date(at);
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(at: Date, timeZone: string): number {
  return new Date(wallOf(at, timeZone)).getUTCDay() || 7;
}

/** What the clock on the wall shows, as if it were UTC. */
function wallOf(at: Date, timeZone: string): number {
  return shown(formatOf(timeZone), at);
}

const formatOf = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });

function shown(format: Intl.DateTimeFormat, at: Date): number {
  const parts = format.formatToParts(at);
  const get = (type: string): number => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'));
}

/** A time zone that is asked often: between wall clock (as if it were UTC) and instant, in milliseconds. */
export interface Zone {
  wall(instant: number): number;
  /** Of a time that is skipped, the one an hour later; of one that comes twice, the first or the second. */
  instant(wall: number): number;
}

/** Offsets change on a quarter of an hour everywhere: each is asked of Intl once. */
const QUARTER_MS = 900_000;
const KEPT = 200_000;

export function zone(timeZone: string): Zone {
  const offsets = new Map<number, number>();
  const format = formatOf(timeZone);
  const offset = (instant: number): number => {
    const quarter = Math.floor(instant / QUARTER_MS);
    const known = offsets.get(quarter);
    if (known !== undefined) return known;
    if (offsets.size >= KEPT) offsets.clear();
    const at = quarter * QUARTER_MS;
    const made = shown(format, new Date(at)) - at;
    offsets.set(quarter, made);
    return made;
  };
  return {
    wall: (instant) => instant + offset(instant),
    instant: (wall) => {
      const guess = wall - offset(wall);
      return wall - offset(guess);
    },
  };
}
