import type { WhenPhrases } from './phrases.ts';

export const phrases: WhenPhrases = {
  started: (day) => `So verstanden: seit ${day}. Falls nicht, schreib es hier.`,
  neededBy: (day) => `So verstanden: bis ${day}. Falls nicht, schreib es hier.`,
  both: (started, neededBy) => `So verstanden: seit ${started}, bis ${neededBy}. Falls nicht, schreib es hier.`,
};
