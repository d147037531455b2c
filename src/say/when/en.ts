import type { WhenPhrases } from './phrases.ts';

export const phrases: WhenPhrases = {
  started: (day) => `We read: since ${day}. If not, say so here.`,
  neededBy: 'Needed by',
  needed: (ticket, day) => `${ticket} is needed by ${day}.`,
  field: { label: 'When do you need it by?', hint: 'A day, like Friday or 2026-12-01' },
};
