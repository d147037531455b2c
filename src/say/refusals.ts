import type { Button, PublicMessage } from '../adapter.ts';
import type { RefusalCode, RefusalCodes } from '../errors.ts';
import { ticketNumber } from '../form.ts';
import { cut, oneLine } from './cut.ts';
import { FOR_AGENTS } from './usage.ts';
import { said, text, toEveryone, type Voice } from './voice.ts';
import type { Words } from './words.ts';

type Worded = { readonly [C in RefusalCode]: (details: RefusalCodes[C]) => PublicMessage };

/** Each says what happened and what can be done, and brings the button for it where there is one. */
export function refusals(voice: Voice): Pick<Words, 'refusal'> {
  const { label, press, phrases } = voice;
  const { refused } = phrases;
  const mine = press('myTickets');
  const say = (words: string, ...buttons: Parameters<typeof toEveryone>[1] & object) =>
    toEveryone([text(words)], buttons);
  /** With what would be gone with the form that it was written in. */
  const giveBack = (words: string, wrote: string | undefined, ...buttons: readonly Button[]) =>
    toEveryone([text(words), ...(wrote === undefined ? [] : [text(refused.youWrote), said(wrote)])], buttons);
  const worded: Worded = {
    'ticket unknown': ({ number }) => say(refused.unknown(named(voice, number)), mine),
    'not allowed': ({ intent }) => {
      if (intent === 'settle' || intent === 'report') return say(phrases.worth.refused.leadsOnly, mine);
      if (FOR_AGENTS.includes(intent) || intent === 'list' || intent === 'open for')
        return say(refused.agentsOnly(intent), mine);
      return say(ASKED.includes(intent) ? refused.requesterOnly : refused.notYours, mine);
    },
    'already claimed': ({ ticket, by }) => say(refused.alreadyClaimed(label(ticket), by)),
    'already yours': ({ ticket }) => say(refused.alreadyYours(label(ticket))),
    'already resolved': ({ ticket }) =>
      say(refused.alreadyResolved(label(ticket)), press('reopen', { ticket: String(ticket) })),
    'already closed': ({ ticket }) => say(refused.alreadyClosed(label(ticket)), press('openTicket')),
    'already followed': ({ ticket, next }) =>
      say(refused.alreadyFollowed(label(ticket), label(next)), press('addReply', { ticket: String(next) })),
    'already assigned': ({ ticket, to }) => say(phrases.triage.refused.alreadyAssigned(label(ticket), to)),
    'agent unknown': ({ name, names }) =>
      toEveryone([
        text(phrases.triage.refused.agentUnknown(cut(oneLine(name), 40))),
        ...(names.length > 0 ? [text(phrases.triage.refused.agentsKnown(some(names)))] : []),
      ]),
    'agent unclear': ({ name, names }) => say(phrases.triage.refused.agentUnclear(cut(oneLine(name), 40), some(names))),
    'already noting': ({ ticket }) => say(phrases.triage.refused.alreadyNoting(label(ticket))),
    'nothing changed': ({ ticket, priority }) =>
      say(phrases.triage.refused.nothingChanged(label(ticket), `P${priority}`)),
    'already waiting': ({ ticket }) => say(phrases.triage.refused.alreadyWaiting(label(ticket))),
    'not waiting': ({ ticket }) => say(phrases.triage.refused.notWaiting(label(ticket))),
    'not snoozed': ({ ticket }) => say(phrases.triage.refused.notSnoozed(label(ticket))),
    'already decided': ({ ticket }) => say(phrases.triage.refused.alreadyDecided(label(ticket))),
    'already settled': ({ ticket }) => say(phrases.worth.refused.alreadySettled(label(ticket))),
    'service unknown': ({ name, names }) =>
      toEveryone([
        text(phrases.worth.refused.serviceUnknown(cut(oneLine(name), 40))),
        text(names.length > 0 ? phrases.worth.refused.servicesKnown(some(names)) : phrases.worth.refused.noServices),
      ]),
    'period unknown': ({ text: typed, services }) => {
      const { neitherPeriod, periodUnknown, periodsLike, servicesKnown } = phrases.worth.refused;
      const name = cut(oneLine(typed), 40);
      return toEveryone([
        text(services === undefined ? periodUnknown(name) : neitherPeriod(name)),
        text(periodsLike),
        ...(services === undefined || services.length === 0 ? [] : [text(servicesKnown(some(services)))]),
      ]);
    },
    'already raised': ({ ticket }) => say(refused.alreadyRaised(label(ticket))),
    'not claimed': ({ ticket }) => say(refused.notClaimed(label(ticket))),
    'not resolved': ({ ticket }) => say(refused.notResolved(label(ticket))),
    'not rateable yet': ({ ticket }) => say(refused.notRateableYet(label(ticket))),
    'not yet rated': ({ ticket }) => say(refused.notYetRated(label(ticket)), ...voice.scoreButtons(ticket)),
    'own work': ({ ticket }) => say(refused.ownWork(label(ticket))),
    'which ticket': () => say(refused.whichTicket, mine),
    'code unknown': () => say(refused.codeUnknown),
    'code own': () => say(refused.codeOwn),
    'too many codes': ({ minutes }) => say(refused.tooManyCodes(minutes)),
    'article unknown': () => say(phrases.knowledge.refused.articleUnknown, press('openTicket')),
    'same ticket': ({ ticket }) => say(phrases.triage.duplicates.refused.sameTicket(label(ticket))),
    'itself a duplicate': ({ ticket, of }) => say(phrases.triage.duplicates.refused.itself(label(ticket), label(of))),
    'article imported': ({ path }) =>
      say(phrases.knowledge.refused.articleImported(cut(oneLine(path), 200), IMPORT_LINE)),
    'article too early': ({ ticket, wrote }) =>
      giveBack(phrases.knowledge.refused.articleTooEarly(label(ticket)), wrote),
    'article incomplete': ({ wrote }) => giveBack(phrases.knowledge.refused.articleIncomplete, wrote),
    'question gone': () => say(phrases.knowledge.refused.questionGone, press('openTicket')),
    'no model': () => say(phrases.assist.noModel),
    'too many tries': ({ minutes }) => say(refused.tooManyTries(minutes)),
    'too many tickets': ({ most, again, wrote }) => {
      return giveBack(refused.tooManyTickets(most, voice.brief(again)), wrote, mine);
    },
    'unknown intent': ({ intent }) => say(refused.unknownIntent(cut(oneLine(intent), 40)), press('help')),
  };
  return { refusal: (code, details) => worded[code](details) };
}

const IMPORT_LINE = 'npm run knowledge -- import FOLDER';

/** What only whoever was asked may answer. */
const ASKED = ['rate', 'comment', 'open survey', 'answer survey', 'explain survey'];

const NAMES = 20;

/** Names for a sentence. */
const some = (names: readonly string[]): string =>
  [...names.slice(0, NAMES).map((name) => cut(oneLine(name), 40)), ...(names.length > NAMES ? ['…'] : [])].join(', ');

/** A number as it was typed, in the one way that says nothing about whether the ticket exists. */
function named({ label }: Voice, typed: string): string {
  const number = ticketNumber(typed);
  return number === undefined ? cut(oneLine(typed), 40) : label(number);
}
