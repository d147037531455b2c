/** Business time: how long a desk was at work between two instants, in its own time zone, without its holidays. */
import { zone } from '../zone.ts';

/** Minutes after midnight, on the wall: from, to. */
export type Shift = readonly [number, number];

export interface WorkWeek {
  /** IANA name. */
  readonly timeZone: string;
  /** The shifts of each day, Monday first. */
  readonly week: readonly (readonly Shift[])[];
  /** Local days without work, as `2026-12-25`. */
  readonly holidays: readonly string[];
}

export interface Calendar {
  /** Minutes at work from one instant to a later one; 0 if it is not later. A shift over a change of the clocks is as long as it lasts. */
  minutesBetween(from: Date, to: Date): number;
  /** The local day, as `2026-11-24`. */
  dayOf(at: Date): string;
  /** Hours since the local week began, Monday 0:00: 0 to 167. */
  hourOfWeek(at: Date): number;
  /** The instant when a local day begins. */
  startOf(day: string): Date;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

export function calendar({ timeZone, week, holidays }: WorkWeek): Calendar {
  const { wall, instant } = zone(timeZone);
  const free = new Set(holidays);
  const days = new Map<number, readonly (readonly [number, number])[]>();
  const name = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
  const dayNumber = (at: number): number => Math.floor(wall(at) / DAY_MS);
  const shiftsOn = (day: number): readonly (readonly [number, number])[] => {
    const known = days.get(day);
    if (known !== undefined) return known;
    const shifts = free.has(name(day)) ? [] : (week[weekday(day)] ?? []);
    const made = shifts.map(([from, to]) => {
      const at = (minute: number): number => instant(day * DAY_MS + minute * MINUTE_MS);
      return [at(from), at(to)] as const;
    });
    days.set(day, made);
    return made;
  };
  return {
    minutesBetween: (from, to) => {
      const [begin, end] = [from.getTime(), to.getTime()];
      let worked = 0;
      for (let day = dayNumber(begin); begin < end && day <= dayNumber(end); day += 1) {
        for (const [opens, closes] of shiftsOn(day)) {
          worked += Math.max(0, Math.min(end, closes) - Math.max(begin, opens));
        }
      }
      return Math.round(worked / MINUTE_MS);
    },
    dayOf: (at) => name(dayNumber(at.getTime())),
    hourOfWeek: (at) => {
      const local = wall(at.getTime());
      return weekday(Math.floor(local / DAY_MS)) * 24 + new Date(local).getUTCHours();
    },
    startOf: (day) => new Date(instant(Date.parse(`${day}T00:00:00Z`))),
  };
}

/** 0 Monday … 6 Sunday; day 0 was a Thursday. */
const weekday = (day: number): number => (((day + 3) % 7) + 7) % 7;
