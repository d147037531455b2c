import { PERIODS } from '../desk/worth/period.ts';
import { Refusal } from '../errors.ts';
import { ask } from '../intent.ts';

/** What the desk is worth, to those who lead it: three sentences, the numbers, and the way to the page with all of it. */
export const report = ask({
  name: 'report',
  form: {
    period: { kind: 'choice', required: false, options: PERIODS },
    service: { kind: 'service', required: false },
  } as const,
  may: 'lead',
  answer: async ({ period = '30_days', service }, { actor, words, worth }) => {
    if (actor.lead !== true) throw new Refusal('not allowed', { intent: 'report' });
    const known = words.services.find((one) => one.toLowerCase() === service?.toLowerCase());
    if (service !== undefined && known === undefined) {
      throw new Refusal('service unknown', { name: service, names: words.services });
    }
    return words.report(await worth.report(period, known), worth.link(actor));
  },
});
