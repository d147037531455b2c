import type { WhenPhrases } from './phrases.ts';

export const phrases: WhenPhrases = {
  started: (day) => `We read: since ${day}. If not, say so here.`,
  neededBy: (day) => `We read: needed by ${day}. If not, say so here.`,
  both: (started, neededBy) => `We read: since ${started}, needed by ${neededBy}. If not, say so here.`,
};
