import { Refusal } from '../errors.ts';
import { ask } from '../intent.ts';

/** What the desk is worth, to those who lead it: three sentences, the numbers, a picture, and the way to the page with all of it. */
export const report = ask({
  name: 'report',
  form: {
    period: { kind: 'period', required: false },
    service: { kind: 'service', required: false },
  } as const,
  may: 'lead',
  ofDesk: true,
  answer: async ({ period, service }, { actor, words, worth }) => {
    if (actor.lead !== true) throw new Refusal('not allowed', { intent: 'report' });
    const { services } = words;
    const periods = worth.period(period ?? USUAL);
    if (periods === undefined) throw new Refusal('period unknown', { text: period ?? '' });
    const known = services.find((one) => one.toLowerCase() === service?.toLowerCase());
    if (service !== undefined && known === undefined) {
      // In a typed line a word that is no period is taken for a service.
      if (period === undefined) throw new Refusal('period unknown', { text: service, services });
      throw new Refusal('service unknown', { name: service, names: services });
    }
    const made = await worth.report(periods, known);
    const about = { ...(period === undefined ? {} : { period }), ...(known === undefined ? {} : { service: known }) };
    return { message: words.report(made, worth.link(actor, about)), picture: await worth.picture(made, words) };
  },
});

const USUAL = '30 days';
