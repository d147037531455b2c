import type { Change, Effect } from '../intent.ts';
import { mayBecome, type Ticket } from './ticket.ts';
import type { SurveyKind } from './worth/asking.ts';

/**
 * The ticket as it stands after an effect: what the next decision over the same ticket sees. Pure. Throws on a change that
 * the lifecycle does not know: that is a bug in a `decide`, and its intent is not recorded.
 */
export function apply(ticket: Ticket, effect: Effect): Ticket {
  if (!('ticket' in effect) || effect.ticket !== ticket.number) return ticket;
  switch (effect.do) {
    case 'change':
      return change(ticket, effect.set);
    case 'open notes': {
      const seq = Math.max(-1, ...ticket.threads.map((thread) => thread.seq)) + 1;
      return { ...ticket, threads: [...ticket.threads, { seq, side: 'notes', at: effect.at }] };
    }
    case 'offer rating':
      return without({ ...ticket, survey: asked(ticket.survey.round + 1, effect.kind) }, 'rated');
    case 'expire rating':
      return { ...ticket, survey: { ...ticket.survey, state: 'expired' } };
    case 'withdraw rating':
      return { ...ticket, survey: { ...ticket.survey, state: 'withdrawn' } };
    case 'rate':
      return { ...ticket, rated: effect.score };
    case 'follow up':
      return { ...ticket, followUp: 'open' };
    case 'settle':
      return { ...ticket, followUp: effect.outcome };
    case 'say':
    case 'note':
    case 'revise':
    case 'comment':
    case 'spare rating':
    case 'open rating':
    case 'tell requester':
    case 'tell agents':
    case 'think':
    case 'showed':
    case 'publish article':
    case 'take back article':
      return ticket;
    default:
      return effect satisfies never;
  }
}

function change(ticket: Ticket, set: Change): Ticket {
  if (set.status !== undefined && !mayBecome(ticket.status, set.status)) {
    throw new Error(`a ticket cannot go from ${ticket.status} to ${set.status}`);
  }
  const cleared = Object.entries(set).flatMap(([name, value]) => (value === null ? [name] : []));
  const kept = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== null && value !== undefined));
  return without({ ...ticket, ...kept }, ...(cleared as OptionalOf<Ticket>[]));
}

const asked = (round: number, kind: SurveyKind = 'rating'): Ticket['survey'] => ({
  round,
  state: 'offered',
  ...(kind === 'rating' ? {} : { kind }),
});

type OptionalOf<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T] & string;

function without(ticket: Ticket, ...names: readonly OptionalOf<Ticket>[]): Ticket {
  const left = Object.fromEntries(
    Object.entries(ticket).filter(([name]) => !names.includes(name as OptionalOf<Ticket>)),
  );
  return left as unknown as Ticket;
}
