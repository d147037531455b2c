/** In which language the desk answers somebody whose platform does not tell their locale. */
import type { Incoming, Speaker } from './adapter.ts';
import { SAID } from './desk/wanted.ts';
import { clearlyIn } from './understand/language.ts';

/**
 * Who speaks: with the locale that the platform tells, or `spoken`, the language that a message is clearly in. Among agents the
 * desk speaks its own.
 */
export function speakerOf({ from, place, said }: Incoming): Speaker & { readonly spoken?: string } {
  const { locale, ...person } = from;
  if (locale?.endsWith(SAID)) return { ...person, spoken: locale };
  if (locale !== undefined) return from;
  const language = said.kind === 'message' && place.side !== 'agents' ? clearlyIn(said.text) : undefined;
  return language === undefined ? from : { ...from, spoken: `${language}${SAID}` };
}
