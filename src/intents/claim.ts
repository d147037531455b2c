import type { Ticket } from '../desk/ticket.ts';
import { Refusal } from '../errors.ts';
import { act, type Scene } from '../intent.ts';
import { actorOf, ticketOf } from './scene.ts';

/** Takes a ticket on. The first agent wins; the next is told who it was. */
export const claim = act({
  name: 'claim',
  form: { ticket: { kind: 'ticket', required: true } } as const,
  may: 'agent',
  needs: () => ({ said: true }),
  decide: (_params, scene) => {
    const ticket = ticketOf(scene);
    const { agent: _, ...me } = actorOf(scene);
    const { number, assignee, status } = ticket;
    if (status === 'closed') throw new Refusal('already closed', { ticket: number });
    if (status === 'resolved') throw new Refusal('already resolved', { ticket: number });
    if (assignee?.person === me.person) throw new Refusal('already yours', { ticket: number });
    if (assignee !== undefined) throw new Refusal('already claimed', { ticket: number, by: assignee.name });
    const next = status === 'new' ? 'in_progress' : status;
    return [
      { do: 'change', ticket: number, event: 'claimed', set: { assignee: me, status: next } },
      { do: 'answer', message: scene.words.claimed({ ...ticket, assignee: me, status: next }, offers(ticket, scene)) },
    ];
  },
});

/** So many messages take longer to read than a summary of them. */
const LONG = 8;

/** What a model could do for whoever takes the ticket over. */
function offers({ requester }: Ticket, { said, assisted, actor }: Scene): { summary: boolean; translation: boolean } {
  const [theirs, mine] = [requester.locale, actor?.locale].map((locale) => locale?.split(/[-_]/)[0]?.toLowerCase());
  const differ = theirs !== undefined && mine !== undefined && theirs !== mine;
  return { summary: assisted && said.length >= LONG, translation: assisted && differ };
}
