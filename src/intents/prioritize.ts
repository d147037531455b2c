import { type Priority, priorityOf, replyDue, type Ticket } from '../desk/ticket.ts';
import { Refusal } from '../errors.ts';
import { act, type Effect, type Scene } from '../intent.ts';
import { actorOf, openTicketOf } from './scene.ts';
import { IMPACT, URGENCY } from './weights.ts';

/**
 * Says anew how much a ticket matters. Impact and urgency make the priority; a priority that is named is set by hand and
 * holds until the next time. By when it is needed is said here, too. The first reply, while it is still to come, is due by the new one, from the opening on.
 */
export const prioritize = act({
  name: 'prioritize',
  aliases: ['priority'],
  form: {
    ticket: { kind: 'ticket', required: true },
    impact: { kind: 'choice', required: false, options: ['me', 'team', 'everyone'] },
    urgency: { kind: 'choice', required: false, options: ['low', 'medium', 'high'] },
    priority: { kind: 'number', required: false, min: 1, max: 5 },
    needed: { kind: 'day', required: false },
    reason: { kind: 'text', required: false, max: 1000, long: true },
  } as const,
  may: 'agent',
  asksFirst: ['impact', 'urgency', 'priority', 'needed'],
  decide: (params, scene) => {
    const before = openTicketOf(scene);
    const { number } = before;
    const impact = params.impact === undefined ? before.impact : IMPACT[params.impact];
    const urgency = params.urgency === undefined ? before.urgency : URGENCY[params.urgency];
    const weighed = params.impact === undefined && params.urgency === undefined ? before.priority : undefined;
    const priority = (params.priority ?? weighed ?? priorityOf(impact, urgency)) as Priority;
    if (impact === before.impact && urgency === before.urgency && priority === before.priority) {
      if (params.needed !== undefined && params.needed !== before.neededBy) return needBy(before, params.needed, scene);
      throw new Refusal('nothing changed', { ticket: number, priority });
    }
    const replyDueAt = before.firstReplyAt === undefined ? replyDue(priority, before.openedAt) : before.replyDueAt;
    const needed = params.needed === undefined ? {} : { neededBy: params.needed };
    const after: Ticket = { ...before, impact, urgency, priority, replyDueAt, ...needed };
    const moved = replyDueAt.getTime() !== before.replyDueAt.getTime();
    const told: readonly Effect[] = moved
      ? [
          {
            do: 'tell requester',
            ticket: number,
            message: scene.wordsFor(before.requester.locale).tellPriority(after),
          },
        ]
      : [];
    const { reason } = params;
    return [
      {
        do: 'change',
        ticket: number,
        event: 'prioritized',
        set: { impact, urgency, priority, replyDueAt, ...needed },
        detail: { was: before.priority, priority, by_hand: String(params.priority !== undefined) },
        ...(reason === undefined ? {} : { reason }),
      },
      {
        do: 'tell agents',
        ticket: number,
        message: scene.wordsFor(undefined).prioritizedBy(before, after, actorOf(scene).name, reason),
      },
      ...told,
      { do: 'answer', message: scene.words.prioritized(after) },
    ];
  },
});

/** The day alone: how much a ticket matters stays as it is, and so does when the first reply is due. */
function needBy(ticket: Ticket, neededBy: string, scene: Scene): readonly Effect[] {
  const { number } = ticket;
  return [
    { do: 'change', ticket: number, event: 'prioritized', set: { neededBy }, detail: { needed_by: neededBy } },
    { do: 'answer', message: scene.words.needed(ticket, neededBy) },
  ];
}
