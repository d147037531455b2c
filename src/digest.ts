/** Last week's report, once a week, to the channels that are named for it, or to where the agents are. */
import type { Address } from './adapter.ts';
import type { Report } from './desk/worth/report.ts';
import { localTime, weekdayOf } from './desk/zone.ts';
import type { Gesture } from './gesture.ts';
import type { Words } from './say/words.ts';

export interface DigestSettings {
  readonly timeZone: string;
  orgs(): readonly number[];
  places(org: number): readonly Address[];
  report(org: number): Promise<Report>;
  words(): Words;
  /** Takes a gesture whose key was not seen before; one that was changes nothing. */
  dispatch(gesture: Gesture): Promise<unknown>;
}

const MORNING = 9;
/** After a longer stop nobody wants to read it any more. */
const LATE_MS = 24 * 3_600_000;

/**
 * Looks whether it is time, and sends what is due. Any number of replicas may do so at any time: the week is the gesture's key,
 * so that one of them sends it, in the transaction that remembers it.
 */
export function digest(settings: DigestSettings): (now: Date) => Promise<void> {
  let sent = '';
  return async (now) => {
    const { timeZone } = settings;
    const monday = localTime(now, timeZone, 1 - weekdayOf(now, timeZone), MORNING);
    const late = now.getTime() - monday.getTime();
    const week = monday.toISOString();
    if (late < 0 || late > LATE_MS || sent === week) return;
    for (const org of settings.orgs()) {
      const places = settings.places(org);
      if (places.length === 0) continue;
      const message = settings.words().report(await settings.report(org), undefined);
      await settings.dispatch({
        key: `digest ${org} ${week}`,
        org,
        at: now,
        stored: false,
        incoming: undefined,
        what: { kind: 'effects', effects: places.map((at) => ({ do: 'tell place', at, message })) },
      });
    }
    sent = week;
  };
}
