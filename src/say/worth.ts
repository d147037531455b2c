import type { Line } from '../adapter.ts';
import type { Ticket } from '../desk/ticket.ts';
import { cut, oneLine } from './cut.ts';
import { about, hint, said, text, toEveryone, type Voice } from './voice.ts';
import type { Words } from './words.ts';

type Worth = Pick<
  Words,
  'askedOver' | 'invitation' | 'question' | 'answered' | 'explained' | 'followUp' | 'settled' | 'served'
>;

/** A saying in a follow-up is a reminder; the whole of it is in the thread. */
const SAID_MAX = 500;

/** What is said about asking how it was, and about what comes of it. */
export function worth(voice: Voice): Worth {
  const { phrases: all, label, press, full } = voice;
  const phrases = all.worth;
  const id = ({ number }: Ticket): string => label(number);
  const scoreOf = ({ rated = 0, survey: { kind = 'rating' } }: Ticket): string =>
    kind === 'rating' ? voice.score(rated) : phrases.ofTen(rated);
  return {
    askedOver: (ticket, { round, over }) => {
      if (over === 'withdrawn') return toEveryone([text(phrases.over.withdrawn(id(ticket)))]);
      const counts = ticket.survey.round === round && ticket.rated !== undefined;
      return toEveryone([
        text(counts ? phrases.over.counted(id(ticket), scoreOf(ticket)) : phrases.over.expired(id(ticket))),
      ]);
    },
    invitation: (ticket, kind) =>
      toEveryone(
        [text(phrases.invitation[kind](id(ticket), oneLine(ticket.subject))), hint(phrases.invitationHint)],
        [press('answerSurvey', about(ticket))],
      ),
    question: (ticket, kind) =>
      toEveryone(
        [text(phrases.question[kind](id(ticket))), hint(phrases.ends[kind])],
        Array.from({ length: 11 }, (_, score) => ({
          label: String(score),
          intent: 'answer survey',
          params: { ...about(ticket), score: String(score) },
        })),
      ),
    answered: (ticket, kind, score) =>
      toEveryone(
        [text(phrases.answered(id(ticket), score)), hint(all.ratedHint)],
        [press(kind === 'experience' ? 'explainSurvey' : 'addComment', about(ticket))],
      ),
    explained: (ticket) => toEveryone([text(phrases.explained(id(ticket)))]),

    followUp: (ticket, why, sayings) =>
      toEveryone(
        [
          { kind: 'title', text: `${id(ticket)} · ${oneLine(ticket.subject)}` },
          text(phrases.followUp[why](id(ticket), ticket.requester.name, scoreOf(ticket))),
          {
            kind: 'fields',
            fields: [
              { label: all.fields.assignee, value: ticket.assignee?.name ?? all.nobody },
              { label: all.fields.opened, value: full(ticket.openedAt) },
              ...(ticket.firstReplyAt ? [{ label: all.fields.firstReply, value: full(ticket.firstReplyAt) }] : []),
              ...(ticket.resolvedAt ? [{ label: phrases.resolvedAt, value: full(ticket.resolvedAt) }] : []),
              ...(ticket.reopened > 0 ? [{ label: all.fields.reopened, value: `${ticket.reopened}×` }] : []),
            ],
          },
          ...(ticket.resolution === undefined ? [] : [said(cut(ticket.resolution, SAID_MAX))]),
          ...sayings
            .filter(({ visibility }) => visibility === 'public')
            .flatMap(({ author, at, text: words }): readonly Line[] => [
              text(all.saidBy(author, full(at))),
              said(cut(words, SAID_MAX)),
            ]),
          hint(phrases.followUpAsk),
        ],
        [press('recovered', outcome(ticket, 'recovered')), press('notRecovered', outcome(ticket, 'not recovered'))],
      ),
    settled: (ticket, how) => toEveryone([text(phrases.settled[how](id(ticket)))]),
    served: (ticket, service) => toEveryone([text(phrases.served(id(ticket), service))]),
  };
}

const outcome = (ticket: Ticket, how: string) => ({ ...about(ticket), outcome: how });
