import type { Missing } from '../desk/file.ts';
import { text, toEveryone, type Voice } from './voice.ts';
import type { Words } from './words.ts';

type Files = Pick<Words, 'fileMissing' | 'fileMissed' | 'filesNotKept' | 'filesAsked'>;

/** What is said of files that do not arrive; one that does speaks for itself. */
export function files({ phrases: { files: phrases, locale }, label }: Voice): Files {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const part = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const size = (bytes: number): string => {
    const mb = bytes / 1024 / 1024;
    if (mb >= 10) return `${whole.format(mb)} MB`;
    return mb >= 1 ? `${part.format(mb)} MB` : `${whole.format(Math.ceil(bytes / 1024))} KB`;
  };
  const worded = (id: string, name: string, bytes: number, why: Missing): string => {
    const say = phrases.missing;
    switch (why.why) {
      case 'too large':
        return say.tooLarge(id, name, size(bytes), size(why.limit));
      case 'too large there':
        return say.tooLargeThere(id, name, size(bytes), why.limit === undefined ? undefined : size(why.limit));
      case 'too many':
        return say.tooMany(id, name, why.limit);
      case 'not permitted':
        return say.notPermitted(id, name, why.permission);
      case 'gone':
      case 'empty':
      case 'failed':
        return say[why.why](id, name);
      default:
        return why satisfies never;
    }
  };
  return {
    fileMissing: (ticket, { name, bytes }, why) => toEveryone([text(worded(label(ticket), name, bytes, why))]),
    fileMissed: (by, name) => toEveryone([text(phrases.missed(by, name))]),
    filesNotKept: () => toEveryone([text(phrases.notKept)]),
    filesAsked: phrases.asked,
  };
}
