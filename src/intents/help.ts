import { ask } from '../intent.ts';

/** What can be typed here. */
export const help = ask({
  name: 'help',
  aliases: ['?'],
  form: {} as const,
  may: 'anyone',
  answer: async (_params, { actor, words }) => words.help(actor.agent),
});
