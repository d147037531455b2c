/** The words of a question, as far as they say what it is about. Pure. */

/** A question says by then what it is about. */
const CHARACTERS = 600;
const WORDS = 24;

/** What people say around a question, in the languages of the desk. What stemming drops by itself is not repeated. */
const AROUND = new Set(
  `please pls thanks thank thx hi hello hey dear help helping need want wanna like get got know tell show explain find
  way possible someone anyone somebody anybody somehow could would can't cant dont doesnt im ive
  question what whats which who when where why
  issue problem trouble today again still just really also
  bitte danke hallo hi moin hilfe helfen hilf brauche brauchen möchte möchten will kann könnt könnte könnten weiß wissen
  sagen zeigen finden finde geht gehen gibt jemand irgendwie mal frage problem heute wieder noch auch eigentlich
  wie wo wer wann was welche welcher welches warum wieso
  cómo como dónde donde cuándo cuando qué cuál quién
  favor gracias hola buenas ayuda ayudar ayúdame necesito necesita quiero quisiera puedo puede pueden podría sabe saber
  decir mostrar encontrar alguien problema pregunta hoy otra vez todavía también`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** The words that say what a text is about, each once, in order. Linear in the text's length, which is cut. */
export function wordsOf(text: string): readonly string[] {
  const words =
    text
      .slice(0, CHARACTERS)
      .toLowerCase()
      .match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’]*/gu) ?? [];
  const kept = words.map((word) => word.replaceAll('’', "'")).filter((word) => !AROUND.has(word));
  return [...new Set(kept)].slice(0, WORDS);
}
