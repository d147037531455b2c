import { act, type Effect, type Scene } from '../intent.ts';
import { ticketOf } from './scene.ts';

/** What the clock says when a ticket has stayed resolved for long enough. One that was reopened meanwhile is left alone. */
export const close = act({
  name: 'close ticket',
  form: { ticket: { kind: 'ticket', required: true } } as const,
  may: 'clock',
  typed: false,
  decide: (_params, scene) => {
    const { now, closeAfterMs } = scene;
    const ticket = ticketOf(scene);
    const due = ticket.resolvedAt !== undefined && now.getTime() - ticket.resolvedAt.getTime() >= closeAfterMs;
    if (ticket.status !== 'resolved' || !due) return [];
    return [{ do: 'change', ticket: ticket.number, event: 'closed', set: { status: 'closed', closedAt: now } }];
  },
});

/** A resolved ticket is closed after a while. */
export function closeLater(number: number, scene: Scene): Effect {
  const at = new Date(scene.now.getTime() + scene.closeAfterMs);
  const key = `close ${number} ${scene.now.getTime()}`;
  return { do: 'later', at, key, intent: 'close ticket', params: { ticket: String(number) } };
}
