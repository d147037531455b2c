/** Two tickets about the same: one goes on, the other is resolved and hears of it. */
import { unpacked } from '../desk/numbers.ts';
import { isOver, RESOLUTION_CODES, type ResolutionCode, type Ticket } from '../desk/ticket.ts';
import { Refusal } from '../errors.ts';
import { act, type Effect, type Scene } from '../intent.ts';
import { askingAbout } from './ask-rating.ts';
import { closeLater } from './close.ts';
import { actorOf, openTicketOf, requesterWords, ticketOf } from './scene.ts';

const OTHERS_MAX = 60;
const number = { kind: 'number', required: true, min: 1, max: 999_999_999, hidden: true } as const;

/** Resolves a ticket as the same as another. Its requester hears nothing of that one's words, and is told when it is solved. */
export const duplicate = act({
  name: 'duplicate',
  form: { ticket: { kind: 'ticket', required: true }, of: { kind: 'ticket', required: true } } as const,
  may: 'agent',
  needs: ({ of }) => ({ main: of }),
  decide: ({ of }, scene) => {
    const ticket = openTicketOf(scene);
    const main = scene.main;
    if (main === undefined) throw new Refusal('ticket unknown', { number: String(of) });
    if (main.number === ticket.number) throw new Refusal('same ticket', { ticket: ticket.number });
    refuseDuplicate(main);
    return [
      ...linking(ticket, main, actorOf(scene).name, scene),
      { do: 'answer', message: scene.words.linkedDuplicate(ticket, main) },
    ];
  },
});

/** Several at once: each is decided by itself, so that one that is resolved meanwhile holds none of the others up. */
export const linkDuplicates = act({
  name: 'link duplicates',
  form: {
    ticket: { kind: 'ticket', required: true },
    /** See `packed`. */
    others: { kind: 'text', required: true, max: OTHERS_MAX, hidden: true },
  } as const,
  may: 'agent',
  typed: false,
  decide: ({ others }, scene) => {
    const main = ticketOf(scene);
    refuseDuplicate(main);
    const { name, account } = actorOf(scene);
    const numbers = unpacked(main.number, others) ?? [];
    return [
      ...numbers.map((one): Effect => {
        const params = { ticket: String(one), of: String(main.number), by: name.slice(0, BY_MAX) || account };
        return now(scene, `link ${one} ${main.number}`, 'become duplicate', params);
      }),
      { do: 'answer', message: scene.words.linkingDuplicates(main, numbers) },
    ];
  },
});

const BY_MAX = 100;

/** One of several. What is over, or a duplicate by now, is left alone. */
export const becomeDuplicate = act({
  name: 'become duplicate',
  form: {
    ticket: { kind: 'ticket', required: true },
    of: number,
    by: { kind: 'text', required: true, max: BY_MAX, hidden: true },
  } as const,
  may: 'clock',
  typed: false,
  needs: ({ of }) => ({ main: of }),
  decide: ({ by }, scene) => {
    const ticket = ticketOf(scene);
    const { main } = scene;
    if (main === undefined || main.duplicateOf !== undefined || isOver(ticket)) return [];
    return linking(ticket, main, by, scene);
  },
});

/** What the clock says once the ticket that this one goes on in is over. It is solved only now, and can be reopened. */
export const tellDuplicate = act({
  name: 'tell duplicate',
  form: {
    ticket: { kind: 'ticket', required: true },
    of: number,
    code: { kind: 'choice', required: true, options: RESOLUTION_CODES, hidden: true },
  } as const,
  may: 'clock',
  typed: false,
  needs: () => ({ asked: true }),
  decide: ({ of, code }, scene) => {
    const ticket = ticketOf(scene);
    if (ticket.duplicateOf !== of || ticket.status !== 'resolved') return [];
    const after: Ticket = { ...ticket, resolvedAt: scene.now };
    const solved = isSolution(code);
    const asks = solved && ticket.survey.state !== 'offered' ? askingAbout(after, 'duplicate', scene) : [];
    return [
      {
        do: 'change',
        ticket: ticket.number,
        event: 'duplicate over',
        set: { resolvedAt: scene.now },
        reason: code,
        detail: { of },
      },
      {
        do: 'tell requester',
        ticket: ticket.number,
        message: requesterWords(ticket, scene).duplicateOver(ticket, solved),
      },
      ...asks,
      closeLater(ticket.number, scene),
      ...tellDuplicates(ticket, code, scene),
    ];
  },
});

