import { Refusal } from '../errors.ts';
import { act, type Scene } from '../intent.ts';
import { openTicketOf } from './scene.ts';

/** Says which of the desk's services a ticket is about. */
export const service = act({
  name: 'service',
  form: { ticket: { kind: 'ticket', required: true }, service: { kind: 'service', required: true } } as const,
  may: 'agent',
  decide: ({ service: named }, scene) => {
    const ticket = openTicketOf(scene);
    const known = serviceNamed(named, scene);
    const set = { service: known } as const;
    return [
      { do: 'change', ticket: ticket.number, event: 'served by', set, detail: { service: known } },
      { do: 'answer', message: scene.words.served(ticket, known) },
    ];
  },
});

/** A service as the desk spells it; refused when there is none of that name. */
export function serviceNamed(name: string, { services }: Scene): string {
  const known = services.find((one) => one.toLowerCase() === name.toLowerCase());
  if (known === undefined) throw new Refusal('service unknown', { name, names: services });
  return known;
}
