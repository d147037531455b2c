import { Refusal } from '../errors.ts';
import { ask } from '../intent.ts';

const SIZE = 10;

/** What people asked and nothing answered, and how many an article helped; for those who could write one. */
export const gaps = ask({
  name: 'gaps',
  form: { page: { kind: 'number', required: false, min: 1, max: 1000 } } as const,
  may: 'agent',
  answer: async ({ page = 1 }, { actor, words, worth }) => {
    if (!actor.agent) throw new Refusal('not allowed', { intent: 'gaps' });
    return words.gaps(await worth.gaps(), { page, size: SIZE });
  },
});
