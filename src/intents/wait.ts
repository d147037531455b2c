import type { Ticket } from '../desk/ticket.ts';
import { Refusal } from '../errors.ts';
import { act, type Effect } from '../intent.ts';
import { firstReply } from './reply.ts';
import { openTicketOf, requesterWords } from './scene.ts';

const STATUS = { requester: 'waiting_requester', third_party: 'waiting_third_party' } as const;

/**
 * Says that the desk cannot go on without somebody: the requester, who is asked, or somebody outside. What the requester
 * says next ends the waiting for them; the waiting for others is ended with `resume`.
 */
export const wait = act({
  name: 'wait',
  form: {
    ticket: { kind: 'ticket', required: true },
    for: { kind: 'choice', required: false, options: ['requester', 'third_party'] },
    question: { kind: 'text', required: false, max: 3000, long: true },
  } as const,
  may: 'agent',
  asksFirst: ['for'],
  decide: ({ for: whom = 'requester', question }, scene) => {
    const ticket = openTicketOf(scene);
    const { number } = ticket;
    const status = STATUS[whom];
    if (ticket.status === status && question === undefined) throw new Refusal('already waiting', { ticket: number });
    const after: Ticket = { ...ticket, status };
    const asked: readonly Effect[] =
      question === undefined
        ? [
            {
              do: 'tell requester',
              ticket: number,
              message: requesterWords(ticket, scene).tellWaiting(after),
            },
          ]
        : [{ do: 'say', ticket: number, text: question }, ...firstReply(ticket, scene.now)];
    return [
      ...asked,
      { do: 'change', ticket: number, event: 'waiting', set: { status } },
      { do: 'answer', message: scene.words.waiting(after) },
    ];
  },
});
