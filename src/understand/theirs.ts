import { DESCRIPTION_MAX, openingOf } from './subject.ts';
import { wordOf } from './word.ts';

const LINKED = /[a-z][a-z0-9+.-]{1,20}:\/?\/|www\.|\]\(|<[a-z@#!]|@(?:everyone|here|channel)|\p{L}\.\p{L}{2,}\//iu;

/** Says whether a subject is made of words of the text (or of their forms) and of no link that the text does not have. */
export function isTheirs(subject: string, text: string): boolean {
  const line = openingOf(subject)?.subject;
  if (line !== subject.trim()) return false;
  if (LINKED.test(subject) && !text.includes(subject)) return false;
  const stems = new Set<string>();
  for (const { word } of wordsOf(text)) for (const end of [word, word.slice(0, 4)]) stems.add(end);
  return wordsOf(subject).every(({ word, isName }) =>
    isName ? stems.has(word) : word.length < 4 || stems.has(word) || stems.has(word.slice(0, 4)),
  );
}

/** Longer words are told by their beginning. */
const WORD_MAX = 60;

/** `isName`: with a digit, or in capitals; such a word must be in the text as it is. */
function wordsOf(text: string): readonly { readonly word: string; readonly isName: boolean }[] {
  // The same word comes often, and one sign may stand for eighteen letters.
  const raws = new Set(
    text
      .slice(0, DESCRIPTION_MAX)
      .match(/[\p{L}\p{N}\p{M}]+/gu)
      ?.map((raw) => raw.slice(0, WORD_MAX)),
  );
  return Array.from(raws, (raw) => ({
    word: wordOf(raw),
    isName: /\p{N}/u.test(raw) || /^\p{Lu}{2,}$/u.test(raw),
  }));
}
