import type { Effect } from '../intent.ts';
import type { Rows } from './batch.ts';
import type { Content, Deed } from './rows.ts';
import type { PersonId, Thread, Ticket } from './ticket.ts';
import type { AskedLast } from './worth/asking.ts';

/** The effects of asking how it was, of what is answered, and of what comes of it. */
type AskingEffect = Extract<
  Effect,
  {
    readonly do:
      | 'offer rating'
      | 'spare rating'
      | 'open rating'
      | 'withdraw rating'
      | 'expire rating'
      | 'rate'
      | 'comment'
      | 'follow up'
      | 'settle';
  }
>;

/** What the recording does for every effect alike. */
export interface Recorder {
  /** Applies the effect, and gives the ticket as it is afterwards. */
  change(org: number, effect: AskingEffect): Ticket;
  now(org: number, number: number): Ticket;
  remember(deed: Deed, ticket: number, event: string, detail?: object): void;
  post(org: number, ticket: number, thread: Thread, content: Content, more?: { readonly survey?: number }): void;
  /** Brings the message that asked up to date. */
  askedCard(org: number, ticket: Ticket, thread: Thread): void;
  cards(org: number, ticket: Ticket): void;
}

/** The rows of a batch that have to do with asking. */
export function askingRows(rows: Rows) {
  const surveys = new Map<string, Record<string, unknown>>();
  const survey = (
    { org, at }: Deed,
    { number, survey: { round, kind = 'rating' }, requester }: Ticket,
    set: object,
  ) => {
    const key = `${org}/${number}/${round}`;
    const row = surveys.get(key) ?? { org, ticket: number, round, kind, person: requester.person, offered: at };
    surveys.set(key, { ...row, ...set });
  };

  const add = (deed: Deed, effect: AskingEffect, recorder: Recorder): void => {
    const { org, at } = deed;
    const { change, now, remember, post, askedCard, cards } = recorder;
    const note = (event: string, detail: object): void => remember(deed, effect.ticket, event, detail);
    switch (effect.do) {
      case 'offer rating': {
        const ticket = change(org, effect);
        note('rating offered', about(ticket));
        survey(deed, ticket, { asked: true });
        const [first] = requesters(ticket);
        const content: Content = { side: 'requester', message: effect.message };
        if (first !== undefined) post(org, ticket.number, first, content, { survey: ticket.survey.round });
        return;
      }
      case 'withdraw rating':
      case 'expire rating': {
        const ticket = change(org, effect);
        const withdrawn = effect.do === 'withdraw rating';
        note(withdrawn ? 'rating withdrawn' : 'rating expired', about(ticket));
        survey(deed, ticket, withdrawn ? { withdrawn: at } : { expired: at });
        for (const first of requesters(ticket).slice(0, 1)) askedCard(org, ticket, first);
        return;
      }
      case 'spare rating':
        note('rating not offered', { why: effect.why });
        return;
      case 'open rating': {
        const ticket = now(org, effect.ticket);
        note('rating opened', about(ticket));
        survey(deed, ticket, { opened: at });
        return;
      }
      case 'rate': {
        const ticket = change(org, effect);
        note('rated', { score: effect.score, ...about(ticket) });
        survey(deed, ticket, { opened: at, answered: at });
        rows.ratings.push(ratingRow(deed, ticket, effect.score));
        if (ticket.survey.kind === undefined) cards(org, ticket);
        return;
      }
      case 'comment': {
        const ticket = now(org, effect.ticket);
        if (ticket.rated === undefined) throw new Error('a comment needs a rating');
        const { text: comment, factor, lostMinutes: lost } = effect;
        note('commented', { factor, lost, ...about(ticket) });
        rows.ratings.push({ ...ratingRow(deed, ticket, ticket.rated), comment, factor, lost });
        return;
      }
      case 'follow up': {
        const { rated } = change(org, effect);
        note('follow-up opened', { why: effect.why, score: rated });
        return;
      }
      case 'settle':
        change(org, effect);
        note('follow-up settled', { outcome: effect.outcome });
        return;
      default:
        effect satisfies never;
    }
  };

  const askedLast = (org: number, person: PersonId): AskedLast => {
    const theirs = [...surveys.values()].filter(
      (row) => row['asked'] === true && row['org'] === org && row['person'] === person,
    );
    const [any] = theirs;
    const advocacy = theirs.find(({ kind }) => kind === 'advocacy');
    return {
      ...(any === undefined ? {} : { any: any['offered'] as Date }),
      ...(advocacy === undefined ? {} : { advocacy: advocacy['offered'] as Date }),
    };
  };

  return { add, askedLast, surveys: (): Iterable<object> => surveys.values() };
}

const about = ({ survey: { round, kind = 'rating' } }: Ticket) => ({ kind, round });

const requesters = ({ threads }: Ticket): readonly Thread[] => threads.filter(({ side }) => side === 'requester');

const ratingRow = ({ org, at, actor }: Deed, ticket: Ticket, score: number): object => ({
  org,
  ticket: ticket.number,
  round: ticket.survey.round,
  person: actor?.person,
  score,
  at,
});
