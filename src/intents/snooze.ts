import { localTime, weekdayOf } from '../desk/zone.ts';
import { act, type Scene } from '../intent.ts';
import { openTicketOf } from './scene.ts';

const HOUR_MS = 3_600_000;
const MORNING = 9;
const MONDAY = 1;

/**
 * Takes a ticket out of the queue until then; the clock brings it back, or a word of the requester, or `wake`. A second
 * `snooze` replaces the first: what was put off for the first comes too early, and does nothing.
 */
export const snooze = act({
  name: 'snooze',
  form: {
    ticket: { kind: 'ticket', required: true },
    until: { kind: 'choice', required: true, options: ['1h', '4h', 'tomorrow', 'next_week'] },
  } as const,
  may: 'agent',
  decide: ({ until }, scene) => {
    const ticket = openTicketOf(scene);
    const { number } = ticket;
    const at = whenIs(until, scene);
    return [
      {
        do: 'change',
        ticket: number,
        event: 'snoozed',
        set: { snoozedUntil: at },
        detail: { until: at.toISOString() },
      },
      {
        do: 'later',
        at,
        key: `wake ${number} ${at.getTime()} ${scene.now.getTime()}`,
        intent: 'wake',
        params: { ticket: String(number) },
      },
      { do: 'answer', message: scene.words.snoozed({ ...ticket, snoozedUntil: at }) },
    ];
  },
});

function whenIs(until: '1h' | '4h' | 'tomorrow' | 'next_week', { now, timeZone }: Scene): Date {
  switch (until) {
    case '1h':
      return new Date(now.getTime() + HOUR_MS);
    case '4h':
      return new Date(now.getTime() + 4 * HOUR_MS);
    case 'tomorrow':
      return localTime(now, timeZone, 1, MORNING);
    case 'next_week': {
      const days = (MONDAY - weekdayOf(now, timeZone) + 7) % 7;
      return localTime(now, timeZone, days === 0 ? 7 : days, MORNING);
    }
    default:
      return until satisfies never;
  }
}
