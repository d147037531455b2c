import { list } from './pattern.ts';
import { tokensOf } from './tokens.ts';
import { wordOf } from './word.ts';

/** A language that the desk speaks, by subtag, or that it does not. */
export type Language = 'en' | 'es' | 'de' | 'other';

/** Words that a language is known by. A word of two languages (`de`, `so`, `in`) tells neither and is in neither list. */
const KNOWN = {
  en: `the is are was were be been my your our their this that these those i you he she we they it its and or but not for from with
    have has had does did can cannot cant could would should will wont dont doesnt isnt please what when where why how who which
    there here still again since need want of to on at by an as if about into help thanks thank hello hi hey good morning
    working works broken open close get got new any some`,
  es: `el la los las un una unos unas mi mis tu su sus este esta estos esto ese eso es son esta estan fue ser estoy soy y o pero
    para por con sin del al que como cuando donde porque quien cual muy mas ya hay tengo tiene tienen puedo puede pueden necesito
    quiero quisiera me te se le les lo nos favor gracias hola buenas buenos dias tardes noches ayer hoy mañana desde hasta
    funciona abrir cerrar otra vez nuevo nueva`,
  de: `der die das den dem des ein eine einen einem einer mein meine meinen meinem meiner dein ihr wir ich du sie ist sind war
    wird wurde sein haben hat habe hab nicht kein keine und oder aber für mit von vom zum zur bei auf aus nach seit bis wie wo
    wann warum wer welche noch schon wieder auch bitte danke hallo guten kann können könnt konnte möchte brauche geht funktioniert
    immer gestern heute morgen mich mir uns ihnen euch gibt neue neuen neues`,
  other: `le les des une est sont avec dans pour pas mon ma mes nous vous je ne ce cette qui bonjour merci voudrais marche plus
    il lo gli della nel sono non per con che questo questa mio mia grazie ciao buongiorno funziona
    o os as um uma não é são com meu minha você obrigado olá bom estou preciso quero está
    het een niet ik mijn van voor met zijn heb werkt dank goedemorgen
    jest nie mam proszę dziękuję cześć ja się dzień det är jag inte har og ikke min hej tack och`,
} as const;

const weights: ReadonlyMap<string, readonly Language[]> = gathered();

/** Languages with another script are told by it. */
const LATIN = /\p{Script=Latin}/gu;
const LETTER = /\p{L}/gu;
const LOOKS_AT = 500;
/** So much of what tells a language has to tell the same one. */
const SURE = 0.6;

/**
 * The language of a text, or undefined where it says too little or mixes two. "Hola, my Zoom no funciona" is told by what most
 * of it is in.
 */
export function languageOf(text: string): Language | undefined {
  return signsIn(text, SURE)?.language;
}

/** So many words, of which so many tell a language and nearly all the same one, are no slip and no quotation. */
const CLEAR = { words: 4, telling: 2, share: 0.8 };

/** The language in which somebody clearly writes, of those that the desk speaks; see `CLEAR`. */
export function clearlyIn(text: string): Exclude<Language, 'other'> | undefined {
  const signs = signsIn(text, CLEAR.share);
  if (signs === undefined || signs.language === 'other') return undefined;
  return signs.words >= CLEAR.words && signs.telling >= CLEAR.telling ? signs.language : undefined;
}

interface Signs {
  readonly language: Language;
  readonly words: number;
  /** How many words and letters tell a language at all. */
  readonly telling: number;
}

/** What `share` of what tells a language tells. */
function signsIn(text: string, share: number): Signs | undefined {
  const start = text.slice(0, LOOKS_AT);
  const letters = start.match(LETTER)?.length ?? 0;
  const tokens = tokensOf(start);
  if (letters >= 2 && (start.match(LATIN)?.length ?? 0) < letters / 2) {
    return { language: 'other', words: tokens.length, telling: tokens.length };
  }
  const votes = new Map<Language, number>();
  let all = 0;
  for (const { word, raw } of tokens) {
    const of = weights.get(word) ?? [];
    for (const language of of) votes.set(language, (votes.get(language) ?? 0) + 1 / of.length);
    if (of.length > 0) all += 1;
    const signed = signOf(raw.toLowerCase());
    if (signed !== undefined) votes.set(signed, (votes.get(signed) ?? 0) + 0.5);
    if (signed !== undefined) all += 0.5;
  }
  const [best] = [...votes].sort(([, a], [, b]) => b - a);
  if (best === undefined || best[1] / all < share) return undefined;
  return { language: best[0], words: tokens.length, telling: all };
}

/** Letters that only one of the desk's languages has. */
function signOf(raw: string): Language | undefined {
  if (/[ñ¿¡]/.test(raw)) return 'es';
  if (/[äöüß]/.test(raw)) return 'de';
  if (/[ãõçêàèìòùåøæłśźżćęą]/.test(raw)) return 'other';
  return undefined;
}

function gathered(): ReadonlyMap<string, readonly Language[]> {
  const found = new Map<string, Language[]>();
  for (const [language, words] of Object.entries(KNOWN) as [Language, string][]) {
    for (const word of new Set(list(words).map(wordOf))) found.set(word, [...(found.get(word) ?? []), language]);
  }
  return found;
}
