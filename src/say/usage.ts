import type { Line } from '../adapter.ts';
import type { Problem } from '../form.ts';
import { hint, text, toEveryone, type Voice } from './voice.ts';
import type { Words } from './words.ts';

type Slot =
  | 'ticket'
  | '[ticket]'
  | 'which'
  | 'words'
  | 'text'
  | '[text]'
  | '[reason]'
  | 'score'
  | '[code]'
  | '[question]'
  | 'name'
  | 'weights'
  | 'service'
  | 'period'
  | '[service]'
  | 'whom'
  | 'until'
  | 'what'
  | 'of';

/** What follows the first word of each typed command; in help order. */
const COMMANDS: Readonly<Record<string, readonly Slot[]>> = {
  open: ['words'],
  status: ['[ticket]'],
  list: ['which'],
  search: ['words'],
  reply: ['ticket', 'text'],
  note: ['ticket', 'text'],
  claim: ['ticket'],
  release: ['ticket'],
  notes: ['ticket'],
  assign: ['ticket', 'name'],
  prioritize: ['ticket', 'weights', '[reason]'],
  service: ['ticket', 'service'],
  wait: ['ticket', 'whom', '[text]'],
  resume: ['ticket'],
  snooze: ['ticket', 'until'],
  wake: ['ticket'],
  duplicate: ['ticket', 'of'],
  resolve: ['ticket'],
  reopen: ['ticket', '[reason]'],
  rate: ['ticket', 'score'],
  comment: ['ticket', 'text'],
  assist: ['ticket', 'what', '[text]'],
  report: ['period', '[service]'],
  gaps: [],
  link: ['[code]'],
  help: ['[question]'],
};
/** What is typed after the command for the desk as a whole. */
const OF_DESK: readonly string[] = ['report'];
const DESK_COMMAND = '/desk';
export const FOR_AGENTS: readonly string[] = [
  'note',
  'notes',
  'claim',
  'release',
  'assign',
  'prioritize',
  'service',
  'wait',
  'resume',
  'snooze',
  'wake',
  'assist',
  'report',
  'gaps',
  'duplicate',
  'link duplicates',
  'publish article',
  'take back article',
  'edit imported article',
];

export function usages(voice: Voice): Pick<Words, 'help' | 'usage' | 'problem'> {
  const { phrases, press } = voice;
  const problem = (intent: string, found: Problem) => sentence(voice, intent, found);
  return {
    problem,
    help: (forAgent) => {
      const known = Object.entries(phrases.forms).filter(
        ([intent]) => Object.hasOwn(COMMANDS, intent) && (forAgent || !FOR_AGENTS.includes(intent)),
      );
      return toEveryone(
        [
          { kind: 'title', text: phrases.helpTitle },
          text(phrases.helpIntro),
          ...known.map(
            ([intent, form]): Line => ({ kind: 'item', text: typed(voice, intent, forAgent), detail: form.about }),
          ),
          ...(forAgent ? [hint(phrases.helpAgents)] : []),
        ],
        [press('openTicket'), press('myTickets')],
      );
    },
    usage: (intent, problems) => {
      const sentences = new Set(problems.map((found) => problem(intent, found)));
      return toEveryone([
        ...[...sentences].map(text),
        text(phrases.typeLike(typed(voice, intent, true))),
        ...(intent === 'open' ? [] : [hint(phrases.orOpen(typed(voice, 'open', false)))]),
      ]);
    },
  };
}

/** The usage line of an intent: `/ticket reopen INC-12 [reason]`. */
export function typed({ command, label, phrases }: Voice, intent: string, forAgent: boolean): string {
  const { slots } = phrases;
  const written: Readonly<Record<Slot, string>> = {
    ticket: label(12),
    '[ticket]': `[${label(12)}]`,
    which: forAgent ? '[mine|open|unassigned|assigned]' : '',
    words: `<${slots.words}>`,
    text: `<${slots.text}>`,
    '[reason]': `[${slots.reason}]`,
    '[text]': `[${slots.text}]`,
    name: `<${slots.name}>`,
    weights: '[me|team|everyone] [low|medium|high] [P1-P5]',
    '[service]': `[${phrases.worth.service}]`,
    period: '[week|month|last month|2026-10|…]',
    service: `<${phrases.worth.service}>`,
    whom: '[requester|third_party]',
    until: '<1h|4h|tomorrow|next_week>',
    of: `of ${label(7)}`,
    what: '<summary|draft|translation>',
    score: '<1-5>',
    '[code]': `[${slots.code}]`,
    '[question]': `[${phrases.forms['help']?.fields['question']?.label ?? ''}]`,
  };
  const rest = (COMMANDS[intent] ?? []).map((slot) => written[slot]);
  return [OF_DESK.includes(intent) ? DESK_COMMAND : command, intent, ...rest].filter((part) => part !== '').join(' ');
}

function sentence({ phrases: { problems, forms } }: Voice, intent: string, { field, code, limit }: Problem): string {
  const words = forms[intent]?.fields[field];
  const name = words?.label ?? field;
  switch (code) {
    case 'missing':
      return problems.missing(name);
    case 'too long':
      return problems.tooLong(name, limit);
    case 'not a ticket':
      return problems.notATicket(name);
    case 'not a choice':
      return problems.notAChoice(name, Object.keys(words?.options ?? {}).join(', '));
    case 'not a number':
    case 'out of range':
      if (field === 'score') return problems.score(name);
      if (code === 'not a number') return problems.notANumber(name);
      if (limit === undefined) return problems.outOfRange(name);
      return limit <= 1 ? problems.atLeast(name, limit) : problems.atMost(name, limit);
    default:
      return code satisfies never;
  }
}
