/** In which language the desk answers somebody whose platform does not tell their locale. */
import type { Incoming, Speaker } from './adapter.ts';
import { clearlyIn } from './understand/language.ts';

/**
 * How a language is marked that was told by nothing but what somebody wrote, in BCP 47's own room for that (RFC 5646, 2.2.7):
 * what a platform tells takes its place, and so does another language that they write in.
 */
const SAID = '-x-said';

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
