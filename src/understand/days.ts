import { type Form, looksLikeDay, type Raw } from '../form.ts';
import { datesIn } from './dates.ts';

/**
 * What was typed, with days as a form takes them: "Friday", "el viernes", "1.12." become what they mean for whom it is `today`
 * (both as in ISO 8601). What is no day is left as it is, for the form to say so.
 */
export function daysRead(form: Form, params: Raw, today: string): Raw {
  const days = Object.entries(form).flatMap(([name, { kind }]) => {
    const typed = kind === 'day' ? params[name] : undefined;
    const day =
      typed === undefined || looksLikeDay(typed.trim()) ? undefined : datesIn(typed, today, 'neededBy').neededBy;
    return day === undefined ? [] : [[name, day] as const];
  });
  return days.length === 0 ? params : { ...params, ...Object.fromEntries(days) };
}
