import type { Button, InternalMessage, Line, PublicMessage } from '../adapter.ts';
import type { Shown, Task } from '../assist.ts';
import type { Ticket } from '../desk/ticket.ts';
import type { Raw } from '../form.ts';
import { cut, oneLine } from './cut.ts';
import { linkButtons } from './duplicates.ts';
import { about, hint, text, toAgents, toEveryone, type Voice } from './voice.ts';

/** Why nothing came of it. */
export type NoThought = 'no model' | 'allowance' | 'failed' | 'same language';

/** People who have the same trouble at once: the first ticket of it, and the others, as many as one press can link. */
export interface Crowd {
  readonly people: number;
  readonly minutes: number;
  readonly main: number;
  /** Packed for a button, and how many they are. */
  readonly others: string;
  readonly linked: number;
}

/** What is said around a language model; what it wrote itself stands apart, and never as somebody's words. */
export interface AssistWords {
  /** To the agent who asked: it is on its way, and where it will appear. */
  thinking(ticket: Ticket, what: Task['kind']): PublicMessage;
  /** Into the agents' threads. */
  nothing(ticket: Ticket, why: NoThought): InternalMessage;
  summary(ticket: Ticket, summary: Readonly<Record<'about' | 'done' | 'open', string>>): InternalMessage;
  /** A reply that nobody has sent; `draft` names it for the form. */
  draft(ticket: Ticket, by: string, words: string, draft: string): InternalMessage;
  /** Each beside its original. */
  translation(
    ticket: Ticket,
    said: readonly { readonly author: string; readonly text: string; readonly translated: string }[],
  ): InternalMessage;
  /** What a model was shown of a ticket, the newest first. */
  shown(ticket: Ticket, all: readonly (Shown & { readonly at: Date })[]): InternalMessage;
  /** Into a new ticket's agents' threads: others that it looks like, and how many people that makes in how short a time. */
  alike(
    ticket: Pick<Ticket, 'number'>,
    others: readonly Pick<Ticket, 'number' | 'subject'>[],
    crowd: Crowd | undefined,
  ): InternalMessage;
  /** To whoever said something that may be meant for a ticket: asks, and does nothing. */
  proposed(intent: 'reply' | 'resolve' | 'reopen', params: Raw): PublicMessage;
}

const SHOWN_MAX = 700;

export function assist(voice: Voice): AssistWords {
  const { phrases: all, label, press, brief } = voice;
  const phrases = all.assist;
  const id = ({ number }: Pick<Ticket, 'number'>): string => label(number);
  const seen = (ticket: Ticket): Button => press('shownToModel', about(ticket));
  return {
    thinking: (ticket, what) => toEveryone([text(phrases.thinking[what](id(ticket)))]),
    nothing: (ticket, why) => toAgents([text(phrases.nothing[why](id(ticket)))]),

    summary: (ticket, summary) =>
      toAgents(
        [
          text(phrases.summary(id(ticket))),
          {
            kind: 'fields',
            fields: (['about', 'done', 'open'] as const)
              .filter((part) => summary[part] !== '')
              .map((part) => ({ label: phrases.parts[part], value: oneLine(summary[part]) })),
          },
          hint(phrases.byModel),
        ],
        [press('draft', { ...about(ticket), what: 'draft' }), seen(ticket)],
      ),

    draft: (ticket, by, words, draft) =>
      toAgents(
        [text(phrases.draft(id(ticket), by, ticket.requester.name)), text(words), hint(phrases.notSent)],
        [press('sendDraft', { ...about(ticket), draft }), seen(ticket)],
      ),

    translation: (ticket, said) =>
      toAgents(
        [
          text(phrases.translation(id(ticket))),
          ...said.flatMap((one): readonly Line[] => [
            { kind: 'said', text: one.text },
            text(phrases.translated(one.author, one.translated)),
          ]),
          hint(phrases.byModel),
        ],
        [press('translateReply', about(ticket)), seen(ticket)],
      ),

    shown: (ticket, entries) =>
      toAgents(
        entries.length === 0
          ? [text(phrases.shownNothing(id(ticket)))]
          : [
              text(phrases.shown(id(ticket))),
              ...entries.toReversed().flatMap(({ at, purpose, model, size, left, outcome, text: sent }) => [
                text(phrases.shownAt(brief(at), phrases.purposes[purpose], model, size)),
                hint(
                  [
                    outcome === 'answered' ? phrases.answered : phrases.unanswered,
                    phrases.leftOut(
                      Object.entries(left)
                        .sort(([one], [other]) => (one < other ? -1 : 1))
                        .map(([kind, n]) => `${kind} ${n}`)
                        .join(', '),
                    ),
                  ].join(' '),
                ),
                text(cut(sent, SHOWN_MAX)),
              ]),
            ],
      ),

    alike: (ticket, others, crowd) => {
      const [first] = others;
      return toAgents(
        [
          text(phrases.alike(id(ticket), others.map((one) => label(one.number)).join(', '))),
          ...others.map((one): Line => ({ kind: 'item', text: `${id(one)} · ${cut(oneLine(one.subject), 150)}` })),
          ...(crowd === undefined ? [] : [text(phrases.crowd(crowd.people, crowd.minutes))]),
          hint(phrases.alikeHint),
        ],
        [
          ...(first === undefined ? [] : [press('details', about(first))]),
          ...linkButtons(voice, ticket, others, crowd),
          press('prioritize', about(crowd === undefined ? ticket : (first ?? ticket))),
        ],
      );
    },

    proposed: (intent, params) => {
      const number = Number(params['ticket']);
      const named = Number.isInteger(number) ? label(number) : undefined;
      const button = ({ reply: 'addReply', resolve: 'markSolved', reopen: 'reopen' } as const)[intent];
      const filled = intent === 'resolve' && named !== undefined ? { ...params, code: 'solved' } : params;
      return toEveryone(
        [text(phrases.proposed[intent](named)), hint(phrases.proposedHint)],
        [press(button, filled, 'primary'), press('openTicket'), press('person', { kind: 'question' })],
      );
    },
  };
}
