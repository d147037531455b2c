import type { Button, Line } from '../adapter.ts';
import type { Ticket } from '../desk/ticket.ts';
import { about, hint, text, toEveryone, type Voice } from './voice.ts';
import type { Words } from './words.ts';

type Duplicates = Pick<Words, 'linkedDuplicate' | 'linkingDuplicates' | 'tellDuplicate' | 'duplicateOver'>;

/** What is said of tickets that are the same. */
export function duplicates({ phrases: all, label, press }: Voice): Duplicates {
  const phrases = all.triage.duplicates;
  return {
    linkedDuplicate: (ticket, main) =>
      toEveryone(
        [text(phrases.linked(label(ticket.number), label(main.number))), hint(phrases.linkedHint(label(main.number)))],
        [press('reopen', about(ticket))],
      ),
    linkingDuplicates: (main, numbers) =>
      toEveryone([
        text(
          numbers.length === 0
            ? phrases.linkingNone(label(main.number))
            : phrases.linking(numbers.map(label).join(', '), label(main.number)),
        ),
      ]),
    tellDuplicate: (ticket, main, how) =>
      toEveryone(
        [text(phrases.tell[how](label(ticket.number), how === 'own' ? label(main) : '')), hint(phrases.tellHint)],
        [press('reopen', about(ticket))],
      ),
    duplicateOver: (ticket, solved) =>
      toEveryone(
        [
          text((solved ? phrases.solved : phrases.unsolved)(label(ticket.number))),
          ...(solved ? [hint(phrases.tellHint)] : []),
        ],
        [press(solved ? 'notSolved' : 'reopen', about(ticket))],
      ),
  };
}

/** On a card for agents: what it is the same as, and what is the same as it. */
export function linkLines({ phrases, label }: Voice, { duplicateOf, duplicates: some = [] }: Ticket): readonly Line[] {
  const { isOne, hasSome } = phrases.triage.duplicates;
  return [
    ...(duplicateOf === undefined ? [] : [text(isOne(label(duplicateOf)))]),
    ...(some.length === 0 ? [] : [text(hasSome(shown(some.map(label))))]),
  ];
}

/** On a card for its requester: nothing of the other ticket but that there is one. */
export function goesOnLine({ phrases }: Voice, { status, duplicateOf }: Ticket): readonly Line[] {
  return duplicateOf === undefined || status !== 'resolved' ? [] : [hint(phrases.triage.duplicates.goesOn)];
}

/** One press that makes a ticket a duplicate of each of the others; and one for a crowd. */
export function linkButtons(
  { phrases, label, press }: Voice,
  ticket: Pick<Ticket, 'number'>,
  others: readonly Pick<Ticket, 'number'>[],
  crowd: { readonly main: number; readonly others: string; readonly linked: number } | undefined,
): readonly Button[] {
  const { button, buttonAll } = phrases.triage.duplicates;
  const one = others.map(({ number }) => ({
    ...press('duplicateOf', { ...about(ticket), of: String(number) }),
    label: button(label(number)),
  }));
  if (crowd === undefined || crowd.linked === 0) return one;
  const params = { ticket: String(crowd.main), others: crowd.others };
  const all = { ...press('linkDuplicates', params), label: buttonAll(crowd.linked, label(crowd.main)) };
  return [all, ...one];
}

const SHOWN = 20;

const shown = (ids: readonly string[]): string =>
  [...ids.slice(0, SHOWN), ...(ids.length > SHOWN ? ['…'] : [])].join(', ');
