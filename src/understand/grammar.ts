/**
 * What a person means, by rules and by a classifier that is handed in: no network, no state, in time linear in the text's
 * length (only its beginning is read; the rest is kept). Whatever the text, nothing here throws.
 */

import type { Raw } from '../form.ts';
import type { Classifier } from './classifier.ts';
import { isQuestion } from './features.ts';
import { kindIn } from './hints.ts';
import { judge, SURE } from './judge.ts';
import { besides, type PatternList, patterns, recurring } from './lexicon.ts';
import { mannersOf } from './manners.ts';
import { scoreOfOpening } from './score.ts';
import { cut, type Opening, openingOf } from './subject.ts';
import { type Token, tokensOf } from './tokens.ts';
import type { By, Understood } from './understood.ts';

const CODE = /^[a-z0-9]{4}(?:-[a-z0-9]{4,8}){1,7}$/i;
const LINK =
  /^(?:please\s{1,3})?(?:link|verknüpfen?|vincular|koppeln)[\s:]{1,3}(?:code[\s:]{1,3})?([a-z0-9][a-z0-9-]{5,40})$/i;
/** What is said beside a command is kept with it, as far as its form takes it. */
const REASON_MAX = 1_000;

/**
 * A message outside any ticket. `prefix` is what the desk writes before a ticket's number; without a classifier the rules
 * decide alone. A command that names no ticket comes without `ticket` in its params: the desk asks which. Text is never
 * turned into a rating.
 */
export function understand(text: string, prefix = 'INC', classify?: Classifier): Understood {
  const code = codeIn(text);
  if (code !== undefined) return intent('link', { code }, 'grammar', 1);

  const tokens = tokensOf(text, prefix);
  const { label, confidence, tickets, by } = judge(tokens, text, classify);
  const unsure: Understood = { kind: 'unsure', by, confidence };
  const ticket = tickets[0] === undefined ? {} : { ticket: String(tickets[0]) };
  const beside = (field: string, lists: readonly PatternList[]): Raw =>
    saysMore(tokens, lists) ? { [field]: cut(text.trim(), REASON_MAX) } : {};
  switch (label) {
    case 'greeting':
      return { kind: 'greeting', by, confidence };
    case 'thanks':
    case 'bye':
      return { kind: 'thanks', by, confidence };
    case 'status':
      if (wantsMore(tokens)) return unsure;
      return intent('status', tickets.length > 1 ? {} : ticket, by, confidence);
    case 'list':
    case 'help':
    case 'link':
      return intent(label, {}, by, confidence);
    case 'resolve':
      if (tickets.length > 1 || wantsMore(tokens)) return unsure;
      return intent(label, { ...ticket, ...beside('summary', ['resolve', 'solved', 'needless']) }, by, confidence);
    case 'reopen': {
      if (wantsMore(tokens) && !patterns('reopen').in(tokens)) return unsure;
      const reason = beside('reason', ['reopen']);
      return tickets.length > 1 ? unsure : intent(label, { ...ticket, ...reason }, by, confidence);
    }
    case 'update':
      return tickets.length > 1 ? unsure : intent('reply', { ...ticket, text: text.trim() }, by, confidence);
    case 'human': {
      const opening = open(text, { kind: 'question' }, by, confidence);
      return opening.kind === 'intent' ? { ...opening, person: true } : opening;
    }
    case 'open':
      return open(text, kindIn(tokens, isQuestion(text)), by, confidence);
    case 'rate':
      return { kind: 'rating', by, confidence };
    case 'none':
      return unsure;
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

/** "Please reopen my ticket" gives no reason; what has more words than the order and its manners does. */
function saysMore(tokens: readonly Token[], lists: readonly PatternList[]): boolean {
  const list = lists.find((one) => patterns(one).in(tokens));
  if (list === undefined) return tokens.length > BARE_WORDS;
  const start = patterns(list).startIn(tokens) ?? 0;
  const end = patterns(list).longestAt(tokens, start) ?? start;
  return [tokens.slice(0, start), tokens.slice(end)].some((part) => mannersOf(part).rest.length > 1);
}

const BARE_WORDS = 6;

/** "Close INC-4, and also my mouse is broken": one of two wishes would be lost, so the desk asks. */
function wantsMore(tokens: readonly Token[]): boolean {
  const at = tokens.findIndex(({ word }) => besides.has(word));
  return at > 0 && scoreOfOpening(tokens.slice(at + 1)) >= SURE;
}

function open(text: string, more: Raw, by: By, confidence: number): Understood {
  const fields = openingIn(text);
  if (!fields) return { kind: 'unsure', by, confidence };
  return intent('open', { ...fields, ...more }, by, confidence);
}

/** The ticket that a text makes, whatever else it could mean; a greeting in a line of its own is no subject. */
export function openingIn(text: string): Opening | undefined {
  return openingOf(text, (line) => {
    const manners = mannersOf(tokensOf(line));
    return manners.hello && manners.rest.length === 0;
  });
}

function intent(name: string, params: Raw, by: By, confidence: number): Extract<Understood, { kind: 'intent' }> {
  return { kind: 'intent', intent: name, params, by, confidence };
}

/** A link code that was typed by itself or after "link". */
function codeIn(text: string): string | undefined {
  const short = text.trim();
  if (short.length > 64) return undefined;
  const code = LINK.exec(short)?.[1] ?? (CODE.test(short) ? short : undefined);
  return code !== undefined && /\d/.test(code) ? code : undefined;
}
