import { isQuestion } from './features.ts';
import { patterns } from './lexicon.ts';
import { tokensOf } from './tokens.ts';
import type { Understood } from './understood.ts';

/** Shorter calls for help say nothing of what it is about. */
const HELP_WORDS = 4;
const ASKING =
  /^(?:how|where|who|when|what|which|why|can|is|wie|wo|wer|wann|was|welche[rsn]?|warum|kann|cómo|como|dónde|donde|quién|cuándo|qué|cuál|puedo)$/;

/**
 * Whether a message outside any ticket asks something that an article may answer: a question, or a call for help with
 * something. Never one that asks for a person, and never one that is about a ticket. `unsure`: also what nobody understands,
 * as far as it is a question.
 */
export function asksForAnswer(text: string, understood: Understood, unsure: boolean): boolean {
  if (understood.kind === 'unsure') return unsure && isQuestion(text);
  if (understood.kind !== 'intent' || understood.person === true) return false;
  if (understood.intent !== 'open' && understood.intent !== 'help') return false;
  const tokens = tokensOf(text);
  if (tokens.some(isOfTicket)) return false;
  const helps = patterns('help').in(tokens) && tokens.length >= HELP_WORDS;
  if (understood.intent === 'help') return helps || (isQuestion(text) && tokens.length >= HELP_WORDS);
  return isQuestion(text) || helps || ASKING.test(tokens[0]?.word ?? '');
}

/** How, and where: what comes after it is for an article. */
const HOW = /^(?:how|where|wie|wo|cómo|como|dónde|donde)$/;
const HOW_WORDS = 4;

/** Whether a typed line, with nothing said before it, surely asks for instructions. */
export function asksHow(line: string): boolean {
  const tokens = tokensOf(line);
  return tokens.length >= HOW_WORDS && HOW.test(tokens[0]?.word ?? '') && !tokens.some(isOfTicket);
}

/** Whether what follows a call for help is a question. */
export function asksSomething(line: string): boolean {
  const tokens = tokensOf(line);
  if (tokens.length < 2 || tokens.some(isOfTicket)) return false;
  return isQuestion(line) || ASKING.test(tokens[0]?.word ?? '');
}

const isOfTicket = ({ ticket }: ReturnType<typeof tokensOf>[number]): boolean => ticket !== undefined;
