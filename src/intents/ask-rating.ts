import type { ResolutionCode, Ticket } from '../desk/ticket.ts';
import { asksAtOnce, choose, type NotAsked, type SurveyKind } from '../desk/worth/asking.ts';
import { act, type Effect, type Scene } from '../intent.ts';
import { asAgent, requesterWords, ticketOf } from './scene.ts';

/** What the clock says some time after resolving: whom it asks then depends on what they were asked meanwhile. */
export const askRating = act({
  name: 'ask rating',
  form: {
    ticket: { kind: 'ticket', required: true },
    resolved: { kind: 'text', required: true, max: 20, hidden: true },
  } as const,
  may: 'clock',
  typed: false,
  needs: () => ({ asked: true }),
  decide: ({ resolved }, scene) => {
    const ticket = ticketOf(scene);
    if (ticket.resolvedAt?.getTime() !== Number(resolved)) return [spare(ticket, 'reopened')];
    return asking(ticket, scene);
  },
});

/** The time of a question is over. One that was asked after it, or taken back, is left alone. */
export const expireRating = act({
  name: 'expire rating',
  form: {
    ticket: { kind: 'ticket', required: true },
    round: { kind: 'number', required: true, min: 1, max: 100_000, hidden: true },
  } as const,
  may: 'clock',
  typed: false,
  decide: ({ round }, scene) => {
    const { number, survey } = ticketOf(scene);
    return survey.round === round && survey.state === 'offered' ? [{ do: 'expire rating', ticket: number }] : [];
  },
});

/**
 * What follows for the requester from a resolution: a question now, one later, or none. Nobody is asked about their own
 * work, nor about what they withdrew. `ticket` is as it is afterwards.
 */
export function askingAbout(ticket: Ticket, code: ResolutionCode, scene: Scene): readonly Effect[] {
  const isRequester = ticket.requester.person === scene.actor?.person;
  const own = ticket.assignee?.person === ticket.requester.person || (asAgent(scene) && isRequester);
  if (own) return [spare(ticket, 'own work')];
  if (code === 'cancelled') return [spare(ticket, 'withdrawn')];
  if (asksAtOnce(scene.asking)) return asking(ticket, scene);
  const resolved = String(scene.now.getTime());
  const at = new Date(scene.now.getTime() + scene.asking.delayMs);
  const params = { ticket: String(ticket.number), resolved };
  return [{ do: 'later', at, key: `ask ${ticket.number} ${resolved}`, intent: 'ask rating', params }];
}

function asking(ticket: Ticket, scene: Scene): readonly Effect[] {
  const { number } = ticket;
  const round = ticket.survey.round + 1;
  const chosen = choose(number, round, scene.asking, scene.asked, scene.now);
  if (typeof chosen === 'object') return [spare(ticket, chosen.why)];
  const at = new Date(scene.now.getTime() + scene.asking.expiresMs);
  const params = { ticket: String(number), round: String(round) };
  return [
    { do: 'offer rating', ticket: number, ...kindOf(chosen), message: question(chosen, ticket, scene) },
    { do: 'later', at, key: `expire ${number} ${round}`, intent: 'expire rating', params },
  ];
}

const kindOf = (kind: SurveyKind): { readonly kind?: SurveyKind } => (kind === 'rating' ? {} : { kind });

function question(kind: SurveyKind, ticket: Ticket, scene: Scene) {
  const words = requesterWords(ticket, scene);
  return kind === 'rating' ? words.ratingRequest(ticket) : words.invitation(ticket, kind);
}

const spare = ({ number }: Ticket, why: NotAsked): Effect => ({ do: 'spare rating', ticket: number, why });