/** What the clock says once a duplicate was reopened: it goes its own way. One that was linked anew meanwhile stays. */
export const unlinkDuplicate = act({
  name: 'unlink duplicate',
  form: { ticket: { kind: 'ticket', required: true }, duplicate: number } as const,
  may: 'clock',
  typed: false,
  needs: ({ duplicate: one }) => ({ main: one }),
  decide: ({ duplicate: gone }, scene) => {
    const ticket = ticketOf(scene);
    const { duplicates = [] } = ticket;
    if (!duplicates.includes(gone) || scene.main?.duplicateOf === ticket.number) return [];
    const left = duplicates.filter((one) => one !== gone);
    const set = { duplicates: left.length === 0 ? null : left };
    return [{ do: 'change', ticket: ticket.number, event: 'duplicate unlinked', set, detail: { duplicate: gone } }];
  },
});

/** Each duplicate of a ticket that is resolved hears of it, in a gesture of its own. */
export function tellDuplicates({ number: of, duplicates = [] }: Ticket, code: ResolutionCode, scene: Scene) {
  return duplicates.map((one): Effect => {
    const params = { ticket: String(one), of: String(of), code };
    return now(scene, `over ${one} ${of}`, 'tell duplicate', params);
  });
}

/** What a ticket is rid of when it is reopened, and who has to know. */
export function unlinking({ number: gone, duplicateOf }: Ticket, scene: Scene): readonly Effect[] {
  if (duplicateOf === undefined) return [];
  const params = { ticket: String(duplicateOf), duplicate: String(gone) };
  return [now(scene, `unlink ${gone} ${duplicateOf}`, 'unlink duplicate', params)];
}

/** A ticket that goes on in another one takes no duplicates: they belong to that one. */
function refuseDuplicate({ number: ticket, duplicateOf: of }: Ticket): void {
  if (of !== undefined) throw new Refusal('itself a duplicate', { ticket, of });
}

function linking(ticket: Ticket, main: Ticket, by: string, scene: Scene): readonly Effect[] {
  const resolved: Ticket = { ...ticket, status: 'resolved', resolvedAt: scene.now, resolutionCode: 'duplicate' };
  const after: Ticket = { ...resolved, duplicateOf: main.number };
  const words = requesterWords(ticket, scene);
  const set = {
    status: 'resolved',
    resolvedAt: scene.now,
    resolutionCode: 'duplicate',
    resolution: null,
    snoozedUntil: null,
    duplicateOf: main.number,
  } as const;
  const duplicates = [...new Set([...(main.duplicates ?? []), ticket.number])].sort((a, b) => a - b);
  const how = main.requester.person === ticket.requester.person ? 'own' : isOver(main) ? 'over' : 'open';
  return [
    {
      do: 'change',
      ticket: ticket.number,
      event: 'resolved',
      set,
      reason: 'duplicate',
      detail: { of: main.number, by },
    },
    {
      do: 'change',
      ticket: main.number,
      event: 'duplicate linked',
      set: { duplicates },
      detail: { duplicate: ticket.number, by },
    },
    { do: 'tell requester', ticket: ticket.number, message: words.tellDuplicate(after, main.number, how) },
    // While the other one is open nothing is solved yet: nobody is asked how it was, and it is not closed.
    ...(isOver(main) ? [...askingAbout(after, 'duplicate', scene), closeLater(ticket.number, scene)] : []),
  ];
}

const now = (scene: Scene, key: string, intent: string, params: Readonly<Record<string, string>>): Effect => ({
  do: 'later',
  at: scene.now,
  key: `${key} ${scene.now.getTime()}`,
  intent,
  params,
});

const isSolution = (code: ResolutionCode): boolean => code === 'solved' || code === 'workaround';
