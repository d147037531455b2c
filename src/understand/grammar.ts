/**
 * What a person means, by rules alone: no network, no state, in time linear in the text's length (only its beginning is
 * read; the rest is kept). Whatever the text, nothing here throws.
 */

import { patterns, recurring } from './lexicon.ts';
import { mannersOf } from './manners.ts';
import { meaningOf } from './meaning.ts';
import { cut, type Opening, openingOf } from './subject.ts';
import { type Token, tokensOf } from './tokens.ts';
import type { Understood } from './understood.ts';

/** Below this the desk asks and never guesses. */
export const SURE = 0.6;

const CODE = /^[a-z0-9]{4}(?:-[a-z0-9]{4,8}){1,7}$/i;
const LINK =
  /^(?:please\s{1,3})?(?:link|verknüpfen?|vincular|koppeln)[\s:]{1,3}(?:code[\s:]{1,3})?([a-z0-9][a-z0-9-]{5,40})$/i;
/** "Please reopen my ticket" gives no reason; what is longer does, and the form takes so much of it. */
const BARE_WORDS = 6;
const REASON_MAX = 1_000;
const UNSURE: Understood = { kind: 'unsure' };

/**
 * A message outside any ticket. `prefix` is what the desk writes before a ticket's number. A command that names no ticket
 * comes without `ticket` in its params: the desk asks which. Text is never turned into a rating.
 */
export function understand(text: string, prefix = 'INC'): Understood {
  const code = codeIn(text);
  if (code !== undefined) return intent('link', { code }, 'grammar', 1);

  const tokens = tokensOf(text, prefix);
  const { label, confidence, tickets } = meaningOf(tokens, isQuestion(text));
  if (confidence < SURE) return UNSURE;
  const ticket = tickets[0] === undefined ? {} : { ticket: String(tickets[0]) };
  switch (label) {
    case 'greeting':
      return { kind: 'greeting' };
    case 'thanks':
    case 'bye':
      return { kind: 'thanks' };
    case 'status':
      return intent('status', tickets.length > 1 ? {} : ticket, 'grammar', confidence);
    case 'list':
    case 'help':
    case 'link':
      return intent(label, {}, 'grammar', confidence);
    case 'resolve':
      return tickets.length > 1 ? UNSURE : intent(label, ticket, 'grammar', confidence);
    case 'reopen': {
      const reason = tokens.length > BARE_WORDS ? { reason: cut(text.trim(), REASON_MAX) } : {};
      return tickets.length > 1 ? UNSURE : intent(label, { ...ticket, ...reason }, 'grammar', confidence);
    }
    case 'update':
      return tickets.length > 1 ? UNSURE : intent('reply', { ...ticket, text: text.trim() }, 'grammar', confidence);
    case 'human':
      return open(text, { kind: 'question' }, confidence);
    case 'open':
      return open(text, {}, confidence);
    case 'rate':
    case 'none':
      return UNSURE;
    default:
      return label satisfies never;
  }
}

/**
 * A message in a thread bound to a ticket. It is a reply, unless the whole of it, pleasantries aside, is one of the short
 * forms that nobody would say to another person without meaning the desk: "status", "close it" or "solved, thanks",
 * "reopen". "Any news?" is for the agent and stays a reply. A reply that is nothing but thanks, praise or "it works again"
 * carries `tone: 'thanks'`: it neither reopens a resolved ticket nor makes a closed one go on.
 */
export function understandInThread(
  text: string,
  ticket: { readonly status: string; readonly number: number },
  prefix = 'INC',
): Understood {
  const tokens = tokensOf(text, prefix);
  const over = ticket.status === 'resolved' || ticket.status === 'closed';
  const command = shortForm(tokens, isQuestion(text));
  const named = String(command?.ticket ?? ticket.number);
  if (command?.intent === 'resolve') {
    const here = command.ticket === undefined || command.ticket === ticket.number;
    if (!over || !here) return intent('resolve', { ticket: named }, 'grammar', 1);
  } else if (command) return intent(command.intent, { ticket: named }, 'grammar', 1);

  const manners = mannersOf(tokens);
  const thanks =
    command !== undefined || ((manners.thanks || manners.bye) && manners.rest.length === 0 && !isQuestion(text));
  const reply = { ticket: String(ticket.number), text };
  return intent('reply', thanks ? { ...reply, tone: 'thanks' } : reply, 'thread', 1);
}

/** Whether something is wrong that was before. Two of three must say so: the phrase, an "again" or "still", thanks before a "but". */
export function isAgain(text: string, prefix = 'INC'): boolean {
  const tokens = tokensOf(text, prefix);
  const signs = [
    patterns('again').in(tokens),
    tokens.some(({ word }) => recurring.has(word)),
    patterns('thanks').in(tokens),
  ];
  return signs.filter(Boolean).length >= 2;
}

const SHORT = { statusHere: 'status', reopenHere: 'reopen', resolveHere: 'resolve' } as const;
const SHORT_WORDS = 16;
/** "Can you close this?" asks for it; "is it solved?" does not. */
const ASKED = /^(?:can|could|would|will|please|kann|konn|pued|podr)/;

function shortForm(
  tokens: readonly Token[],
  isQuestion: boolean,
): { readonly intent: 'status' | 'reopen' | 'resolve'; readonly ticket: number | undefined } | undefined {
  if (tokens.length > SHORT_WORDS) return undefined;
  for (const list of ['statusHere', 'reopenHere', 'resolveHere'] as const) {
    if (list === 'resolveHere' && isQuestion && !ASKED.test(tokens[0]?.word ?? '')) continue;
    for (const at of tokens.keys()) {
      for (const end of patterns(list).endsAt(tokens, at)) {
        const around = [...tokens.slice(0, at), ...tokens.slice(end)];
        if (mannersOf(around).rest.length > 0) continue;
        const named = tokens.slice(at, end).find((token) => token.ticket !== undefined);
        return { intent: SHORT[list], ticket: named?.ticket };
      }
    }
  }
  return undefined;
}

function open(text: string, more: Readonly<Record<string, string>>, confidence: number): Understood {
  const fields = openingIn(text);
  if (!fields) return UNSURE;
  return intent('open', { ...fields, ...more }, 'words', confidence);
}

/** The ticket that a text makes, whatever else it could mean; a greeting in a line of its own is no subject. */
export function openingIn(text: string): Opening | undefined {
  return openingOf(text, (line) => {
    const manners = mannersOf(tokensOf(line));
    return manners.hello && manners.rest.length === 0;
  });
}

function intent(
  name: string,
  params: Readonly<Record<string, string>>,
  by: 'thread' | 'grammar' | 'words',
  confidence: number,
): Extract<Understood, { kind: 'intent' }> {
  return { kind: 'intent', intent: name, params, by, confidence };
}

/** A link code that was typed by itself or after "link". */
function codeIn(text: string): string | undefined {
  const short = text.trim();
  if (short.length > 64) return undefined;
  const code = LINK.exec(short)?.[1] ?? (CODE.test(short) ? short : undefined);
  return code !== undefined && /\d/.test(code) ? code : undefined;
}

function isQuestion(text: string): boolean {
  return /[?？]/.test(text.slice(0, 500));
}
